"""Several counts of one thing at different times: the newest leads where no date is asked for."""

from __future__ import annotations

import pytest

from retrieval.encoder import Encoder
from tests.asking import Ask, asker, index_of

CORPUS = {
    "articles/may.md": """\
---
title: Zinc lamps for Eastmark in May 2032
published: 2032-05-20
---
The harbour office reported on 14 May 2032 that none of the zinc lamps had been delivered to
Eastmark.
Twelve shops in Eastmark asked for zinc lamps.
""",
    "articles/august.md": """\
---
title: Zinc lamps for Eastmark in August 2032
published: 2032-08-19
---
The first deliveries to two shops, about 9,000 zinc lamps each, were told by the harbour paper on
19 August 2032.
Each shop may order up to 70,000 zinc lamps, according to a notice of 19 August 2032.
""",
    "articles/plan.md": """\
---
title: What is planned for Eastmark
published: 2032-07-01
---
The minister expects that 800,000 zinc lamps will have been delivered to Eastmark by 1 August 2032.
""",
    "articles/towns.md": """\
---
title: The towns of Westmark
published: 2032-03-01
---
Westmark had 30 towns with a copper mill in 2010.
Westmark has 42 towns with a copper mill.
""",
    "articles/towns-again.md": """\
---
title: The copper mills of Westmark
published: 2032-08-02
---
In August 2032 there were 42 towns with a copper mill in Westmark.
""",
}


@pytest.fixture(scope="module")
def ask(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    index = index_of(CORPUS, encoder, tmp_path_factory.mktemp("counts"))
    return asker(index, encoder, "2032-08-30")


def test_the_newest_count_leads_and_the_older_one_follows(ask: Ask) -> None:
    shown = [item.text for item in ask("How many zinc lamps have been delivered?").statements]
    assert "about 9,000 zinc lamps each" in shown[0]
    assert "14 May 2032" in shown[1]


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("by 14 May 2032", "none of the zinc lamps"),
        ("by the end of August 2032", "about 9,000 zinc lamps each"),
        ("on 14 May 2032", "none of the zinc lamps"),
    ],
)
def test_a_question_that_names_a_date_keeps_the_count_of_that_date(
    ask: Ask, until: str, told: str
) -> None:
    asked = f"How many zinc lamps had been delivered to Eastmark {until}?"
    assert told in ask(asked).statements[0].text


def test_what_is_only_expected_does_not_lead_by_its_date(ask: Ask) -> None:
    shown = [item.text for item in ask("How many zinc lamps have been delivered?").statements]
    assert "expects" not in shown[0]


def test_a_count_of_something_else_does_not_lead_by_its_date(ask: Ask) -> None:
    first = ask("How many shops in Eastmark asked for zinc lamps?").statements[0].text
    assert first.startswith("Twelve shops")


def test_what_changed_little_stays_as_it_is(ask: Ask) -> None:
    first = ask("How many towns with a copper mill does Westmark have?").statements[0].text
    assert "42 towns" in first
