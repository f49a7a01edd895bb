"""Answers composed by quoting, on one small corpus: what leads, what joins, what is left out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Answer, NoticeKind, StatementKind
from retrieval.answering import consult
from retrieval.batch import texts_of
from retrieval.compose import compose
from retrieval.conflicts import detected_conflicts
from retrieval.corpus import read_corpus
from retrieval.documents import Corpus, Document
from retrieval.encoder import Encoder
from retrieval.errors import QuestionError
from retrieval.evidence import candidates, weigh_sentences
from retrieval.gazetteer import Gazetteer
from retrieval.index import Index, make_index
from retrieval.passages import passages_of
from retrieval.picking import Span
from retrieval.question import Intent, understand
from retrieval.search import search
from retrieval.verify import verify_statement
from tests.conftest import SMALL_CORPUS, write_files

Ask = Callable[..., Answer]

CORPUS = SMALL_CORPUS | {
    "articles/tin-2032.md": """\
---
title: The tin licence rule of 5 May 2032
kind: rule
published: 2032-07-02
effective: 2032-05-05
status: suspended
superseded_by: [tin-pause-2032]
topics: [tin]
aliases: [tin licence rule]
---
The tin licence rule took effect on 5 May 2032 and makes every tin export need a licence.
The tin licence rule was suspended from 1 July 2032 to 30 June 2033.
""",
    "articles/tin-pause-2032.md": """\
---
title: Northland pauses the tin licence rule
kind: rule
published: 2032-07-02
status: in_force
supersedes: [tin-2032]
topics: [tin]
---
Northland paused the tin licence rule for one year on 1 July 2032 after talks with Eastmark.
""",
    "articles/copper-gazette.md": """\
---
title: Copper stocks
publisher: The Harbour Gazette
published: 2032-01-10
---
Northland held 4,000 tonnes of copper in its harbour stores.
""",
    "articles/copper-radio.md": """\
---
title: The copper count
publisher: Coast Radio
published: 2032-01-12
---
Northland held 6,500 tonnes of copper in its harbour stores.
""",
    "articles/lamps.txt": """\
Harbour lamps

The harbour lamps were designed by Petra Lind. However, they were first lit in 1999.
""",
    "articles/zinc-bill.md": """\
---
title: The zinc bill
kind: brief
published: 2032-05-10
status: proposed
topics: [zinc]
---
The zinc bill was introduced in the Northland parliament on 3 May 2032.
The zinc bill is not law: a committee passed it on 9 May 2032.
""",
    "articles/ferry.txt": """\
Harbour ferry

The busy harbour ferry was built by Petra Lind in 1931.
""",
    "articles/traffic.txt": """\
Harbour traffic

The ferry of Petra Lind was at its busiest before the flood.
""",
    "articles/divers.txt": """\
Harbour divers

Ebba Holm built steel chambers for the harbour.
Divers with the bends were treated using these devices.
""",
}


def _index(corpus: Corpus, encoder: Encoder) -> Index:
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    read = encoder.read_passages([passage.text for passage in passages])
    return make_index("test", corpus, passages, read.vectors, read.tokens)


def _asked(index: Index, encoder: Encoder, text: str, today: str) -> Answer:
    question = understand(text, index.gazetteer)
    read = encoder.read_questions(texts_of(question))
    return consult(
        index, question, read.vectors, today=today, stale_days=60, tokens=read.tokens
    ).quoting


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return an index of the corpus above."""
    folder = write_files(tmp_path_factory.mktemp("compose"), CORPUS)
    return _index(read_corpus(folder), encoder)


@pytest.fixture(scope="module")
def ask(index: Index, encoder: Encoder) -> Ask:
    """Return a function that answers a question from the corpus above."""
    return lambda text, today="2032-08-01": _asked(index, encoder, text, today)


def test_how_many_leads_with_the_number(ask: Ask) -> None:
    answer = ask("How many graphene wafers may Northland export a year?")
    assert "12,000" in answer.statements[0].text


def test_is_it_in_force_leads_with_the_status_then_what_followed(ask: Ask) -> None:
    answer = ask("Is the tin licence rule in force?")
    assert "suspended from 1 July 2032" in answer.statements[0].text
    assert answer.statements[1].citations[0].document == "tin-pause-2032"
    assert any("is suspended" in notice.text for notice in answer.notices)
    assert not any("ran until" in notice.text for notice in answer.notices)


def test_a_pause_that_ran_out_is_told_as_unknown(ask: Ask) -> None:
    answer = ask("Is the tin licence rule in force?", "2034-01-01")
    told = [notice.text for notice in answer.notices if "ran until 30 June 2033" in notice.text]
    assert told
    assert "does not say what happened after" in told[0]


def test_a_superseded_rule_comes_with_what_replaced_it(ask: Ask) -> None:
    answer = ask("Is the first quota on graphene wafers still in force?")
    cited = [c.document for s in answer.statements for c in s.citations]
    assert "quota-2031" in cited
    assert all(notice.kind is not NoticeKind.CONFLICT for notice in answer.notices)


def test_a_persons_view_is_answered_by_that_person_alone(ask: Ask) -> None:
    answer = ask("What did Ada Verne say about the cap?")
    assert [item.kind for item in answer.statements] == [StatementKind.QUOTE]
    assert answer.statements[0].speaker == "Ada Verne, trade minister of Northland"


def test_without_a_persons_own_words_only_what_names_them_answers(
    index: Index, encoder: Encoder
) -> None:
    question = understand("What did Verne say about the cap?", index.gazetteer)
    hits = search(index, question, encoder.encode_questions(texts_of(question)))
    evidence = [item for item in weigh_sentences(index, question, hits) if not item.document.quote]
    made = compose(index, question, evidence, "2032-08-01", 60)
    assert len(evidence) > len(made.statements) > 0
    assert all("Verne" in item.text for item in made.statements)


def test_both_sides_show_a_position_of_each_stance(index: Index, encoder: Encoder) -> None:
    question = understand("Who supports and who opposes the graphene wafer cap?", index.gazetteer)
    hits = search(index, question, encoder.encode_questions(texts_of(question)))
    evidence = weigh_sentences(index, question, hits)
    made = compose(index, question, evidence, "2032-08-01", 60)
    kinds = {item.kind for item in made.statements}
    assert kinds == {StatementKind.QUOTE, StatementKind.OPINION}
    assert {item.speaker for item in made.statements} == {
        "Ada Verne, trade minister of Northland",
        "Tomas Okoro, Wafer Makers' League",
    }


def test_a_question_of_fact_is_not_answered_by_an_opinion(ask: Ask) -> None:
    answer = ask("When did Northland cap exports of graphene wafers?")
    assert {item.kind for item in answer.statements} == {StatementKind.FACT}


def test_sources_that_count_differently_are_shown_with_a_notice(ask: Ask) -> None:
    answer = ask("How many tonnes of copper did Northland hold in its harbour stores?")
    said = " ".join(item.text for item in answer.statements)
    assert "4,000" in said
    assert "6,500" in said
    told = [notice.text for notice in answer.notices if notice.kind is NoticeKind.CONFLICT]
    assert len(told) == 1
    assert "The Harbour Gazette, 10 January 2032" in told[0]
    assert "Coast Radio, 12 January 2032" in told[0]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("on 4 March 2031", "on 5 March 2031", True),
        ("on 4 March 2031", "in March 2031", False),
        ("in 1975", "in the 1970s", False),
        ("in 1985", "in the 1970s", True),
    ],
)
def test_a_date_told_less_exactly_is_no_other_date(one: str, other: str, differ: bool) -> None:
    texts = [f"The harbour board of Saltmarsh opened the ferry line {day}." for day in (one, other)]
    documents = [Document(f"d{i}", text, "D", publisher=f"P{i}") for i, text in enumerate(texts)]
    spans = [Span(document, 0, len(document.text)) for document in documents]
    assert bool(detected_conflicts(spans)) is differ


def test_a_sentence_that_leans_is_joined_with_the_one_before(ask: Ask) -> None:
    answer = ask("When were the harbour lamps first lit?")
    assert answer.statements[0].text == (
        "The harbour lamps were designed by Petra Lind. However, they were first lit in 1999."
    )


def test_a_sentence_that_points_back_is_joined_with_what_it_points_to(ask: Ask) -> None:
    answer = ask("With which devices were divers with the bends treated?")
    assert answer.statements[0].text.startswith("Ebba Holm built steel chambers")


def test_a_timeline_tells_the_event_of_each_document_in_order(ask: Ask) -> None:
    answer = ask("Give me a timeline of the tin licence rule.")
    said = [item.text for item in answer.statements]
    assert "took effect on 5 May 2032" in said[0]
    assert any("on 1 July 2032" in text or "from 1 July 2032" in text for text in said[1:])
    later = ask("Give me a timeline of the tin licence rule in July 2032.")
    assert later.statements
    assert all("July 2032" in item.text for item in later.statements)


def test_whether_a_bill_passed_leads_with_where_it_stands(ask: Ask) -> None:
    answer = ask("Did the Northland parliament pass the zinc bill?")
    assert answer.statements[0].text.startswith("The zinc bill is not law")


@pytest.mark.parametrize(
    ("text", "intent", "wanted"),
    [
        ("What is the wafer rule's cap?", Intent.HOW_MANY, True),
        ("What else did she say?", Intent.WHO_SAID, True),
        ("Did parliament pass the zinc bill?", Intent.STATUS, True),
        ("Must wafers be counted in order to be sold?", Intent.TIMELINE, False),
        ("Put the copper counts in order.", Intent.TIMELINE, True),
        ("What happened to the tin rule?", Intent.TIMELINE, True),
        ("What happened to the tin that Northland held in its stores?", Intent.TIMELINE, False),
        ("By what margin did the bill pass?", Intent.HOW_MANY, True),
        ("Which lawmaker opposed the bill?", Intent.WHO, True),
    ],
)
def test_the_kind_of_answer_is_read_from_the_words(text: str, intent: Intent, wanted: bool) -> None:
    assert understand(text, Gazetteer.of(Corpus(()))).wants(intent) is wanted


def test_where_several_sentences_may_answer_more_are_shown(ask: Ask) -> None:
    assert len(ask("How many graphene wafers may Northland export a year?").statements) > 1
    assert len(ask("Who designed the harbour lamps?").statements) == 1


def test_a_likely_sentence_is_shown_whatever_kind_of_thing_it_holds(ask: Ask) -> None:
    answer = ask("When was the busy harbour ferry of Petra Lind at its busiest?")
    assert "before the flood" in answer.statements[1].text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Is the tin licence rule in force?", True),
        ("How many graphene wafers may Northland export a year?", True),
        ("What does Ada Verne say about the cap?", False),
        ("When did Northland cap exports of graphene wafers?", False),
        ("Which outlet counted copper in the harbour stores of Northland?", False),
    ],
)
def test_only_what_may_have_changed_is_told_to_be_old(ask: Ask, text: str, told: bool) -> None:
    notices = ask(text, "2036-01-01").notices
    assert any(notice.kind is NoticeKind.STALE for notice in notices) is told


def test_a_code_is_no_number() -> None:
    question = understand("How many wafers does the rule allow?", Gazetteer.of(Corpus(())))
    held = [
        candidates(question, text)[0]
        for text in (
            "It lists the H100 and 3A090 codes.",
            "It breaches General Prohibition 10 and Section 232.",
            "It allows 790m wafers, the 3rd cap.",
        )
    ]
    assert held == [frozenset(), frozenset(), frozenset({"790m", "3rd"})]


def test_an_end_is_told_by_the_day_that_something_runs_to() -> None:
    question = understand("Until when is the tin rule on hold?", Gazetteer.of(Corpus(())))
    assert not candidates(question, "Since 1 July 2032 the rule has been on hold.")[0]
    assert candidates(question, "The rule is on hold from 1 July 2032 to 30 June 2033.")[0] == {
        "30",
        "june",
        "2033",
    }


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)) | st.sampled_from(" .\n-'“”?!"),
    max_size=300,
)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, other=TEXTS, question=TEXTS)
def test_whatever_the_text_what_is_shown_is_the_sources(
    text: str, other: str, question: str
) -> None:
    documents = (
        Document("one", f"The harbour opened in 1987. {text}", "One"),
        Document("two", f"{other}\n\nHowever, the harbour closed in 1999.", "Two"),
    )
    corpus = Corpus(documents)
    passages = [passage for document in documents for passage in passages_of(document)]
    # Which passage is nearest is of no matter here, so any vectors will do.
    index = make_index("test", corpus, passages, np.full((len(passages), 4), 0.5, np.float32))
    for asked in (question, f"When did the harbour open? {question}"):
        try:
            understood = understand(asked, index.gazetteer)
        except QuestionError:
            continue
        vectors = np.full((len(texts_of(understood)), 4), 0.5, np.float32)
        found = consult(index, understood, vectors, today="2032-08-01", stale_days=60)
        answer = found.quoting
        for statement in answer.statements:
            assert not verify_statement(statement, corpus.by_id)
            for citation in statement.citations:
                source = corpus.by_id[citation.document].text
                assert source[citation.start : citation.end] == citation.quote
