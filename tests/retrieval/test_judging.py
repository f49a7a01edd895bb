"""A reload that makes the answers worse is held back until somebody decides."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.hashing import HashEncoder
from retrieval.documents import Document
from retrieval.errors import ChokepointError
from retrieval.evaluation import Evaluation, Figure
from retrieval.generations import Generations
from retrieval.judging import compare
from retrieval.keeping import Keeper
from retrieval.lifecycle import Lifecycle
from retrieval.question_file import RegressionQuestion
from retrieval.settings import RetrievalSettings

QUESTIONS = [
    {"id": "ferry", "question": "When was the Saltmarsh ferry built?", "documents": ["ferry"]},
    {
        "id": "cap",
        "question": "How many graphene wafers a year may Northland export under the cap?",
        "documents": ["quota-2031"],
    },
]


@pytest.fixture
def settings(small_corpus: Path, tmp_path: Path) -> RetrievalSettings:
    rows = "\n".join(json.dumps(row) for row in QUESTIONS)
    (small_corpus / "questions.jsonl").write_text(rows)
    return RetrievalSettings(corpus=small_corpus, data=tmp_path / "data")


def opened(settings: RetrievalSettings) -> Lifecycle:
    return Lifecycle.open(settings, HashEncoder(), Generations(settings.data), None)


@pytest.fixture
def lifecycle(settings):
    live = opened(settings)
    yield live
    live.close()


def test_a_reload_that_is_no_worse_goes_live_with_its_figures(lifecycle, settings):
    (settings.corpus / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")
    stages = []
    report = lifecycle.reload(lambda progress: stages.append(progress.stage), "ana")
    assert report.live
    assert report.comparison.fallen == ()
    assert {figure.name for figure in report.comparison.figures} >= {"correct", "document_hit"}
    assert "judging" in stages
    record = lifecycle.history()[0]
    assert (record.state, record.origin.by, record.origin.added) == ("live", "ana", ("canal",))
    assert dict(record.origin.figures)["document_hit"] == 1.0


def test_a_worse_reload_waits_and_names_the_questions(lifecycle, settings):
    live = lifecycle.live.manifest.generation
    (settings.corpus / "articles/ferry.txt").unlink()
    report = lifecycle.reload(by="ana")
    assert not report.live
    assert "document_hit" in report.comparison.fallen
    assert [worse.id for worse in report.comparison.worse] == ["ferry"]
    assert report.comparison.worse[0].question == QUESTIONS[0]["question"]
    assert lifecycle.live.manifest.generation == live
    assert lifecycle.status().held == report.generation
    assert [record.state for record in lifecycle.history()] == ["held", "live"]


def test_a_candidate_outlives_a_restart_and_can_be_activated(settings):
    first = opened(settings)
    (settings.corpus / "articles/ferry.txt").unlink()
    held = first.reload().generation
    first.close()
    again = opened(settings)
    assert "ferry" in again.live.index.corpus.by_id
    report = again.activate("bo")
    assert (report.generation, report.removed) == (held, ("ferry",))
    assert again.status().held is None
    with pytest.raises(ChokepointError, match="No candidate is held back"):
        again.activate()
    assert again.rollback().added == ("ferry",)
    again.close()


def test_a_candidate_can_be_discarded(lifecycle, settings):
    (settings.corpus / "articles/ferry.txt").unlink()
    held = lifecycle.reload().generation
    assert lifecycle.discard("ana") == held
    assert not (settings.data / "generations" / held).exists()
    assert "ferry" in lifecycle.live.index.corpus.by_id
    with pytest.raises(ChokepointError, match="No candidate is held back"):
        lifecycle.discard()


def test_a_change_made_meanwhile_is_not_lost_to_an_old_candidate(lifecycle, settings):
    (settings.corpus / "articles/ferry.txt").unlink()
    lifecycle.reload()
    draft = Document(id="", text="The Dunmere canal is nine miles long.", title="Canal")
    Keeper(settings, lifecycle).add(draft, "bo")
    with pytest.raises(ChokepointError, match="the corpus was changed since"):
        lifecycle.activate()
    assert "canal" in lifecycle.live.index.corpus.by_id


def test_a_setting_says_how_far_a_figure_may_fall(settings):
    lenient = replace(settings, regression_tolerance=0.5)
    lifecycle = opened(lenient)
    (settings.corpus / "articles/ferry.txt").unlink()
    report = lifecycle.reload()
    lifecycle.close()
    assert report.live
    assert [worse.id for worse in report.comparison.worse] == ["ferry"]


def test_a_corpus_without_questions_just_goes_live(lifecycle, settings):
    (settings.corpus / "questions.jsonl").unlink()
    (settings.corpus / "articles/ferry.txt").unlink()
    report = lifecycle.reload()
    assert report.live
    assert report.comparison is None


def test_questions_that_cannot_be_read_stop_the_reload_with_a_sentence(lifecycle, settings):
    live = lifecycle.live.manifest.generation
    (settings.corpus / "questions.jsonl").write_text("no json")
    with pytest.raises(ChokepointError, match=r"questions\.jsonl:1: this line is not JSON"):
        lifecycle.reload()
    assert lifecycle.live.manifest.generation == live


@pytest.mark.parametrize(("failing", "fallen"), [(2, ()), (3, ("correct",))])
def test_a_figure_may_fall_by_just_the_tolerance(failing, fallen):
    questions = tuple(RegressionQuestion(str(i), f"{i}?", "other") for i in range(100))
    before = Evaluation(100, (Figure("correct", 100, ()), Figure("none", 0, ())))
    ids = tuple(str(i) for i in range(failing))
    after = Evaluation(100, (Figure("correct", 100, ids), Figure("none", 0, ())))
    compared = compare(questions, before, after, 0.02)
    assert compared.fallen == fallen
    assert tuple(worse.id for worse in compared.worse) == ids
    assert [figure.name for figure in compared.figures] == ["correct"]


def test_a_rollback_can_name_any_generation_of_the_history(lifecycle, settings):
    names = [lifecycle.live.manifest.generation]
    for i in range(3):
        (settings.corpus / "articles/canal.txt").write_text(f"The canal has {i} locks.")
        names.append(lifecycle.reload().generation)
    lifecycle.rollback(names[0], "ana")
    assert lifecycle.live.manifest.generation == names[0]
    assert {record.generation for record in lifecycle.history()} == set(names)
    assert lifecycle.rollback().generation == names[3]
    with pytest.raises(ChokepointError, match='no earlier index "g-none"'):
        lifecycle.rollback("g-none")
