"""Who does what to whom: where a claim and a sentence hold the same words in other roles."""

from __future__ import annotations

from retrieval.claims.aligning import TOPIC, Alignment, Part
from retrieval.claims.conjuncts import is_verb, lemma
from retrieval.verify.reading import Reading

_DETERMINERS = frozenset("the a an its their this that his her of no any each every".split())
# What governs an infinitive that is done, not only meant to be.
_DOING = frozenset("used continued continues began begun started came managed".split())
# What binds one who agrees to it: "agreed to pay" bears "pays".
_BINDING = frozenset("agreed agrees".split())
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
        if place is None or place == TOPIC or not is_verb(alignment.claim.reading.words[verb.place]):
            continue
        if _subject_moved(alignment, verb, place):
            return True
        doer = _doer(alignment, verb)
        if doer is None:
            continue
        where = next((p for part, p in pairs if part is doer), None)
        if where is None or where == TOPIC:
            continue
        if not is_verb(there.words[place]) or lemma(verb.word) != lemma(there.words[place]):
            continue
        if _passive(there, place):
            if not _behind_by(there, place, where):
                return True
        elif where > place and not _behind_by(there, place, where):
            return True
    return False


def only_meant(alignment: Alignment) -> bool:
    """Whether a claim says done what its source says was to be done: "agreed to pause"."""
    ours, there = alignment.claim.reading.words, alignment.source.reading.words
    places = {place for _, place in alignment.held}
    for part, place in alignment.held:
        if not is_verb(ours[part.place]) or place < 2:
            continue
        before = ours[part.place - 1].folded if part.place else ""
        if there[place - 1].folded == "to" and before != "to":
            governing = place - 2
            if there[governing].folded in _BINDING and not ours[part.place].folded.endswith("ed"):
                continue
            if governing not in places and there[governing].folded not in _DOING:
                return True
    return False


def _subject_moved(alignment: Alignment, verb: Part, place: int) -> bool:
    """Whether what stands before a verb stands behind it in the source, in the same voice."""
    ours, there = alignment.claim.reading, alignment.source.reading
    if lemma(verb.word) != lemma(there.words[place]) or _nominal(there, place):
        return False
    if _auxiliary(ours, verb.place) != _auxiliary(there, place) or _behind_by(there, place, place):
        return False
    before = [where for part, where in alignment.held if part.place < verb.place]
    # A participle without an auxiliary may stand behind or before what it tells of.
    bare = not _auxiliary(there, place) and place + 1 < len(there.words) and (
        there.words[place + 1].folded in {"by", "from", "in", "on", "over", "with", "to"}
    )
    return bool(before) and min(before) > place and not bare


def _nominal(reading: Reading, place: int) -> bool:
    """Whether a word that may be a verb is a noun here: "the ban", "its sale of"."""
    before = reading.words[place - 1] if place else None
    return before is None or before.name or before.folded in _DETERMINERS


def _auxiliary(reading: Reading, place: int) -> bool:
    return any(word.folded in _BE for word in reading.words[max(0, place - 3) : place])


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
