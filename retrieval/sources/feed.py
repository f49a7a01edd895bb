"""What an RSS or Atom feed names: addresses, titles, authors, dates."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from retrieval.sources.fetch import Fetched, FetchError

MOST_ITEMS = 100
SUMMARY_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article that a feed names. `published` is ISO 8601."""

    url: str
    title: str
    summary: str = ""
    author: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed's own title and its items, in its order."""

    title: str
    items: tuple[FeedItem, ...]


def read_feed(page: Fetched) -> FeedContent:
    """Read a fetched feed.

    Raises:
        FetchError: it isn't one.
    """
    from feedparser.api import parse

    # From a stream: a text would be taken for an address or a file's name.
    found = parse(io.BytesIO(page.data or b""), response_headers={"content-location": page.url})
    if not found.get("version") or (found.get("bozo") and not found.entries):
        raise FetchError("{url} is no RSS or Atom feed; give the feed's own address.", url=page.url)
    title = plain(found.feed.get("title", "")) or page.url
    items = [_item(entry, title) for entry in found.entries[:MOST_ITEMS]]
    return FeedContent(title, tuple(item for item in items if item))


def plain(markup: str) -> str:
    """Return the words of a piece of HTML, on one line."""
    without = re.sub(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", markup, flags=re.I | re.S)
    return " ".join(html.unescape(without).replace("\0", "").split())


def _item(entry: Any, feed_title: str) -> FeedItem | None:
    url = str(entry.get("link") or "")
    if not re.match(r"https?://", url, re.IGNORECASE):
        return None
    return FeedItem(
        url=url,
        title=plain(entry.get("title", "")) or url,
        summary=plain(entry.get("summary", ""))[:SUMMARY_CHARACTERS],
        author=plain(entry.get("author", "")) or None,
        publisher=feed_title,
        published=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
    )


def _day(parsed: Any) -> str | None:
    try:
        return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday).isoformat()
    except (AttributeError, ValueError):
        return None
