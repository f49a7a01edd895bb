"""How the corpus stands as a picture: when its documents appeared, the newest, stale topics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PIL import ImageDraw, ImageFont

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
from bot.cards.markdown import clip
from bot.cards.phrases import Say, english
from retrieval.librarian import IndexStatus

NAME = "status.png"
CHART, GAP, TEXT_X = 300, 26, MARGIN + 48
TOPICS_SHOWN = 8
# More bars than this are too thin to tell apart on a phone.
BARS = 40
# How many months a bar may stand for, and what such bars are called.
STEPS = {
    1: "by month of publication",
    3: "by quarter of publication",
    12: "by year of publication",
    120: "by decade of publication",
    1200: "by century of publication",
    12000: "by millennium of publication",
}
# A few very old documents must not squeeze the rest into a bar or two.
SHARE_SHOWN = 0.9


@dataclass(frozen=True, slots=True)
class Bars:
    """Documents by period: `months` long each, up to the newest; `earlier` are not in a bar.

    `starts` are the ISO 8601 months that the periods begin with, or the years where a period is
    a year or longer.
    """

    months: int
    starts: tuple[str, ...]
    counts: tuple[int, ...]
    earlier: int


def bars_of(status: IndexStatus) -> Bars | None:
    """Return the shortest periods of which `BARS` hold nearly all documents; None without dates."""
    if not status.months:
        return None
    counted = {_number(month): count for month, count in status.months}
    total, newest, oldest = sum(counted.values()), max(counted), min(counted)
    for step in STEPS:
        last = newest // step
        first = max(oldest // step, last - BARS + 1)
        by_period: Counter[int] = Counter()
        for month, count in counted.items():
            by_period[month // step] += count
        counts = tuple(by_period[period] for period in range(first, last + 1))
        if sum(counts) >= SHARE_SHOWN * total:
            break
    starts = tuple(_start(period * step, step) for period in range(first, last + 1))
    return Bars(step, starts, counts, total - sum(counts))


def status_picture(status: IndexStatus) -> bytes:
    """Return a PNG: a bar a period, the newest source's date, the topics that are stale.

    Its words are English: Pillow's own typeface has no other script.
    """
    small, large = ImageFont.load_default(SMALL), ImageFont.load_default(LARGE)
    bars = bars_of(status)
    notes = _notes(status, bars, english)
    topics = list(status.stale_topics[:TOPICS_SHOWN])
    more = len(status.stale_topics) - len(topics)
    rows = len(notes) + len(topics) + bool(more)
    top = MARGIN + LEADING + GAP
    chart = CHART + LEADING + GAP if bars else 0
    image, draw = canvas(top + chart + GAP + rows * LEADING + MARGIN)
    title = shortened(_title(status, bars, english), large, WIDTH - 2 * MARGIN)
    draw.text((MARGIN, MARGIN), title, INK, large)
    if bars:
        _draw_bars(draw, bars, top, small)
    top += chart
    for shape, colour, text in notes:
        mark(draw, MARGIN + 18, top + LEADING // 2 - 2, shape, colour)
        draw.text((TEXT_X, top), shortened(text, small, WIDTH - TEXT_X - MARGIN), INK, small)
        top += LEADING
    for text in [*topics, *([english("… and {number} more", number=more)] if more else [])]:
        line = shortened(" ".join(text.split()), small, WIDTH - TEXT_X - MARGIN)
        draw.text((TEXT_X, top), line, SOFT, small)
        top += LEADING
    return png(image)


def status_alt(status: IndexStatus, say: Say) -> str:
    """Return the picture in words."""
    bars = bars_of(status)
    told = [_title(status, bars, say), *(text for _, _, text in _notes(status, bars, say))]
    if status.stale_topics:
        names = ", ".join(" ".join(topic.split()) for topic in status.stale_topics[:TOPICS_SHOWN])
        more = len(status.stale_topics) - TOPICS_SHOWN
        rest = f" {say('… and {number} more', number=more)}" if more > 0 else ""
        told[-1] += f": {clip(names, ALT // 4)}{rest}"
    if bars:
        shown = zip(bars.starts, bars.counts, strict=True)
        told.append("; ".join(f"{say.date(start)}: {count}" for start, count in shown if count))
    return clip(". ".join(told) + ".", ALT)


def _title(status: IndexStatus, bars: Bars | None, say: Say) -> str:
    counted = say.many("{number} document", "{number} documents", status.documents)
    return f"{counted} {say(STEPS[bars.months])}" if bars else counted


def _notes(status: IndexStatus, bars: Bars | None, say: Say) -> list[tuple[str, str, str]]:
    """Return what is said under the bars, stale topics last: a mark's shape and colour, words."""
    if not status.documents:
        return [("ring", SOFT, say("The corpus is empty"))]
    notes = []
    if status.newest_published:
        newest = say("Newest source: {date}", date=say.date(status.newest_published))
        notes.append(("diamond", YELLOW, newest))
    if bars and bars.earlier:
        before = say.date(bars.starts[0])
        text = say("{number} from before {date}", number=bars.earlier, date=before)
        notes.append(("disc", SOFT, text))
    undated = status.documents - sum(count for _, count in status.months)
    if undated:
        notes.append(("ring", SOFT, say("{number} without a date", number=undated)))
    if status.stale_topics:
        text = f"{say('Topics without a recent source')} ({len(status.stale_topics)})"
        notes.append(("ring", RED, text))
    elif status.months:
        notes.append(("disc", GREEN, say("Every dated topic has a recent source")))
    return notes


def _draw_bars(draw: ImageDraw.ImageDraw, bars: Bars, top: int, font: Font) -> None:
    foot, room = top + CHART, WIDTH - 2 * MARGIN
    # A lone bar as wide as the picture would look like a banner.
    slot = min(room / len(bars.counts), 120)
    tallest = max(bars.counts)
    last = len(bars.counts) - 1
    for number, count in enumerate(bars.counts):
        left = MARGIN + number * slot
        right = left + slot - max(2, slot * 0.15)
        height = max(4, round((CHART - LEADING) * count / tallest)) if count else 0
        if count:
            colour = YELLOW if number == last else GREEN
            draw.rectangle((left, foot - height, right, foot), colour)
        # A count stands on its bar where it fits; the tallest always has one.
        wide = font.getlength(str(count))
        if count and (wide <= slot or (count == tallest and tallest not in bars.counts[:number])):
            middle = min(max((left + right) / 2, MARGIN + wide / 2), WIDTH - MARGIN - wide / 2)
            draw.text((middle, foot - height - 6), str(count), SOFT, font, anchor="md")
    draw.line((MARGIN, foot + 2, WIDTH - MARGIN, foot + 2), RAIL, 3)
    draw.text((MARGIN, foot + 10), english.date(bars.starts[0]), SOFT, font)
    if last and slot * len(bars.counts) > room / 2:
        end = english.date(bars.starts[-1])
        right = MARGIN + slot * len(bars.counts)
        draw.text((right, foot + 10), end, SOFT, font, anchor="ra")


def _number(month: str) -> int:
    """Return how many months passed from the year 0 to an ISO 8601 month."""
    return int(month[:-3]) * 12 + int(month[-2:]) - 1


def _start(number: int, step: int) -> str:
    year, month = divmod(number, 12)
    return f"{year}" if step >= 12 else f"{year:04}-{month + 1:02}"
