"""Where in its file a document says something, for naming the line of a fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from retrieval.documents import Document, Kind
from retrieval.front_matter import FrontMatterError, load, split
from retrieval.sources.file import extract
from retrieval.sources.formats import ExtractionError

_Lines = dict[tuple[Any, ...], int]


class Places:
    """Looks up lines in the files of one corpus folder; a file is read when first asked for."""

    def __init__(self, folder: Path) -> None:
        """Look in `folder`, the folder that the documents' paths are relative to."""
        self._folder = folder
        self._files: dict[str, _Lines] = {}

    def line(self, document: Document, *key: Any) -> int:
        """Return the line, from 1, of a key of the document's front matter or quote entry.

        `key` leads inward, as in ("supersedes", 0). Falls back to an outer key, then to the line
        of the document's text.
        """
        lines, prefix = self._of(document)
        while key:
            if (*prefix, *key) in lines:
                return lines[(*prefix, *key)]
            key = key[:-1]
        return document.line

    def has_front_matter(self, document: Document) -> bool:
        """Whether the document's file says anything about it beside its text."""
        return bool(self._of(document)[0])

    def _of(self, document: Document) -> tuple[_Lines, tuple[Any, ...]]:
        if document.path not in self._files:
            self._files[document.path] = self._read(document)
        lines = self._files[document.path]
        if document.kind is not Kind.QUOTE:
            return lines, ()
        # A quote is the entry whose text begins on the document's line.
        for place, line in lines.items():
            if len(place) == 2 and place[1] == "text" and line == document.line:
                return lines, place[:1]
        return lines, ()

    def _read(self, document: Document) -> _Lines:
        try:
            extracted = extract(self._folder / document.path)
            if document.kind is Kind.QUOTE:
                return load(extracted.text, 1)[1]
            if not extracted.may_have_front_matter:
                return {}
            source, line, _, _ = split(extracted.text)
            return load(source, line)[1]
        except (ExtractionError, FrontMatterError, OSError):
            return {}
