"""Dates of any precision: "17 October 2023", "October 2023", "17 October", "Thursday", "1990s"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Moment:
    """A date written at `[start, end)`; what it leaves open is None.

    `decade` is the first year of "the 1990s", `weekday` counts from Monday = 0.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None

    def within(self, other: Moment) -> bool:
        """Whether `other` says at least what this says: "October 2023" within "17 October 2023"."""
        pairs = (
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
            (self.weekday, other.weekday),
            (self.decade, other.decade),
        )
        return all(own is None or own == their for own, their in pairs)


_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>1\d{3}|20\d\d)(?![\d%]|[.,]\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_ALSO = r"(?:(?P<also>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|—|to|and|or)\s*)?"
_ALSO_AFTER = r"(?:\s*(?:-|–|—|to|and|or)\s*(?P<also>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d|\s+[A-Z]))?"
# "May" and "March" are a month without a day or a year only behind one of these.
_BEFORE = (
    r"(?:(?<=\bin )|(?<=\bby )|(?<=\bof )|(?<=\bsince )|(?<=\buntil )|(?<=\bfrom )|(?<=\blast )|"
    r"(?<=\bnext )|(?<=\bthis )|(?<=\bearly )|(?<=\blate )|(?<=\bmid-)|(?<=\band )|(?<=\bto )|"
    r"(?<=\bthrough )|(?<=\bduring )|(?<=\bbefore )|(?<=\bafter )|(?<=\bfor ))"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d-])(?P<year>1\d{3}|20\d\d)-(?P<number>[01]\d)(?:-(?P<day>[0-3]\d))?(?![\d-])",
        rf"(?<![\d.,$€£]){_ALSO}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"\b{_MONTH}\s+{_DAY}{_ALSO_AFTER},?\s+{_YEAR}",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}",
        rf"(?<![\d.,$€£]){_ALSO}{_DAY}\s+(?:of\s+)?{_MONTH}(?!\s*[.,]?\d)",
        rf"\b{_MONTH}\s+{_DAY}(?![\d%:]|[.,]\d){_ALSO_AFTER}",
        r"\b(?P<month>January|February|April|June|July|August|September|October|November|December)\b",
        rf"{_BEFORE}(?P<month>March|May)\b",
        r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b",
        r"(?<![\w$€£,.])(?P<decade>1\d|20)?(?P<tens>\d0)s\b",
        rf"(?<![\w$€£.,]){_YEAR}\s?[-–/]\s?(?P<until>(?:1\d|20)?\d\d)(?![\w,.]\d)",
        rf"(?<![\w$€£.,-]){_YEAR}(?![\w-])",
    )
)


@lru_cache(maxsize=4096)
def moments(text: str) -> tuple[Moment, ...]:
    """Return the dates of `text` in order; of "17 and 18 October" both."""
    found: list[Moment] = []
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and begin < end for begin, other_end in taken):
                continue
            read = list(_read(match))
            if read:
                found.extend(read)
                taken.append((start, end))
    return tuple(sorted(found, key=lambda moment: (moment.start, moment.day or 0)))


def _read(match: re.Match[str]) -> Iterator[Moment]:
    groups = match.groupdict()
    start, end = match.span()
    if groups.get("weekday"):
        yield Moment(start, end, weekday=_WEEKDAYS[f"{groups['weekday'].lower()}day"])
        return
    if groups.get("tens"):
        # "the 90s" is of the 20th century; a full year says which it is.
        yield Moment(start, end, decade=int((groups["decade"] or "19") + groups["tens"]))
        return
    year = int(groups["year"]) if groups.get("year") else None
    month = _MONTHS.get((groups.get("month") or "")[:3].lower())
    month = month or (int(groups["number"]) if groups.get("number") else None)
    days = [int(groups[name]) for name in ("also", "day") if groups.get(name)]
    if (month and month > 12) or any(not 1 <= day <= 31 for day in days):
        return
    if not days:
        yield Moment(start, end, year, month)
    for day in days:
        yield Moment(start, end, year, month, day)
    if groups.get("until") and year:
        later = groups["until"]
        yield Moment(start, end, int(later) if len(later) == 4 else year // 100 * 100 + int(later))
