"""How many tokens a chat model may still use today; kept in the data folder over restarts."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

_log = logging.getLogger(__name__)


def _today() -> date:
    return datetime.now(UTC).date()


class TokenBudget:
    """Counts tokens by UTC day, in memory and in `path`. Not for several processes at once."""

    def __init__(self, path: Path, per_day: int, today: Callable[[], date] = _today) -> None:
        """Allow `per_day` tokens a day; 0 allows none."""
        self._path = path
        self._per_day = per_day
        self._today = today
        self._day = today()
        self._used = self._stored()

    @property
    def left(self) -> int:
        """Tokens that may still be used today; the last answer may overdraw it."""
        self._turn()
        return self._per_day - self._used

    def spend(self, tokens: int) -> None:
        """Count `tokens` as used today. Where the file can't be written, memory still counts."""
        self._turn()
        self._used += max(0, tokens)
        temporary = self._path.with_name(self._path.name + ".new")
        try:
            temporary.write_text(json.dumps({"day": self._day.isoformat(), "used": self._used}))
            temporary.replace(self._path)
        except OSError as error:
            _log.warning("The used tokens can't be written to %s: %s", self._path, error)

    def _turn(self) -> None:
        if self._today() != self._day:
            self._day, self._used = self._today(), 0

    def _stored(self) -> int:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            used = int(stored["used"]) if stored["day"] == self._day.isoformat() else 0
        except FileNotFoundError:
            return 0
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            _log.warning("The used tokens in %s can't be read: %s", self._path, error)
            return 0
        return max(0, used)
