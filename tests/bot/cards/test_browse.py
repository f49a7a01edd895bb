"""Listings fit whatever they hold, and their pages lead on."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.cards.browse import quotes_listing, sides_listing, status_listing, timeline_listing
from bot.cards.canvas import ALT
from bot.cards.limits import CUSTOM_ID
from bot.cards.listing import listing_card
from bot.cards.phrases import english
from bot.cards.picture import timeline_alt, timeline_picture
from bot.cards.sources import sources_card
from bot.components.turning import TurnPage
from bot.listings import ListingKind, ListingQuery
from bot.playground.limits import check_message
from retrieval.answer import Citation, Notice, NoticeKind, Source, Statement, StatementKind
from retrieval.documents import Document
from retrieval.rule_status import Link, RuleStatus
from retrieval.sides import Position, Positions, Sides, StanceGroup
from retrieval.timeline import Event, Timeline
from tests.bot.cards.test_limits import LINE, PING, payload, texts

DOCUMENT = Document(id="a", text="abc", title="A", digest="0" * 64)
CITATION = Citation(1, "a", 0, 3, "abc")
SOURCE = Source(1, "a", "A", "Outlet @everyone", None, "2026-01", None, "quote", None)
STATUSES = st.sampled_from(["in_force", "announced", "suspended", "rescinded"])


def statements() -> st.SearchStrategy[Statement]:
    return LINE.map(lambda text: Statement(text, StatementKind.FACT, (CITATION,)))


positions = st.builds(
    Position, LINE, st.none() | LINE, st.just("2026-01-15"), st.none(), statements()
)
events = st.builds(
    Event, st.just("2026-01"), LINE, st.just("a"), statements(), st.none() | STATUSES,
    st.lists(LINE, max_size=1).map(tuple),
)  # fmt: skip
links = st.builds(
    Link, st.sampled_from(["replaced", "asked", "replaced by"]), st.just("a"), LINE,
    st.none() | st.just("2026"), st.none() | STATUSES, st.none() | statements(),
)  # fmt: skip
listings = st.one_of(
    st.builds(
        lambda topic, held: sides_listing(
            Sides(topic, (StanceGroup("tighten", tuple(held)),), (SOURCE,), "2026"), english
        ),
        LINE,
        st.lists(positions, min_size=1, max_size=14),
    ),
    st.builds(
        lambda name, held: quotes_listing(
            Positions(name, tuple(held), (SOURCE,), None), english
        ),
        LINE,
        st.lists(positions, min_size=1, max_size=14),
    ),
    st.builds(
        lambda topic, told: timeline_listing(
            Timeline(topic, tuple(told), (SOURCE,), "2026"), english
        ),
        LINE,
        st.lists(events, max_size=14),
    ),
    st.builds(
        lambda rule, line, chain: status_listing(
            RuleStatus(
                rule, "a", "suspended", line, None, None, None, tuple(chain),
                (Notice(NoticeKind.SUPERSEDED, line),) * 3, (SOURCE,), "2026",
            ),
            english,
        ),
        LINE,
        LINE,
        st.lists(links, min_size=1, max_size=9),
    ),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(listings, st.booleans())
def test_every_page_of_any_listing_fits(listing: Any, picture: bool) -> None:
    for page in range(listing.pages):
        query = ListingQuery(ListingKind.SIDES, "x" * 300, page=page)
        view = listing_card(
            listing,
            page,
            {"a": DOCUMENT}.get,
            english,
            [TurnPage(query, "Back"), TurnPage(ListingQuery(ListingKind.DEFINE, "y"), "Next")],
            ("timeline.png", "x" * ALT) if picture else None,
        )
        message = payload(view)
        check_message(message)
        assert not PING.search(texts(message["components"]))


@given(st.text(max_size=300), st.dates(), st.integers(0, 99), st.sampled_from(["", "loosen"]))
def test_a_page_button_says_what_it_leads_to(
    about: str, since: Any, page: int, stance: str
) -> None:
    custom_id = str(ListingQuery(ListingKind.SIDES, about, since, None, page, stance))
    assert len(custom_id) <= CUSTOM_ID
    match = TurnPage.__discord_ui_compiled_template__.fullmatch(custom_id)
    assert match is not None
    assert match["kind"] == "sides"
    assert (match["stance"] or "") == stance
    assert match["since"] == since.isoformat()
    assert int(match["page"]) == page
    assert " ".join(about.split()).startswith(match["about"].strip())


@settings(max_examples=25, deadline=None)
@given(st.lists(events, min_size=1, max_size=6))
def test_any_events_make_a_picture(told: list[Event]) -> None:
    image = Image.open(BytesIO(timeline_picture(told)))
    assert image.width == 750
    assert image.height < 2000
    assert 0 < len(timeline_alt(told, english)) <= ALT


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LINE, st.text(min_size=1, max_size=400)), max_size=20), st.integers(0, 9))
def test_any_list_of_sources_fits(made: list[tuple[str, str]], page: int) -> None:
    documents = [
        Document(id=f"{number}", text=text, title=title, publisher=title, digest="0" * 64)
        for number, (title, text) in enumerate(made)
    ]
    message = payload(sources_card(documents, page, english))
    check_message(message)
    assert not PING.search(texts(message["components"]))
