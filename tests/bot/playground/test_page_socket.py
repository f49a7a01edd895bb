from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.playground.server import Playground
from retrieval.errors import ChokepointError
from tests.bot.playground.conftest import RawBot


class Page:
    """A page's socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def frame(self) -> tuple[str, Any]:
        frame = await self._socket.receive_json(timeout=20)
        return frame["t"], frame["d"]

    async def until(self, name: str) -> Any:
        while True:
            kind, data = await self.frame()
            if kind == name:
                return data

    async def do(self, **frame: Any) -> None:
        await self._socket.send_json({"nonce": "n", **frame})


async def opened(bot: RawBot, user: str = "", locale: str = "") -> tuple[Page, dict[str, Any]]:
    url = bot.playground.origin + "/playground/socket"
    asked = {"user": user, "locale": locale}
    socket = await bot.http.ws_connect(url, params=asked, origin=bot.playground.origin)
    page = Page(socket)
    kind, snapshot = await page.frame()
    assert kind == "snapshot"
    return page, snapshot


async def test_the_snapshot_holds_what_the_person_may_see_and_run(bot: RawBot) -> None:
    scene = bot.playground.scene
    _, member = await opened(bot)
    _, moderator = await opened(bot, scene.moderator)
    assert member["me"]["id"] == scene.member
    assert member["people"] == [
        {"id": scene.member, "label": "Member", "moderator": False},
        {"id": scene.moderator, "label": "Moderator", "moderator": True},
    ]
    assert member["bot"]["online"]
    channels = {one["id"] for one in member["channels"]}
    assert scene.moderators not in channels
    assert scene.moderators in {one["id"] for one in moderator["channels"]}
    assert all("permissions" in one for one in member["channels"])
    assert {one["name"] for one in member["commands"]} == {"ask", "Check this claim"}
    assert "corpus" in {one["name"] for one in moderator["commands"]}
    assert member["messages"][scene.general]


async def test_a_page_s_language_goes_with_what_its_person_does(bot: RawBot) -> None:
    scene = bot.playground.scene
    told = []
    for locale in ("", "ja", "klingon", "es-ES"):
        page, snapshot = await opened(bot, locale=locale)
        ask = next(one for one in snapshot["commands"] if one["name"] == "ask")
        options = [{"name": "question", "type": 3, "value": "Why?"}]
        await page.do(
            do="command", channel=scene.general, command=ask["id"], path=["ask"], options=options
        )
        asked = await bot.until("INTERACTION_CREATE")
        told.append((snapshot["locale"], asked["locale"], asked["guild_locale"]))
    # A language that there is none of changes nothing.
    spoken = ("en-US", "ja", "ja", "es-ES")
    assert told == [(locale, locale, "en-US") for locale in spoken]


async def test_a_command_goes_its_way_and_an_ephemeral_answer_stays_its_user_s(
    bot: RawBot,
) -> None:
    scene = bot.playground.scene
    page, snapshot = await opened(bot)
    other, _ = await opened(bot, scene.moderator)
    ask = next(one for one in snapshot["commands"] if one["name"] == "ask")
    await page.do(
        do="command",
        channel=scene.general,
        command=ask["id"],
        path=["ask"],
        options=[{"name": "question", "type": 3, "value": "Why?"}],
    )
    pending = await page.until("interaction_pending")
    assert pending["nonce"] == "n"
    interaction = bot.playground.interactions.get(pending["id"])
    await bot.answer(interaction, 4, {"content": "Only you.", "flags": 64})
    assert (await page.until("MESSAGE_CREATE"))["content"] == "Only you."
    assert await page.until("interaction_done") == {"nonce": "n", "id": pending["id"]}
    await bot.call("POST", f"/channels/{scene.general}/messages", {"content": "All."})
    assert (await other.until("MESSAGE_CREATE"))["content"] == "All."


async def test_a_form_opened_by_the_bot_is_submitted_by_the_page(bot: RawBot) -> None:
    scene = bot.playground.scene
    page, snapshot = await opened(bot)
    claim = next(one for one in snapshot["commands"] if one["type"] == 3)
    target = snapshot["messages"][scene.general][0]["id"]
    await page.do(do="command", channel=scene.general, command=claim["id"], target=target)
    pending = await page.until("interaction_pending")
    field = {"type": 4, "custom_id": "why", "style": 1, "label": "Why"}
    form = {"custom_id": "f", "title": "F", "components": [{"type": 1, "components": [field]}]}
    await bot.answer(bot.playground.interactions.get(pending["id"]), 9, form)
    modal = await page.until("modal")
    assert modal["modal"]["title"] == "F"
    filled = {"type": 4, "custom_id": "why", "value": "because"}
    await page.do(
        do="modal",
        interaction=modal["interaction_id"],
        components=[{"type": 1, "components": [filled]}],
    )
    while (payload := await bot.until("INTERACTION_CREATE"))["type"] != 5:
        pass
    assert payload["data"]["components"][0]["components"][0]["value"] == "because"


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ({"do": "message", "channel": "1", "content": "x"}, "no such channel"),
        ({"do": "dance"}, "doesn't understand"),
        ({"do": "message"}, "doesn't understand"),
        ({"do": "component", "message": "1", "custom_id": "x"}, "no message 1"),
    ],
)
async def test_what_can_not_be_done_comes_back_as_one_sentence(
    bot: RawBot, frame: dict[str, Any], words: str
) -> None:
    page, _ = await opened(bot)
    await page.do(**frame)
    error = await page.until("error")
    assert error["nonce"] == "n"
    assert words in error["text"]


async def test_the_page_learns_that_the_bot_left(bot: RawBot) -> None:
    page, _ = await opened(bot)
    bot.playground.gateway_server.drop()
    assert not (await page.until("bot"))["online"]


async def test_files_go_up_and_come_back(raw: RawBot) -> None:
    origin = raw.playground.origin
    form = aiohttp.FormData()
    form.add_field("file", b"# Rules", filename="rules.md", content_type="text/markdown")
    async with raw.http.post(origin + "/playground/attachments", data=form) as answer:
        file = await answer.json()
    assert (file["filename"], file["size"]) == ("rules.md", 7)
    async with raw.http.get(file["url"]) as answer:
        assert await answer.read() == b"# Rules"
    async with raw.http.get(origin + "/playground/static/../server.py") as answer:
        assert answer.status == 404


async def test_other_sites_are_refused(raw: RawBot) -> None:
    url = raw.playground.origin + "/playground/socket"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await raw.http.ws_connect(url, origin="http://elsewhere.example")
    async with raw.http.get(raw.playground.origin, headers={"Host": "elsewhere.example"}) as answer:
        assert answer.status == 403


async def test_a_taken_port_is_named_with_the_remedy(playground: Playground) -> None:
    port = int(playground.origin.rpartition(":")[2])
    with pytest.raises(ChokepointError, match="CHOKEPOINT_PLAYGROUND_PORT"):
        await Playground().start(port)
