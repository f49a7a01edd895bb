"""How sure the bot must be to answer unasked: the level is the one that was measured."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from benchmarks.calibration import Row
from benchmarks.unasked import RESULTS, TRAPS, WRONG, level_for, wrong
from bot.cogs.ask import SURE
from retrieval.confidence import Features


def row(answerable: bool, cosine: float) -> Row:
    marks = asdict(Features(cosine=cosine))
    return Row("a", "", answerable, tuple(float(value) for value in marks.values()))


def test_the_bot_speaks_unasked_at_the_level_that_was_measured() -> None:
    measured = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert measured["level"] == SURE
    shown = {*TRAPS, "starter corpus (not chosen by)"}
    chosen_by = [name for name in measured["sets"] if name not in shown]
    assert len(chosen_by) == 4
    assert all(measured["sets"][name][f"{SURE:.2f}"]["wrong"] <= WRONG for name in chosen_by)


def test_the_level_is_the_least_that_keeps_wrong_answers_few_in_the_hardest_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.unasked.confidence", lambda marks: marks.cosine)
    hard = [row(True, 0.95), row(True, 0.6), row(False, 0.73), row(False, 0.1)]
    easy = [row(True, 0.9), row(False, 0.52)]
    assert level_for({"easy": easy}) == 0.53
    assert level_for({"easy": easy, "hard": hard}) == 0.74


def test_wrong_is_the_share_of_answers_at_even_odds() -> None:
    assert wrong(0.0, 0.0) == 0.0
    assert wrong(0.6, 0.2) == pytest.approx(0.25)
