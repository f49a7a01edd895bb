"""The bot's registered commands: Discord's limits on them, and who may see which."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.playground.components import Path
from bot.playground.wire import FormErrors, Json, unknown

# developers/interactions/application-commands.mdx, "Application Command Naming".
_NAME = re.compile(r"^[-_'\w]{1,32}$", re.UNICODE)
_GLOBAL_LIMITS = {1: 100, 2: 15, 3: 15}
_SIZE = 8000
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)


class Commands:
    """The registered commands, global ones and those of the guild."""

    def __init__(self) -> None:
        self._scopes: dict[str | None, dict[str, Json]] = {None: {}}
        self.registered = False

    def all(self) -> list[Json]:
        """Return every command a person could run in the guild."""
        return [command for scope in self._scopes.values() for command in scope.values()]

    def scope(self, guild_id: str | None) -> dict[str, Json]:
        """Return command id to command, of the guild or (None) global."""
        return self._scopes.setdefault(guild_id, {})

    def get(self, guild_id: str | None, command_id: str) -> Json:
        """Return one command.

        Raises:
            ApiError: 404 with 10063.
        """
        try:
            return self.scope(guild_id)[command_id]
        except KeyError:
            raise unknown("application command", 10063) from None

    def overwrite(
        self,
        guild_id: str | None,
        bodies: list[Json],
        application_id: str,
        fresh: Callable[[], str],
    ) -> list[Json]:
        """Replace all commands of a scope; a command that keeps its name keeps its id."""
        check_commands(bodies)
        before = {(one["type"], one["name"]): one for one in self.scope(guild_id).values()}
        kept: dict[str, Json] = {}
        for body in bodies:
            old = before.get((body.get("type", 1), body["name"]))
            command = complete(body, guild_id, application_id, old["id"] if old else fresh())
            kept[command["id"]] = command
        self._scopes[guild_id] = kept
        self.registered = True
        return list(kept.values())

    def put(self, guild_id: str | None, body: Json, application_id: str, command_id: str) -> Json:
        """Create or replace one command."""
        scope = self.scope(guild_id)
        others = [one for one in scope.values() if one["id"] != command_id]
        same = [
            one
            for one in others
            if (one["type"], one["name"]) == (body.get("type", 1), body.get("name"))
        ]
        others = [one for one in others if one not in same]
        check_commands([*others, body])
        command = complete(body, guild_id, application_id, same[0]["id"] if same else command_id)
        scope[command["id"]] = command
        self.registered = True
        return command


def complete(body: Json, guild_id: str | None, application_id: str, command_id: str) -> Json:
    """Return a command as Discord returns it, with every default filled in."""
    command: Json = {
        "id": command_id,
        "application_id": application_id,
        "version": command_id,
        "type": 1,
        "description": "",
        "default_member_permissions": None,
        "dm_permission": True,
        "nsfw": False,
        "integration_types": [0],
        "contexts": None,
        **{key: value for key, value in body.items() if value is not None},
    }
    mask = body.get("default_member_permissions")
    command["default_member_permissions"] = None if mask is None else str(mask)
    if guild_id:
        command["guild_id"] = guild_id
    return command


def check_commands(bodies: list[Json]) -> None:
    """Refuse commands Discord would refuse.

    Raises:
        ApiError: 400 with 50035; the nested errors start at the command's position.
    """
    form = FormErrors()
    names: set[tuple[int, str]] = set()
    counts = {1: 0, 2: 0, 3: 0}
    for at, body in enumerate(bodies):
        kind = body.get("type") or 1
        path: Path = (at,)
        form.length((*path, "name"), body.get("name"), 1, 32)
        if kind == 1:
            check_name(form, body, path)
            form.length((*path, "description"), body.get("description"), 1, 100)
            _options(form, body.get("options") or [], path, depth=0)
        elif body.get("description"):
            form.add(
                (*path, "description"),
                "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
                "Context menu commands cannot have description",
            )
        if size(body) > _SIZE:
            form.add(
                path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({_SIZE})"
            )
        key = (kind, str(body.get("name")))
        if key in names:
            form.add(
                path,
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        names.add(key)
        counts[kind] = counts.get(kind, 0) + 1
    for kind, high in _GLOBAL_LIMITS.items():
        if counts[kind] > high:
            form.add((), "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    form.raise_if_any()


def check_name(form: FormErrors, thing: Json, path: Path) -> None:
    """Note a name that isn't lower-case letters, digits, - and _."""
    name = thing.get("name")
    if isinstance(name, str) and (not _NAME.match(name) or name != name.lower()):
        form.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def size(thing: Any) -> int:
    """Return the characters of names, descriptions and values that count towards 8000."""
    if isinstance(thing, list):
        return sum(size(one) for one in thing)
    if not isinstance(thing, dict):
        return 0
    own = sum(
        len(thing[key])
        for key in ("name", "description", "value")
        if isinstance(thing.get(key), str)
    )
    # Of the translations only the longest counts with its default: we count it in its place.
    for key in ("name", "description"):
        longest = max(
            (len(one) for one in (thing.get(f"{key}_localizations") or {}).values()), default=0
        )
        own += max(0, longest - len(thing.get(key) or ""))
    return own + size(thing.get("options") or []) + size(thing.get("choices") or [])


def _options(form: FormErrors, options: list[Json], path: Path, depth: int) -> None:
    form.count((*path, "options"), options, 0, 25)
    optional = False
    names: set[str] = set()
    for at, option in enumerate(options):
        here = (*path, "options", at)
        kind = option.get("type")
        form.length((*here, "name"), option.get("name"), 1, 32)
        check_name(form, option, here)
        form.length((*here, "description"), option.get("description"), 1, 100)
        if option.get("name") in names:
            form.add(
                here,
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            )
        names.add(str(option.get("name")))
        if kind in (SUBCOMMAND, GROUP):
            if depth + (kind == SUBCOMMAND) > 2 or (kind == GROUP and depth):
                form.add((*here, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Too deep")
            _options(form, option.get("options") or [], here, depth + 1)
            continue
        if kind not in range(3, 12):
            form.add((*here, "type"), "BASE_TYPE_CHOICES", "Must be one of 1 to 11.")
        if option.get("required") and optional:
            form.add(
                here,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional = optional or not option.get("required")
        _choices(form, option, here)


def _choices(form: FormErrors, option: Json, path: Path) -> None:
    choices = option.get("choices") or []
    form.count((*path, "choices"), choices, 0, 25)
    if choices and option.get("autocomplete"):
        form.add(
            (*path, "autocomplete"),
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE",
            "Autocomplete cannot be used with choices",
        )
    for at, choice in enumerate(choices):
        form.length((*path, "choices", at, "name"), choice.get("name"), 1, 100)
        if option.get("type") == STRING:
            form.length((*path, "choices", at, "value"), choice.get("value"), 1, 100)


def runnable(command: Json, permissions: int, *, direct: bool) -> bool:
    """Whether a person's client offers the command.

    Args:
        command: The registered command.
        permissions: The person's permission bits in the channel.
        direct: In a direct message with the bot instead of a guild.
    """
    contexts = command["contexts"]
    if direct:
        return (1 in contexts) if contexts is not None else bool(command["dm_permission"])
    if contexts is not None and 0 not in contexts:
        return False
    mask = command["default_member_permissions"]
    if mask is None:
        return True
    # "0" hides the command from everyone but administrators.
    needed = int(mask)
    return bool(permissions & 1 << 3) or (needed != 0 and permissions & needed == needed)
