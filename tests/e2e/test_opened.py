"""Channels and forums that moderators opened for answers unasked: confident, or quiet."""

from __future__ import annotations

import pytest

from bot.playground.server import Playground
from bot.settings import Settings
from retrieval.librarian import Librarian
from tests.e2e.conftest import House, joined_settings, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE
from tests.e2e.test_members import configure


@pytest.fixture
async def listening(playground: Playground, librarian: Librarian, settings: Settings) -> House:
    """Return a house whose bot has the message content intent; its test lets it leave."""
    joined = joined_settings(settings, playground).model_copy(update={"message_content": True})
    return House(playground, librarian, joined)


async def test_it_answers_questions_it_is_sure_of_where_it_was_let_in(
    listening: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The small corpus is none that the figure was chosen on.
    monkeypatch.setattr("bot.cogs.ask.SURE", 0.5)
    house = listening
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    await house.join()
    try:
        opened = (int(scene.questions), int(scene.forum))
        await configure(house, auto_channels=opened)
        for quiet in (
            people.say(scene.member, scene.general, QUESTION),
            people.say(scene.member, scene.questions, "Who won the 2022 World Cup, by the way?"),
            people.say(scene.member, scene.questions, "Northland caps graphene wafers."),
        ):
            assert quiet
        message = people.say(scene.member, scene.questions, QUESTION)
        assert SENTENCE in text_of(await house.reply_to(message))
        post = people.thread(scene.member, scene.forum, "The cap", content=QUESTION)
        (start,) = world.messages[post["id"]].values()
        assert SENTENCE in text_of(await house.reply_to(start))
        answers = [
            one
            for channel in (scene.general, scene.questions)
            for one in world.messages[channel].values()
            if one["author"]["bot"]
        ]
        assert len(answers) == 1
    finally:
        await house.leave()


async def test_it_keeps_quiet_when_it_could_answer_but_is_not_sure(
    listening: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = listening
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    monkeypatch.setattr("bot.cogs.ask.SURE", 1.01)
    await house.join()
    try:
        await configure(house, auto_channels=(int(scene.questions),))
        people.say(scene.member, scene.questions, QUESTION)
        addressed = people.say(scene.moderator, scene.questions, f"<@{world.bot}> {QUESTION}")
        assert SENTENCE in text_of(await house.reply_to(addressed))
        said = list(world.messages[scene.questions].values())
        assert sum(one["author"]["bot"] for one in said) == 1
    finally:
        await house.leave()
