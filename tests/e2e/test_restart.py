"""A restart in the middle: what is under way is finished or answered with an apology."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.playground.wire import EPHEMERAL
from bot.work import Work
from retrieval.encoder import Encoder
from tests.e2e.conftest import House, text_of
from tests.e2e.test_answer_buttons import asked
from tests.e2e.test_ask import QUESTION, SENTENCE
from tests.e2e.test_follow_ups import NEXT, button

SORRY = "I have to restart"


class Gate:
    """Holds questions back until it is opened."""

    def __init__(self, encoder: Encoder) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()
        self._encode = encoder.read_questions

    def encode(self, questions: Any) -> Any:
        self.entered.set()
        assert self.open.wait(60)
        return self._encode(questions)


@pytest.fixture
def gate(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Let every question wait at a gate from when a test shuts it."""
    gate = Gate(encoder)
    gate.open.set()
    monkeypatch.setattr(encoder, "read_questions", gate.encode)
    yield gate
    gate.open.set()


async def begin(house: House, how: str, gate: Gate) -> Any:
    """Ask in one of the ways there are, and return what waits for the reply."""
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    if how == "mention":
        waiting = house.reply_to(
            people.say(scene.member, scene.general, f"<@{world.bot}> {QUESTION}")
        )
    elif how == "command":
        waiting = people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    elif how == "menu":
        message = people.say(scene.moderator, scene.general, QUESTION)
        waiting = people.menu(scene.member, "Ask about this", message["id"]).reply()
    else:
        gate.open.set()
        card = await asked(house)
        pressed = people.click(scene.member, card["id"], button(card, "Follow up"))
        await world.pulse.until(lambda: pressed.modal, "The form")
        gate.open.clear()
        gate.entered.clear()
        waiting = people.submit(scene.member, pressed.id, {"question": NEXT}).reply()
    return asyncio.create_task(waiting)


@pytest.mark.parametrize("soon", [True, False])
@pytest.mark.parametrize("how", ["command", "mention", "menu", "form"])
async def test_what_is_under_way_when_the_bot_leaves_is_not_left_hanging(
    house: House, gate: Gate, monkeypatch: pytest.MonkeyPatch, how: str, soon: bool
) -> None:
    if not soon:
        await house.leave()
        monkeypatch.setattr("bot.work.Work.__init__.__defaults__", (0.1,))
        await house.join()
    gate.open.clear()
    reply = await begin(house, how, gate)
    assert await asyncio.to_thread(gate.entered.wait, 30)
    leaving = asyncio.create_task(house.leave())
    try:
        await asyncio.sleep(0.05)
        if soon:
            gate.open.set()
        shown = text_of(await reply)
    finally:
        gate.open.set()
        await leaving
    answer = "hospitals" if how == "form" else SENTENCE
    assert (answer if soon else SORRY) in shown


async def test_what_comes_while_the_bot_is_leaving_is_answered_with_an_apology(
    house: House, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, settling = Work.settle, asyncio.Event()

    async def noting(work: Work) -> None:
        settling.set()
        await settle(work)

    monkeypatch.setattr(Work, "settle", noting)
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    card = await asked(house)
    gate.open.clear()
    gate.entered.clear()
    first = await begin(house, "command", gate)
    assert await asyncio.to_thread(gate.entered.wait, 30)
    leaving = asyncio.create_task(house.leave())
    await settling.wait()
    late = await asked(house)
    assert SORRY in text_of(late)
    assert late["flags"] & EPHEMERAL
    pressed = people.click(scene.member, card["id"], button(card, "Passage 1"))
    assert SORRY in text_of(await pressed.reply())
    mention = people.say(scene.member, scene.general, f"<@{world.bot}> {QUESTION}")
    assert SORRY in text_of(await house.reply_to(mention))
    gate.open.set()
    assert SENTENCE in text_of(await first)
    await leaving
