"""Questions for a list: one statement a thing, each from its own document, and what is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from retrieval.answer import NoticeKind
from retrieval.batch import texts_of
from retrieval.compose import Composition, compose
from retrieval.corpus import read_corpus
from retrieval.encoder import Encoder
from retrieval.evidence import weigh_sentences
from retrieval.gazetteer import Gazetteer
from retrieval.index import make_index
from retrieval.members import listing
from retrieval.passages import passages_of
from retrieval.question import understand
from retrieval.search import search
from tests.conftest import write_files

Ask = Callable[[str], Composition]


def bill(name: str, day: str) -> str:
    return f"""\
---
title: The {name} is before the Northland parliament
published: {day}
kind: brief
status: proposed
aliases: [{name}]
---
The {name} was introduced in the Northland parliament on {day}.
It is a bill on the trade in metals.
"""


NAMES = ("Zinc Act", "Tin Security Act", "Copper Act", "Lead Act", "Iron Act", "Nickel Act")
CORPUS = {
    f"articles/bill-{i}.md": bill(name, f"2032-0{i + 1}-10") for i, name in enumerate(NAMES)
} | {
    "articles/overview.md": """\
---
title: Metals before parliament, bills of 2032
published: 2032-08-01
kind: brief
---
Of the metal bills of 2032 none has become law.
The Zinc Act and the Copper Act were introduced early.
""",
    "articles/meeting.md": """\
---
title: Traders met over the Zinc Act
published: 2032-02-01
aliases: [Traders against the Zinc Act]
---
Traders met in the harbour on 1 February 2032 over a bill on metals.
""",
    "articles/ferry.md": """\
---
title: The Saltmarsh ferry
published: 2032-01-01
---
The Saltmarsh ferry leaves at dawn, and a bill for the crossing is paid at the pier.
""",
}


@pytest.fixture(scope="module")
def ask(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    corpus = read_corpus(write_files(tmp_path_factory.mktemp("members"), CORPUS))
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    vectors = encoder.encode_passages([passage.text for passage in passages])
    index = make_index("test", corpus, passages, vectors)

    def answer(text: str) -> Composition:
        question = understand(text, index.gazetteer)
        hits = search(index, question, encoder.encode_questions(texts_of(question)), 10)
        return compose(index, question, weigh_sentences(index, question, hits), "2032-08-10", 60)

    return answer


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("list all bills in congress on chips", "bills"),
        ("pls list the main rules", "rules"),
        ("list every rule on chips", "rules"),
        ("list people caught smuggling chips", "people"),
        ("name the acts that failed", "acts"),
        ("What bills are there on metals?", "bills"),
    ],
)
def test_what_a_list_is_asked_of(text: str, noun: str) -> None:
    asked = listing(understand(text, Gazetteer()))
    assert (asked.noun if asked else "people") == noun


@pytest.mark.parametrize(
    "text",
    [
        "What bills would restrict chips?",
        "list the main rule dates in order",
        "name the experts who oppose the sale",
        "tell me about the zinc act",
        "how many bills are there",
    ],
)
def test_other_questions_ask_for_no_such_list(text: str) -> None:
    assert listing(understand(text, Gazetteer())) is None


def test_each_thing_has_a_statement_of_its_own_the_newest_first(ask: Ask) -> None:
    answer = ask("list all bills on metals")
    shown = [statement.citations[0].document for statement in answer.statements]
    assert shown == ["overview", "bill-5", "bill-4", "bill-3", "bill-2"]
    assert len(set(shown)) == len(shown) == 5


def test_what_a_list_leaves_out_is_told(ask: Ask) -> None:
    (notice,) = [
        item for item in ask("list all bills on metals").notices if item.kind is NoticeKind.MORE
    ]
    assert "5 of 7" in notice.text
    assert "Tin Security Act" in notice.text
    assert "Zinc Act" in notice.text


def test_the_time_that_is_named_bounds_a_list(ask: Ask) -> None:
    answer = ask("list the bills on metals since April 2032")
    told = " ".join(statement.text for statement in answer.statements)
    assert "Nickel Act" in told
    assert "Copper Act" not in told
    assert not any(notice.kind is NoticeKind.MORE for notice in answer.notices)


def test_too_few_things_make_no_list(ask: Ask) -> None:
    answer = ask("list the ferries")
    assert not any(notice.kind is NoticeKind.MORE for notice in answer.notices)
    assert all(len(statement.citations[0].quote) > 0 for statement in answer.statements)
