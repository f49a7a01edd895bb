"""Choose a few texts that together cover a question, best first.

Ranking each text by itself fills the top with repeats of the plainest fact while another part of
the question stays uncovered. Here the next text is the one whose own score, plus what it adds to
the question's words held so far, is greatest: the greedy solution of a coverage problem, which
comes within 1 - 1/e of the best set (Nemhauser, Wolsey and Fisher 1978).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from retrieval.index import Index

Floats = NDArray[np.float32]
LONG = 12


@dataclass(frozen=True, slots=True)
class Spread:
    """How a set is chosen, in the units of the scores.

    `cover` is the worth of holding all of a question's weight when it has `LONG` stems, and less
    for a shorter one: a question of a few words is about one thing, and its best text holds all
    there is to cover. Texts wait until all others are
    used up when their document has had `per_document` texts chosen, or when they are nearly the
    same as one (`same`: cosine).
    """

    cover: float = 4.0
    per_document: int = 5
    same: float = 0.97


@dataclass(frozen=True, slots=True)
class Candidates:
    """Texts to choose from.

    `scores` has shape (n,); `held` (n, stems) says which of the question's stems a text holds;
    `weights` (stems,) sums to 1; `vectors` (n, d) are unit vectors; `documents` (n,) are labels.
    """

    scores: Floats
    held: NDArray[np.bool_]
    weights: Floats
    vectors: Floats
    documents: tuple[str, ...]

    @classmethod
    def of(
        cls,
        index: Index,
        positions: NDArray[np.intp],
        scores: Floats,
        stems: list[str],
        weights: Floats,
    ) -> Candidates:
        """Take passages by position; what their headers hold doesn't count as covered."""
        own = [frozenset().union(*index.lexical.sentence_terms[i]) for i in positions]
        held = np.array([[stem in terms for stem in stems] for terms in own], dtype=bool)
        return cls(
            scores,
            held.reshape(len(positions), len(stems)),
            weights,
            index.vectors[positions],
            tuple(index.passages[i].document.id for i in positions),
        )


def choose(candidates: Candidates, k: int, spread: Spread) -> list[int]:
    """Return all candidates by place: the `k` chosen as a set, then the others by score."""
    scores = candidates.scores.astype(np.float64)
    worth = spread.cover * min(2.0, len(candidates.weights) / LONG)
    left = np.ones(len(scores), dtype=bool)
    uncovered = np.array(candidates.weights, dtype=np.float64)
    likeness = np.zeros(len(scores))
    used: dict[str, int] = {}
    waits = np.zeros(len(scores), dtype=bool)
    order: list[int] = []
    while left.any() and len(order) < k:
        pool = left & ~waits if (left & ~waits).any() else left
        gains = scores + worth * (candidates.held @ uncovered)
        best = int(np.argmax(np.where(pool, gains, -np.inf)))
        order.append(best)
        left[best] = False
        uncovered = uncovered * ~candidates.held[best]
        likeness = np.maximum(likeness, candidates.vectors @ candidates.vectors[best])
        document = candidates.documents[best]
        used[document] = used.get(document, 0) + 1
        if used[document] == spread.per_document:
            waits |= np.array([label == document for label in candidates.documents])
        waits |= likeness >= spread.same
    rest = np.flatnonzero(left)
    return order + [int(i) for i in rest[np.argsort(-scores[rest], kind="stable")]]
