"""What moderators do, through the librarian and the store, with the audit log."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from benchmarks.hashing import HashEncoder
from bot.curation import Curator
from bot.export import corpus_zip, feedback_csv
from bot.feeds import FeedWatcher
from bot.moderation import LONGEST_CORRECTION, open_reports, review_answer
from bot.store import Actor, Asker, FeedKind, Item, ItemStatus, ReviewVerdict, Store
from retrieval.documents import Document
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian
from retrieval.settings import RetrievalSettings
from tests.retrieval.sources.web import PARAGRAPH, Web, served

MOD = Actor("ana", 7)


@pytest.fixture
async def web():
    async with served() as world:
        yield world


@pytest.fixture
def settings(small_corpus: Path, tmp_path: Path, web: Web) -> RetrievalSettings:
    return RetrievalSettings(
        corpus=small_corpus,
        data=tmp_path / "data",
        private_addresses=web.allowed,
        federal_register=web.base,
    )


@pytest.fixture
async def curator(settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("retrieval.librarian.Encoder", lambda name, threads: HashEncoder())
    async with (
        await Librarian.open(settings) as librarian,
        await Store.open(f"sqlite:///{settings.data / 'test.db'}") as store,
    ):
        yield Curator(librarian, store, settings)


@pytest.fixture
def desk(curator: Curator, web: Web) -> FeedWatcher:
    return FeedWatcher(curator, web.base)


async def log(curator: Curator) -> list[tuple[str, str, str]]:
    return [(e.act, e.subject, e.outcome) for e in reversed(await curator.store.audit.latest())]


async def test_a_page_is_added_by_its_address_and_then_refused(curator: Curator, web: Web):
    preview = await curator.read_url(f"{web.base}/article")
    assert preview.document.title == "Second berth opens in Saltmarsh"
    assert len(preview.passages) > 1
    corrected = replace(preview.document, title="The second berth")
    (id_,) = (await curator.add(MOD, corrected)).added
    assert curator.librarian.document(id_).title == "The second berth"
    answer = await curator.librarian.ask("When did the harbour office open a second berth?")
    assert id_ in {source.document for source in answer.sources}
    with pytest.raises(ChokepointError, match="in the corpus already"):
        await curator.read_url(f"{web.base}/article?utm_source=feed")
    with pytest.raises(ChokepointError, match="in the corpus already"):
        await curator.add(MOD, corrected)
    acts = await log(curator)
    assert acts[0] == ("add", "The second berth", "done")
    assert acts[1][2].startswith("This is in the corpus already")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", b"PK", "only .htm"),
        ("a.md", b"\xff\xfe", "not UTF-8"),
        ("a.md", b"a\0b", "NUL"),
        ("a.md", b"", "no text"),
        ("a.md", b"---\ntitle: [\n---\nText.", "the YAML is broken"),
        ("a.txt", b"x" * 2_000_000, "2,000,000 characters"),
        ("a.txt", b"x" * 20_000_001, "20.0 MB"),
        ("a.pdf", b"PK\3\4 no pdf", "PDF can't be read"),
        ("a.html", b"<html></html>", "no article text"),
    ],
)
async def test_a_file_that_gives_no_text_is_one_plain_sentence(curator: Curator, name, data, says):
    with pytest.raises(ChokepointError, match=says) as caught:
        await curator.read_file(name, data)
    assert "\n" not in str(caught.value)


async def test_a_file_keeps_its_front_matter(curator: Curator):
    text = "---\ntitle: Canal\nstatus: rescinded\ntopics: [canal]\n---\nThe canal was closed."
    preview = await curator.read_file("../../etc/canal.md", text.encode())
    assert preview.document.title == "Canal"
    assert preview.document.status == "rescinded"
    assert preview.document.path == "articles/canal.md"


async def test_what_a_dead_process_had_begun_is_marked_as_interrupted(curator: Curator):
    await curator.store.audit.begin(MOD, "remove", "ferry")
    await curator.store.audit.settle()
    assert (await log(curator))[0][2].startswith("interrupted")


async def test_a_feed_fills_the_queue_and_a_moderator_decides(curator, desk: FeedWatcher, web: Web):
    feed = await desk.add(MOD, f"{web.base}/rss")
    (item,) = await curator.store.queue.pending()
    assert (item.title, item.feed_id) == ("Berth & dock", feed.id)
    with pytest.raises(ChokepointError, match="watched already"):
        await desk.add(MOD, f"{web.base}/rss")
    (again,) = await desk.fetch(await curator.store.feeds.all())
    assert (again.queued, again.fault) == ((), None)
    (id_,) = (await desk.accept(MOD, item.id)).added
    document = curator.librarian.document(id_)
    assert document.publisher == "The Harbour Gazette"
    assert PARAGRAPH in document.text
    with pytest.raises(ChokepointError, match="was accepted by ana"):
        await desk.reject(MOD, item.id)


async def test_a_trusted_feed_goes_live_by_itself(curator, desk: FeedWatcher, web: Web):
    await desk.add_register(MOD, "bureau", "wafers", trusted=True)
    assert await curator.store.queue.pending() == []
    assert any("berth" in document.id for document in curator.librarian.documents())
    assert ("accept", "1", "done") in await log(curator)


async def test_a_feed_that_fails_is_tried_again_later_and_later(
    curator, desk: FeedWatcher, web: Web
):
    await curator.store.feeds.add(FeedKind.NEWS, f"{web.base}/status/500", "Broken", "ana")
    for failures in (1, 2, 3):
        (fetch,) = await desk.fetch(await curator.store.feeds.all())
        assert "answered 500" in fetch.fault
        (feed,) = await curator.store.feeds.all()
        assert feed.failures == failures
    assert feed.next_at - datetime.now(UTC) > timedelta(minutes=35)
    assert await curator.store.feeds.due() == []


async def test_an_item_that_was_added_before_its_acceptance_was_noted_is_settled(
    curator, desk: FeedWatcher, web: Web
):
    (item,) = await curator.store.queue.add(None, [Item(f"{web.base}/article", "Berth")])
    (id_,) = (await curator.add(MOD, (await curator.read_url(item.url)).document)).added
    with pytest.raises(ChokepointError, match="in the corpus already"):
        await desk.accept(MOD, item.id)
    settled = await curator.store.queue.get(item.id)
    assert (settled.status, settled.document) == (ItemStatus.ACCEPTED, id_)


async def test_an_item_whose_page_is_no_article_stays_in_the_queue(curator, desk, web: Web):
    (item,) = await curator.store.queue.add(None, [Item(f"{web.base}/login", "Login")])
    with pytest.raises(ChokepointError, match="asks for a login"):
        await desk.accept(MOD, item.id)
    assert [one.id for one in await curator.store.queue.pending()] == [item.id]
    await desk.reject(MOD, item.id)
    assert await curator.store.queue.pending() == []


async def test_gaps_are_grouped_by_sense_the_most_frequent_first(curator: Curator):
    for question in (
        "Who dug the Dunmere canal?",
        "What is the price of lantern oil?",
        "who dug the Dunmere canal",
    ):
        answer = await curator.librarian.ask("Who won the football cup?")
        assert answer.abstained
        await curator.store.answers.keep(replace(answer, question=question), Asker())
    gaps = await curator.gaps()
    assert [(gap.question, len(gap.answers)) for gap in gaps] == [
        ("who dug the Dunmere canal", 2),
        ("What is the price of lantern oil?", 1),
    ]


async def test_gaps_that_a_new_source_answers_are_closed_and_told(curator: Curator):
    store, ask = curator.store, curator.librarian.ask
    canal, cup = "Who dug the Dunmere canal?", "Who won the football cup?"
    for question, guild, in_context in (
        (canal, 5, False),
        (canal.lower(), 6, False),
        (cup, 5, False),
        ("Who dug the Dunmere canal in 1799?", 5, True),
    ):
        answer = await ask(question)
        assert answer.abstained
        await store.answers.keep(answer, Asker(guild_id=guild), in_context=in_context)
    draft = Document(
        id="", text="Ada Finch dug the Dunmere canal with forty men in 1799.", title="The canal"
    )
    report = await curator.add(MOD, draft, guild_id=5)
    assert report.answered == (canal,)
    assert {one.answer.question for one in await store.feedback.gaps()} == {
        cup,
        "Who dug the Dunmere canal in 1799?",
    }
    # Without the source they are open again, and closed once more when it is back.
    (id_,) = report.added
    assert (await curator.remove(MOD, id_))[0].answered == ()
    assert len(await store.feedback.gaps()) == 4
    assert (await curator.restore(MOD, id_)).answered == (canal.lower(),)


async def test_an_unhelpful_answer_is_mended_only_by_something_new(curator: Curator):
    store, question = curator.store, "When was the Saltmarsh ferry built?"
    number = await store.answers.keep(await curator.librarian.ask(question), Asker())
    await store.feedback.vote(number, 1, helpful=False)
    other = Document(id="", text="The Dunmere canal is twelve miles long.", title="The canal")
    assert (await curator.add(MOD, other)).answered == ()
    assert [gap.question for gap in await curator.gaps()] == [question]
    text = "The Saltmarsh ferry was built in 1986, and rebuilt from its keel in 2031."
    better = Document(id="", text=text, title="The Saltmarsh ferry was built")
    assert (await curator.add(MOD, better)).answered == (question,)
    assert await curator.gaps() == []


async def test_a_gap_that_needs_no_source_is_closed_by_hand(curator: Curator):
    store, question = curator.store, "Who won the football cup?"
    answer = await curator.librarian.ask(question)
    number = await store.answers.keep(answer, Asker(guild_id=5))
    await store.answers.keep(replace(answer, question=question.upper()), Asker(guild_id=5))
    with pytest.raises(ChokepointError, match="isn't open"):
        await curator.dismiss_gap(MOD, number, 6)
    assert (await curator.dismiss_gap(MOD, number, 5)).question == question.upper()
    assert await curator.gaps() == []
    await curator.reload(MOD)
    assert await curator.gaps() == []
    assert ("close gap", question.upper(), "done") in await log(curator)
    await store.answers.keep(answer, Asker(guild_id=5))
    assert [len(gap.answers) for gap in await curator.gaps()] == [1]


async def test_a_change_is_made_though_the_gaps_cannot_be_asked_again(
    curator: Curator, monkeypatch: pytest.MonkeyPatch
):
    async def fail(limit: int) -> list[object]:
        raise OperationalError("SELECT", {}, OSError("disk"))

    monkeypatch.setattr(curator.store.feedback, "gaps_to_ask", fail)
    report = await curator.reload(MOD)
    assert (report.live, report.answered) == (True, ())


async def test_a_review_is_noted(curator: Curator):
    answer = replace(await curator.librarian.ask("When was the ferry built?"), question="Why?")
    number = await curator.store.answers.keep(answer, Asker(guild_id=5))
    for guild, text in ((6, "Because."), (5, " "), (5, "x" * (LONGEST_CORRECTION + 1))):
        with pytest.raises(ChokepointError):
            await review_answer(
                curator.store, MOD, number, ReviewVerdict.CORRECTED, text, guild_id=guild
            )
    assert await curator.store.reviews.find(5, "why") is None
    await review_answer(curator.store, MOD, number, ReviewVerdict.CORRECTED, "Because.")
    assert (await log(curator))[-1] == ("corrected", "Why?", "done")
    assert (await curator.store.reviews.find(5, "why")).text == "Because."


async def test_an_answer_reported_again_after_a_decision_waits_again(curator: Curator):
    store = curator.store
    answer = await curator.librarian.ask("When was the ferry built?")
    number = await store.answers.keep(answer, Asker(guild_id=5))
    await store.answers.keep(answer, Asker())
    await store.feedback.vote(number, 1, helpful=False, reason="Too old")
    await store.feedback.vote(number, 2, helpful=False)
    (report,) = await open_reports(store)
    assert (report.kept.id, report.votes, report.reasons) == (number, 2, ("Too old",))
    await review_answer(store, MOD, number, ReviewVerdict.ENDORSED)
    assert await open_reports(store, 5) == []
    await store.feedback.vote(number, 3, helpful=False, reason="Still too old")
    (again,) = await open_reports(store, 5)
    assert again.reasons == ("Too old", "Still too old")


async def test_the_export_holds_the_corpus_and_the_feedback(curator: Curator, settings):
    answer = replace(await curator.librarian.ask("When was the ferry built?"), question="=1+1")
    number = await curator.store.answers.keep(answer, Asker(user_id=4711))
    await curator.store.feedback.vote(number, 4711, helpful=False, reason="no, really")
    table = await feedback_csv(curator.store)
    assert "4711" not in table
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["question"], row["helpful"], row["reason"]) == ("'=1+1", "no", "no, really")
    archive = zipfile.ZipFile(io.BytesIO(corpus_zip(settings, table)))
    assert {"corpus/articles/ferry.txt", "corpus/quotes/voices.yaml", "feedback.csv"} <= set(
        archive.namelist()
    )
    ferry = (settings.corpus / "articles/ferry.txt").read_bytes()
    assert archive.read("corpus/articles/ferry.txt") == ferry
