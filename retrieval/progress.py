"""How far a long task is, for whoever shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A point in a long task.

    `stage` is "reading", "encoding", "indexing", "calibrating", "judging" or "switching".
    """

    stage: str
    done: int
    total: int
    seconds_left: float | None = None


ProgressListener = Callable[[Progress], None]


def reporter(stage: str, total: int, listener: ProgressListener | None) -> Callable[[int], None]:
    """Return a function that tells `listener` how many of `total` are done and the time left."""
    began = time.monotonic()

    def report(done: int) -> None:
        if listener is None:
            return
        spent = time.monotonic() - began
        left = spent / done * (total - done) if done else None
        listener(Progress(stage, done, total, left))

    return report
