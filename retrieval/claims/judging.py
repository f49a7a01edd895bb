"""Lay one claim beside one sentence of the corpus: does it bear the claim out, or deny it?"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.claims.exclusion import allows, excludes, left_out
from retrieval.documents import Document, Kind
from retrieval.quantities import Bound, Quantity, quantities
from retrieval.tokens import STOP_WORDS, fold, stem
from retrieval.verify.checks import Source, failures, is_supported, source_of
from retrieval.verify.moments import Moment, moments
from retrieval.verify.naming import folded, same_people
from retrieval.verify.polarity import is_negation
from retrieval.verify.reading import Reading, Word, read

# The shares of a claim's idf weight that a sentence must hold to support it, and to contradict it
# with everything but the one thing that differs. Chosen on the first half of
# benchmarks/data/claims.jsonl; a contradiction is held to more than a support.
SUPPORTS = 0.7
CONTRADICTS = 0.8
# The share that a supporting sentence must hold by itself, without title and context, and the
# words of weight that make a claim without a number specific enough to be supported.
ALONE = 0.5
TELLING = 3
# Numbers this near each other may be one number rounded.
ROUNDING = 0.05

# A sentence that opens so is about what the sentence before it names.
_LEANING = re.compile(r"(?:It|Its|They|Their|He|His|She|Her|This|That|These|Those|Such)\b")
OPPOSITE = "says the opposite"

_STOP_STEMS = frozenset(stem(sorted(STOP_WORDS))) | {"like", "just", "realli", "thing", "stuff"}
# Checks of the gate that keep a sentence from supporting a claim. A claim is everyday speech: how
# sure it sounds doesn't decide, and words it lacks are counted by weight.
_DECISIVE = frozenset({"number", "date", "name", "negation", "opposite", "order"})
_BLOCKING = _DECISIVE | {"modal", "status"}
# How many words after a number say what it counts, and how many further words of a claim that
# names nobody a contradiction must share.
COUNTED = 4
UNNAMED = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one sentence says to a claim.

    `coverage` is the share of the claim's weight that the sentence holds; `conflict` names what
    differs where the sentence is about the same thing and says otherwise.
    """

    supports: bool
    coverage: float
    conflict: str | None = None


def judge(
    claim: str, sentence: str, document: Document, context: str, idf: Callable[[str], float]
) -> Judgement:
    """Judge `claim` by `sentence` of `document`; `context` is what the sentence leans on.

    Args:
        claim: one claim, in its own words.
        sentence: a sentence of the corpus.
        document: whose it is; its names count as said.
        context: the sentence before it, or "".
        idf: the weight of a stem.
    """
    aliases = tuple(folded(alias) for alias in document.aliases)
    own = source_of([sentence], _names_of(document), aliases, (None,))
    around = read(f"{sentence}\n{context}\n{document.title}\n{'; '.join(document.aliases)}")
    said = read(claim)
    content = content_of(said)
    weights = [idf(word.stem) for word in content]
    total = sum(weights)
    if not content or not total:
        return Judgement(False, 0.0)
    alone = [is_supported(word, own) or own.known.knows(word.folded) for word in content]
    held = [here or word.stem in around.stems for here, word in zip(alone, content, strict=True)]
    coverage = sum(w for w, holds in zip(weights, held, strict=True) if holds) / total
    if _LEANING.match(sentence):
        near = read(f"{sentence}\n{context}").stems
        alone = [here or word.stem in near for here, word in zip(alone, content, strict=True)]
    share = sum(w for w, holds in zip(weights, alone, strict=True) if holds) / total
    telling = len(content) >= TELLING or bool(quantities(claim) or moments(claim))
    failed = {failure.check for failure in failures(claim, own)} & _BLOCKING
    if "name" in failed and all(word.folded in around.folded for word in said.words if word.name):
        failed.discard("name")
    if allows(claim) and excludes(sentence):
        return Judgement(False, coverage, _excluded(said, sentence, around))
    if not failed and telling and coverage >= SUPPORTS and share >= ALONE:
        return Judgement(True, coverage)
    # What stands in another's place is told by the check of its kind where there is one.
    decisive = failed & _DECISIVE
    if len(decisive) > 1:
        decisive -= {"order"}
    if len(decisive) != 1 or document.kind is Kind.QUOTE:
        return Judgement(False, coverage)
    (check,) = decisive
    apart = _conflict(check, said, own)
    if apart is None:
        return Judgement(False, coverage)
    conflict, words = apart
    rest = [
        (weight, holds)
        for word, weight, holds in zip(content, weights, held, strict=True)
        if word.stem not in words and not word.folded[:1].isdigit()
    ]
    shared = sum(w for w, holds in rest if holds) / (sum(w for w, _ in rest) or 1.0)
    named = any(word.name for word in content)
    if len(rest) < (2 if named else UNNAMED) or shared < CONTRADICTS:
        return Judgement(False, coverage)
    return Judgement(False, shared, conflict)


def _excluded(said: Reading, sentence: str, around: Reading) -> str | None:
    """Return what `sentence` leaves out of what the claim says is allowed or covered.

    A name must be left out by itself, and every other name of the claim be near.
    """
    out = left_out(said, sentence)
    named = {word for name in said.names for word in name.words} - out
    if not out or not all(
        any(same_people(word, other) for other in around.folded) for word in named
    ):
        return None
    return "leaves that out"


def content_of(claim: Reading) -> list[Word]:
    """Return the words of a claim that carry weight; its numbers are compared by value."""
    numbers = [(quantity.start, quantity.end) for quantity in quantities(claim.text)]
    return [
        word
        for word in claim.words
        if word.folded not in STOP_WORDS
        and word.stem not in _STOP_STEMS
        and fold(word.text).partition("'")[0] not in STOP_WORDS
        and not is_negation(word)
        and not any(start <= word.start and word.end <= end for start, end in numbers)
    ]


def _names_of(document: Document) -> frozenset[str]:
    names = [document.author, document.publisher, *(s.publisher for s in document.sources)]
    if document.quote:
        names += [document.quote.speaker, document.quote.affiliation]
    return frozenset(word for name in names if name for word in folded(name))


def _conflict(check: str, said: Reading, source: Source) -> tuple[str, frozenset[str]] | None:
    """Return how the source differs, and the stems of the claim that are at issue."""
    if check == "number":
        return _numbers_apart(said, source.whole)
    if check == "date":
        return _dates_apart(said, source.whole)
    if check in {"negation", "opposite"}:
        return OPPOSITE, frozenset()
    return None


def _numbers_apart(said: Reading, source: Reading) -> tuple[str, frozenset[str]] | None:
    dates = moments(source.text)
    there = [
        q
        for q in quantities(source.text)
        if not any(d.start <= q.start and q.end <= d.end for d in dates)
    ]
    for one in quantities(said.text):
        if any(one.equals(other) or one.holds(other) for other in there):
            continue
        counted = _counted(said, one)
        rivals = [
            other for other in there if _same_measure(one, other, counted & _counted(source, other))
        ]
        if rivals and all(_apart(one, other) for other in rivals):
            number = source.text[rivals[0].start : rivals[0].end]
            text = said.text[one.start : one.end]
            return f"has {number} where the claim has {text}", frozenset()
    return None


def _counted(text: Reading, quantity: Quantity) -> frozenset[str]:
    """Return the stems of the words after a number that say what it counts."""
    after = [word for word in text.words if word.start >= quantity.end][:COUNTED]
    return frozenset(word.stem for word in after if word.folded not in STOP_WORDS)


def _same_measure(one: Quantity, other: Quantity, counted: frozenset[str]) -> bool:
    if one.unit != other.unit or one.unit == "ordinal":
        return False
    return one.unit in {"%", "USD", "EUR", "GBP", "CNY", "JPY"} or (bool(counted))


def _apart(one: Quantity, other: Quantity) -> bool:
    """Whether no number fits both, limits and rounding allowed for."""
    low, high = _interval(one)
    other_low, other_high = _interval(other)
    return high * (1 + ROUNDING) < other_low or other_high * (1 + ROUNDING) < low


def _interval(quantity: Quantity) -> tuple[float, float]:
    if quantity.bound is Bound.LEAST:
        return quantity.low, math.inf
    if quantity.bound is Bound.MOST:
        return 0.0, quantity.high
    return quantity.low, quantity.high


def _dates_apart(said: Reading, source: Reading) -> tuple[str, frozenset[str]] | None:
    there = [moment for moment in moments(source.text) if moment.year]
    ours = [moment for moment in moments(said.text) if moment.year]
    if len(ours) != 1 or not there or not all(_days_apart(ours[0], other) for other in there):
        return None
    # A sentence of several dates tells of several events; which one is meant isn't sure.
    if len({(moment.year, moment.month, moment.day) for moment in there}) > 1:
        return None
    when = source.text[there[0].start : there[0].end]
    mine = said.text[ours[0].start : ours[0].end]
    at_issue = frozenset(word.stem for word in read(mine).words)
    return f"has {when} where the claim has {mine}", at_issue


def _days_apart(one: Moment, other: Moment) -> bool:
    fields: Sequence[tuple[int | None, int | None]] = (
        (one.year, other.year),
        (one.month, other.month),
        (one.day, other.day),
    )
    return any(a is not None and b is not None and a != b for a, b in fields)
