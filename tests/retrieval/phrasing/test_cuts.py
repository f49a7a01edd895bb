"""What may be left out of a cited sentence, and what of a list may not be mixed."""

from __future__ import annotations

import pytest

from retrieval.phrasing.cuts import miscut

USE = (
    "The ministry said that sales of Eastmark tools for public power plants to Northland must end."
)
NAMED = "The figures for the Saltmarsh case differ in kind: one is a forecast."
LAST = "The yard ordered cranes for the northern pier."
TOLD = "The prices of the cap come from a broker who read the order."
READING = "The prices come from some dealers reading the order."
CREW = (
    "The court charged a Saltmarsh founder, an Okoro captain and a dealer in the case of May 2031."
)
PAIRS = (
    "The rule split the permit for known buyers in two: the old one and the new one for Northland."
)

BARS = "The act bars charging a fee for a permit to fish."
CAPS = "The cap was 40 cranes, about 90 tonnes, for small yards."

MISCUT = [
    ("The act bars charging a fee.", BARS),
    ("The ministry said that sales of Eastmark tools to Northland must end.", USE),
    ("The prices come from the order.", TOLD),
    ("The prices come from the order.", READING),
    ("The court charged a Saltmarsh captain, an Okoro founder and a dealer.", CREW),
    ("The court charged a Saltmarsh dealer, an Okoro founder and a captain.", CREW),
]

CUT = [
    ("Small yards had a cap of 40 cranes, about 90 tonnes.", CAPS),
    ("The ministry said that sales of tools for public power plants to Northland must end.", USE),
    ("The figures differ in kind: one is a forecast.", NAMED),
    ("The yard ordered cranes for the pier.", LAST),
    ("The prices come from a broker.", TOLD),
    ("The prices of the cap come from a broker who read the order.", TOLD),
    ("The court charged a dealer, a Saltmarsh founder and an Okoro captain.", CREW),
    ("The court charged a Saltmarsh founder and an Okoro captain in the case of May 2031.", CREW),
    ("The rule split the permit for known buyers in two: the old one and a new permit.", PAIRS),
]


@pytest.mark.parametrize(("said", "span"), MISCUT)
def test_a_cut_that_says_more_is_seen(said: str, span: str) -> None:
    assert miscut(said, [span])


@pytest.mark.parametrize(("said", "span"), CUT)
def test_a_cut_that_only_shortens_passes(said: str, span: str) -> None:
    assert miscut(said, [span]) is None
