"""Each check of the gate by hand: what it lets through and what it refuses."""

import pytest

from retrieval.answer import Citation, Statement, StatementKind
from retrieval.documents import Document, Kind, Quote, Status
from retrieval.verify import verify_statement


def verify(said: str, *spans: str, **fields: object) -> tuple[str, ...]:
    """Return the checks that `said` fails when it cites `spans`, each a document of its own."""
    documents = {
        str(i): Document(id=str(i), text=span, title="t", **fields) for i, span in enumerate(spans)
    }
    citations = tuple(Citation(i, str(i), 0, len(span), span) for i, span in enumerate(spans))
    statement = Statement(said, StatementKind.FACT, citations)
    return tuple(failure.check for failure in verify_statement(statement, documents))


SALE = "China has agreed to let ByteDance buy more than 400,000 of the chips for $5.5 billion."
RULE = "BIS released its rule on 17 October 2023, and it took effect on 17 November 2023."

PASSES = [
    (
        "Whether BIS extended the pause is not known.",
        "Whether BIS extended the pause of the rule or let it return in May is not known.",
    ),
    ("China agreed to let ByteDance buy more than 400,000 chips for $5.5 billion.", SALE),
    ("China has agreed to let ByteDance buy over four hundred thousand chips.", SALE),
    ("ByteDance may buy more than 400K chips.", "ByteDance may buy more than 400,000 chips."),
    ("ByteDance paid 5.5 billion dollars.", "ByteDance paid $5.5bn for the chips."),
    ("The chips number 400,000.", "The hundreds of chips in the 400,000 lot number 400,000."),
    ("Hundreds of thousands of chips were sold.", "Sold were 400,000 chips."),
    ("The tariff is 25 percent.", "The tariff is 25%."),
    ("Half of the revenue came from China.", "50% of the revenue came from China."),
    ("BIS released its rule in October 2023.", RULE),
    ("In 2023 BIS released its rule.", RULE),
    ("On October 17, 2023, BIS released its rule.", RULE),
    ("The rule took effect on 17 November.", RULE),
    ("The Bureau of Industry and Security released its rule in 2023.", RULE),
    ("China's buyers are waiting.", "The Chinese buyers are waiting."),
    ("The American rule covers the chip.", "The US rule covers the chip."),
    ("Nvidia declined to comment.", "Nvidia did not comment."),
    ("BIS isn't enforcing the rule.", "BIS is not enforcing the rule."),
    ("BIS said it will replace the rule.", "BIS said it would replace the rule."),
    ("Prices rose in May 2025.", "Prices increased in May 2025."),
    (
        "Alibaba, Tencent and ByteDance bought chips.",
        "ByteDance, Alibaba and Tencent bought chips.",
    ),
    ("Chips were sold to Alibaba by Nvidia.", "Nvidia sold chips to Alibaba."),
    ("The rule is in force.", "The rule is in force since 2022."),
    ("No, the rule is not in force.", "The rule is not in force as of March 2026."),
    ("The post did not include Rubin.", "The post left out Blackwell and Rubin."),
    ("A licence is needed for the H20.", "A licence is needed for the H20 and the H200."),
    (
        "Since 2022 the existing rule, known as the chip rule, is in force.",
        "The chip rule is in force since 2022.",
    ),
    ("BIS found no evidence of it.", "BIS has not found any evidence of it."),
    ("BIS has not found any evidence of it.", "BIS found no evidence of it."),
    ("It needs cables of 230 metres.", "It needs cables of 230 meters."),
    ("The exports cover 23 types.", "Its exports cover 23 types."),
    ("The 2018–19 report is out.", "The 2018-2019 report is out."),
    ("Nvidia will hand over 15% of it.", "Nvidia will hand over to the state 15% of it."),
    ("The ban covers China.", "The ban of the BIS (Commerce Department) covers China."),
]

REFUSED = [
    (
        "modal",
        "BIS extended the pause of the rule.",
        "Whether BIS extended the pause of the rule is not known.",
    ),
    ("name", "The US Senate passed the bill.", "The US House passed the bill."),
    ("number", "ByteDance may buy 300,000 chips.", "ByteDance may buy 400,000 chips."),
    ("number", "It cost $4.5 billion.", "It cost $5.5 billion."),
    ("number", "It cost $5.5 million.", "It cost $5.5 billion."),
    ("number", "The tariff is 25 dollars.", "The tariff is 25%."),
    ("number", "The share is 15%.", "The share is up to 15%."),
    ("number", "At most 400,000 chips were sold.", "At least 400,000 chips were sold."),
    ("number", "More than 400,000 chips were sold.", "Some 400,000 chips were sold."),
    ("number", "It is the third rule.", "It is the second of three rules."),
    ("number", "Hundreds of chips were sold.", "Sold were 400,000 chips."),
    ("number", "It grew fourfold to 90 sites.", "It grew to 80 sites."),
    ("date", "BIS released its rule on 18 October 2023.", RULE),
    ("date", "BIS released its rule in October 2022.", RULE),
    ("date", "BIS released its rule on 17 October 2023.", "BIS released its rule in October 2023."),
    ("date", "It opens on Thursday.", "It opens on Friday."),
    ("date", "It began in the 1990s.", "It began in the 1980s."),
    ("name", "Intel said so.", "Nvidia said so."),
    ("name", "The rule covers the H20.", "The rule covers the H200."),
    ("name", "Chief executive Jensen Wong spoke.", "Chief executive Jensen Huang spoke."),
    ("name", "The rule covers Japan and China.", "The rule covers China."),
    ("negation", "BIS has enforced the rule.", "BIS has not enforced the rule."),
    ("negation", "BIS has not enforced the rule.", "BIS has enforced the rule."),
    ("negation", "A licence is needed.", "No licence is needed."),
    ("negation", "BIS found evidence of it.", "BIS found no evidence of it."),
    ("negation", "BIS found no evidence of it.", "BIS found evidence of it."),
    ("negation", "Nvidia responded to questions.", "Nvidia declined to respond to questions."),
    ("modal", "BIS must deny a licence.", "BIS may deny a licence."),
    ("modal", "BIS denies a licence.", "BIS may deny a licence."),
    ("modal", "The bill bans exports.", "The bill would ban exports."),
    ("modal", "Nvidia will sell the chip.", "Nvidia plans to sell the chip."),
    ("opposite", "Sales fell in China.", "Sales rose in China."),
    ("opposite", "The rule tightens controls.", "The rule loosens controls."),
    ("opposite", "It ended before the vote.", "It ended after the vote."),
    ("opposite", "BIS approved the export.", "BIS denied the export."),
    (
        "opposite",
        "The export of unlicensed chips to Nexia grew, that of wafers too.",
        "The export of licensed chips to Nexia grew, that of wafers and of unlicensed tools too.",
    ),
    ("status", "The rule is in force.", "The rule was published by BIS."),
    ("order", "Nvidia sued Huawei over a patent.", "Huawei sued Nvidia over a patent."),
    ("order", "The fee rose from 20 to 10 dollars.", "The fee rose from 10 to 20 dollars."),
    (
        "order",
        "The rule was issued on 4 April 2024 and took effect on 29 March 2024.",
        "The rule was issued on 29 March 2024 and took effect on 4 April 2024.",
    ),
    ("name", "The US Senate passed the act.", "The US House passed the act."),
    ("name", "The licence covers the 1950i tool.", "The licence covers the 1980i tool."),
    ("modal", "Megaspeed broke a law.", "Whether Megaspeed broke a law is open."),
    ("support", "Huang confirmed the reported sale.", "Huang contradicted the reported sale."),
    ("number", "Sales are at least half of it.", "Sales may not exceed half of it."),
    ("scope", "The tariff covers all chips.", "The tariff covers certain chips."),
    ("scope", "Ten firms may buy 75,000 chips in total.", "Ten firms may buy 75,000 chips each."),
    ("scope", "The rule covers only chips.", "The rule covers chips."),
    ("support", "Exports of wafers are unlimited.", "Exports of wafers are counted each year."),
    (
        "support",
        "Nvidia regretted the sale of the chips.",
        "Nvidia finished the sale of the chips.",
    ),
    ("support", "Shareholders cheered while rivals complained loudly.", "BIS issued a rule."),
    (
        "support",
        "BIS issued its rule on chips and regretted leaking confidential customer files.",
        "BIS issued its rule on chips after long talks with allied governments.",
    ),
]


@pytest.mark.parametrize(("said", "span"), PASSES)
def test_what_the_span_says_in_other_words_passes(said: str, span: str) -> None:
    assert verify(said, span) == ()


@pytest.mark.parametrize(("check", "said", "span"), REFUSED)
def test_what_the_span_does_not_say_is_refused_by_the_check(
    check: str, said: str, span: str
) -> None:
    assert check in verify(said, span)


def test_a_sentence_of_the_span_passes_as_it_stands() -> None:
    text = "The rule may change. It was never in force, said the 2,000 firms. More is unknown."
    assert verify("It was never in force, said the 2,000 firms.", text) == ()
    assert verify("“It was never in force, said the 2,000 firms.”", text) == ()


def test_a_cut_that_loses_a_denial_is_refused() -> None:
    assert verify("The rule is in force.", "It is not true that the rule is in force.")
    assert verify("a licence is needed", "Lawyers deny that no licence is needed.")


def test_signs_of_numbers_count_in_a_quotation() -> None:
    assert "number" in verify("It cost €5 in 2020.", "It cost $5 in 2020.")
    assert "number" in verify("It fell by 5% in 2020.", "It fell by 5 in 2020.")


def test_two_spans_bear_a_statement_together() -> None:
    one, other = "Nvidia sold the H20 to Alibaba.", "The sale was announced on 15 July 2025."
    assert verify("Nvidia sold the H20 to Alibaba, announced on 15 July 2025.", one, other) == ()
    assert verify("Nvidia sold the H20 to Alibaba, announced on 15 July 2025.", one) != ()


def test_an_alias_of_the_cited_document_is_a_name_of_it() -> None:
    span = "BIS will not enforce the rule of January 2025."
    assert "name" in verify("BIS will not enforce the Diffusion Rule.", span)
    assert verify(
        "BIS will not enforce the Diffusion Rule.", span, aliases=("AI Diffusion Rule",)
    ) == ("name",)
    assert (
        verify("BIS will not enforce the Diffusion Rule.", span, aliases=("Diffusion Rule",)) == ()
    )


def test_a_speaker_may_be_named_with_the_words() -> None:
    span = "Going back and forth is the worst possible thing."
    quote = Quote("Samuel Bresnick", "CSET", verbatim=False)
    said = "Bresnick says going back and forth is the worst possible thing."
    assert verify(said, span, quote=quote, kind=Kind.QUOTE) == ()
    assert "name" in verify(said, span)


@pytest.mark.parametrize("status", [Status.RESCINDED, Status.SUSPENDED, Status.PROPOSED])
def test_a_rule_that_is_past_or_proposed_is_not_in_force(status: Status) -> None:
    span = "The rule took effect in May 2025 and applies to every chip plant."
    assert "status" in verify("The rule is in effect for every chip plant.", span, status=status)
    assert "status" not in verify("The rule took effect in May 2025.", span, status=status)


def test_a_failure_says_what_is_wrong() -> None:
    document = Document(id="d", text="It cost $5.5 billion.", title="t")
    citation = Citation(1, "d", 0, len(document.text), document.text)
    statement = Statement("It cost $4.5 billion.", StatementKind.FACT, (citation,))
    (first, *_) = verify_statement(statement, {"d": document})
    assert first.detail == "“$4.5 billion” is not a number of the cited text."
