from __future__ import annotations

import aiohttp
import pytest

from bot.playground.server import Playground
from tests.bot.playground.conftest import INTENTS, RawBot


async def test_hello_ready_and_the_guild_come_in_order(raw: RawBot) -> None:
    hello = await raw.open()
    assert hello["op"] == 10
    assert hello["d"]["heartbeat_interval"] > 0
    await raw.identify()
    ready = await raw.until("READY")
    guild = await raw.until("GUILD_CREATE")
    assert [one["s"] for one in raw.events] == [1, 2]
    assert ready["guilds"] == [{"id": guild["id"], "unavailable": True}]
    assert ready["resume_gateway_url"] == raw.playground.gateway
    names = [one["name"] for one in guild["channels"]]
    assert names == [
        "general", "policy-questions", "announcements", "ask-the-corpus", "moderators",
    ]  # fmt: skip


async def test_heartbeats_are_acknowledged(raw: RawBot) -> None:
    await raw.open()
    await raw.send(1, None)
    assert (await raw.frame())["op"] == 11


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"shard": [2, 2]}, 4010),
        ({"intents": 1 << 40}, 4013),
        ({"intents": "all"}, 4013),
    ],
)
async def test_what_discord_refuses_ends_the_connection_for_good(
    raw: RawBot, changes: dict[str, object], code: int
) -> None:
    await raw.open()
    await raw.identify(**changes)
    assert await raw.closed() == code


async def test_a_privileged_intent_that_is_switched_off_is_refused() -> None:
    playground = Playground(privileged=0)
    await playground.start()
    async with aiohttp.ClientSession() as http:
        raw = RawBot(playground, http)
        await raw.open()
        await raw.identify(intents=INTENTS | 1 << 15)
        assert await raw.closed() == 4014
    await playground.close()


async def test_too_few_shards_are_refused_and_each_gets_its_own_events() -> None:
    playground = Playground(shards=2)
    await playground.start()
    async with aiohttp.ClientSession() as http:
        alone = RawBot(playground, http)
        await alone.open()
        await alone.identify()
        assert await alone.closed() == 4011
        shards = [RawBot(playground, http) for _ in range(2)]
        for number, shard in enumerate(shards):
            await shard.open()
            await shard.identify(shard=[number, 2])
        ready = [await shard.until("READY") for shard in shards]
        assert sorted(len(one["guilds"]) for one in ready) == [0, 1]
        holder = next(i for i, one in enumerate(ready) if one["guilds"])
        await shards[holder].until("GUILD_CREATE")
        scene, world = playground.scene, playground.world
        playground.people.say(scene.member, scene.general, "in the guild")
        playground.people.say(scene.member, world.direct(scene.member), "to the bot")
        direct = await shards[0].until("MESSAGE_CREATE")
        if holder == 0:
            assert direct["channel_id"] == scene.general
            direct = await shards[0].until("MESSAGE_CREATE")
        assert direct["content"] == "to the bot"
    await playground.close()


async def test_a_frame_before_identifying_or_of_no_known_kind_is_refused(raw: RawBot) -> None:
    await raw.open()
    await raw.send(8, {})
    assert await raw.closed() == 4003
    await raw.open()
    await raw.identify()
    await raw.until("READY")
    await raw.identify()
    assert await raw.closed() == 4005


async def test_what_was_missed_is_replayed_on_resume(bot: RawBot) -> None:
    ready = bot.events[0]["d"]
    scene, people = bot.playground.scene, bot.playground.people
    bot.playground.gateway_server.drop()
    await bot.closed()
    for text in ("first", "second"):
        people.say(scene.member, scene.general, f"<@{bot.playground.world.bot}> {text}")
    await bot.open()
    token, seq = bot.playground.token, bot.seq
    await bot.send(6, {"token": token, "session_id": ready["session_id"], "seq": seq})
    names = [(await bot.frame())["t"] for _ in range(3)]
    assert names == ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]
    assert bot.seq == seq + 3


async def test_an_unknown_session_must_identify_anew(raw: RawBot) -> None:
    await raw.open()
    await raw.send(6, {"token": raw.playground.token, "session_id": "gone", "seq": 3})
    frame = await raw.frame()
    assert (frame["op"], frame["d"]) == (9, False)
    await raw.identify()
    await raw.until("READY")


async def test_reconnect_and_invalid_session_are_sent_on_demand(bot: RawBot) -> None:
    await bot.playground.gateway_server.reconnect()
    assert (await bot.frame())["op"] == 7
    await bot.playground.gateway_server.invalidate()
    frame = await bot.frame()
    assert (frame["op"], frame["d"]) == (9, False)
    await bot.identify()
    await bot.until("READY")


async def test_without_the_intent_only_messages_to_the_bot_carry_their_content(
    bot: RawBot,
) -> None:
    scene, people, world = bot.playground.scene, bot.playground.people, bot.playground.world
    people.say(scene.member, scene.general, "among ourselves")
    assert (await bot.until("MESSAGE_CREATE"))["content"] == ""
    people.say(scene.member, scene.general, f"<@{world.bot}> a question")
    assert (await bot.until("MESSAGE_CREATE"))["content"] == f"<@{world.bot}> a question"
    people.say(scene.member, world.direct(scene.member), "in private")
    direct = await bot.until("MESSAGE_CREATE")
    assert direct["content"] == "in private"
    assert "guild_id" not in direct


async def test_with_the_intent_every_message_carries_its_content(raw: RawBot) -> None:
    await raw.open()
    await raw.identify(intents=INTENTS | 1 << 15)
    await raw.until("GUILD_CREATE")
    scene = raw.playground.scene
    raw.playground.people.say(scene.member, scene.general, "among ourselves")
    assert (await raw.until("MESSAGE_CREATE"))["content"] == "among ourselves"


async def test_events_without_their_intent_do_not_travel(raw: RawBot) -> None:
    await raw.open()
    await raw.identify(intents=1 << 0)
    await raw.until("GUILD_CREATE")
    scene, people = raw.playground.scene, raw.playground.people
    people.say(scene.member, scene.general, "unheard")
    people.thread(scene.member, scene.general, "heard")
    assert (await raw.frame())["t"] == "THREAD_CREATE"
