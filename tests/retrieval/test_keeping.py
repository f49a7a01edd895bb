"""Single documents added, edited, removed and restored: their files and the index together."""

from __future__ import annotations

import base64
import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.hashing import HashEncoder
from retrieval.corpus import read_corpus
from retrieval.documents import Document, Kind, PartialDate, Quote, SourceReference
from retrieval.errors import ChokepointError, IndexBusyError
from retrieval.generations import Generations
from retrieval.keeping import Keeper
from retrieval.lifecycle import Lifecycle
from retrieval.manifest import Pointer
from retrieval.settings import RetrievalSettings

CANAL = Document(
    id="",
    text="The Dunmere canal is nine miles long.\n\nIt froze over in 2029.",
    title="The canal: “nine miles” --- and no lock",
    publisher="Coast Radio",
    author="Ida Fenn",
    published=PartialDate("2031-02"),
    url="https://radio.example/canal?utm_source=x",
    topics=("canal",),
    sources=(SourceReference("Canal Office", "Register", PartialDate("2030"), None),),
)


@pytest.fixture
def settings(small_corpus: Path, tmp_path: Path) -> RetrievalSettings:
    return RetrievalSettings(corpus=small_corpus, data=tmp_path / "data")


@pytest.fixture
def lifecycle(settings):
    opened = Lifecycle.open(settings, HashEncoder(), Generations(settings.data), None)
    yield opened
    opened.close()


@pytest.fixture
def keeper(settings, lifecycle) -> Keeper:
    return Keeper(settings, lifecycle)


def ids(lifecycle: Lifecycle) -> set[str]:
    return set(lifecycle.live.index.corpus.by_id)


def assert_agree(lifecycle: Lifecycle, settings: RetrievalSettings) -> None:
    """The live corpus is what reading the folder gives."""
    read = read_corpus(settings.corpus, settings.overlay)
    assert lifecycle.live.index.corpus.documents == read.documents


def test_an_added_document_is_a_file_that_reads_back_the_same(keeper, lifecycle, settings):
    report = keeper.add(CANAL, "ana")
    (id_,) = report.added
    assert report.encoded == 1
    kept = lifecycle.live.index.corpus.by_id[id_]
    same = replace(CANAL, id=id_, path=kept.path, line=kept.line, digest=kept.digest)
    assert kept == same
    assert (settings.corpus / kept.path).read_text().startswith("---\ntitle:")
    assert_agree(lifecycle, settings)
    record = lifecycle.history()[0]
    assert (record.origin.by, record.origin.act, record.origin.subject) == ("ana", "add", id_)


def test_what_else_changed_in_the_folder_waits_for_a_reload(keeper, lifecycle, settings):
    (settings.corpus / "articles/draft.txt").write_text("Half a sentence of a draft.")
    keeper.add(CANAL, "ana")
    assert "draft" not in ids(lifecycle)
    assert lifecycle.reload().added == ("draft",)


@pytest.mark.parametrize(
    "twin",
    [
        replace(CANAL, title="Another", url=None, text=CANAL.text.upper().replace(" ", "  ")),
        replace(CANAL, text="Other words.", url="http://www.radio.example/canal/#top"),
    ],
)
def test_an_article_already_held_is_refused(keeper, lifecycle, settings, twin):
    keeper.add(CANAL, "ana")
    live = lifecycle.live.manifest.generation
    for attempt in (lambda: keeper.add(twin, "bo"), lambda: keeper.preview(twin)):
        with pytest.raises(ChokepointError, match="in the corpus already, as “The canal"):
            attempt()
    assert lifecycle.live.manifest.generation == live
    assert_agree(lifecycle, settings)


def test_a_preview_shows_the_passages_and_keeps_nothing(keeper, lifecycle, settings):
    before = sorted(settings.corpus.rglob("*"))
    preview = keeper.preview(CANAL)
    assert [passage.text for passage in preview.passages] == [CANAL.text]
    assert sorted(settings.corpus.rglob("*")) == before
    assert not list(settings.data.glob("staged-*"))


def test_documents_of_one_title_get_ids_of_their_own(keeper, lifecycle):
    first = keeper.add(CANAL, "ana").added
    second = keeper.add(replace(CANAL, text="Later news.", url=None), "ana").added
    third = keeper.add(replace(CANAL, title="運河", text="Third.", url=None), "ana").added
    assert len({*first, *second, *third}) == 3
    assert second == (f"{first[0]}-2",)


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "no text"), ("---", "no text"), ("x" * 1_000_001, "1,000,001 characters")],
)
def test_what_cannot_be_kept_is_refused_whole(keeper, lifecycle, settings, text, says):
    with pytest.raises(ChokepointError, match=says):
        keeper.add(replace(CANAL, text=text), "ana")
    assert_agree(lifecycle, settings)


def test_a_removed_document_is_gone_at_once_and_can_be_restored(keeper, lifecycle, settings):
    content = (settings.corpus / "articles/ferry.txt").read_bytes()
    report, removed = keeper.remove("ferry", "ana")
    assert report.removed == ("ferry",)
    assert not (settings.corpus / "articles/ferry.txt").exists()
    assert (removed.document, removed.by) == ("ferry", "ana")
    assert_agree(lifecycle, settings)
    assert keeper.restore("ferry", "bo").added == ("ferry",)
    assert (settings.corpus / "articles/ferry.txt").read_bytes() == content
    assert lifecycle.trash.all() == ()
    assert_agree(lifecycle, settings)


def test_a_removed_document_stays_out_when_an_older_index_comes_back(keeper, lifecycle):
    first = lifecycle.live.manifest.generation
    keeper.add(CANAL, "ana")
    keeper.remove("ferry", "ana")
    report = lifecycle.rollback(first, "bo")
    assert "ferry" not in ids(lifecycle)
    assert report.generation != first
    assert report.removed and not report.added


def test_one_quote_of_several_is_cut_out_of_its_file_and_put_back(keeper, lifecycle, settings):
    path = settings.corpus / "quotes/voices.yaml"
    path.write_text("# Voices on the cap\n" + path.read_text() + "# the end\n")
    lifecycle.reload()
    keeper.remove("quotes/verne-cap", "ana")
    text = path.read_text()
    assert "verne-cap" not in text
    assert text.startswith("# Voices on the cap\n- id: okoro-cap")
    assert text.endswith("# the end\n")
    assert_agree(lifecycle, settings)
    keeper.restore("quotes/verne-cap", "ana")
    assert "quotes/verne-cap" in ids(lifecycle)
    assert_agree(lifecycle, settings)


def test_a_quote_is_added_and_edited(keeper, lifecycle, settings):
    quote = Document(
        id="",
        text="Nobody: counts wafers.\nNot I.",
        title="",
        kind=Kind.QUOTE,
        published=PartialDate("2031-05"),
        url="https://radio.example/talk",
        sources=(SourceReference("Coast Radio", "A talk", None, "https://radio.example/talk"),),
        quote=Quote("Ida Fenn", "lock keeper", True),
    )
    (id_,) = keeper.add(quote, "ana").added
    kept = lifecycle.live.index.corpus.by_id[id_]
    assert (kept.text, kept.quote, kept.url) == (quote.text, quote.quote, quote.url)
    other = lifecycle.live.index.corpus.by_id["quotes/verne-cap"]
    keeper.edit(replace(other, text="A cap is a cap."), "bo", other.digest[:8])
    edited = lifecycle.live.index.corpus.by_id["quotes/verne-cap"]
    assert (edited.text, edited.quote) == ("A cap is a cap.", other.quote)
    assert_agree(lifecycle, settings)


def test_an_edit_keeps_the_id_and_loses_no_change_of_another(keeper, lifecycle, settings):
    old = lifecycle.live.index.corpus.by_id["quota-2031"]
    report = keeper.edit(replace(old, title="The cap"), "ana", old.digest)
    assert report.changed == ("quota-2031",)
    assert lifecycle.live.index.corpus.by_id["quota-2031"].supersedes == ("quota-2030",)
    with pytest.raises(ChokepointError, match="changed by somebody else meanwhile"):
        keeper.edit(replace(old, title="Mine"), "bo", old.digest)
    assert_agree(lifecycle, settings)


def test_an_edited_page_of_html_becomes_markdown_under_the_same_id(keeper, lifecycle, settings):
    sentence = "<p>The Dunmere canal is nine miles long and was dug by hand in 1804.</p>"
    page = f"<html><head><title>Canal</title></head><body><article>{sentence * 9}</article></body>"
    (settings.corpus / "articles/canal.html").write_text(page)
    lifecycle.reload()
    old = lifecycle.live.index.corpus.by_id["canal"]
    keeper.edit(replace(old, text="It is ten miles long."), "ana")
    assert not (settings.corpus / "articles/canal.html").exists()
    assert lifecycle.live.index.corpus.by_id["canal"].path == "articles/canal.md"
    assert_agree(lifecycle, settings)


@pytest.mark.parametrize("act", ["edit", "remove"])
def test_a_file_changed_on_disk_since_the_last_reload_is_not_overwritten(
    keeper, lifecycle, settings, act
):
    path = settings.corpus / "articles/ferry.txt"
    path.write_text("Somebody is writing here.")
    old = lifecycle.live.index.corpus.by_id["ferry"]
    with pytest.raises(ChokepointError, match="changed in the corpus folder since"):
        keeper.edit(replace(old, text="x"), "a") if act == "edit" else keeper.remove("ferry", "a")
    assert path.read_text() == "Somebody is writing here."


def test_a_read_only_corpus_is_changed_in_an_overlay(
    keeper, lifecycle, settings, monkeypatch: pytest.MonkeyPatch
):
    before = {path: path.read_bytes() for path in settings.corpus.rglob("*") if path.is_file()}
    monkeypatch.setattr("retrieval.layers.os.access", lambda path, mode: False)
    (added,) = keeper.add(CANAL, "ana").added
    ferry = lifecycle.live.index.corpus.by_id["ferry"]
    keeper.edit(replace(ferry, text="Forty cars, at dawn."), "ana")
    keeper.remove("terms/graphene-wafer", "ana")
    keeper.remove("quotes/okoro-cap", "ana")
    assert_agree(lifecycle, settings)
    assert lifecycle.reload().added == ()
    assert ids(lifecycle) == {"quota-2031", "quota-2030", "ferry", added, "quotes/verne-cap"}
    for id_ in ("terms/graphene-wafer", "quotes/okoro-cap"):
        keeper.restore(id_, "ana")
    keeper.remove(added, "ana")
    keeper.remove("ferry", "ana")
    keeper.restore("ferry", "ana")
    assert_agree(lifecycle, settings)
    assert before == {p: p.read_bytes() for p in settings.corpus.rglob("*") if p.is_file()}


def test_a_second_moderator_is_told_who_is_at_it(keeper, lifecycle):
    with lifecycle.turn.taken("ana", "{name} is adding “{title}” since {time} UTC", title="x"):
        with pytest.raises(IndexBusyError, match=r"ana is adding “x” since \d\d:\d\d:\d\d UTC"):
            keeper.remove("ferry", "bo")
        assert str(lifecycle.status().busy).startswith("ana is adding “x”")
    keeper.remove("ferry", "bo")


def test_a_disk_that_fails_in_the_middle_leaves_everything_as_it_was(
    keeper, lifecycle, settings, monkeypatch
):
    live = lifecycle.live.manifest.generation
    real = os.fsync
    calls = iter(range(100))

    def sometimes(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name.startswith(".the-canal"):
            next(calls)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr("retrieval.atomic.os.fsync", sometimes)
    with pytest.raises(ChokepointError, match=r"No space left.*Nothing was changed"):
        keeper.add(CANAL, "ana")
    monkeypatch.undo()
    assert next(calls) == 1
    assert lifecycle.live.manifest.generation == live
    assert not (settings.data / "journal.json").exists()
    assert_agree(lifecycle, settings)


def test_a_change_that_a_dead_process_had_decided_is_finished_on_the_next_start(
    lifecycle, settings
):
    live = lifecycle.live.manifest.generation
    lifecycle.close()
    target = settings.corpus / "articles/canal.txt"
    journal = {
        "files": [
            {"path": str(target), "data": base64.b64encode(b"Nine miles.").decode()},
            {"path": str(settings.corpus / "articles/ferry.txt"), "data": None},
        ],
        "pointer": Pointer(live).as_json(),
    }
    (settings.data / "journal.json").write_text(json.dumps(journal))
    again = Lifecycle.open(settings, HashEncoder(), Generations(settings.data), None)
    again.close()
    assert target.read_text() == "Nine miles."
    assert not (settings.corpus / "articles/ferry.txt").exists()
    assert not (settings.data / "journal.json").exists()
