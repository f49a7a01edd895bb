"""What was delivered already: a lost connection may bring the same event twice."""

from __future__ import annotations

from collections import OrderedDict

REMEMBERED = 10_000


class Seen:
    """The ids of the last events."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        """Remember that many ids."""
        self._remembered = remembered
        self._ids: OrderedDict[object, None] = OrderedDict()

    def first(self, event: object) -> bool:
        """Return whether the event is new, and remember it."""
        if event in self._ids:
            return False
        self._ids[event] = None
        if len(self._ids) > self._remembered:
            self._ids.popitem(last=False)
        return True
