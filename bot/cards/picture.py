"""A timeline as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import ImageFont

from bot.cards.canvas import (
    ALT,
    GREEN,
    INK,
    LARGE,
    LEADING,
    MARGIN,
    RAIL,
    RED,
    SMALL,
    SOFT,
    WIDTH,
    YELLOW,
    Font,
    canvas,
    mark,
    png,
    shortened,
)
from bot.cards.cited import STATUS
from bot.cards.markdown import clip
from bot.cards.phrases import Say, english
from retrieval.timeline import Event

NAME = "timeline.png"
LINE_X, TEXT_X, GAP = 44, 88, 34
TITLE_LINES = 3
# Each state has a shape as well: a disc holds, a ring is past, a diamond is not there yet.
MARKS = {
    "in_force": ("disc", GREEN),
    "announced": ("diamond", YELLOW),
    "proposed": ("diamond", YELLOW),
    "reported": ("diamond", YELLOW),
    "suspended": ("ring", RED),
    "superseded": ("ring", RED),
    "rescinded": ("ring", RED),
}


def timeline_picture(events: Sequence[Event]) -> bytes:
    """Return a PNG with a row an event: date, status in words, title.

    Its words are English, as the titles are: Pillow's own typeface has no other script.
    """
    date_font, title_font = ImageFont.load_default(SMALL), ImageFont.load_default(LARGE)
    rows = [(event, _wrapped(event.title, title_font)) for event in events]
    heights = [LEADING * (1 + len(lines)) + GAP for _, lines in rows]
    image, draw = canvas(sum(heights) + 2 * MARGIN - GAP)
    top = MARGIN
    for number, ((event, lines), height) in enumerate(zip(rows, heights, strict=True)):
        middle = top + LEADING // 2
        if number + 1 < len(rows):
            draw.line((LINE_X, middle, LINE_X, top + height + LEADING // 2), RAIL, 5)
        mark(draw, LINE_X, middle, *MARKS.get(event.status or "", ("disc", SOFT)))
        status = f"  ·  {STATUS[event.status]}" if event.status else ""
        draw.text((TEXT_X, top), english.date(event.date) + status, SOFT, date_font)
        for at, line in enumerate(lines, start=1):
            draw.text((TEXT_X, top + at * LEADING), line, INK, title_font)
        top += height
    return png(image)


def timeline_alt(events: Sequence[Event], say: Say) -> str:
    """Return the picture in words."""
    told = [
        f"{say.date(event.date)}{f' ({say(STATUS[event.status])})' if event.status else ''}: "
        f"{event.title}"
        for event in events
    ]
    return clip(say("Timeline") + ". " + "; ".join(told) + ".", ALT)


def _wrapped(text: str, font: Font) -> list[str]:
    """Cut `text` into lines that fit beside the rail; the last is clipped."""
    room = WIDTH - TEXT_X - MARGIN
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= room:
            lines[-1] = longer
        elif len(lines) == TITLE_LINES:
            lines[-1] = shortened(longer, font, room)
            break
        else:
            lines.append(shortened(word, font, room))
    return lines
