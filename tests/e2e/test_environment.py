"""The bot as a process of its own, sent to another server that speaks Discord's protocol."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground import components as tree
from bot.playground.server import Playground
from tests.conftest import write_files
from tests.e2e.conftest import reply_to, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE
from tests.e2e.test_follow_ups import NEXT, button
from tests.e2e.wide import CLAIMS, WIDE_CORPUS

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def server(playground: Playground, tmp_path: Path) -> AsyncIterator[Playground]:
    """A server that a bot joined which knows of it by its environment alone."""
    corpus = write_files(tmp_path / "corpus", WIDE_CORPUS)
    with (tmp_path / "stderr").open("wb") as stderr:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={
                # What Python needs to find the bot and the encoder; nothing of this process's.
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "HF_HUB_OFFLINE": "1",
                "DISCORD_TOKEN": playground.token,
                "CHOKEPOINT_DISCORD_API": playground.api,
                "CHOKEPOINT_DISCORD_GATEWAY": playground.gateway,
                "CORPUS_DIR": str(corpus),
                "DATA_DIR": str(tmp_path / "data"),
            },
            cwd=tmp_path,
            stderr=stderr,
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
async def test_by_environment_alone_it_does_all_that_members_need(server: Playground) -> None:
    people, scene, world = server.people, server.scene, server.world
    assert {"ask", "sides", "Check this claim"} <= {one["name"] for one in world.commands.all()}

    # Options are completed; the reply is deferred, then the same message is edited into the card.
    typed = people.autocomplete(scene.member, scene.general, "ask", "expert", "oko", question="x")
    assert [one["value"] for one in (await typed.settled()).choices or []] == ["Tomas Okoro"]
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
    card = await asked.reply()
    assert SENTENCE in text_of(card)
    callback, edit = [one for one in server.requests if asked.token in one.path][:2]
    assert (callback.method, callback.body["type"]) == ("POST", 5)
    assert (edit.method, edit.path.rpartition("/")[2]) == ("PATCH", "@original")

    # Buttons, and a modal that is followed up.
    opened = await people.click(scene.member, card["id"], button(card, "Passage 1")).reply()
    assert "12,000 a year" in text_of(opened)
    pressed = people.click(scene.member, card["id"], button(card, "Follow up"))
    await world.pulse.until(lambda: pressed.modal, "The form")
    second = await people.submit(scene.member, pressed.id, {"question": NEXT}).reply()
    assert "does not apply to wafers for hospitals" in text_of(second)

    # A list whose pages are turned in place.
    listed = await people.run(scene.member, scene.general, "quote", expert="Okoro").reply()
    turned = await people.click(scene.member, listed["id"], button(listed, "Next")).reply()
    assert turned["id"] == listed["id"]
    assert "page 2 of 2" in text_of(turned)

    # A message's menu entry, and a select menu in its answer.
    message = people.say(scene.moderator, scene.general, " ".join(CLAIMS))
    checked = await people.menu(scene.member, "Check this claim", message["id"]).reply()
    (menu,) = [one for _, one in tree.walk(checked["components"]) if one["type"] in tree.SELECTS]
    value = menu["options"][-1]["value"]
    chosen = people.choose(scene.member, checked["id"], menu["custom_id"], [value])
    passage = text_of(await chosen.reply())
    assert "Fernvik" in passage
    assert "750 tonnes" in passage

    # A picture and a file.
    timeline = await people.run(scene.member, scene.general, "timeline", topic="wafers").reply()
    assert tree.GALLERY in {one["type"] for _, one in tree.walk(timeline["components"])}
    privacy = await people.run(scene.member, scene.general, "privacy").reply()
    await people.click(scene.member, privacy["id"], button(privacy, "Export my data")).reply()
    assert any(QUESTION.encode() in file.content for file in world.files.values())

    # A thread that the bot opens and goes on in, and a reply to a direct message.
    await people.click(scene.member, card["id"], button(card, "Open a thread")).reply()
    said = people.say(scene.member, card["id"], f"<@{world.bot}> {NEXT}")
    assert "does not apply to wafers for hospitals" in text_of(await reply_to(server, said))
    direct = people.say(scene.member, world.direct(scene.member), QUESTION)
    assert SENTENCE in text_of(await reply_to(server, direct))
