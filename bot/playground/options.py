"""From what a person chose to an interaction's data: options nested, ids resolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.playground import commands
from bot.playground.readable import for_bot
from bot.playground.state import World
from bot.playground.wire import Json, Refused

_SECTIONS = {
    commands.USER: "users",
    commands.CHANNEL: "channels",
    commands.ROLE: "roles",
    commands.ATTACHMENT: "attachments",
}


class Resolved:
    """The objects behind the ids that an interaction names."""

    def __init__(self, world: World, channel: Json) -> None:
        self._world = world
        self._channel = channel
        self.sections: dict[str, Json] = {}

    def user(self, user_id: str) -> None:
        """Add a person, and the member they are in the guild."""
        world = self._world
        self._put("users", user_id, world.user(user_id))
        if "guild_id" in self._channel:
            kept = ("user", "deaf", "mute")
            member = {
                key: value for key, value in world.members[user_id].items() if key not in kept
            }
            member["permissions"] = str(world.permissions(user_id, self._channel))
            self._put("members", user_id, member)

    def message(self, message: Json) -> None:
        """Add a message, with its content, as the target of a menu carries it."""
        shown = for_bot(message, self._world.bot, 0, direct=False, target=True)
        self._put("messages", message["id"], shown)

    def role(self, role_id: str) -> None:
        """Add a role."""
        if role_id not in self._world.roles:
            raise Refused(f"There is no role {role_id}.")
        self._put("roles", role_id, self._world.roles[role_id])

    def channel(self, channel_id: str, user: str) -> None:
        """Add a channel that the person sees."""
        world = self._world
        if not world.sees(user, channel_id):
            raise Refused(f"There is no channel {channel_id}.")
        channel = world.channels[channel_id]
        held = str(world.permissions(user, channel))
        self._put("channels", channel_id, {**channel, "permissions": held})

    def attachment(self, attachment_id: str) -> None:
        """Add an uploaded file."""
        if attachment_id not in self._world.attachments:
            raise Refused("The file is not there any more. Choose it again.")
        self._put("attachments", attachment_id, self._world.attachments[attachment_id])

    def add(self, kind: int, value: str, user: str) -> None:
        """Add what an option or select of this kind names."""
        if kind == commands.MENTIONABLE:
            kind = commands.ROLE if value in self._world.roles else commands.USER
        if kind == commands.CHANNEL:
            self.channel(value, user)
        elif kind == commands.ROLE:
            self.role(value)
        elif kind == commands.ATTACHMENT:
            self.attachment(value)
        else:
            self.user(value)

    def _put(self, section: str, key: str, value: Json) -> None:
        self.sections.setdefault(section, {})[key] = value


def leaf(command: Json, path: list[str]) -> list[Json]:
    """Return the options of the subcommand that a path such as ["corpus", "reload"] names.

    Raises:
        Refused: There is no such subcommand, or a subcommand is missing.
    """
    options: list[Json] = command.get("options") or []
    for name in path[1:]:
        found = [one for one in options if one["name"] == name and one["type"] <= commands.GROUP]
        if not found:
            raise Refused(f"The command /{' '.join(path)} doesn't exist.")
        options = found[0].get("options") or []
    if any(one["type"] <= commands.GROUP for one in options):
        raise Refused(f"Choose a subcommand of /{' '.join(path)}.")
    return options


def nested(command: Json, path: list[str], given: list[Json]) -> list[Json]:
    """Put the options below the subcommands of the path."""
    kinds: list[int] = []
    options: list[Json] = command.get("options") or []
    for name in path[1:]:
        found = next(one for one in options if one["name"] == name)
        kinds.append(found["type"])
        options = found.get("options") or []
    for name, kind in zip(reversed(path[1:]), reversed(kinds), strict=True):
        given = [{"type": kind, "name": name, "options": given}]
    return given


def checked(defined: list[Json], given: Iterable[Json], *, whole: bool) -> list[Json]:
    """Return the given options as Discord's client would let them through.

    Args:
        defined: The options of the command.
        given: `{"name", "value", "focused"?}` each.
        whole: Refuse missing ones (while a person still types they may be missing).

    Raises:
        Refused: An option is unknown, missing or out of its bounds.
    """
    by_name = {one["name"]: one for one in defined}
    result: list[Json] = []
    for one in given:
        option = by_name.get(one["name"])
        if option is None:
            raise Refused(f"The command has no option {one['name']}.")
        typing = bool(one.get("focused"))
        value = one.get("value")
        if not typing:
            value = _value(option, value)
        chosen: Json = {"type": option["type"], "name": option["name"], "value": value}
        result.append({**chosen, "focused": True} if typing else chosen)
    held = {one["name"] for one in result}
    missing = [one["name"] for one in defined if one.get("required") and one["name"] not in held]
    if whole and missing:
        raise Refused(f"The option {missing[0]} is required.")
    return result


def _value(option: Json, value: Any) -> Any:
    name, kind = option["name"], option["type"]
    if kind == commands.BOOLEAN:
        if not isinstance(value, bool):
            raise Refused(f"{name} is true or false.")
        return value
    if kind in (commands.INTEGER, commands.NUMBER):
        try:
            value = int(value) if kind == commands.INTEGER else float(value)
        except (TypeError, ValueError):
            raise Refused(f"{name} needs a number.") from None
        measure, low, high = value, option.get("min_value"), option.get("max_value")
    else:
        value = str(value)
        measure, low, high = len(value), option.get("min_length"), option.get("max_length", 6000)
        if kind == commands.STRING and not value:
            raise Refused(f"{name} is empty.")
    if kind in (commands.STRING, commands.INTEGER, commands.NUMBER):
        if low is not None and measure < low:
            raise Refused(f"{name} must be at least {low}.")
        if high is not None and measure > high:
            raise Refused(f"{name} must be at most {high}.")
    choices = option.get("choices") or []
    if choices and value not in [one["value"] for one in choices]:
        raise Refused(f"{name} must be one of the choices.")
    return value
