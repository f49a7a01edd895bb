"""What an opening stands for is named in brackets where it is certain, and proved where it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Citation, Statement, StatementKind
from retrieval.documents import Document, Kind, Quote
from retrieval.passages import sentences_of
from retrieval.quoting import Bibliography, quoted
from retrieval.verify import verify_statement
from retrieval.verify.referents import referent_of


def last(text: str, title: str = "t") -> tuple[Document, Statement]:
    document = Document("d", text, title)
    sentence = sentences_of(text)[-1]
    return document, quoted(document, sentence.start, sentence.end, Bibliography())


@pytest.mark.parametrize(
    ("before", "said", "shown"),
    [
        (
            "The Tin Licence Rule was published on 5 May 2032.",
            "The rule was rescinded.",
            "The rule [Tin Licence Rule] was rescinded.",
        ),
        (
            "The rule of 5 May 2032 covers tin.",
            "The rule was rescinded.",
            "The rule [of 5 May 2032] was rescinded.",
        ),
        (
            "The Tin Security Act is a bill, not law.",
            "The bill would require checks.",
            "The bill [Tin Security Act] would require checks.",
        ),
        (
            "Eastmark took control of the company Ostara.",
            "The company had sold tin.",
            "The company [Ostara] had sold tin.",
        ),
        (
            "# Tin Security Act",
            "The bill would require checks.",
            "The bill [Tin Security Act] would require checks.",
        ),
        ("Ostara reported in May 2032.", "It sold no tin.", "It [Ostara] sold no tin."),
        ("Ostara is a maker of tin. It sold tin.", "It paid.", "It [Ostara] paid."),
        (
            "Ostara and Vantor lost their status in May.",
            "They need new ones.",
            "They [Ostara and Vantor] need new ones.",
        ),
        ("Mira Lund worked in Eastmark.", "She left in May.", "She [Mira Lund] left in May."),
    ],
)
def test_the_one_thing_that_can_be_meant_is_named(before: str, said: str, shown: str) -> None:
    joint = "\n\n" if before.startswith("#") else " "
    document, statement = last(f"{before}{joint}{said}")
    assert statement.text == shown
    assert len(statement.citations) == 2
    assert verify_statement(statement, {"d": document}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ostara sued Vantor. It lost.",
        "Ostara announced a smelter. It was large.",
        "The May rule and the June rule differ. The rule was rescinded.",
        "A rule of Northland replaced an older rule. The rule was rescinded.",
        "Ostara reported in May. It is hard to say why.",
        "Ostara reported in May.\n\nIt was a cold year.",
        "Mira Lund wrote of Ostara. It paid her.",
        "Prices rose in May. They fell in June.",
        "Ostara reported in May. The rule makers met.",
        "It was rescinded.",
    ],
)
def test_where_it_is_not_certain_nothing_is_named(text: str) -> None:
    _, statement = last(text)
    assert "[" not in statement.text
    assert len(statement.citations) == 1


def test_somebodys_words_get_no_brackets() -> None:
    text = "The Tin Licence Rule is bad. The rule was rescinded."
    document = Document(
        "d", text, "t", kind=Kind.QUOTE, quote=Quote("Mira Lund", None, verbatim=True)
    )
    second = sentences_of(text)[1]
    assert "[" not in quoted(document, second.start, second.end, Bibliography()).text


def test_a_name_in_brackets_is_refused_without_the_span_that_gives_it() -> None:
    document, statement = last("Ostara reported in May 2032. It sold no tin.")
    alone = Statement(statement.text, StatementKind.FACT, statement.citations[:1])
    assert verify_statement(alone, {"d": document})


def test_another_name_in_the_brackets_is_refused() -> None:
    document, statement = last("Ostara reported in May 2032. It sold no tin.")
    wrong = Statement("It [Vantor] sold no tin.", StatementKind.FACT, statement.citations)
    assert verify_statement(wrong, {"d": document})


NAMES = ("Ostara", "Vantor", "Mira Lund", "the Tin Licence Rule", "the company Ostara")
ENDS = ("reported in May 2032", "is a bill", "sued Vantor", "and Vantor met", "paid the fine")
OPENINGS = ("It", "They", "He", "She", "The rule", "The company", "However, it", "This")
SENTENCES = st.builds(
    lambda name, end: f"{name[:1].upper()}{name[1:]} {end}.",
    st.sampled_from((*NAMES, *OPENINGS)),
    st.sampled_from((*ENDS, "was rescinded", "sold no tin")),
)
TEXTS = st.lists(st.one_of(SENTENCES, SENTENCES, st.text(max_size=30)), min_size=1, max_size=5)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(TEXTS, st.sampled_from((" ", "\n", "\n\n", "\n\n# ")))
def test_a_name_in_brackets_always_lies_in_a_cited_span_and_the_rest_is_verbatim(
    pieces: list[str], joint: str
) -> None:
    text = joint.join(pieces)
    document = Document("d", text, "Ostara")
    for sentence in sentences_of(text):
        statement = quoted(document, sentence.start, sentence.end, Bibliography())
        first, *others = statement.citations
        meant = referent_of(document, sentence.start)
        assert bool(others) == (meant is not None)
        if meant is None:
            continue
        name = text[meant.start : meant.end]
        assert meant.end <= sentence.start
        assert name in others[0].quote
        opening, rest = statement.text.split(f" [{' '.join(name.split())}]", 1)
        assert (opening + rest)[1:] == " ".join(first.quote.split())[1:]
        assert verify_statement(statement, {"d": document}) == ()
        assert verify_statement(
            Statement(statement.text, StatementKind.FACT, (Citation(1, "d", 0, 1, text[:1]),)),
            {"d": document},
        )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SENTENCES, SENTENCES, SENTENCES, st.sampled_from(NAMES))
def test_a_name_that_no_cited_span_holds_never_passes(
    one: str, two: str, three: str, name: str
) -> None:
    text = f"{one} {two} {three}"
    document = Document("d", text, "t")
    sentences = sentences_of(text)
    here = sentences[-1]
    span = text[here.start : here.end]
    opening = next((item for item in OPENINGS if span.startswith(f"{item} ")), None)
    if opening is None or opening == "However, it":
        return
    said = f"{opening} [{name}]{span[len(opening) :]}"
    citation = Citation(1, "d", here.start, here.end, span)
    statement = Statement(said, StatementKind.FACT, (citation,))
    if not verify_statement(statement, {"d": document}):
        assert set(name.casefold().split()) <= set(span.casefold().replace(".", "").split())
