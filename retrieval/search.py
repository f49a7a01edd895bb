"""Rank passages for a question: two legs, one fused score, a second look, a choice as a set.

Lexical and dense scores are standardised over all passages and mixed (a convex combination beats
reciprocal rank fusion, arXiv 2210.11934). The best candidates are then scored again by how much
of the question's weight they cover, and by the outlet, people, dates and status asked for. Last,
`selection.py` picks those that together cover the question.
The weights were set on development sets; benchmarks/README.md says how and what each gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Positions, joined
from retrieval.documents import Document, Passage
from retrieval.encoder import Vectors
from retrieval.index import Index
from retrieval.parts import Part
from retrieval.question import Filters, Intent, Question
from retrieval.selection import Candidates, Spread, choose

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights of the ranking, in units of the dense leg's z-score.

    `dense` is the dense leg's share of the first mix, which picks the candidates; `fine` its
    share in the second look, where coverage speaks for the lexical side.
    """

    dense: float = 0.5
    fine: float = 0.8
    candidates: int = 60
    coverage: float = 3.0
    window: float = 3.0
    outlet: float = 2.5
    person: float = 1.5
    published: float = 1.5
    alias: float = 1.0
    past: float = 0.6
    # A part of a question (one outlet's clause) counts beside the whole question.
    whole: float = 0.3
    spread: Spread = field(default_factory=Spread)


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
        ranking: the weights, for experiments.
    """
    ranking = ranking or Ranking()
    allowed = _allowed(index, filters)
    if not index.passages or not allowed.any():
        return []
    whole = _legs(index, question.stems, vectors[0])
    everything = Part(
        question.text, question.stems, question.outlets, question.people, question.dates
    )
    lists = [_look(index, question, everything, whole, allowed, ranking, k)]
    for part, vector in zip(question.parts, vectors[1:], strict=True):
        own = _legs(index, part.stems, vector)
        legs = (1 - ranking.whole) * own + ranking.whole * whole
        lists.append(_look(index, question, part, legs, allowed, ranking, k))
    ranked = _round_robin(lists[1:], lists[0]) if len(lists) > 1 else lists[0]
    chosen = _falling(ranked[:k])
    cosines = index.vectors[[position for position, _, _ in chosen]] @ vectors[0]
    return [
        Hit(position, index.passages[position], round(score, 4), coverage, float(cosine))
        for (position, score, coverage), cosine in zip(chosen, cosines, strict=True)
    ]


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


def _legs(index: Index, stems: Sequence[str], vector: Vectors) -> Scores:
    """Return standardised lexical and dense scores, shape (2, passages)."""
    return np.stack([_standard(index.lexical.scores(stems)), _standard(index.vectors @ vector)])


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
    boosts = _boosts(index, question, part, ranking)
    first = np.where(allowed, _mix(legs, ranking.dense) + boosts, -np.inf)
    count = min(max(ranking.candidates, k), int(allowed.sum()))
    best = np.sort(np.argpartition(-first, count - 1)[:count])
    stems = list(dict.fromkeys(part.stems))
    idf = np.array([index.lexical.idf(stem) for stem in stems], dtype=np.float32)
    weights = idf / (idf.sum() or 1.0)
    held = [[stem in index.lexical.term_sets[i] for stem in stems] for i in best]
    covered = np.array(held, dtype=np.float32).reshape(count, len(stems)) @ weights
    share = dict(zip(stems, weights.tolist(), strict=True))
    asked = frozenset(stems)
    windows = [_window(index.lexical.sentence_terms[i], asked, share) for i in best]
    scores = _mix(legs[:, best], ranking.fine) + boosts[best]
    scores += ranking.coverage * covered + ranking.window * np.array(windows, dtype=np.float32)
    candidates = Candidates.of(index, best, scores, stems, weights)
    order = choose(candidates, k, ranking.spread)
    return [(int(best[i]), float(scores[i]), float(covered[i])) for i in order]


def _window(
    sentences: Sequence[frozenset[str]], asked: frozenset[str], weights: dict[str, float]
) -> float:
    """Return the most question weight that two sentences side by side hold."""
    held = [sentence & asked for sentence in sentences]
    pairs = [a | b for a, b in pairwise(held)] or held
    return max((sum(weights[stem] for stem in pair) for pair in pairs), default=0.0)


def _boosts(index: Index, question: Question, part: Part, ranking: Ranking) -> Scores:
    """Return what the metadata of each passage's document adds, shape (passages,)."""
    boosts = np.zeros(len(index.passages), dtype=np.float32)
    catalogue = index.catalogue

    def add(positions: Positions, gain: float) -> None:
        boosts[positions] += gain

    own = joined(catalogue.outlets[name] for name in part.outlets if name in catalogue.outlets)
    cited = joined(catalogue.cited[name] for name in part.outlets if name in catalogue.cited)
    add(np.setdiff1d(cited, own), ranking.outlet / 2)
    add(own, ranking.outlet)
    add(
        joined(catalogue.people[name] for name in part.people if name in catalogue.people),
        ranking.person,
    )
    add(joined(map(catalogue.within, part.dates or question.dates)), ranking.published)
    add(joined(catalogue.documents[id_] for id_ in question.documents), ranking.alias)
    if question.wants(Intent.PRESENT):
        add(catalogue.past, -ranking.past)
    if question.wants(Intent.DEFINE):
        add(catalogue.terms, ranking.alias / 2)
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
