"""The webhook that an interaction's token opens: its messages, for 15 minutes."""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground.interaction import DEFER, Interaction
from bot.playground.interactions import Interactions
from bot.playground.messages import Messages
from bot.playground.state import World
from bot.playground.wire import EPHEMERAL, LOADING, ApiError, Json, Upload, unknown

# developers/interactions/receiving-and-responding.mdx: the figures of a reply's life.
TOKEN_SECONDS = 15 * 60.0
USER_INSTALL_FOLLOWUPS = 5


class Webhooks:
    """What the bot does with the tokens of the interactions that it acknowledged."""

    def __init__(
        self, world: World, messages: Messages, interactions: Interactions, *, token_seconds: float
    ) -> None:
        self._world = world
        self._messages = messages
        self._interactions = interactions
        self._token_seconds = token_seconds

    def _live(self, application: str, token: str) -> Interaction:
        interaction = self._interactions.by_token(token)
        if interaction is None or application != self._world.bot or interaction.answer is None:
            raise unknown("Webhook", 10015)
        if self._world.clock() - interaction.created > self._token_seconds:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return interaction

    def follow_up(
        self, application: str, token: str, body: Json, files: Mapping[str, Upload]
    ) -> Json:
        """Post a further message; the first one after a defer ends its placeholder.

        Where the placeholder was deleted, there is none to end (discord-api-docs issue 2739).
        """
        interaction = self._live(application, token)
        original = interaction.original
        waits = interaction.answer == DEFER and not interaction.withdrawn
        if waits and original and original["flags"] & LOADING:
            edited = self._messages.edit(original, body, files)
            self._answered(interaction)
            return edited
        if interaction.user_install and len(interaction.followups) >= USER_INSTALL_FOLLOWUPS:
            raise ApiError(
                400, 40094, "This interaction has reached its maximum number of follow up messages"
            )
        hidden = bool((body.get("flags") or 0) & EPHEMERAL)
        message = self._interactions.post(interaction, body, files, ephemeral=hidden)
        interaction.followups.append(message)
        self._answered(interaction, edited=interaction.edited)
        return message

    def fetch(self, application: str, token: str, message_id: str) -> Json:
        """Return a message of the interaction; `@original` names its first."""
        interaction = self._live(application, token)
        own = [*interaction.followups, *([interaction.original] if interaction.original else [])]
        held = self._world.messages[interaction.channel]
        for message in own:
            named = message is interaction.original and message_id == "@original"
            if (named or message["id"] == message_id) and message["id"] in held:
                return message
        raise unknown("Message", 10008)

    def edit(
        self, application: str, token: str, message_id: str, body: Json, files: Mapping[str, Upload]
    ) -> Json:
        """Edit a message of the interaction."""
        interaction = self._live(application, token)
        message = self.fetch(application, token, message_id)
        edited = self._messages.edit(message, body, files)
        if message is interaction.original:
            self._answered(interaction)
        return edited

    def _answered(self, interaction: Interaction, *, edited: bool = True) -> None:
        interaction.edited = edited
        if interaction.answered_after is None:
            interaction.answered_after = interaction.elapsed()
        self._world.pulse.ring()

    def delete(self, application: str, token: str, message_id: str) -> None:
        """Delete a message of the interaction."""
        interaction = self._live(application, token)
        message = self.fetch(application, token, message_id)
        self._messages.delete(message)
        if message is interaction.original:
            interaction.withdrawn = True
        self._world.pulse.ring()
