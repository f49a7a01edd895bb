"""The bound, the threshold it leads to, and the curve, against their definitions."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import report
from benchmarks.calibration import (
    ERROR,
    RISK,
    WITHHELD,
    Row,
    balanced,
    claim_weight,
    threshold_for,
    upper_bound,
)
from benchmarks.curve import risk_coverage, svg


@pytest.mark.parametrize(("errors", "count"), [(0, 20), (1, 20), (7, 150), (30, 700)])
def test_the_bound_is_where_so_few_errors_become_unlikely(errors: int, count: int) -> None:
    bound = upper_bound(errors, count)

    chance = sum(comb(count, e) * bound**e * (1 - bound) ** (count - e) for e in range(errors + 1))

    assert chance == pytest.approx(ERROR, rel=1e-6)


def test_all_wrong_has_no_bound_below_one() -> None:
    assert upper_bound(5, 5) == 1.0


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 0.99), min_size=120, max_size=300))
def test_the_threshold_keeps_wrong_abstentions_within_the_risk(sure: list[float]) -> None:
    rows = [Row("one", "", True, ())] * len(sure)

    threshold = threshold_for(rows, np.array(sure))

    assert upper_bound(sum(value < threshold for value in sure), len(sure)) <= RISK


def test_the_strictest_set_decides_the_threshold() -> None:
    rows = [Row("easy", "", True, ())] * 200 + [Row("hard", "", True, ())] * 200
    sure = np.concatenate([np.linspace(0.8, 0.9, 200), np.linspace(0.1, 0.9, 200)])

    assert 0.1 <= threshold_for(rows, sure) < 0.2


def test_claims_are_lifted_until_the_threshold_withholds_its_share() -> None:
    rows = [Row("claims", "", True, ())] * 200
    sure = np.linspace(0.001, 0.5, 200)

    lifted = np.log(sure / (1 - sure)) + claim_weight(rows, sure, 0.3)

    assert np.mean(1 / (1 + np.exp(-lifted)) < 0.3) == pytest.approx(WITHHELD, abs=0.01)


def test_each_set_and_class_weighs_the_same() -> None:
    rows = [Row("a", "", True, ())] * 30 + [Row("a", "", False, ())] * 10 + [Row("b", "", True, ())]
    weights = balanced(rows)

    assert weights.mean() == pytest.approx(1)
    assert weights[:30].sum() == pytest.approx(weights[30:40].sum())
    assert weights[:30].sum() == pytest.approx(weights[40:].sum())


def test_risk_is_the_share_of_wrong_among_those_given() -> None:
    points = risk_coverage([True, False, True, False], [0.9, 0.8, 0.7, 0.1])

    assert points == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]


def test_the_pictures_are_well_formed() -> None:
    curve = svg({"a & b": ([True, False], [0.9, 0.2])}, 0.5)
    figure = {"value": 0.9, "low": 0.8, "high": 0.95}
    systems = {"Chokepoint": {"hit@1": figure}, "BM25": {"hit@1": figure}}
    bars = report.svg({"xquad": {"systems": systems}})

    assert ElementTree.fromstring(curve).tag.endswith("svg")
    root = ElementTree.fromstring(bars)
    assert sum(item.tag.endswith("rect") and item.get("height") == "10" for item in root) == 2
