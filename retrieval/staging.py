"""What a corpus file would be read as, before it is put into the corpus."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from retrieval.documents import Document
from retrieval.errors import ChokepointError
from retrieval.file_reading import ReadFile, read_file
from retrieval.sources.formats import LARGEST_TEXT
from retrieval.writing import corpus_file, rewritten


class Staging:
    """Reads files in a folder of their own, gone when they were read."""

    def __init__(self, data: Path) -> None:
        """Stage files under the data folder."""
        self._data = data

    def read(self, name: str, content: bytes) -> ReadFile:
        """Read `content` as the corpus file `name` without putting it there."""
        folder = Path(tempfile.mkdtemp(prefix="staged-", dir=self._data))
        try:
            path = folder / name
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
            return read_file(folder, path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def readable(self, draft: Document) -> Document:
        """Return the document that the file of `draft` reads back as.

        Raises:
            ChokepointError: it doesn't, or its text is too long.
        """
        text = draft.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(text) > LARGEST_TEXT:
            raise ChokepointError(
                "“{title}” has {number} characters, and a document may have {most}; cut it into "
                "smaller ones.",
                title=draft.title,
                number=f"{len(text):,}",
                most=f"{LARGEST_TEXT:,}",
            )
        draft = replace(draft, text=text)
        read = self.read(draft.path, corpus_file(draft))
        found = next((item for item in read.documents if item.text == text), None)
        if found is None:
            raise ChokepointError(
                "“{title}” can't be kept: {reason}.",
                title=draft.title,
                reason=read.problems[0].fault
                if read.problems
                else ChokepointError("its text does not read back"),
            )
        return found

    def written(self, source: bytes, old: Document, new: Document) -> tuple[Document, bytes]:
        """Return `new` as its file holds it, and that file.

        It is `source`, the file of `old`, with no more changed than has to be; where that doesn't
        read back as `new`, a file written anew.
        """
        if new.path == old.path:
            text = source.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            content = rewritten(text, old, new).encode("utf-8", "replace")
            for found in self.read(new.path, content).documents:
                if found.digest == new.digest:
                    return found, content
        return new, corpus_file(new)
