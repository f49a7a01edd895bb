"""What passages hold of a question, against a plain reading of the same words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.coverage import QueryTerms, StemTable

WORDS = st.sampled_from("abcdef")
ROWS = st.lists(st.lists(WORDS, max_size=5), min_size=1, max_size=4)


@given(st.lists(ROWS, min_size=1, max_size=6), st.lists(WORDS, max_size=6), st.data())
def test_a_table_finds_what_a_plain_reading_finds(
    passages: list[list[list[str]]], question: list[str], data: st.DataObject
) -> None:
    places = st.lists(st.integers(0, len(passages) - 1), min_size=1, max_size=8)
    positions = data.draw(places)
    asked = QueryTerms.of(question)

    held = StemTable(passages).held(np.array(positions), asked)

    for row, position in enumerate(positions):
        rows = passages[position]
        stems = {stem for line in rows for stem in line}
        phrases = {pair for line in rows for pair in pairwise(line)}
        assert held.stems[row].tolist() == [stem in stems for stem in asked.stems]
        assert held.phrases[row].tolist() == [
            (asked.stems[one], asked.stems[other]) in phrases for one, other in asked.phrases
        ]


def test_a_question_is_its_stems_and_their_neighbours() -> None:
    asked = QueryTerms.of(["chip", "rule", "chip", "rule", "rule"])

    assert asked.stems == ("chip", "rule")
    assert asked.phrases == ((0, 1), (1, 0))
