"""One claim beside one sentence: what bears it out whole, what denies it, what leaves it open."""

from __future__ import annotations

import pytest

from retrieval.claims.conjuncts import causes, conjuncts
from retrieval.claims.durations import durations, same_length
from retrieval.claims.judging import Judgement, judge
from retrieval.documents import Document, Kind, Quote


def judged(claim: str, sentence: str, document: Document | None = None) -> Judgement:
    return judge(claim, sentence, document or Document("d", sentence, "A page"), "", lambda _: 1.0)


TANKS = "Marlin Works sold about 4,000 resin tanks to Southland in June 2031."
VOTE = "The Resin Act cleared a committee of the Diet by 42 votes to 2 on 3 May 2031."
PAUSE = "The Harbour Board suspended the kelp rule from 5 May 2031 to 4 May 2032."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Marlin Works sold about 4,000 resin tanks to Southland", TANKS),
        ("Marlin Works sold thousands of resin tanks in June 2031", TANKS),
        ("The kelp rule was suspended by the Harbour Board", PAUSE),
        (
            "Southland capped exports of resin",
            "Southland's trade ministry capped exports of resin.",
        ),
        ("The Harbour Board paused the kelp rule for one year", PAUSE),
        ("The Resin Act passed a committee of the Diet 42-2", VOTE),
        ("Southland's tanks were never cleared", "The tanks of Southland have never been cleared."),
    ],
)
def test_a_claim_of_which_nothing_is_left_over_is_supported(claim: str, sentence: str) -> None:
    assert judged(claim, sentence).supports, judged(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Marlin Works secretly sold about 4,000 resin tanks to Southland", TANKS),
        ("Marlin Works sold all resin tanks to Southland", TANKS),
        ("Only Marlin Works sold resin tanks to Southland", TANKS),
        ("Southland sold about 4,000 resin tanks to Marlin Works", TANKS),
        ("Marlin Works sold about 4,000 resin tanks to Southland because of a drought", TANKS),
        ("The kelp rule suspended the Harbour Board", PAUSE),
        ("The Diet cleared the Resin Act permanently", VOTE),
        ("The Resin Act bans resin tanks", "The Resin Act would ban resin tanks."),
        ("Tarn paid Marlin a fee", "Tarn agreed to pay Marlin a fee."),
        ("The tank was used in Southland", "The worry was use of the tank in Southland."),
        ("The kelp rule returned", "The kelp rule returns unless the Board acts."),
        ("The vote was unanimous", "The vote was nearly unanimous."),
        ("Marlin Works is the largest maker", "Marlin Works is the second-largest maker."),
        ("The kelp rule came back", "Whether the kelp rule came back is unknown."),
        ("Tarn tanks leak resin", "Ode argued that Tarn tanks leak resin."),
        ("Marlin owns Tarn", "Unlike Marlin, Ode owns Tarn."),
        ("Southland closed Tarn", "Tarn closed a plant, after Southland had tightened its rules."),
    ],
)
def test_what_a_claim_adds_or_turns_round_keeps_it_from_support(claim: str, sentence: str) -> None:
    assert not judged(claim, sentence).supports


@pytest.mark.parametrize(
    ("claim", "sentence", "conflict"),
    [
        ("Marlin Works sold about 9,000 resin tanks to Southland", TANKS, "has 4,000 where"),
        ("Marlin Works sold resin tanks to Southland in June 2029", TANKS, "has June 2031 where"),
        ("The Board suspended the kelp rule for two years", PAUSE, "has 5 May 2031 to 4 May 2032"),
        ("The Resin Act cleared a committee of the Diet unanimously", VOTE, "has 42 votes to 2"),
        ("The Resin Act cleared a committee of the Diet by 30 to 12", VOTE, "has 42 votes to 2"),
        ("The Tarn pact is a binding treaty", "The Tarn pact is not a treaty.", "the opposite"),
        ("The Board widened the kelp rule", "The Board narrowed the kelp rule.", "the opposite"),
        (
            "Ode imposed the kelp duty",
            "Verne imposed the kelp duty; some pages wrongly credit it to Ode.",
            "calls that wrong",
        ),
    ],
)
def test_the_one_thing_said_otherwise_is_named(claim: str, sentence: str, conflict: str) -> None:
    found = judged(claim, sentence)
    assert not found.supports
    assert conflict in (found.conflict or "")


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Otter Works sold 9,000 lamps", TANKS),
        ("Ode sold resin tanks to Northland in June 2029", TANKS),
        ("The kelp rule was not widened", "The Board widened the resin rule."),
        ("Ode spoke of no deliveries", "Verne spoke in May 2031 of deliveries."),
    ],
)
def test_what_is_about_another_thing_denies_nothing(claim: str, sentence: str) -> None:
    assert judged(claim, sentence).conflict is None


def test_a_source_that_tells_of_accounts_that_differ_makes_a_claim_disputed() -> None:
    sentence = "Sources disagree on the tanks of Marlin Works: Ode gives 4,000, Verne gives 9,000."
    assert judged("Marlin Works had 4,000 tanks", sentence).disputed


def test_a_thought_in_a_quote_bears_a_claim_as_a_position() -> None:
    quote = Document("q", "Ode argued that the duty drives makers away.", "Ode on the duty",
                     Kind.QUOTE, quote=Quote("Ines Ode", None, verbatim=False))  # fmt: skip
    assert judged("The duty drives makers away", quote.text, quote).supports


def test_what_is_not_held_is_named_and_what_is_held_is_weighed() -> None:
    found = judged("Marlin Works sold resin lamps to Southland", TANKS)
    assert found.missing == ("lamps",)
    assert sum(found.held.values()) == pytest.approx(found.coverage) == pytest.approx(5 / 6)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The order was lifted, and the court's measures ended with it",
         ["The order was lifted", "the court's measures ended with it"]),
        ("Marlin pleaded guilty and paid a fine", ["Marlin pleaded guilty", "Marlin paid a fine"]),
        ("Ode and Verne agreed a truce", ["Ode and Verne agreed a truce"]),
        ("Ode backs sales but not the fee", ["Ode backs sales but not the fee"]),
        ("Wire said that Ode left and had sold it", ["Wire said that Ode left and had sold it"]),
        ("The May report names Ode and Verne", ["The May report names Ode and Verne"]),
    ],
)  # fmt: skip
def test_a_sentence_is_cut_where_it_states_another_thing(text: str, parts: list[str]) -> None:
    assert conjuncts(text) == parts


def test_a_cause_and_what_it_causes_are_told_apart() -> None:
    assert causes("Tarn closed a plant because the Board raised the duty") == [
        "Tarn closed a plant",
        "the Board raised the duty",
    ]
    assert causes("Tarn has closed since May 2031") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("for two years", 730.5),
        ("a one-year pause", 365.25),
        ("about six weeks", 42.0),
        ("from 5 May 2031 to 4 May 2032", 366.0),
        ("two years ago", None),
    ],
)
def test_durations_are_read_in_words_and_from_two_dates(text: str, days: float | None) -> None:
    found = durations(text)
    assert [item.days for item in found] == ([] if days is None else [pytest.approx(days)])


def test_lengths_are_one_within_rounding() -> None:
    (year,), (span,) = durations("for a year"), durations("from 10 May 2031 to 9 May 2032")
    (two,) = durations("for two years")
    assert same_length(year, span)
    assert not same_length(two, span)
