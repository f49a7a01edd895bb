"""What the options of a command may hold."""

from __future__ import annotations

from datetime import date

import pytest

from bot.choices import choices, day
from bot.faults import ToldError


@pytest.mark.parametrize(
    ("option", "text", "meant"),
    [
        ("from", "2026-01-31", date(2026, 1, 31)),
        ("to", "2026-01-31", date(2026, 1, 31)),
        ("since", "31 January 2026", date(2026, 1, 31)),
        ("from", "2025", date(2025, 1, 1)),
        ("to", "2025", date(2025, 12, 31)),
        ("from", "May 2025", date(2025, 5, 1)),
        ("to", "2024-02", date(2024, 2, 29)),
        ("to", " ", None),
    ],
)
def test_a_month_or_a_year_begins_from_and_ends_to(
    option: str, text: str, meant: date | None
) -> None:
    assert day(option, text) == meant


@pytest.mark.parametrize("text", ["soon", "the spring of 2025", "2025-13-01", "May"])
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(ToldError):
        day("from", text)


def test_a_name_too_long_for_a_choice_is_cut_at_a_words_end_and_says_so() -> None:
    name = "The package of December adds controls of memory, two product rules and entities " * 2
    (choice,) = choices([name.strip()], "package")
    assert len(choice.name) <= 100
    assert choice.name.endswith(" package of…")
    assert name.startswith(choice.value)
