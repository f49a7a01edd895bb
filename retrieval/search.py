"""Rank passages for a question: two legs, one fused score, a second look at the best.

Lexical and dense scores are standardised over all passages and mixed (a convex combination beats
reciprocal rank fusion, arXiv 2210.11934). The best candidates are then scored again by how much
of the question's weight they cover, and by the outlet, people, dates and status asked for.
The weights were fitted on development sets; benchmarks/README.md says how and what each gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Document, Kind, Passage
from retrieval.encoder import Vectors
from retrieval.index import Index
from retrieval.question import Filters, Intent, Question

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
    # Passages a document may hold among the best before others are let in.
    per_document: int = 3
    duplicate: float = 0.9


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
    lists = [_second_look(index, question, whole, allowed, ranking, question.stems, None)]
    for part, vector in zip(question.parts, vectors[1:], strict=True):
        own = _legs(index, part.stems, vector)
        legs = (1 - ranking.whole) * own + ranking.whole * whole
        lists.append(_second_look(index, question, legs, allowed, ranking, part.stems, part.outlet))
    ranked = _round_robin(lists[1:], lists[0]) if len(lists) > 1 else lists[0]
    chosen = _diverse(index, ranked, k, ranking)
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


def _second_look(
    index: Index,
    question: Question,
    legs: Scores,
    allowed: NDArray[np.bool_],
    ranking: Ranking,
    stems: Sequence[str],
    outlet: str | None,
) -> list[Ranked]:
    boosts = _boosts(index, question, ranking, outlet)
    first = np.where(allowed, _mix(legs, ranking.dense) + boosts, -np.inf)
    fine = _mix(legs, ranking.fine) + boosts
    count = min(ranking.candidates, int(allowed.sum()))
    best = np.argpartition(-first, count - 1)[:count]
    weights = {stem: index.lexical.idf(stem) for stem in set(stems)}
    total = sum(weights.values()) or 1.0
    rescored: list[Ranked] = []
    for position in best:
        i = int(position)
        coverage = sum(w for stem, w in weights.items() if stem in index.lexical.term_sets[i])
        window = _window_coverage(index.lexical.sentence_terms[i], weights)
        score = (
            float(fine[i]) + ranking.coverage * coverage / total + ranking.window * window / total
        )
        rescored.append((i, score, coverage / total))
    return sorted(rescored, key=lambda row: (-row[1], row[0]))


def _window_coverage(sentences: Sequence[frozenset[str]], weights: dict[str, float]) -> float:
    """Return the most question weight that two sentences side by side hold."""
    held = [{stem for stem in weights if stem in sentence} for sentence in sentences]
    pairs = [a | b for a, b in pairwise(held)] or held
    return max((sum(weights[stem] for stem in pair) for pair in pairs), default=0.0)


def _boosts(index: Index, question: Question, ranking: Ranking, outlet: str | None) -> Scores:
    """Return what the metadata of each passage's document adds for this question."""
    outlets = (outlet,) if outlet else question.outlets
    gains = {
        document.id: gain
        for document in index.corpus.documents
        if (gain := _boost(document, question, ranking, outlets))
    }
    boosts = np.zeros(len(index.passages), dtype=np.float32)
    for document_id, gain in gains.items():
        for position in index.passages_by_document.get(document_id, ()):
            boosts[position] = gain
    return boosts


def _boost(
    document: Document, question: Question, ranking: Ranking, outlets: Sequence[str | None]
) -> float:
    gain = 0.0
    if outlets and document.publisher in outlets:
        gain += ranking.outlet
    elif outlets and any(source.publisher in outlets for source in document.sources):
        gain += ranking.outlet / 2
    speaker = document.quote.speaker if document.quote else document.author
    if speaker and speaker in question.people:
        gain += ranking.person
    if document.published and len(document.published.text) == 10:
        day = document.published.first
        if any(mention.covers(day) for mention in question.dates):
            gain += ranking.published
    if document.id in question.documents:
        gain += ranking.alias
    if document.status and document.status.is_past and question.wants(Intent.PRESENT):
        gain -= ranking.past
    if document.kind is Kind.TERM and question.wants(Intent.DEFINE):
        gain += ranking.alias / 2
    return gain


def _round_robin(parts: Sequence[list[Ranked]], whole: list[Ranked]) -> list[Ranked]:
    """Deal from each part's list in turn; what only the whole question found comes after."""
    merged: dict[int, Ranked] = {}
    for depth in range(max(len(part) for part in parts)):
        for part in parts:
            if depth < len(part):
                merged.setdefault(part[depth][0], part[depth])
    for row in whole:
        merged.setdefault(row[0], row)
    # Scores of different lists aren't comparable: keep the order, let the score fall with it.
    ordered = list(merged.values())
    top = max(row[1] for row in ordered)
    return [(i, min(top, score), cover) for i, score, cover in ordered]


def _diverse(index: Index, ranked: list[Ranked], k: int, ranking: Ranking) -> list[Ranked]:
    """Keep the best, without near-duplicates, and at most a few a document while others remain.

    A document's cap yields when the others are used up, so an answer spread over one document
    is still found whole.
    """
    chosen: list[Ranked] = []
    waiting: list[Ranked] = []
    held: dict[str, int] = {}
    for row in ranked:
        document = index.passages[row[0]].document.id
        if held.get(document, 0) >= ranking.per_document or _repeats(index, row, chosen, ranking):
            waiting.append(row)
            continue
        held[document] = held.get(document, 0) + 1
        chosen.append(row)
        if len(chosen) == k:
            return chosen
    return [*chosen, *waiting[: k - len(chosen)]]


def _repeats(index: Index, row: Ranked, chosen: list[Ranked], ranking: Ranking) -> bool:
    own = index.lexical.term_sets[row[0]]
    for other, _, _ in chosen:
        their = index.lexical.term_sets[other]
        if len(own & their) >= ranking.duplicate * max(1, len(own | their)):
            return True
    return False
