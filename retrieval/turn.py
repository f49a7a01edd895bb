"""One change of the corpus at a time; whoever comes second is told who is at it, since when."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.errors import ChokepointError, IndexBusyError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is changing the corpus, how and since when: the beginning of a sentence.

    The values are {name} of who does it, {time} in UTC, and what else the phrase names.
    """

    phrase: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        """Return it in English."""
        return self.phrase.format(**self.values)


class Turnstile:
    """A lock that knows its holder."""

    def __init__(self) -> None:
        """Begin free."""
        self._lock = threading.Lock()
        self.holder: Holder | None = None

    @contextmanager
    def taken(self, name: str, phrase: str, /, **values: object) -> Iterator[None]:
        """Hold the turn while the block runs; see `Holder` for the phrase.

        Raises:
            IndexBusyError: somebody else holds it.
        """
        if not self._lock.acquire(blocking=False):
            held = self.holder or ChokepointError("Somebody is changing the corpus")
            raise IndexBusyError("{held}; wait for it to end, then try again.", held=held)
        try:
            time = f"{datetime.now(UTC):%H:%M:%S}"
            self.holder = Holder(phrase, {"name": name or "Somebody", "time": time, **values})
            yield
        finally:
            self.holder = None
            self._lock.release()
