"""The corpus as a list of sources, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from discord import ui

from bot.cards.cited import STATUS
from bot.cards.markdown import clip, escape, link
from bot.cards.notice import PLAIN
from bot.cards.phrases import Say
from bot.components.passage import PassageButton, pointer_to
from retrieval.documents import Document

PER_PAGE = 8
# Characters of a document that its button shows marked.
OPENING = 240


def page_count(documents: Sequence[Document]) -> int:
    """Return how many pages the documents take, at least one."""
    return max(1, -(-len(documents) // PER_PAGE))


def newest_first(documents: Sequence[Document]) -> list[Document]:
    """Return the documents by date, undated ones last."""
    return sorted(
        documents,
        key=lambda document: document.published.first if document.published else date.min,
        reverse=True,
    )


def sources_card(
    documents: Sequence[Document],
    page: int,
    say: Say,
    actions: Sequence[ui.Item[Any]] = (),
) -> ui.LayoutView:
    """Return page `page` (from 0) of `documents`, which are in the order to show."""
    container = ui.Container[ui.LayoutView](accent_colour=PLAIN)
    pages = page_count(documents)
    page = min(max(page, 0), pages - 1)
    shown = documents[page * PER_PAGE : (page + 1) * PER_PAGE]
    head = say.many("{number} source", "{number} sources", len(documents))
    if pages > 1:
        head += " · " + say("page {page} of {pages}", page=page + 1, pages=pages)
    container.add_item(ui.TextDisplay(f"**{head}**"))
    if not shown:
        container.add_item(ui.TextDisplay(say("Nothing in the corpus fits; try fewer filters.")))
    for document in shown:
        text = ui.TextDisplay[Any](source_entry(document, say))
        button = PassageButton(pointer_to(document, [_opening(document)]), say("Read"))
        container.add_item(ui.Section(text, accessory=button))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    if actions:
        view.add_item(ui.ActionRow(*actions))
    return view


def source_entry(document: Document, say: Say) -> str:
    """Return a document's title with its outlet, date and status under it."""
    origin = document.sources[0] if document.sources else None
    outlet = document.publisher or (origin.publisher if origin else "")
    known = [escape(clip(outlet, 60))] if outlet else [say("publisher not stated")]
    if document.published:
        known.append(say.date(str(document.published)))
    if document.status:
        known.append(say(STATUS[document.status.value]))
    title = link(f"**{escape(clip(document.title, 120))}**", document.link)
    return f"{title}\n-# {' · '.join(known)}"


def _opening(document: Document) -> tuple[int, int]:
    """Return the span of a document's first line, or of its first characters."""
    text = document.text
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return start, min(end if end > start else len(text), start + OPENING)
