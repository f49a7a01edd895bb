"""Build a generation from a corpus folder, encoding only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.corpus import read_corpus
from retrieval.documents import Corpus, Passage, Problem
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index, make_index
from retrieval.passages import passages_of
from retrieval.progress import Progress, ProgressListener, reporter


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a reload or a rollback did, by document id; `encoded` counts passages encoded anew."""

    generation: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]
    documents: int
    passages: int
    encoded: int
    seconds: float


def build_index(
    folder: Path,
    generation: str,
    encoder: Encoder,
    old: Index | None,
    listener: ProgressListener | None = None,
) -> tuple[Index, int]:
    """Read `folder` and return its index, and how many passages were encoded anew.

    Vectors of documents whose digest is in `old` are taken from there; pass None when `old` was
    built by another encoder.

    Raises:
        CorpusError: the folder is missing or holds nothing that can be read.
    """
    if listener:
        listener(Progress("reading", 0, 0))
    corpus = read_corpus(folder)
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
