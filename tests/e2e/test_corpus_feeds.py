"""Feeds are fetched by the running bot as moderators set it: with jitter, sparing, backing off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Feed, Store
from tests.e2e.conftest import House, text_of
from tests.e2e.moderating import librarian, run, settings, store, web
from tests.retrieval.sources.web import Web

__all__ = ["librarian", "settings", "store", "web"]

JITTER = 0.1


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot look for due feeds all the time."""
    monkeypatch.setattr("bot.feeds.CHECK_SECONDS", 0.02)


async def the_feed(store: Store) -> Feed:
    (feed,) = await store.feeds.all()
    return feed


async def settled(store: Store, is_so: Callable[[Feed], bool]) -> Feed:
    """Wait until the feeds' watcher, which nobody hears of, has done something."""
    async with asyncio.timeout(60):
        while True:
            feed = await the_feed(store)
            if is_so(feed):
                return feed
            await asyncio.sleep(0.02)


def about(moment: datetime | None, since: datetime, wait: timedelta) -> bool:
    assert moment is not None
    return since + wait * (1 - JITTER) <= moment <= datetime.now(UTC) + wait * (1 + JITTER)


async def test_the_schedule_is_shown_and_changed(house: House, web: Web, store: Store) -> None:
    asked = datetime.now(UTC)
    await run(house, "feeds add", url=f"{web.base}/rss").reply()
    assert about((await the_feed(store)).next_at, asked, timedelta(hours=6))
    assert "every 6 hours" in text_of(await run(house, "schedule").reply())
    asked = datetime.now(UTC)
    card = text_of(await run(house, "schedule", hours=0.5).reply())
    next_at = (await the_feed(store)).next_at
    assert about(next_at, asked, timedelta(hours=0.5))
    assert "every 0.5 hours" in card
    assert f"again <t:{int(next_at.timestamp())}:R>" in card
    # A longer interval takes nothing from a feed that is due sooner.
    await run(house, "schedule", hours=168.0).reply()
    assert (await the_feed(store)).next_at == next_at
    scene = house.playground.scene
    tried = house.playground.people.run(scene.member, scene.general, "corpus schedule", hours=1.0)
    assert "Only moderators" in text_of(await tried.reply())
    assert "every 168 hours" in text_of(await run(house, "schedule").reply())


async def test_two_feeds_of_one_interval_are_not_asked_at_once(
    house: House, web: Web, store: Store
) -> None:
    await run(house, "schedule", hours=168.0).reply()
    for path in ("/rss", "/atom"):
        await run(house, "feeds add", url=web.base + path).reply()
    first, second = [feed.next_at - feed.fetched_at for feed in await store.feeds.all()]
    assert abs(first - second) > timedelta(seconds=1)


async def test_a_due_feed_is_fetched_only_if_it_changed(
    house: House, web: Web, store: Store
) -> None:
    await run(house, "feeds add", url=f"{web.base}/rss").reply()
    feed = await the_feed(store)
    assert (feed.etag, feed.last_modified) == ('"v1"', "Thu, 10 Apr 2031 08:00:00 GMT")
    asked = datetime.now(UTC)
    await store.feeds.sooner(feed.id, asked)
    later = await settled(store, lambda now: now.next_at > asked)
    headers = web.seen[-1][1]
    assert headers["If-None-Match"] == feed.etag
    assert headers["If-Modified-Since"] == feed.last_modified
    assert about(later.next_at, asked, timedelta(hours=6))
    assert (later.etag, later.failures) == (feed.etag, 0)
    assert len(await store.queue.pending()) == 1


async def test_a_feed_that_fails_is_left_alone_for_longer_and_longer(
    house: House, web: Web, store: Store
) -> None:
    await run(house, "feeds add", url=f"{web.base}/rss").reply()
    feed = await the_feed(store)
    web.failing.add("/rss")
    asked = datetime.now(UTC)
    await store.feeds.sooner(feed.id, asked)
    failed = await settled(store, lambda now: now.failures == 1)
    assert about(failed.next_at, asked, timedelta(minutes=10))
    assert "answered 500" in text_of(await run(house, "feeds list").reply())
    # The next is due at once, and the one after it later than the first.
    asked = datetime.now(UTC)
    await store.feeds.failed(feed.id, asked, "as before")
    failed = await settled(store, lambda now: now.failures == 3)
    assert about(failed.next_at, asked, timedelta(minutes=40))
    web.failing.clear()
    await store.feeds.failed(feed.id, datetime.now(UTC), "as before")
    mended = await settled(store, lambda now: now.failures == 0)
    assert mended.fault is None
    assert "answered 500" not in text_of(await run(house, "feeds list").reply())
