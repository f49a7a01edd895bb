"""What feeds brought, until a moderator accepts or rejects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from bot.store.models import ItemRow
from bot.store.sessions import Group, now
from bot.store.types import storable


class ItemStatus(StrEnum):
    """Where an item stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Item:
    """An article that a feed names. `published` is ISO 8601; `document` its id once it is live."""

    url: str
    title: str
    summary: str = ""
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    id: int = 0
    feed_id: int | None = None
    status: ItemStatus = ItemStatus.PENDING
    found_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    document: str | None = None


class Queue(Group):
    """Keeps each address once, also after it was decided, so that it never comes back."""

    async def add(self, feed_id: int | None, items: Sequence[Item]) -> list[Item]:
        """Queue what is new among `items`; return it."""
        rows: dict[str, ItemRow] = {}
        async with self._sessions.begin() as session:
            urls = {storable(item.url) for item in items}
            known = set(await session.scalars(select(ItemRow.url).where(ItemRow.url.in_(urls))))
            for item in items:
                url = storable(item.url)
                if url in known or url in rows:
                    continue
                rows[url] = ItemRow(
                    feed_id=feed_id,
                    url=url,
                    title=item.title,
                    summary=item.summary,
                    author=item.author,
                    publisher=item.publisher,
                    published=item.published,
                    found_at=now(),
                    status=ItemStatus.PENDING.value,
                )
            session.add_all(rows.values())
        return [_item(row) for row in rows.values()]

    async def get(self, item_id: int) -> Item | None:
        """Return an item by its number."""
        async with self._sessions() as session:
            row = await session.get(ItemRow, item_id)
        return _item(row) if row else None

    async def pending(self, limit: int = 25) -> list[Item]:
        """Return what waits, oldest first."""
        query = (
            select(ItemRow)
            .where(ItemRow.status == ItemStatus.PENDING.value)
            .order_by(ItemRow.id)
            .limit(limit)
        )
        async with self._sessions() as session:
            return [_item(row) for row in await session.scalars(query)]

    async def decide(
        self, item_id: int, status: ItemStatus, by: str, document: str | None = None
    ) -> bool:
        """Decide on a pending item; return False when somebody else was first, or it is gone."""
        async with self._sessions.begin() as session:
            row = await session.get(ItemRow, item_id, with_for_update=True)
            if row is None or row.status != ItemStatus.PENDING.value:
                return False
            row.status, row.decided_by, row.decided_at = status.value, by, now()
            row.document = document
        return True


def _item(row: ItemRow) -> Item:
    return Item(
        url=row.url,
        title=row.title,
        summary=row.summary,
        author=row.author,
        publisher=row.publisher,
        published=row.published,
        id=row.id,
        feed_id=row.feed_id,
        status=ItemStatus(row.status),
        found_at=row.found_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        document=row.document,
    )
