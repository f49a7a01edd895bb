"""A passage as its source has it, with the cited words marked."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip, escape, link
from bot.cards.notice import PLAIN
from bot.cards.phrases import Say
from retrieval.documents import Document

# Characters of context on each side of the cited words, before the budget shortens them.
CONTEXT = 500
# What the title and the lines under it may take of the message.
HEAD = 700


def passage_card(document: Document, spans: Sequence[tuple[int, int]], say: Say) -> ui.LayoutView:
    """Return the passage around `spans` (characters of `document.text`), the spans marked."""
    view = ui.LayoutView(timeout=None)
    head = clip(f"### {escape(clip(document.title, 200))}\n-# {_origin(document, say)}", HEAD)
    room = MESSAGE_TEXT - len(head) - 200
    context = CONTEXT
    while len(body := marked(document.text, spans, context)) > room and context > 20:
        context //= 2
    if len(body) > room:
        body = clip(body, room - 4).rstrip("\\") + "__**"
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    foot = say(
        "Characters {start}–{end} of {document}",
        start=first,
        end=last,
        document=escape(clip(document.id, 100)),
    )
    view.add_item(
        ui.Container(
            ui.TextDisplay(head),
            ui.Separator(),
            ui.TextDisplay(body),
            ui.TextDisplay(f"-# {foot}"),
            accent_colour=PLAIN,
        )
    )
    return view


def marked(text: str, spans: Sequence[tuple[int, int]], context: int) -> str:
    """Return markdown of the text around `spans`, each span bold and underlined.

    Text further than `context` characters from every span is left out, shown by "…".
    """
    parts: list[str] = []
    position = 0
    for start, end in _merged(spans, len(text)):
        near = max(position, start - context)
        if near > position:
            # Begin at a word's start.
            space = text.find(" ", near, start)
            near = space + 1 if space != -1 else near
            if position:
                parts.append(escape(_upto(text, position, min(position + context, near))))
            parts.append(" … " if position else "… ")
        parts.append(escape(text[near:start]))
        parts.append("".join(_mark(piece) for piece in _paragraphs(text[start:end])))
        position = end
    tail = _upto(text, position, min(len(text), position + context))
    parts.append(escape(tail))
    if position + len(tail) < len(text.rstrip()):
        parts.append(" …")
    return "".join(parts).strip()


def _mark(piece: str) -> str:
    bare = piece.strip()
    if not bare:
        return piece
    before, after = piece.split(bare, 1) if bare != piece else ("", "")
    return f"{before}**__{escape(bare)}__**{after}"


def _paragraphs(text: str) -> list[str]:
    """Cut at line breaks, which markdown's marks don't always reach over; keeps every character."""
    return text.splitlines(keepends=True)


def _upto(text: str, start: int, end: int) -> str:
    piece = text[start:end]
    space = piece.rfind(" ")
    return piece if end >= len(text) or space <= 0 else piece[:space]


def _merged(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), min(e, length)) for s, e in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _origin(document: Document, say: Say) -> str:
    origin = document.sources[0] if document.sources else None
    outlet = (
        document.publisher or (origin.publisher if origin else "") or say("publisher not stated")
    )
    parts = [escape(clip(outlet, 100))]
    if document.author:
        parts.append(escape(clip(document.author, 100)))
    if document.published:
        parts.append(say.date(str(document.published)))
    if document.link:
        parts.append(link(say("open the source"), document.link))
    return " · ".join(parts)
