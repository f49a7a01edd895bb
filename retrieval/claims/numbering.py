"""Which number a source has where a claim has another."""

from __future__ import annotations

import math
import re

from retrieval.claims.aligning import Alignment
from retrieval.claims.parts import Part
from retrieval.quantities import Bound, Quantity, quantities
from retrieval.tokens import STOP_WORDS
from retrieval.verify.moments import moments
from retrieval.verify.reading import Reading, Word

# Numbers this near each other may be one number rounded.
ROUNDING = 0.05
# How many words after a number say what it counts.
COUNTED = 4
_MONEY = frozenset({"%", "USD", "EUR", "GBP", "CNY", "JPY"})


def other_number(alignment: Alignment, part: Part) -> str | None:
    """Return the source's words for what stands where a claim has the number of `part`.

    None where nothing of its measure does, or what does may be the same number rounded.
    """
    source, said, one = alignment.source.reading, alignment.claim.reading, part.number
    if one is None:
        return None
    dates = moments(source.text)
    counted = _counted(said, one)
    rivals = [
        other
        for other in quantities(source.text)
        if not any(d.start <= other.start and other.end <= d.end for d in dates)
        and not any(word.name and word.start <= other.start < word.end for word in source.words)
        and _same_measure(one, other, counted & _counted(source, other))
        and not _anothers(alignment, part, other)
    ]
    if not rivals or not all(apart(one, other) for other in rivals):
        return None
    return source.text[rivals[0].start : rivals[0].end]


def _anothers(alignment: Alignment, part: Part, number: Quantity) -> bool:
    """Whether a number is that of a name before it which the claim hasn't: "CoCom had 17 …"."""
    words = alignment.source.reading.words
    held = {place for _, place in alignment.held}
    owners = [
        place
        for other, place in alignment.held
        if other.kind == "name" and other.place < part.place
    ]
    before = {i for i, word in enumerate(words) if word.name and word.end <= number.start}
    behind = bool(owners) and all(words[place].start > number.end for place in owners)
    return behind and bool(before) and held.isdisjoint(before)


def _counted(text: Reading, quantity: Quantity) -> frozenset[str]:
    """Return the stems of the words after a number that say what it counts."""
    after: list[Word] = []
    end = quantity.end
    for word in text.words:
        if word.start < quantity.end:
            continue
        ends = len(after) == COUNTED or re.search(r"[,;:()]", text.text[end : word.start])
        if ends or word.text[0].isdigit():
            break
        after.append(word)
        end = word.end
    # "H200s" counts what "H200 chips" counts.
    return frozenset(
        re.sub(r"(?<=\d)s$", "", word.stem) for word in after if word.folded not in STOP_WORDS
    )


def _same_measure(one: Quantity, other: Quantity, counted: frozenset[str]) -> bool:
    if one.unit != other.unit or one.unit == "ordinal":
        return False
    return one.unit in _MONEY or bool(counted)


def apart(one: Quantity, other: Quantity) -> bool:
    """Whether no number fits both, limits and rounding allowed for."""
    if one.bound is other.bound is not Bound.EXACT:
        return abs(one.low - other.low) > ROUNDING * max(one.low, other.low)
    low, high = _interval(one)
    other_low, other_high = _interval(other)
    return high * (1 + ROUNDING) < other_low or other_high * (1 + ROUNDING) < low


def _interval(quantity: Quantity) -> tuple[float, float]:
    if quantity.bound is Bound.LEAST:
        return quantity.low, math.inf
    if quantity.bound is Bound.MOST:
        return 0.0, quantity.high
    return quantity.low, quantity.high
