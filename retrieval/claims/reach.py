"""How far a claim reaches: "all", "only", "most" and "before" must be the source's too."""

from __future__ import annotations

from retrieval.claims.aligning import Alignment
from retrieval.quantities import quantities
from retrieval.verify.reading import Reading

# Words that say of how many, each with what bears it in a source.
_WIDE = {
    **dict.fromkeys(("all", "every", "any", "entire", "whole", "everyone", "everything"),
                    "all every any each entire whole both no"),
    **dict.fromkeys(("only", "solely", "exclusively", "alone", "just"),
                    "only solely exclusively alone just"),
    "ever": "ever never",
    "most": "most majority",
    "many": "many most all several numerous hundreds thousands",
    "few": "few",
    "both": "both and two",
    "none": "none no not never",
    "nobody": "nobody none no",
}  # fmt: skip
# Words that turn a relation round.
_TURNS = {
    "before": "after", "after": "before", "more": "less fewer", "less": "more", "fewer": "more",
    "most": "least", "least": "most", "until": "since", "into": "out", "out": "into",
}  # fmt: skip
_WEAKENING = frozenset(
    "nearly almost partly hardly mostly largely practically virtually allegedly alleged suspected "
    "planned proposed possible potential attempted".split()
)
_RANKS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth".split())
_PREFERRING = frozenset("favour favours favoured favor favored prefer prefers preferred".split())
# A wide word stands at most this far before what it widens.
REACH = 3
# What narrows the thing that stands before it.
_NARROWING = frozenset("with of that which who whose named from".split())


def unreached(alignment: Alignment) -> bool:
    """Whether a claim reaches further than its source, or turns a relation of it round."""
    said, there = alignment.claim.reading, alignment.source.reading
    for place, word in enumerate(said.words):
        borne = _WIDE.get(word.folded)
        if borne and not _bounds(said, place) and not _widened(alignment, place, borne.split()):
            return True
        turned = _TURNS.get(word.folded, "").split()
        if turned and word.folded not in there.folded and not there.folded.isdisjoint(turned):
            return True
        if turned and _turned_beside(alignment, place, turned):
            return True
        if word.folded == "than" and "than" not in there.folded and not _counts(said, place):
            return True
    if any(_less_than(alignment, part.place, place) for part, place in alignment.held):
        return True
    if _other_number(alignment):
        return True
    return _adverb_astray(alignment) or _other_way(alignment)


def _counts(said: Reading, place: int) -> bool:
    """Whether a number follows: "more than 400"."""
    following = [word.end for word in said.words[place + 1 : place + 2]]
    return any(q.start < end <= q.end for q in quantities(said.text) for end in following)


def _turned_beside(alignment: Alignment, place: int, turned: list[str]) -> bool:
    """Whether before what follows a word in the claim the source has its reverse."""
    word = alignment.claim.reading.words[place].folded
    where = next((where for part, where in alignment.held if part.place > place), None)
    if where is None:
        return False
    before = [other.folded for other in alignment.source.reading.words[max(0, where - 2) : where]]
    return word not in before and any(other in turned for other in before)


def _less_than(alignment: Alignment, said: int, place: int) -> bool:
    """Whether a source has only nearly what a claim has: "nearly unanimous", "second-largest"."""
    ours, there = alignment.claim.reading.words, alignment.source.reading.words
    if place and there[place - 1].folded in _WEAKENING - {word.folded for word in ours}:
        return True
    if not there[place].folded.endswith("est") or not place:
        return False
    before = [word.folded for word in there[max(0, place - 3) : place]]
    own = [word.folded for word in ours[max(0, said - 3) : said]]
    ranked = before[-1:] if before[-1] in _RANKS else []
    return (bool(ranked) and ranked != own[-1:]) or (before[:2] == ["one", "of"] != own[:2])


def _other_number(alignment: Alignment) -> bool:
    """Whether another number of its kind stands nearer to what a claim's number counts."""
    held = alignment.held
    taken = {place for _, place in held}
    reading = alignment.source.reading
    for part, place in held:
        beside = [
            (abs(other.place - part.place), where)
            for other, where in held
            if other.kind in {"word", "name"} and not other.light
        ]
        if part.number is None or not part.number.unit or not beside:
            continue
        anchor = min(beside)[1]
        for rival in quantities(reading.text):
            there = next(i for i, word in enumerate(reading.words) if word.end > rival.start)
            nearer = abs(there - anchor) + 1 < abs(place - anchor)
            if rival.unit == part.number.unit and there not in taken and nearer:
                return True
    return False


def _adverb_astray(alignment: Alignment) -> bool:
    """Whether an adverb of the claim stands beside another word in the source."""
    held = alignment.held
    for part, place in held:
        if not part.word.folded.endswith("ly") or part.kind != "word":
            continue
        beside = [where for other, where in held if 0 < abs(other.place - part.place) <= 2]
        if beside and all(abs(where - place) > REACH for where in beside):
            return True
    return False


def _other_way(alignment: Alignment) -> bool:
    """Whether a claim compares two things that its source doesn't compare so."""
    said, there = alignment.claim.reading.folded, alignment.source.reading.folded
    turned = {"rather", "instead"}
    compares = not said.isdisjoint(turned) and there.isdisjoint(turned)
    prefers = not said.isdisjoint(_PREFERRING) and "over" in said and "over" not in there
    return compares or prefers


def _bounds(said: Reading, place: int) -> bool:
    """Whether the word belongs to a number: "at most", "not only"."""
    before = said.words[place - 1].folded if place else ""
    return before in {"at", "not", "if"}


def _widened(alignment: Alignment, place: int, borne: list[str]) -> bool:
    """Whether what a wide word widens in the claim is widened in the source."""
    words = alignment.source.reading.words
    after = [(part, where) for part, where in alignment.held if part.place > place]
    if not after:
        return any(word.folded in borne for word in words)
    part, where = after[0]
    if not any(word.folded in borne for word in words[max(0, where - REACH) : where]):
        return False
    ours = alignment.claim.reading.words
    narrowed = where + 1 < len(words) and words[where + 1].folded in _NARROWING
    own = part.place + 1 < len(ours) and ours[part.place + 1].folded in _NARROWING
    return own or not narrowed
