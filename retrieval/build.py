"""Build the index of a corpus, encoding only what changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.documents import Corpus, Passage, Problem
from retrieval.encoder import Encoder
from retrieval.index import Index, make_index
from retrieval.judging import Comparison
from retrieval.passages import passages_of
from retrieval.progress import Progress, ProgressListener, reporter
from retrieval.token_vectors import Encoded, TokenVectors


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a change of the index did, by document id; `encoded` counts passages encoded anew.

    `comparison` holds the regression figures where there are questions. `live` is False when they
    fell by too much: then the generation is kept on disk until it is activated or discarded.
    `answered` are questions left open before that this index answers, where somebody asked again.
    """

    generation: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]
    documents: int
    passages: int
    encoded: int
    seconds: float
    live: bool = True
    comparison: Comparison | None = None
    answered: tuple[str, ...] = ()


def build_index(
    corpus: Corpus,
    generation: str,
    encoder: Encoder,
    old: Index | None,
    listener: ProgressListener | None = None,
) -> tuple[Index, int]:
    """Return the index of `corpus`, and how many passages were encoded anew.

    What was read of documents whose digest is in `old` is taken from there; pass None when `old`
    was built by another encoder.
    """
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    encoded, fresh = _encoded(passages, encoder, old, listener)
    if listener:
        listener(Progress("indexing", 0, len(passages)))
    return make_index(generation, corpus, passages, encoded.vectors, encoded.tokens), fresh


def _encoded(
    passages: Sequence[Passage],
    encoder: Encoder,
    old: Index | None,
    listener: ProgressListener | None,
) -> tuple[Encoded, int]:
    known: dict[tuple[str, int], int] = {}
    if old is not None:
        known = {(item.document.digest, item.start): i for i, item in enumerate(old.passages)}
    held = {i: known.get((item.document.digest, item.start)) for i, item in enumerate(passages)}
    fresh = [i for i, place in held.items() if place is None]
    report = reporter("encoding", len(fresh), listener) if fresh else None
    if report:
        report(0)
    read = encoder.read_passages([passages[i].text for i in fresh], report)
    vectors = np.zeros((len(passages), encoder.dimension), dtype=np.float32)
    vectors[fresh] = read.vectors
    picks = {i: (read.tokens, row) for row, i in enumerate(fresh)}
    for i, place in held.items():
        if old is not None and place is not None:
            vectors[i] = old.vectors[place]
            picks[i] = (old.tokens, place)
    tokens = TokenVectors.picked([picks[i] for i in range(len(passages))])
    return Encoded(vectors, tokens), len(fresh)


def difference(old: Corpus | None, new: Corpus) -> dict[str, tuple[str, ...]]:
    """Return the ids added, changed and removed from `old` to `new`, each sorted."""
    before = old.by_id if old else {}
    after = new.by_id
    return {
        "added": tuple(sorted(after.keys() - before.keys())),
        "changed": tuple(
            sorted(
                id_
                for id_ in after.keys() & before.keys()
                if after[id_].digest != before[id_].digest
            )
        ),
        "removed": tuple(sorted(before.keys() - after.keys())),
    }


def report_of(
    index: Index,
    old: Index | None,
    encoded: int,
    began: float,
    live: bool = True,
    comparison: Comparison | None = None,
) -> ReloadReport:
    """Return the report of a change from `old` to `index` that began at a monotonic time."""
    return ReloadReport(
        generation=index.generation,
        **difference(old.corpus if old else None, index.corpus),
        problems=index.corpus.problems,
        documents=len(index.corpus.documents),
        passages=len(index.passages),
        encoded=encoded,
        seconds=round(time.monotonic() - began, 3),
        live=live,
        comparison=comparison,
    )
