"""How like a question each sentence found is, word piece by word piece.

Words meet only words that begin alike; pieces seen in their context also meet others of near
meaning, and the pieces of "who" or "how long" are near to what answers them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index import Index
from retrieval.search import Hit
from retrieval.token_vectors import TokenVectors
from retrieval.tokens import STOP_WORDS, TOKEN, fold

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Means over a question's pieces of how near the nearest piece of a sentence is.

    Cosines, so each is in [-1, 1]; both 0 where no pieces are known. `content` is of the content
    words, `frame` of the other words and the punctuation. `least` is that of the content word which
    everything found comes least near to, the same for all sentences found.
    """

    content: float = 0.0
    frame: float = 0.0
    least: float = 0.0


def likeness(
    index: Index, text: str, tokens: TokenVectors, hits: Sequence[Hit]
) -> list[list[Likeness]]:
    """Compare a question with the sentences of `hits`; the pieces of `text` are the first text's.

    Returns:
        For each hit, one a sentence of its passage.
    """
    asked, spans = tokens.text(0)
    counts = [len(hit.passage.sentences) for hit in hits]
    nearest = _nearest(index, asked, hits) if len(asked) else None
    if nearest is None:
        return [[Likeness()] * count for count in counts]
    words = _content_words(text, spans)
    content = words > 0
    columns = np.stack([_mean(nearest[content]), _mean(nearest[~content])], axis=1)
    found = nearest.max(axis=1, initial=0.0)
    met = [float(found[words == word].mean()) for word in np.unique(words[content])]
    least = min(met, default=0.0)
    marks = [Likeness(near, around, least) for near, around in columns.tolist()]
    ends = np.cumsum(counts).tolist()
    return [marks[end - count : end] for end, count in zip(ends, counts, strict=True)]


def _nearest(index: Index, asked: Floats, hits: Sequence[Hit]) -> Floats | None:
    """Return the greatest cosine of each asked piece with each sentence, (pieces, sentences).

    A sentence without a piece, beyond what the encoder reads of a passage, is like nothing (0).
    """
    columns: list[Floats] = []
    none = np.zeros((1, len(asked)), dtype=np.float32)
    for hit in hits:
        vectors, spans = index.tokens.text(hit.position)
        if not len(vectors):
            return None
        cosines = vectors @ asked.T
        starts = spans[:, 0] + hit.passage.start
        for sentence in hit.passage.sentences:
            first, last = np.searchsorted(starts, (sentence.start, sentence.end))
            own = cosines[first:last] if first < last else none
            columns.append(own.max(axis=0))
    return np.stack(columns, axis=1)


def _content_words(text: str, spans: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for each piece the number of the content word of `text` it lies in, from 1; else 0."""
    numbers = np.zeros(len(text) + 1, dtype=np.int32)
    for number, match in enumerate(TOKEN.finditer(text), start=1):
        if fold(match.group()) not in STOP_WORDS:
            numbers[match.start() : match.end()] = number
    return np.asarray(numbers[spans[:, 0]])


def _mean(rows: Floats) -> Floats:
    return rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], dtype=np.float32)
