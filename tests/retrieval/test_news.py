"""News as it is written: days told by their publication, rules named by a pronoun, causes apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from retrieval.answer import Answer
from retrieval.answering import consult
from retrieval.batch import texts_of
from retrieval.corpus import read_corpus
from retrieval.dates import mentions_from
from retrieval.encoder import Encoder
from retrieval.evidence import candidates
from retrieval.heads import headline_of
from retrieval.index import Index, make_index
from retrieval.passages import passages_of
from retrieval.question import understand
from retrieval.tokens import words
from tests.conftest import write_files

Ask = Callable[[str], Answer]

CORPUS = {
    "articles/mill-award.md": """\
---
title: Vexaline wins 90 million kroner for a mill
publisher: Delta Post
published: 2031-03-08
---
Vexaline will receive 90 million kroner from the state for a paper mill near Holm, the ministry
said on Friday. It expects to hire 300 people.
""",
    "articles/mill-delay.md": """\
---
title: Vexaline puts off its mill near Holm
publisher: Delta Post
published: 2032-09-24
---
Vexaline's mill near Holm will not start before early 2035, the company said on Wednesday.
It gave three reasons: the power line is late, paper is cheap, and workers are few.
Shares in Vexaline fell by a tenth.
""",
    "articles/mill-strike.md": """\
---
title: Strike at the mill near Holm
publisher: Coast Radio
published: 2033-05-02
---
Workers who build the mill of Vexaline near Holm have been on strike since Monday.
The Harbour Union's mill committee wants a rise of 4 percent.
""",
    "articles/ferry-act-2030.md": """\
---
title: Parliament passes the Ferry Act
publisher: Delta Post
published: 2030-03-14
kind: rule
status: superseded
effective: 2030-06-01
superseded_by: [ferry-act-2033]
aliases: [Ferry Act, ferry law of 2030]
---
Parliament on Thursday passed the Ferry Act, the first law on aid for ferries.
A permit for a ferry costs 4,500 kroner under the law.
""",
    "articles/ferry-act-2033.md": """\
---
title: Second law on ferries
publisher: Delta Post
published: 2033-02-18
kind: rule
status: in_force
effective: 2033-04-15
supersedes: [ferry-act-2030]
aliases: [ferry law of 2033]
---
Parliament voted 71 to 30 on Tuesday for a new law on ferries that replaces the one of 2030.
It comes into force on 15 April 2033.
The fee for a permit rises to 6,000 kroner. The office expects 900 applications a year.
""",
    "articles/toll-2031.md": """\
---
title: Ministry brings in the harbour toll rule
publisher: Delta Post
published: 2031-04-03
kind: rule
status: suspended
effective: 2031-07-01
superseded_by: [toll-pause]
aliases: [harbour toll rule]
---
The ministry issued the harbour toll rule on Thursday. It takes effect on 1 July 2031.
""",
    "articles/toll-pause.md": """\
---
title: Ministry suspends the toll
publisher: Delta Post
published: 2032-01-16
kind: rule
status: in_force
effective: 2032-01-19
supersedes: [toll-2031]
---
The ministry on Friday suspended the rule on tolls in harbours.
The suspension starts on Monday and lasts until 31 December 2033.
""",
}


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return an index of the news above."""
    corpus = read_corpus(write_files(tmp_path_factory.mktemp("news"), CORPUS))
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    read = encoder.read_passages([passage.text for passage in passages])
    return make_index("test", corpus, passages, read.vectors, read.tokens)


@pytest.fixture(scope="module")
def ask(index: Index, encoder: Encoder) -> Ask:
    """Return a function that answers a question from the news above in June 2033."""

    def asked(text: str) -> Answer:
        today = "2033-06-01"
        question = understand(text, index.gazetteer, today=today)
        read = encoder.read_questions(texts_of(question))
        found = consult(
            index, question, read.vectors, today=today, stale_days=60, tokens=read.tokens
        )
        return found.quoting

    return asked


def _cited(answer: Answer) -> list[str]:
    return [statement.citations[0].document for statement in answer.statements]


def test_a_timeline_holds_news_that_names_no_day_in_the_order_of_publication(ask: Ask) -> None:
    cited = _cited(ask("timeline of the Vexaline mill near Holm"))
    assert cited == ["mill-award", "mill-delay", "mill-strike"]


def test_what_happened_is_told_by_the_news_on_it_alone(ask: Ask) -> None:
    assert set(_cited(ask("what happened to the Ferry Act?"))) <= {
        "ferry-act-2030",
        "ferry-act-2033",
    }


def test_a_cause_in_the_next_sentence_is_told(ask: Ask) -> None:
    answer = ask("Why does the mill near Holm start late?")
    assert "three reasons" in " ".join(item.text for item in answer.statements[:2])


def test_what_replaced_a_rule_is_told_by_more_than_a_pronoun(ask: Ask) -> None:
    answer = ask("Is the Ferry Act of 2030 still in force?")
    assert not any(item.text.startswith("It comes") for item in answer.statements)
    assert "replaces the one of 2030" in answer.statements[0].text


def test_a_suspension_is_told_with_its_end(ask: Ask) -> None:
    told = " ".join(item.text for item in ask("Is the harbour toll rule in force?").statements)
    assert "suspended" in told
    assert "31 December 2033" in told


def test_of_two_fees_the_one_of_the_newer_rule_leads(ask: Ask) -> None:
    answer = ask("How much does a permit for a ferry cost?")
    assert "6,000 kroner" in answer.statements[0].text


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("last year", "2032-01-01", "2032-12-31"),
        ("this month", "2033-01-01", "2033-01-31"),
        ("last month", "2032-12-01", "2032-12-31"),
        ("three years ago", "2030-01-01", "2030-12-31"),
        ("yesterday", "2032-12-31", "2032-12-31"),
    ],
)
def test_time_is_told_from_today(told: str, first: str, last: str) -> None:
    text = f"what was delayed {told}?"
    (day,) = mentions_from(text, date(2033, 1, 1))
    assert (day.first.isoformat(), day.last.isoformat()) == (first, last)
    assert text[day.start : day.end] == told


def test_last_year_is_read_only_where_today_is_known(index: Index) -> None:
    text = "what was delayed last year"
    assert understand(text, index.gazetteer, today="2033-06-01").dates
    assert not understand(text, index.gazetteer).dates


def test_a_comparison_is_looked_up_for_each_name(index: Index) -> None:
    question = understand("compare Vexaline and the Harbour Union", index.gazetteer)
    assert [set(part.stems) for part in question.parts] == [
        {"compar", "vexalin"},
        {"compar", "harbour", "union"},
    ]


def test_a_slip_in_a_word_of_asking_is_mended(index: Index) -> None:
    assert understand("what happend in Holm", index.gazetteer).text == "what happened in Holm"


@pytest.mark.parametrize(
    ("question", "tells", "does_not"),
    [
        (
            "Until when is the toll suspended?",
            "The pause lasts until 31 December 2033.",
            "The toll takes effect on 1 July 2031.",
        ),
        ("How much was the yard fined?", "It pays 31 million kroner.", "The vote was 131 to 84."),
        (
            "What did the Harbour Union say?",
            "The Harbour Union called it a gift.",
            "The ministry called the Harbour League a friend.",
        ),
        (
            "Which countries did it talk to?",
            "It talked with Portugal and the Czech Republic.",
            "It talked with many in Europe.",
        ),
    ],
)
def test_what_tells_the_thing_asked_for(
    index: Index, question: str, tells: str, does_not: str
) -> None:
    asked = understand(question, index.gazetteer)
    assert all(candidates(asked, tells))
    assert not all(candidates(asked, does_not))


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (
            "60 kilometres of lanes by 2028\n\nThe city plans lanes.",
            "60 kilometres of lanes by 2028",
        ),
        ("Why do ferries stop?\r\n\r\nThey lack crews.", "Why do ferries stop?"),
        ("The first sentence of a text.\n\nThe second.", None),
        ("By a writer of the Post\n\nText.", None),
        ("HOLM, the coast, 7 March 2031\n\nText.", None),
        ("A line in the midst\nof running text.\n\nText.", None),
        ("# A heading of its own\n\nText.", None),
        ("Only one line of text", None),
    ],
)
def test_the_headline_of_a_plain_text(text: str, headline: str | None) -> None:
    assert headline_of(text) == headline


def test_letters_typed_without_their_stroke_meet() -> None:
    assert words("Wrocław Tromsø Đakovo") == words("wroclaw tromso dakovo")
