"""One complete index in memory: what a question is asked of. Never changes once made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from retrieval.documents import Corpus, Document, Passage
from retrieval.encoder import Encoded, Vectors
from retrieval.gazetteer import Gazetteer
from retrieval.lexical import LexicalIndex


@dataclass(frozen=True)
class Index:
    """A generation ready to be searched.

    `vectors` has shape (passages, d). `sentence_vectors` has shape (sentences, d), all passages'
    sentences in order; those of passage i are rows `first[i]` to `first[i + 1]`.
    """

    generation: str
    corpus: Corpus
    passages: tuple[Passage, ...]
    vectors: Vectors
    sentence_vectors: Vectors
    first: tuple[int, ...]
    lexical: LexicalIndex
    gazetteer: Gazetteer

    @cached_property
    def passages_by_document(self) -> dict[str, list[int]]:
        """Positions of each document's passages, in order."""
        positions: dict[str, list[int]] = {}
        for i, passage in enumerate(self.passages):
            positions.setdefault(passage.document.id, []).append(i)
        return positions

    @cached_property
    def newest(self) -> Document | None:
        """The document of the latest publication date."""
        return max(
            (document for document in self.corpus.documents if document.published),
            key=lambda document: document.published.first if document.published else date.min,
            default=None,
        )

    def vectors_of_sentences(self, position: int) -> Vectors:
        """Unit vectors of a passage's sentences, shape (n, d)."""
        return self.sentence_vectors[self.first[position] : self.first[position + 1]]


def make_index(
    generation: str, corpus: Corpus, passages: Sequence[Passage], encoded: Sequence[Encoded]
) -> Index:
    """Assemble an index from passages and their vectors (same order)."""
    counts = [len(item.sentences) for item in encoded]
    dimension = encoded[0].passage.shape[0] if encoded else 0
    return Index(
        generation=generation,
        corpus=corpus,
        passages=tuple(passages),
        vectors=np.stack([item.passage for item in encoded])
        if encoded
        else np.zeros((0, dimension), dtype=np.float32),
        sentence_vectors=np.concatenate([item.sentences for item in encoded])
        if encoded
        else np.zeros((0, dimension), dtype=np.float32),
        first=tuple(int(value) for value in np.concatenate([[0], np.cumsum(counts)])),
        lexical=LexicalIndex(passages),
        gazetteer=Gazetteer.of(corpus),
    )
