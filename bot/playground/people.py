"""What a person does in the client: run commands, click, choose, fill in forms, and write.

The page's socket and the tests act through this one class; what Discord's client would not let a
person do is refused here with one plain sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground import commands, forms
from bot.playground import components as tree
from bot.playground.authors import Authors
from bot.playground.interaction import AUTOCOMPLETE, CALL, COMPONENT, SUBMIT, Interaction
from bot.playground.interactions import Interactions
from bot.playground.messages import Messages
from bot.playground.options import Resolved, checked, leaf, nested
from bot.playground.reach import CHAT, MESSAGE_MENU, USER_MENU, Reach
from bot.playground.readable import for_bot, foreign
from bot.playground.state import World
from bot.playground.wire import Json, Refused


class People(Authors):
    """The acts of the guild's people. Channels, messages and people are given by id."""

    def __init__(self, world: World, messages: Messages, interactions: Interactions) -> None:
        super().__init__(world, messages, Reach(world))
        self._interactions = interactions

    # Commands.

    def run(
        self, user: str, channel: str, line: str, /, *, user_install: bool = False, **options: Any
    ) -> Interaction:
        """Run a chat command by its words, as "corpus reload".

        Raises:
            Refused: There is no such command for this person here, or an option doesn't fit.
        """
        path = line.split()
        given = [{"name": name, "value": value} for name, value in options.items()]
        command = self._reach.named(path[0], CHAT)
        return self.command(user, channel, command["id"], path, given, user_install=user_install)

    def menu(
        self, user: str, name: str, target: str, *, channel: str = "", user_install: bool = False
    ) -> Interaction:
        """Choose an entry of a message's or a person's context menu.

        Args:
            user: Who chooses.
            name: The entry.
            target: The message's id, or the person's.
            channel: Where the person's menu is opened; a message's is its own channel.
            user_install: As in a guild that the bot isn't in.
        """
        kind = USER_MENU if target in self._world.users else MESSAGE_MENU
        if kind == MESSAGE_MENU:
            channel = self._world.locate(target)["channel_id"]
        command = self._reach.named(name, kind)
        return self.command(user, channel, command["id"], target=target, user_install=user_install)

    def command(
        self,
        user: str,
        channel: str,
        command_id: str,
        path: Sequence[str] = (),
        options: Sequence[Json] = (),
        *,
        target: str | None = None,
        user_install: bool = False,
        nonce: str | None = None,
    ) -> Interaction:
        """Run a command by its id.

        Raises:
            Refused: It isn't there for this person, or an option doesn't fit.
        """
        place, command = self._reach.callable(user, channel, command_id, user_install)
        resolved = Resolved(self._world, place)
        data = _data(command)
        if command["type"] == CHAT:
            path = list(path) or [command["name"]]
            given = checked(leaf(command, path), options, whole=True)
            for one in given:
                if one["type"] >= commands.USER and one["type"] != commands.NUMBER:
                    resolved.add(one["type"], one["value"], user)
            data["options"] = nested(command, path, given)
        elif target is None:
            raise Refused("Choose a message or a person first.")
        elif command["type"] == USER_MENU:
            resolved.user(target)
            data["target_id"] = target
        else:
            resolved.message(self._reach.seen(user, target))
            data["target_id"] = target
        if resolved.sections:
            data["resolved"] = resolved.sections
        return self._interactions.open(
            CALL, user, channel, data, nonce=nonce, user_install=user_install
        )

    def autocomplete(
        self, user: str, channel: str, line: str, focused: str, typed: str = "", /, **options: Any
    ) -> Interaction:
        """Type in an option of a chat command; its `choices` are what the bot offers."""
        path = line.split()
        given: list[Json] = [{"name": name, "value": value} for name, value in options.items()]
        given.append({"name": focused, "value": typed, "focused": True})
        return self.complete(user, channel, self._reach.named(path[0], CHAT)["id"], path, given)

    def complete(
        self,
        user: str,
        channel: str,
        command_id: str,
        path: Sequence[str],
        options: Sequence[Json],
        *,
        user_install: bool = False,
        nonce: str | None = None,
    ) -> Interaction:
        """Ask the bot for the choices of the option that has `focused`."""
        _, command = self._reach.callable(user, channel, command_id, user_install)
        path = list(path) or [command["name"]]
        given = checked(leaf(command, path), options, whole=False)
        data = {**_data(command), "options": nested(command, path, given)}
        return self._interactions.open(
            AUTOCOMPLETE, user, channel, data, nonce=nonce, user_install=user_install
        )

    # Components and forms.

    def click(
        self, user: str, message: str, custom_id: str, *, nonce: str | None = None
    ) -> Interaction:
        """Click a button of a message."""
        source, component = self._reach.component(user, message, custom_id)
        if component["type"] != tree.BUTTON:
            raise Refused("This is no button.")
        return self._act(user, source, component, {}, nonce)

    def choose(
        self,
        user: str,
        message: str,
        custom_id: str,
        values: Sequence[str],
        *,
        nonce: str | None = None,
    ) -> Interaction:
        """Choose in a select menu of a message."""
        source, component = self._reach.component(user, message, custom_id)
        if component["type"] not in tree.SELECTS:
            raise Refused("This is no menu.")
        forms.check_chosen(component, list(values), component.get("placeholder") or "The menu")
        resolved = Resolved(self._world, self._world.channel(source["channel_id"]))
        for one in values if component["type"] in forms.KINDS else ():
            resolved.add(forms.KINDS[component["type"]], one, user)
        data: Json = {"values": list(values)}
        if resolved.sections:
            data["resolved"] = resolved.sections
        return self._act(user, source, component, data, nonce)

    def submit(
        self,
        user: str,
        opened: str,
        values: Mapping[str, Any],
        *,
        nonce: str | None = None,
    ) -> Interaction:
        """Submit the modal that an interaction opened.

        Args:
            user: Who fills it in.
            opened: The id of the interaction that was answered with the modal.
            values: Custom id to the text, the value or the list of values.
            nonce: What the page calls it.

        Raises:
            Refused: The modal isn't open, or a field doesn't fit.
        """
        interaction = self._interactions.get(opened)
        modal = interaction.modal
        if modal is None or interaction.user != user:
            raise Refused("This form is no longer open. Open it again.")
        resolved = Resolved(self._world, self._world.channel(interaction.channel))
        filled = forms.submission(modal, values, resolved, user)
        data: Json = {"custom_id": modal["custom_id"], "components": filled}
        if resolved.sections:
            data["resolved"] = resolved.sections
        interaction.modal = None
        return self._interactions.open(
            SUBMIT,
            user,
            interaction.channel,
            data,
            nonce=nonce,
            message=interaction.message,
            user_install=interaction.user_install,
            opener=interaction,
        )

    def _act(
        self, user: str, source: Json, component: Json, more: Json, nonce: str | None
    ) -> Interaction:
        shown = for_bot(source, self._world.bot, 0, direct=False, target=True)
        data: Json = {
            "id": component["id"],
            "custom_id": component["custom_id"],
            "component_type": component["type"],
            **more,
        }
        return self._interactions.open(
            COMPONENT,
            user,
            source["channel_id"],
            data,
            nonce=nonce,
            message=shown,
            user_install=foreign(source),
        )


def _data(command: Json) -> Json:
    data: Json = {key: command[key] for key in ("id", "name", "type")}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data
