"""One complete index in memory: what a question is asked of. Never changes once made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from retrieval.catalogue import Catalogue
from retrieval.documents import Corpus, Document, Passage
from retrieval.encoder import Vectors
from retrieval.gazetteer import Gazetteer
from retrieval.lexical import LexicalIndex
from retrieval.token_vectors import TokenVectors


@dataclass(frozen=True)
class Index:
    """A generation ready to be searched.

    `vectors` has shape (passages, d): unit vectors in the order of `passages`. `tokens` are those
    of the passages' word pieces. `threshold` is the confidence under which nothing is answered from
    this index, where its corpus has questions that tell it; None stands for that of
    `retrieval.confidence.Model`.
    """

    generation: str
    corpus: Corpus
    passages: tuple[Passage, ...]
    vectors: Vectors
    tokens: TokenVectors
    lexical: LexicalIndex
    gazetteer: Gazetteer
    catalogue: Catalogue
    threshold: float | None = None

    @cached_property
    def newest(self) -> Document | None:
        """The document of the latest publication date."""
        return max(
            (document for document in self.corpus.documents if document.published),
            key=lambda document: document.published.first if document.published else date.min,
            default=None,
        )


def make_index(
    generation: str,
    corpus: Corpus,
    passages: Sequence[Passage],
    vectors: Vectors,
    tokens: TokenVectors | None = None,
) -> Index:
    """Assemble an index from passages, their vectors and those of their pieces (same order)."""
    lexical = LexicalIndex(passages)
    return Index(
        generation=generation,
        corpus=corpus,
        passages=tuple(passages),
        vectors=vectors,
        tokens=tokens or TokenVectors.none(len(passages)),
        lexical=lexical,
        gazetteer=Gazetteer.of(corpus, lexical.words),
        catalogue=Catalogue.of(corpus, passages),
    )
