"""A statement that cites a stretch of a document: its own words pass, what is turned doesn't."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Citation, Statement, StatementKind
from retrieval.documents import Document
from retrieval.verify import verify_statement

STRETCH = (
    "The ministry of Eastmark opened its ports to cargo from Northland on 4 March. "
    "A yard in Saltmarsh painted forty cranes yellow and blue for the northern pier. "
    "Critics said that new docks would harm the old harbour. "
    "In 2031 the ministry had closed two ports to foreign ships. "
    "Inspectors found no fault with the cranes. "
    "Bonds of the harbour fell after crews found rust under the pier. "
    "The union praised the wages of licensed welders and blamed unlicensed dealers."
)


def verify(said: str, span: str) -> tuple[str, ...]:
    document = Document(id="d", text=span, title="t")
    citation = Citation(1, "d", 0, len(span), span)
    found = verify_statement(Statement(said, StatementKind.FACT, (citation,)), {"d": document})
    return tuple(failure.check for failure in found)


SUMS_UP = [
    "Northland's freighters can now use Eastmark's harbours.",
    "It was on 4 March 2031 that freighters of Northland got leave to use Eastmark's harbours.",
    "Forty cranes got a coat of yellow and blue paint for the northern pier.",
    "The inspectors have not found any fault with the cranes.",
    "The authorities let in cargo from Northland.",
    "Licensed welders earned praise from the union, unlicensed dealers did not.",
]

TURNS = [
    ("opposite", "The ministry of Eastmark closed its ports to cargo from Northland."),
    ("opposite", "A yard painted forty cranes yellow and green for the northern pier."),
    ("opposite", "Loans of the harbour fell after crews found rust."),
    ("opposite", "The union praised the wages of unlicensed welders."),
    ("negation", "Inspectors found fault with the cranes."),
    ("date", "Eastmark opened its ports on 5 March 2031."),
    ("date", "Eastmark opened its ports on 4 March 2030."),
    ("number", "A yard painted fifty cranes for the northern pier."),
    ("name", "A yard in Okoro painted the cranes."),
]


@pytest.mark.parametrize("said", SUMS_UP)
def test_what_sums_up_a_stretch_in_its_own_words_passes(said: str) -> None:
    assert verify(said, STRETCH) == ()


@pytest.mark.parametrize(("check", "said"), TURNS)
def test_what_turns_a_stretch_is_refused_by_the_check(check: str, said: str) -> None:
    assert check in verify(said, STRETCH)


NAMES = ("Nvidia", "Huawei", "Alibaba", "Tencent", "Intel", "Micron")
DATES = ("17 October 2023", "18 October 2023", "17 November 2023", "17 October 2024")
FACTS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["did", "did not"]),
    st.sampled_from(NAMES),
    st.integers(2, 999),
    st.sampled_from(DATES),
)


def sentence(fact: tuple[str, str, str, int, str]) -> str:
    who, how, whom, number, day = fact
    return f"{who} {how} supply {whom} with {number} chips on {day}."


@settings(max_examples=200, deadline=None, derandomize=True)
@given(FACTS, st.lists(FACTS, min_size=5, max_size=8))
def test_no_part_of_a_passing_statement_is_missing_from_the_stretch(
    said: tuple[str, str, str, int, str], there: list[tuple[str, str, str, int, str]]
) -> None:
    if not verify(sentence(said), " ".join(map(sentence, there))):
        who, how, whom, number, day = said
        names = {name for fact in there for name in (fact[0], fact[2])}
        assert {who, whom} <= names
        assert number in {fact[3] for fact in there}
        assert day in {fact[4] for fact in there}
        assert how == "did" or any(fact[1] == "did not" for fact in there)
