"""Answers that were given, so that votes, reviews and gaps have something to point at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from bot.store.models import AnswerRow
from bot.store.sessions import Group, now, question_key
from retrieval.answer import Answer
from retrieval.records import answer_from_json


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where; all of it may be unknown."""

    user_id: int | None = None
    guild_id: int | None = None
    channel_id: int | None = None


class Closed(StrEnum):
    """Why a question that was left open is no gap any more."""

    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given.

    `in_context` says that the question's words alone don't ask it again: it followed others, or
    was limited to some sources.
    """

    id: int
    at: datetime
    answer: Answer
    asker: Asker
    in_context: bool = False
    closed: Closed | None = None


class Answers(Group):
    """Keeps what was answered."""

    async def keep(self, answer: Answer, asker: Asker, *, in_context: bool = False) -> int:
        """Keep an answer and return the number it can be found by."""
        row = AnswerRow(
            at=now(),
            question=answer.question,
            question_key=question_key(answer.question),
            status=answer.status.value,
            generation=answer.generation,
            answer=answer.as_json(),
            user_id=asker.user_id,
            guild_id=asker.guild_id,
            channel_id=asker.channel_id,
            in_context=in_context,
        )
        async with self._sessions.begin() as session:
            session.add(row)
        return row.id

    async def get(self, answer_id: int) -> KeptAnswer | None:
        """Return an answer by its number, or None when it is gone."""
        async with self._sessions() as session:
            row = await session.get(AnswerRow, answer_id)
        return kept(row) if row else None

    async def latest(self, limit: int = 100, guild_id: int | None = None) -> list[KeptAnswer]:
        """Return the newest answers, newest first; of one server where it is named."""
        query = select(AnswerRow).order_by(AnswerRow.id.desc()).limit(limit)
        if guild_id is not None:
            query = query.where(AnswerRow.guild_id == guild_id)
        async with self._sessions() as session:
            return [kept(row) for row in await session.scalars(query)]


def kept(row: AnswerRow) -> KeptAnswer:
    """Return the record of a row."""
    return KeptAnswer(
        row.id,
        row.at,
        answer_from_json(row.answer),
        Asker(row.user_id, row.guild_id, row.channel_id),
        row.in_context,
        Closed(row.closed) if row.closed else None,
    )
