"""A timeline as a picture: its own dark ground, so that it reads on light and dark alike."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.cards.cited import STATUS
from bot.cards.markdown import clip
from bot.cards.phrases import Say, english
from retrieval.timeline import Event

NAME = "timeline.png"
# Twice a phone's width, so that text stays sharp; sizes are in pixels of the picture.
WIDTH, MARGIN, LINE_X, TEXT_X = 750, 26, 44, 88
DATE, TITLE, LEADING, GAP = 32, 36, 44, 34
TITLE_LINES = 3
GROUND, RAIL, INK, SOFT = "#1e1f22", "#5c5f66", "#ffffff", "#c4c9ce"
# Each state has a shape as well: a disc holds, a ring is past, a diamond is not there yet.
MARKS = {
    "in_force": ("disc", "#5fd38d"),
    "announced": ("diamond", "#ffd166"),
    "proposed": ("diamond", "#ffd166"),
    "reported": ("diamond", "#ffd166"),
    "suspended": ("ring", "#ff9f80"),
    "superseded": ("ring", "#ff9f80"),
    "rescinded": ("ring", "#ff9f80"),
}
ALT = 1024


def timeline_picture(events: Sequence[Event]) -> bytes:
    """Return a PNG with a row an event: date, status in words, title.

    Its words are English, as the titles are: Pillow's own typeface has no other script.
    """
    date_font, title_font = ImageFont.load_default(DATE), ImageFont.load_default(TITLE)
    rows = [(event, _wrapped(event.title, title_font)) for event in events]
    heights = [LEADING * (1 + len(lines)) + GAP for _, lines in rows]
    image = Image.new("RGB", (WIDTH, sum(heights) + 2 * MARGIN - GAP), GROUND)
    draw = ImageDraw.Draw(image)
    top = MARGIN
    for number, ((event, lines), height) in enumerate(zip(rows, heights, strict=True)):
        middle = top + LEADING // 2
        if number + 1 < len(rows):
            draw.line((LINE_X, middle, LINE_X, top + height + LEADING // 2), RAIL, 5)
        _mark(draw, middle, event.status)
        status = f"  ·  {STATUS[event.status]}" if event.status else ""
        draw.text((TEXT_X, top), english.date(event.date) + status, SOFT, date_font)
        for at, line in enumerate(lines, start=1):
            draw.text((TEXT_X, top + at * LEADING), line, INK, title_font)
        top += height
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def timeline_alt(events: Sequence[Event], say: Say) -> str:
    """Return the picture in words."""
    told = [
        f"{say.date(event.date)}{f' ({say(STATUS[event.status])})' if event.status else ''}: "
        f"{event.title}"
        for event in events
    ]
    return clip(say("Timeline") + ". " + "; ".join(told) + ".", ALT)


def _mark(draw: ImageDraw.ImageDraw, middle: int, status: str | None) -> None:
    shape, colour = MARKS.get(status or "", ("disc", SOFT))
    x, y, r = LINE_X, middle, 14
    if shape == "diamond":
        draw.polygon([(x, y - r - 3), (x + r + 3, y), (x, y + r + 3), (x - r - 3, y)], colour)
        return
    draw.ellipse((x - r, y - r, x + r, y + r), colour if shape == "disc" else GROUND, colour, 6)


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> list[str]:
    """Cut `text` into lines that fit beside the rail; the last is clipped."""
    room = WIDTH - TEXT_X - MARGIN
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= room:
            lines[-1] = longer
        elif len(lines) == TITLE_LINES:
            lines[-1] = _shortened(longer, font, room)
            break
        else:
            lines.append(_shortened(word, font, room))
    return lines


def _shortened(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"
