"""What a claim's words stand for in a source beside what they stand for in the claim."""

from __future__ import annotations

from itertools import pairwise

from retrieval.claims.aligning import Alignment
from retrieval.claims.kindred import contrary
from retrieval.tokens import stem
from retrieval.verify.verbs import IRREGULAR, is_verb

_PART_OF_BODY = frozenset("committee subcommittee panel caucus".split())
_PRESENT = frozenset("is are has have isnt arent hasnt havent".split())
_STILL = frozenset({"still", "currently", "nowadays"})
_PAST = frozenset("was were had been".split())
_BE = frozenset("is are was were be been being".split())
_ENDING = frozenset(
    stem(
        "lost loses ended ends replaced removed revoked suspended paused lifted lapsed expired "
        "withdrew withdrawn dropped abandoned scrapped rescinded repealed superseded cancelled "
        "stripped".split()
    )
)
# Of these the subject is what ends.
_ENDING_ITSELF = frozenset(stem(["ended", "lapsed", "expired"]))
# An auxiliary stands at most this far before its verb.
AUXILIARY = 3
_LISTING = frozenset({"and", "or"})
# The longest name of a part of a body: "House Foreign Affairs Committee".
LONGEST = 5


def belongs_elsewhere(alignment: Alignment) -> bool:
    """Whether a source says of another thing, or with another word, what a claim says."""
    return _part_acts(alignment) or _contrary_nearer(alignment) or _is_past(alignment)


def _part_acts(alignment: Alignment) -> bool:
    """Whether the source has a part of the body that the claim names: a committee of it."""
    ours, there = alignment.claim.reading, alignment.source.reading
    if not _PART_OF_BODY.isdisjoint(ours.folded):
        return False
    for part, place in alignment.held:
        if part.kind != "name":
            continue
        end = there.words[place].end
        for word in there.words[place + 1 : place + LONGEST]:
            if not there.text[end : word.start].isspace():
                break
            if word.folded in _PART_OF_BODY:
                return True
            if not word.text[:1].isupper():
                break
            end = word.end
    return False


def _contrary_nearer(alignment: Alignment) -> bool:
    """Whether the contrary of a claim's word stands nearer to what that word bears on.

    "supports the sale but opposes the fee" doesn't say "opposes the sale".
    """
    words = alignment.source.reading.words
    held = alignment.held
    taken = {place for _, place in held}
    for (part, place), (_, object_) in pairwise(held):
        if part.kind != "word":
            continue
        for i, word in enumerate(words):
            between = min(i, object_) < place < max(i, object_)
            nearer = abs(i - object_) < abs(place - object_)
            if i in taken or not nearer or between or not contrary(part.word, word):
                continue
            # "gallium, germanium and antimony" lists them side by side.
            listed = words[min(i, place) + 1 : max(i, place)]
            if not all(w.folded in _LISTING or contrary(part.word, w) for w in listed):
                return True
    return False


def _is_past(alignment: Alignment) -> bool:
    """Whether a claim says that a thing is, or is had, which the source has in the past alone.

    A claim whose verb is only "is" or "has" holds no other word that a source could belie.
    """
    ours, there = alignment.claim.reading.words, alignment.source.reading.folded
    if not _STILL.isdisjoint(alignment.claim.reading.folded) and _long_done(alignment):
        return True
    main = next((i for i, word in enumerate(ours) if word.folded in _PRESENT), None)
    if main is None or any(word.folded in _PAST for word in ours):
        return False
    # "limits" and "plans" before the verb are nouns.
    if any(is_verb(word) and not (i < main and word.folded.endswith("s"))
           for i, word in enumerate(ours) if i != main):  # fmt: skip
        return False
    # In reported speech "has" is told as "had".
    told = [word.folded for word in alignment.source.reading.words]
    told = told[: told.index("that")] if "that" in told else told
    past = not _PAST.isdisjoint(told) and (_PRESENT | {"still"}).isdisjoint(there)
    return past or _came_to_an_end(alignment)


def _long_done(alignment: Alignment) -> bool:
    """Whether a verb of the claim stands in the source as what was done once."""
    words = alignment.source.reading.words
    return any(
        part.verb
        and (words[place].folded.endswith("ed") or words[place].folded in IRREGULAR)
        and _PRESENT.isdisjoint(word.folded for word in words[max(0, place - AUXILIARY) : place])
        for part, place in alignment.held
    )


def _came_to_an_end(alignment: Alignment) -> bool:
    """Whether the source says that what a claim speaks of was ended or lost."""
    there, held = alignment.source.layout, alignment.held
    words = there.reading.words
    taken = {place for _, place in held}
    said = {part.word.stem for part, _ in held}
    for i, word in enumerate(words):
        if word.stem not in _ENDING or i in taken | there.denied or i in there.thought:
            continue
        passive = any(w.folded in _BE for w in words[max(0, i - AUXILIARY) : i])
        apart = i > 0 and "," in there.reading.text[words[i - 1].end : word.start]
        back = passive or apart or word.stem in _ENDING_ITSELF
        ended = [j for j in range(len(words)) if (j < i) == back and j != i]
        ended = [j for j in ended if apart or there.clause[j] == there.clause[i]]
        if any(j in taken or (words[j].stem in said) for j in ended):
            return True
    return False
