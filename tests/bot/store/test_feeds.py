"""Feeds that are watched, and the queue of what they bring."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.store import FeedKind, Item, ItemStatus

HOUR = timedelta(hours=1)


async def test_an_address_is_watched_once_and_due_when_its_time_comes(store):
    feed = await store.feeds.add(FeedKind.NEWS, "https://a.example/feed", "A", "mod")
    assert await store.feeds.add(FeedKind.NEWS, "https://a.example/feed", "B", "mod") is None
    assert await store.feeds.due() == [feed]
    now = datetime.now(UTC)
    await store.feeds.fetched(feed.id, now + HOUR, '"tag"', None)
    assert await store.feeds.due() == []
    await store.feeds.failed(feed.id, now - HOUR, "The server is away.")
    await store.feeds.failed(feed.id, now - HOUR, "The server is away.")
    (due,) = await store.feeds.due()
    assert (due.failures, due.fault, due.etag) == (2, "The server is away.", '"tag"')
    await store.feeds.fetched(feed.id, now + HOUR, None, "yesterday")
    assert (await store.feeds.get(feed.id)).failures == 0
    assert await store.feeds.remove(feed.id)
    assert not await store.feeds.remove(feed.id)
    assert await store.feeds.all() == []


async def test_what_a_feed_brings_is_queued_once_even_after_it_was_decided(store):
    feed = await store.feeds.add(FeedKind.NEWS, "https://a.example/feed", "A", "mod")
    items = [Item(f"https://a.example/{i}", f"Title {i}", published="2026-08-01") for i in (1, 2)]
    assert len(await store.queue.add(feed.id, [*items, items[0]])) == 2
    first, second = await store.queue.pending()
    assert (first.title, first.published, first.status) == (
        "Title 1",
        "2026-08-01",
        ItemStatus.PENDING,
    )
    assert await store.queue.decide(first.id, ItemStatus.REJECTED, "mod")
    assert await store.queue.add(feed.id, items) == []
    assert [item.id for item in await store.queue.pending()] == [second.id]
    await store.feeds.remove(feed.id)
    assert (await store.queue.get(second.id)).feed_id is None


async def test_of_two_moderators_who_decide_at_once_one_is_told_that_he_was_late(store):
    (item,) = await store.queue.add(None, [Item("https://a.example/1", "Title")])
    decided = await asyncio.gather(
        store.queue.decide(item.id, ItemStatus.ACCEPTED, "one", "a-document"),
        store.queue.decide(item.id, ItemStatus.REJECTED, "two"),
    )
    assert sorted(decided) == [False, True]
    kept = await store.queue.get(item.id)
    assert kept.decided_by == ("one" if decided[0] else "two")
    assert not await store.queue.decide(item.id + 1, ItemStatus.ACCEPTED, "one")
