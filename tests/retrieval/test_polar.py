"""Questions that yes or no would answer: how they are read, and which sentence leads."""

from __future__ import annotations

import pytest

from retrieval.encoder import Encoder
from retrieval.gazetteer import Gazetteer
from retrieval.index import Index
from retrieval.polar import doing, polar
from retrieval.question import understand
from retrieval.tokens import stem
from tests.asking import Ask, asker, index_of

CORPUS = {
    "articles/zinc.md": """\
---
title: Eastmark and zinc
published: 2032-03-01
---
Northland sold zinc lamps worth 40 crowns to Eastmark in January 2032.
Eastmark banned zinc lamps from Northland on 1 February 2032.
Zinc lamps are made in four Northland towns.
""",
    "articles/zinc-denied.md": """\
---
title: What the Eastmark envoy said of zinc
published: 2032-03-05
---
The Eastmark envoy Ola Brandt said on 5 March 2032 that Eastmark had not banned zinc lamps.
Ola Brandt spoke of zinc at the harbour.
""",
    "articles/lead-may.md": """\
---
title: Lead pipes in May
published: 2032-05-01
---
Lead pipes were shipping to Westmark in small amounts, according to reports of May 2032.
""",
    "articles/lead-august.md": """\
---
title: Lead pipes in August
published: 2032-08-01
---
As of 1 August 2032, lead pipes were shipping to Westmark in small amounts.
""",
    "articles/mine.md": """\
---
title: The copper mine of Northland
published: 2032-06-01
---
One outlet wrongly reported that Westmark closed the copper mine in May 2032.
Northland closed the copper mine on 30 May 2032.
""",
    "articles/fee.md": """\
---
title: The harbour fee of 3 March 2032
kind: rule
published: 2032-03-03
status: superseded
superseded_by: [fee-two]
aliases: [harbour fee]
---
The harbour fee of 3 March 2032 takes 5% of every cargo.
The harbour fee was superseded on 1 June 2032 by a tax.
Lawyers doubted in April 2032 that the harbour fee is lawful.
""",
    "articles/fee-two.md": """\
---
title: The cargo tax of 1 June 2032
kind: rule
published: 2032-06-01
status: in_force
supersedes: [fee]
---
The cargo tax replaced the harbour fee on 1 June 2032.
""",
}


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index_of(CORPUS, encoder, tmp_path_factory.mktemp("polar"))


@pytest.fixture(scope="module")
def ask(index: Index, encoder: Encoder) -> Ask:
    return asker(index, encoder, "2032-08-10")


KNOWN = frozenset("banned shipped approved licensed smuggled used withdrawn covered".split())


@pytest.mark.parametrize(
    ("text", "subject", "predicate"),
    [
        ("did china ban nvidia chips", "china", "ban"),
        ("so, has Ostara shipped any lamps yet?", "ostara", "ship"),
        ("Can Ostara sell copper lamps to Eastmark?", "ostara", "sell"),
        ("is smic using euv machines", "smic", "use"),
        ("was the draft licensing rule withdrawn", "draft licensing rule", "withdraw"),
        ("is the rule dead", "rule", "dead"),
        ("Is the 25% cut legal?", "25 cut", "legal"),
        ("has the bill become law", "bill", "law"),
        ("does ostara have to pay 15% on lamps", "ostara", "pay"),
        ("is huawei on the entity list", "huawei", "list"),
        ("isn't copper banned", "copper", "ban"),
    ],
)
def test_what_is_asked_of_what(text: str, subject: str, predicate: str) -> None:
    asked = polar(understand(text, Gazetteer()), Gazetteer(), KNOWN)
    assert asked is not None
    assert asked.subject == set(stem(subject.split()))
    assert asked.predicate == stem([predicate])[0]


@pytest.mark.parametrize(
    "text",
    [
        "What did China ban?",
        "who banned zinc",
        "Is it a ban or a clarification?",
        "is the rule still on",
        "China banned chips.",
        "list the bills",
    ],
)
def test_other_questions_are_none_of_yes_or_no(text: str) -> None:
    assert polar(understand(text, Gazetteer()), Gazetteer(), KNOWN) is None


def test_the_deciding_sentence_leads_and_its_opposite_stands_beside_it(ask: Ask) -> None:
    shown = [statement.text for statement in ask("did eastmark ban zinc lamps").statements[:2]]
    assert {"had not banned" in text for text in shown} == {True, False}
    assert all("banned zinc lamps" in text for text in shown)


def test_the_actor_must_be_the_one_asked_about(ask: Ask) -> None:
    first = ask("did northland sell zinc lamps to eastmark").statements[0].text
    assert first.startswith("Northland sold zinc lamps")


def test_of_the_present_the_newest_sentence_leads(ask: Ask) -> None:
    first = ask("Are lead pipes shipping to Westmark now?").statements[0].text
    assert first.startswith("As of 1 August 2032")


def test_whether_a_rule_stands_is_told_by_its_status(ask: Ask) -> None:
    first = ask("does the harbour fee still apply").statements[0].text
    assert "superseded on 1 June 2032" in first


def test_whether_a_rule_is_lawful_is_no_matter_of_its_status(ask: Ask) -> None:
    first = ask("Is the harbour fee legal?").statements[0].text
    assert "Lawyers doubted" in first


def test_nothing_is_said_in_the_bots_own_words(ask: Ask, index: Index) -> None:
    for text in ("did eastmark ban zinc lamps", "Is the harbour fee legal?"):
        for statement in ask(text).statements:
            span = statement.citations[0]
            assert index.corpus.by_id[span.document].text[span.start : span.end] == span.quote
            assert " ".join(span.quote.split()) == statement.text


def test_who_did_something_is_led_by_a_sentence_that_says_it_was_done(ask: Ask) -> None:
    first = ask("who banned zinc lamps").statements[0].text
    assert first.startswith("Eastmark banned zinc lamps")


def test_a_question_for_who_names_what_was_done() -> None:
    asked = doing(understand("who voted against the Tin Act", Gazetteer()), {"voted"})
    assert asked is not None
    assert (asked.predicate, asked.subject, asked.who) == ("vote", frozenset(), True)
    assert doing(understand("who is the minister", Gazetteer()), {"voted"}) is None
    assert doing(understand("who said that", Gazetteer()), {"voted"}) is None


def test_what_was_wrongly_told_is_not_what_was_done(ask: Ask) -> None:
    answer = ask("who closed the copper mine")
    assert "wrongly" not in answer.statements[0].text
