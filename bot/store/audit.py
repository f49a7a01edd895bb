"""Who did what to the corpus, when, and how it ended."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.store.models import AuditRow
from bot.store.sessions import Group, now
from retrieval.errors import ChokepointError


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


BEGUN = "begun"
DONE = "done"
FAILED = "failed"
INTERRUPTED = "interrupted; the history shows whether it went live"


class Audit(Group):
    """Only ever added to; an act is noted before it begins, so that none is missing."""

    @asynccontextmanager
    async def noted(
        self, actor: Actor, act: str, subject: str = "", guild_id: int | None = None
    ) -> AsyncIterator[None]:
        """Note an act, and how the block ends."""
        entry = await self.begin(actor, act, subject, guild_id)
        try:
            yield
        except BaseException as error:
            fault = str(error) if isinstance(error, ChokepointError) else type(error).__name__
            await self.end(entry, fault or FAILED)
            raise
        await self.end(entry)

    async def begin(
        self, actor: Actor, act: str, subject: str = "", guild_id: int | None = None
    ) -> int:
        """Note that an act begins, and return the number to end it with."""
        return await self.record(actor, act, subject, BEGUN, guild_id)

    async def end(self, entry_id: int, outcome: str = DONE) -> None:
        """Note how an act ended."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(AuditRow).where(AuditRow.id == entry_id).values(outcome=outcome)
            )

    async def settle(self) -> None:
        """Mark what a process that died had begun; only for who owns the data folder."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(AuditRow).where(AuditRow.outcome == BEGUN).values(outcome=INTERRUPTED)
            )

    async def record(
        self,
        actor: Actor,
        act: str,
        subject: str = "",
        outcome: str = DONE,
        guild_id: int | None = None,
    ) -> int:
        """Add an entry, and return its number.

        `act` is a word like "reload" or "add" (40 characters at most).
        """
        row = AuditRow(
            at=now(),
            actor_id=actor.id,
            actor_name=actor.name,
            guild_id=guild_id,
            act=act,
            subject=subject,
            outcome=outcome,
        )
        async with self._sessions.begin() as session:
            session.add(row)
        return row.id

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
