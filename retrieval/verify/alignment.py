"""Lay a statement beside a sentence of its source and see whether the same things meet.

Names, numbers and dates are masked, the rest is compared word by word. Where the two run alike,
what stands in one place must be the same thing: so an exchange of two names that both occur in the
source is seen, and so is a word of denial put in or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from retrieval.quantities import Quantity, quantities
from retrieval.tokens import STOP_WORDS
from retrieval.verify.moments import Moment, moments
from retrieval.verify.naming import same_name
from retrieval.verify.opposites import opposed, same_side
from retrieval.verify.polarity import bears, denied_verb, is_answer, is_negation, modal_kind
from retrieval.verify.reading import Reading

# The share of a statement's words that must run alike for places to be comparable.
NEAR = 0.6
# From this share on, one word in another's place is a change, not a rewording.
NEARLY_VERBATIM = 0.75
# A sentence that runs nearly as much alike as the best may bear the statement instead.
TIE = 0.06
# A denial put in or left out by itself, not with a clause around it.
SMALL = 3
_LISTING = frozenset({"and", "or", "&", "both"})
_BELONGING = frozenset({"of", "at", "from", "the"})


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or a name, number or date masked by its kind; what is compared where masked."""

    key: str
    kind: str
    text: str
    name: tuple[str, ...] = ()
    number: Quantity | None = None
    dates: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """Two things in one place that differ: of which kind, and how each side says it."""

    kind: str
    said: str
    source: str


@lru_cache(maxsize=2048)
def parts(reading: Reading) -> tuple[Part, ...]:
    """Return the words of a text with names, numbers and dates masked, in order."""
    text = reading.text
    masked: dict[tuple[int, int], Part] = {}
    dates: dict[tuple[int, int], list[Moment]] = {}
    for moment in moments(text):
        dates.setdefault((moment.start, moment.end), []).append(moment)
    for (start, end), found in dates.items():
        masked[start, end] = Part("\0date", "date", text[start:end], dates=tuple(found))
    for quantity in quantities(text):
        span = (quantity.start, quantity.end)
        if not _covered(*span, masked):
            masked[span] = Part("\0number", "number", text[slice(*span)], number=quantity)
    for name in reading.names:
        if not _covered(name.start, name.end, masked):
            masked[name.start, name.end] = Part("\0name", "name", name.text, name.words)
    placed = [(start, part) for (start, _), part in masked.items()]
    for place, word in enumerate(reading.words):
        if not _covered(word.start, word.end, masked) and not is_answer(reading, place):
            key = word.folded if word.folded in STOP_WORDS else word.stem
            kind = "negation" if is_negation(word) else "word"
            if denied := denied_verb(reading, place):
                # "found no evidence" runs as "not found any evidence".
                placed.append((denied.start - 1, Part("not", "negation", word.text)))
                key, kind = "any", "word"
            placed.append((word.start, Part(key, kind, word.text)))
    return tuple(part for _, part in sorted(placed, key=lambda pair: pair[0]))


def _covered(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in spans)


def clash(statement: Reading, sources: Sequence[Reading]) -> Clash | None:
    """Return what differs between a statement's sentence and the source sentence nearest to it.

    None when no sentence runs alike, or one of the nearest agrees in every place.
    """
    compared = [
        (ratio, found) for ratio, found in (_compare(statement, s) for s in sources) if ratio
    ]
    if not compared:
        return None
    best = max(ratio for ratio, _ in compared)
    nearest = [found for ratio, found in compared if ratio >= best - TIE]
    return None if None in nearest else nearest[0]


def _compare(statement: Reading, source: Reading) -> tuple[float, Clash | None]:
    ours, theirs = parts(statement), parts(source)
    matcher = SequenceMatcher(
        None, [part.key for part in ours], [part.key for part in theirs], autojunk=False
    )
    codes = matcher.get_opcodes()
    alike = sum(i2 - i1 for tag, i1, i2, _, _ in codes if tag == "equal")
    ratio = alike / len(ours) if ours else 0.0
    if ratio < NEAR:
        return 0.0, None
    for tag, i1, i2, j1, j2 in codes:
        found = (
            _differing(ours, theirs, i1, i2, j1, source)
            if tag == "equal"
            else _turned(ours[i1:i2], theirs[j1:j2])
        )
        if tag == "replace" and i1 == j1 == 0 and i2 == j2 == 1 and not found:
            found = _other_subject(statement, source)
        if tag == "replace" and not found and ratio >= NEARLY_VERBATIM:
            found = _replaced(ours[i1:i2], theirs[j1:j2])
        if found:
            return ratio, found
    return ratio, None


def _replaced(ours: Sequence[Part], theirs: Sequence[Part]) -> Clash | None:
    """Compare one word of weight that stands alone in another's place."""
    if len(ours) != 1 or len(theirs) != 1:
        return None
    (one,), (other,) = ours, theirs
    if {one.kind, other.kind} != {"word"} or STOP_WORDS & {one.key, other.key}:
        return None
    if same_side(one.key, other.key) or one.key[:4] == other.key[:4]:
        return None
    return Clash("support", one.text, other.text)


def _differing(
    ours: Sequence[Part], theirs: Sequence[Part], i1: int, i2: int, j1: int, source: Reading
) -> Clash | None:
    """Compare the masked parts of a stretch that runs alike."""
    for i, j in zip(range(i1, i2), range(j1, j1 + i2 - i1), strict=True):
        one, other = ours[i], theirs[j]
        if one.kind in {"word", "negation"} or i2 - i1 == 1:
            continue
        if _same(one, other, source) or _moved(ours, theirs, i, j, source):
            continue
        if _belongs(one, theirs, j, source):
            continue
        return Clash(one.kind, one.text, other.text)
    return None


def _belongs(one: Part, theirs: Sequence[Part], place: int, source: Reading) -> bool:
    """Whether a name stands for one with where it belongs: "Ode" for "Ode of the League"."""
    i = place - 1
    while i >= 0 and theirs[i].key in _BELONGING:
        i -= 1
    between = {part.key for part in theirs[i + 1 : place]} - {"the"}
    head = theirs[i] if i >= 0 and between else None
    return head is not None and one.kind == head.kind == "name" and _same(one, head, source)


def _same(one: Part, other: Part, source: Reading) -> bool:
    if one.number and other.number:
        return one.number.equals(other.number) or one.number.holds(other.number)
    if one.dates:
        # "13 and 16 January" sums up two places; "1858–1940" stands in the place of a range.
        held = [any(a.within(b) for b in other.dates) for a in one.dates]
        return all(held) if len(other.dates) >= len(one.dates) else any(held)
    return same_name(one.name, other.name, source)


def _moved(ours: Sequence[Part], theirs: Sequence[Part], i: int, j: int, source: Reading) -> bool:
    """Whether a list only goes in another order: "A, B and C", "C, A and B"."""
    there = [theirs[j], *(theirs[k] for k in _listed(theirs, j))]
    for part in [ours[i], *(ours[k] for k in _listed(ours, i))]:
        match = next((other for other in there if _same(part, other, source)), None)
        if match is None:
            return False
        there.remove(match)
    return True


def _listed(all_parts: Sequence[Part], place: int) -> list[int]:
    """Return the places of what is listed with `place`: "A, B and C"."""
    kind = all_parts[place].kind
    found: list[int] = []
    for step in (-1, 1):
        i = place + step
        while 0 <= i < len(all_parts):
            if all_parts[i].kind == kind:
                found.append(i)
            elif all_parts[i].key not in _LISTING:
                break
            i += step
    return found


def _turned(ours: Sequence[Part], theirs: Sequence[Part]) -> Clash | None:
    """Compare a stretch where the wording differs: does a small word turn the meaning?"""
    if len(ours) <= SMALL and len(theirs) <= SMALL:
        denied = [part for part in ours if part.kind == "negation"]
        denies = [part for part in theirs if part.kind == "negation"]
        if len(denied) % 2 != len(denies) % 2:
            return Clash("negation", _text(ours), _text(theirs))
        one = {kind for part in ours if (kind := modal_kind(part.key))} or {""}
        other = {kind for part in theirs if (kind := modal_kind(part.key))} or {""}
        if any(not bears(frozenset(other), kind) for kind in one):
            return Clash("modal", _text(ours), _text(theirs))
    keys = {part.key for part in theirs if part.kind == "word"}
    for part in ours:
        if part.kind == "word" and part.key not in keys:
            against = next((key for key in keys if opposed(part.key, key)), None)
            if against:
                return Clash("opposite", part.text, against)
    return None


def _other_subject(statement: Reading, source: Reading) -> Clash | None:
    """Compare the first words of two sentences that run alike behind them."""
    one, other = statement.words[0], source.words[0]
    if STOP_WORDS & {one.folded, other.folded} or same_side(one.stem, other.stem):
        return None
    # "Sacks" is "David Sacks": the last word of the name that opens the source.
    opening = list(takewhile(lambda word: word.text[:1].isupper(), source.words))
    if opening and opening[-1].folded == one.folded:
        return None
    return Clash("name", one.text, other.text)


def _text(stretch: Sequence[Part]) -> str:
    return " ".join(part.text for part in stretch)
