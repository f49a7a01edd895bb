"""From a line to a statement: whose words it makes of them, and which characters it may hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.answer import Statement, StatementKind
from retrieval.corpus import read_corpus
from retrieval.index import make_index
from retrieval.phrasing.hearsay import tells_as_fact
from retrieval.phrasing.protocol import read_line
from retrieval.phrasing.statements import Refusal, statement_of
from retrieval.quoting import Bibliography
from tests.conftest import SMALL_CORPUS, write_files
from tests.given import given

MORE = {
    "articles/market.md": """\
---
title: Wafers pile up at the pier
publisher: Coast Radio
published: 2031-04-02
---
Harbour master Ines Duarte said that 400 crates of wafers waited at the north pier.
According to Coast Radio, buyers of 7 countries had cancelled.
“We counted the crates twice,” Duarte told the station.
The pier has 3 cranes.
""",
    "quotes/pair.yaml": """\
- speaker: Lea Brandt and Omar Sy
  date: 2031-04-01
  text: Lea Brandt and Omar Sy held in April 2031 that the wafer cap is hard to count.
  verbatim: false
""",
}

Say = Callable[[str], Statement | Refusal]


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """Return a function from a line, in which words stand for a sentence's number, to its fate."""
    corpus = read_corpus(write_files(tmp_path_factory.mktemp("corpus"), SMALL_CORPUS | MORE))
    sentences = given(corpus)
    rows = [item.hit.passage for item in sentences]
    index = make_index("one", corpus, rows, np.zeros((len(rows), 1), dtype=np.float32))

    def made(line: str) -> Statement | Refusal:
        while "«" in line:
            words = line[line.index("«") + 1 : line.index("»")]
            number = next(i for i, item in enumerate(sentences, 1) if words in item.text)
            line = line.replace(f"«{words}»", str(number))
        return statement_of(read_line(line), sentences, index, Bibliography())

    return made


CAP = "capped exports of graphene wafers at 12,000"


@pytest.mark.parametrize(
    "text",
    [
        "Northland capped exports of graphene wafers at २१,००० a year.",
        "Northland capped exports of graphene wafers at 21,000 a year.",
        "Northland capped exports of graphene wafers at 12,000² a year.",
        "Northland capped exports of graphene wafers at 1\u03362,000 a year.",
        "Northland capped exports of graphene wafers at 12,0\u200b00,000 a year.",
        "Northland capped exports of graphene wafers at \u202e000,21\u202c a year.",
        "Northland capped exports of graphene wafers at \u200f21,000\u200f a year.",
        "Northland capped exports of graphene wafers at 12\u00ad1,000 a year.",
        "Northland capped exports of graphene wafers at 12,000\u202f000 a year.",
        "Northland capped exports of graphene wafers at l2,000 a year.",
        "Northland capped exports of graphene wafers at 12,OOO a year.",
        "Nοrthland capped exports of graphene wafers at 12,000 a year.",
        "Northland capped exports of graphene wafers at ½ of 12,000 a year.",
    ],
)
def test_no_character_makes_another_number_or_name_of_what_is_cited(say: Say, text: str) -> None:
    assert isinstance(say(f"S «{CAP}»: {text}"), Refusal)


def test_what_shows_nothing_is_left_out(say: Say) -> None:
    text = "Northland\u200b capped exports of graphene wafers at 12\u200f,000 a year."
    made = say(f"\ufeffS «{CAP}»: {text}")
    assert isinstance(made, Statement)
    assert made.text == "Northland capped exports of graphene wafers at 12,000 a year."


def test_a_reply_in_another_language_is_not_shown(say: Say) -> None:
    for text in (
        "Nordland begrenzte die Ausfuhr von Graphen-Wafern auf 12.000 im Jahr.",
        "诺斯兰将石墨烯晶圆出口限制为每年12,000片。",
        "Нортланд ограничил экспорт до 12,000 в год.",
    ):
        assert isinstance(say(f"S «{CAP}»: {text}"), Refusal)


def test_a_statement_of_five_sentences_is_refused(say: Say) -> None:
    made = say("S 1,2,3,4,5: Northland capped exports of graphene wafers at 12,000 a year.")
    assert isinstance(made, Refusal)
    assert "more than 4" in made.reason


def test_a_difference_cites_both_outlets(say: Say) -> None:
    made = say(
        f"D «{CAP}»,«quota of 8,000 graphene wafers»: Northland capped exports at 12,000 on "
        "4 March 2031 and set a quota of 8,000 graphene wafers on 1 June 2030."
    )
    assert isinstance(made, Statement)
    assert {citation.document for citation in made.citations} == {"quota-2031", "quota-2030"}


@pytest.mark.parametrize(
    "line",
    [
        "S «nobody can count»: Ada Verne said: “A cap that nobody can count is a cap at all.”",
        "S «nobody can count»: Ada Verne said that “a cap nobody counts is no cap at all”.",
        "S «nobody can count»: Ada Verne said: “A cap that nobody can count is no cap",
        "S «drive makers abroad»: Tomas Okoro argued that it will “drive makers abroad”.",
        "S «drive makers abroad»: Tomas Okoro argued that it will 'drive makers abroad'.",
        "S «400 crates»: Harbour master Ines Duarte said that “400 crates of wafers waited”.",
        "S «counted the crates»: “We count the crates twice,” Duarte told the station.",
    ],
)
def test_quotation_marks_hold_exact_words_only(say: Say, line: str) -> None:
    assert isinstance(say(line), Refusal)


@pytest.mark.parametrize(
    "line",
    [
        "S «nobody can count»: Ada Verne said: “A cap that nobody can count is no cap at all.”",
        'S «nobody can count»: Ada Verne said "no cap at all".',
        "S «counted the crates»: Duarte told the station: “We counted the crates twice”.",
    ],
)
def test_exact_words_may_be_quoted(say: Say, line: str) -> None:
    assert isinstance(say(line), Statement)


@pytest.mark.parametrize(
    "line",
    [
        "S «hard to count»: The wafer cap is hard to count.",
        "S «400 crates»: 400 crates of wafers waited at the north pier.",
        "S «buyers of 7 countries»: Buyers of 7 countries had cancelled.",
    ],
)
def test_what_is_only_said_is_not_told_as_a_fact(say: Say, line: str) -> None:
    assert isinstance(say(line), Refusal)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("S «hard to count»: Lea Brandt held that the wafer cap is hard to count.", "opinion"),
        ("S «400 crates»: Ines Duarte said 400 crates of wafers waited.", "fact"),
        ("S «buyers of 7»: Buyers of 7 countries had cancelled, according to Coast Radio.", "fact"),
        ("S «3 cranes»: The pier has 3 cranes.", "fact"),
        ("S «signed the order»: Minister Ada Verne signed the order.", "fact"),
    ],
)
def test_a_report_that_stays_one_is_shown(say: Say, line: str, kind: str) -> None:
    made = say(line)
    assert isinstance(made, Statement)
    assert made.kind is StatementKind(kind)


def test_what_stands_before_the_report_is_a_fact() -> None:
    span = "The cap is not in force: the ministry said on 4 March 2031 that it would be replaced."
    assert not tells_as_fact("The cap is not in force.", [span])
    assert tells_as_fact("The cap would be replaced.", [span])
    assert not tells_as_fact("The cap would be replaced.", [span, "The cap would be replaced."])


def test_a_refused_line_numbers_no_source(say: Say, tmp_path: Path) -> None:
    corpus = read_corpus(write_files(tmp_path / "corpus", SMALL_CORPUS))
    sentences = given(corpus)
    rows = [item.hit.passage for item in sentences]
    index = make_index("one", corpus, rows, np.zeros((len(rows), 1), dtype=np.float32))
    bibliography = Bibliography()
    statement_of(read_line("S 1: Something else entirely."), sentences, index, bibliography)
    assert bibliography.documents == []
