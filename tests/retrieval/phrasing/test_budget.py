from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from retrieval.phrasing.budget import TokenBudget

DAY = date(2031, 3, 4)


def budget(path: Path, day: date = DAY) -> TokenBudget:
    return TokenBudget(path, 100, lambda: day)


def test_what_was_used_today_is_known_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    budget(path).spend(30)
    again = budget(path)
    again.spend(20)
    assert again.left == 50
    assert json.loads(path.read_text()) == {"day": "2031-03-04", "used": 50}
    assert budget(path, date(2031, 3, 5)).left == 100


def test_a_new_day_begins_while_the_bot_runs(tmp_path: Path) -> None:
    days = [DAY]
    running = TokenBudget(tmp_path / "tokens.json", 100, lambda: days[-1])
    running.spend(100)
    assert running.left == 0
    days.append(date(2031, 3, 5))
    assert running.left == 100


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"day": "2031-03-04"}',
        b'{"day": "2031-03-04", "used": "many"}',
        b'{"day": "2031-03-04", "used": Infinity}',
        b'{"day": "2031-03-04", "used": -5000}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_counts_as_nothing_used_and_is_mended(
    tmp_path: Path, damaged: bytes
) -> None:
    path = tmp_path / "tokens.json"
    path.write_bytes(damaged)
    running = budget(path)
    assert running.left == 100
    running.spend(1)
    assert budget(path).left == 99


def test_a_file_that_cannot_be_written_does_not_stop_the_count(tmp_path: Path) -> None:
    running = budget(tmp_path / "no" / "such" / "folder" / "tokens.json")
    running.spend(60)
    running.spend(60)
    assert running.left < 0
