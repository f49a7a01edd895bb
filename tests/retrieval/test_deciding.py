"""Which sentences decide a question: who does what to whom, in other words, and further down."""

from __future__ import annotations

import pytest

from retrieval.deciding import tells
from retrieval.documents import Document
from retrieval.encoder import Encoder
from retrieval.further import deciding_hits
from retrieval.gazetteer import Gazetteer
from retrieval.index import Index
from retrieval.polar import asked_of
from retrieval.question import Turn, understand
from retrieval.search import search
from tests.asking import asker, index_of

KNOWN = frozenset("banned summoned fined suspended sold licensed allowed bought voted".split())

# Many passages speak of the lamps in the question's words; the one that decides does in others.
CORPUS = {
    **{
        f"articles/talk-{number}.md": f"""\
---
title: Westmark and the lamps of Ostara, talk {number}
published: 2032-08-{number}
---
Did Westmark and Ostara speak of Ostara lamps? In talk {number} Westmark asked Ostara for lamps.
"""
        for number in range(10, 25)
    },
    "articles/permits.md": """\
---
title: Harbour notes
published: 2032-09-01
---
Westmark stopped import permits for the Ostara S2, a lamp, on 1 September 2032.
""",
}


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index_of(CORPUS, encoder, tmp_path_factory.mktemp("deciding"))


def told(question: str, sentence: str, title: str = "Notes", before: str = "") -> bool | None:
    """Return whether a sentence says yes; None where it doesn't decide."""
    history = [Turn(before)] if before else []
    asked = asked_of(understand(question, Gazetteer(), history), Gazetteer(), KNOWN)
    assert asked is not None
    found = tells(asked, Document("notes", sentence, title), sentence, lambda _: 1.0)
    return found.says_yes if found else None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("did the port office summon Ostara", "Ostara was summoned by the port office in May."),
        ("did the port office summon Ostara", "In May the port office summoned Ostara."),
        ("was Ostara summoned by the port office", "In May the port office summoned Ostara."),
        ("who summoned Ostara", "Ostara was summoned on 3 May over its lamps by the port office."),
        ("who summoned Ostara", "The port office had summoned Ostara."),
        ("Did Applied Lamps ban Ostara?", "Applied Lamps banned Ostara in May."),
        ("Can the lamp be sold to Westmark?", "In May Ostara sold the lamp to Westmark."),
    ],
)
def test_a_sentence_decides_in_which_everybody_plays_the_part_asked_about(
    question: str, sentence: str
) -> None:
    assert told(question, sentence) is True


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("did Ostara summon the port office", "The port office summoned Ostara in May."),
        ("did Ostara summon the port office", "Ostara was summoned by the port office."),
        ("did Ostara summon the port office", "Ostara, which the port office summoned, denied it."),
        ("was the port office summoned by Ostara", "The port office summoned Ostara."),
        ("who summoned Ostara", "Ostara summoned its own workers."),
        ("who suspended the lamp rule", "The suspended lamp rule had applied to 30 towns."),
        ("who suspended the lamp rule", "The lamp rule was suspended in May."),
    ],
)
def test_a_sentence_with_exchanged_parts_decides_nothing(question: str, sentence: str) -> None:
    assert told(question, sentence) is None


def test_a_thing_with_another_code_is_another_thing() -> None:
    asked = "Can Ostara sell the S200 lamp?"
    assert told(asked, "Ostara may sell the S20 lamp.", "The S200 lamp of Ostara") is None
    assert told(asked, "Ostara may sell the S200 lamp.") is True


@pytest.mark.parametrize("question", ["What about copper lamps?", "and copper lamps?"])
def test_what_a_follow_up_names_must_be_told_of(question: str) -> None:
    before = "Can Ostara sell zinc lamps to Westmark?"
    zinc = "Ostara may sell zinc lamps to Westmark."
    copper = "The order on zinc lamps of Ostara for Westmark left out copper lamps."
    assert told(question, zinc, before=before) is None
    assert told(question, copper, before=before) is False


def test_a_follow_up_on_a_time_asks_the_same_of_no_thing() -> None:
    asked = understand(
        "and in May 2032?", Gazetteer(), [Turn("Can Ostara sell lamps to Westmark?")]
    )
    assert asked_of(asked, Gazetteer(), KNOWN) is None


@pytest.mark.parametrize(
    ("sentence", "says_yes"),
    [
        ("Westmark stopped import permits for Ostara lamps in May.", True),
        ("Westmark lifted the ban on Ostara lamps in May.", False),
        ("Westmark banned Ostara lamps in May.", True),
    ],
)
def test_what_ends_a_permission_or_a_ban_turns_it_round(sentence: str, says_yes: bool) -> None:
    assert told("did Westmark ban Ostara lamps", sentence) is says_yes


def test_what_may_be_done_is_told_of_the_thing_as_well() -> None:
    asked = "Can Westmark buy the Ostara lamp?"
    sentence = "The order of May left out the Ostara lamp."
    assert told(asked, sentence, "Westmark and its lamps") is False


@pytest.mark.parametrize(
    "question",
    [
        "who runs the port office",
        "Who is the head of the Port Office?",
        "who's in charge of the port office",
        "who leads the port office",
    ],
)
def test_who_heads_something_is_told_by_an_office_and_its_holder(question: str) -> None:
    assert told(question, "The paper named Ada Verne as Port Office director.") is True
    assert told(question, "Under Secretary Ada Verne of the Port Office spoke.") is True
    assert told(question, "Ada Verne, who runs the Port Office, spoke in May.") is True
    assert told(question, "The Port Office is run by Ada Verne.") is True


@pytest.mark.parametrize(
    "sentence",
    [
        "The Port Office also runs the Lamp List.",
        "The Port Office wrote to the director of the mill, Ole Brandt.",
        "Ole Brandt, a former Port Office director, spoke in May.",
        "Ole Brandt is deputy director of the Port Office.",
        "Ole Brandt, who leads the search for lamps at the Port Office, spoke in May.",
        "The Port Office has a new director.",
    ],
)
def test_who_heads_something_is_not_told_by_what_it_heads_nor_by_others(sentence: str) -> None:
    assert told("who leads the port office", sentence) is None


def test_a_word_that_only_describes_decides_nothing() -> None:
    asked = "Is the Ostara lamp allowed in Westmark?"
    assert told(asked, "An outside estimate of Westmark puts the Ostara lamp at 30 crowns.") is None
    assert told(asked, "In Westmark the Ostara lamp is outside the order.") is False


def test_what_decides_is_found_below_what_is_most_like_the_question(
    index: Index, encoder: Encoder
) -> None:
    question = understand("did westmark ban ostara lamps", index.gazetteer)
    asked = asked_of(question, index.gazetteer, index.lexical.words)
    assert asked is not None
    vectors = encoder.encode_questions([question.text])
    hits = search(index, question, vectors, 1)
    assert hits[0].passage.document.id != "permits"
    found = deciding_hits(index, question, asked, vectors, hits, None)
    assert [hit.passage.document.id for hit in found] == ["permits"]


def test_what_decides_leads_though_other_words_say_it(index: Index, encoder: Encoder) -> None:
    answer = asker(index, encoder, "2032-10-01")("did westmark ban ostara lamps")
    assert answer.statements[0].text.startswith("Westmark stopped import permits")
