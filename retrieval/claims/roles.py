"""Who does what to whom: where a claim and a sentence hold the same words in other roles."""

from __future__ import annotations

from retrieval.claims.aligning import TOPIC, Alignment, Part
from retrieval.claims.conjuncts import IRREGULAR
from retrieval.verify.reading import Reading

_BE = frozenset("is are was were be been being got".split())


def roles_differ(alignment: Alignment) -> bool:
    """Whether the doer of a claim's verb isn't its doer in the source.

    Looked at is each verb form in the past with a name or word of weight in front: who does it
    must stand before the verb where the source has it in the active voice, and behind "by" where
    it has the passive.
    """
    there = alignment.source.reading
    pairs = list(zip(alignment.parts, alignment.places, strict=True))
    for verb, place in pairs:
        if place is None or place == TOPIC or not _is_verb(alignment.claim.reading, verb.place):
            continue
        doer = _doer(alignment, verb)
        if doer is None:
            continue
        where = next((p for part, p in pairs if part is doer), None)
        if where is None:
            return True
        if where == TOPIC:
            continue
        if not _is_verb(there, place) or verb.word.stem != there.words[place].stem:
            continue
        if _passive(there, place):
            if not _behind_by(there, place, where):
                return True
        elif where > place and not _behind_by(there, place, where):
            return True
    return False


def _is_verb(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    return not word.name and (word.folded.endswith("ed") or word.folded in IRREGULAR)


def _passive(reading: Reading, place: int) -> bool:
    before = reading.words[max(0, place - 3) : place]
    return any(word.folded in _BE for word in before) or (
        place + 1 < len(reading.words) and reading.words[place + 1].folded == "by"
    )


def _behind_by(reading: Reading, verb: int, place: int) -> bool:
    """Whether the word at `place` stands in a phrase with "by" behind the verb."""
    return any(
        reading.words[i].folded == "by" for i in range(max(verb, place - 8), place)
    )


def _doer(alignment: Alignment, verb: Part) -> Part | None:
    """Return the claim's doer of `verb`: the head before it, or what stands behind its "by"."""
    said = alignment.claim.reading
    if _passive(said, verb.place):
        by = next(
            (
                i
                for i in range(verb.place, min(len(said.words), verb.place + 4))
                if said.words[i].folded == "by"
            ),
            None,
        )
        if by is None:
            return None
        return next((part for part in alignment.parts if part.place > by), None)
    before = [part for part in alignment.parts if part.place < verb.place]
    heads = [part for part in before if part.kind == "name"]
    return heads[0] if heads and heads[0].place <= 4 else None
