"""What moderators do with the corpus while members go on asking."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.playground import components as tree
from bot.playground.interaction import Interaction
from bot.settings import Settings
from retrieval.encoder import Encoder
from retrieval.librarian import Librarian
from tests.conftest import write_files
from tests.e2e.conftest import House, buttons, text_of

QUESTION = "How many graphene wafers may Northland export a year?"
SENTENCE = "capped exports of graphene wafers at 12,000 a year"
BAN = "Saltmarsh banned the sale of lantern oil on 2 May 2031 after three fires on the pier."
NEW = {"articles/lantern.md": f"---\ntitle: Saltmarsh bans lantern oil\n---\n{BAN}\n"}


@pytest.fixture
def settings(small_corpus: Path, tmp_path: Path) -> Settings:
    return Settings(corpus=small_corpus, data=tmp_path / "data")


@pytest.fixture
async def librarian(settings: Settings, one_encoder: Encoder) -> AsyncIterator[Librarian]:
    async with await Librarian.open(settings.retrieval()) as librarian:
        yield librarian


class Gate:
    """Holds up the encoding of passages until a test opens it."""

    def __init__(self, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = threading.Event()
        self._reached = threading.Event()
        encode = encoder.read_passages

        def held(*args: Any, **options: Any) -> Any:
            self._reached.set()
            assert self._open.wait(60)
            return encode(*args, **options)

        monkeypatch.setattr(encoder, "read_passages", held)

    async def reached(self) -> None:
        assert await asyncio.to_thread(self._reached.wait, 30)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(librarian: Librarian, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(encoder, monkeypatch)
    yield gate
    gate.open()


async def shown(house: House, interaction: Interaction, words: str) -> str:
    """Wait until the answer to an interaction holds certain words, and return it all."""

    def look() -> str | None:
        text = text_of(interaction.original) if interaction.original else ""
        return text if words in text else None

    return await house.playground.world.pulse.until(look, f"“{words}”")


async def ask(house: House, question: str) -> str:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=question)
    return text_of(await asked.reply())


async def test_a_moderator_reloads_and_sees_what_was_added(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    write_files(house.settings.corpus, NEW)
    assert BAN not in await ask(house, "When did Saltmarsh ban lantern oil?")
    reload = people.run(scene.moderator, scene.general, "corpus reload")
    assert "lantern" in await shown(house, reload, "The new index is live.")
    assert BAN in await ask(house, "When did Saltmarsh ban lantern oil?")


async def test_a_member_may_not_reload(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    write_files(house.settings.corpus, NEW)
    tried = people.run(scene.member, scene.general, "corpus reload")
    reply = await tried.reply()
    assert "Only moderators" in text_of(reply)
    assert reply not in house.playground.world.visible(scene.general, scene.moderator)
    assert BAN not in await ask(house, "When did Saltmarsh ban lantern oil?")


async def test_questions_are_answered_while_a_reload_shows_its_progress(
    house: House, gate: Gate
) -> None:
    people, scene = house.playground.people, house.playground.scene
    write_files(house.settings.corpus, NEW)
    reload = people.run(scene.moderator, scene.general, "corpus reload")
    await gate.reached()
    await shown(house, reload, "Reloading the corpus")
    assert SENTENCE in await ask(house, QUESTION)
    gate.open()
    await shown(house, reload, "The new index is live.")


async def test_a_second_reload_is_told_that_one_runs(house: House, gate: Gate) -> None:
    people, scene = house.playground.people, house.playground.scene
    write_files(house.settings.corpus, NEW)
    first = people.run(scene.moderator, scene.general, "corpus reload")
    await gate.reached()
    second = people.run(scene.moderator, scene.moderators, "corpus reload")
    try:
        assert "is reloading the corpus since" in text_of(await second.reply())
    finally:
        gate.open()
    await shown(house, first, "The new index is live.")


async def test_a_corpus_folder_that_is_gone_leaves_the_live_index(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    corpus = house.settings.corpus
    corpus.rename(corpus.with_name("moved"))
    reload = people.run(scene.moderator, scene.general, "corpus reload")
    await shown(house, reload, str(corpus.name))
    assert SENTENCE in await ask(house, QUESTION)


async def test_sources_are_turned_page_by_page(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    reports = {
        f"articles/report-{n:02}.md": f"---\ntitle: Report {n:02}\n"
        f"published: 2031-01-{n:02}\n---\n{n}.\n"
        for n in range(1, 13)
    }
    write_files(house.settings.corpus, reports)
    await house.librarian.reload()
    message = await people.run(scene.member, scene.general, "sources").reply()
    first, seen = message["id"], text_of(message)
    assert "Report 01" not in seen
    while older := [one for one in buttons(message) if one["label"] == "Older"]:
        turned = people.click(scene.member, message["id"], older[0]["custom_id"])
        message = await turned.reply()
        seen += text_of(message)
    assert message["id"] == first
    assert all(f"Report {n:02}" in seen for n in range(1, 13))


async def test_an_outlet_is_offered_while_typing(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    typed = people.autocomplete(scene.member, scene.general, "sources", "outlet", "harb")
    await typed.settled()
    assert typed.choices == [{"name": "The Harbour Gazette", "value": "The Harbour Gazette"}]


async def test_status_counts_what_is_live(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    status = people.run(scene.moderator, scene.general, "corpus status")
    documents = len(house.librarian.documents())
    assert f"{documents} documents" in text_of(await status.reply())
    assert tree.TEXT in [one["type"] for _, one in tree.walk(status.original["components"])]


async def test_status_has_a_picture_told_in_words(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await people.run(scene.moderator, scene.general, "corpus status").reply()
    (gallery,) = [one for _, one in tree.walk(card["components"]) if one["type"] == tree.GALLERY]
    (item,) = gallery["items"]
    count = len(house.librarian.documents())
    assert item["description"].startswith(f"{count} documents by month of publication. ")
    assert "Newest source: 5 March 2031. " in item["description"]
    assert "March 2031: " in item["description"]
    (file,) = house.playground.world.files.values()
    image = Image.open(BytesIO(file.content))
    assert (image.format, image.width) == ("PNG", 750)
    assert image.convert("RGBA").getextrema()[3] == (255, 255)
