"""The corpus that is shipped, and the questions it is judged by."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from retrieval.checks import check_corpus
from retrieval.corpus import read_corpus
from retrieval.documents import Corpus, Kind
from retrieval.facts import stated
from retrieval.question_file import RegressionQuestion, read_questions

FOLDER = Path(__file__).parents[2] / "corpus"
# The day the corpus was last worked on: a fixed one, since a test must not fail by the calendar.
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(FOLDER)


@pytest.fixture(scope="module")
def questions() -> tuple[RegressionQuestion, ...]:
    return read_questions(FOLDER / "questions.jsonl")


def test_has_no_problem(corpus: Corpus) -> None:
    assert [str(problem) for problem in check_corpus(FOLDER, corpus, TODAY)] == []


def test_the_questions_are_of_every_kind_and_a_quarter_has_no_answer(
    questions: tuple[RegressionQuestion, ...],
) -> None:
    kinds = Counter(question.kind for question in questions)
    assert len(questions) >= 200
    assert min(kinds.values()) >= 7
    assert sum(not question.answerable for question in questions) >= len(questions) / 4
    follow_ups = [question for question in questions if question.kind == "follow-up"]
    assert all(question.history for question in follow_ups)
    verdicts = {question.verdict for question in questions if question.kind == "claim"}
    assert len(verdicts) == 3
    assert None not in verdicts


def test_every_brief_answers_a_question(
    corpus: Corpus, questions: tuple[RegressionQuestion, ...]
) -> None:
    asked = {id_ for question in questions for id_ in question.documents}
    briefs = {item.id for item in corpus.documents if item.kind in (Kind.BRIEF, Kind.RULE)}
    assert briefs - asked == set()


def test_the_documents_that_a_question_expects_state_its_facts(
    corpus: Corpus, questions: tuple[RegressionQuestion, ...]
) -> None:
    unstated = [
        (question.id, fact)
        for question in questions
        for fact in question.facts
        if not stated([_whole(corpus, id_) for id_ in question.documents], fact)
    ]
    assert unstated == []


def _whole(corpus: Corpus, id_: str) -> str:
    document = corpus.by_id[id_]
    return f"{document.text}\n{document.quote.speaker if document.quote else ''}"
