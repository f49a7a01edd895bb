"""The page's socket: what a person may see goes out, what they do comes in."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.forms import entered
from bot.playground.locales import LOCALES
from bot.playground.people import People
from bot.playground.reach import Reach
from bot.playground.readable import bare
from bot.playground.state import DIRECT, World
from bot.playground.wire import Event, Json, Refused

_MAX_FRAME = 1 << 20


class Pages:
    """Every open page.

    Args:
        world: What is shown.
        people: What the pages' people do.
        persons: (user id, label, moderator) of each person a page can be; the first is the default.
        examples: Questions to try.
    """

    def __init__(
        self,
        world: World,
        people: People,
        persons: Sequence[tuple[str, str, bool]],
        examples: Sequence[str],
    ) -> None:
        self._world = world
        self._people = people
        self._reach = Reach(world)
        self._persons = persons
        self._examples = examples
        self._pages: dict[asyncio.Queue[str], str] = {}
        self._sockets: set[web.WebSocketResponse] = set()
        world.listeners.append(self._heard)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one page."""
        user = request.query.get("user", "")
        if user not in [person for person, _, _ in self._persons]:
            user = self._persons[0][0]
        if (locale := request.query.get("locale", "")) in LOCALES:
            self._world.locales[user] = locale
        socket = web.WebSocketResponse(max_msg_size=_MAX_FRAME, heartbeat=30)
        await socket.prepare(request)
        out: asyncio.Queue[str] = asyncio.Queue()
        _put(out, "snapshot", self.snapshot(user))
        self._pages[out] = user
        self._sockets.add(socket)
        sender = asyncio.create_task(_send(socket, out))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(user, message.data, out)
        finally:
            sender.cancel()
            self._pages.pop(out, None)
            self._sockets.discard(socket)
        return socket

    async def close(self) -> None:
        """Close every page's socket."""
        for socket in list(self._sockets):
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(1):
                    await socket.close(code=1001)

    def snapshot(self, user: str) -> Json:
        """Return all that a person may see."""
        world = self._world
        seen = [one for one in world.channels.values() if world.sees(user, one["id"])]
        persons = [person for person, _, _ in self._persons]
        guild = {key: world.guild[key] for key in ("id", "name", "owner_id")}
        return {
            "me": world.users[user],
            "users": [world.users[one] for one in (*persons, world.bot)],
            "people": [
                {"id": person, "label": label, "moderator": moderator}
                for person, label, moderator in self._persons
            ],
            "bot": {"online": world.bot_online, "user": world.users[world.bot]},
            "locale": world.locale(user),
            "locales": list(LOCALES),
            "guild": {**guild, "roles": list(world.roles.values())},
            "channels": [self._channel(user, one) for one in seen],
            "commands": self._reach.offered(user),
            "examples": list(self._examples),
            "messages": {
                one["id"]: [_message(message) for message in world.visible(one["id"], user)]
                for one in seen
            },
        }

    def _channel(self, user: str, channel: Json) -> Json:
        shown = {**channel, "permissions": str(self._world.permissions(user, channel))}
        if channel["type"] == DIRECT:
            shown["recipients"] = [self._world.users[self._world.bot]]
        return shown

    def _heard(self, event: Event) -> None:
        if event.name == "INTERACTION_CREATE":
            return
        for out, user in self._pages.items():
            if event.only_for in (None, user) and (shown := self._shown(event, user)) is not None:
                _put(out, event.name, shown)

    def _shown(self, event: Event, user: str) -> Json | None:
        """Return an event as this person's page gets it; None if it doesn't."""
        world, data = self._world, event.data
        if event.name == "commands":
            return {"commands": self._reach.offered(user)}
        if not event.name.isupper():
            return data
        if event.name in ("CHANNEL_DELETE", "THREAD_DELETE"):
            return data if world.sees(user, data.get("parent_id") or data["id"]) else None
        if event.name.startswith(("CHANNEL_", "THREAD_")):
            return self._channel(user, data) if world.sees(user, data["id"]) else None
        if not world.sees(user, data["channel_id"]):
            return None
        return _message(data) if event.name.startswith("MESSAGE_") else data

    # What a person does.

    def _take(self, user: str, text: str, out: asyncio.Queue[str]) -> None:
        nonce = None
        try:
            frame = json.loads(text)
            nonce = frame.get("nonce")
            self._do(user, frame)
            _put(out, "sent", {"nonce": nonce})
        except Refused as error:
            _put(out, "error", {"nonce": nonce, "text": str(error)})
        except (ValueError, KeyError, TypeError, AttributeError):
            text = "The page sent something this server doesn't understand. Reload the page."
            _put(out, "error", {"nonce": nonce, "text": text})

    def _do(self, user: str, frame: dict[str, Any]) -> None:
        people, do = self._people, frame["do"]
        nonce = None if frame.get("nonce") is None else str(frame["nonce"])
        if do == "message":
            people.say(
                user,
                frame["channel"],
                frame.get("content") or "",
                reply_to=frame.get("reply_to"),
                attachments=frame.get("attachments") or (),
            )
        elif do in ("command", "autocomplete"):
            where = (user, frame["channel"], frame["command"])
            path, options = frame.get("path") or (), frame.get("options") or ()
            foreign = bool(frame.get("user_install"))
            if do == "autocomplete":
                people.complete(*where, path, options, user_install=foreign, nonce=nonce)
            else:
                people.command(
                    *where,
                    path,
                    options,
                    target=frame.get("target"),
                    user_install=foreign,
                    nonce=nonce,
                )
        elif do == "component":
            what = (user, frame["message"], frame["custom_id"])
            if frame.get("values") is None:
                people.click(*what, nonce=nonce)
            else:
                people.choose(*what, frame["values"], nonce=nonce)
        elif do == "modal":
            people.submit(user, frame["interaction"], entered(frame["components"]), nonce=nonce)
        elif do == "thread":
            people.thread(
                user,
                frame["channel"],
                frame["name"],
                message=frame.get("message"),
                content=frame.get("content"),
            )
        elif do == "typing":
            people.type_in(user, frame["channel"])
        else:
            raise Refused("The page sent something this server doesn't understand.")


def _message(message: Json) -> Json:
    shown = bare(message)
    return {**shown, "pings": message["pings"]} if "pings" in message else shown


def _put(out: asyncio.Queue[str], name: str, data: Json) -> None:
    # As text at once: what is shown is the moment, and messages go on changing.
    out.put_nowait(json.dumps({"t": name, "d": data}))


async def _send(socket: web.WebSocketResponse, out: asyncio.Queue[str]) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await socket.send_str(await out.get())
