"""Ways in which words that are all in the source come to say something else."""

from __future__ import annotations

import pytest

from retrieval.phrasing.hearsay import tells_as_fact
from retrieval.phrasing.sense import misread

CAP = "The ministry allowed each of ten approved buyers up to 400 wafers."
ORDERS = "The order came on 4 March 2031, the ruling on 9 May 2031 and the appeal on 2 June 2031."
DUE = "The cap was paused in 2031: the old quota returns on 1 May 2032 unless the ministry acts."
OPEN = "Whether the quota still applies is open, since no office ended it."
TWO = "The cap rule looks at who owns the buyer, while the pier rule looks at what a yard ships."
UNLIKE = "The Okoro case is a probe, unlike the Saltmarsh case, in which the owners pleaded guilty."
MOVE = "The rule moved exports to Eastmark from a presumption of denial to a review of each case."
BEHIND = "Eastmark's process is well behind Northland's 5 nm process, according to Coast Radio."
ABOUT = "The rule reached the 1970i and 1980i tools."
AIM = "The ministry aimed to set back the makers, not just to slow them."

READ = "The order of certain yards was stopped on the day on which the cap began."
SOLD = "Eastmark sold the yard's cranes to Northland."

TURNED = [
    ("The order of yards was stopped.", READ),
    ("The order of certain yards was stopped on the day after the cap began.", READ),
    ("The ministry lets certain yards order.", READ),
    ("Northland sold the yard's cranes to Eastmark.", SOLD),
    ("The ministry allowed any buyer up to 400 wafers.", CAP),
    ("The ministry allowed ten approved buyers up to 400 wafers in total.", CAP),
    ("The ruling came on 4 March 2031 and the order on 9 May 2031.", ORDERS),
    ("The old quota returned on 1 May 2032.", DUE),
    ("The quota still applies.", OPEN),
    ("The cap rule looks at what a yard ships, while the pier rule looks at who owns it.", TWO),
    ("The cap rule looks at what a yard ships.", TWO),
    ("In the Okoro case the owners pleaded guilty.", UNLIKE),
    ("The rule moved exports from a review of each case to a presumption of denial.", MOVE),
    ("Northland's 5 nm process is well behind Eastmark's process.", BEHIND),
    ("The rule reached the 1950i and 1980i tools.", ABOUT),
    ("The ministry aimed just to slow the makers.", AIM),
]

KEPT = [
    ("The order of certain yards was stopped.", READ),
    ("Eastmark sold cranes to Northland.", SOLD),
    ("The yard's cranes were sold to Northland by Eastmark.", SOLD),
    ("Each of ten approved buyers was allowed up to 400 wafers.", CAP),
    ("The ruling came on 9 May 2031 and the order on 4 March 2031.", ORDERS),
    ("The old quota returns on 1 May 2032 unless the ministry acts.", DUE),
    ("The cap was paused in 2031.", DUE),
    ("Whether the quota applies is open.", OPEN),
    ("The pier rule looks at what a yard ships, while the cap rule looks at the buyer.", TWO),
    ("The pier rule looks at what a yard ships.", TWO),
    ("In the Saltmarsh case the owners pleaded guilty.", UNLIKE),
    ("The Okoro case is a probe.", UNLIKE),
    ("Exports moved from a presumption of denial to a review of each case.", MOVE),
    ("Eastmark's process is behind Northland's.", BEHIND),
    ("The 1980i and the 1970i were reached.", ABOUT),
    ("The ministry aimed to set back the makers.", AIM),
]


@pytest.mark.parametrize(("said", "span"), TURNED)
def test_a_meaning_turned_is_seen(said: str, span: str) -> None:
    assert misread(said, [span])


@pytest.mark.parametrize(("said", "span"), KEPT)
def test_a_meaning_kept_passes(said: str, span: str) -> None:
    assert misread(said, [span]) is None


def test_values_of_two_outlets_stay_with_their_outlet() -> None:
    spans = [
        "The Harbour Gazette reported that about ten buyers may each have up to 400 wafers.",
        "Coast Radio reported that a buyer may have up to 900 wafers.",
    ]
    assert misread("Coast Radio gives up to 400 wafers, the Harbour Gazette up to 900.", spans)
    assert not misread("The Harbour Gazette gives up to 400 wafers, Coast Radio up to 900.", spans)


def test_a_name_of_one_sentence_gets_no_verb_of_another() -> None:
    spans = ["The adviser opposed the Cap Act.", "Ada Verne presented the Cap Act."]
    assert misread("Ada Verne opposed the Cap Act.", spans)
    assert not misread("Ada Verne presented the Cap Act, and the adviser opposed it.", spans)


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("The office gets $211 million.", "Senators proposed $211 million for the office."),
        ("Eastmark made 600 wafers.", "Eastmark planned to make 600 wafers."),
        ("The cap is a reply to the quota.", "The cap was widely read as a reply to the quota."),
        ("The office was given $2, as reported.", "Senators proposed $2 for the office."),
    ],
)
def test_what_is_only_wanted_is_not_told_as_done(said: str, span: str) -> None:
    assert tells_as_fact(said, [span])
    assert not tells_as_fact(span, [span])
