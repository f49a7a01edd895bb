"""Sides, timelines, the status of a rule, definitions and positions, on a small corpus."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from retrieval.answer import Statement, StatementKind
from retrieval.encoder import Encoder
from retrieval.errors import NotInCorpusError
from retrieval.librarian import Librarian
from retrieval.settings import RetrievalSettings
from retrieval.verify import verify_statement
from tests.conftest import write_files

PAUSED = {
    "articles/tin-2032.md": """\
---
title: The tin licence rule of 5 May 2032
kind: rule
published: 2032-07-02
effective: 2032-05-05
status: suspended
supersedes: [tin-2029]
topics: [tin]
aliases: [tin licence rule]
---
The tin licence rule took effect on 5 May 2032 and makes every tin export need a licence.
The tin licence rule was suspended from 1 July 2032 to 30 June 2033.
""",
    "articles/tin-2029.md": """\
---
title: The tin quota of 2029
kind: rule
published: 2029-02-01
status: superseded
superseded_by: [tin-2032]
topics: [tin]
aliases: [tin quota]
---
The tin quota began on 1 February 2029. The tin quota was replaced on 5 May 2032 by licences.
""",
}


@pytest_asyncio.fixture
async def librarian(
    small_corpus: Path,
    settings_for: Callable[[Path], RetrievalSettings],
    one_encoder: Encoder,
) -> AsyncIterator[Librarian]:
    """Open a librarian over the small corpus with a paused rule beside it."""
    write_files(small_corpus, PAUSED)
    async with await Librarian.open(settings_for(small_corpus)) as opened:
        yield opened


def _proved(librarian: Librarian, statements: Iterable[Statement]) -> bool:
    documents = {document.id: document for document in librarian.documents()}
    return all(not verify_statement(statement, documents) for statement in statements)


async def test_sides_group_positions_by_stance_with_their_holders(librarian: Librarian) -> None:
    sides = await librarian.sides("the graphene wafer cap")
    assert [group.stance for group in sides.groups] == ["tighten", "loosen"]
    exact, paraphrase = (group.positions[0] for group in sides.groups)
    assert exact.statement.kind is StatementKind.QUOTE
    assert exact.statement.text == "“A cap that nobody can count is no cap at all.”"
    assert (exact.speaker, exact.affiliation) == ("Ada Verne", "trade minister of Northland")
    assert paraphrase.statement.kind is StatementKind.OPINION
    assert "“" not in paraphrase.statement.text
    assert paraphrase.date == "2031-03-05"
    assert _proved(librarian, (exact.statement, paraphrase.statement))
    assert [source.publisher for source in sides.sources] == [
        "The Harbour Gazette",
        "Coast Radio",
    ]


async def test_sides_of_an_unknown_topic_are_empty(librarian: Librarian) -> None:
    sides = await librarian.sides("lasagne")
    assert sides.groups == ()
    assert sides.as_of is None


async def test_a_timeline_is_in_order_of_date_and_tells_what_was_replaced(
    librarian: Librarian,
) -> None:
    timeline = await librarian.timeline("tin")
    assert [event.date for event in timeline.events] == ["2029-02-01", "2032-05-05", "2032-07-01"]
    first = timeline.events[0]
    assert first.status == "superseded"
    assert first.superseded_by == ("The tin licence rule of 5 May 2032",)
    assert _proved(librarian, (event.statement for event in timeline.events))


async def test_a_timeline_keeps_within_its_days(librarian: Librarian) -> None:
    timeline = await librarian.timeline("tin", since=date(2032, 5, 5), until=date(2032, 6, 1))
    assert [event.date for event in timeline.events] == ["2032-05-05"]


async def test_a_paused_rule_tells_since_when_until_when_and_its_chain(
    librarian: Librarian,
) -> None:
    status = await librarian.rule_status("tin licence rule")
    assert status.status == "suspended"
    assert status.line == "Suspended from 1 July 2032 until 30 June 2033, as of 2 July 2032"
    assert (status.since, status.until) == ("2032-07-01", "2033-06-30")
    assert status.statement
    assert "suspended from 1 July 2032" in status.statement.text
    assert [(link.relation, link.document) for link in status.chain] == [
        ("replaced", "tin-2029"),
        ("asked", "tin-2032"),
    ]
    assert status.notices == ()
    statements = [link.statement for link in status.chain if link.statement]
    assert _proved(librarian, [status.statement, *statements])


async def test_a_superseded_rule_names_what_replaced_it(librarian: Librarian) -> None:
    status = await librarian.rule_status("the tin quota")
    assert status.line == "Superseded since 5 May 2032, as of 1 February 2029"
    assert [(link.relation, link.date) for link in status.chain] == [
        ("asked", "2029-02-01"),
        ("replaced by", "2032-05-05"),
    ]


async def test_a_pause_that_has_run_out_is_told_as_unknown(
    librarian: Librarian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.clock.today", lambda: "2034-01-01")
    status = await librarian.rule_status("tin licence rule")
    assert [notice.kind for notice in status.notices] == ["superseded"]
    assert "does not say what happened after" in status.notices[0].text
    assert "30 June 2033" in status.notices[0].text


async def test_an_unknown_rule_is_refused_with_the_nearest_name(librarian: Librarian) -> None:
    with pytest.raises(NotInCorpusError, match=r'"tin kwota".*tin quota'):
        await librarian.rule_status("tin kwota")


async def test_a_definition_comes_from_the_page_of_the_term(librarian: Librarian) -> None:
    definition = await librarian.define("GW")
    assert definition.term == "Graphene wafer"
    assert definition.statements[0].text.startswith("A graphene wafer is a thin disc")
    assert _proved(librarian, definition.statements)
    with pytest.raises(NotInCorpusError, match="no term"):
        await librarian.define("lasagne")


async def test_positions_are_found_by_last_name_and_refused_with_a_remedy(
    librarian: Librarian,
) -> None:
    positions = await librarian.positions("Verne")
    assert positions.speaker == "Ada Verne"
    assert [position.statement.kind for position in positions.positions] == ["quote"]
    with pytest.raises(NotInCorpusError, match="did you mean Ada Verne"):
        await librarian.positions("Ada Vern")
