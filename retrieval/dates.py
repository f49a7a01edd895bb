"""Dates as questions and sentences write them, read into ranges of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS = [
    re.compile(rf"\b{_YEAR}-(?P<number>\d\d)(?:-(?P<day>\d\d))?\b"),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", re.IGNORECASE),
    re.compile(r"(?<![\w.,])(?P<decade>(?:19|20)\d0)['’]?s\b"),
    re.compile(r"(?<=\bthe )(?:(?:early|mid|late)[ -])?['’]?(?P<decade>[3-9]0)['’]?s\b"),
    re.compile(rf"(?<![\w.,-]){_YEAR}(?![\w%]|[.,-]\d)"),
]
# Time as it is told from today. "Last week" is no day, month or year.
_FROM_TODAY = re.compile(
    r"\b(?:(?P<which>last|this|next) (?P<unit>year|month)|(?P<day>yesterday)|"
    r"(?P<count>\d{1,2}|a|one|two|three|four|five|six|seven|eight|nine|ten) years? ago)\b",
    re.IGNORECASE,
)
_COUNTS = {"a": 1} | {
    word: count
    for count, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_MONTH_NUMBERS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in a text: the days it can mean, both ends included, and where it stands.

    "The 70s" are those of the last century.
    """

    first: date
    last: date
    start: int
    end: int

    def covers(self, day: date) -> bool:
        """Whether `day` lies within the mentioned day, month, year or decade."""
        return self.first <= day <= self.last


def date_mentions(text: str) -> tuple[DateMention, ...]:
    """Return the dates written out in `text`, in order, without overlaps."""
    found: list[DateMention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            span = match.span()
            if any(span[0] < seen.end and seen.start < span[1] for seen in found):
                continue
            mention = _mention(match)
            if mention:
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _mention(match: re.Match[str]) -> DateMention | None:
    groups = match.groupdict()
    if decade := groups.get("decade"):
        begins = int(decade) if len(decade) == 4 else 1900 + int(decade)
        return DateMention(date(begins, 1, 1), date(begins + 9, 12, 31), *match.span())
    year = int(groups["year"])
    month = _MONTH_NUMBERS.get((groups.get("month") or "")[:3].lower(), 0)
    month = month or int(groups.get("number") or 0)
    day = int(groups.get("day") or 0)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        last = first
    elif month:
        last = date(year, month, calendar.monthrange(year, month)[1])
    else:
        last = date(year, 12, 31)
    return DateMention(first, last, *match.span())


def mentions_from(text: str, today: date) -> tuple[DateMention, ...]:
    """Return the dates of `text`, with those told from `today`: "last year", "yesterday"."""
    told = [
        replace(mention, start=match.start(), end=match.end())
        for match in _FROM_TODAY.finditer(text)
        for mention in date_mentions(_written(match, today))
    ]
    return tuple(sorted((*date_mentions(text), *told), key=lambda mention: mention.start))


def _written(match: re.Match[str], today: date) -> str:
    if match["day"]:
        return (today - timedelta(days=1)).isoformat()
    step = {"last": -1, "this": 0, "next": 1}.get((match["which"] or "").lower(), 0)
    if (match["unit"] or "").lower() == "month":
        months = 12 * today.year + today.month - 1 + step
        return f"{calendar.month_name[months % 12 + 1]} {months // 12}"
    count = (match["count"] or "").lower()
    ago = int(count) if count.isdigit() else _COUNTS.get(count, -step)
    return str(today.year - ago)
