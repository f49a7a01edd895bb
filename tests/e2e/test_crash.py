"""A bot that is killed in the middle of a reload."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.playground.server import Playground
from bot.settings import Settings
from retrieval.encoder import Encoder
from retrieval.librarian import Librarian
from tests.conftest import write_files
from tests.e2e.conftest import House, joined_settings, text_of

ROOT = Path(__file__).parents[2]
QUESTION = "How many graphene wafers may Northland export a year?"


@pytest.mark.timeout(400)
async def test_killed_in_the_middle_of_a_reload_the_old_index_serves_on_the_next_start(
    playground: Playground, small_corpus: Path, tmp_path: Path, one_encoder: Encoder
) -> None:
    settings = Settings(corpus=small_corpus, data=tmp_path / "data")
    async with await Librarian.open(settings.retrieval()) as librarian:
        before = librarian.status().generation
    people, scene, world = playground.people, playground.scene, playground.world
    with (tmp_path / "stderr").open("wb") as stderr:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "DISCORD_TOKEN": playground.token,
                "CHOKEPOINT_DISCORD_API": playground.api,
                "CHOKEPOINT_DISCORD_GATEWAY": playground.gateway,
                "CHOKEPOINT_CORPUS": str(small_corpus),
                "CHOKEPOINT_DATA": str(settings.data),
            },
            cwd=tmp_path,
            stderr=stderr,
        )
    ended = asyncio.create_task(bot.wait())
    ended.add_done_callback(lambda _: world.pulse.ring())

    def online() -> bool | None:
        assert not ended.done(), (tmp_path / "stderr").read_text()
        return world.bot_online or None

    try:
        world.pulse.patience = 150
        await world.pulse.until(online, "The bot")
        # Long enough to be caught in the middle.
        text = "The lighthouse keeper of Saltmarsh wrote down the wind of the day. " * 30
        many = {f"articles/day-{n}.txt": f"Day {n}\n\n{n} {text}" for n in range(200)}
        write_files(small_corpus, many)
        reload = people.run(scene.moderator, scene.general, "corpus reload")

        def encoding() -> bool | None:
            assert not ended.done(), (tmp_path / "stderr").read_text()
            message = reload.original
            return (message and "Encoding passages" in text_of(message)) or None

        await world.pulse.until(encoding, "The reload's progress")
    finally:
        if not ended.done():
            bot.kill()
        await ended
    async with await Librarian.open(settings.retrieval()) as librarian:
        assert librarian.status().generation == before
        house = House(playground, librarian, joined_settings(settings, playground))
        await house.join()
        try:
            asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
            assert "12,000" in text_of(await asked.reply())
        finally:
            await house.leave()
