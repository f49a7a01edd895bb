from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer import (
    Answer,
    AnswerStatus,
    Citation,
    Notice,
    NoticeKind,
    Statement,
    StatementKind,
)
from retrieval.facts import stated, states


def answer(text: str, speaker: str | None = None, notice: str = "") -> Answer:
    citation = Citation(1, "d", 0, len(text), text)
    return Answer(
        question="?",
        status=AnswerStatus.ANSWERED,
        confidence=0.9,
        as_of=None,
        seconds=0.0,
        statements=(Statement(text, StatementKind.FACT, (citation,), speaker),),
        sources=(),
        notices=(Notice(NoticeKind.SUPERSEDED, notice),) if notice else (),
        retrieved=(),
    )


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Nvidia booked $4.5 billion.", "4.5 billion dollars"),
        ("Nvidia booked $4.5 billion.", "4,500,000,000"),
        ("Up to 75,000 chips each.", "75 thousand"),
        ("The share is 15 per cent of sales.", "15%"),
        ("The vote was 42-2.", "42 to 2"),
        ("Two firms, ten years.", "10 years"),
        ("It took effect on 9 April 2025.", "April 2025"),
        ("It took effect on April 9, 2025.", "9 April 2025"),
        ("The order of 2025-04-09 stands.", "9 April 2025"),
        ("It is reviewed case-by-case.", "case by case"),
        ("The bill has not become law.", "not become law"),
        ("Café owners object.", "cafe owner"),
    ],
)
def test_states_a_fact_however_it_is_spelled(text: str, fact: str) -> None:
    assert states(answer(text), [fact]) is True


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(text: str, other: str) -> None:
    assert stated([text], [other]) in (True, False)
    assert not stated([], [other])


@given(st.integers(0, 10**12), st.sampled_from(["{:,}", "${:,}", "{} dollars", "{}%", "about {},"]))
def test_a_number_is_stated_however_it_is_written(number: int, form: str) -> None:
    text = f"The sum was {form.format(number)} then."
    assert stated([text], [str(number)])
    assert not stated([text], [str(number + 1)])


def test_one_of_the_spellings_is_enough() -> None:
    assert states(answer("Yearly licences were granted."), ["annual licence", "yearly licence"])


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Nvidia booked $4.5 billion.", "4.5 million"),
        ("Nvidia booked $45 billion.", "4.5 billion"),
        ("It took effect in April 2025.", "9 April 2025"),
        ("It took effect on 9 April 2025.", "10 April 2025"),
        ("The bill has become law.", "not become law"),
        ("The vote was 2-42.", "42 to 2"),
        ("The rule of April 2025.", "rule of May 2025"),
        ("About 750,000 chips.", "75,000"),
        ("Part 9e999999999 of the list.", "9"),
        ("Version 1.2.3 of the form.", "1.2"),
        ("Anything at all.", "the"),
        ("", "April 2025"),
    ],
)
def test_does_not_state_another_fact(text: str, fact: str) -> None:
    assert states(answer(text), [fact]) is False


def test_the_speaker_is_part_of_what_is_said_and_a_notice_is_not() -> None:
    shown = answer("It is a mistake.", "Ada Verne, minister", "“The cap” has been rescinded.")
    assert states(shown, ["Ada Verne"])
    assert not states(shown, ["rescinded"])
    assert not states(shown, ["mistake Ada"]), "two texts don't run together"
