"""A corpus's own questions set the confidence under which it abstains."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.hashing import HashEncoder
from retrieval.batch import answer_many
from retrieval.confidence import Model
from retrieval.documents import Document
from retrieval.evaluation import figures_of, in_context
from retrieval.generations import Generations
from retrieval.keeping import Keeper
from retrieval.lifecycle import Lifecycle
from retrieval.progress import Progress
from retrieval.question_file import read_questions
from retrieval.settings import RetrievalSettings
from retrieval.threshold import HIGHEST, LOWEST, WITHHELD, threshold_of
from retrieval.token_vectors import Encoded

SURE = st.floats(0, 1)
CANAL = Document("canal", "The Dunmere canal is nine miles long.", "The Dunmere canal")


@given(st.lists(SURE, min_size=50, max_size=200), st.lists(SURE, min_size=20, max_size=60))
def test_no_more_than_the_stated_share_is_withheld(known: list[float], absent: list[float]) -> None:
    threshold = threshold_of([(sure, True) for sure in known] + [(sure, False) for sure in absent])

    assert threshold is not None
    assert LOWEST <= threshold <= HIGHEST
    if threshold > LOWEST:
        # It is kept to four digits, as confidences are.
        withheld = [sure for sure in known if sure < threshold - 1e-4]
        assert len(withheld) <= WITHHELD * len(known)


def test_few_questions_tell_nothing() -> None:
    assert threshold_of([(0.9, True)] * 49 + [(0.1, False)] * 40) is None
    assert threshold_of([(0.9, True)] * 90 + [(0.1, False)] * 19) is None


@pytest.fixture
def settings(small_corpus, tmp_path):
    asked = ["When was the Saltmarsh ferry built?", "Who built the Saltmarsh ferry?"]
    rows = [
        {"id": f"known-{i}", "question": f"{asked[i % 2]} ({i})", "documents": ["ferry"]}
        for i in range(50)
    ]
    rows += [
        {
            "id": f"absent-{i}",
            "question": f"What is the capital of country {i}?",
            "answerable": False,
            "kind": "off-topic",
        }
        for i in range(20)
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    (small_corpus / "questions.jsonl").write_text(lines, encoding="utf-8")
    return RetrievalSettings(corpus=small_corpus, data=tmp_path / "data")


def opened(settings: RetrievalSettings) -> Lifecycle:
    return Lifecycle.open(settings, HashEncoder(), Generations(settings.data), None)


def test_a_generation_keeps_the_threshold_its_questions_told(settings) -> None:
    first = opened(settings)
    threshold = first.live.index.threshold
    assert threshold is not None
    first.close()

    again = opened(settings)
    assert again.live.index.threshold == threshold
    again.close()


def test_a_change_of_one_document_keeps_the_threshold(settings) -> None:
    lifecycle = opened(settings)
    threshold = lifecycle.live.index.threshold
    (settings.corpus / "questions.jsonl").unlink()

    Keeper(settings, lifecycle).add(CANAL, "bo")
    assert lifecycle.live.index.threshold == threshold
    lifecycle.close()


def test_a_change_takes_no_vectors_of_another_encoder(settings) -> None:
    lifecycle = opened(settings)
    lifecycle._encoder.fingerprint = "another"

    report = Keeper(settings, lifecycle).add(CANAL, "bo")
    assert report.encoded == report.passages
    lifecycle.close()


def test_another_confidence_model_does_not_take_the_threshold_over(settings, monkeypatch) -> None:
    first = opened(settings)
    first.close()
    monkeypatch.setattr(Model, "fingerprint", property(lambda self: "another"), raising=True)

    again = opened(settings)
    assert again.live.index.threshold is None
    again.close()


def test_questions_that_can_not_be_used_leave_the_models_threshold(settings) -> None:
    (settings.corpus / "questions.jsonl").write_text("no JSON", encoding="utf-8")

    lifecycle = opened(settings)
    assert lifecycle.live.index.threshold is None
    lifecycle.close()


class CountingEncoder(HashEncoder):
    """Keeps the questions it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def read_questions(self, questions: Sequence[str]) -> Encoded:
        self.asked += questions
        return super().read_questions(questions)


def test_a_reload_asks_each_question_once_of_the_candidate(settings) -> None:
    encoder = CountingEncoder()
    lifecycle = Lifecycle.open(settings, encoder, Generations(settings.data), None)
    lifecycle.reload()
    encoder.asked.clear()

    told: list[Progress] = []
    lifecycle.reload(told.append)
    lifecycle.close()
    assert len(encoder.asked) == 70
    stages = ("reading", "indexing", "calibrating", "judging", "switching")
    assert tuple(dict.fromkeys(one.stage for one in told)) == stages
    for stage in ("calibrating", "judging"):
        counted = [(one.done, one.total) for one in told if one.stage == stage]
        assert counted == [(number, 70) for number in range(1, 71)]


def test_the_figures_of_a_reload_are_those_of_the_threshold_it_found(settings, monkeypatch) -> None:
    # Of the two thresholds, only the one that the questions tell lets anything be answered.
    monkeypatch.setattr("retrieval.answering.Model", lambda: Model(threshold=1.0))
    lifecycle = opened(settings)
    report = lifecycle.reload()
    live = lifecycle.live.index
    lifecycle.close()

    questions = read_questions(settings.corpus / "questions.jsonl")
    answers = answer_many(
        live, HashEncoder(), in_context(questions), today="2031-04-01", stale_days=90
    )
    figures = figures_of(questions, answers).figures
    assert {item.name: item.after for item in report.comparison.figures} == {
        item.name: item.share for item in figures if item.total
    }
    assert any(not answer.abstained for answer in answers)
