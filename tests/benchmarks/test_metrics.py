"""Figures against naive references that follow the definitions word by word."""

import random
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import metrics

RANKS = st.lists(st.one_of(st.none(), st.integers(1, 12)), min_size=1, max_size=4)
SCORES = st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=12)


@given(RANKS, st.integers(1, 12))
def test_recall_counts_gold_among_the_first_k(ranks, k):
    found = [rank for rank in ranks if rank in set(range(1, k + 1))]

    assert metrics.recall(ranks, k) == len(found) / len(ranks)
    assert metrics.all_gold(ranks, k) == (1 if len(found) == len(ranks) else 0)
    assert metrics.hit(ranks, k) == (1 if found else 0)


@given(RANKS)
def test_reciprocal_rank_is_that_of_the_first_gold(ranks):
    slots = [position in ranks for position in range(1, 11)]
    expected = 1 / (slots.index(True) + 1) if any(slots) else 0

    assert metrics.reciprocal_rank(ranks) == pytest.approx(expected)


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positive, negative):
    pairs = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]

    assert metrics.auroc(positive, negative) == pytest.approx(statistics.mean(pairs))


def test_auroc_needs_both_classes():
    with pytest.raises(ValueError, match="at least one positive and one negative"):
        metrics.auroc([1.0], [])


def test_bootstrap_agrees_with_resampling_in_plain_python():
    values = [random.Random(3).random() for _ in range(80)]
    generator = random.Random(5)
    means = sorted(statistics.mean(generator.choices(values, k=80)) for _ in range(4000))

    interval = metrics.bootstrap(values)

    assert interval.value == pytest.approx(statistics.mean(values))
    assert interval.low == pytest.approx(means[100], abs=0.015)
    assert interval.high == pytest.approx(means[3900], abs=0.015)
    assert metrics.bootstrap(values) == interval


def test_bootstrap_of_equal_values_has_no_width():
    assert metrics.bootstrap([0.5] * 9) == metrics.Interval(0.5, 0.5, 0.5, 9)


def test_paired_difference_is_narrower_than_two_intervals_apart():
    generator = np.random.default_rng(0)
    hard = generator.random(200)
    ours = (hard + 0.05).tolist()

    difference = metrics.paired_difference(ours, hard.tolist())

    assert difference.value == pytest.approx(0.05)
    assert difference.high - difference.low < 1e-9
    with pytest.raises(ValueError, match="200 and 1"):
        metrics.paired_difference(ours, [1.0])


def test_bootstrap_auroc_brackets_the_plain_one():
    generator = np.random.default_rng(1)
    positive, negative = generator.normal(1, 1, 60).tolist(), generator.normal(0, 1, 60).tolist()

    interval = metrics.bootstrap_auroc(positive, negative)

    assert interval.value == metrics.auroc(positive, negative)
    assert interval.low < interval.value < interval.high
