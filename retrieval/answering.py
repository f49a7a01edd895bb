"""From a question understood to a verified answer, within one generation. Pure and synchronous."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Answer, AnswerStatus, Retrieved
from retrieval.compose import compose
from retrieval.confidence import Model, confidence, features_of
from retrieval.encoder import Vectors
from retrieval.evidence import Evidence, weigh_sentences
from retrieval.further import deciding_hits
from retrieval.index import Index
from retrieval.polar import asked_of
from retrieval.question import Filters, Question
from retrieval.quoting import newest_date
from retrieval.reranker import DEPTH, Reranker
from retrieval.search import Hit, search
from retrieval.token_vectors import TokenVectors
from retrieval.verify import verify_answer

# How many passages an answer carries; its sentences are picked from the same ones, and from those
# further down that decide what is asked.
RETRIEVED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What an index holds for a question, before anything is said of it.

    `evidence` holds the sentences of `hits`, and of passages further down that decide what is
    asked, best first; `sure` is how likely `hits` hold the answer, in (0, 1), whatever the index's
    threshold is. `seconds` is what it took.
    """

    index: Index
    question: Question
    hits: Sequence[Hit]
    evidence: Sequence[Evidence]
    sure: float
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Consulted:
    """What an index holds for a question: its sentences, best first, and the quoting answer."""

    index: Index
    question: Question
    evidence: Sequence[Evidence]
    quoting: Answer


def consult(
    index: Index,
    question: Question,
    vectors: Vectors,
    *,
    today: str,
    stale_days: int,
    tokens: TokenVectors | None = None,
    filters: Filters | None = None,
    reranker: Reranker | None = None,
) -> Consulted:
    """Find what `index` holds for `question`, and answer by quoting.

    Args:
        index: the generation to answer from.
        question: the question understood against that generation's names.
        vectors: of the whole question and of each part, shape (1 + parts, d).
        today: the current date, ISO 8601, for notices of stale sources.
        stale_days: how old the newest source may be for a question about the present.
        tokens: those of the question's word pieces, as its first text.
        filters: what may be a source.
        reranker: reads the best passages again, where one is set.

    Returns:
        The sentences found and the answer, every statement of it verified; `seconds` is left 0
        for the caller to fill.
    """
    found = find(index, question, vectors, tokens, filters, reranker)
    return conclude(found, today=today, stale_days=stale_days)


def find(
    index: Index,
    question: Question,
    vectors: Vectors,
    tokens: TokenVectors | None = None,
    filters: Filters | None = None,
    reranker: Reranker | None = None,
) -> Found:
    """Find what `index` holds for `question`; the arguments are those of `consult`."""
    hits = search(index, question, vectors, DEPTH if reranker else RETRIEVED, filters)
    if reranker:
        hits = reranker.rerank(question.text, hits, RETRIEVED)
    evidence = weigh_sentences(index, question, hits, tokens)
    sure = confidence(features_of(index, question, vectors, hits, evidence))
    asked = asked_of(question, index.gazetteer, index.lexical.words) if evidence else None
    further = deciding_hits(index, question, asked, vectors, hits, filters) if asked else []
    if further:
        evidence = weigh_sentences(index, question, [*hits, *further], tokens)
    return Found(index, question, hits, evidence, sure)


def conclude(found: Found, *, today: str, stale_days: int) -> Consulted:
    """Answer by quoting what was found, or abstain where it is less sure than the threshold."""
    index, question, evidence = found.index, found.question, found.evidence
    threshold = Model().threshold if index.threshold is None else index.threshold
    made = None
    if evidence and found.sure >= threshold:
        made = compose(index, question, evidence, today, stale_days)
    answer = Answer(
        question=question.asked,
        status=AnswerStatus.ANSWERED if made else AnswerStatus.ABSTAINED,
        confidence=round(found.sure, 4),
        as_of=made.as_of if made else newest_date([index.newest] if index.newest else []),
        seconds=0.0,
        statements=made.statements if made else (),
        sources=made.sources if made else (),
        notices=made.notices if made else (),
        retrieved=tuple(
            Retrieved(
                hit.passage.document.id,
                hit.passage.start,
                hit.passage.end,
                hit.passage.text,
                hit.score,
            )
            for hit in found.hits
        ),
        generation=index.generation,
    )
    quoting = verify_answer(answer, index.corpus.by_id)
    return Consulted(index, question, evidence, quoting)
