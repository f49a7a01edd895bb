"""Drafts of documents: an uploaded file, a person's words, a live document changed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from retrieval.documents import (
    Document,
    Kind,
    PartialDate,
    Quote,
    SourceReference,
    Status,
    partial_date,
)
from retrieval.errors import ChokepointError
from retrieval.file_reading import DOCUMENT_SUFFIXES, read_file
from retrieval.front_matter import split
from retrieval.sources.file import LARGEST_FILE, extract_bytes
from retrieval.writing import corpus_file

DIGEST_SHOWN = 8
_VERSION = re.compile(rf"\.v([0-9a-f]{{{DIGEST_SHOWN}}})(?![0-9a-zA-Z])")


def file_draft(name: str, data: bytes, folder: str = "articles") -> Document:
    """Return the draft of a file of that name; its id and path are still empty.

    Front matter counts as in that folder of a corpus; a fault in it is a reason not to take the
    file.

    Raises:
        ChokepointError: the bytes give no text; the text names the file and the remedy.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in DOCUMENT_SUFFIXES:
        raise ChokepointError(
            "{name} can't be added; only {names} files can.",
            name=name,
            names=", ".join(sorted(DOCUMENT_SUFFIXES)),
        )
    if len(data) > LARGEST_FILE:
        raise ChokepointError(
            "{name} has {size} MB, and a file may have {most}.",
            name=name,
            size=f"{len(data) / 1000000.0:.1f}",
            most=LARGEST_FILE // 1000000,
        )
    with tempfile.TemporaryDirectory(prefix="chokepoint-") as root:
        stem = re.sub(r"[^\w-]+", "-", PurePath(name).stem).strip("-") or "file"
        path = Path(root, folder, f"{stem[:80]}{suffix}")
        path.parent.mkdir()
        path.write_bytes(data)
        read = read_file(Path(root), path)
    faults = [problem for problem in read.problems if problem.severity == "error"]
    if faults or not read.documents:
        reason = faults[0].fault if faults else ChokepointError("it holds no text")
        if not faults or faults[0].line == 1:
            raise ChokepointError("{name} can't be added: {reason}.", name=name, reason=reason)
        raise ChokepointError(
            "{name} can't be added, line {line}: {reason}.",
            name=name,
            line=faults[0].line,
            reason=reason,
        )
    return replace(read.documents[0], id="", path="")


def download(document: Document) -> tuple[str, bytes]:
    """Return a document as a file to change and upload again; its name tells the version."""
    suffix = ".yaml" if document.kind is Kind.QUOTE else ".md"
    stem = PurePath(document.id).name
    return f"{stem}.v{document.digest[:DIGEST_SHOWN]}{suffix}", corpus_file(document)


def uploaded(old: Document, name: str, data: bytes) -> tuple[Document, str]:
    """Return `old` as a file changes it, and the digest (or its start) of the version changed.

    A file with front matter says everything of the document, another one replaces its text alone.
    The version is told by the file's name, as `download` gives it; else it is that of `old`.

    Raises:
        ChokepointError: the bytes give no text, or `old` is a quote.
    """
    if old.kind is Kind.QUOTE:
        raise ChokepointError("A quote can't be changed by a file; give its words themselves.")
    draft = file_draft(name, data, PurePath(old.path).parts[0])
    extracted = extract_bytes(data, PurePath(name).suffix)
    if extracted.may_have_front_matter and split(extracted.text)[0].strip():
        changed = replace(draft, id=old.id, path=old.path)
    else:
        changed = replace(old, text=draft.text)
    version = _VERSION.search(PurePath(name).name)
    return changed, version[1] if version else old.digest


def quote_draft(given: Mapping[str, str], *, verbatim: bool) -> Document:
    """Return the draft of a person's words (or position); `given` as for `with_facts`.

    Raises:
        ChokepointError: the speaker or the text is missing, or a date is none.
    """
    if not given.get("speaker", "").strip() or not given.get("text", "").strip():
        raise ChokepointError("A quote needs the speaker and the words; give both.")
    empty = Document(id="", text="", title="", kind=Kind.QUOTE, quote=Quote("", None, verbatim))
    return with_facts(empty, given)


def with_facts(document: Document, given: Mapping[str, str]) -> Document:
    """Return `document` with what is given of it changed, and all else as it is.

    The names are those of the front matter, "text" beside them, and of a quote "speaker" and
    "affiliation". Lists are separated by commas. An empty text (or "none") takes a fact away; a
    title, a speaker or a text can't be taken away.

    Raises:
        ChokepointError: such a document has no such fact, or a value can't be read or is missing.
    """
    facts: Mapping[str, Callable[[str], Any]] = QUOTE_FACTS if document.quote else FACTS
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name not in facts:
            what = "quote" if document.quote else "document"
            raise ChokepointError(
                "A {what} has no {name}; it has {names}.",
                what=what,
                name=name.replace("_", " "),
                names=", ".join(facts),
            )
        stripped = text.replace("\r\n", "\n").strip()
        if name not in LASTING:
            stripped = "" if stripped.casefold() == "none" else stripped
        elif not stripped:
            raise ChokepointError("The {name} can't be empty.", name=name)
        values[name] = facts[name](stripped)
    if document.quote is None:
        return replace(document, **values)
    speaker = values.pop("speaker", document.quote.speaker)
    affiliation = values.pop("affiliation", document.quote.affiliation)
    source = document.sources[0] if document.sources else SourceReference("")
    publisher = values.pop("publisher", source.publisher) or ""
    url = values.pop("url", document.url)
    source = replace(source, publisher=publisher or _host(url), url=url)
    return replace(
        document,
        title=speaker,
        publisher=source.publisher or None,
        url=url,
        sources=(source,) if source.publisher or source.title or source.document else (),
        quote=replace(document.quote, speaker=speaker, affiliation=affiliation),
        **values,
    )


def day_of(text: str) -> PartialDate | None:
    """Return the date that a person wrote, None for an empty text.

    Raises:
        ChokepointError: it is no date.
    """
    if not text.strip():
        return None
    found = partial_date(text)
    if found is None:
        raise ChokepointError("“{text}” is no date; write it as 2026-01-15.", text=text)
    return found


def _status(text: str) -> Status | None:
    folded = text.casefold().replace(" ", "_")
    if not text or folded in set(Status):
        return Status(folded) if text else None
    raise ChokepointError(
        "“{text}” is no status; use one of {names}, or none.", text=text, names=", ".join(Status)
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _known(text: str) -> str | None:
    return text or None


def _host(url: str | None) -> str:
    if not url:
        return ""
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", url)
    return found[1] if found else "source"


# What can't be taken away.
LASTING = frozenset({"title", "speaker", "text"})
FACTS: dict[str, Callable[[str], Any]] = {
    "title": str,
    "publisher": _known,
    "author": _known,
    "published": day_of,
    "url": _known,
    "topics": _listed,
    "status": _status,
    "effective": day_of,
    "superseded_by": _listed,
    "text": str,
}
QUOTE_FACTS: dict[str, Callable[[str], Any]] = {
    "speaker": str,
    "affiliation": _known,
    "publisher": _known,
    "published": day_of,
    "url": _known,
    "topics": _listed,
    "text": str,
}
