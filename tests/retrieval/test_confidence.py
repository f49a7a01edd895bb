"""The confidence: better evidence never lowers it, and its marks are taken in one place."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.batch import texts_of
from retrieval.build import build_index
from retrieval.confidence import (
    FEATURES,
    Features,
    Model,
    confidence,
    features_of,
)
from retrieval.corpus import read_corpus
from retrieval.encoder import Encoder
from retrieval.evidence import weigh_sentences
from retrieval.index import Index
from retrieval.question import understand
from retrieval.search import search
from tests.conftest import SMALL_CORPUS, write_files

FITTED = Path(__file__).parents[2] / "benchmarks" / "results" / "calibration.json"
MARKS = st.floats(0, 1)


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = write_files(tmp_path_factory.mktemp("corpus"), SMALL_CORPUS)
    return build_index(read_corpus(folder), "test", encoder, None)[0]


def measured(index: Index, encoder: Encoder, text: str) -> Features:
    question = understand(text, index.gazetteer)
    vectors = encoder.encode_questions(texts_of(question))
    hits = search(index, question, vectors)
    return features_of(index, question, vectors, hits, weigh_sentences(index, question, hits))


def test_the_model_is_the_one_that_was_fitted() -> None:
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))

    assert asdict(Model()) == pytest.approx({**fitted["weights"], "threshold": fitted["threshold"]})


@settings(deadline=None)
@given(st.lists(MARKS, min_size=len(FEATURES), max_size=len(FEATURES)), st.data())
def test_a_better_mark_never_lowers_confidence(marks: list[float], data: st.DataObject) -> None:
    features = Features(**dict(zip(FEATURES, marks, strict=True)))
    name = data.draw(st.sampled_from(FEATURES))
    more = replace(features, **{name: data.draw(st.floats(getattr(features, name), 1))})
    before, after = confidence(features), confidence(more)

    assert 0 < before < 1
    assert (after - before) * getattr(Model(), name) >= 0


def test_marks_that_speak_for_an_answer_have_weights_that_do() -> None:
    model = Model()

    assert model.content > 0
    assert model.passage > 0
    assert model.names > 0
    assert model.numbers > 0
    assert model.amount > 0
    assert model.kind > 0
    assert model.subject > 0
    assert 0 < model.threshold < 1


def test_nothing_found_is_no_evidence(index: Index, encoder: Encoder) -> None:
    question = understand("What is a quota?", index.gazetteer)

    nothing = features_of(index, question, encoder.encode_questions(texts_of(question)), [], [])

    assert nothing == Features()
    assert confidence(nothing) < 0.01


def test_a_fact_that_is_there_gets_more_than_one_that_is_not(
    index: Index, encoder: Encoder
) -> None:
    pairs = [
        (
            "How many graphene wafers may be exported a year?",
            "How many ferries may be built a year?",
        ),
        ("When was the Saltmarsh ferry built?", "When was the Saltmarsh bridge opened?"),
        ("Who signed the order on graphene wafers?", "Who won the World Cup?"),
    ]
    for there, absent in pairs:
        assert confidence(measured(index, encoder, there)) > confidence(
            measured(index, encoder, absent)
        )


def test_names_and_dates_must_stand_together(index: Index, encoder: Encoder) -> None:
    right = measured(index, encoder, "What did Ada Verne sign on 4 March 2031?")
    wrong = measured(index, encoder, "What did Ada Verne sign on 9 November 2029?")

    assert right.dates == 1.0
    assert wrong.dates == 0.0
    assert wrong.numbers < right.numbers
    assert measured(index, encoder, "What did Boris Halm sign?").names == 0.0


def test_the_opening_sentence_tells_the_kind_asked_for(index: Index, encoder: Encoder) -> None:
    capped = "How many graphene wafers may be exported a year?"

    assert measured(index, encoder, capped).kind == 1.0
    assert measured(index, encoder, capped).subject == 1.0
    assert measured(index, encoder, "What share of graphene wafers is exported?").kind == 0.0


def test_a_time_after_the_newest_source_is_beyond_the_corpus(
    index: Index, encoder: Encoder
) -> None:
    assert measured(index, encoder, "What did Ada Verne sign in March 2031?") != Features()
    assert measured(index, encoder, "What did Ada Verne sign in March 2098?") == Features()


def test_a_meaning_asked_of_a_term_page_is_defined(index: Index, encoder: Encoder) -> None:
    assert measured(index, encoder, "What is a graphene wafer?").defined == 1.0
    assert measured(index, encoder, "How many graphene wafers are sold?").defined == 0.0


def test_a_question_about_the_asker_is_personal(index: Index, encoder: Encoder) -> None:
    assert measured(index, encoder, "Should I buy a graphene wafer?").personal == 1.0
    assert measured(index, encoder, "Who may buy a graphene wafer?").personal == 0.0


def test_what_is_stated_is_a_claim(index: Index, encoder: Encoder) -> None:
    stated = "Northland caps its exports of graphene wafers at 12,000 a year"

    assert measured(index, encoder, stated).claim == 1.0
    assert measured(index, encoder, f"Is it so that {stated}?").claim == 0.0
    assert Model().claim > 0


def test_a_month_is_hardly_named_by_its_year(index: Index, encoder: Encoder) -> None:
    month = measured(index, encoder, "What did Ada Verne sign in March 2031?")
    other = measured(index, encoder, "What did Ada Verne sign in October 2031?")

    assert month.dates == 1.0
    assert other.dates < 0.5
