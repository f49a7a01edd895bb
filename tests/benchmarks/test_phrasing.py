"""The recorded replies, each line judged by the sentences it cites, whatever the ranking."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.phrasing import REPLIES, Line, excerpts, holds, judge, read_replies, resolved
from retrieval.corpus import read_corpus
from retrieval.index import make_index
from retrieval.shipped import shipped
from tests.given import given

Judged = list[tuple[str, Line, str]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Return for each line that asserts something its writer, and what it is shown as."""
    corpus = read_corpus(shipped("corpus"))
    every = given(corpus)
    passages = list(dict.fromkeys(item.hit.passage for item in every))
    index = make_index("one", corpus, passages, np.zeros((len(passages), 1), dtype=np.float32))
    found: Judged = []
    for reply in read_replies():
        for line in reply.lines:
            cited = [
                item
                for excerpt in excerpts(line.text)
                for item in every
                if holds(excerpt, item.hit.passage.document.id, item.text)
            ]
            text = resolved(line.text, cited)
            if line.true is not None and text is not None:
                found.append((reply.writer, line, judge(text, cited, index)))
    return found


def test_the_recorded_lines_still_find_their_sentences(judged: Judged) -> None:
    recorded = sum(line.true is not None for reply in read_replies() for line in reply.lines)
    assert len(judged) >= 0.9 * recorded


def test_no_false_line_is_shown_but_those_known_to_slip_through(judged: Judged) -> None:
    false = [(line, shown) for _, line, shown in judged if not line.true]
    assert [line.text for line, shown in false if shown[0] != "!" and not line.open] == []
    assert sum(line.open for line, _ in false) <= 0.02 * len(false)


def test_nine_in_ten_true_lines_of_a_capable_model_are_shown(judged: Judged) -> None:
    shown = [text[0] != "!" for writer, line, text in judged if line.true and writer == "capable"]
    assert sum(shown) >= 0.9 * len(shown)


def test_the_replies_are_to_forty_questions_or_more() -> None:
    rows = [json.loads(line) for line in REPLIES.read_text(encoding="utf-8").splitlines()]
    assert len({row["question"] for row in rows if row["writer"] == "capable"}) >= 40
    assert len({row["question"] for row in rows if row["writer"] == "weak"}) >= 40
