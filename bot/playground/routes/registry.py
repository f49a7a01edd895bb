"""The routes of the registered commands."""

from __future__ import annotations

from typing import ClassVar

from bot.playground.commands import complete
from bot.playground.rest import Call, need_object
from bot.playground.routes.area import Area, Table
from bot.playground.wire import ApiError, Json, unknown


class Registry(Area):
    """The registered commands, global and of the guild."""

    _ALL = "/applications/{application}/commands"
    _GUILD = "/applications/{application}/guilds/{guild}/commands"
    # The server takes the first route that fits, and any word fits {command}.
    ROUTES: ClassVar[Table] = {("GET", _GUILD + "/permissions"): "permissions"} | {
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
    }

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
