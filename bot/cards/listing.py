"""A list of things that the corpus says, a page at a time, each with the passage it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip
from bot.cards.notice import PLAIN, gallery
from bot.cards.phrases import Say
from bot.components.passage import Find, PassageButton, pointer_to
from retrieval.answer import Citation

PER_PAGE = 6
HEAD = 900


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: its markdown, the span it rests on, the heading it stands under ("" for none)."""

    text: str
    citation: Citation | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed: markdown above it, the entries in order, small print under it."""

    head: str
    entries: tuple[Entry, ...]
    foot: str = ""

    @property
    def pages(self) -> int:
        """How many pages it takes, at least one."""
        return max(1, -(-len(self.entries) // PER_PAGE))

    def page(self, number: int) -> tuple[Entry, ...]:
        """Return the entries of a page (from 0)."""
        return self.entries[number * PER_PAGE : (number + 1) * PER_PAGE]


def listing_card(
    listing: Listing,
    page: int,
    find: Find,
    say: Say,
    actions: Sequence[ui.Item[Any]] = (),
    picture: tuple[str, str] | None = None,
) -> ui.LayoutView:
    """Return page `page` (from 0) of a listing; `picture` is a file's name and its alt text.

    An entry has its share of the room; a longer one must be clipped by whoever wrote it.
    """
    container = ui.Container[ui.LayoutView](accent_colour=PLAIN)
    head = clip(listing.head, HEAD)
    if listing.pages > 1:
        where = say("page {page} of {pages}", page=page + 1, pages=listing.pages)
        head += f"\n-# {where}"
    container.add_item(ui.TextDisplay(head))
    if picture:
        container.add_item(gallery(*picture))
    opened: set[str] = set()
    group = ""
    for entry in listing.page(page):
        if entry.group != group:
            group = entry.group
            container.add_item(ui.TextDisplay(f"**__{group}__**"))
        text = ui.TextDisplay[Any](entry.text)
        document = find(entry.citation.document) if entry.citation else None
        pointer = None
        if entry.citation and document:
            pointer = pointer_to(document, [(entry.citation.start, entry.citation.end)])
        # Discord takes no two buttons of one meaning in a message.
        if pointer is None or str(pointer) in opened:
            container.add_item(text)
            continue
        opened.add(str(pointer))
        button = PassageButton(pointer, say("Passage"))
        container.add_item(ui.Section(text, accessory=button))
    if listing.foot:
        container.add_item(ui.TextDisplay(f"-# {listing.foot}"))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    if actions:
        view.add_item(ui.ActionRow(*actions))
    return view


# What an entry may take, so that a page of them fits beside the head, the groups and the foot.
GROUP = 60
ENTRY = (MESSAGE_TEXT - HEAD - 250) // PER_PAGE - GROUP
