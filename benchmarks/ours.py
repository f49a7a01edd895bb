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

NAME = "Chokepoint"


def load_index(folder: Path, vectors: VectorStore) -> Index:
    """Read a corpus folder into an index.

    Raises:
        CorpusError: the folder holds nothing that can be read.
    """
    corpus = read_corpus(folder)
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    rows = vectors([passage.text for passage in passages])
    return make_index("benchmark", corpus, passages, rows)


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
    results: list[Answer] = []
    start = 0
    for item, group in zip(understood, texts, strict=True):
        own = rows[start : start + len(group)]
        start += len(group)
        results.append(consult(index, item, own, today=today, stale_days=stale_days).quoting)
    return results


def ranked(answer: Answer) -> Ranked:
    """Return the part of an answer that the figures need."""
    return Ranked(
        tuple(Found(item.document, item.text) for item in answer.retrieved), answer.confidence
    )
