"""Feeds: fetched when their time comes, their items queued for a moderator to decide."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.curation import Curator
from bot.schedule import later, refresh_interval
from bot.store import Actor, Feed, FeedKind, Item, ItemStatus
from retrieval.documents import Document, PartialDate
from retrieval.errors import AlreadyHeldError, ChokepointError
from retrieval.librarian import ReloadReport
from retrieval.sources.federal_register import documents_url, read_documents
from retrieval.sources.feed import FeedContent, FeedItem, read_feed
from retrieval.sources.fetch import Fetched, Fetcher
from retrieval.sources.web import page_draft

_log = logging.getLogger(__name__)

SCHEDULE = Actor("the schedule")
FIRST_RETRY = timedelta(minutes=10)
LONGEST_RETRY = timedelta(days=1)
CHECK_SECONDS = 60

READERS: dict[FeedKind, Callable[[Fetched], FeedContent]] = {
    FeedKind.NEWS: read_feed,
    FeedKind.FEDERAL_REGISTER: read_documents,
}


@dataclass(frozen=True, slots=True)
class Fetch:
    """What a fetch of a feed brought: new items, of a trusted feed those that went live."""

    feed: Feed
    queued: tuple[Item, ...] = ()
    live: tuple[str, ...] = ()
    fault: str | None = None


class FeedWatcher:
    """Watches feeds and keeps the queue of what they bring."""

    def __init__(self, curator: Curator, federal_register: str) -> None:
        """Work through `curator`; `federal_register` is the API's base address."""
        self._curator = curator
        self._store = curator.store
        self._federal_register = federal_register

    async def add(
        self, actor: Actor, url: str, trusted: bool = False, guild_id: int | None = None
    ) -> Feed:
        """Watch an RSS or Atom feed.

        Raises:
            ChokepointError: it can't be had, is no feed, or is watched already.
        """
        return await self._add(actor, FeedKind.NEWS, url, trusted, guild_id)

    async def add_register(
        self,
        actor: Actor,
        agency: str | None,
        term: str | None,
        trusted: bool = False,
        guild_id: int | None = None,
    ) -> Feed:
        """Watch the Federal Register's documents of an agency about a term.

        Raises:
            ChokepointError: neither is given, the API can't be had, or this is watched already.
        """
        if not agency and not term:
            raise ChokepointError("Name an agency, a term or both to watch the Federal Register.")
        url = documents_url(self._federal_register, agency, term)
        title = "Federal Register: " + ", ".join(part for part in (agency, term) if part)
        return await self._add(actor, FeedKind.FEDERAL_REGISTER, url, trusted, guild_id, title)

    async def _add(
        self,
        actor: Actor,
        kind: FeedKind,
        url: str,
        trusted: bool,
        guild_id: int | None,
        title: str = "",
    ) -> Feed:
        async with self._store.audit.noted(actor, "feed add", title or url, guild_id):
            async with self._curator.fetcher() as fetcher:
                page = await fetcher.get(url)
            content = await asyncio.to_thread(READERS[kind], page)
            feed = await self._store.feeds.add(
                kind, url, title or content.title, actor.name, trusted
            )
            if feed is None:
                raise ChokepointError("{url} is watched already.", url=url)
            await self._took(feed, page, content)
            return feed

    async def remove(self, actor: Actor, feed_id: int, guild_id: int | None = None) -> None:
        """Stop watching a feed.

        Raises:
            ChokepointError: there is no such feed.
        """
        async with self._store.audit.noted(actor, "feed remove", str(feed_id), guild_id):
            if not await self._store.feeds.remove(feed_id):
                raise ChokepointError(
                    "There is no feed {number}; `feeds list` names them.", number=feed_id
                )

    async def fetch(self, feeds: list[Feed]) -> list[Fetch]:
        """Fetch feeds and queue what is new; a fault of one doesn't stop the others."""
        found = []
        async with self._curator.fetcher() as fetcher:
            for feed in feeds:
                found.append(await self._fetch(fetcher, feed))
        return found

    async def run(self) -> None:
        """Fetch what is due, for as long as the bot runs."""
        while True:
            try:
                await self.fetch(await self._store.feeds.due())
            except Exception:
                _log.exception("the feeds could not be fetched")
            await asyncio.sleep(CHECK_SECONDS)

    async def accept(
        self, actor: Actor, item_id: int, draft: Document | None = None, guild_id: int | None = None
    ) -> ReloadReport:
        """Make a queued item live, from its page or from a draft that was corrected.

        Raises:
            ChokepointError: it isn't waiting any more, or its page can't be added.
        """
        async with self._store.audit.noted(actor, "accept", str(item_id), guild_id):
            item = await self.waiting(item_id)
            draft = draft or await self.draft(item)
            try:
                report = await self._curator.librarian.add(draft, actor.name)
            except AlreadyHeldError as error:
                # Added by hand, or by this very act before the process was stopped.
                status = ItemStatus.ACCEPTED
                await self._store.queue.decide(item_id, status, actor.name, error.document_id)
                raise
            (document,) = report.added
            await self._store.queue.decide(item_id, ItemStatus.ACCEPTED, actor.name, document)
        return await self._curator.close_answered(report, guild_id)

    async def reject(self, actor: Actor, item_id: int, guild_id: int | None = None) -> Item:
        """Drop a queued item; it won't come back.

        Raises:
            ChokepointError: it isn't waiting any more.
        """
        async with self._store.audit.noted(actor, "reject", str(item_id), guild_id):
            item = await self.waiting(item_id)
            if not await self._store.queue.decide(item_id, ItemStatus.REJECTED, actor.name):
                raise ChokepointError(
                    "Somebody else decided on “{title}” meanwhile.", title=item.title
                )
            return item

    async def draft(self, item: Item) -> Document:
        """Fetch an item's page; what the feed says of it fills in what the page doesn't.

        Raises:
            ChokepointError: the page can't be had or holds no article.
        """
        async with self._curator.fetcher() as fetcher:
            draft = await page_draft(fetcher, item.url)
        published = PartialDate(item.published) if item.published else None
        return replace(
            draft,
            author=draft.author or item.author,
            publisher=draft.publisher or item.publisher,
            published=draft.published or published,
        )

    async def waiting(self, item_id: int) -> Item:
        """Return an item that nobody decided on.

        Raises:
            ChokepointError: there is none of that number, or somebody decided.
        """
        item = await self._store.queue.get(item_id)
        if item is None:
            raise ChokepointError("There is no item {number} in the queue.", number=item_id)
        if item.status is not ItemStatus.PENDING:
            raise ChokepointError(
                "“{title}” was {status} by {decided_by}.",
                title=item.title,
                status=item.status,
                decided_by=item.decided_by,
            )
        return item

    async def _fetch(self, fetcher: Fetcher, feed: Feed) -> Fetch:
        try:
            page = await fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            content = None
            if page.data is not None:
                content = await asyncio.to_thread(READERS[feed.kind], page)
            return await self._took(feed, page, content)
        except ChokepointError as error:
            retry = min(FIRST_RETRY * 2 ** min(feed.failures, 10), LONGEST_RETRY)
            await self._store.feeds.failed(feed.id, later(retry), str(error))
            return Fetch(feed, fault=str(error))

    async def _took(self, feed: Feed, page: Fetched, content: FeedContent | None) -> Fetch:
        queued: list[Item] = []
        if content:
            queued = await self._store.queue.add(feed.id, [_queued(item) for item in content.items])
        interval = await refresh_interval(self._store)
        await self._store.feeds.fetched(
            feed.id,
            later(interval),
            page.etag or feed.etag,
            page.last_modified or feed.last_modified,
        )
        live: list[str] = []
        for item in queued if feed.trusted else ():
            try:
                live += (await self.accept(SCHEDULE, item.id)).added
            except ChokepointError as error:
                # It stays in the queue, where a moderator sees it.
                _log.info("%s of a trusted feed could not be added: %s", item.url, error)
        return Fetch(feed, tuple(queued), tuple(live))


def _queued(item: FeedItem) -> Item:
    return Item(item.url, item.title, item.summary, item.author, item.publisher, item.published)
