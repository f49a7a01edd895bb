"""What every group of methods is built on."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

Sessions = async_sessionmaker[AsyncSession]


class Group:
    """Methods over some of the tables; each opens a transaction of its own."""

    def __init__(self, sessions: Sessions) -> None:
        """Work through `sessions`."""
        self._sessions = sessions


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


def question_key(question: str) -> str:
    """Return the same 64 characters for questions that differ only in case, marks and spaces."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    words = re.sub(r"[\W_]+", " ", folded).strip()
    return sha256((words or folded).encode("utf-8", "replace")).hexdigest()
