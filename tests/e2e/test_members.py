"""Help, privacy, settings, cooldowns, channels, and an answer that comes too late."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest

from bot.playground import components as tree
from bot.playground.server import Playground
from bot.playground.wire import EPHEMERAL
from bot.settings import Settings
from bot.store import Actor, GuildConfig, ReviewVerdict
from retrieval.librarian import Librarian
from tests.e2e.conftest import House, buttons, joined_settings, text_of
from tests.e2e.test_answer_buttons import asked, click, store
from tests.e2e.test_ask import QUESTION, SENTENCE


async def run(house: House, command: str, **options: Any) -> dict[str, Any]:
    people, scene = house.playground.people, house.playground.scene
    return await people.run(scene.member, scene.general, command, **options).reply()


async def configure(house: House, **settings: Any) -> None:
    async with await store(house) as kept:
        guild = int(house.playground.world.guild["id"])
        await kept.guilds.save(guild, GuildConfig(**settings))


async def test_help_names_every_command(house: House) -> None:
    shown = text_of(await run(house, "help"))
    for command in house.playground.world.commands.all():
        if command["type"] == 1 and command["name"] not in ("help", "corpus"):
            assert f"/{command['name']}" in shown
        elif command["type"] == 3:
            assert command["name"] in shown


async def test_every_command_says_where_it_may_be_used(house: House) -> None:
    for command in house.playground.world.commands.all():
        # Moderators act in their server alone; members ask everywhere.
        moderators = command["name"] == "corpus"
        assert command["contexts"] == ([0] if moderators else [0, 1, 2])
        assert command["integration_types"] == ([0] if moderators else [0, 1])


async def test_all_commands_are_named_in_each_language(house: House) -> None:
    for command in house.playground.world.commands.all():
        assert {"es-ES", "es-419", "zh-CN", "ja"} <= {
            locale
            for one in (command, *command.get("options", ()))
            for locale in one.get("name_localizations") or ()
        }, command["name"]


async def test_data_is_exported_and_deleted_after_a_second_yes(house: House) -> None:
    card = await asked(house)
    privacy = await run(house, "privacy")
    assert privacy["flags"] & EPHEMERAL
    await click(house, privacy, "Export my data")
    (file,) = house.playground.world.files.values()
    assert [one["question"] for one in json.loads(file.content)["questions"]] == [QUESTION]
    sure = await click(house, privacy, "Delete my data")
    async with await store(house) as kept:
        assert await kept.answers.latest()
    assert "1 record was deleted" in text_of(await click(house, sure, "Yes, delete"))
    async with await store(house) as kept:
        assert not await kept.answers.latest()
    assert "no longer kept" in text_of(await click(house, card, "Helpful"))


async def test_text_only_mode_shows_the_same_words_without_boxes(house: House) -> None:
    boxed = await asked(house)
    await run(house, "settings", text_only=True)
    card = await asked(house)
    kinds = {one["type"] for _, one in tree.walk(card["components"])}
    assert kinds == {tree.TEXT, tree.ROW, tree.BUTTON}
    assert text_of(card) == text_of(boxed)
    assert len(buttons(card)) == len(buttons(boxed))
    passage = await click(house, card, "Passage 1")
    assert {one["type"] for _, one in tree.walk(passage["components"])} == {tree.TEXT}
    timeline = await run(house, "timeline", topic="graphene wafers")
    assert tree.GALLERY not in {one["type"] for _, one in tree.walk(timeline["components"])}
    await run(house, "settings", text_only=False)
    assert any(one["type"] == tree.CONTAINER for one in (await asked(house))["components"])


async def test_who_asks_too_fast_is_told_when_to_come_back(house: House) -> None:
    await configure(house, user_cooldown=600)
    before = time.time()
    await asked(house)
    after = time.time()
    reply = await asked(house)
    told = re.search(r"You asked a short while ago; ask again <t:(\d+):R>", text_of(reply))
    assert told
    assert before + 600 <= int(told[1]) <= after + 601
    assert reply["flags"] & EPHEMERAL


async def test_in_channels_that_were_not_chosen_only_private_answers_are_given(
    house: House,
) -> None:
    people, scene = house.playground.people, house.playground.scene
    await configure(house, allowed_channels=(int(scene.questions),))
    reply = await asked(house)
    assert f"<#{scene.questions}>" in text_of(reply)
    assert reply["flags"] & EPHEMERAL
    assert SENTENCE in text_of(await asked(house, private=True))
    there = people.run(scene.member, scene.questions, "ask", question=QUESTION)
    assert SENTENCE in text_of(await there.reply())


@pytest.mark.parametrize(
    ("verdict", "text", "shown", "answer"),
    [
        (ReviewVerdict.ENDORSED, None, "Endorsed by a moderator", True),
        (ReviewVerdict.CORRECTED, "Now 14,000.", "Corrected by a moderator:** Now 14,000.", True),
        (ReviewVerdict.HIDDEN, None, "took this answer back", False),
    ],
)
async def test_what_moderators_decided_is_shown_with_the_answer(
    house: House, verdict: ReviewVerdict, text: str | None, shown: str, answer: bool
) -> None:
    async with await store(house) as kept:
        guild = int(house.playground.world.guild["id"])
        await kept.reviews.decide(guild, QUESTION.upper(), verdict, Actor("Moderator", 1), text)
    card = text_of(await asked(house))
    assert shown in card
    assert (SENTENCE in card) == answer


async def test_an_answer_nobody_reviewed_is_labelled_where_a_server_wants_it(
    house: House,
) -> None:
    assert "No moderator" not in text_of(await asked(house))
    await configure(house, label_unreviewed=True)
    assert "No moderator has reviewed" in text_of(await asked(house))


async def test_an_answer_too_late_for_its_command_comes_as_a_message(
    librarian: Librarian, settings: Settings
) -> None:
    playground = Playground(clock=lambda: time.time() - 14.5 * 60)
    await playground.start()
    house = House(playground, librarian, joined_settings(settings, playground))
    try:
        await house.join()
        scene, world = playground.scene, playground.world
        playground.people.run(scene.member, scene.general, "ask", question=QUESTION)

        def look() -> str | None:
            shown = [text_of(one) for one in world.messages[scene.general].values()]
            return next((one for one in shown if SENTENCE in one), None)

        assert await world.pulse.until(look, "The answer")
    finally:
        await house.leave()
        await playground.close()
