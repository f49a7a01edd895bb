"""How long something lasts: "for two years", "a one-year pause", "from May to July 2025"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from retrieval.quantities import quantities
from retrieval.verify.moments import Moment, moments

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25, "decad": 3652.5}
# Lengths this near each other are one length as people round it.
ROUNDING = 0.12
_SPAN = re.compile(r"\s*(?:to|until|till|through|and|-|–)\s*")
_SINGLE = re.compile(
    r"\b(?:an?|one)[\s-](day|week|month|year|decade)\b(?!\s+(?:ago|earlier|later|after|before))",
    re.IGNORECASE,
)
_POINT = re.compile(r"\s*(?:ago|earlier|later|before|after|old|into)\b")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time written at `[start, end)`, in days. `spanned` when two dates bound it."""

    start: int
    end: int
    days: float
    spanned: bool = False


@lru_cache(maxsize=4096)
def durations(text: str) -> tuple[Duration, ...]:
    """Return the lengths of time that `text` gives, in order; of two dates their distance."""
    found: list[Duration] = []
    for quantity in quantities(text):
        days = _DAYS.get(quantity.unit)
        if days is None or _POINT.match(text, _unit_end(text, quantity.end)):
            continue
        found.append(Duration(quantity.start, _unit_end(text, quantity.end), quantity.low * days))
    for match in _SINGLE.finditer(text):
        if not any(item.start <= match.start() < item.end for item in found):
            unit = match[1].lower()
            found.append(
                Duration(match.start(), match.end(), _DAYS["decad" if unit == "decade" else unit])
            )
    for one, other in pairwise(moments(text)):
        if one.end <= other.start and _SPAN.fullmatch(text[one.end : other.start]):
            first, last = _day(one, other.year, end=False), _day(other, other.year, end=True)
            if first and last and last > first:
                length = float((last - first).days + 1)
                found.append(Duration(one.start, other.end, length, spanned=True))
    return tuple(sorted(found, key=lambda item: item.start))


def same_length(one: Duration, other: Duration) -> bool:
    """Whether two durations are one, rounding allowed for."""
    return abs(one.days - other.days) <= ROUNDING * max(one.days, other.days)


def _unit_end(text: str, end: int) -> int:
    match = re.compile(r"[\s-]*(?:days?|weeks?|months?|years?|decades?)\b").match(text, end)
    return match.end() if match else end


def _day(moment: Moment, year: int | None, end: bool) -> date | None:
    year = moment.year or year
    if year is None:
        return None
    month = moment.month or (12 if end else 1)
    last = calendar.monthrange(year, month)[1]
    day = moment.day or (last if end else 1)
    try:
        return date(year, month, min(day, last))
    except ValueError:
        return None
