"""What is stored of one person: given out whole, and deleted whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from bot.store.models import AnswerRow, AuditRow, MemberRow, ReviewRow, VoteRow
from bot.store.sessions import Group


class Personal(Group):
    """A person's questions, votes and settings."""

    async def export(self, user_id: int) -> dict[str, Any]:
        """Return all that is stored of a person, as JSON values; times are ISO 8601, UTC."""
        async with self._sessions() as session:
            asked = await session.scalars(
                select(AnswerRow).where(AnswerRow.user_id == user_id).order_by(AnswerRow.id)
            )
            voted = await session.scalars(
                select(VoteRow).where(VoteRow.user_id == user_id).order_by(VoteRow.id)
            )
            member = await session.get(MemberRow, user_id)
            acts = await session.scalars(
                select(AuditRow).where(AuditRow.actor_id == user_id).order_by(AuditRow.id)
            )
            reviews = await session.scalars(
                select(ReviewRow).where(ReviewRow.by_id == user_id).order_by(ReviewRow.id)
            )
            return {
                "user_id": str(user_id),
                "settings": member.settings if member else {},
                "questions": [
                    {
                        "at": row.at.isoformat(),
                        "question": row.question,
                        "server": str(row.guild_id) if row.guild_id else None,
                        "channel": str(row.channel_id) if row.channel_id else None,
                        "answer": row.answer,
                    }
                    for row in asked
                ],
                "votes": [
                    {
                        "at": row.at.isoformat(),
                        "answer": row.answer_id,
                        "helpful": row.helpful,
                        "reason": row.reason,
                    }
                    for row in voted
                ],
                "acts": [
                    {"at": row.at.isoformat(), "act": row.act, "subject": row.subject}
                    for row in acts
                ],
                "reviews": [
                    {
                        "at": row.at.isoformat(),
                        "question": row.question,
                        "verdict": row.verdict,
                        "text": row.text,
                    }
                    for row in reviews
                ],
            }

    async def delete(self, user_id: int) -> int:
        """Delete a person's questions, votes and settings; return how many records went.

        What the person did as a moderator stays, without id and name: the history of the corpus
        must not have holes.
        """
        async with self._sessions.begin() as session:
            gone = 0
            for statement in (
                delete(VoteRow).where(VoteRow.user_id == user_id),
                delete(AnswerRow).where(AnswerRow.user_id == user_id),
                delete(MemberRow).where(MemberRow.user_id == user_id),
            ):
                result = await session.execute(statement)
                gone += result.rowcount  # type: ignore[attr-defined]
            await session.execute(
                update(AuditRow)
                .where(AuditRow.actor_id == user_id)
                .values(actor_id=None, actor_name="deleted account")
            )
            await session.execute(
                update(ReviewRow)
                .where(ReviewRow.by_id == user_id)
                .values(by_id=0, by_name="a moderator")
            )
        return gone
