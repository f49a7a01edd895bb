"""What a question asks for beyond its broad kind, and which sentences tell it."""

from __future__ import annotations

import pytest

from retrieval.asked import AnswerType, asked_for, counted_thing
from retrieval.documents import Corpus
from retrieval.gazetteer import Gazetteer
from retrieval.question import understand
from retrieval.tokens import terms

NOTHING_KNOWN = Gazetteer.of(Corpus(()))


def asked(text: str) -> AnswerType:
    return asked_for(understand(text, NOTHING_KNOWN))


def fits(question: str, sentence: str) -> bool:
    found = asked(question)
    return found.fits_unit(sentence) and found.fits_subject(sentence, terms(sentence))


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many graphene wafers does Northland export?", "wafer"),
        ("How many cars can it carry?", "car"),
        ("How many states belong to the harbour league?", "state"),
        ("How many people work for the ministry?", "peopl"),
        ("How many G7 lanterns were sold?", "lantern"),
        ("How much money was paid?", "money"),
        ("When was it built?", None),
    ],
)
def test_what_is_counted_is_the_first_plural_after_how_many(
    question: str, thing: str | None
) -> None:
    assert counted_thing(question) == thing


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("What percentage of wafers failed?", "12% failed.", "1,200 wafers failed."),
        ("What does a wafer cost?", "A wafer costs $40.", "A wafer weighs 40 grams."),
        ("How old is Ada Verne?", "Ada Verne was born in 1990.", "Ada Verne leads 40 people."),
        ("How long does the pause last?", "It lasts two years.", "It covers 400 goods."),
        ("How deep is the harbour?", "The harbour is 12 metres deep.", "It holds 12 ships."),
        ("How heavy was the cargo?", "It weighed 4,000 tonnes.", "It came in 4,000 crates."),
        ("How fast is the ferry?", "It makes 18 knots.", "It carries 18 people."),
        ("How often does it sail?", "It sails twice a week.", "It sails to Saltmarsh."),
        ("Why was the ferry sold?", "It was sold because fares fell.", "It was sold in May."),
        ("What made the harbour close?", "A storm forced it to close.", "The harbour closed."),
    ],
)
def test_an_amount_is_told_in_the_unit_asked_for(question: str, told: str, not_told: str) -> None:
    assert asked(question).fits_unit(told)
    assert not asked(question).fits_unit(not_told)


def test_the_sort_asked_for_is_spoken_of() -> None:
    question = "Which airline carried the wafers?"

    assert fits(question, "The airline Gull Air carried them.")
    assert not fits(question, "Boris Halm carried them.")
    # Companies go by their names, and "what" goes with a verb here.
    assert fits("Which company carried the wafers?", "Gull Air carried them.")
    assert asked("What replaced the quota of the ministry?").sort == ()


def test_the_words_of_somebody_are_told_by_a_sentence_in_which_they_speak() -> None:
    question = "What did Ada Verne say about the quota?"

    assert fits(question, "Ada Verne called the quota a mistake.")
    assert not fits(question, "Ada Verne signed the quota.")
    assert not fits(question, "Boris Halm called the quota a mistake.")
