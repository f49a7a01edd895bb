"""Figures of ranking and of abstention, with bootstrap intervals.

A question's gold is a list of pieces of evidence. `ranks` gives, for each piece, the rank (from 1)
of the first retrieved passage that holds it, or None where nothing retrieved does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rank = int | None
Values = NDArray[np.float64]
RESAMPLES = 1000
SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the 2.5th and 97.5th percentile of its bootstrap distribution."""

    value: float
    low: float
    high: float
    count: int


def recall(ranks: Sequence[Rank], k: int) -> float:
    """Return the share of the gold found within the first `k`."""
    return sum(_within(rank, k) for rank in ranks) / len(ranks)


def all_gold(ranks: Sequence[Rank], k: int) -> float:
    """Return 1 when every piece of gold is within the first `k`, else 0."""
    return float(all(_within(rank, k) for rank in ranks))


def hit(ranks: Sequence[Rank], k: int = 1) -> float:
    """Return 1 when any piece of gold is within the first `k`, else 0."""
    return float(any(_within(rank, k) for rank in ranks))


def reciprocal_rank(ranks: Sequence[Rank], k: int = 10) -> float:
    """Return 1 / rank of the first piece of gold found within the first `k`, else 0."""
    return max((1.0 / rank for rank in ranks if rank is not None and rank <= k), default=0.0)


def _within(rank: Rank, k: int) -> bool:
    return rank is not None and rank <= k


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the probability that a positive outscores a negative, ties counting half.

    This is the Mann-Whitney statistic U / (n · m) (Hanley and McNeil 1982).

    Raises:
        ValueError: one of the two is empty.
    """
    if not len(positive) or not len(negative):
        raise ValueError("AUROC needs at least one positive and one negative score")
    ordered = np.sort(np.asarray(negative, dtype=np.float64))
    scores = np.asarray(positive, dtype=np.float64)
    below = np.searchsorted(ordered, scores, side="left")
    not_above = np.searchsorted(ordered, scores, side="right")
    return float((below + not_above).mean() / (2 * len(ordered)))


def bootstrap(values: Sequence[float], resamples: int = RESAMPLES, seed: int = SEED) -> Interval:
    """Return the mean of per-question `values` with its 95 % percentile interval."""
    array = np.asarray(values, dtype=np.float64)
    means = _resampled(array, resamples, seed)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(array.mean()), float(low), float(high), len(array))


def paired_difference(
    ours: Sequence[float],
    theirs: Sequence[float],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """Return the mean of `ours - theirs`, question by question, with its 95 % interval.

    Raises:
        ValueError: the two differ in length.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"paired values differ in length: {len(ours)} and {len(theirs)}")
    difference = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    return bootstrap(difference.tolist(), resamples, seed)


def bootstrap_auroc(
    positive: Sequence[float],
    negative: Sequence[float],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """Return the AUROC with its 95 % interval, both classes resampled on their own."""
    generator = np.random.default_rng(seed)
    plus = np.asarray(positive, dtype=np.float64)
    minus = np.asarray(negative, dtype=np.float64)
    draws = [
        auroc(
            plus[generator.integers(0, len(plus), len(plus))].tolist(),
            minus[generator.integers(0, len(minus), len(minus))].tolist(),
        )
        for _ in range(resamples)
    ]
    low, high = np.percentile(draws, [2.5, 97.5])
    return Interval(auroc(positive, negative), float(low), float(high), len(plus) + len(minus))


def _resampled(values: Values, resamples: int, seed: int) -> Values:
    generator = np.random.default_rng(seed)
    picks = generator.integers(0, len(values), (resamples, len(values)))
    return np.asarray(values[picks].mean(axis=1), dtype=np.float64)
