"""A message's menu: ask about it, check what it claims."""

from __future__ import annotations

import pytest

from bot.playground.wire import EPHEMERAL
from tests.e2e.conftest import House, buttons, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE


@pytest.mark.parametrize("alone", [False, True])
async def test_a_message_is_asked_about_for_its_user_alone(house: House, alone: bool) -> None:
    people, scene = house.playground.people, house.playground.scene
    message = people.say(scene.moderator, scene.general, QUESTION)
    opened = people.menu(scene.member, "Ask about this", message["id"], user_install=alone)
    card = await opened.reply()
    assert SENTENCE in text_of(card)
    assert card["flags"] & EPHEMERAL


@pytest.mark.parametrize("alone", [False, True])
async def test_each_claim_gets_a_verdict_in_words_and_its_passage(
    house: House, alone: bool
) -> None:
    people, scene = house.playground.people, house.playground.scene
    claims = (
        "Northland capped exports of graphene wafers at 15,000 a year on 4 March 2031. "
        "Minister Ada Verne signed the order."
    )
    message = people.say(scene.moderator, scene.general, claims)
    opened = people.menu(scene.member, "Check this claim", message["id"], user_install=alone)
    card = await opened.reply()
    shown = text_of(card)
    assert "Contradicted" in shown
    assert "12,000 a year" in shown
    assert "Supported" in shown
    assert card["flags"] & EPHEMERAL
    passage = next(one for one in buttons(card) if one["label"] == "Passage 1")
    opened = people.click(scene.member, card["id"], passage["custom_id"])
    assert "12,000" in text_of(await opened.reply())


async def test_a_message_without_words_gets_a_plain_sentence(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    picture = people.upload("x.png", b"png", "image/png")
    message = people.say(scene.member, scene.general, attachments=[picture])
    for entry in ("Ask about this", "Check this claim"):
        reply = await people.menu(scene.member, entry, message["id"]).reply()
        assert "holds no text" in text_of(reply)


async def test_the_words_of_an_apps_card_are_read_too(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    checked = text_of(await people.menu(scene.moderator, "Check this claim", card["id"]).reply())
    assert "Supported" in checked
    assert SENTENCE in checked
    asked = text_of(await people.menu(scene.moderator, "Ask about this", card["id"]).reply())
    assert SENTENCE in asked
