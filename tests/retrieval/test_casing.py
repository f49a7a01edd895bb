"""Names typed without capitals get those that the corpus gives them."""

import pytest

from retrieval.casing import Casing

TEXTS = (
    "# Why Some Fabs Never Open\n"
    "The Court of Auditors said on Friday that Tagus Memory had asked the Semiconductor Office for "
    "aid. The court made five recommendations. Applicants wait for months.\n"
    "Vexaline said it would wait. Vexaline, the oldest maker, sells to Wrocław. Analysts doubt it. "
    "Analysts said so before. It was listed by the SEC.",
    "The Metalworkers' Union spoke of export controls; the page is called Export Controls today.",
)


@pytest.fixture
def casing() -> Casing:
    return Casing.of(TEXTS)


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("what did the court of auditors say?", "what did the Court of Auditors say?"),
        ("why did tagus memory's plan fail", "why did Tagus Memory's plan fail"),
        ("what did the metalworkers union want", "what did the Metalworkers Union want"),
        # A name that only opens sentences, and one of capitals alone.
        ("was vexaline listed by the sec", "was Vexaline listed by the SEC"),
        ("does it sell to wroclaw", "does it sell to Wroclaw"),
    ],
)
def test_a_name_typed_small_gets_its_capitals(casing: Casing, typed: str, restored: str) -> None:
    assert casing.restored(typed) == restored


@pytest.mark.parametrize(
    "typed",
    [
        "which court was it",
        "what do analysts say of applicants",
        "are export controls in force",
        "why do some fabs never open",
        "Was VEXALINE listed?",
    ],
)
def test_what_the_corpus_also_writes_small_stays(casing: Casing, typed: str) -> None:
    assert casing.restored(typed) == typed


def test_an_empty_corpus_changes_nothing() -> None:
    assert Casing.of(()).restored("who is the head of tagus") == "who is the head of tagus"
