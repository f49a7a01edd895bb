"""Questions that belong together: by a form, in a thread, as a reply; and an answer's filters."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.permissions import CREATE_PUBLIC_THREADS
from bot.playground.wire import EPHEMERAL
from tests.e2e.conftest import House, buttons, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE

NEXT = "And for hospitals?"
Histories = list[tuple[str, ...]]


@pytest.fixture
def histories(house: House, monkeypatch: pytest.MonkeyPatch) -> Histories:
    """Note, of each question, the questions that the librarian is told came before it."""
    noted: Histories = []
    ask = house.librarian.ask

    async def noting(question: str, **options: Any) -> Any:
        noted.append(tuple(turn.question for turn in options["history"]))
        return await ask(question, **options)

    monkeypatch.setattr(house.librarian, "ask", noting)
    return noted


def button(message: dict[str, Any], label: str) -> str:
    """Return the custom id of a message's button."""
    return str(next(one["custom_id"] for one in buttons(message) if one["label"] == label))


async def follow(house: House, card: dict[str, Any], question: str) -> dict[str, Any]:
    """Ask through a card's form and return the new card."""
    people, scene = house.playground.people, house.playground.scene
    opened = people.click(scene.member, card["id"], button(card, "Follow up"))
    await house.playground.world.pulse.until(lambda: opened.modal, "The form")
    return await people.submit(scene.member, opened.id, {"question": question}).reply()


async def test_a_follow_up_by_the_form_knows_the_questions_before(
    house: House, histories: Histories
) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    second = await follow(house, card, NEXT)
    assert "hospitals" in text_of(second)
    await follow(house, second, "Who signed it?")
    # The first card is no longer the end of the conversation: it is followed up on its own.
    await follow(house, card, "Since when?")
    assert histories == [(), (QUESTION,), (QUESTION, NEXT), (QUESTION,)]


async def test_a_follow_up_of_a_private_answer_is_private_and_survives_a_restart(
    house: House, histories: Histories
) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION, private=True)
    card = await asked.reply()
    opened = people.click(scene.member, card["id"], button(card, "Follow up"))
    await house.playground.world.pulse.until(lambda: opened.modal, "The form")
    await house.leave()
    await house.join()
    answer = await people.submit(scene.member, opened.id, {"question": NEXT}).reply()
    assert "hospitals" in text_of(answer)
    assert histories == [(), (QUESTION,)]
    assert answer["flags"] & EPHEMERAL


async def test_a_thread_shares_its_memory_and_a_channel_does_not(
    house: House, histories: Histories
) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    start = people.say(scene.member, scene.general, "Wafers, anyone?")
    thread = people.thread(scene.member, scene.general, "Wafers", message=start["id"])
    mention = f"<@{world.bot}> "
    first = people.say(scene.member, thread["id"], mention + QUESTION)
    assert SENTENCE in text_of(await house.reply_to(first))
    then = people.say(scene.moderator, thread["id"], mention + NEXT)
    assert "hospitals" in text_of(await house.reply_to(then))
    elsewhere = people.say(scene.moderator, scene.questions, mention + NEXT)
    await house.reply_to(elsewhere)
    assert histories == [(), (QUESTION,), ()]


async def test_a_reply_to_an_answer_follows_it_up_for_anybody(
    house: House, histories: Histories
) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    asked = people.say(scene.member, scene.general, f"<@{world.bot}> {QUESTION}")
    card = await house.reply_to(asked)
    message = people.say(scene.moderator, scene.general, NEXT, reply_to=card["id"])
    assert "hospitals" in text_of(await house.reply_to(message))
    assert histories == [(), (QUESTION,)]


async def test_a_reply_that_discord_shows_no_text_of_is_told_the_way(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    message = people.say(scene.member, scene.general, NEXT, reply_to=card["id"])
    assert "Follow up" in text_of(await house.reply_to(message))


async def test_filters_keep_to_what_they_name_and_offer_it_while_typing(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(
        scene.member,
        scene.general,
        "ask",
        question="What about the wafer cap?",
        expert="Tomas Okoro",
    )
    shown = text_of(await asked.reply())
    assert "Okoro" in shown
    assert "Ada Verne" not in shown
    typed = people.autocomplete(scene.member, scene.general, "ask", "expert", "oko", question="x")
    assert [one["value"] for one in (await typed.settled()).choices or []] == ["Tomas Okoro"]
    typed = people.autocomplete(
        scene.member, scene.general, "ask", "since", "last 30", question="x"
    )
    (month,) = (await typed.settled()).choices or []
    assert month["name"] == f"{month['value']} (the last 30 days)"
    typed = people.autocomplete(scene.member, scene.general, "ask", "outlet", "coa", question="x")
    assert [one["value"] for one in (await typed.settled()).choices or []] == ["Coast Radio"]


async def test_a_date_that_is_none_is_named_to_the_person_alone(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION, since="soon")
    reply = await asked.reply()
    assert "“soon” is no date for since" in text_of(reply)
    assert reply["flags"] & EPHEMERAL


@pytest.mark.parametrize("restart", [False, True])
async def test_a_thread_that_the_bot_opened_goes_on_from_its_answer(
    house: House, histories: Histories, restart: bool
) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    card = await people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    opened = people.click(scene.member, card["id"], button(card, "Open a thread"))
    assert f"<#{card['id']}>" in text_of(await opened.reply())
    assert world.channels[card["id"]]["name"] == QUESTION
    (told,) = world.messages[card["id"]].values()
    assert "Mention me here" in text_of(told)
    # Once more leads to the same thread.
    again = people.click(scene.moderator, card["id"], button(card, "Open a thread"))
    assert f"<#{card['id']}>" in text_of(await again.reply())
    if restart:
        await house.leave()
        await house.join()
    said = people.say(scene.moderator, card["id"], f"<@{world.bot}> {NEXT}")
    answer = await house.reply_to(said)
    assert "hospitals" in text_of(answer)
    assert histories == [(), (QUESTION,)]
    # There are no threads in threads, nor under what one person sees alone.
    assert "Open a thread" not in [one["label"] for one in buttons(answer)]
    asked = people.run(scene.member, card["id"], "ask", question="Who signed it?", private=True)
    assert "Open a thread" not in [one["label"] for one in buttons(await asked.reply())]
    # What is asked privately is no part of the thread's conversation.
    assert histories[2] == ()


async def test_a_thread_that_the_bot_may_not_open_is_left_to_the_person(house: House) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    card = await people.run(scene.member, scene.general, "ask", question=QUESTION).reply()
    for role in world.roles.values():
        role["permissions"] = str(int(role["permissions"]) & ~CREATE_PUBLIC_THREADS)
    opened = people.click(scene.member, card["id"], button(card, "Open a thread"))
    assert "open one from the message's menu" in text_of(await opened.reply())
