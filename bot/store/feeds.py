"""The feeds that are watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, or_, select, update

from bot.store.models import FeedRow
from bot.store.sessions import Group, now
from bot.store.types import storable


class FeedKind(StrEnum):
    """How a feed is read."""

    NEWS = "news"
    FEDERAL_REGISTER = "federal_register"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is what is fetched; `etag` and `last_modified` are what its server said last.

    A `trusted` feed's items go live by themselves. `failures` counts fetches that failed in a
    row, the last with `fault`; `next_at` is when it is fetched again.
    """

    id: int
    kind: FeedKind
    url: str
    title: str
    trusted: bool
    added_by: str
    added_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    fault: str | None = None


class Feeds(Group):
    """Keeps feeds, one an address."""

    async def add(
        self, kind: FeedKind, url: str, title: str, by: str, trusted: bool = False
    ) -> Feed | None:
        """Keep a feed; return None when its address is watched already."""
        async with self._sessions.begin() as session:
            if await session.scalar(select(FeedRow).where(FeedRow.url == storable(url))):
                return None
            row = FeedRow(
                kind=kind.value,
                url=url,
                title=title,
                trusted=trusted,
                added_by=by,
                added_at=now(),
                failures=0,
            )
            session.add(row)
        return _feed(row)

    async def all(self) -> list[Feed]:
        """Return every feed, oldest first."""
        async with self._sessions() as session:
            return [
                _feed(row) for row in await session.scalars(select(FeedRow).order_by(FeedRow.id))
            ]

    async def get(self, feed_id: int) -> Feed | None:
        """Return a feed by its number."""
        async with self._sessions() as session:
            row = await session.get(FeedRow, feed_id)
        return _feed(row) if row else None

    async def due(self) -> list[Feed]:
        """Return the feeds whose time has come."""
        query = (
            select(FeedRow)
            .where(or_(FeedRow.next_at.is_(None), FeedRow.next_at <= now()))
            .order_by(FeedRow.id)
        )
        async with self._sessions() as session:
            return [_feed(row) for row in await session.scalars(query)]

    async def remove(self, feed_id: int) -> bool:
        """Stop watching a feed; return whether there was one. Its queued items stay."""
        async with self._sessions.begin() as session:
            row = await session.get(FeedRow, feed_id)
            await session.execute(delete(FeedRow).where(FeedRow.id == feed_id))
        return row is not None

    async def fetched(
        self, feed_id: int, next_at: datetime, etag: str | None, last_modified: str | None
    ) -> None:
        """Note a fetch that went well."""
        await self._note(
            feed_id,
            fetched_at=now(),
            next_at=next_at,
            etag=etag,
            last_modified=last_modified,
            failures=0,
            fault=None,
        )

    async def failed(self, feed_id: int, next_at: datetime, fault: str) -> None:
        """Note a fetch that failed."""
        await self._note(feed_id, next_at=next_at, failures=FeedRow.failures + 1, fault=fault)

    async def sooner(self, feed_id: int, next_at: datetime) -> None:
        """Fetch a feed at `next_at` if it is to be fetched later than that and didn't fail."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(FeedRow)
                .where(FeedRow.id == feed_id, FeedRow.failures == 0, FeedRow.next_at > next_at)
                .values(next_at=next_at)
            )

    async def _note(self, feed_id: int, **values: object) -> None:
        async with self._sessions.begin() as session:
            await session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(**values))


def _feed(row: FeedRow) -> Feed:
    return Feed(
        row.id,
        FeedKind(row.kind),
        row.url,
        row.title,
        row.trusted,
        row.added_by,
        row.added_at,
        row.etag,
        row.last_modified,
        row.fetched_at,
        row.next_at,
        row.failures,
        row.fault,
    )
