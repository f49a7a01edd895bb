"""What a sentence says otherwise than a claim it otherwise agrees with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.claims.aligning import Alignment
from retrieval.claims.dating import days_apart, other_date
from retrieval.claims.durations import durations, same_length
from retrieval.claims.in_force import ended_or_stands
from retrieval.claims.kindred import contrary, stages
from retrieval.claims.numbering import apart, other_number
from retrieval.claims.parts import Part
from retrieval.quantities import quantities
from retrieval.verify.moments import moments
from retrieval.verify.verbs import is_verb

OPPOSITE = "says the opposite"
WRONG = "calls that wrong"
_TALLY = re.compile(r"\b(\d+)(?: votes?)?(?: to |-|–)(\d+)\b(?! (?:nm|days|years|months|weeks))")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, in words that follow "The corpus …", and the claim's words at issue.

    `whole`: the source must hold all the rest of the claim, as where it affirms what is denied.
    `narrower`: it denies the thing itself, so what the claim adds to it may be missing.
    """

    conflict: str
    at_issue: frozenset[int]
    whole: bool = False
    narrower: bool = False


def difference(alignment: Alignment) -> Difference | None:
    """Return what the source says otherwise, None where nothing is seen to differ."""
    for find in (_disowned, _turned, _tally, _number, _date, _duration, _opposite, _standing):
        found = find(alignment)
        if found:
            return found
    return None


def told_apart(alignment: Alignment) -> bool:
    """Whether a source that holds a claim says itself that others have it otherwise.

    It gives another value beside the claim's, or sets an account against what the claim says.
    """
    there = alignment.source.layout
    places = [place for part, place in alignment.held if not part.light]
    if there.against and all(place in there.against for place in places):
        return True
    if not there.differs:
        return False
    text = there.reading.text
    for part, _ in alignment.held:
        if part.number and any(
            other.unit == part.number.unit and apart(part.number, other)
            for other in quantities(text)
            if not any(m.start <= other.start < m.end for m in moments(text))
        ):
            return True
        lasts = part.duration
        if lasts and any(not same_length(lasts, other) for other in durations(text)):
            return True
        if part.date and any(days_apart(part.date[0], other) for other in moments(text)):
            return True
    return False


def _disowned(alignment: Alignment) -> Difference | None:
    there = alignment.source.layout
    if alignment.claim.disowned:
        return None
    if any(place in there.disowned for _, place in alignment.held):
        return Difference(WRONG, frozenset())
    return None


def _turned(alignment: Alignment) -> Difference | None:
    """Compare what is denied on each side."""
    there, ours = alignment.source.layout, alignment.claim
    pairs = [(part.place in ours.denied, place in there.denied) for part, place in alignment.held]
    if (True, True) in pairs or not any(a != b for a, b in pairs):
        return None
    if any(a for a, _ in pairs) and any(b for _, b in pairs):
        return None
    turned = {part.place for (part, _), (a, b) in zip(alignment.held, pairs, strict=True) if a != b}
    if turned.isdisjoint(_predicate(alignment)):
        return None
    if ours.denied:
        words = alignment.source.reading.words
        stated = all(is_verb(words[place]) for part, place in alignment.held if part.verb)
        # What is only thought, planned or weighed doesn't affirm what the claim denies.
        places = {place for _, place in alignment.held}
        stated = stated and all(there.thought.get(place, place) in places for place in places)
        # What was so until a day isn't affirmed of later ones.
        bounds = {"until", "till"}
        stated = stated and (
            bounds.isdisjoint(alignment.source.reading.folded)
            or not bounds.isdisjoint(alignment.claim.reading.folded)
        )
        return Difference(OPPOSITE, frozenset(), whole=True) if stated else None
    # Words that a denied thing is described by need not be there: "not a (binding) treaty".
    loose = {
        part.place
        for part, place in zip(alignment.parts, alignment.places, strict=True)
        if place is None and part.kind == "word" and there.denied
    }
    heads = {part.place for part, place in alignment.held if place in there.denied}
    at_issue = frozenset(place for place in loose if place + 1 in heads)
    return Difference(OPPOSITE, at_issue, narrower=True)


def _predicate(alignment: Alignment) -> set[int]:
    """Return the places in a claim of what it says of its subject: a verb, and what follows it."""
    words = alignment.claim.reading.words
    first = next((i for i, word in enumerate(words) if i and is_verb(word)), 0)
    parts = [part for part in alignment.parts if not part.light or part.verb]
    verbs = {part.place for part in parts if part.verb}
    after = [part.place for part in parts if part.place > max(verbs, default=first)]
    return verbs | set(after[:1] if verbs else after)


def _lacking(alignment: Alignment, kind: str) -> list[Part]:
    return [part for part in alignment.missing if part.kind == kind]


def _at(part: Part) -> frozenset[int]:
    return frozenset({part.place})


def _number(alignment: Alignment) -> Difference | None:
    for part in _lacking(alignment, "number"):
        if other := other_number(alignment, part):
            return Difference(f"has {other} where the claim has {part.text}", _at(part))
    return None


def _date(alignment: Alignment) -> Difference | None:
    for part in _lacking(alignment, "date"):
        if other := other_date(alignment, part):
            return Difference(f"has {other} where the claim has {part.text}", _at(part))
    return None


def _standing(alignment: Alignment) -> Difference | None:
    at_issue = ended_or_stands(alignment)
    return None if at_issue is None else Difference(OPPOSITE, at_issue)


def _duration(alignment: Alignment) -> Difference | None:
    source = alignment.source.reading
    there = durations(source.text)
    for part in _lacking(alignment, "duration"):
        ours = part.duration
        if ours and there and not any(same_length(ours, other) for other in there):
            text = " ".join(source.text[there[0].start : there[0].end].split())
            return Difference(f"has {text} where the claim has {part.text}", _at(part))
    return None


def _tally(alignment: Alignment) -> Difference | None:
    """Compare counts of votes with each other, and "unanimously" with a count."""
    said, there = alignment.claim.reading.text, alignment.source.reading.text
    counted = list(_TALLY.finditer(there))
    own = _TALLY.search(said)
    if own and counted and not any(own.groups() == match.groups() for match in counted):
        spans = [part for part in alignment.parts if part.kind == "number"]
        at = frozenset(part.place for part in spans if part.text in own[0])
        return Difference(f"has {counted[0][0]} where the claim has {own[0]}", at)
    for part in alignment.missing:
        if part.kind == "word" and part.word.folded.startswith("unanim"):
            for match in counted:
                if int(match[2]) and int(match[1]) > int(match[2]):
                    return Difference(f"has {match[0]} where the claim has {part.text}", _at(part))
    return None


def _opposite(alignment: Alignment) -> Difference | None:
    """Find the opposite of one missing word in the source."""
    taken = {place for _, place in alignment.held}
    for part in alignment.missing:
        if part.kind != "word" or _bounded_in_time(alignment, part):
            continue
        for place, word in enumerate(alignment.source.reading.words):
            there = alignment.source.layout
            free = place not in taken | there.denied and place not in there.thought
            against = contrary(part.word, word) and not (
                stages(part.word, word) and not _of_one_event(alignment)
            )
            if free and against and _beside(alignment, part, place):
                return Difference(OPPOSITE, _at(part))
    return None


def _of_one_event(alignment: Alignment) -> bool:
    """Whether a date or a number shows that a source tells of the claim's own event."""
    return any(part.kind in {"date", "number", "duration"} for part, _ in alignment.held)


def _bounded_in_time(alignment: Alignment, part: Part) -> bool:
    """Whether a word goes on until a date: "runs until May" is no opposite of "ends in May"."""
    following = alignment.claim.reading.words[part.place + 1 : part.place + 3]
    return any(word.folded in {"until", "till", "through"} for word in following)


def _beside(alignment: Alignment, part: Part, place: int) -> bool:
    """Whether a word of the source stands where the claim's nearest neighbour of `part` stands."""
    there = [
        (abs(other.place - part.place), where) for other, where in alignment.held if not other.light
    ]
    if not there:
        return False
    anchor = min(there)[1]
    between = alignment.source.reading.words[min(place, anchor) + 1 : max(place, anchor)]
    # A relative clause says something of its own.
    leads = any(word.folded in {"which", "who", "whose", "whom"} for word in between)
    return not leads and alignment.source.layout.near(place, anchor)
