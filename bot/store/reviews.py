"""What moderators decided about answers: endorsed, corrected or hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from bot.store.audit import Actor
from bot.store.models import ReviewRow
from bot.store.sessions import Group, now, question_key


class ReviewVerdict(StrEnum):
    """What becomes of the answer to a question."""

    ENDORSED = "endorsed"
    CORRECTED = "corrected"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Review:
    """A moderator's decision; `text` is the corrected answer where there is one."""

    id: int
    guild_id: int
    question: str
    verdict: ReviewVerdict
    text: str | None
    by: Actor
    at: datetime


class Reviews(Group):
    """Keeps the latest decision on each question, by server."""

    async def decide(
        self,
        guild_id: int,
        question: str,
        verdict: ReviewVerdict,
        by: Actor,
        text: str | None = None,
    ) -> Review:
        """Keep a decision; it replaces an earlier one on the same question."""
        key = question_key(question)
        async with self._sessions.begin() as session:
            row = await session.scalar(
                select(ReviewRow).where(
                    ReviewRow.guild_id == guild_id, ReviewRow.question_key == key
                )
            )
            if row is None:
                row = ReviewRow(guild_id=guild_id, question_key=key)
                session.add(row)
            row.question, row.verdict, row.text = question, verdict.value, text
            row.by_id, row.by_name, row.at = by.id or 0, by.name, now()
        return _review(row)

    async def find(self, guild_id: int, question: str) -> Review | None:
        """Return the decision on a question, asked in whatever case and punctuation."""
        query = select(ReviewRow).where(
            ReviewRow.guild_id == guild_id, ReviewRow.question_key == question_key(question)
        )
        async with self._sessions() as session:
            row = await session.scalar(query)
        return _review(row) if row else None

    async def withdraw(self, guild_id: int, question: str) -> None:
        """Forget the decision on a question."""
        async with self._sessions.begin() as session:
            await session.execute(
                delete(ReviewRow).where(
                    ReviewRow.guild_id == guild_id,
                    ReviewRow.question_key == question_key(question),
                )
            )

    async def latest(self, guild_id: int, limit: int = 25) -> list[Review]:
        """Return the newest decisions of a server, newest first."""
        query = (
            select(ReviewRow)
            .where(ReviewRow.guild_id == guild_id)
            .order_by(ReviewRow.at.desc())
            .limit(limit)
        )
        async with self._sessions() as session:
            return [_review(row) for row in await session.scalars(query)]


def _review(row: ReviewRow) -> Review:
    return Review(
        row.id,
        row.guild_id,
        row.question,
        ReviewVerdict(row.verdict),
        row.text,
        Actor(row.by_name, row.by_id or None),
        row.at,
    )
