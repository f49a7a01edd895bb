"""Documents that were removed, kept so that a removal can be undone."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.journal import FileChange


@dataclass(frozen=True, slots=True)
class Removed:
    """A removed document: what it was, where its file lay, who removed it when (ISO 8601, UTC).

    `content` is the whole file in base64, or for one quote of several its lines of the file.
    """

    key: str
    document: str
    title: str
    path: str
    by: str
    at: str
    is_quote: bool
    content: str

    @property
    def data(self) -> bytes:
        """The content itself."""
        return base64.b64decode(self.content)


class Trash:
    """The removed documents of one data folder, one file each."""

    def __init__(self, data: Path) -> None:
        """Keep them under `data`."""
        self._folder = data / "trash"

    def entry(
        self, document: str, title: str, path: str, by: str, content: bytes, *, is_quote: bool
    ) -> tuple[Removed, FileChange]:
        """Return the record of a removal and the change that keeps it; nothing is written yet."""
        removed = Removed(
            key=secrets.token_hex(6),
            document=document,
            title=title,
            path=path,
            by=by,
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            is_quote=is_quote,
            content=base64.b64encode(content).decode(),
        )
        data = json.dumps(asdict(removed)).encode()
        return removed, FileChange(self._folder / f"{removed.key}.json", data)

    def emptying(self, removed: Removed) -> FileChange:
        """Return the change that takes a record out."""
        return FileChange(self._folder / f"{removed.key}.json", None)

    def all(self) -> tuple[Removed, ...]:
        """Return every removed document, the latest first; unreadable files are left out."""
        found = []
        for path in self._folder.glob("*.json"):
            try:
                found.append(Removed(**json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError):
                continue
        return tuple(sorted(found, key=lambda removed: removed.at, reverse=True))

    def find(self, name: str) -> Removed | None:
        """Return the latest removal of a document, by its id or the removal's key."""
        return next((item for item in self.all() if name in (item.key, item.document)), None)

    def removed_since(self, moment: str) -> frozenset[str]:
        """Return the ids of the documents removed at or after an ISO 8601 time in UTC."""
        since = datetime.fromisoformat(moment)
        return frozenset(
            item.document for item in self.all() if datetime.fromisoformat(item.at) >= since
        )
