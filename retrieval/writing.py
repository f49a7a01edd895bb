"""Documents as the text of corpus files: Markdown with front matter, and YAML quotes."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import yaml

from retrieval.documents import Document, Kind, SourceReference
from retrieval.front_matter import load, split

SLUG_CHARACTERS = 60


def markdown_of(document: Document) -> str:
    """Return the Markdown file that reads back as `document`."""
    return f"---\n{_yaml(_known(_front_matter(document)))}---\n{document.text}\n"


def _front_matter(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "published": _day(document.published),
        "url": document.url,
        "kind": document.kind.value,
        "status": document.status.value if document.status else None,
        "effective": _day(document.effective),
        "supersedes": list(document.supersedes),
        "superseded_by": list(document.superseded_by),
        "conflicts_with": list(document.conflicts_with),
        "topics": list(document.topics),
        "aliases": list(document.aliases),
        "license": document.license,
        "sources": [_source(source) for source in document.sources],
    }


def rewritten(source: str, old: Document, new: Document) -> str:
    """Return the Markdown file `source` of `old` as that of `new`, for the eyes of a diff.

    Only the keys that changed are written anew: order, comments and unknown keys stay. Whether it
    reads back as `new` is for the caller to see: a mapping written in one line, for one, doesn't.

    Raises:
        FrontMatterError: the front matter can't be read.
    """
    front, _, body, _ = split(source)
    before, after = _front_matter(old), _known(_front_matter(new))
    rows = front.splitlines(keepends=True)
    _, lines = load(front, 0)
    starts = {path[0]: line for path, line in lines.items() if len(path) == 1}
    changed = [name for name, value in before.items() if (value or None) != after.get(name)]
    added = [name for name in changed if name in after and name not in starts]
    # From the last to the first, so that the lines before stay where they are.
    for name in sorted(set(changed) & starts.keys(), key=lambda name: -starts[name]):
        start = starts[name]
        end = min((line for line in starts.values() if line > start), default=len(rows))
        while end - 1 > start and re.match(r"\s*(#.*)?$", rows[end - 1]):
            end -= 1
        rows[start:end] = [_yaml({name: after[name]})] if name in after else []
    front = "".join(rows) + "".join(_yaml({name: after[name]}) for name in added)
    if old.text != new.text:
        blank = body[: len(body) - len(body.lstrip("\n \t"))]
        body = f"{blank}{new.text}\n"
    return f"---\n{front}---\n{body}" if front else body


def quote_block(document: Document) -> str:
    """Return the item of a YAML list that reads back as the quote `document`."""
    assert document.quote is not None
    quote = document.quote
    source = document.sources[0] if document.sources else SourceReference("")
    fields = {
        "id": document.id.removeprefix("quotes/"),
        "speaker": quote.speaker,
        "affiliation": quote.affiliation,
        "date": _day(document.published),
        "text": document.text,
        "verbatim": quote.verbatim,
        "stance": quote.stance.value if quote.stance else None,
        "topics": list(document.topics),
        "source": _known(_source(source) | {"url": document.url}),
    }
    return _yaml([_known(fields)])


def corpus_file(document: Document) -> bytes:
    """Return the file that reads back as `document`: Markdown, or YAML with one quote."""
    text = quote_block(document) if document.kind is Kind.QUOTE else markdown_of(document)
    return text.encode("utf-8", "replace")


def replace_item(source: str, text_line: int, block: str) -> tuple[str, str]:
    """Put `block` in the place of the list item whose `text` is at line `text_line` (from 1).

    Comments and blank lines before the next item stay. Returns the new file, and the lines that
    were taken out.

    Raises:
        ValueError: no item has its text there.
    """
    values, lines = load(source, 1)
    items = values if isinstance(values, list) else []
    starts = [lines[(i,)] for i in range(len(items))]
    place = next((i for i in range(len(items)) if lines.get((i, "text")) == text_line), None)
    if place is None:
        raise ValueError(text_line)
    rows = source.splitlines(keepends=True)
    start = starts[place] - 1
    end = starts[place + 1] - 1 if place + 1 < len(starts) else len(rows)
    while end - 1 > start and re.match(r"\s*(#.*)?$", rows[end - 1]):
        end -= 1
    return "".join(rows[:start]) + block + "".join(rows[end:]), "".join(rows[start:end])


def slug(*parts: str | None) -> str:
    """Return lower-case ASCII words joined by hyphens, or "document" where none are left."""
    text = " ".join(part for part in parts if part)
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_)
    made = "-".join(words)
    if len(made) > SLUG_CHARACTERS:
        made = made[: SLUG_CHARACTERS + 1].rpartition("-")[0] or made[:SLUG_CHARACTERS]
    return made or "document"


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _source(source: SourceReference) -> dict[str, Any]:
    return _known(
        {
            "publisher": source.publisher,
            "title": source.title,
            "published": _day(source.published),
            "url": source.url,
            "document": source.document,
        }
    )


def _day(value: object) -> str | None:
    return str(value) if value else None
