"""`corpus feeds …` and `corpus queue …`: what is watched, and what it brought."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli import facts
from bot.cli.curated import Desk, curated, show, show_report, stored
from bot.cli.shared import LARGEST_ROW, CorpusOption, DataOption, JsonOption
from bot.feeds import Fetch
from bot.store import Feed
from retrieval.build import ReloadReport
from retrieval.drafts import with_facts
from retrieval.errors import ChokepointError
from retrieval.librarian import Preview

feeds = typer.Typer(help="Watch RSS and Atom feeds and the Federal Register.", no_args_is_help=True)
queue = typer.Typer(help="Decide on what the feeds brought.", no_args_is_help=True)

MOST = 1000
ItemNumber = Annotated[
    int, typer.Argument(min=1, max=LARGEST_ROW, help="An item's number in `queue list`.")
]


@feeds.command("add")
def add_feed(
    url: Annotated[str | None, typer.Argument(help="A feed's address.")] = None,
    agency: Annotated[
        str | None, typer.Option(help="Federal Register: an agency's short name.")
    ] = None,
    term: Annotated[str | None, typer.Option(help="Federal Register: words to look for.")] = None,
    trusted: Annotated[bool, typer.Option(help="Its items go live by themselves.")] = False,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Watch a feed, or the Federal Register by agency and term."""
    if (url is None) == (agency is None and term is None):
        raise ChokepointError("Give a feed's address, or --agency and --term, not both.")

    async def act(desk: Desk) -> Feed:
        if url is not None:
            return await desk.feeds.add(desk.actor, url, trusted)
        return await desk.feeds.add_register(desk.actor, agency, term, trusted)

    feed = curated(corpus, data, act)
    return show(asdict(feed), as_json, f"Feed {feed.id} is watched: {feed.title}")


@feeds.command("list")
def list_feeds(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """List what is watched, and how the last fetch went."""
    found = stored(corpus, data, lambda store: store.feeds.all())
    lines = [
        f"{feed.id:3}  {feed.title}{' (trusted)' if feed.trusted else ''}  {feed.url}"
        + (f"  next {feed.next_at:%Y-%m-%d %H:%M} UTC" if feed.next_at else "")
        + (f"  failed {feed.failures} times: {feed.fault}" if feed.failures else "")
        for feed in found
    ]
    return show([asdict(feed) for feed in found], as_json, *lines)


@feeds.command("remove")
def remove_feed(
    feed: Annotated[int, typer.Argument(min=1, max=LARGEST_ROW, help="A feed's number.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Stop watching a feed; what it brought stays in the queue."""
    curated(corpus, data, lambda desk: desk.feeds.remove(desk.actor, feed))
    return show({"removed": feed}, as_json, f"Feed {feed} is no longer watched.")


@feeds.command("fetch")
def fetch_feeds(
    due: Annotated[bool, typer.Option(help="Only those whose time has come.")] = False,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Fetch the feeds now and queue what is new."""

    async def act(desk: Desk) -> list[Fetch]:
        wanted = await (desk.store.feeds.due() if due else desk.store.feeds.all())
        return await desk.feeds.fetch(wanted)

    fetched = curated(corpus, data, act)
    lines = [
        f"{one.feed.title}: "
        + (one.fault or f"{len(one.queued)} new" + (f", {len(one.live)} live" if one.live else ""))
        for one in fetched
    ]
    return show([asdict(one) for one in fetched], as_json, *lines)


@queue.command("list")
def list_queue(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """List what waits for a decision, the oldest first."""
    found = stored(corpus, data, lambda store: store.queue.pending(MOST))
    lines = [
        f"{item.id:4}  {item.published or 'no date'}  {item.title}  {item.url}" for item in found
    ]
    return show([asdict(item) for item in found], as_json, *lines)


@queue.command("accept")
def accept(
    item: ItemNumber,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Fetch an item's page and make it live."""
    report = curated(corpus, data, lambda desk: desk.feeds.accept(desk.actor, item))
    return show_report(report, as_json)


@queue.command("edit")
def edit_item(
    item: ItemNumber,
    title: facts.Title = None,
    publisher: facts.Publisher = None,
    author: facts.Author = None,
    published: facts.Published = None,
    url: facts.Url = None,
    topics: facts.Topics = None,
    preview: facts.PreviewOption = False,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Fetch an item's page, correct what it says of itself, and make it live."""
    wanted = facts.given(
        title=title,
        publisher=publisher,
        author=author,
        published=published,
        url=url,
        topics=topics,
    )

    async def act(desk: Desk) -> ReloadReport | Preview:
        waiting = await desk.feeds.waiting(item)
        draft = with_facts(await desk.feeds.draft(waiting), wanted)
        if preview:
            return await desk.librarian.preview(draft)
        return await desk.feeds.accept(desk.actor, item, draft)

    done = curated(corpus, data, act)
    if isinstance(done, ReloadReport):
        return show_report(done, as_json)
    return facts.show_preview(done, as_json)


@queue.command("reject")
def reject(
    item: ItemNumber,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Drop an item; it won't come back."""
    dropped = curated(corpus, data, lambda desk: desk.feeds.reject(desk.actor, item))
    return show(asdict(dropped), as_json, f"“{dropped.title}” is dropped.")
