"""The bot as a process of its own, sent to another server that speaks Discord's protocol."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.server import Playground
from tests.e2e.conftest import buttons, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def server(
    playground: Playground, small_corpus: Path, tmp_path: Path
) -> AsyncIterator[Playground]:
    """A server that a bot joined which knows of it by its environment alone."""
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={
            # What Python itself needs to find the bot and the encoder; nothing of this process's.
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HF_HUB_OFFLINE": "1",
            "DISCORD_TOKEN": playground.token,
            "CHOKEPOINT_DISCORD_API": playground.api,
            "CHOKEPOINT_DISCORD_GATEWAY": playground.gateway,
            "CORPUS_DIR": str(small_corpus),
            "DATA_DIR": str(tmp_path / "data"),
        },
        cwd=tmp_path,
        stderr=(tmp_path / "stderr").open("wb"),
    )
    ended = asyncio.create_task(bot.wait())
    ended.add_done_callback(lambda _: playground.world.pulse.ring())

    def online() -> bool | None:
        assert not ended.done(), (tmp_path / "stderr").read_text()
        return playground.world.bot_online or None

    try:
        playground.world.pulse.patience = 150
        await playground.world.pulse.until(online, "The bot")
        yield playground
        bot.terminate()
        assert await ended == 0
    finally:
        if not ended.done():
            bot.kill()
            await ended


@pytest.mark.timeout(400)
async def test_by_environment_alone_it_joins_syncs_defers_answers_and_follows_up(
    server: Playground,
) -> None:
    people, scene, world = server.people, server.scene, server.world
    assert {"ask", "sides", "Check this claim"} <= {one["name"] for one in world.commands.all()}

    asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
    card = await asked.reply()
    assert SENTENCE in text_of(card)
    # Deferred first, then the same message is edited into the card.
    callback, edit = [one for one in server.requests if asked.token in one.path][:2]
    assert (callback.method, callback.body["type"]) == ("POST", 5)
    assert (edit.method, edit.path.rpartition("/")[2]) == ("PATCH", "@original")

    passage = next(one for one in buttons(card) if one["custom_id"].startswith("passage:"))
    opened = await people.click(scene.member, card["id"], passage["custom_id"]).reply()
    assert "12,000 a year" in text_of(opened)

    follow = next(one for one in buttons(card) if one["label"] == "Follow up")
    pressed = people.click(scene.member, card["id"], follow["custom_id"])
    await world.pulse.until(lambda: pressed.modal, "The form")
    values = {"question": "And for hospitals?"}
    second = await people.submit(scene.member, pressed.id, values).reply()
    assert "does not apply to wafers for hospitals" in text_of(second)

    start = people.say(scene.member, scene.general, "Wafers, anyone?")
    thread = people.thread(scene.member, scene.general, "Wafers", message=start["id"])
    people.say(scene.member, thread["id"], f"<@{world.bot}> {QUESTION}")

    def in_thread() -> bool | None:
        said = [one for one in world.messages[thread["id"]].values() if one["author"]["bot"]]
        return any(SENTENCE in text_of(one) for one in said) or None

    await world.pulse.until(in_thread, "The answer in the thread")
