"""What a claim's words stand for in a source beside what they stand for in the claim."""

from __future__ import annotations

from retrieval.claims.aligning import Alignment
from retrieval.claims.kindred import contrary

_PART_OF_BODY = frozenset("committee subcommittee panel caucus".split())
_LISTING = frozenset({"and", "or"})
# The longest name of a part of a body: "House Foreign Affairs Committee".
LONGEST = 5


def belongs_elsewhere(alignment: Alignment) -> bool:
    """Whether a source says of another thing, or with another word, what a claim says."""
    return _part_acts(alignment) or _contrary_nearer(alignment)


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
    for (part, place), (_, object_) in zip(held, held[1:], strict=False):
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
