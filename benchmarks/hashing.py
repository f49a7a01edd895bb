"""An encoder that costs nothing: for measuring and testing what is not about vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np

from retrieval.encoder import Encoder, Vectors
from retrieval.token_vectors import Encoded, TokenVectors
from retrieval.tokens import terms


class HashEncoder(Encoder):
    """Adds up a random direction a word: texts with words in common are near each other."""

    def __init__(self, dimension: int = 64) -> None:
        """Load nothing."""
        self.name = "hashing"
        self.dimension = dimension
        self.fingerprint = f"hashing-{dimension}"

    def read_questions(self, questions: Sequence[str]) -> Encoded:
        """Return unit vectors of shape (len(questions), d), and no pieces."""
        return Encoded(self._encode(questions), TokenVectors.none(len(questions)))

    def read_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Return unit vectors of shape (len(texts), d), and no pieces."""
        vectors = self._encode(texts)
        if progress:
            progress(len(texts))
        return Encoded(vectors, TokenVectors.none(len(texts)))

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for term in terms(text) or [text]:
                row += np.random.default_rng(crc32(term.encode())).standard_normal(self.dimension)
            row /= np.linalg.norm(row) or 1
        return vectors
