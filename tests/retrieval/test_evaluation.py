from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answer import (
    Answer,
    AnswerStatus,
    Citation,
    Notice,
    NoticeKind,
    Retrieved,
    Source,
    Statement,
    StatementKind,
)
from retrieval.batch import QuestionInContext, answer_many
from retrieval.build import build_index
from retrieval.claims import ClaimReport, ClaimVerdict
from retrieval.claims import Verdict as ClaimJudged
from retrieval.corpus import read_corpus
from retrieval.encoder import Encoder
from retrieval.evaluation import Evaluation, Figure, evaluate, newly_failing, shows_past
from retrieval.librarian import Librarian
from retrieval.question_file import RegressionQuestion, Verdict
from retrieval.settings import RetrievalSettings

CAP = RegressionQuestion("cap", "What is the cap?", "number", ("new",), (("12,000",),))
WHO = RegressionQuestion("who", "Who signed it?", "who-said", ("new",), (("Verne",),))
SALARY = RegressionQuestion("salary", "What does she earn?", "near-miss", answerable=False)
RECIPE = RegressionQuestion("recipe", "How to bake bread?", "off-topic", answerable=False)


def source(document: str, status: str | None = None) -> Source:
    return Source(1, document, f"Title of {document}", None, None, None, None, "rule", status)


def answered(text: str, document: str = "new", *, found: Sequence[str] = ()) -> Answer:
    citation = Citation(1, document, 0, len(text), text)
    return Answer(
        question="What is the cap?",
        status=AnswerStatus.ANSWERED,
        confidence=0.9,
        as_of=None,
        seconds=0.0,
        statements=(Statement(text, StatementKind.FACT, (citation,)),),
        sources=(source(document),),
        notices=(),
        retrieved=tuple(Retrieved(id_, 0, 1, "x", 0.5) for id_ in found),
    )


def abstained(*found: str) -> Answer:
    return replace(
        answered("", found=found), status=AnswerStatus.ABSTAINED, statements=(), sources=()
    )


def evaluation(**answers: Answer) -> Evaluation:
    questions = [item for item in (CAP, WHO, SALARY, RECIPE) if item.id in answers]
    return evaluate(questions, lambda asked: [answers[item.id] for item in questions])


def test_counts_what_is_right_and_names_what_is_not() -> None:
    result = evaluation(
        cap=answered("The cap is 12000."),
        who=answered("Nobody knows."),
        salary=answered("A lot."),
        recipe=abstained(),
    )
    counts = {item.name: (item.passed, item.total, item.failing) for item in result.figures}
    assert counts == {
        "correct": (2, 4, ("who", "salary")),
        "document_hit": (2, 2, ()),
        "facts": (1, 2, ("who",)),
        "answered": (2, 2, ()),
        "off_topic_abstained": (1, 1, ()),
        "near_miss_abstained": (0, 1, ("salary",)),
        "claim_verdict": (0, 0, ()),
        "past_not_shown_as_in_force": (4, 4, ()),
    }
    assert result.figure("correct").share == 0.5
    assert [kind for kind, _ in result.kinds] == ["number", "who-said", "near-miss", "off-topic"]
    kinds = dict(result.kinds)
    assert [figure.total for figure in kinds["off-topic"]] == [1, 0, 0, 0, 1, 0, 0, 1]


def test_the_right_document_counts_among_the_first_five_passages_or_where_it_is_cited() -> None:
    four = ["a", "b", "c", "d"]
    hit = {
        name: evaluation(cap=answer).figure("document_hit").passed
        for name, answer in {
            "fifth": abstained(*four, "new"),
            "sixth": abstained(*four, "e", "new"),
            "cited": answered("x", "new", found=four),
        }.items()
    }
    assert hit == {"fifth": 1, "sixth": 0, "cited": 1}


def test_a_right_fact_from_another_document_is_not_right() -> None:
    result = evaluation(cap=answered("The cap is 12,000.", "old"))
    assert result.figure("facts").passed == 1
    assert result.figure("correct").failing == ("cap",)


def test_an_abstention_from_an_answerable_question_is_wrong() -> None:
    result = evaluation(cap=abstained("new"))
    assert result.figure("answered").failing == ("cap",)
    assert result.figure("correct").failing == ("cap",)


def test_a_past_rule_must_be_marked_as_past_when_the_question_is_about_the_present() -> None:
    for status in ("suspended", "superseded", "rescinded"):
        bare = replace(answered("8,000.", "old"), sources=(source("old", status),))
        assert shows_past(bare)
        other = Notice(NoticeKind.SUPERSEDED, "“Another” has been superseded.")
        assert shows_past(replace(bare, notices=(other,)))
        notice = Notice(NoticeKind.SUPERSEDED, "“Title of old” is no longer in force.")
        assert not shows_past(replace(bare, notices=(notice,)))
        assert not shows_past(replace(bare, question="What was the cap in 2030?"))
    assert not shows_past(replace(answered("8,000."), sources=(source("new", "in_force"),)))
    assert not shows_past(replace(answered("8,000."), sources=(source("new"),)))


def test_names_the_questions_that_got_worse() -> None:
    right, wrong = answered("The cap is 12,000."), answered("No idea.")
    before = evaluation(cap=right, who=wrong, recipe=abstained())
    after = evaluation(cap=abstained("new"), who=wrong, recipe=answered("Flour."))
    assert newly_failing(before, after) == {
        "correct": ("cap", "recipe"),
        "facts": ("cap",),
        "answered": ("cap",),
        "off_topic_abstained": ("recipe",),
    }
    assert newly_failing(before, before) == {}
    assert newly_failing(after, before) == {}


def test_every_question_needs_its_answer() -> None:
    with pytest.raises(ValueError, match="shorter"):
        evaluate([CAP], lambda asked: [])


def test_a_follow_up_is_asked_with_its_history() -> None:
    heard: list[QuestionInContext] = []

    def answerer(asked: Sequence[QuestionInContext]) -> list[Answer]:
        heard.extend(asked)
        return [abstained() for _ in asked]

    evaluate([replace(CAP, history=("Is there a cap?", "Since when?"))], answerer)
    assert [turn.question for turn in heard[0].history] == ["Is there a cap?", "Since when?"]


@pytest.mark.parametrize(
    ("truth", "judged", "right"),
    [
        (Verdict.TRUE, ["supported", "supported"], True),
        (Verdict.TRUE, ["supported", "not_in_corpus"], False),
        (Verdict.TRUE, [], False),
        (Verdict.FALSE, ["contradicted"], True),
        (Verdict.FALSE, ["contradicted", "supported"], False),
        (Verdict.FALSE, ["disputed"], False),
        (Verdict.FALSE, ["not_in_corpus"], False),
        (Verdict.HALF_TRUE, ["supported", "contradicted"], True),
        (Verdict.HALF_TRUE, ["disputed"], True),
        (Verdict.HALF_TRUE, ["supported"], False),
    ],
)
def test_a_claim_is_checked_as_well_as_asked(
    truth: Verdict, judged: list[str], right: bool
) -> None:
    claims = tuple(ClaimVerdict("A claim.", ClaimJudged(value), "") for value in judged)
    heard: list[str] = []

    def checker(text: str) -> ClaimReport:
        heard.append(text)
        return ClaimReport(text, claims, (), None, 0.0)

    claim = replace(CAP, verdict=truth)
    result = evaluate([claim, WHO], lambda asked: [abstained(), abstained()], checker)
    assert heard == [CAP.question]
    assert result.figure("claim_verdict") == Figure("claim_verdict", 1, () if right else ("cap",))


QUESTIONS = (
    RegressionQuestion(
        "cap",
        "How many graphene wafers may Northland export a year?",
        "number",
        ("quota-2031",),
        (("12,000",),),
    ),
    RegressionQuestion(
        "ferry",
        "How many cars does the Saltmarsh ferry carry?",
        "number",
        ("ferry",),
        (("forty",),),
    ),
    RegressionQuestion("cup", "Who won the 2022 World Cup?", "off-topic", answerable=False),
)


async def test_figures_of_a_live_corpus(
    small_corpus: Path,
    settings_for: Callable[[Path], RetrievalSettings],
    one_encoder: Encoder,
) -> None:
    async with await Librarian.open(settings_for(small_corpus)) as librarian:
        done: list[int] = []
        result = await librarian.evaluate(QUESTIONS, done.append)
    assert result.questions == 3
    assert result.figure("correct").failing == ()
    assert done == [3]


def test_a_candidate_is_judged_before_it_goes_live(small_corpus: Path, encoder: Encoder) -> None:
    def judged(generation: str) -> Evaluation:
        index, _ = build_index(read_corpus(small_corpus), generation, encoder, None)
        return evaluate(
            QUESTIONS,
            lambda asked: answer_many(index, encoder, asked, today="2031-04-01", stale_days=90),
        )

    before = judged("before")
    (small_corpus / "articles" / "ferry.txt").unlink()
    assert newly_failing(before, judged("candidate"))["document_hit"] == ("ferry",)
