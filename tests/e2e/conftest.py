"""The real bot and a real librarian on a small corpus, joined to a playground of their own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.client import serve
from bot.playground import components as tree
from bot.playground.server import Playground
from bot.settings import Settings
from retrieval.encoder import Encoder
from retrieval.librarian import Librarian
from tests.conftest import SMALL_CORPUS, write_files
from tests.e2e.openapi import SPECIFICATION, Contract
from tests.loopback import stay_inside

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test on this machine."""
    stay_inside(monkeypatch)


@pytest.fixture(scope="session")
def contract() -> Contract | None:
    """Return Discord's specification, where it lies beside the checkout."""
    return Contract(SPECIFICATION) if SPECIFICATION.is_file() else None


def joined_settings(settings: Settings, playground: Playground) -> Settings:
    """Return settings that send the bot to a playground."""
    return settings.model_copy(
        update={
            "discord_token": SecretStr(playground.token),
            "discord_api": playground.api,
            "discord_gateway": playground.gateway,
        }
    )


def text_of(message: Json) -> str:
    """Return all text that a message's components show."""
    return "\n".join(tree.texts(message["components"]))


def buttons(message: Json) -> list[Json]:
    """Return a message's buttons."""
    return [one for _, one in tree.walk(message["components"]) if one["type"] == tree.BUTTON]


@dataclass
class House:
    """A playground and the bot that joins it."""

    playground: Playground
    librarian: Librarian
    settings: Settings
    running: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Start the bot and wait until it is online."""
        playground = self.playground
        online = playground.gateway_server.identified
        running = self.running = asyncio.create_task(serve(self.settings, self.librarian))
        # A bot that ends before it is online must wake whoever waits, and say why.
        running.add_done_callback(lambda _: playground.world.pulse.ring())

        def look() -> bool | None:
            if running.done():
                running.result()
            return playground.gateway_server.identified > online or None

        await playground.world.pulse.until(look, "The bot")

    async def leave(self) -> None:
        """Stop the bot."""
        if self.running:
            self.running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.running
            self.running = None

    async def reply_to(self, message: Json) -> Json:
        """Wait for the bot's reply to a message."""
        return await reply_to(self.playground, message)


async def reply_to(playground: Playground, message: Json) -> Json:
    """Wait for the bot's reply to a message."""
    world = playground.world

    def look() -> Json | None:
        for one in world.messages[message["channel_id"]].values():
            reference = one.get("message_reference") or {}
            if reference.get("message_id") == message["id"] and one["author"]["bot"]:
                return one
        return None

    return await world.pulse.until(look, "The bot's reply")


@contextlib.contextmanager
def settled_on(
    files: dict[str, str], folder: Path, encoder: Encoder
) -> Iterator[tuple[Settings, Librarian]]:
    """Open a librarian on a corpus of these files; `folder` holds it."""
    corpus = write_files(folder / "corpus", files)
    settings = Settings(corpus=corpus, data=folder / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.librarian.Encoder", lambda name, threads: encoder)
        librarian = asyncio.run(Librarian.open(settings.retrieval()))
    yield settings, librarian
    asyncio.run(librarian.close())


@pytest.fixture(scope="session")
def settled(
    encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, Librarian]]:
    """Open a librarian that every test which changes nothing shares."""
    with settled_on(SMALL_CORPUS, tmp_path_factory.mktemp("settled"), encoder) as opened:
        yield opened


@pytest.fixture
def settings(settled: tuple[Settings, Librarian], tmp_path: Path) -> Settings:
    """Return the bot's settings; its own state is new in every test."""
    state = tmp_path / "state"
    state.mkdir()
    return settled[0].model_copy(update={"data": state})


@pytest.fixture
async def playground(contract: Contract | None) -> AsyncIterator[Playground]:
    """Serve a playground; at the end, hold all the bot sent against what holds for every test.

    Every body is valid by Discord's specification (and so is every answer the playground gave),
    none was refused as malformed, and no message pings anyone.
    """
    playground = Playground()
    await playground.start()
    yield playground
    await playground.close()
    malformed = [one for one in playground.requests if one.status == 400]
    assert not malformed, "\n".join(f"{one.path}: {one.answer}" for one in malformed)
    bot = playground.world.bot
    sent = [one for held in playground.world.messages.values() for one in held.values()]
    assert not [one for one in sent if one["author"]["id"] == bot and one["pings"]]
    for request in playground.requests if contract else ():
        assert contract is not None
        assert contract.faults(request) + contract.answer_faults(request) == []


@pytest.fixture
def librarian(settled: tuple[Settings, Librarian]) -> Librarian:
    """Return a librarian; a module that changes its corpus has a fixture of its own."""
    return settled[1]


@pytest.fixture
async def house(
    playground: Playground, librarian: Librarian, settings: Settings
) -> AsyncIterator[House]:
    """Return a playground that the bot has joined."""
    house = House(playground, librarian, joined_settings(settings, playground))
    await house.join()
    yield house
    await house.leave()
