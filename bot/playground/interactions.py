"""An interaction's life: sent to the bot, and acknowledged within 3 s."""

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
# developers/interactions/receiving-and-responding.mdx
ACK_SECONDS = 3.0


class Interactions:
    """The open interactions."""

    def __init__(self, world: World, messages: Messages, *, ack_seconds: float) -> None:
        self._world = world
        self._messages = messages
        self._ack_seconds = ack_seconds
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

    def by_token(self, token: str) -> Interaction | None:
        """Return the interaction that a token is of."""
        return self._by_token.get(token)

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
            interaction.original = self.post(interaction, data, files, kind=_kind(interaction))
        elif answer == DEFER:
            if (data.get("flags") or 0) & ~EPHEMERAL:
                raise invalid(
                    ("data", "flags"), "BASE_TYPE_CHOICES", "Only EPHEMERAL can be set in a defer."
                )
            interaction.ephemeral = bool((data.get("flags") or 0) & EPHEMERAL)
            interaction.original = self.post(
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

    def post(
        self,
        interaction: Interaction,
        body: Json,
        files: Mapping[str, Upload],
        *,
        kind: int = 0,
        loading: bool = False,
        ephemeral: bool | None = None,
    ) -> Json:
        """Post a message of the bot's that belongs to an interaction.

        It is for the person alone where it is `ephemeral`, by default as the first answer was.
        """
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
