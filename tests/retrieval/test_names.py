"""What a question names, on a corpus of many outlets, and what plain files say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from retrieval.catalogue import Catalogue
from retrieval.dates import date_mentions
from retrieval.documents import Corpus, Document, Kind, PartialDate
from retrieval.gazetteer import Gazetteer
from retrieval.heads import head_dates, head_lines, head_outlets
from retrieval.passages import passages_of
from retrieval.question import Intent, understand
from retrieval.standing import event_date
from retrieval.tokens import terms


def _article(name: str, publisher: str | None = None, **more: object) -> Document:
    text = str(more.pop("text", "Something happened. It was said to matter."))
    return Document(id=name, text=text, title=name, publisher=publisher, **more)  # type: ignore[arg-type]


def _gazetteer(*publishers: str, authors: tuple[str, ...] = ()) -> Gazetteer:
    documents = [_article(f"p{i}", name) for i, name in enumerate(publishers)]
    documents += [_article(f"a{i}", author=name) for i, name in enumerate(authors)]
    return Gazetteer.of(Corpus(tuple(documents)))


@pytest.mark.parametrize(
    ("publisher", "written"),
    [
        ("The Harbor Ledger", "What did the Harbor Ledger report?"),
        ("Wire | World Business Leader", "As Wire reports, who won?"),
        ("Coast News - Health", "Does the Coast News - Health article agree?"),
        ("Coast News - Health", "Does the Coast News article agree?"),
        ("PlayScores.com", "What does PlayScores say?"),
        ("Fair Sports", "What does FairSports say?"),
        ("FairSports", "What does Fair Sports say?"),
        ("The Plinth", "the plinth on chips"),
    ],
)
def test_an_outlet_is_found_however_it_is_written(publisher: str, written: str) -> None:
    matches = _gazetteer(publisher).find_outlets(written)

    assert [match.names for match in matches] == [(publisher,)]


def test_sections_of_an_outlet_are_all_meant_by_its_name() -> None:
    gazetteer = _gazetteer("Coast News - Health", "Coast News - Arts")

    assert understand("What did Coast News report?", gazetteer).outlets == (
        "Coast News - Health",
        "Coast News - Arts",
    )
    assert understand("And Coast News - Arts?", gazetteer).outlets == ("Coast News - Arts",)


def test_an_ordinary_word_is_not_an_outlet_or_a_person() -> None:
    gazetteer = _gazetteer("The Age", "Wired", authors=("Mary Young",))

    question = understand("In the age of chips, what have young engineers wired?", gazetteer)

    assert question.outlets == ()
    assert question.people == ()
    assert understand("What do The Age and Young say?", gazetteer).people == ("Mary Young",)


def test_each_outlet_gets_its_own_clause_and_date() -> None:
    gazetteer = _gazetteer("The Harbor Ledger", "Northgate Wire")

    question = understand(
        "Does the Harbor Ledger article of March 4, 2031 say that wafers were capped by the "
        "ministry, while the Northgate Wire article of 5 June 2031 says that ferries stopped "
        "running at night?",
        gazetteer,
    )

    first, second = question.parts
    assert first.outlets == ("The Harbor Ledger",)
    assert "wafers" in first.text
    assert "ferries" not in first.text
    assert [mention.first for mention in first.dates] == [date(2031, 3, 4)]
    assert second.outlets == ("Northgate Wire",)
    assert "ferries" in second.text
    assert [mention.first for mention in second.dates] == [date(2031, 6, 5)]


def test_outlets_that_share_a_clause_both_get_the_whole_question() -> None:
    gazetteer = _gazetteer("The Harbor Ledger", "Northgate Wire")
    text = "Who capped the wafers, according to both the Harbor Ledger and Northgate Wire?"

    question = understand(text, gazetteer)

    assert [part.outlets for part in question.parts] == [
        ("The Harbor Ledger",),
        ("Northgate Wire",),
    ]
    assert all("wafers" in part.text for part in question.parts)


def test_one_outlet_on_two_days_is_two_things_to_look_for() -> None:
    question = understand(
        "Did the Northgate Wire report of March 4, 2031 on the wafer cap of the ministry differ "
        "from, and contradict, the Northgate Wire report of May 9, 2031 on the ferry timetable "
        "of the island?",
        _gazetteer("Northgate Wire"),
    )

    assert [part.dates[0].first for part in question.parts] == [date(2031, 3, 4), date(2031, 5, 9)]


def test_two_people_are_two_things_to_look_for() -> None:
    gazetteer = _gazetteer(authors=("Ada Verne", "Tomas Okoro"))

    question = understand("What do Ada Verne and Tomas Okoro think of the cap?", gazetteer)

    assert [part.people for part in question.parts] == [("Ada Verne",), ("Tomas Okoro",)]
    assert "vern" not in question.parts[1].stems


def test_a_question_about_one_thing_has_no_parts() -> None:
    gazetteer = _gazetteer("Northgate Wire")

    for text in ("When was the cap set?", "What did Northgate Wire say of the cap, and when?"):
        assert understand(text, gazetteer).parts == ()


def test_a_comparison_without_names_is_cut_into_its_clauses() -> None:
    question = understand(
        "Did the ministry cap exports of graphene wafers while the ferry company stopped its "
        "night crossings?",
        Gazetteer(),
    )

    assert question.wants(Intent.COMPARE)
    assert len(question.parts) == 2
    assert "ferry" in question.parts[1].text


PLAIN = "{title}\nBy Ada Verne | {outlet} | {day}\n\nThe ministry capped wafers, it said on Monday."


def _plain() -> list[Document]:
    return [
        _article("one", text=PLAIN.format(title="Cap", outlet="Sundial", day="4 March 2031")),
        _article("two", text=PLAIN.format(title="Ferry", outlet="Sundial", day="5 March 2031")),
        _article("three", text="No head here at all, only running text that goes on and on."),
    ]


def test_a_plain_file_names_its_outlet_and_day_in_its_opening_lines() -> None:
    one, two, three = _plain()

    assert head_lines(one) == ["Cap", "By Ada Verne | Sundial | 4 March 2031"]
    assert [mention.first for mention in head_dates(one)] == [date(2031, 3, 4)]
    # The byline recurs as often as the outlet; it stands first.
    assert set(head_outlets([one, two, three])) == {"one", "two"}
    assert head_lines(three) == []


def test_metadata_wins_over_the_opening_lines() -> None:
    document = _article(
        "one",
        "The Harbor Ledger",
        text=PLAIN.format(title="Cap", outlet="Sundial", day="4 March 2031"),
        published=PartialDate("2031-04-01"),
    )

    assert head_lines(document) == []
    assert head_outlets([document, document]) == {}


def test_the_catalogue_finds_passages_by_outlet_person_and_day() -> None:
    documents = [
        _article("a", "Northgate Wire", published=PartialDate("2031-03-04"), author="Ada Verne"),
        _article("b", "Northgate Wire", published=PartialDate("2031-03")),
        *_plain(),
    ]
    passages = [passage for document in documents for passage in passages_of(document)]
    places = {passage.document.id: i for i, passage in enumerate(passages)}

    catalogue = Catalogue.of(Corpus(tuple(documents)), passages)

    assert catalogue.outlets["Northgate Wire"].tolist() == [places["a"], places["b"]]
    (day,) = date_mentions("on 4 March 2031")
    assert catalogue.within(day).tolist() == [places["a"], places["one"]]
    (month,) = date_mentions("in March 2031")
    assert catalogue.within(month).tolist() == [places["a"], places["one"], places["two"]]
    (other,) = date_mentions("in 2029")
    assert catalogue.within(other).tolist() == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in the late 1970s", [(1970, 1979)]),
        ("a ship of the 1980's", [(1980, 1989)]),
        ("How was trade in the 70's?", [(1970, 1979)]),
        ("the early ’90s, and 2010", [(1990, 1999), (2010, 2010)]),
        ("It costs 70s, the 70 ships, 1,970s", []),
    ],
)
def test_a_decade_is_ten_years(text: str, years: list[tuple[int, int]]) -> None:
    assert [(date.first.year, date.last.year) for date in date_mentions(text)] == years


def test_a_decade_is_one_word_however_it_is_written() -> None:
    written = ("the 1970s", "the 1970's", "the '70s", "the 70’s")
    assert {tuple(terms(text)) for text in written} == {("1970s",)}
    assert terms("the H70's 5070s of 1970") == ["h70", "5070s", "1970"]


def test_a_decade_dates_no_event() -> None:
    rule = Document("d", "The ban of the 1970s was lifted.", "The ban of the 1970s", kind=Kind.RULE)
    assert event_date(rule) is None
    dated = replace(rule, text="The ban of the 1970s was lifted on 4 March 1981.")
    assert event_date(dated) == PartialDate("1981-03-04")
