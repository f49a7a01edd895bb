"""Words that stand for or against each other when a claim and a sentence are compared.

A line of `kindred.txt` is a class: forms of one irregular word, or words that a rewording of
policy news may exchange without saying more. A word may stand in several classes. A line of
`contrary.txt` holds two sides that exclude each other, beside the opposites that the gate knows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from retrieval.tokens import stem
from retrieval.verify.naming import same_people
from retrieval.verify.opposites import opposed
from retrieval.verify.reading import Word

# Words of one root share a beginning of this many letters and differ in endings like these.
ROOT = 5
_ENDING = re.compile(
    r"(?:e|ed|es|er|ers|or|ors|ing|ings|ion|ions|ation|ations|ment|ments|ance|ence|al|als|ally|"
    r"ure|s|y|ies|ied|ive|ity|ly|ial|ary|ist|ists|an|ans|ous|ism)?"
)


_BEGINNING = frozenset(
    stem(
        "impose imposed introduce introduced open opened start started begin began begun launch "
        "launched add added list listed tighten tightened suspend suspended pause paused".split()
    )
)
_ENDING_STAGE = frozenset(
    stem(
        "lift lifted remove removed close closed end ended stop stopped delist delisted scrap "
        "scrapped resume resumed ease eased loosen loosened drop dropped "
        "rescinded repealed revoked withdrawn withdrew cancelled abolished".split()
    )
)


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[int]]:
    text = resources.files(__package__).joinpath("kindred.txt").read_text(encoding="utf-8")
    table: dict[str, frozenset[int]] = {}
    for number, line in enumerate(text.strip().split("\n")):
        for root in stem(line.split()):
            table[root] = table.get(root, frozenset()) | {number}
    return table


@lru_cache(maxsize=1)
def _contraries() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    text = resources.files(__package__).joinpath("contrary.txt").read_text(encoding="utf-8")
    sides = [
        [frozenset(stem(side.split())) for side in line.split("|")]
        for line in text.strip().split("\n")
    ]
    return tuple((one, other) for one, other in sides)


def contrary(one: Word, other: Word) -> bool:
    """Whether two words exclude each other."""
    if opposed(one.stem, other.stem):
        return True
    return any(
        (one.stem in a and other.stem in b) or (one.stem in b and other.stem in a)
        for a, b in _contraries()
    )


def stages(one: Word, other: Word) -> bool:
    """Whether one word begins what the other ends: what was imposed may later be lifted."""
    return (one.stem in _BEGINNING and other.stem in _ENDING_STAGE) or (
        other.stem in _BEGINNING and one.stem in _ENDING_STAGE
    )


def kindred(one: Word, other: Word) -> bool:
    """Whether two words are one word, forms of one root, or of one class."""
    if one.stem == other.stem or one.folded == other.folded:
        return True
    if one.name and other.name:
        return same_people(one.folded, other.folded)
    if one.name != other.name and same_people(one.folded, other.folded):
        return True
    classes = _classes()
    if not classes.get(one.stem, frozenset()).isdisjoint(classes.get(other.stem, frozenset())):
        return True
    return _one_root(one.folded, other.folded)


def _one_root(one: str, other: str) -> bool:
    if any(char.isdigit() for char in one + other):
        return False
    for adverb, plain in ((one, other), (other, one)):
        # "formally" is "formal" and "possibly" "possible"; "secretly" is no "secretary".
        if adverb.endswith("ly"):
            return plain in {adverb[:-2], f"{adverb[:-1]}e", f"{adverb[:-3]}y", adverb[:-4]}
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    if shared < ROOT:
        return False
    return all(_ENDING.fullmatch(word[shared:]) is not None for word in (one, other))
