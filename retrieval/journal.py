"""Change files of the corpus and the live generation together, or not at all.

The new generation is whole on disk before anything here begins. The journal then names every file
with its new content and the pointer that makes the generation live: writing it is the one moment
at which the act has happened. A process that dies afterwards finds it on the next start and does
the rest; all of it may be done twice.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.atomic import remove_durably, write_atomically
from retrieval.errors import ChokepointError
from retrieval.generations import Generations
from retrieval.manifest import Pointer


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a file holds afterwards; None removes it."""

    path: Path
    data: bytes | None


class Journal:
    """The journal of one data folder."""

    def __init__(self, generations: Generations) -> None:
        """Use the data folder that `generations` owns."""
        self._generations = generations
        self._path = generations.folder / "journal.json"

    def commit(self, changes: Sequence[FileChange], pointer: Pointer) -> None:
        """Change the files and make `pointer` the truth.

        Raises:
            ChokepointError: a file can't be written; all of them are as they were before.
        """
        before = [FileChange(change.path, _content(change.path)) for change in changes]
        try:
            write_atomically(self._path, _to_json(changes, pointer))
            _apply(changes)
            self._generations.switch(pointer)
        except OSError as error:
            with contextlib.suppress(OSError):
                _apply(before)
                remove_durably(self._path)
            raise ChokepointError(
                "The change could not be written ({reason}: {path}); make room or make it "
                "writable, then try again. Nothing was changed.",
                reason=error.strerror or error,
                path=error.filename or self._path,
            ) from error
        remove_durably(self._path)

    def recover(self) -> None:
        """Finish what a process that died had begun.

        Raises:
            ChokepointError: a file can't be written.
        """
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise ChokepointError(
                "The journal {path} can't be read ({reason}); it holds an unfinished change of "
                "the corpus. Restore it, or delete it to give that change up.",
                path=self._path,
                reason=error,
            ) from error
        changes = [
            FileChange(
                Path(row["path"]),
                base64.b64decode(row["data"]) if row["data"] is not None else None,
            )
            for row in stored["files"]
        ]
        try:
            _apply(changes)
            self._generations.switch(Pointer.from_json(stored["pointer"]))
            remove_durably(self._path)
        except OSError as error:
            raise ChokepointError(
                "An unfinished change of the corpus can't be finished ({reason}: {path}); make "
                "the file writable and start again.",
                reason=error.strerror or error,
                path=error.filename,
            ) from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _apply(changes: Sequence[FileChange]) -> None:
    for change in changes:
        if change.data is None:
            remove_durably(change.path)
        else:
            change.path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(change.path, change.data)


def _to_json(changes: Sequence[FileChange], pointer: Pointer) -> str:
    return json.dumps(
        {
            "files": [
                {
                    "path": str(change.path.resolve()),
                    "data": base64.b64encode(change.data).decode()
                    if change.data is not None
                    else None,
                }
                for change in changes
            ],
            "pointer": pointer.as_json(),
        }
    )
