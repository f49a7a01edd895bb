"""Votes on answers, and the questions that the corpus left open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from bot.store.answers import Closed, KeptAnswer, kept
from bot.store.models import AnswerRow, ReviewRow, VoteRow
from bot.store.sessions import Group, now
from retrieval.answer import AnswerStatus


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thought of one answer."""

    answer_id: int
    user_id: int
    helpful: bool
    reason: str | None
    at: datetime


class Feedback(Group):
    """Keeps votes; a person's later vote on the same answer replaces the earlier one."""

    async def vote(
        self, answer_id: int, user_id: int, helpful: bool, reason: str | None = None
    ) -> bool:
        """Keep a vote; return False when the answer is gone."""
        async with self._sessions.begin() as session:
            if await session.get(AnswerRow, answer_id) is None:
                return False
            row = await session.scalar(
                select(VoteRow).where(VoteRow.answer_id == answer_id, VoteRow.user_id == user_id)
            )
            if row is None:
                row = VoteRow(answer_id=answer_id, user_id=user_id)
                session.add(row)
            row.helpful, row.reason, row.at = helpful, reason, now()
        return True

    async def votes(self, answer_id: int | None = None) -> list[Vote]:
        """Return the votes on one answer, or all of them, oldest first."""
        query = select(VoteRow).order_by(VoteRow.id)
        if answer_id is not None:
            query = query.where(VoteRow.answer_id == answer_id)
        async with self._sessions() as session:
            return [
                Vote(row.answer_id, row.user_id, row.helpful, row.reason, row.at)
                for row in await session.scalars(query)
            ]

    async def reported(self, limit: int = 25, guild_id: int | None = None) -> list[KeptAnswer]:
        """Return answers that somebody found unhelpful in a server, newest first.

        What its moderators decided on is left out, until somebody reports the answer again.
        """
        decided = select(ReviewRow.id).where(
            ReviewRow.guild_id == AnswerRow.guild_id,
            ReviewRow.question_key == AnswerRow.question_key,
            ReviewRow.at >= VoteRow.at,
        )
        waiting = _unhelpful(~decided.correlate(AnswerRow, VoteRow).exists())
        in_server = AnswerRow.guild_id.is_not(None)
        return await self._answers(and_(in_server, waiting), limit, guild_id)

    async def gaps(self, limit: int = 500, guild_id: int | None = None) -> list[KeptAnswer]:
        """Return answers that abstained or were found unhelpful and aren't closed, newest first."""
        return await self._answers(and_(_gap(), AnswerRow.closed.is_(None)), limit, guild_id)

    async def gaps_to_ask(self, limit: int) -> list[KeptAnswer]:
        """Return the newest gaps that can be asked again, also those that were answered since."""
        dismissed = AnswerRow.closed == Closed.DISMISSED.value
        undecided = or_(AnswerRow.closed.is_(None), ~dismissed)
        return await self._answers(and_(_gap(), ~AnswerRow.in_context, undecided), limit, None)

    async def close_gaps(self, answer_ids: Collection[int], closed: Closed | None) -> None:
        """Note why these are no gaps any more, or with None that they are again."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(AnswerRow).where(AnswerRow.id.in_(answer_ids)).values(closed=closed)
            )

    async def _answers(
        self, condition: ColumnElement[bool], limit: int, guild_id: int | None
    ) -> list[KeptAnswer]:
        query = select(AnswerRow).where(condition).order_by(AnswerRow.id.desc()).limit(limit)
        if guild_id is not None:
            query = query.where(AnswerRow.guild_id == guild_id)
        async with self._sessions() as session:
            return [kept(row) for row in await session.scalars(query)]


def _gap() -> ColumnElement[bool]:
    return or_(AnswerRow.status == AnswerStatus.ABSTAINED.value, _unhelpful())


def _unhelpful(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    voted = select(VoteRow.id).where(
        VoteRow.answer_id == AnswerRow.id, VoteRow.helpful.is_(False), *conditions
    )
    return voted.exists()
