"""What a person sees and may use: channels, messages, their components, commands."""

from __future__ import annotations

from bot.playground import components as tree
from bot.playground import permissions as may
from bot.playground.commands import runnable
from bot.playground.state import DIRECT, World
from bot.playground.wire import Json, Refused

CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3


class Reach:
    """Finds what people name by id, and refuses what they can't reach (`Refused`)."""

    def __init__(self, world: World) -> None:
        self._world = world

    def offered(self, user: str) -> list[Json]:
        """Return the commands a person may run somewhere."""
        world = self._world
        general = next(one for one in world.channels.values() if "guild_id" in one)
        held = world.permissions(user, general)
        return [
            one
            for one in world.commands.all()
            if runnable(one, held, direct=False) or runnable(one, held, direct=True)
        ]

    def named(self, name: str, kind: int) -> Json:
        """Return the registered command of a name and kind."""
        for command in self._world.commands.all():
            if (command["name"], command["type"]) == (name, kind):
                return command
        shown = f"/{name}" if kind == CHAT else f"“{name}”"
        raise Refused(f"The bot has no command {shown}.")

    def callable(
        self, user: str, channel: str, command_id: str, user_install: bool
    ) -> tuple[Json, Json]:
        """Return the channel and the command, if the person may run it there."""
        place = self.place(user, channel)
        command = next((one for one in self._world.commands.all() if one["id"] == command_id), None)
        if command is None:
            raise Refused("This command is outdated, please try again in a few minutes.")
        held = self.need(
            user, place, may.USE_APPLICATION_COMMANDS, "You can't use commands in this channel."
        )
        if not runnable(command, held, direct=place["type"] == DIRECT):
            raise Refused("You can't use this command here.")
        if user_install and 1 not in command["integration_types"]:
            raise Refused("This command isn't there where the bot isn't a member.")
        return place, command

    def place(self, user: str, channel: str) -> Json:
        """Return a channel that the person sees."""
        self._world.user(user)
        if not self._world.sees(user, channel):
            raise Refused("There is no such channel for you.")
        return self._world.channels[channel]

    def need(self, user: str, place: Json, bit: int, text: str) -> int:
        """Return the permissions held in a channel, if `bit` is among them; else say `text`."""
        held = self._world.permissions(user, place)
        if not held & bit:
            raise Refused(text)
        return held

    def seen(self, user: str, message_id: str) -> Json:
        """Return a message that the person sees."""
        message = self._world.locate(message_id)
        shown = message["only_for"] in (None, user)
        if not shown or not self._world.sees(user, message["channel_id"]):
            raise Refused(f"There is no message {message_id} any more.")
        return message

    def component(self, user: str, message: str, custom_id: str) -> tuple[Json, Json]:
        """Return a message and the button or menu of it that the person may use."""
        source = self.seen(user, message)
        component = tree.find(source["components"], custom_id)
        if component is None:
            raise Refused("This button or menu is no longer there.")
        if component.get("disabled"):
            raise Refused("This button or menu is switched off.")
        return source, component
