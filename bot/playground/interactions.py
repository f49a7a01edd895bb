"""An interaction's life: sent to the bot, acknowledged within 3 s, answered within 15 minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.playground import components as tree
from bot.playground.interaction import (
    AUTOCOMPLETE,
    CALL,
    CHOICES,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    MESSAGE,
    MODAL,
    SUBMIT,
    UPDATE,
    Interaction,
    metadata,
    payload,
)
from bot.playground.messages import COMMAND, CONTEXT_MENU, Messages
from bot.playground.modal_limits import check_choices, check_modal
from bot.playground.readable import bare
from bot.playground.state import World
from bot.playground.wire import (
    EPHEMERAL,
    LOADING,
    ApiError,
    Json,
    Refused,
    Upload,
    invalid,
    unknown,
)

_ALLOWED = {
    CALL: (MESSAGE, DEFER, MODAL),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    SUBMIT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}
# developers/interactions/receiving-and-responding.mdx: the figures of a reply's life.
ACK_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
USER_INSTALL_FOLLOWUPS = 5


class Interactions:
    """The open interactions."""

    def __init__(
        self, world: World, messages: Messages, *, ack_seconds: float, token_seconds: float
    ) -> None:
        self._world = world
        self._messages = messages
        self._ack_seconds = ack_seconds
        self._token_seconds = token_seconds
        self._by_id: dict[str, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def open(
        self,
        kind: int,
        user: str,
        channel: str,
        data: Json,
        *,
        nonce: str | None = None,
        message: Json | None = None,
        user_install: bool = False,
        opener: Interaction | None = None,
    ) -> Interaction:
        """Send an interaction to the bot and start its three seconds."""
        interaction = Interaction(
            self._world,
            kind,
            user,
            channel,
            data,
            nonce=nonce,
            message=message,
            user_install=user_install,
            opener=opener,
        )
        self._by_id[interaction.id] = self._by_token[interaction.token] = interaction
        loop = asyncio.get_running_loop()
        interaction.deadline = loop.call_later(self._ack_seconds, self._fail, interaction)
        notice = {"nonce": interaction.nonce, "id": interaction.id, "channel_id": channel}
        if kind != AUTOCOMPLETE:
            self._world.emit("interaction_pending", notice, user)
        self._world.emit("INTERACTION_CREATE", payload(self._world, interaction))
        return interaction

    def get(self, interaction_id: str) -> Interaction:
        """Return an interaction.

        Raises:
            Refused: It isn't there.
        """
        try:
            return self._by_id[interaction_id]
        except KeyError:
            raise Refused("This form is no longer open. Open it again.") from None

    def close(self) -> None:
        """Stop every clock."""
        for interaction in self._by_id.values():
            if interaction.deadline:
                interaction.deadline.cancel()

    def _fail(self, interaction: Interaction) -> None:
        texts = {CALL: "The application did not respond", AUTOCOMPLETE: "Loading options failed"}
        interaction.failed = texts.get(interaction.kind, "This interaction failed")
        self._world.emit(
            "interaction_failed",
            {"nonce": interaction.nonce, "id": interaction.id, "text": interaction.failed},
            interaction.user,
        )

    # What the bot answers.

    def callback(
        self, interaction_id: str, token: str, body: Json, files: Mapping[str, Upload]
    ) -> Json:
        """Take the bot's first answer and return Discord's callback object.

        Raises:
            ApiError: 10062 too late, 40060 a second answer, 50035 a malformed one.
        """
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token or interaction.failed is not None:
            raise unknown("interaction", 10062)
        if interaction.answer is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        answer = body.get("type")
        allowed = _ALLOWED[interaction.kind]
        if interaction.kind == SUBMIT and interaction.message is None:
            allowed = (MESSAGE, DEFER)
        if answer not in allowed:
            raise invalid(
                ("type",), "BASE_TYPE_CHOICES", f'Value of field "type" must be one of {allowed}.'
            )
        self._answer(interaction, answer, body.get("data") or {}, files)
        interaction.answer = answer
        interaction.acknowledged_after = interaction.elapsed()
        if answer not in (DEFER, DEFER_UPDATE):
            interaction.answered_after = interaction.acknowledged_after
        if interaction.deadline:
            interaction.deadline.cancel()
        if interaction.kind != AUTOCOMPLETE:
            done = {"nonce": interaction.nonce, "id": interaction.id}
            self._world.emit("interaction_done", done, interaction.user)
        self._world.pulse.ring()
        return self._described(interaction, answer)

    def _answer(
        self, interaction: Interaction, answer: int, data: Json, files: Mapping[str, Upload]
    ) -> None:
        if answer == MESSAGE:
            interaction.ephemeral = bool((data.get("flags") or 0) & EPHEMERAL)
            interaction.original = self._post(interaction, data, files, kind=_kind(interaction))
        elif answer == DEFER:
            if (data.get("flags") or 0) & ~EPHEMERAL:
                raise invalid(
                    ("data", "flags"), "BASE_TYPE_CHOICES", "Only EPHEMERAL can be set in a defer."
                )
            interaction.ephemeral = bool((data.get("flags") or 0) & EPHEMERAL)
            interaction.original = self._post(
                interaction, {}, {}, kind=_kind(interaction), loading=True
            )
        elif answer in (DEFER_UPDATE, UPDATE):
            assert interaction.message is not None
            source = self._world.message(interaction.channel, interaction.message["id"])
            if answer == UPDATE:
                self._messages.edit(source, data, files)
                interaction.edited = True
            interaction.original = source
        elif answer == CHOICES:
            numeric = _focused(interaction.data).get("type") in (4, 10)
            check_choices(data.get("choices"), numeric)
            interaction.choices = data["choices"]
            offered = {"nonce": interaction.nonce, "choices": interaction.choices}
            self._world.emit("autocomplete", offered, interaction.user)
        elif answer == MODAL:
            check_modal(data)
            tree.number(data["components"])
            interaction.modal = data
            opened = {"nonce": interaction.nonce, "interaction_id": interaction.id, "modal": data}
            self._world.emit("modal", opened, interaction.user)

    @staticmethod
    def _described(interaction: Interaction, answer: int) -> Json:
        about: Json = {"id": interaction.id, "type": interaction.kind}
        if interaction.original is not None:
            about |= {
                "response_message_id": interaction.original["id"],
                "response_message_loading": bool(interaction.original["flags"] & LOADING),
                "response_message_ephemeral": bool(interaction.original["flags"] & EPHEMERAL),
            }
        body: Json = {"interaction": about}
        if interaction.original is not None and answer in (MESSAGE, UPDATE):
            body["resource"] = {"type": answer, "message": bare(interaction.original)}
        return body

    def _post(
        self,
        interaction: Interaction,
        body: Json,
        files: Mapping[str, Upload],
        *,
        kind: int = 0,
        loading: bool = False,
        ephemeral: bool | None = None,
    ) -> Json:
        hidden = interaction.ephemeral if ephemeral is None else ephemeral
        extra = {
            "type": kind,
            "webhook_id": self._world.bot,
            "application_id": self._world.bot,
            "interaction_metadata": metadata(self._world, interaction),
        }
        return self._messages.post(
            interaction.channel,
            self._world.bot,
            body,
            files,
            only_for=interaction.user if hidden else None,
            extra=extra,
            loading=loading,
        )

    # The webhook that an interaction's token opens.

    def _live(self, application: str, token: str) -> Interaction:
        interaction = self._by_token.get(token)
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
        message = self._post(interaction, body, files, ephemeral=hidden)
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


def _kind(interaction: Interaction) -> int:
    if interaction.kind != CALL:
        return 0
    return COMMAND if interaction.data.get("type", 1) == 1 else CONTEXT_MENU


def _focused(data: Json) -> Json:
    """Return the option a person is typing in."""
    for option in data.get("options") or []:
        if option.get("focused"):
            return dict(option)
        if found := _focused(option):
            return found
    return {}
