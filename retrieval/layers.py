"""Where a document's file lies: in the corpus folder, or in the overlay when that is read-only."""

from __future__ import annotations

import json
import os
from pathlib import Path

from retrieval.corpus import REMOVALS, overlay_removals
from retrieval.file_reading import ReadFile, read_file
from retrieval.journal import FileChange
from retrieval.settings import RetrievalSettings

# The part of an installed wheel's path under which the starter corpus lies: an upgrade replaces it.
SHIPPED = "_shipped"


class Layers:
    """Reads and plans changes of corpus files by their relative path; writes nothing itself.

    One object serves one act: the planned changes are collected in `changes`.
    """

    def __init__(self, settings: RetrievalSettings) -> None:
        """Look at the corpus folder of `settings` and its overlay."""
        self._corpus = settings.corpus
        self._overlay = settings.overlay
        self._writable = SHIPPED not in settings.corpus.parts and os.access(
            settings.corpus, os.W_OK
        )
        self._removals = overlay_removals(self._overlay)
        self._changes: dict[Path, bytes | None] = {}

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """What was planned."""
        return tuple(FileChange(path, data) for path, data in self._changes.items())

    def root(self, name: str) -> Path | None:
        """Return the folder in which the file at the relative path `name` is read, or None."""
        if (self._overlay / name).is_file():
            return self._overlay
        if name not in self._removals and (self._corpus / name).is_file():
            return self._corpus
        return None

    def taken(self, name: str) -> bool:
        """Whether any file lies at the relative path `name`, wanted or not."""
        return (self._overlay / name).exists() or (self._corpus / name).exists()

    def read(self, name: str) -> ReadFile:
        """Read the documents of a file; empty where there is none."""
        root = self.root(name)
        return read_file(root, root / name) if root else ReadFile()

    def content(self, name: str) -> bytes:
        """Return a file's bytes, empty where there is none."""
        root = self.root(name)
        return (root / name).read_bytes() if root else b""

    def put(self, name: str, data: bytes | None) -> None:
        """Plan that the file at `name` holds `data`; None removes it."""
        in_overlay = self._overlay / name
        if self._writable:
            self._changes[self._corpus / name] = data
            if in_overlay.exists():
                self._changes[in_overlay] = None
            removals = self._removals - {name}
        else:
            if data is not None or in_overlay.exists():
                self._changes[in_overlay] = data
            gone = data is None and (self._corpus / name).exists()
            removals = self._removals | {name} if gone else self._removals - {name}
        if removals != self._removals:
            self._removals = frozenset(removals)
            self._changes[self._overlay / REMOVALS] = json.dumps(sorted(removals)).encode()
