"""The quantities in a text: a number with its unit, what it counts, whether it is a limit."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from retrieval.numerals import CURRENCIES, MEASURES, Item, Numeral, items_of, numeral_at, unit_root
from retrieval.tokens import stem


class Bound(StrEnum):
    """Whether a number is said as it is, or as a limit from below or above."""

    EXACT = "exact"
    LEAST = "at least"
    MOST = "at most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number found in a text at `[start, end)`.

    `low` and `high` are equal but for vague numbers ("hundreds of thousands": [2e5, 1e6)).
    `unit` is "%", "ordinal", "x" (times), a currency's code, a unit of measure's stem or "".
    `noun` is the stem of the word after the number, which says what is counted, or "".
    """

    low: float
    high: float
    unit: str
    bound: Bound
    noun: str
    start: int
    end: int

    @property
    def vague(self) -> bool:
        """Whether the number stands for a range ("dozens")."""
        return self.low != self.high

    def equals(self, other: Quantity) -> bool:
        """Whether both give one number in one unit; a unit left out agrees with any measure."""
        if not math.isclose(self.low, other.low, rel_tol=1e-6):
            return False
        return math.isclose(self.high, other.high, rel_tol=1e-6) and _units_agree(self, other)

    def holds(self, other: Quantity) -> bool:
        """Whether this vague number covers `other`: "hundreds of thousands" covers 400,000."""
        return self.vague and self.low <= other.low < self.high and _units_agree(self, other)


_STRICT = {"%", "ordinal", "x"}


def _units_agree(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit:
        return True
    if one.unit in _STRICT or other.unit in _STRICT:
        return False
    return not one.unit or not other.unit


_LEAST = re.compile(
    # "hand over 15%" sets no limit.
    r"\b(?:more than|(?<!hand )(?<!handed )(?<!turn )(?<!turned )(?<!take )(?<!took )over|"
    r"at least|above|exceed(?:ing|s|ed)?|upwards? of|no (?:fewer|less) than|"
    r"not less than|greater than|higher than|in excess of|a minimum of|beyond|longer than)\s+"
    r"(?:an? |the |some )?$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:(?:less|fewer|lower|smaller|no more|not more|no greater|shorter) than|under|below|up to|"
    r"at most|a maximum of|as (?:many|much) as|no later than)\s+(?:an? |the |some )?$",
    re.IGNORECASE,
)
_NEGATED_MOST = re.compile(
    r"\b(?:no|not|n['’]t|never)\s+(?:(?:more|greater|higher)\s+than|exceed)\s+$", re.IGNORECASE
)
_AFTER_LEAST = re.compile(r"\s*(?:\+|-plus\b|plus\b|or (?:more|higher|above|greater)\b|and above)")
_AFTER_MOST = re.compile(r"\s*(?:or (?:less|fewer|lower|below)\b)")
_RANGE = re.compile(r"\s*(?:-|‐|‑|–|—|to|and|or)\s*(?:US\$|[$€£¥])?\s*", re.IGNORECASE)
_ARTICLES = {"a", "an", "the", "of", "additional", "more", "other", "new", "some"}


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of `text` in order.

    Digits glued to the end of a word or behind its hyphen ("H200", "COVID-19") are names and left
    out, as is the pronoun "one". Years and days of dates are numbers like any other here.
    """
    items = items_of(text)
    found: list[tuple[Quantity, float]] = []
    i = 0
    while i < len(items):
        parsed = numeral_at(items, i, text)
        if parsed is None:
            i += 1
            continue
        found.append((_finished(items, i, parsed, text), parsed.magnitude))
        i = parsed.end
    return tuple(_share_magnitudes(found, text))


def _finished(items: Sequence[Item], i: int, parsed: Numeral, text: str) -> Quantity:
    start, end = items[i].start, items[parsed.end - 1].end
    unit, noun = parsed.unit, ""
    rest = items[parsed.end : parsed.end + 5]
    while rest and (rest[0].text in {"-", "‐", "‑"} or rest[0].text in _ARTICLES):
        rest = rest[1:]
    if rest and not unit:
        word = rest[0].text
        if word in {"%", "percent", "percentage"} or (
            word == "per" and len(rest) > 1 and rest[1].text == "cent"
        ):
            unit, end = "%", rest[0].end if word != "per" else rest[1].end
        elif rest[0].kind == "word":
            head = unit_root(word)
            # "pound" after a number is money only behind a sign; as a measure it is weight.
            unit = CURRENCIES.get(head, "") if head != "pound" else "pound"
            end = rest[0].end if unit else end
            unit = unit or (head if head in MEASURES else "")
            unit = "x" if word in {"times", "fold"} else unit
    if rest and rest[0].kind == "word" and parsed.unit != "ordinal":
        noun = stem([rest[0].text])[0]
    return Quantity(parsed.low, parsed.high, unit, _bound(text, start, end), noun, start, end)


def _bound(text: str, start: int, end: int) -> Bound:
    before = text[max(0, start - 40) : start]
    if _NEGATED_MOST.search(before):
        return Bound.MOST
    if _LEAST.search(before) or _AFTER_LEAST.match(text, end):
        return Bound.LEAST
    if _MOST.search(before) or _AFTER_MOST.match(text, end):
        return Bound.MOST
    return Bound.EXACT


def _share_magnitudes(found: Sequence[tuple[Quantity, float]], text: str) -> list[Quantity]:
    """Give the first of "5 to 6 million" or "10-20 %" the magnitude and unit of the second."""
    result = [quantity for quantity, _ in found]
    for i in range(len(found) - 2, -1, -1):
        (first, magnitude), (second, larger) = found[i], found[i + 1]
        if not _RANGE.fullmatch(text[first.end : second.start]) or first.unit == "ordinal":
            continue
        factor = larger if magnitude == 1 and larger > 1 and first.low < 1000 else 1.0
        unit = result[i].unit or (result[i + 1].unit if result[i + 1].unit != "ordinal" else "")
        if factor == 1 and unit == first.unit:
            continue
        result[i] = replace(result[i], low=first.low * factor, high=first.high * factor, unit=unit)
    return result
