from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from retrieval.claims import Verdict
from retrieval.claims.opinion import is_opinion
from retrieval.claims.splitting import claims_in
from retrieval.encoder import Encoder
from retrieval.errors import QuestionError
from retrieval.librarian import Librarian
from retrieval.settings import RetrievalSettings
from tests.conftest import write_files

Make = Callable[[Path], RetrievalSettings]
COMMENTS = Path(__file__).parents[1] / "fixtures" / "forum_comments.txt"
STARTER = Path(__file__).parents[2] / "corpus"
# Enough of the starter corpus for the comments: encoding all of it takes a minute.
STARTER_PART = (
    "articles/nvidia-campaign-h200.md",
    "articles/huang-noorders-2026-01-29.md",
    "articles/diffusion-2025-01-13.md",
    "articles/diffusion-rescind-2025-05-13.md",
    "articles/h20-15pct-2025-08-11.md",
    "quotes/bresnick.yaml",
)

FILES = {
    "articles/kelp-2030.md": """\
---
title: The kelp rule
kind: rule
published: 2030-02-03
status: rescinded
superseded_by: [kelp-2031]
aliases: [kelp rule]
---
The kelp rule of 3 February 2030 barred exports of kelp resin to Southland. The kelp rule was
rescinded on 5 May 2031.
""",
    "articles/kelp-2031.md": """\
---
title: The brine rule
kind: rule
published: 2031-05-05
status: in_force
supersedes: [kelp-2030]
aliases: [brine rule]
---
The brine rule has been in force since 5 May 2031. The brine rule covers resin tanks and left out
Ostrava pumps. Marlin Works sold 4,000 resin tanks to Southland in June 2031.
""",
    "articles/tanks-a.md": """\
---
title: Harbour wire on the tanks
published: 2031-07-02
conflicts_with: [tanks-b]
---
The harbour wire reported in July 2031 that Southland had approved imports of Tarn tanks.
""",
    "articles/tanks-b.md": """\
---
title: Coast post on the tanks
published: 2031-07-03
conflicts_with: [tanks-a]
---
The coast post reported in July 2031 that Southland had not approved imports of Tarn tanks.
""",
    "quotes/voices.yaml": """\
- id: ode-pumps
  speaker: Ines Ode
  affiliation: Resin Makers' League
  date: 2031-07-01
  text: Ines Ode argued that the brine rule drives resin makers to Northland.
  verbatim: false
  stance: loosen
  source: {publisher: Coast Radio, title: Makers speak}
""",
}


@pytest_asyncio.fixture
async def librarian(
    tmp_path: Path, settings_for: Make, one_encoder: Encoder
) -> AsyncIterator[Librarian]:
    corpus = write_files(tmp_path / "kelp", FILES)
    async with await Librarian.open(settings_for(corpus)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Marlin Works sold 4,000 resin tanks to Southland", Verdict.SUPPORTED),
        ("Marlin Works sold thousands of resin tanks to Southland", Verdict.SUPPORTED),
        ("Marlin Works sold 9,000 resin tanks to Southland", Verdict.CONTRADICTED),
        ("Marlin Works sold more than 9,000 resin tanks to Southland", Verdict.CONTRADICTED),
        ("Marlin Works sold more than 3,000 resin tanks to Southland", Verdict.ABSENT),
        ("Marlin Works sold 4,000 resin tanks to Southland in June 2029", Verdict.CONTRADICTED),
        ("Marlin Works did not sell 4,000 resin tanks to Southland", Verdict.CONTRADICTED),
        ("Marlin Works sold 300 lamps to Southland", Verdict.ABSENT),
        ("Otter Works sold 4,000 resin tanks to Southland", Verdict.ABSENT),
        ("The kelp rule is in force", Verdict.CONTRADICTED),
        ("The kelp rule was rescinded", Verdict.SUPPORTED),
        ("im pretty sure the kelp rule is still in place", Verdict.CONTRADICTED),
        ("I think the kelp rule isn't in force anymore", Verdict.SUPPORTED),
        ("marlin works sold 9,000 resin tanks to southland in june 2031", Verdict.CONTRADICTED),
        ("The brine rule is still in force", Verdict.SUPPORTED),
        ("The brine rule was repealed", Verdict.CONTRADICTED),
        ("The brine rule covers Ostrava pumps", Verdict.CONTRADICTED),
        ("Southland approved imports of Tarn tanks", Verdict.DISPUTED),
        ("The brine rule drives resin makers to Northland", Verdict.OPINION),
        ("Kelp resin is the worst stuff ever", Verdict.OPINION),
        ("A volcano buried the harbour of Westhaven", Verdict.ABSENT),
    ],
)
async def test_a_claim_is_judged_by_what_the_corpus_says(
    claim: str, verdict: Verdict, librarian: Librarian
) -> None:
    report = await librarian.check(claim)
    assert [item.verdict for item in report.claims] == [verdict], report.claims


async def test_each_part_of_a_claim_has_a_verdict(librarian: Librarian) -> None:
    report = await librarian.check("The kelp rule is still in force and covers Ostrava pumps")
    assert [(item.claim, item.verdict) for item in report.claims] == [
        ("The kelp rule is still in force", Verdict.CONTRADICTED),
        ("The kelp rule covers Ostrava pumps", Verdict.ABSENT),
    ]


async def test_every_citation_is_the_sources_text_and_both_sides_are_shown(
    librarian: Librarian,
) -> None:
    report = await librarian.check("Southland approved imports of Tarn tanks.")
    (claim,) = report.claims
    assert claim.supporting
    assert claim.contradicting
    for citation in claim.citations:
        document = librarian.document(citation.document)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
        assert report.sources[citation.source - 1].document == citation.document


async def test_a_position_of_the_corpus_names_its_holder(librarian: Librarian) -> None:
    report = await librarian.check("The brine rule drives resin makers to Northland")
    assert report.claims[0].reason == "It is the position of Ines Ode, Resin Makers' League."
    assert report.claims[0].supporting
    assert not report.decided


@pytest.mark.parametrize("message", ["", "  \n ", "🤯🤯", "x" * 4001])
async def test_a_message_that_cannot_be_checked_is_refused(
    message: str, librarian: Librarian
) -> None:
    with pytest.raises(QuestionError):
        await librarian.check(message)


async def test_the_forum_comments_are_judged(
    tmp_path: Path, settings_for: Make, one_encoder: Encoder
) -> None:
    comments = COMMENTS.read_text(encoding="utf-8")
    corpus = write_files(
        tmp_path / "starter",
        {name: (STARTER / name).read_text(encoding="utf-8") for name in STARTER_PART},
    )
    async with await Librarian.open(settings_for(corpus)) as librarian:
        first = await librarian.check(comments[:2400])
        second = await librarian.check(comments[2400:])
        fact = await librarian.check("Beijing approved hundreds of thousands of chips")
        rule = await librarian.check("The diffusion rule is in force")
    verdicts = {item.claim: item.verdict for item in (*first.claims, *second.claims)}
    chips = "They're giving them hundreds of thousands of chips"
    bombs = "It's not like China is gonna use these chips to build nuclear bombs or anything"
    assert verdicts[chips] is Verdict.DISPUTED
    assert verdicts[bombs] is Verdict.OPINION
    assert verdicts["Nvidia's approval is like, a win-win for everyone"] is Verdict.OPINION
    assert Verdict.CONTRADICTED not in verdicts.values()
    assert fact.claims[0].supporting[0].document == "nvidia-campaign-h200"
    assert rule.claims[0].verdict is Verdict.CONTRADICTED


def test_questions_pictures_links_and_fillers_claim_nothing() -> None:
    message = (
        "[Image of a snake oil salesman] What's next? https://example.org/x <@123> <:hm:5>\n"
        "[ GIF of a coin ]\nlol\nBack\nTop\nI mean, Nvidia sold 400,000 chips 🤯🔥, right?\n"
        "> And now they sold ten tanks to Tencent?\nWhat if they sold more?"
    )
    assert claims_in(message) == ["Nvidia sold 400,000 chips", "They sold ten tanks to Tencent"]


def test_a_sentence_is_split_where_it_says_two_things() -> None:
    message = "The H20 was banned in April, but the H200 was approved; Huawei gained a share."
    assert claims_in(message) == [
        "The H20 was banned in April",
        "The H200 was approved",
        "Huawei gained a share",
    ]


@pytest.mark.parametrize(
    ("claim", "opinion"),
    [
        ("We should ban every sale", True),
        ("I think the rule works", True),
        ("China will inevitably dominate the AI race", True),
        ("It's like begging for a hug", True),
        ("The rule took effect in May 2025", False),
        ("Nvidia sold 400,000 crazy chips", False),
        ("BIS will replace the rule", False),
        ("China bans exports of gallium", False),
    ],
)
def test_judgements_wishes_and_forecasts_are_opinions(claim: str, opinion: bool) -> None:
    assert is_opinion(claim) is opinion
