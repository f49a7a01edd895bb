"""One change of the corpus at a time; whoever comes second is told who is at it, since when."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.errors import IndexBusyError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is changing the corpus: a name, what is being done ("reloading …"), since when (UTC)."""

    name: str
    doing: str
    since: datetime

    def __str__(self) -> str:
        """Return it as the beginning of a sentence."""
        return f"{self.name or 'Somebody'} is {self.doing} since {self.since:%H:%M:%S} UTC"


class Turnstile:
    """A lock that knows its holder."""

    def __init__(self) -> None:
        """Begin free."""
        self._lock = threading.Lock()
        self.holder: Holder | None = None

    @contextmanager
    def taken(self, name: str, doing: str) -> Iterator[None]:
        """Hold the turn while the block runs.

        Raises:
            IndexBusyError: somebody else holds it.
        """
        if not self._lock.acquire(blocking=False):
            held = self.holder or "Somebody is changing the corpus"
            raise IndexBusyError("{held}; wait for it to end, then try again.", held=held)
        try:
            self.holder = Holder(name, doing, datetime.now(UTC))
            yield
        finally:
            self.holder = None
            self._lock.release()
