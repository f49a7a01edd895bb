"""The routes of channels, threads and the messages in them."""

from __future__ import annotations

from typing import ClassVar

from bot.playground import permissions as may
from bot.playground import threads
from bot.playground.readable import foreign, require_post
from bot.playground.rest import Call, need_object
from bot.playground.routes.area import Area, Table
from bot.playground.wire import ApiError, Json, unknown


class Channels(Area):
    """Channels, threads and the messages in them."""

    _CHANNEL = "/channels/{channel}"
    _MESSAGE = _CHANNEL + "/messages/{message}"
    ROUTES: ClassVar[Table] = {
        ("GET", _CHANNEL): "get",
        ("PATCH", _CHANNEL): "change",
        ("DELETE", _CHANNEL): "remove",
        ("GET", _CHANNEL + "/messages"): "history",
        ("POST", _CHANNEL + "/messages"): "post",
        ("GET", _MESSAGE): "message",
        ("PATCH", _MESSAGE): "edit",
        ("DELETE", _MESSAGE): "delete",
        ("POST", _CHANNEL + "/typing"): "typing",
        ("POST", _CHANNEL + "/threads"): "thread",
        ("POST", _MESSAGE + "/threads"): "thread_from",
        ("PUT", _CHANNEL + "/thread-members/@me"): "join",
        ("DELETE", _CHANNEL + "/thread-members/@me"): "join",
        ("GET", _CHANNEL + "/threads/archived/public"): "archived",
    }

    def get(self, call: Call) -> Json:
        """A channel."""
        return self.seen(call.parts["channel"])

    def change(self, call: Call) -> Json:
        """Change a thread; the bot may change no other channel."""
        channel = self.seen(call.parts["channel"])
        if "thread_metadata" not in channel:
            raise ApiError(403, 50013, "Missing Permissions")
        return threads.change(self.world, self.world.bot, channel, need_object(call.body))

    def remove(self, call: Call) -> Json:
        """Delete a thread."""
        channel = self.seen(call.parts["channel"], may.MANAGE_THREADS)
        if "thread_metadata" not in channel:
            raise ApiError(403, 50013, "Missing Permissions")
        threads.remove(self.world, channel)
        return channel

    def history(self, call: Call) -> list[Json]:
        """Messages, newest first; `before`, `after` and `around` are ids."""
        channel = self.seen(call.parts["channel"])
        if not self.world.permissions(self.world.bot, channel) & may.READ_MESSAGE_HISTORY:
            return []
        limit = int(call.query.get("limit", 50))
        if not 1 <= limit <= 100:
            raise ApiError(400, 50035, "Invalid Form Body")
        held = self.world.messages[channel["id"]].values()
        found = [one for one in held if not one["only_for"] and not foreign(one)]
        found.sort(key=lambda one: int(one["id"]), reverse=True)
        if "before" in call.query:
            found = [one for one in found if int(one["id"]) < int(call.query["before"])]
        if "after" in call.query:
            found = [one for one in found if int(one["id"]) > int(call.query["after"])][-limit:]
        if "around" in call.query:
            middle = int(call.query["around"])
            found.sort(key=lambda one: abs(int(one["id"]) - middle))
            found = sorted(found[:limit], key=lambda one: int(one["id"]), reverse=True)
        return [self.shown(one) for one in found[:limit]]

    def post(self, call: Call) -> Json:
        """Write a message."""
        channel, body = self.world.channel(call.parts["channel"]), need_object(call.body)
        require_post(self.world, channel, body, files=bool(call.files))
        return self.shown(self.messages.post(channel["id"], self.world.bot, body, call.files))

    def _kept(self, call: Call) -> Json:
        self.seen(call.parts["channel"])
        message = self.world.message(call.parts["channel"], call.parts["message"])
        if message["only_for"] or foreign(message):
            raise unknown("Message", 10008)
        return message

    def message(self, call: Call) -> Json:
        """One message."""
        message = self._kept(call)
        self.seen(call.parts["channel"], may.READ_MESSAGE_HISTORY)
        return self.shown(message)

    def edit(self, call: Call) -> Json:
        """Edit a message of the bot's own."""
        message = self._kept(call)
        if message["author"]["id"] != self.world.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        return self.shown(self.messages.edit(message, need_object(call.body), call.files))

    def delete(self, call: Call) -> None:
        """Delete a message."""
        message = self._kept(call)
        if message["author"]["id"] != self.world.bot:
            self.seen(call.parts["channel"], may.MANAGE_MESSAGES)
        self.messages.delete(message)

    def typing(self, call: Call) -> None:
        """Show that the bot is writing."""
        channel = self.seen(call.parts["channel"], may.SEND_MESSAGES)
        data: Json = {
            "channel_id": channel["id"],
            "user_id": self.world.bot,
            "timestamp": int(self.world.clock()),
        }
        if "guild_id" in channel:
            data["guild_id"] = channel["guild_id"]
        self.world.emit("TYPING_START", data)

    def thread(self, call: Call) -> tuple[int, Json]:
        """Open a thread without a message, or a forum post."""
        channel, bot = self.seen(call.parts["channel"]), self.world.bot
        body = need_object(call.body)
        thread = threads.alone(self.world, self.messages, bot, channel, body, call.files)
        if "message" in thread:
            thread["message"] = self.shown(thread["message"])
        return 201, thread

    def thread_from(self, call: Call) -> tuple[int, Json]:
        """Open a thread from a message."""
        message, bot = self._kept(call), self.world.bot
        body = need_object(call.body)
        return 201, threads.from_message(self.world, self.messages, bot, message, body)

    def join(self, call: Call) -> None:
        """Join or leave a thread: everyone sees every thread here."""
        if "thread_metadata" not in self.seen(call.parts["channel"]):
            raise ApiError(400, 50024, "Cannot execute action on this channel type")

    def archived(self, call: Call) -> Json:
        """The archived threads of a channel."""
        channel = self.seen(call.parts["channel"], may.READ_MESSAGE_HISTORY)
        found = [
            one
            for one in self.world.channels.values()
            if one.get("parent_id") == channel["id"]
            and (one.get("thread_metadata") or {}).get("archived")
        ]
        return {"threads": found, "members": [], "has_more": False}
