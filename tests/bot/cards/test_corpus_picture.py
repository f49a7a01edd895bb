"""The picture of the corpus: any corpus has one, and its words say the same."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.cards.canvas import ALT
from bot.cards.corpus import status_card
from bot.cards.corpus_picture import BARS, NAME, bars_of, status_alt, status_picture
from bot.cards.phrases import english
from bot.playground.limits import check_message
from retrieval.librarian import IndexStatus
from tests.bot.cards.test_limits import LINE, payload

PHONE = (750, 1200)
BUILT = "2032-01-01T00:00:00+00:00"


def status(
    months: Sequence[tuple[str, int]],
    documents: int | None = None,
    newest: str | None = None,
    stale: Sequence[str] = (),
) -> IndexStatus:
    dated = sum(count for _, count in months)
    return IndexStatus(
        generation="g",
        built_at=BUILT,
        documents=dated if documents is None else documents,
        quotes=0,
        passages=0,
        problems=(),
        newest_document="a" if newest else None,
        newest_published=newest,
        previous=None,
        size_bytes=0,
        encoder="e",
        reloading=False,
        stale_topics=tuple(stale),
        months=tuple(months),
    )


def drawn(shown: IndexStatus) -> Image.Image:
    """Return the picture, after a look at its format and size."""
    image = Image.open(BytesIO(status_picture(shown)))
    assert image.format == "PNG"
    assert image.width == PHONE[0]
    assert image.height <= PHONE[1]
    assert image.convert("RGBA").getextrema()[3] == (255, 255)
    return image.convert("RGB")


def test_months_newest_and_stale_topics_are_told() -> None:
    shown = status([("2031-01", 2), ("2031-03", 4)], 7, "2031-03-05", ["canal", "ferry"])
    assert status_alt(shown, english) == (
        "7 documents by month of publication. Newest source: 5 March 2031. 1 without a date. "
        "Topics without a recent source (2): canal, ferry. January 2031: 2; March 2031: 4."
    )
    bars = bars_of(shown)
    assert bars is not None
    assert bars.starts == ("2031-01", "2031-02", "2031-03")
    assert bars.counts == (2, 0, 4)
    # Twice as many documents stand twice as high, and the newest bar has its own colour.
    colours = {colour: count for count, colour in drawn(shown).getcolors(100_000) or []}
    green, yellow = colours[0x5F, 0xD3, 0x8D], colours[0xFF, 0xD1, 0x66]
    assert 1.9 < yellow / green < 2.2


def test_an_empty_corpus_is_called_empty() -> None:
    shown = status([])
    assert bars_of(shown) is None
    assert status_alt(shown, english) == "0 documents. The corpus is empty."
    drawn(shown)


def test_a_corpus_without_dates_has_no_bars() -> None:
    shown = status([], 3)
    assert bars_of(shown) is None
    assert status_alt(shown, english) == "3 documents. 3 without a date."
    drawn(shown)


def test_forty_years_are_counted_by_year() -> None:
    months = [(f"{year}-{month:02}", 1) for year in range(1991, 2031) for month in range(1, 13)]
    shown = status(months, newest="2030-12")
    bars = bars_of(shown)
    assert bars is not None
    assert (bars.months, bars.earlier) == (12, 0)
    assert bars.starts == tuple(str(year) for year in range(1991, 2031))
    assert bars.counts == (12,) * 40
    told = status_alt(shown, english)
    assert told.startswith("480 documents by year of publication. Newest source: December 2030.")
    assert told.endswith("2029: 12; 2030: 12.")
    drawn(shown)


def test_quarters_begin_with_the_year() -> None:
    bars = bars_of(status([("2027-02", 5), ("2031-12", 5)]))
    assert bars is not None
    assert (bars.months, bars.starts[0], bars.starts[-1]) == (3, "2027-01", "2031-10")
    assert (bars.counts[0], bars.counts[-1], len(bars.counts)) == (5, 5, 20)


def test_one_old_document_does_not_squeeze_the_rest() -> None:
    shown = status([("1949-02", 1), ("2030-11", 10), ("2031-01", 10)], newest="2031-01")
    bars = bars_of(shown)
    assert bars is not None
    assert (bars.months, bars.earlier, sum(bars.counts)) == (1, 1, 20)
    assert "1 from before October 2027" in status_alt(shown, english)


months = st.dictionaries(st.dates().map(lambda day: day.isoformat()[:7]), st.integers(1, 10**6))


@settings(max_examples=30, deadline=None)
@given(months, st.integers(0, 9), st.lists(LINE, max_size=12))
def test_any_corpus_has_a_picture_that_counts_every_document(
    counted: dict[str, int], undated: int, stale: list[str]
) -> None:
    months = sorted(counted.items())
    newest = months[-1][0] if months else None
    shown = status(months, sum(counted.values()) + undated, newest, stale if months else ())
    drawn(shown)
    bars = bars_of(shown)
    if bars:
        assert len(bars.starts) == len(bars.counts) <= BARS
        assert sum(bars.counts) + bars.earlier + undated == shown.documents
    alt = status_alt(shown, english)
    assert 0 < len(alt) <= ALT
    check_message(payload(status_card(shown, english, (NAME, alt))))
