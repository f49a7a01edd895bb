from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.phrasing.protocol import Line, LineKind, LineReader, read_line

S, Q, D, N, NONE = (
    LineKind.STATEMENT,
    LineKind.QUOTE,
    LineKind.DIFFERENCE,
    LineKind.NOTHING,
    LineKind.GARBAGE,
)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("S 1,4: The cap is 12,000.", Line(S, (1, 4), "The cap is 12,000.")),
        ("S [1][4] The cap is 12,000.", Line(S, (1, 4), "The cap is 12,000.")),
        ("S [1, 4]: The cap is 12,000.", Line(S, (1, 4), "The cap is 12,000.")),
        ("- S 1 and 4 - The cap is 12,000.", Line(S, (1, 4), "The cap is 12,000.")),
        ("**S 2:** 12,000 wafers a year.", Line(S, (2,), "12,000 wafers a year.")),
        ("Statement 3: It ended.", Line(S, (3,), "It ended.")),
        ("The cap is 12,000. [2]", Line(S, (2,), "The cap is 12,000.")),
        ("1. The cap is 12,000 [2][3].", Line(S, (2, 3), "The cap is 12,000")),
        ("S1: It ended.", Line(S, (1,), "It ended.")),
        ("S: (sentence 3) It ended.", Line(S, (3,), "It ended.")),
        ("S [1], [4]: 12,000 wafers", Line(S, (1, 4), "12,000 wafers")),
        ("It ended (sentences 3 and 4).", Line(S, (3, 4), "It ended")),
        ("\u200bS\u200b 1: 12\u200f,000", Line(S, (1,), "12,000")),
        ("Q 3", Line(Q, (3,))),
        ("Q [3]", Line(Q, (3,))),
        ("D 2,7: One says 5, the other 6.", Line(D, (2, 7), "One says 5, the other 6.")),
        ("N", Line(N)),
        ("N.", Line(N)),
        ("N: the sentences do not hold the answer.", Line(N)),
        ("Not in the corpus.", Line(N)),
    ],
)
def test_lines_are_read_as_they_are_meant(raw: str, line: Line) -> None:
    assert read_line(raw) == line


@pytest.mark.parametrize(
    "raw",
    [
        "Here is the answer:",
        "S",
        "S 1:",
        '{"statements": []}',
        "Sure, I can help.",
        "No idea",
        "1, 4, 7",
        "[3]",
    ],
)
def test_everything_else_is_garbage(raw: str) -> None:
    assert read_line(raw).kind is NONE


@given(st.text())
def test_no_text_makes_reading_fail(raw: str) -> None:
    read_line(raw)


def test_a_long_run_of_brackets_is_read_at_once() -> None:
    assert read_line("S " + "[1" * 3000).kind is NONE
    assert read_line("x " + "[1] " * 1500 + "y").kind is NONE


@given(st.text(alphabet="SQN 123:ab\n", max_size=200), st.integers(1, 9))
def test_pieces_make_the_same_lines_as_the_whole(text: str, size: int) -> None:
    whole, pieces = LineReader(1000), LineReader(1000)
    expected = [*whole.feed(text), *whole.end()]
    found = [
        line for i in range(0, len(text), size) for line in pieces.feed(text[i : i + size])
    ] + pieces.end()
    assert found == expected


def test_reading_stops_at_its_length_and_a_cut_line_is_no_line() -> None:
    reader = LineReader(30)
    assert reader.feed("S 1: one\nS 2: two\nS 3: a longer line") == [
        Line(S, (1,), "one"),
        Line(S, (2,), "two"),
    ]
    assert reader.full
    assert reader.end() == []
