"""Questions for who heads something, and the words that tell it: an office, its holder's name.

"Who runs the bureau?" is answered by "Under Secretary Ada Verne of the bureau" and not by what
the bureau runs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from retrieval.claims.layout import Layout
from retrieval.claims.roles import PREPOSITIONS, names_doer, takes_part
from retrieval.tokens import stem

# What offices at the head of something are called.
OFFICES = frozenset(
    stem(
        "head chief ceo boss leader director chair chairman chairwoman chairperson president "
        "premier chancellor minister secretary commissioner governor mayor administrator executive "
        "principal superintendent commander dean".split()
    )
)
# ... and the verbs that say the same.
HEADING = frozenset(stem("run lead direct govern".split()))
_BEING = (
    r"(?:head|boss|chief|leader|ceo|director|chair(?:man|woman|person)?|president|minister|"
    r"secretary|commissioner|governor|administrator|chief executive)"
)
_ASKS = re.compile(
    rf"(?:(?:runs|heads|leads|chairs|directs|governs)\s+|(?:is|'s|’s)\s+(?:currently\s+|now\s+)?"
    rf"(?:in charge of|(?:running|heading|leading|chairing)|(?:the\s+)?{_BEING}\s+(?:of|at))\s+)"
    r"(?P<of>[^?]+)",
    re.IGNORECASE,
)
# These go before the office of somebody who is not, or no longer, at the head.
_LESSER = frozenset("former ex past deputy vice assistant then onetime late".split())
# How far from the office its holder and what he heads are named.
_NEAR = 5


def headed(rest: str) -> str | None:
    """Return what a question that goes on so after "who" asks for the head of; else None."""
    match = _ASKS.match(rest)
    return match["of"] if match else None


def tells_head(there: Layout, roots: Sequence[str], place: int, places: Collection[int]) -> bool:
    """Whether the word at `place` tells who heads what is named at `places`.

    `roots` are the stems of the words. An office must stand by a name and by what it is over, and
    be held still; a verb must be done to that.
    """
    words = there.reading.words
    if roots[place] in HEADING:
        first = next((i for i in range(place + 1, place + _NEAR) if i in places), None)
        if first is None:
            return any(
                i < place and takes_part(there, place, i, done_to=True) for i in places
            ) and names_doer(there, place, _NEAR)
        between = {word.folded for word in words[place + 1 : first]}
        active = takes_part(there, place, first, done_to=True)
        return bool(active) and between.isdisjoint(PREPOSITIONS)
    start = max(0, place - _NEAR)
    if not _LESSER.isdisjoint(word.folded for word in words[start:place]):
        return False
    near = range(start, min(len(words), place + _NEAR + 1))
    # "Director of the mill" is that of nothing that goes before.
    behind = place + 1 < len(words) and words[place + 1].folded in {"of", "at", "for"}
    over = any(i in places for i in near if i > place or not behind)
    return over and any(
        words[i].name and i not in places and roots[i] not in OFFICES | {"under"} for i in near
    )
