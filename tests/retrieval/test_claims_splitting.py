"""What a message claims: hedges and fillers apart, one statement at a time."""

from __future__ import annotations

import pytest

from retrieval.claims.casing import dated, recased
from retrieval.claims.conjuncts import conjuncts
from retrieval.claims.opinion import is_opinion
from retrieval.claims.splitting import claims_in

STANDS = "The kelp rule is still in force"


@pytest.mark.parametrize(
    "message",
    [
        f"I think {STANDS}",
        f"im pretty sure that {STANDS}",
        f"I'm like 90% sure {STANDS}",
        f"IMO {STANDS}",
        f"{STANDS}, if you ask me",
        f"{STANDS} afaik lol",
        f"fun fact: {STANDS}",
        f"Isn't it the case that {STANDS}?",
        f"correct me if I'm wrong but {STANDS}",
        f"As far as I know, {STANDS}!",
        f"{STANDS}, isn't it?",
        f"If I remember correctly {STANDS}, correct?",
    ],
)
def test_a_hedge_before_or_behind_a_statement_claims_nothing(message: str) -> None:
    assert claims_in(message) == [STANDS]
    assert not is_opinion(STANDS)


@pytest.mark.parametrize(
    "message",
    [
        "I think the kelp rule was a mistake",
        "I think the Resin Act will pass",
        "In my opinion the minister is right about the tanks",
        "I believe export duties work",
        "I bet the kelp rule comes back",
        "No way Marlin sold every tank",
    ],
)
def test_a_view_stays_before_what_no_source_can_prove(message: str) -> None:
    (claim,) = claims_in(message)
    assert claim == message
    assert is_opinion(claim)


def test_certain_things_are_no_hedge() -> None:
    assert claims_in("Certain tanks need a licence") == ["Certain tanks need a licence"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The kelp rule is in force and caps what most countries can buy",
            ["The kelp rule is in force", "The kelp rule caps what most countries can buy"],
        ),
        (
            "The kelp rule, which is still in force, caps what most countries can buy",
            ["The kelp rule is still in force", "The kelp rule caps what most countries can buy"],
        ),
        (
            "The Resin Act is law now, allies have 150 days",
            ["The Resin Act is law now", "allies have 150 days"],
        ),
        (
            "Marlin has 42 tanks and southland is one of its buyers",
            ["Marlin has 42 tanks", "southland is one of its buyers"],
        ),
        ("Ode said that Marlin and Tarn were sold", ["Ode said that Marlin and Tarn were sold"]),
        (
            "The Board lifted the limits, Ode reported",
            ["The Board lifted the limits, Ode reported"],
        ),
        (
            "Southland banned resin, a ban paused from 9 May 2031",
            ["Southland banned resin, a ban paused from 9 May 2031"],
        ),
        ("After the vote, the act was signed", ["After the vote, the act was signed"]),
    ],
)
def test_statements_are_cut_where_each_stands_by_itself(text: str, parts: list[str]) -> None:
    assert conjuncts(text) == parts


def test_months_and_names_in_lower_case_are_read() -> None:
    assert dated("on july 2 2025, in may, on 3 march") == "on July 2 2025, in May, on 3 March"
    assert dated("the H200 may go, they march on") == "the H200 may go, they march on"
    sentences = ["The firm Marlin Works sold tanks.", "A rule of the Resin Board is in force."]
    assert recased("the resin board's rule hit marlin", sentences) == (
        "the Resin Board's rule hit Marlin"
    )
    assert recased("The Tarn rule hit marlin", sentences) == "The Tarn rule hit marlin"
