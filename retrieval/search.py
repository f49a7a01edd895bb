"""Rank passages for a question: two legs, one fused score, a choice as a set.

Lexical and dense scores are standardised over all passages and mixed (a convex combination beats
reciprocal rank fusion, arXiv 2210.11934), with boosts for the outlet, dates and status asked for,
and for the numbers and months of a claim. The best candidates gain by the question's phrases they
hold, and by what else of their document was found. Last, `selection.py` picks those that together
cover the question.
The weights were set on development sets; benchmarks/README.md says how and what each gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Positions, joined
from retrieval.coverage import QueryTerms
from retrieval.documents import Document, Passage
from retrieval.encoder import Vectors
from retrieval.index import Index
from retrieval.parts import Part
from retrieval.question import Filters, Intent, Question, is_claim
from retrieval.selection import Candidates, Spread, choose
from retrieval.tokens import is_figure

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights of the ranking, in units of the dense leg's z-score.

    `dense` is the dense leg's share of the mix; `phrases` the worth of holding all of a question's
    phrases, for each of them; `document` the share of its own mix that every candidate adds to the
    others of its document; `figures` the worth of holding all of a text's numbers and months.
    """

    dense: float = 0.7
    candidates: int = 60
    phrases: float = 0.5
    document: float = 0.07
    outlet: float = 2.5
    published: float = 1.5
    past: float = 0.6
    # A part of a question (one outlet's clause) counts beside the whole question.
    whole: float = 0.3
    figures: float = 0.0
    spread: Spread = field(default_factory=Spread)


# Each figure of a claim has to be borne out, often by a line that is like the claim in nothing else
# ("Published 12 March 2019").
CLAIM = Ranking(figures=2.0)


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage: its place in the index, its fused score, and what the score rests on.

    `coverage` is the share of the question's idf weight that the passage and its header hold,
    `cosine` the dense similarity; both in about [0, 1].
    """

    position: int
    passage: Passage
    score: float
    coverage: float
    cosine: float


def search(
    index: Index,
    question: Question,
    vectors: Vectors,
    k: int = 10,
    filters: Filters | None = None,
    ranking: Ranking | None = None,
) -> list[Hit]:
    """Return the `k` best passages for `question`, best first.

    Args:
        index: the generation to search.
        question: the question understood.
        vectors: unit vectors, one of the whole question, then one a part; shape (1 + parts, d).
        k: how many passages to return (fewer only when the index or the filters hold fewer).
        filters: what may be a source.
        ranking: the weights, for experiments and for what is neither question nor claim.
    """
    ranking = ranking or ranking_for(question)
    allowed = _allowed(index, filters)
    if not index.passages or not allowed.any():
        return []
    # One pass over the passages' vectors serves the question and its parts.
    cosines = vectors @ index.vectors.T
    whole = _legs(index, question.stems, cosines[0])
    everything = Part(
        question.text, question.stems, question.outlets, question.people, question.dates
    )
    lists = [_look(index, question, everything, whole, allowed, ranking, k)]
    for part, similar in zip(question.parts, cosines[1:], strict=True):
        own = _legs(index, part.stems, similar)
        legs = (1 - ranking.whole) * own + ranking.whole * whole
        lists.append(_look(index, question, part, legs, allowed, ranking, k))
    ranked = _round_robin(lists[1:], lists[0]) if len(lists) > 1 else lists[0]
    chosen = _falling(ranked[:k])
    return [
        Hit(
            position,
            index.passages[position],
            round(score, 4),
            coverage,
            float(cosines[0, position]),
        )
        for position, score, coverage in chosen
    ]


def ranking_for(question: Question) -> Ranking:
    """Return the weights with which a question, or a claim, is searched."""
    return CLAIM if is_claim(question) else Ranking()


def _allowed(index: Index, filters: Filters | None) -> NDArray[np.bool_]:
    if filters is None or filters == Filters():
        return np.ones(len(index.passages), dtype=bool)
    passing = {document.id for document in index.corpus.documents if _passes(document, filters)}
    return np.array([passage.document.id in passing for passage in index.passages], dtype=bool)


def _passes(document: Document, filters: Filters) -> bool:
    published = document.published.first if document.published else None
    if filters.since and (published is None or published < filters.since):
        return False
    if filters.until and (published is None or published > filters.until):
        return False
    if filters.outlet:
        outlets = {document.publisher, *(source.publisher for source in document.sources)}
        if filters.outlet.casefold() not in {o.casefold() for o in outlets if o}:
            return False
    if filters.expert:
        speaker = document.quote.speaker if document.quote else document.author
        return (speaker or "").casefold() == filters.expert.casefold()
    return True


def _standard(scores: Scores) -> Scores:
    return np.asarray((scores - scores.mean()) / (scores.std() + 1e-6), dtype=np.float32)


def _legs(index: Index, stems: Sequence[str], cosines: Scores) -> Scores:
    """Return standardised lexical and dense scores, shape (2, passages)."""
    return np.stack([_standard(index.lexical.scores(stems)), _standard(cosines)])


def _mix(legs: Scores, dense: float) -> Scores:
    return np.asarray((1 - dense) * legs[0] + dense * legs[1], dtype=np.float32)


Ranked = tuple[int, float, float]


def _look(
    index: Index,
    question: Question,
    part: Part,
    legs: Scores,
    allowed: NDArray[np.bool_],
    ranking: Ranking,
    k: int,
) -> list[Ranked]:
    """Return the best passages for one part: position, score and coverage.

    The first `k` are picked as a set; the other candidates follow by score.
    """
    mixed = _mix(legs, ranking.dense)
    boosted = mixed + _boosts(index, question, part, ranking)
    if ranking.figures:
        boosted += ranking.figures * _figures_held(index, part.stems)
    count = min(max(ranking.candidates, k), int(allowed.sum()))
    best = np.sort(np.argpartition(-np.where(allowed, boosted, -np.inf), count - 1)[:count])
    asked = QueryTerms.of(part.stems)
    idf = np.array([index.lexical.idf(stem) for stem in asked.stems], dtype=np.float32)
    weights = _shares(idf)
    held = index.lexical.table.held(best, asked)
    covered = held.stems @ weights
    # A phrase is worth what its plainer word is.
    phrases = _shares(np.array([min(idf[list(pair)]) for pair in asked.phrases], dtype=np.float32))
    scores = boosted[best] + ranking.phrases * len(phrases) * (held.phrases @ phrases)
    scores += ranking.document * _of_others(mixed[best], index.catalogue.numbers[best])
    candidates = Candidates(scores, held.stems, weights, index.vectors[best])
    order = choose(candidates, k, ranking.spread)
    return [(int(best[i]), float(scores[i]), float(covered[i])) for i in order]


def _of_others(mixed: Scores, documents: Positions) -> Scores:
    """Return for each candidate what the others of its document score, those below average 0."""
    gains = np.maximum(mixed, 0)
    sums = np.bincount(documents, weights=gains)
    return np.asarray(sums[documents] - gains, dtype=np.float32)


def _shares(weights: Scores) -> Scores:
    return np.asarray(weights / (weights.sum() or 1.0), dtype=np.float32)


def _figures_held(index: Index, stems: Sequence[str]) -> Scores:
    """Return the share of the figures among `stems` that each passage or its header holds."""
    figures = [stem for stem in dict.fromkeys(stems) if is_figure(stem)]
    held = np.zeros(len(index.passages), dtype=np.float32)
    for stem in figures:
        held += index.lexical.scores([stem]) > 0
    return np.asarray(held / max(1, len(figures)), dtype=np.float32)


def _boosts(index: Index, question: Question, part: Part, ranking: Ranking) -> Scores:
    """Return what the metadata of each passage's document adds, shape (passages,)."""
    boosts = np.zeros(len(index.passages), dtype=np.float32)
    catalogue = index.catalogue

    def add(positions: Positions, gain: float) -> None:
        # A position counts once, however often it is named: the repeats are assigned, not added.
        boosts[positions] = boosts[positions] + gain

    own = joined(catalogue.outlets[name] for name in part.outlets if name in catalogue.outlets)
    boosts[joined(catalogue.cited[name] for name in part.outlets if name in catalogue.cited)] = (
        ranking.outlet / 2
    )
    boosts[own] = ranking.outlet
    add(joined(map(catalogue.within, part.dates or question.dates)), ranking.published)
    if question.wants(Intent.PRESENT):
        add(catalogue.past, -ranking.past)
        # A rule asked about by name is wanted itself, whatever became of it.
        named = joined(catalogue.documents[id_] for id_ in question.documents)
        add(np.intersect1d(named, catalogue.past), ranking.past)
    return boosts


def _round_robin(parts: Sequence[list[Ranked]], whole: list[Ranked]) -> list[Ranked]:
    """Deal from each part's list in turn; what only the whole question found comes after."""
    merged: dict[int, Ranked] = {}
    for depth in range(max(len(part) for part in parts)):
        for part in parts:
            if depth < len(part):
                merged.setdefault(part[depth][0], part[depth])
    for row in whole:
        merged.setdefault(row[0], row)
    return list(merged.values())


def _falling(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Let the score fall with the place: a set's order isn't that of its members' own scores."""
    lowest = np.minimum.accumulate([score for _, score, _ in ranked])
    return [(i, float(low), cover) for (i, _, cover), low in zip(ranked, lowest, strict=True)]
