from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.interaction import Interaction
from bot.playground.server import Playground
from bot.playground.webhooks import TOKEN_SECONDS
from bot.playground.wire import EPHEMERAL, LOADING, Refused
from tests.bot.playground.conftest import COMMANDS, Clock, RawBot

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
V2 = 1 << 15
FORM: dict[str, Any] = {
    "custom_id": "reason",
    "title": "Why?",
    "components": [
        {"type": 10, "content": "Tell us."},
        {
            "type": 18,
            "label": "Reason",
            "component": {"type": 4, "custom_id": "why", "style": 2, "min_length": 3},
        },
        {
            "type": 18,
            "label": "File",
            "component": {"type": 19, "custom_id": "file", "required": False},
        },
        {
            "type": 18,
            "label": "Kind",
            "component": {
                "type": 3,
                "custom_id": "kind",
                "options": [{"label": "Old", "value": "old"}, {"label": "New", "value": "new"}],
            },
        },
    ],
}


def asked(bot: RawBot, **options: Any) -> Interaction:
    scene = bot.playground.scene
    where = options.pop("channel", scene.general)
    return bot.playground.people.run(scene.member, where, "ask", question="Why?", **options)


@pytest.fixture
async def hasty() -> AsyncIterator[RawBot]:
    """Return a bot whose playground waits for an acknowledgement a tenth of a second."""
    playground = Playground(ack_seconds=0.1)
    await playground.start()
    async with aiohttp.ClientSession() as http:
        bot = RawBot(playground, http)
        await bot.open()
        await bot.identify()
        await bot.call("PUT", f"/applications/{playground.world.bot}/commands", COMMANDS)
        yield bot
    await playground.close()


async def test_the_bot_gets_what_the_person_chose(bot: RawBot) -> None:
    interaction = asked(bot)
    payload = await bot.until("INTERACTION_CREATE")
    scene, guild = bot.playground.scene, bot.playground.world.guild["id"]
    assert payload["id"] == interaction.id
    assert payload["data"]["options"] == [{"type": 3, "name": "question", "value": "Why?"}]
    assert payload["member"]["user"]["id"] == scene.member
    assert payload["authorizing_integration_owners"] == {"0": guild}
    assert payload["context"] == 0


async def test_in_direct_messages_the_person_comes_without_a_guild(bot: RawBot) -> None:
    direct = bot.playground.world.direct(bot.playground.scene.member)
    interaction = asked(bot, channel=direct)
    payload = await bot.until("INTERACTION_CREATE")
    assert payload["user"]["id"] == bot.playground.scene.member
    assert payload["context"] == 1
    assert not {"guild_id", "member"} & payload.keys()
    await bot.answer(interaction, MESSAGE, {"content": "Because."})
    assert (await interaction.reply())["channel_id"] == direct


async def test_subcommands_are_nested_and_refused_to_whom_they_are_not_for(bot: RawBot) -> None:
    scene, people = bot.playground.scene, bot.playground.people
    people.run(scene.moderator, scene.general, "corpus quote add")
    data = (await bot.until("INTERACTION_CREATE"))["data"]
    inner = [{"type": 1, "name": "add", "options": []}]
    assert data["options"] == [{"type": 2, "name": "quote", "options": inner}]
    with pytest.raises(Refused, match="can't use this command"):
        people.run(scene.member, scene.general, "corpus reload")
    with pytest.raises(Refused, match="question is required"):
        people.run(scene.member, scene.general, "ask")


async def test_the_placeholder_of_a_defer_is_replaced_by_the_first_edit(bot: RawBot) -> None:
    interaction = asked(bot)
    reply = await bot.answer(interaction, DEFER, {"flags": EPHEMERAL})
    assert reply.body["interaction"]["response_message_loading"]
    assert reply.body["interaction"]["response_message_ephemeral"]
    assert "resource" not in reply.body
    assert interaction.original is not None
    assert interaction.original["flags"] == EPHEMERAL | LOADING
    edited = await bot.call("PATCH", bot.hook(interaction, "/messages/@original"), {"content": "A"})
    assert edited.status == 200
    shown = await interaction.reply()
    assert (shown["content"], shown["flags"]) == ("A", EPHEMERAL)
    world, scene = bot.playground.world, bot.playground.scene
    assert shown in world.visible(scene.general, scene.member)
    assert shown not in world.visible(scene.general, scene.moderator)
    assert interaction.acknowledged_after is not None
    assert interaction.answered_after is not None
    assert interaction.acknowledged_after <= interaction.answered_after


async def test_an_answer_after_the_deadline_is_refused(hasty: RawBot) -> None:
    interaction = asked(hasty)
    await interaction.settled()
    assert interaction.failed == "The application did not respond"
    reply = await hasty.answer(interaction, MESSAGE, {"content": "late"})
    assert (reply.status, reply.code) == (404, 10062)
    with pytest.raises(Refused, match="did not respond"):
        await interaction.reply()


async def test_a_second_answer_is_refused(bot: RawBot) -> None:
    interaction = asked(bot)
    await bot.answer(interaction, DEFER)
    reply = await bot.answer(interaction, MESSAGE, {"content": "again"})
    assert (reply.status, reply.code) == (400, 40060)


async def test_an_interaction_s_token_is_good_for_fifteen_minutes(
    bot: RawBot, clock: Clock
) -> None:
    interaction = asked(bot)
    await bot.answer(interaction, DEFER)
    path = bot.hook(interaction, "/messages/@original")
    clock.now += TOKEN_SECONDS - 1
    assert (await bot.call("PATCH", path, {"content": "in time"})).status == 200
    clock.now += 2
    reply = await bot.call("PATCH", path, {"content": "late"})
    assert (reply.status, reply.code) == (401, 50027)


async def test_a_webhook_before_the_answer_is_unknown(bot: RawBot) -> None:
    reply = await bot.call("POST", bot.hook(asked(bot)), {"content": "first"})
    assert (reply.status, reply.code) == (404, 10015)


async def test_installed_by_the_person_alone_five_follow_ups_are_the_limit(
    bot: RawBot, clock: Clock
) -> None:
    interaction = asked(bot, user_install=True)
    payload = await bot.until("INTERACTION_CREATE")
    assert payload["guild_id"] != bot.playground.world.guild["id"]
    assert payload["authorizing_integration_owners"] == {"1": bot.playground.scene.member}
    path = f"/channels/{payload['channel_id']}/messages"
    outside = await bot.call("POST", path, {"content": "as a member"})
    assert (outside.status, outside.code) == (403, 50001)
    await bot.answer(interaction, MESSAGE, {"content": "first"})
    codes = []
    for number in range(6):
        clock.now += 1
        reply = await bot.call("POST", bot.hook(interaction), {"content": str(number)})
        codes.append(reply.status)
    assert codes == [200] * 5 + [400]
    assert reply.code == 40094


async def test_a_defer_takes_no_flag_but_ephemeral(bot: RawBot) -> None:
    reply = await bot.answer(asked(bot), DEFER, {"flags": V2})
    assert (reply.status, reply.code) == (400, 50035)


async def test_choices_reach_whoever_types_and_are_limited(bot: RawBot) -> None:
    scene, people = bot.playground.scene, bot.playground.people
    typed = people.autocomplete(scene.member, scene.general, "ask", "outlet", "ga")
    data = (await bot.until("INTERACTION_CREATE"))["data"]
    assert data["options"] == [{"type": 3, "name": "outlet", "value": "ga", "focused": True}]
    many = [{"name": str(n), "value": str(n)} for n in range(26)]
    assert (await bot.answer(typed, CHOICES, {"choices": many})).code == 50035
    assert (await bot.answer(typed, CHOICES, {"choices": many[:25]})).status == 200
    await typed.settled()
    assert typed.choices == many[:25]
    assert (await bot.answer(typed, DEFER)).status == 400


async def test_a_menu_carries_its_message_whole(bot: RawBot) -> None:
    scene, people = bot.playground.scene, bot.playground.people
    message = people.say(scene.moderator, scene.general, "Everything is banned.")
    people.menu(scene.member, "Check this claim", message["id"])
    data = (await bot.until("INTERACTION_CREATE"))["data"]
    assert data["target_id"] == message["id"]
    assert data["resolved"]["messages"][message["id"]]["content"] == "Everything is banned."


async def test_a_file_given_to_a_command_can_be_fetched(bot: RawBot) -> None:
    scene, people = bot.playground.scene, bot.playground.people
    file = people.upload("rules.md", b"# Rules", "text/markdown")
    people.run(scene.member, scene.general, "ask", question="Why?", file=file["id"])
    data = (await bot.until("INTERACTION_CREATE"))["data"]
    url = data["resolved"]["attachments"][file["id"]]["url"]
    async with bot.http.get(url) as answer:
        assert await answer.read() == b"# Rules"
        assert answer.headers["Content-Type"] == "text/markdown"


async def test_a_form_is_opened_filled_in_and_checked(bot: RawBot) -> None:
    scene, people = bot.playground.scene, bot.playground.people
    opened = asked(bot)
    assert (await bot.answer(opened, MODAL, FORM)).status == 200
    file = people.upload("a.md", b"A", "text/markdown")
    with pytest.raises(Refused, match="at least 3"):
        people.submit(scene.member, opened.id, {"why": "x", "kind": "new"})
    with pytest.raises(Refused, match="no such choice"):
        people.submit(scene.member, opened.id, {"why": "because", "kind": "none"})
    with pytest.raises(Refused, match="no longer open"):
        people.submit(scene.moderator, opened.id, {"why": "because", "kind": "new"})
    filled = {"why": "because", "kind": "new", "file": [file["id"]]}
    submitted = people.submit(scene.member, opened.id, filled)
    await bot.until("INTERACTION_CREATE")
    data = (await bot.until("INTERACTION_CREATE"))["data"]
    assert data["custom_id"] == "reason"
    _, why, upload, kind = data["components"]
    assert why["component"]["value"] == "because"
    assert upload["component"]["values"] == [file["id"]]
    assert kind["component"]["values"] == ["new"]
    assert data["resolved"]["attachments"][file["id"]]["filename"] == "a.md"
    assert (await bot.answer(submitted, MESSAGE, {"content": "Thanks."})).status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 46},
        {"components": [FORM["components"][1]] * 6},
        {"components": []},
        {"components": [{"type": 4, "custom_id": "a", "style": 1, "label": "A"}]},
    ],
)
async def test_a_form_beyond_the_limits_is_refused(bot: RawBot, change: dict[str, Any]) -> None:
    reply = await bot.answer(asked(bot), MODAL, {**FORM, **change})
    assert (reply.status, reply.code) == (400, 50035)


async def test_buttons_and_menus_act_on_their_message(bot: RawBot) -> None:
    scene, people = bot.playground.scene, bot.playground.people
    rows = [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]},
        {
            "type": 1,
            "components": [
                {"type": 3, "custom_id": "pick", "options": [{"label": "A", "value": "a"}]}
            ],
        },
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 1, "label": "No", "custom_id": "no", "disabled": True}
            ],
        },
    ]
    posted = await bot.call(
        "POST", f"/channels/{scene.general}/messages", {"content": "Well?", "components": rows}
    )
    message = posted.body["id"]
    clicked = people.click(scene.member, message, "go")
    data = await bot.until("INTERACTION_CREATE")
    assert (data["data"]["custom_id"], data["message"]["id"]) == ("go", message)
    await bot.answer(clicked, UPDATE, {"content": "Gone.", "components": rows})
    assert (await clicked.reply())["content"] == "Gone."
    chosen = people.choose(scene.member, message, "pick", ["a"])
    assert (await bot.until("INTERACTION_CREATE"))["data"]["values"] == ["a"]
    await bot.answer(chosen, DEFER_UPDATE)
    followed = await bot.call(
        "POST", bot.hook(chosen), {"content": "Only you.", "flags": EPHEMERAL}
    )
    assert followed.status == 200
    assert (await chosen.reply())["content"] == "Only you."
    with pytest.raises(Refused, match="switched off"):
        people.click(scene.member, message, "no")
    with pytest.raises(Refused, match="no such choice"):
        people.choose(scene.member, message, "pick", ["b"])
