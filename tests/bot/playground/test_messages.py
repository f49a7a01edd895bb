from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from bot.playground.wire import Refused
from tests.bot.playground.conftest import RawBot

V2 = 1 << 15


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
OPTION = {"label": "A", "value": "a"}
REFUSED: dict[str, dict[str, Any]] = {
    "content over 2,000 characters": {"content": "x" * 2001},
    "more than 10 embeds": {"embeds": [{"title": "t"}] * 11},
    "an embed's title over 256": {"embeds": [{"title": "x" * 257}]},
    "an embed's description over 4,096": {"embeds": [{"description": "x" * 4097}]},
    "embeds of over 6,000 in all": {"embeds": [{"description": "x" * 3001}] * 2},
    "26 fields": {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]},
    "six rows": {
        "content": "x",
        "components": [row({**BUTTON, "custom_id": str(n)}) for n in range(6)],
    },
    "two buttons of one custom id": {"content": "x", "components": [row(BUTTON, BUTTON)]},
    "a custom id over 100": {
        "content": "x",
        "components": [row({**BUTTON, "custom_id": "x" * 101})],
    },
    "a button without a label": {
        "content": "x",
        "components": [row({"type": 2, "style": 1, "custom_id": "a"})],
    },
    "26 options": {
        "content": "x",
        "components": [
            row(
                {
                    "type": 3,
                    "custom_id": "s",
                    "options": [{"label": str(n), "value": str(n)} for n in range(26)],
                }
            )
        ],
    },
    "an option over 100": {
        "content": "x",
        "components": [
            row({"type": 3, "custom_id": "s", "options": [{**OPTION, "label": "x" * 101}]})
        ],
    },
    "text display without the V2 flag": {"components": [text("x")]},
    "content beside V2": {"content": "x", "flags": V2, "components": [text("x")]},
    "41 components": {"flags": V2, "components": [text("x")] * 41},
    "4,001 characters over several texts": {
        "flags": V2,
        "components": [text("x" * 2001), text("x" * 2000)],
    },
    "a section without accessory": {
        "flags": V2,
        "components": [{"type": 9, "components": [text("x")]}],
    },
    "a file that isn't there": {
        "flags": V2,
        "components": [{"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}],
    },
    "two ways to allow mentions": {
        "content": "x",
        "allowed_mentions": {"parse": ["users"], "users": ["1"]},
    },
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
async def test_a_message_beyond_discord_s_limits_is_refused(
    raw: RawBot, body: dict[str, Any]
) -> None:
    scene = raw.playground.scene
    reply = await raw.call("POST", f"/channels/{scene.questions}/messages", body)
    assert (reply.status, reply.code) == (400, 50035), reply.body
    assert not raw.playground.world.messages[scene.questions]


async def test_at_the_limits_a_message_is_taken(raw: RawBot) -> None:
    path = f"/channels/{raw.playground.scene.questions}/messages"
    assert (await raw.call("POST", path, {"content": "x" * 2000})).status == 200
    texts = [text("x" * 3961), *[text("x")] * 39]
    assert (await raw.call("POST", path, {"flags": V2, "components": texts})).status == 200


async def test_the_v2_flag_can_be_added_but_not_taken_away(raw: RawBot) -> None:
    path = f"/channels/{raw.playground.scene.questions}/messages"
    posted = await raw.call("POST", path, {"flags": V2, "components": [text("x")]})
    reply = await raw.call("PATCH", f"{path}/{posted.body['id']}", {"flags": 0, "content": "y"})
    assert (reply.status, reply.code) == (400, 50035)


async def test_an_empty_message_is_refused(raw: RawBot) -> None:
    reply = await raw.call("POST", f"/channels/{raw.playground.scene.questions}/messages", {})
    assert (reply.status, reply.code) == (400, 50006)


@pytest.mark.parametrize(
    ("allowed", "pinged"),
    [
        (None, ["member", "everyone"]),
        ({"parse": []}, []),
        ({"parse": ["users"]}, ["member"]),
        ({"parse": ["everyone"]}, ["everyone"]),
    ],
)
async def test_whom_a_message_pings_follows_allowed_mentions(
    raw: RawBot, allowed: dict[str, Any] | None, pinged: list[str]
) -> None:
    scene, world = raw.playground.scene, raw.playground.world
    body: dict[str, Any] = {"content": f"<@{scene.member}> @everyone"}
    body |= {} if allowed is None else {"allowed_mentions": allowed}
    posted = await raw.call("POST", f"/channels/{scene.general}/messages", body)
    message = world.messages[scene.general][posted.body["id"]]
    assert message["pings"] == [scene.member if one == "member" else one for one in pinged]


async def test_permissions_and_unknown_things_have_discord_s_codes(raw: RawBot) -> None:
    scene, world = raw.playground.scene, raw.playground.world
    body = {"content": "x"}
    forbidden = await raw.call("POST", f"/channels/{scene.announcements}/messages", body)
    assert (forbidden.status, forbidden.code) == (403, 50013)
    hidden = [{"id": world.guild["id"], "type": 0, "allow": "0", "deny": str(1 << 10)}]
    world.channels[scene.questions]["permission_overwrites"] = hidden
    unseen = await raw.call("POST", f"/channels/{scene.questions}/messages", body)
    assert (unseen.status, unseen.code) == (403, 50001)
    nowhere = await raw.call("POST", "/channels/1/messages", body)
    assert (nowhere.status, nowhere.code) == (404, 10003)
    gone = await raw.call("GET", f"/channels/{scene.general}/messages/1")
    assert (gone.status, gone.code) == (404, 10008)
    first = next(iter(world.messages[scene.general]))
    another = await raw.call("PATCH", f"/channels/{scene.general}/messages/{first}", body)
    assert (another.status, another.code) == (403, 50005)
    route = await raw.call("GET", "/no/such/route")
    assert (route.status, route.code) == (404, 0)
    assert route.headers["Content-Type"] == "application/json"


async def test_without_the_token_nothing_is_answered(raw: RawBot) -> None:
    reply = await raw.call("GET", "/users/@me", headers={"Authorization": "Bot wrong"})
    assert (reply.status, reply.body["message"]) == (401, "401: Unauthorized")


async def test_a_reply_to_an_interaction_s_answer_carries_no_content(bot: RawBot) -> None:
    scene, people = bot.playground.scene, bot.playground.people
    asked = people.run(scene.member, scene.general, "ask", question="Why?")
    await bot.answer(asked, 4, {"content": "Because."})
    answer = await asked.reply()
    people.say(scene.member, scene.general, "And then?", reply_to=answer["id"])
    while (message := await bot.until("MESSAGE_CREATE"))["type"] != 19:
        pass
    assert message["content"] == ""
    posted = await bot.call("POST", f"/channels/{scene.general}/messages", {"content": "Hear!"})
    people.say(scene.member, scene.general, "And then?", reply_to=posted.body["id"])
    while (message := await bot.until("MESSAGE_CREATE"))["type"] != 19:
        pass
    assert message["content"] == "And then?"


async def test_threads_open_from_messages_alone_and_as_forum_posts(bot: RawBot) -> None:
    scene, world = bot.playground.scene, bot.playground.world
    first = next(iter(world.messages[scene.general]))
    path = f"/channels/{scene.general}/messages/{first}/threads"
    thread = await bot.call("POST", path, {"name": "Wafers"})
    assert (thread.status, thread.body["id"]) == (201, first)
    again = await bot.call("POST", path, {"name": "Wafers"})
    assert (again.status, again.code) == (400, 160004)
    alone = await bot.call("POST", f"/channels/{scene.general}/threads", {"name": "Alone"})
    assert alone.body["parent_id"] == scene.general
    post = {"name": "A post", "message": {"content": "What of wafers?"}}
    posted = await bot.call("POST", f"/channels/{scene.forum}/threads", post)
    assert posted.body["message"]["id"] == posted.body["id"]
    straight = await bot.call("POST", f"/channels/{scene.forum}/messages", {"content": "x"})
    assert straight.status == 400
    long = await bot.call("POST", f"/channels/{scene.general}/threads", {"name": "x" * 101})
    assert long.code == 50035
    archived = await bot.call("PATCH", f"/channels/{alone.body['id']}", {"archived": True})
    assert archived.body["thread_metadata"]["archived"]
    woken = await bot.call("POST", f"/channels/{alone.body['id']}/messages", {"content": "x"})
    assert woken.status == 200
    assert not world.channels[alone.body["id"]]["thread_metadata"]["archived"]


async def test_direct_messages_are_opened_and_kept_to_two(raw: RawBot) -> None:
    scene, world = raw.playground.scene, raw.playground.world
    opened = await raw.call("POST", "/users/@me/channels", {"recipient_id": scene.member})
    assert opened.body["id"] == world.direct(scene.member)
    path = f"/channels/{opened.body['id']}/messages"
    assert (await raw.call("POST", path, {"content": "x"})).status == 200
    assert world.visible(opened.body["id"], scene.moderator) == []


async def test_history_comes_newest_first_and_in_pages(raw: RawBot) -> None:
    scene, people = raw.playground.scene, raw.playground.people
    ids = [people.say(scene.member, scene.questions, str(n))["id"] for n in range(6)]
    path = f"/channels/{scene.questions}/messages"
    newest = await raw.call("GET", f"{path}?limit=2")
    assert [one["id"] for one in newest.body] == [ids[5], ids[4]]
    before = await raw.call("GET", f"{path}?limit=2&before={ids[2]}")
    assert [one["id"] for one in before.body] == [ids[1], ids[0]]
    after = await raw.call("GET", f"{path}?limit=2&after={ids[0]}")
    assert [one["id"] for one in after.body] == [ids[2], ids[1]]


async def test_people_are_refused_in_plain_sentences(raw: RawBot) -> None:
    scene, people = raw.playground.scene, raw.playground.people
    with pytest.raises(Refused, match="can't write in this channel"):
        people.say(scene.member, scene.announcements, "x")
    with pytest.raises(Refused, match="no such channel for you"):
        people.say(scene.member, scene.moderators, "x")
    with pytest.raises(Refused, match="2000 characters"):
        people.say(scene.member, scene.general, "x" * 2001)
    with pytest.raises(Refused, match="empty"):
        people.say(scene.member, scene.general, " ")
    with pytest.raises(Refused, match="no command /ask"):
        people.run(scene.member, scene.general, "ask", question="x")


async def test_pictures_and_files_of_components_are_linked_and_described(raw: RawBot) -> None:
    picture, file = {"url": "attachment://a.png"}, {"url": "attachment://b.json"}
    body = {
        "flags": V2,
        "components": [
            {"type": 12, "items": [{"media": picture}]},
            {"type": 13, "file": file},
            {
                "type": 9,
                "components": [text("x")],
                "accessory": {"type": 11, "media": {"url": "https://pictures.example/c.png"}},
            },
        ],
        "attachments": [{"id": 0, "filename": "a.png"}, {"id": 1, "filename": "b.json"}],
    }
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    form.add_field("files[0]", b"png", filename="a.png", content_type="image/png")
    form.add_field("files[1]", b"{}", filename="b.json", content_type="application/json")
    path = f"/channels/{raw.playground.scene.general}/messages"
    posted = await raw.call("POST", path, data=form)
    gallery, sent, _ = posted.body["components"]
    assert (sent["name"], sent["size"]) == ("b.json", 2)
    async with raw.http.get(gallery["items"][0]["media"]["url"]) as answer:
        assert await answer.read() == b"png"
