"""What the comparison of the corpus with the fact sheet must notice, and what it must let pass."""

import json
from datetime import date

import pytest

from benchmarks import fact_check
from benchmarks.fact_check import Period, check, figures_of, record_figures
from benchmarks.material import MATERIAL
from retrieval.documents import Document, Kind, PartialDate, Quote

SHIPMENTS = {
    "id": "shipments-2031-03",
    "date": "2031-03-09",
    "title": "Orlak ships 4,200 looms",
    "facts": [
        "Orlak shipped 4,200 looms worth 1.5 million dollars; the last left on 14 April.",
        "The levy of 12% rests on 15 CFR part 930 and H.R. 77.",
    ],
    "sources": [{"publisher": "The Loom", "url": "https://loom.example/999", "published": None}],
}
HARBOUR = {"id": "harbour-2031-05", "date": "2031-05", "facts": ["The harbour took 64 ships."]}
MILLS = {"id": "mills-2031-07", "date": "2031-07-02", "facts": ["The mills hold 371 looms."]}
GUILD = {"name": "Ada Venn and Ben Osk", "date": "2031-06", "position": "A levy of 13% will do."}
RECORDS = (SHIPMENTS, HARBOUR, MILLS, GUILD)


def _brief(text, id_="shipments-2031-03", **more):
    return Document(id=id_, text=text, title="Looms", kind=Kind.BRIEF, **more)


def _found(text, **more):
    return [(item.wrong, item.figures) for item in check([_brief(text, **more)], RECORDS)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("$4.5 billion", "4.5 billion dollars"),
        ("75,000 looms", "75000 looms"),
        ("12 %", "12 percent"),
        ("15 Jan 2031", "on 2031-01-15"),
        ("29-30 September 2031", "29 September 2031 and 30 September 2031"),
        ("89 FR 96790", "89 Fed. Reg. 96790"),
        ("31 CFR part 850", "31 CFR 850"),
        ("H.R. 8170", "H. R. 8170"),
        ("the MI325X under ECCN 3A090.a", "mi325x, 3a090"),
    ],
)
def test_figures_compare_by_value_not_by_spelling(text, same):
    assert not figures_of(same).without(figures_of(text)).names()


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("$4.5 billion", "4.5 million dollars"),
        ("25%", "25 looms"),
        ("15 January 2031", "16 January 2031"),
        ("89 FR 96790", "89 FR 96791"),
        ("S. 1705", "S. 1750"),
        ("the MI325X", "the MI308"),
    ],
)
def test_figures_that_differ_are_told_apart(text, other):
    assert figures_of(text).without(figures_of(other)).names()


def test_a_month_is_held_by_its_day_but_a_day_not_by_its_month():
    month, day = figures_of("in April 2031"), figures_of("on 14 April 2031")

    assert not month.without(day).names()
    assert day.without(month).names() == ("2031-04-14",)


def test_a_record_dates_its_days_and_its_addresses_do_not_count():
    held = record_figures(SHIPMENTS)

    assert Period(date(2031, 4, 14), date(2031, 4, 14)) in held.dates
    assert "999" not in held.others
    assert {"4200", "1500000", "12%", "15cfr930", "hr77"} <= held.others


def test_what_the_record_states_passes():
    text = (
        "Orlak shipped 4,200 looms worth $1.5 million, the last on 14 April 2031. "
        "A levy of 12% under 15 CFR 930 (H.R. 77) applied in March 2031."
    )

    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Orlak shipped 4,300 looms.", "4300"),
        ("The last loom left on 15 April 2031.", "2031-04-15"),
        ("The levy rests on 15 CFR part 931.", "15cfr931"),
        ("The levy was 14%.", "14%"),
    ],
)
def test_a_figure_that_no_record_holds_is_missing(text, figure):
    assert _found(text) == [("missing", (figure,))]


def test_a_sentence_may_join_its_record_with_two_others_but_not_with_three():
    joined = "Of 4,200 looms 371 went to the mills on 64 ships."

    assert _found(joined) == []
    assert _found(f"{joined[:-1]} under a levy of 13%.") == [("apart", ("13%", "371", "64"))]


def test_an_overview_may_list_the_dates_of_many_records_but_not_their_numbers():
    dates = "It went on from 9 March 2031 over May 2031 and June 2031 to 2 July 2031."
    numbers = "There were 4,200 looms, 64 ships, 371 looms of the mills and 13%."

    overview = [_brief(text, id_="overview-looms") for text in (dates, numbers)]

    assert [item.figures for item in check(overview, RECORDS)] == [("13%", "371", "4200", "64")]


def test_the_title_and_the_date_of_effect_are_checked_as_well():
    document = _brief("Orlak ships.", effective=PartialDate("2031-03-10"))

    assert [item.figures for item in check([document], RECORDS)] == [("2031-03-10",)]


def test_a_quote_is_held_by_the_records_of_its_speaker():
    quote = Quote(speaker="Ada Venn", affiliation=None, verbatim=False)
    document = Document(
        id="quotes/venn", text="Venn wants 13%.", title="Ada Venn", kind=Kind.QUOTE, quote=quote
    )

    assert check([document], [GUILD]) == ()
    assert fact_check.own_records(document, RECORDS) == [3]


def test_a_record_without_a_document_is_unwritten_and_a_position_needs_its_date():
    quote = Quote(speaker="Ada Venn", affiliation=None, verbatim=False)
    term = {"term": "Levy (of the guild)", "meaning": "A share of each loom."}
    documents = [
        _brief("Orlak shipped 4,200 looms."),
        Document(id="terms/levy", text="A share.", title="The levy", kind=Kind.TERM),
        *(
            Document(
                id=f"quotes/{day}",
                text="Venn.",
                title="Venn",
                kind=Kind.QUOTE,
                quote=quote,
                published=PartialDate(day),
            )
            for day in ("2031-06", "2031-08")
        ),
    ]
    later = {**GUILD, "id": "venn-2031-09", "date": "2031-09"}
    records = [SHIPMENTS, term, GUILD, later, {**MILLS, "title": "The mills count their looms"}]

    assert [item.document for item in fact_check.unwritten(documents, records)] == [
        "venn-2031-09",
        "mills-2031-07",
    ]


def test_the_run_lists_findings_and_fails_on_them(tmp_path, capsys):
    articles = tmp_path / "corpus" / "articles"
    articles.mkdir(parents=True)
    brief = articles / "shipments-2031-03.md"
    brief.write_text("---\ntitle: Looms\nkind: brief\n---\nOrlak shipped 4,201 looms.\n")
    facts = tmp_path / "facts"
    facts.mkdir()
    for name in fact_check.SHEETS:
        (facts / f"{name}.jsonl").write_text(json.dumps(SHIPMENTS) + "\n")
    arguments = ["--corpus", str(tmp_path / "corpus"), "--material", str(tmp_path)]

    with pytest.raises(SystemExit) as stopped:
        fact_check.main(arguments)
    listed = capsys.readouterr().out
    brief.write_text("---\ntitle: Looms\nkind: brief\n---\nOrlak shipped 4,200 looms.\n")
    fact_check.main(arguments)

    assert stopped.value.code == 1
    assert "shipments-2031-03 missing 4201" in listed
    assert "0 findings" in capsys.readouterr().out


@pytest.mark.skipif(
    not (MATERIAL / "facts").is_dir(), reason="the fact sheet isn't beside the checkout"
)
def test_the_corpus_states_nothing_that_the_fact_sheet_does_not():
    fact_check.main([])
