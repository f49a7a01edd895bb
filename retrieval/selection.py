"""Choose a few texts that together cover a question, best first.

Ranking each text by itself fills the top with repeats of the plainest fact while another part of
the question stays uncovered. Here the next text is the one whose own score, plus what it adds to
the question's words held so far, is greatest: the greedy solution of a coverage problem, which
comes within 1 - 1/e of the best set (Nemhauser, Wolsey and Fisher 1978).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a set is chosen, in the units of the scores.

    `cover` is the worth of holding all of a question's weight, for each of its stems: a question
    of a few words is about one thing, and its best text holds all there is to cover. A text that
    is nearly the same as one chosen (`same`: cosine) waits until all others are used up.
    """

    cover: float = 0.6
    same: float = 0.97


@dataclass(frozen=True, slots=True)
class Candidates:
    """Texts to choose from.

    `scores` has shape (n,); `held` (n, stems) says which of the question's stems a text and its
    header hold; `weights` (stems,) sums to 1; `vectors` (n, d) are unit vectors.
    """

    scores: Floats
    held: NDArray[np.bool_]
    weights: Floats
    vectors: Floats


def choose(candidates: Candidates, k: int, spread: Spread) -> list[int]:
    """Return all candidates by place: the `k` chosen as a set, then the others by score."""
    scores = candidates.scores.astype(np.float64)
    worth = spread.cover * len(candidates.weights)
    left = np.ones(len(scores), dtype=bool)
    uncovered = np.array(candidates.weights, dtype=np.float64)
    alike = candidates.vectors @ candidates.vectors.T >= spread.same
    waits = np.zeros(len(scores), dtype=bool)
    order: list[int] = []
    while left.any() and len(order) < k:
        pool = left & ~waits if (left & ~waits).any() else left
        gains = scores + worth * (candidates.held @ uncovered)
        best = int(np.argmax(np.where(pool, gains, -np.inf)))
        order.append(best)
        left[best] = False
        uncovered = uncovered * ~candidates.held[best]
        waits |= alike[best]
    rest = np.flatnonzero(left)
    return order + [int(i) for i in rest[np.argsort(-scores[rest], kind="stable")]]
