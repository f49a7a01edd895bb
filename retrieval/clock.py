"""The day it is."""

from __future__ import annotations

from datetime import UTC, datetime


def today() -> str:
    """Return the current date in UTC, ISO 8601."""
    return datetime.now(UTC).date().isoformat()
