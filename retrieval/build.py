"""Build the index of a corpus, encoding only what changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.documents import Corpus, Passage, Problem
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index, make_index
from retrieval.judging import Comparison
from retrieval.passages import passages_of
from retrieval.progress import Progress, ProgressListener, reporter


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

    Vectors of documents whose digest is in `old` are taken from there; pass None when `old` was
    built by another encoder.
    """
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    vectors, fresh = _vectors(passages, encoder, old, listener)
    if listener:
        listener(Progress("indexing", 0, len(passages)))
    return make_index(generation, corpus, passages, vectors), fresh


def _vectors(
    passages: Sequence[Passage],
    encoder: Encoder,
    old: Index | None,
    listener: ProgressListener | None,
) -> tuple[Vectors, int]:
    known: dict[tuple[str, int], Vectors] = {}
    if old is not None:
        known = {
            (passage.document.digest, passage.start): vector
            for passage, vector in zip(old.passages, old.vectors, strict=True)
        }
    vectors = np.zeros((len(passages), encoder.dimension), dtype=np.float32)
    fresh: list[int] = []
    for i, passage in enumerate(passages):
        vector = known.get((passage.document.digest, passage.start))
        if vector is None:
            fresh.append(i)
        else:
            vectors[i] = vector
    if fresh:
        report = reporter("encoding", len(fresh), listener)
        report(0)
        vectors[fresh] = encoder.encode_passages([passages[i].text for i in fresh], report)
    return vectors, len(fresh)


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
