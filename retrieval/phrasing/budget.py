"""How many tokens a chat model may still use today; kept in the data folder over restarts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path


def _today() -> date:
    return datetime.now(UTC).date()


class TokenBudget:
    """Counts tokens by UTC day in `path`. Not for several processes at once."""

    def __init__(self, path: Path, per_day: int, today: Callable[[], date] = _today) -> None:
        """Allow `per_day` tokens a day; 0 allows none."""
        self._path = path
        self._per_day = per_day
        self._today = today

    @property
    def left(self) -> int:
        """Tokens that may still be used today; the last answer may overdraw it."""
        return self._per_day - self._used()

    def spend(self, tokens: int) -> None:
        """Count `tokens` as used today."""
        used = self._used() + tokens
        temporary = self._path.with_name(self._path.name + ".new")
        temporary.write_text(json.dumps({"day": self._today().isoformat(), "used": used}))
        temporary.replace(self._path)

    def _used(self) -> int:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return int(stored["used"]) if stored["day"] == self._today().isoformat() else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0
