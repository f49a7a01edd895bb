"""Which date a source has where a claim has another."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.claims.aligning import Alignment
from retrieval.claims.parts import Part
from retrieval.verify.moments import Moment, moments
from retrieval.verify.reading import Reading

# How far a date stands from the word it dates.
SLOT = 5
# Behind these a date belongs to a noun.
_ATTACHING = frozenset("of the a an its their this that his her".split())


def other_date(alignment: Alignment, part: Part) -> str | None:
    """Return the source's words for the date that stands where a claim has `part`, if it differs.

    A date that tells a thing from its like ("the limits of May 2025") dates no event.
    """
    source = alignment.source.reading
    there = [moment for moment in moments(source.text) if moment.year]
    ours = [moment for moment in part.date if moment.year]
    if len(ours) != 1 or any(not days_apart(ours[0], other) for other in there):
        return None
    # Nor is a thing that has another date the thing of this one.
    if tells_apart(alignment.claim.reading, ours[0]):
        return None
    there = [moment for moment in there if not tells_apart(source, moment)]
    # A date that the claim has too, for something else, is none in this one's stead.
    known = [date for other in alignment.parts for date in other.date]
    there = [moment for moment in there if not any(date.within(moment) for date in known)]
    slot = _slot(alignment, part, there)
    return source.text[slot.start : slot.end] if slot else None


def days_apart(one: Moment, other: Moment) -> bool:
    """Whether two dates can't be one."""
    fields: Sequence[tuple[int | None, int | None]] = (
        (one.year, other.year),
        (one.month, other.month),
        (one.day, other.day),
    )
    return any(a is not None and b is not None and a != b for a, b in fields)


def tells_apart(text: Reading, moment: Moment) -> bool:
    """Whether a date belongs to a noun: "the limits of May 2025", "the May 2025 limits"."""
    before = [word for word in text.words if word.end <= moment.start][-1:]
    return any(word.folded in _ATTACHING or word.text.endswith(("'s", "’s")) for word in before)


def _slot(alignment: Alignment, part: Part, there: Sequence[Moment]) -> Moment | None:
    """Return the date of the source that stands where the claim has another.

    It is the nearest one behind or before the word of the source that the claim's date leans on.
    """
    leaning = [
        (abs(other.place - part.place), place) for other, place in alignment.held if not other.light
    ]
    if not leaning:
        return None
    anchor = min(leaning)[1]
    near = alignment.source.layout.near
    words = alignment.source.reading.words
    placed = [
        (abs(i - anchor), moment)
        for moment in there
        for i in [next(i for i, word in enumerate(words) if word.end > moment.start)]
        if near(i, anchor) and abs(i - anchor) <= SLOT
    ]
    return min(placed, key=lambda pair: pair[0])[1] if placed else None
