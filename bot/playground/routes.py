"""The routes of the REST API and what each does."""

from __future__ import annotations

from typing import Any, ClassVar

from aiohttp import web

from bot.playground import permissions as may
from bot.playground import threads
from bot.playground.commands import complete
from bot.playground.messages import bare, for_bot, require_post
from bot.playground.rest import Call, Rest, need_object
from bot.playground.state import DIRECT
from bot.playground.wire import ApiError, Json, unknown

# (method, path) to the name of the method that serves it.
Table = dict[tuple[str, str], str]


def add_routes(rest: Rest, app: web.Application) -> None:
    """Add every route to the server."""
    for kind in _Area.__subclasses__():
        for (method, path), name in kind.ROUTES.items():
            rest.add(app, method, path, getattr(kind(rest), name))
    rest.add_rest(app)


class _Area:
    ROUTES: ClassVar[Table]

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self.world = rest.world
        self.messages = rest.messages

    def shown(self, message: Json) -> Json:
        """Return a message as the bot may read it."""
        world = self.world
        direct = world.channel(message["channel_id"])["type"] == DIRECT
        return for_bot(message, world.bot, world.bot_intents, direct=direct)

    def seen(self, channel_id: str, *needed: int) -> Json:
        """Return a channel that the bot sees and where it holds the permissions.

        Raises:
            ApiError: 10003 no such channel, 50001 invisible, 50013 a permission is missing.
        """
        channel = self.world.channel(channel_id)
        may.require(self.world.permissions(self.world.bot, channel), *needed)
        return channel


class Account(_Area):
    """Who the bot is and where its gateway is."""

    ROUTES: ClassVar[Table] = {
        ("GET", "/users/@me"): "me",
        ("GET", "/users/{user}"): "user",
        ("GET", "/users/@me/guilds"): "guilds",
        ("POST", "/users/@me/channels"): "direct",
        ("GET", "/oauth2/applications/@me"): "application",
        ("GET", "/applications/@me"): "application",
        ("GET", "/applications/{application}/emojis"): "emojis",
        ("GET", "/gateway"): "gateway",
        ("GET", "/gateway/bot"): "gateway_bot",
    }

    def me(self, call: Call) -> Json:
        """The bot as a user."""
        bot = self.world.users[self.world.bot]
        return {**bot, "verified": True, "mfa_enabled": True, "flags": 0, "locale": "en-US"}

    def user(self, call: Call) -> Json:
        """Any user."""
        try:
            return self.world.users[call.parts["user"]]
        except KeyError:
            raise unknown("User", 10013) from None

    def guilds(self, call: Call) -> list[Json]:
        """The guilds the bot is in."""
        guild = self.world.guild
        everyone = self.world.roles[guild["id"]]["permissions"]
        brief = {key: guild[key] for key in ("id", "name", "icon", "banner", "features")}
        return [{**brief, "owner": False, "permissions": everyone}]

    def direct(self, call: Call) -> Json:
        """Open the direct messages with someone."""
        user_id = str(need_object(call.body).get("recipient_id"))
        if user_id not in self.world.users:
            raise unknown("User", 10013)
        if user_id == self.world.bot:
            raise ApiError(400, 50007, "Cannot send messages to this user")
        return self.world.channels[self.world.direct(user_id)]

    def application(self, call: Call) -> Json:
        """The application behind the bot."""
        world = self.world
        owner = world.users[world.guild["owner_id"]]
        return {
            "id": world.bot,
            "name": world.users[world.bot]["global_name"],
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner,
            "verify_key": "0" * 64,
            "team": None,
            "flags": 1 << 19,
            "bot": world.users[world.bot],
            "interactions_endpoint_url": None,
            "approximate_guild_count": 1,
            "approximate_user_install_count": 0,
            "integration_types_config": {"0": {}, "1": {}},
            "summary": "",
        }

    def emojis(self, call: Call) -> Json:
        """The application's emojis: none."""
        return {"items": []}

    def gateway(self, call: Call) -> Json:
        """Where the gateway is."""
        return {"url": self.world.origin.replace("http", "ws", 1) + "/gateway"}

    def gateway_bot(self, call: Call) -> Json:
        """Where the gateway is, and how many shards to run."""
        start = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        limit = {**start, "remaining": max(1000 - self.rest.gateway.identified, 0)}
        return {
            **self.gateway(call),
            "shards": self.rest.gateway.shards,
            "session_start_limit": limit,
        }


class Registry(_Area):
    """The registered commands, global and of the guild."""

    _ALL = "/applications/{application}/commands"
    _GUILD = "/applications/{application}/guilds/{guild}/commands"
    ROUTES: ClassVar[Table] = {
        (method, base + end): name
        for base in (_ALL, _GUILD)
        for (method, end, name) in (
            ("GET", "", "listed"),
            ("POST", "", "create"),
            ("PUT", "", "overwrite"),
            ("GET", "/{command}", "get"),
            ("PATCH", "/{command}", "change"),
            ("DELETE", "/{command}", "remove"),
        )
    } | {("GET", _GUILD + "/permissions"): "permissions"}

    def _scope(self, call: Call) -> str | None:
        if call.parts["application"] != self.world.bot:
            raise unknown("Application", 10002)
        guild = call.parts.get("guild")
        if guild not in (None, self.world.guild["id"]):
            raise ApiError(403, 50001, "Missing Access")
        return guild

    def _changed(self) -> None:
        self.world.emit("commands", {})

    def listed(self, call: Call) -> list[Json]:
        """All commands of the scope."""
        return list(self.world.commands.scope(self._scope(call)).values())

    def permissions(self, call: Call) -> list[Json]:
        """No command's permissions were changed by a moderator."""
        return []

    def create(self, call: Call) -> tuple[int, Json]:
        """Create a command, or replace the one of its name."""
        scope = self._scope(call)
        before = len(self.world.commands.scope(scope))
        command = self.world.commands.put(
            scope, need_object(call.body), self.world.bot, self.world.ids.next()
        )
        self._changed()
        return 201 if len(self.world.commands.scope(scope)) > before else 200, command

    def overwrite(self, call: Call) -> list[Json]:
        """Replace all commands of the scope."""
        if not isinstance(call.body, list):
            raise ApiError(400, 50035, "Invalid Form Body")
        scope, world = self._scope(call), self.world
        commands = world.commands.overwrite(scope, call.body, world.bot, world.ids.next)
        self._changed()
        return commands

    def get(self, call: Call) -> Json:
        """One command."""
        return self.world.commands.get(self._scope(call), call.parts["command"])

    def change(self, call: Call) -> Json:
        """Edit a command."""
        scope, old = self._scope(call), self.get(call)
        body = {**old, **need_object(call.body)}
        kept = complete(body, scope, self.world.bot, old["id"])
        command = self.world.commands.put(scope, kept, self.world.bot, old["id"])
        self._changed()
        return command

    def remove(self, call: Call) -> None:
        """Delete a command."""
        command = self.get(call)
        self.world.commands.scope(self._scope(call)).pop(command["id"])
        self._changed()


class Replies(_Area):
    """What answers an interaction."""

    _HOOK = "/webhooks/{application}/{token}"
    ROUTES: ClassVar[Table] = {
        ("POST", "/interactions/{interaction}/{token}/callback"): "callback",
        ("POST", _HOOK): "follow_up",
        ("GET", _HOOK + "/messages/{message}"): "get",
        ("PATCH", _HOOK + "/messages/{message}"): "edit",
        ("DELETE", _HOOK + "/messages/{message}"): "delete",
    }

    def callback(self, call: Call) -> Json | None:
        """The first answer, within three seconds."""
        answered = self.rest.interactions.callback(
            call.parts["interaction"], call.parts["token"], need_object(call.body), call.files
        )
        wanted = call.query.get("with_response") in ("1", "true", "True")
        return answered if wanted else None

    def _names(self, call: Call) -> tuple[str, str]:
        return call.parts["application"], call.parts["token"]

    def follow_up(self, call: Call) -> Json:
        """A further message."""
        body = need_object(call.body)
        return bare(self.rest.interactions.follow_up(*self._names(call), body, call.files))

    def get(self, call: Call) -> Json:
        """A message of the interaction."""
        return bare(self.rest.interactions.fetch(*self._names(call), call.parts["message"]))

    def edit(self, call: Call) -> Json:
        """Edit a message of the interaction."""
        body, message = need_object(call.body), call.parts["message"]
        return bare(self.rest.interactions.edit(*self._names(call), message, body, call.files))

    def delete(self, call: Call) -> None:
        """Delete a message of the interaction."""
        self.rest.interactions.delete(*self._names(call), call.parts["message"])


class Channels(_Area):
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
        found = [one for one in self.world.messages[channel["id"]].values() if not one["only_for"]]
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
        if message["only_for"]:
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


class Guilds(_Area):
    """The guild, its members and roles."""

    _GUILD = "/guilds/{guild}"
    ROUTES: ClassVar[Table] = {
        ("GET", _GUILD): "get",
        ("GET", _GUILD + "/channels"): "channels",
        ("GET", _GUILD + "/roles"): "roles",
        ("GET", _GUILD + "/threads/active"): "active",
        ("GET", _GUILD + "/members/{user}"): "member",
        ("GET", _GUILD + "/members"): "members",
    }

    def _guild(self, call: Call) -> Json:
        if call.parts["guild"] != self.world.guild["id"]:
            raise unknown("Guild", 10004)
        return self.world.guild

    def get(self, call: Call) -> Json:
        """The guild."""
        return {**self._guild(call), "roles": list(self.world.roles.values())}

    def channels(self, call: Call) -> list[Json]:
        """The channels the bot sees, without threads."""
        self._guild(call)
        world = self.world
        return [
            one
            for one in world.channels.values()
            if "guild_id" in one
            and "thread_metadata" not in one
            and world.sees(world.bot, one["id"])
        ]

    def roles(self, call: Call) -> list[Json]:
        """The roles."""
        self._guild(call)
        return list(self.world.roles.values())

    def active(self, call: Call) -> Json:
        """The threads that aren't archived."""
        self._guild(call)
        world = self.world
        found = [
            one
            for one in world.channels.values()
            if "thread_metadata" in one
            and not one["thread_metadata"]["archived"]
            and world.sees(world.bot, one["id"])
        ]
        return {"threads": found, "members": []}

    def member(self, call: Call) -> Json:
        """One member."""
        self._guild(call)
        try:
            return self.world.members[call.parts["user"]]
        except KeyError:
            raise unknown("Member", 10007) from None

    def members(self, call: Call) -> Any:
        """All members: needs the privileged intent, which the bot doesn't ask for."""
        self._guild(call)
        raise ApiError(403, 50001, "Missing Access")
