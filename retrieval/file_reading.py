"""Read one file of a corpus: documents, or a problem that says why not."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from retrieval.documents import (
    Document,
    Kind,
    PartialDate,
    Problem,
    Quote,
    SourceReference,
    Stance,
    Status,
)
from retrieval.errors import ChokepointError
from retrieval.front_matter import FrontMatterError, Reader, load, split
from retrieval.heads import headline_of
from retrieval.sources.file import LARGEST_FILE, extract
from retrieval.sources.formats import Extracted, ExtractionError

DOCUMENT_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".pdf"})
QUOTE_SUFFIXES = frozenset({".yaml", ".yml"})
FRONT_MATTER_KEYS = (
    "title", "publisher", "author", "published", "url", "kind", "topics", "status", "effective",
    "supersedes", "superseded_by", "conflicts_with", "aliases", "license", "sources",
)  # fmt: skip
QUOTE_KEYS = (
    "id", "speaker", "affiliation", "date", "text", "verbatim", "topics", "stance", "source",
)  # fmt: skip
_HEADING = re.compile(r"^[ \t]{0,3}#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file gave: documents, and what is wrong with it."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_file(folder: Path, path: Path) -> ReadFile:
    """Read one file of the corpus; never raises for what the file holds."""
    name = path.relative_to(folder).as_posix()
    try:
        if path.is_dir():
            raise ExtractionError("this is a folder with a file's name; rename it")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ExtractionError("this is no ordinary file; put the text itself here")
        if status.st_size > LARGEST_FILE:
            raise ExtractionError(
                "the file is over {most} MB; cut it into smaller ones",
                most=LARGEST_FILE // 1_000_000,
            )
        reader = _read_quotes if path.suffix.lower() in QUOTE_SUFFIXES else _read_document
        return reader(name, path)
    except FrontMatterError as error:
        return ReadFile(problems=(_problem(name, error.line, error),))
    except ExtractionError as error:
        return ReadFile(problems=(_problem(name, 1, error),))
    except OSError as error:
        why = {"reason": error.strerror or type(error).__name__}
        problem = Problem(name, 1, "the file can't be read ({reason})", values=why)
        return ReadFile(problems=(problem,))


def _problem(name: str, line: int, fault: ChokepointError) -> Problem:
    values = {name: str(value) for name, value in fault.values.items()}
    return Problem(name, line, fault.phrase, values=values)


def document_id(name: str) -> str:
    """Return the id of the document at the relative path `name`."""
    return name[: -len(Path(name).suffix)].removeprefix("articles/")


def _read_document(name: str, path: Path) -> ReadFile:
    extracted = extract(path)
    values: Any = {}
    lines: dict[tuple[Any, ...], int] = {(): 1}
    body, line = extracted.text, 1
    if extracted.may_have_front_matter:
        source, source_line, body, line = split(extracted.text)
        values, lines = load(source, source_line)
        if values is None:
            values = {}
        if not isinstance(values, dict):
            raise FrontMatterError(2, 'the front matter must be "key: value" lines')
    reader = Reader(values, name, lines)
    reader.unknown(FRONT_MATTER_KEYS)
    stripped = body.lstrip("\n \t")
    line += body.count("\n", 0, len(body) - len(stripped))
    text = stripped.rstrip()
    if not any(char.isalnum() for char in text):
        raise ExtractionError("the file holds no text")
    kind = reader.choice("kind", Kind)
    if kind is Kind.QUOTE:
        reader.fault(
            '"kind" can\'t be "quote" here; a quote is an item of a YAML file in quotes/', "kind"
        )
        kind = None
    default = Kind.TERM if name.startswith("terms/") else Kind.ARTICLE
    document = Document(
        id=document_id(name),
        text=text,
        title=reader.text("title") or extracted.title or _title(text, name),
        kind=kind or default,
        publisher=reader.text("publisher") or extracted.publisher,
        author=reader.text("author") or extracted.author,
        published=reader.day("published") or _extracted_date(extracted),
        url=reader.text("url") or extracted.url,
        topics=reader.texts("topics"),
        status=reader.choice("status", Status),
        effective=reader.day("effective"),
        supersedes=reader.texts("supersedes"),
        superseded_by=reader.texts("superseded_by"),
        conflicts_with=reader.texts("conflicts_with"),
        aliases=reader.texts("aliases"),
        license=reader.text("license"),
        sources=reader.sources("sources"),
        path=name,
        line=line,
    )
    return ReadFile((_with_digest(document),), tuple(reader.problems))


def _extracted_date(extracted: Extracted) -> PartialDate | None:
    try:
        return PartialDate(date.fromisoformat(extracted.published or "").isoformat())
    except ValueError:
        return None


def _title(text: str, name: str) -> str:
    heading = _HEADING.search(text)
    headline = heading.group(1) if heading else headline_of(text)
    return headline or re.sub(r"[-_]+", " ", Path(name).stem).strip()


def _read_quotes(name: str, path: Path) -> ReadFile:
    values, lines = load(extract(path).text, 1)
    if values is None:
        return ReadFile()
    if isinstance(values, dict) and "speaker" in values:
        raise FrontMatterError(1, "quotes must be a list; begin each with a dash")
    if not isinstance(values, list):
        raise FrontMatterError(1, "quotes must be a list of speaker, text and source")
    documents: list[Document] = []
    problems: list[Problem] = []
    for i, item in enumerate(values):
        if not isinstance(item, dict):
            problems.append(
                Problem(name, lines.get((i,), 1), "a quote needs at least speaker and text")
            )
            continue
        reader = Reader(item, name, lines, (i,))
        document = _quote(reader, f"{Path(name).stem}-{i + 1}")
        problems.extend(reader.problems)
        if document:
            documents.append(_with_digest(document))
    return ReadFile(tuple(documents), tuple(problems))


def _quote(reader: Reader, default_id: str) -> Document | None:
    reader.unknown(QUOTE_KEYS)
    speaker = reader.text("speaker")
    text = reader.values.get("text")
    text = text.strip() if isinstance(text, str) else ""
    if not speaker or not any(char.isalnum() for char in text):
        reader.fault("a quote needs at least speaker and text")
        return None
    source = next(iter(reader.sources("source")), SourceReference(""))
    place = f" in “{source.title}”" if source.title else ""
    return Document(
        id=f"quotes/{reader.text('id') or default_id}",
        text=text,
        title=f"{speaker}{place}",
        kind=Kind.QUOTE,
        publisher=source.publisher or None,
        published=reader.day("date") or source.published,
        url=source.url,
        topics=reader.texts("topics"),
        sources=(source,) if source.publisher or source.title or source.document else (),
        quote=Quote(
            speaker,
            reader.text("affiliation"),
            reader.flag("verbatim"),
            reader.choice("stance", Stance),
        ),
        path=reader.path,
        line=reader.line("text"),
    )


def _with_digest(document: Document) -> Document:
    """Give the document the SHA-256 of all that reaches the index (not where it lies)."""
    fields = asdict(replace(document, path="", line=0, digest=""))
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, default=str)
    return replace(
        document, digest=hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()
    )
