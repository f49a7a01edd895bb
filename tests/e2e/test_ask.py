from __future__ import annotations

import pytest

from bot.playground.wire import EPHEMERAL, Refused
from tests.e2e.conftest import House, buttons, text_of

QUESTION = "How many graphene wafers may Northland export a year?"
SENTENCE = "capped exports of graphene wafers at 12,000 a year"


async def test_ask_shows_the_answer_with_its_source_to_everyone(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
    card = await asked.reply()
    assert SENTENCE in text_of(card)
    assert "The Harbour Gazette" in text_of(card)
    assert not card["flags"] & EPHEMERAL
    assert card in house.playground.world.visible(scene.general, scene.moderator)


async def test_a_source_button_opens_the_exact_passage_for_its_user_alone(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    passage = next(one for one in buttons(card) if one["custom_id"].startswith("passage:"))
    shown = await people.click(scene.moderator, card["id"], passage["custom_id"]).reply()
    start, end = map(int, passage["custom_id"].rpartition(":")[2].split(",")[0].split("-"))
    document = house.librarian.document_by_key(passage["custom_id"].split(":")[1])
    assert document is not None
    assert SENTENCE in document.text[start:end]
    assert document.text[start:end] in text_of(shown).replace("**", "").replace("__", "")
    world = house.playground.world
    assert shown in world.visible(scene.general, scene.moderator)
    assert shown not in world.visible(scene.general, scene.member)


async def test_a_private_answer_is_seen_by_its_user_alone(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION, private=True)
    card = await asked.reply()
    world = house.playground.world
    assert card in world.visible(scene.general, scene.member)
    assert card not in world.visible(scene.general, scene.moderator)


async def test_a_mention_is_answered_with_a_reply(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    mention = f"<@{house.playground.world.bot}> {QUESTION}"
    message = people.say(scene.member, scene.questions, mention)
    reply = await house.reply_to(message)
    assert SENTENCE in text_of(reply)
    assert reply["pings"] == []


async def test_a_direct_message_is_answered(house: House) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    message = people.say(scene.member, world.direct(scene.member), QUESTION)
    assert SENTENCE in text_of(await house.reply_to(message))


async def test_what_the_corpus_does_not_hold_is_not_answered(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question="Who won the 2022 World Cup?")
    assert "does not hold" in text_of(await asked.reply())


@pytest.mark.parametrize("question", [" ", "why " * 1000])
async def test_an_empty_or_endless_question_gets_a_plain_sentence(
    house: House, question: str
) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=question)
    try:
        reply = text_of(await asked.reply())
    except Refused as error:
        pytest.fail(f"the bot left it unanswered: {error}")
    assert "question" in reply.casefold()
    assert "Traceback" not in reply
    assert "reference" not in reply
