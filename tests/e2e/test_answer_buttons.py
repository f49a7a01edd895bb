"""The buttons under an answer, by real clicks, also after a restart."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.wire import EPHEMERAL
from bot.store import GuildConfig, Store, database_url
from tests.e2e.conftest import House, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE
from tests.e2e.test_follow_ups import button


async def asked(house: House, **options: Any) -> dict[str, Any]:
    people, scene = house.playground.people, house.playground.scene
    options = {"question": QUESTION} | options
    return await people.run(scene.member, scene.general, "ask", **options).reply()


async def click(house: House, card: dict[str, Any], label: str) -> dict[str, Any]:
    people, scene = house.playground.people, house.playground.scene
    return await people.click(scene.member, card["id"], button(card, label)).reply()


def store(house: House) -> Any:
    """Open the bot's database beside it."""
    return Store.open(database_url(None, house.settings.data))


@pytest.mark.parametrize("restart", [False, True])
async def test_votes_and_their_reasons_are_kept(house: House, restart: bool) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await asked(house)
    if restart:
        await house.leave()
        await house.join()
    thanks = await click(house, card, "Helpful")
    assert thanks["flags"] & EPHEMERAL
    opened = people.click(scene.moderator, card["id"], button(card, "Not helpful"))
    await house.playground.world.pulse.until(lambda: opened.modal, "The form")
    submitted = people.submit(scene.moderator, opened.id, {"reason": "Too old"})
    assert "moderators" in text_of(await submitted.reply())
    async with await store(house) as kept:
        votes = {(one.user_id, one.helpful, one.reason) for one in await kept.feedback.votes()}
    assert votes == {(int(scene.member), True, None), (int(scene.moderator), False, "Too old")}


async def test_a_private_copy_comes_as_a_direct_message(house: House) -> None:
    scene, world = house.playground.scene, house.playground.world
    reply = await click(house, await asked(house), "Private copy")
    assert "direct messages" in text_of(reply)
    copies = list(world.messages[world.direct(scene.member)].values())
    assert SENTENCE in text_of(copies[-1])


async def test_a_question_reaches_people_once_in_the_channel_chosen_for_it(house: House) -> None:
    scene, world = house.playground.scene, house.playground.world
    card = await asked(house, question="Who won the 2022 World Cup?")
    assert "Nobody is set up here" in text_of(await click(house, card, "Ask a human"))
    async with await store(house) as kept:
        config = GuildConfig(human_channel=int(scene.moderators))
        await kept.guilds.save(int(world.guild["id"]), config)
    assert "with the moderators now" in text_of(await click(house, card, "Ask a human"))
    assert "already" in text_of(await click(house, card, "Ask a human"))
    posted = list(world.messages[scene.moderators].values())
    (message,) = [one for one in posted if one["author"]["id"] == world.bot]
    shown = text_of(message)
    assert "Who won the 2022 World Cup?" in shown
    assert "Member asks a human" in shown
    assert "documents were searched" in shown
    assert "graphene wafer" in shown.casefold()
    assert message["pings"] == []


async def test_a_deleted_answer_is_named_as_such(house: House) -> None:
    card = await asked(house)
    async with await store(house) as kept:
        await kept.personal.delete(int(house.playground.scene.member))
    assert "no longer kept" in text_of(await click(house, card, "Helpful"))
