"""Who did what to the corpus, when, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.store.models import AuditRow
from bot.store.sessions import Group, now


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a name to show, and Discord's id unless it was the command line or a schedule."""

    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act; `outcome` is a plain sentence or "done"."""

    id: int
    at: datetime
    actor: Actor
    guild_id: int | None
    act: str
    subject: str
    outcome: str


class Audit(Group):
    """Only ever added to."""

    async def record(
        self,
        actor: Actor,
        act: str,
        subject: str = "",
        outcome: str = "done",
        guild_id: int | None = None,
    ) -> None:
        """Add an entry. `act` is a word like "reload" or "add" (40 characters at most)."""
        async with self._sessions.begin() as session:
            session.add(
                AuditRow(
                    at=now(),
                    actor_id=actor.id,
                    actor_name=actor.name,
                    guild_id=guild_id,
                    act=act,
                    subject=subject,
                    outcome=outcome,
                )
            )

    async def latest(self, limit: int = 50) -> list[AuditEntry]:
        """Return the newest entries, newest first."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        async with self._sessions() as session:
            return [
                AuditEntry(
                    row.id,
                    row.at,
                    Actor(row.actor_name, row.actor_id),
                    row.guild_id,
                    row.act,
                    row.subject,
                    row.outcome,
                )
                for row in await session.scalars(query)
            ]
