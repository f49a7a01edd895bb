"""Slips of spelling in a question, and what must be left as it is written."""

from __future__ import annotations

import pytest

from retrieval.documents import Corpus, Document
from retrieval.gazetteer import Gazetteer
from retrieval.lexical import LexicalIndex
from retrieval.passages import passages_of
from retrieval.question import Question, understand
from retrieval.tokens import terms, words

TEXT = (
    "Huawei and Nvidia asked the Commerce Department about the restrictions. Gandhi was later "
    "signing a book. The U.N. and the parliament met in Washington, D.C., on exports of memory."
)


def _ask(text: str) -> Question:
    document = Document(id="a", text=TEXT, title="A", author="Ada Verne")
    gazetteer = Gazetteer.of(Corpus((document,)), LexicalIndex(passages_of(document)).words)
    return understand(text, gazetteer)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("What did Huwaei ask?", "What did Huawei ask?"),
        ("What did nvidiia and Nvida ask?", "What did nvidia and Nvidia ask?"),
        ("Who was Ghandi?", "Who was Gandhi?"),
        (
            "Which restrictons did the parliment pass?",
            "Which restrictions did the parliament pass?",
        ),
    ],
)
def test_a_slip_is_read_as_the_word_of_the_corpus(written: str, meant: str) -> None:
    question = _ask(written)

    assert question.text == meant
    assert question.asked == written
    assert question.stems == tuple(terms(meant))


@pytest.mark.parametrize(
    "text",
    [
        "Who was singled out?",  # another letter, another word
        "What of the latter and the black?",  # short words are near to many
        "Was it restricted or restricting?",  # another form of a word the corpus holds
        "Is H20O or 5nm meant by Ada Verne?",  # codes and names the corpus holds
        "Does it also met anyone?",
    ],
)
def test_what_is_no_slip_is_left_alone(text: str) -> None:
    assert _ask(text).text == text


def test_without_a_corpus_nothing_is_corrected() -> None:
    assert understand("Who was Ghandi?", Gazetteer.of(Corpus(()))).text == "Who was Ghandi?"


def test_a_person_is_found_though_misspelt() -> None:
    assert _ask("What does Ada Vrene say?").people == ("Ada Verne",)


def test_an_acronym_is_the_same_with_dots_and_without() -> None:
    assert words("the U.N.'s seat in Washington, D.C.") == words("the UN's seat in Washington, DC")
    assert terms("U.S.-made, by the E.U") == terms("US-made, by the EU")
    assert words("J.R.Tolkien") == ["jr", "tolkien"]
    assert terms("the U.K. rule of 3.5 p.m.") == terms("the UK rule of 3.5 p.m.")
    assert _ask("Has the UN met?").names == _ask("Has the U.N. met?").names == (("un",),)
