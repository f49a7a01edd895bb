"""The routes of the guild."""

from __future__ import annotations

from typing import Any, ClassVar

from bot.playground.rest import Call
from bot.playground.routes.area import Area, Table
from bot.playground.wire import ApiError, Json, unknown


class Guilds(Area):
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
        return {"threads": found, "members": [], "has_more": False}

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
