"""Chokepoint as the benchmark calls it: the librarian's own path, with vectors from the store.

The index is made and asked in memory by the functions the librarian uses (`read_corpus`,
`passages_of`, `make_index`, `understand`, `consult`), so that a hundred small corpora
don't load the encoder a hundred times and a re-run computes no vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.baselines import VectorStore
from benchmarks.datasets import Found, Question, Ranked
from retrieval.answer import Answer
from retrieval.answering import consult
from retrieval.batch import texts_of
from retrieval.corpus import read_corpus
from retrieval.index import Index, make_index
from retrieval.passages import passages_of
from retrieval.question import Turn, understand
from retrieval.settings import RetrievalSettings
from retrieval.token_vectors import TokenVectors

NAME = "Chokepoint"


def load_index(folder: Path, vectors: VectorStore, *, pieces: bool = True) -> Index:
    """Read a corpus folder into an index.

    Without `pieces`, the vectors of word pieces are left out: neither the ranking of passages nor
    a claim needs them, and to compute them takes as long as the passages' own.

    Raises:
        CorpusError: the folder holds nothing that can be read.
    """
    corpus = read_corpus(folder)
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    texts = [passage.text for passage in passages]
    tokens = vectors.tokens(texts) if pieces else None
    return make_index("benchmark", corpus, passages, vectors(texts), tokens)


def answers(index: Index, questions: Sequence[Question], vectors: VectorStore) -> list[Answer]:
    """Answer every question from `index`, each with its own conversation before it."""
    today = datetime.now(UTC).date().isoformat()
    stale_days = RetrievalSettings(Path(), Path()).stale_days
    understood = [
        understand(item.text, index.gazetteer, [Turn(turn) for turn in item.history])
        for item in questions
    ]
    texts = [texts_of(item) for item in understood]
    rows = vectors([text for group in texts for text in group])
    known = len(index.tokens.rows) > 0
    tokens = vectors.tokens([item.text for item in understood] if known else [])
    results: list[Answer] = []
    start = 0
    for number, (item, group) in enumerate(zip(understood, texts, strict=True)):
        own = rows[start : start + len(group)]
        start += len(group)
        pieces = TokenVectors.picked([(tokens, number)]) if known else None
        found = consult(index, item, own, today=today, stale_days=stale_days, tokens=pieces)
        results.append(found.quoting)
    return results


def ranked(answer: Answer) -> Ranked:
    """Return the part of an answer that the figures need."""
    return Ranked(
        tuple(Found(item.document, item.text) for item in answer.retrieved), answer.confidence
    )
