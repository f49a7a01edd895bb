"""A house whose corpus a moderator may change, the web it reads, and what moderators do in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.hashing import HashEncoder
from bot.playground.interaction import Interaction
from bot.settings import Settings
from bot.store import Store, database_url
from retrieval.librarian import Librarian
from tests.e2e.conftest import House, buttons, text_of
from tests.retrieval.sources.web import Web, served

FERRY = "When was the Saltmarsh ferry built?"
BAN = "Saltmarsh banned the sale of lantern oil on 2 May 2031 after three fires on the pier."


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with served() as world:
        yield world


@pytest.fixture
def settings(small_corpus: Path, tmp_path: Path, web: Web) -> Settings:
    return Settings(
        corpus=small_corpus,
        data=tmp_path / "data",
        private_addresses=web.allowed,
        federal_register=web.base,
    )


@pytest.fixture
async def librarian(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Librarian]:
    monkeypatch.setattr("retrieval.librarian.Encoder", lambda name, threads: HashEncoder())
    async with await Librarian.open(settings.retrieval()) as librarian:
        yield librarian


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    """The bot's own database, opened a second time."""
    async with await Store.open(database_url(None, settings.data)) as store:
        yield store


async def shown(house: House, interaction: Interaction, words: str) -> dict[str, Any]:
    """Wait until the answer to an interaction holds certain words."""

    def look() -> dict[str, Any] | None:
        message = interaction.original
        return message if message and words in text_of(message) else None

    return await house.playground.world.pulse.until(look, f"“{words}”")


def run(house: House, command: str, **options: Any) -> Interaction:
    scene = house.playground.scene
    return house.playground.people.run(
        scene.moderator, scene.general, f"corpus {command}", **options
    )


def press(house: House, message: dict[str, Any], label: str, who: str = "") -> Interaction:
    (button,) = [one for one in buttons(message) if one["label"] == label]
    people, scene = house.playground.people, house.playground.scene
    return people.click(who or scene.moderator, message["id"], button["custom_id"])


async def acts(store: Store) -> list[tuple[str, str]]:
    return [(entry.act, entry.outcome) for entry in reversed(await store.audit.latest())]


async def fill(house: House, opened: Interaction, **values: str) -> Interaction:
    people, scene = house.playground.people, house.playground.scene
    await opened.settled()
    return people.submit(scene.moderator, opened.id, values)
