"""From what a person wants listed to a card of one page of it, with buttons to turn the page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.cards.browse import (
    definition_listing,
    keeping,
    quotes_listing,
    sides_listing,
    status_listing,
    timeline_listing,
)
from bot.cards.limits import CUSTOM_ID
from bot.cards.listing import PER_PAGE, Listing, listing_card
from bot.cards.phrases import Say
from bot.cards.picture import NAME, timeline_alt, timeline_picture
from retrieval.librarian import Filters
from retrieval.timeline import Event

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class ListingKind(StrEnum):
    """What can be listed."""

    SIDES = "sides"
    TIMELINE = "timeline"
    STATUS = "status"
    QUOTE = "quote"
    DEFINE = "define"


@dataclass(frozen=True, slots=True)
class ListingQuery:
    """What to list, about what, between which days (both included), which page (from 0).

    `stance` keeps to the positions of one, by the corpus's word for it; "" is all.
    """

    kind: ListingKind
    about: str
    since: date | None = None
    until: date | None = None
    page: int = 0
    stance: str = ""

    def __str__(self) -> str:
        """Return it as a custom id; what it is about is shortened to fit."""
        days = f"{self.since or ''}|{self.until or ''}"
        kind = f"{self.kind.value}-{self.stance}" if self.stance else self.kind.value
        head = f"list:{kind}:{self.page}|{days}|"
        about = re.sub(r"\s+", " ", self.about).strip()
        return head + about[: CUSTOM_ID - len(head)]


async def listing_page(
    bot: ChokepointBot, query: ListingQuery, say: Say, turner: type[ui.Item[Any]]
) -> tuple[ui.LayoutView, Sequence[discord.File]]:
    """Return a page and its picture, if it has one; `turner(query, label)` makes a button.

    Raises:
        ChokepointError: what is asked for can't be looked up, or isn't in the corpus.
    """
    listing, events = await _listing(bot, query, say)
    page = min(query.page, listing.pages - 1)
    buttons: list[ui.Item[Any]] = []
    make: Any = turner
    if page > 0:
        buttons.append(make(replace(query, page=page - 1), say("Back")))
    if page + 1 < listing.pages:
        buttons.append(make(replace(query, page=page + 1), say("Next")))
    shown = events[page * PER_PAGE : (page + 1) * PER_PAGE]
    find = bot.librarian.document
    if not shown:
        return listing_card(listing, page, find, say, buttons), ()
    alt = timeline_alt(shown, say)
    image = await asyncio.to_thread(timeline_picture, shown)
    file = discord.File(BytesIO(image), NAME, description=alt)
    return listing_card(listing, page, find, say, buttons, (NAME, alt)), (file,)


async def _listing(
    bot: ChokepointBot, query: ListingQuery, say: Say
) -> tuple[Listing, Sequence[Event]]:
    librarian = bot.librarian
    match query.kind:
        case ListingKind.SIDES:
            filters = Filters(since=query.since, until=query.until)
            sides = await librarian.sides(query.about, filters)
            return sides_listing(keeping(sides, query.stance), say), ()
        case ListingKind.TIMELINE:
            timeline = await librarian.timeline(query.about, query.since, query.until)
            return timeline_listing(timeline, say), timeline.events
        case ListingKind.STATUS:
            return status_listing(await librarian.rule_status(query.about), say), ()
        case ListingKind.QUOTE:
            return quotes_listing(await librarian.positions(query.about), say), ()
        case ListingKind.DEFINE:
            return definition_listing(await librarian.define(query.about), say), ()
