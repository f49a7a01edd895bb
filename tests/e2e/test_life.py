"""The bot's life: joining, losing the connection, coming back, being refused."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pydantic import SecretStr

from bot.client import serve
from bot.playground.state import World
from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError
from tests.e2e.conftest import House, buttons, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE


async def test_a_slow_answer_is_acknowledged_before_it_is_there(
    house: House, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    may_encode, encode = threading.Event(), encoder.read_questions

    def slow(questions: Any) -> Any:
        assert may_encode.wait(30)
        return encode(questions)

    monkeypatch.setattr(encoder, "read_questions", slow)
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
    try:
        await world.pulse.until(lambda: asked.acknowledged_after, "The acknowledgement")
        assert asked.answered_after is None
    finally:
        may_encode.set()
    assert SENTENCE in text_of(await asked.reply())


async def test_buttons_go_on_working_after_a_restart(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    passage = next(one for one in buttons(card) if one["custom_id"].startswith("passage:"))
    await house.leave()
    await house.join()
    opened = people.click(scene.member, card["id"], passage["custom_id"])
    assert "12,000" in text_of(await opened.reply())


async def test_commands_are_registered_once_and_again_when_lost(house: House) -> None:
    def registrations() -> int:
        return sum(
            one.method == "PUT" and one.route.endswith("/commands")
            for one in house.playground.requests
        )

    assert registrations() == 1
    await house.leave()
    await house.join()
    assert registrations() == 1
    house.playground.world.commands.scope(None).popitem()
    await house.leave()
    await house.join()
    assert registrations() == 2


@pytest.mark.parametrize("how", ["drop", "reconnect"])
async def test_what_was_said_while_the_connection_was_lost_is_answered(
    house: House, how: str
) -> None:
    people, scene, gateway = (
        house.playground.people,
        house.playground.scene,
        house.playground.gateway_server,
    )
    world: World = house.playground.world
    if how == "drop":
        gateway.drop()
    else:
        await gateway.reconnect()
    message = people.say(scene.member, scene.questions, f"<@{world.bot}> {QUESTION}")
    assert SENTENCE in text_of(await house.reply_to(message))
    assert gateway.resumed == 1
    assert gateway.identified == 1


async def test_a_wrong_token_is_named_in_one_sentence(house: House) -> None:
    await house.leave()
    wrong = house.settings.model_copy(update={"discord_token": SecretStr("wrong")})
    with pytest.raises(ChokepointError, match="DISCORD_TOKEN"):
        await serve(wrong, house.librarian)


async def test_a_channel_where_the_bot_may_not_write_is_left_alone(house: House) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    people.say(scene.moderator, scene.announcements, f"<@{world.bot}> {QUESTION}")

    def refused() -> bool | None:
        return any(one.status == 403 for one in house.playground.requests) or None

    await world.pulse.until(refused, "The refusal")
    assert len(world.messages[scene.announcements]) == 1


async def test_a_question_in_a_thread_is_answered_there(house: House) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    start = people.say(scene.member, scene.general, "Wafers, anyone?")
    thread = people.thread(scene.member, scene.general, "Wafers", message=start["id"])
    message = people.say(scene.member, thread["id"], f"<@{world.bot}> {QUESTION}")
    assert SENTENCE in text_of(await house.reply_to(message))


async def test_a_question_in_a_forum_post_is_answered_there(house: House) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    content = f"<@{world.bot}> {QUESTION}"
    post = people.thread(scene.member, scene.forum, "Wafers", content=content)
    first = world.message(post["id"], post["id"])
    assert SENTENCE in text_of(await house.reply_to(first))


async def test_who_installed_the_bot_alone_is_answered_where_it_is_no_member(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION, user_install=True)
    card = await asked.reply()
    assert SENTENCE in text_of(card)
    passage = next(one for one in buttons(card) if one["custom_id"].startswith("passage:"))
    opened = people.click(scene.member, card["id"], passage["custom_id"])
    assert "12,000" in text_of(await opened.reply())
