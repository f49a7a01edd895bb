"""Whose act, number or date it is, and whether it still is: what looks alike says another thing."""

from __future__ import annotations

import pytest

from retrieval.claims.judging import Judgement, judge
from retrieval.documents import Document


def judged(claim: str, sentence: str, title: str = "A page") -> Judgement:
    return judge(claim, sentence, Document("d", sentence, title), "", lambda _: 1.0)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        # A committee of a body acts, not the body.
        ("The Diet voted 42-2 for the Resin Act", "The Diet Trade Committee voted 42 to 2 for the "
         "Resin Act."),
        # The contrary word stands nearer to the object.
        ("Ode opposes selling tanks to Tarn", "Ode supports selling tanks to Tarn but opposes the "
         "resin fee."),
        # A participle says more of the noun before it; its doer isn't told.
        ("Tarn sent resin pumps to Marlin", "Tarn's tanks were at issue in the case, in which "
         "Marlin paid $9 million over resin pumps sent through Northland."),
        ("Ode expected fewer tanks than Tarn planned", "Ode expected far more tanks than Tarn "
         "planned."),
        ("Ode expected more tanks than Tarn planned", "900 tanks were planned by Tarn against 400 "
         "expected by Ode."),
        # What was lost, ended or paused is no more.
        ("Marlin still has Gold status", "Marlin lost its Gold status in May 2031."),
        ("Marlin has Gold status", "The Gold status of Marlin ended in May 2031."),
        ("Southland has a ban on resin", "Southland banned resin, and paused the ban in May 2031."),
        ("The resin limits are still in place", "The resin limits had been in place for six "
         "weeks."),
        ("The Board still requires a licence for resin", "The Board sent letters in May 2031 that "
         "required a licence for resin."),
        ("The League still exists", "The League ceased to exist on 3 May 2031."),
        # "in force" is no "requirement".
        ("The Tarn licence requirement is in force", "No notice on the Tarn licence requirement "
         "was found."),
    ],
)  # fmt: skip
def test_what_a_source_says_of_another_or_of_the_past_bears_no_claim(
    claim: str, sentence: str
) -> None:
    assert not judged(claim, sentence).supports


def test_the_compound_of_another_name_is_not_the_claims() -> None:
    sentence = "Ode found the Tarn-made part in a pump of Otter."
    assert judged("Ode found a Tarn part in a pump of Otter", sentence, "Marlin").supports
    assert not judged("Ode found a Marlin part in a pump of Otter", sentence, "Marlin").supports


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        # Only weighed or planned.
        ("Tarn isn't on the Grey List", "A Grey List entry, as weighed for Tarn, would require a "
         "licence."),
        # Another's number, a number in a citation, a date that tells things apart.
        ("The League has 42 members", "The Club had 17 members and was replaced by the League."),
        ("The May 2031 package added 140 firms", "The package of May 2031 (89 LR 96790) added 24 "
         "types of pumps."),
        ("Tarn will make 600 pumps in 2032", "The two estimates of May 2031 for Tarn's pumps are "
         "600 and 300."),
        ("The May 2031 pump limits are in force", "The April 2030 pump limits stayed in force."),
        # A stage of what was begun, not its contrary.
        ("Ode lifted the licence requirement", "Ode imposed the licence requirement on Tarn."),
        ("The Board closed its probe of Marlin", "The Board had opened its probe of Marlin."),
        ("The pause of the rule runs until 9 May 2032", "The pause of the rule was to end on 9 May "
         "2032."),
        # What was so until a day.
        ("Marlin can't buy pumps now", "The waiver let Marlin buy pumps until 9 May 2032."),
        # "not part of it and stayed in force" denies only the first.
        ("The kelp rule stayed in force", "The kelp rule was not part of the pause and stayed in "
         "force."),
        ("The kelp rule was suspended", "The kelp rule made an entry whose use ended in May 2031."),
    ],
)  # fmt: skip
def test_what_is_of_another_thing_or_stage_denies_no_claim(claim: str, sentence: str) -> None:
    assert judged(claim, sentence).conflict is None


@pytest.mark.parametrize(
    ("claim", "sentence", "conflict"),
    [
        ("The Dutch order on Tarn is still in place", "The Dutch order on Tarn was suspended on 9 "
         "May 2031.", "the opposite"),
        ("The resin limits were lifted on 3 May 2031", "The resin limits of April 2030 are gone: "
         "they were lifted on 2 May 2031.", "2 May 2031"),
        ("Tarn got 1,000 H20s", "Tarn got 10,000 H20 chips.", "10,000"),
        ("The resin curbs lasted six months", "The resin limits had been in place for about six "
         "weeks.", "six weeks"),
    ],
)  # fmt: skip
def test_what_differs_is_found_beside_other_dates_and_words(
    claim: str, sentence: str, conflict: str
) -> None:
    assert conflict in (judged(claim, sentence).conflict or "")


def test_a_surname_and_a_belonging_stand_for_a_full_name() -> None:
    called = "Ines Ode of the Resin League called the sale of tanks a disaster in May 2031."
    assert judged("Ode called the sale of tanks a disaster", called).supports
    said = "Ines Sands said in May 2031 that limiting tanks pushes buyers to Tarn."
    assert judged("Sands said limiting tanks pushes buyers to Tarn", said).supports


def test_a_number_that_another_sentence_bears_is_known() -> None:
    claim = "The Tarn case was about $160 million of pumps"
    other = judged(claim, "The sum seized in the Tarn case was about $50 million of pumps.")
    bearing = judged(claim, "The pumps in the Tarn case were worth at least $160 million.")
    assert "$50 million" in (other.conflict or "")
    assert bearing.bears_number(other)
