"""Opposites: words that exclude each other, from two tables and from prefixes of denial.

A line of `opposites.txt` holds two sides, or one that nothing excludes; the words of one side
stand for each other. A line of `contraries.txt` holds two or more sides of which each excludes the
others in one place ("keep", "delete"; "bond", "loan", "stock"), but the words of one side only
resemble each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources

from retrieval.tokens import STOP_WORDS, stem
from retrieval.verify.reading import Reading, Word

# How far to each side of a word its company reaches, in a statement and in its source. Where the
# source also has the word itself, its opposite must share so many words of company, and so much of
# the company, with it; else one. Chosen on the dev half of `benchmarks gate --parts summedits` and
# the supported claims of `wice`.
COMPANY = 4
SOURCE_COMPANY = 6
SHARED = 2
SHARE = 1 / 3
_PREFIXES = ("un", "non", "dis", "in", "im", "ir", "il")
_SHORTEST = 4
# "authorities" has the stem of "authorise" and nothing to do with it.
_OTHER_SENSE = re.compile(r"(?:ity|ities)$")

_Sides = dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]]


@lru_cache(maxsize=2)
def _table(name: str) -> _Sides:
    """Return for each stem the sides it stands on, each with the other side."""
    lines = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    table: _Sides = {}
    for line in lines.strip().split("\n"):
        sides = [frozenset(stem(side.split())) for side in line.split("|")]
        for side in sides:
            against = frozenset().union(*(other for other in sides if other is not side))
            for word in side - against:
                table[word] = (*table.get(word, ()), (side, against))
    return table


def _sides(root: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return _table("opposites.txt").get(root, ()) + _table("contraries.txt").get(root, ())


def opposed(one: str, other: str) -> bool:
    """Whether two stems are known to exclude each other."""
    return any(other in against for _, against in _sides(one))


def same_side(one: str, other: str) -> bool:
    """Whether two stems stand for each other in the table of opposites."""
    table = _table("opposites.txt")
    return one == other or any(other in side for side, _ in table.get(one, ()))


def contrary(statement: Reading, source: Reading) -> str | None:
    """Return a word of the statement whose opposite, and not itself, stands in the source."""
    stems = source.stems
    for word in statement.words:
        if _OTHER_SENSE.search(word.folded):
            continue
        for side, against in _table("opposites.txt").get(word.stem, ()):
            if word.stem not in stems and not side & stems and against & stems:
                return word.text
    return None


def contrary_in_place(statement: Reading, sentences: Sequence[Reading]) -> tuple[str, str] | None:
    """Return a word of the statement and the opposite that keeps its company in the source.

    The opposite must stand among more of the words around the statement's word than that word
    itself, or what stands for it, does anywhere in the source.
    """
    for place, word in enumerate(statement.words):
        if word.folded in STOP_WORDS:
            continue
        for own, against in _senses(word):
            # What the statement says beside the word isn't in its place.
            opposite = against - statement.stems - statement.folded
            around = _company(statement, place, COMPANY) - own - opposite
            best, nearest, found = -1, 0, ""
            for sentence in sentences:
                for other_place, other in enumerate(sentence.words):
                    forms = {other.stem, other.folded}
                    is_own = not forms.isdisjoint(own)
                    if not is_own and forms.isdisjoint(opposite):
                        continue
                    shared = len(around & _company(sentence, other_place, SOURCE_COMPANY))
                    if is_own:
                        best = max(best, shared)
                    elif shared > nearest:
                        nearest, found = shared, other.text
            needed = max(SHARED, SHARE * len(around)) if best >= 0 else 1
            if nearest >= needed and nearest > best:
                return word.text, found
    return None


def _senses(word: Word) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield what stands for a word and what opposes it: by the tables, then by prefix."""
    sides = _sides(word.stem)
    if sides and not _OTHER_SENSE.search(word.folded):
        own = frozenset({word.stem}).union(*(side for side, _ in sides))
        yield own, frozenset().union(*(against for _, against in sides)) - own
    if len(word.folded) >= _SHORTEST:
        bare = {word.folded.removeprefix(prefix) for prefix in _PREFIXES} - {word.folded}
        forms = {prefix + word.folded for prefix in _PREFIXES}
        forms |= {form for form in bare if len(form) >= _SHORTEST}
        yield frozenset({word.stem}), frozenset(forms)


def _company(reading: Reading, place: int, reach: int) -> frozenset[str]:
    """Return the stems of weight around the word at `place`."""
    near = reading.words[max(0, place - reach) : place + reach + 1]
    return frozenset(
        word.stem
        for word in near
        if word is not reading.words[place]
        if word.folded not in STOP_WORDS
    )
