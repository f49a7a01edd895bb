"""The ablation's table: true to its file, and without a gap."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from benchmarks.ablation import BEGIN, COLUMNS, END, PAGE, RESULTS, WITHOUT, markdown
from retrieval.search import CLAIM, Ranking
from retrieval.selection import Spread


def test_the_page_shows_the_table_of_the_last_run() -> None:
    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert table.strip() == markdown(json.loads(RESULTS.read_text(encoding="utf-8")))


def test_every_feature_of_the_ranking_has_a_row() -> None:
    off = {name for without in WITHOUT.values() for name in _changed(without(CLAIM))}

    # How many candidates are looked at is no feature: it bounds the time of a search.
    assert off == {field.name for kind in (Ranking, Spread) for field in fields(kind)} - {
        "candidates",
        "spread",
    }


def _changed(ranking: Ranking) -> list[str]:
    pairs = [(ranking, CLAIM), (ranking.spread, CLAIM.spread)]
    return [
        field.name
        for one, full in pairs
        for field in fields(one)
        if field.name != "spread" and getattr(one, field.name) != getattr(full, field.name)
    ]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_figure_of_the_table_was_measured(name: str) -> None:
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))[name]

    assert list(rows) == ["everything", *WITHOUT]
    for row in rows.values():
        assert list(row) == list(COLUMNS[name])
        assert all(cell["low"] <= cell["value"] <= cell["high"] for cell in row.values())
