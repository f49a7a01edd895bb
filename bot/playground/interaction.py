"""One interaction: what a person did with the bot, and what came of it."""

from __future__ import annotations

import asyncio
import secrets

from bot.playground import permissions as may
from bot.playground.commands import GROUP
from bot.playground.locales import DEFAULT
from bot.playground.state import DIRECT, World
from bot.playground.wire import LOADING, UPLOAD_LIMIT, Json, Refused

# The kinds of interactions and of the answers to them.
CALL, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


class Interaction:
    """One thing a person did with the bot, and what came of it.

    Attributes:
        id: The interaction's id.
        user: Who acted.
        channel: Where (a channel id).
        opener: The interaction that was answered with the form that this one submits.
        acknowledged_after: Seconds until the bot acknowledged it; None before.
        answered_after: Seconds until it showed more than "thinking"; None before.
        failed: The text the person sees if the bot didn't; None otherwise.
        modal: The modal the bot opened, as it sent it.
        choices: The choices the bot offered for an autocomplete.
    """

    def __init__(
        self,
        world: World,
        kind: int,
        user: str,
        channel: str,
        data: Json,
        *,
        nonce: str | None,
        message: Json | None,
        user_install: bool,
        opener: Interaction | None = None,
    ) -> None:
        self._world = world
        self.id = world.ids.next()
        self.token = secrets.token_urlsafe(48)
        self.kind = kind
        self.user = user
        self.channel = channel
        self.data = data
        self.nonce = nonce or secrets.token_hex(8)
        self.message = message
        self.user_install = user_install
        self.opener = opener
        self.created = world.clock()
        self.started = asyncio.get_running_loop().time()
        self.acknowledged_after: float | None = None
        self.answered_after: float | None = None
        self.answer: int | None = None
        self.failed: str | None = None
        self.modal: Json | None = None
        self.choices: list[Json] | None = None
        self.original: Json | None = None
        self.withdrawn = False
        self.ephemeral = False
        self.edited = False
        self.followups: list[Json] = []
        self.deadline: asyncio.TimerHandle | None = None

    def elapsed(self) -> float:
        """Return the seconds since the person acted."""
        return asyncio.get_running_loop().time() - self.started

    async def settled(self) -> Interaction:
        """Wait until the bot has answered (no longer "thinking") or failed to.

        Raises:
            TimeoutError: Neither happened in time.
        """

        def look() -> Interaction | None:
            if self.failed is not None:
                return self
            thinking = self.original is not None and self.original["flags"] & LOADING
            thinking = thinking and not self.withdrawn
            return self if self.acknowledged_after is not None and not thinking else None

        return await self._world.pulse.until(look, "The end of the interaction")

    async def reply(self) -> Json:
        """Wait for the original response, once it is no longer "thinking", and return it.

        Of an acknowledged click (a deferred update) it is the edited message or the first
        follow-up, whichever comes first; of a response that was deleted, the first follow-up.

        Raises:
            Refused: The bot didn't respond in time.
            TimeoutError: Nothing to show came in time.
        """

        def look() -> Json | None:
            if self.failed is not None:
                raise Refused(self.failed)
            if self.withdrawn or (self.answer == DEFER_UPDATE and not self.edited):
                return self.followups[0] if self.followups else None
            if self.original is None or self.original["flags"] & LOADING:
                return None
            return self.original

        return await self._world.pulse.until(look, "A reply")


def payload(world: World, interaction: Interaction) -> Json:
    """Return the interaction as the bot gets it."""
    channel = world.channel(interaction.channel)
    user = world.users[interaction.user]
    held = world.permissions(interaction.user, channel)
    direct = channel["type"] == DIRECT
    app_held = world.permissions(world.bot, channel)
    shown = {**channel, "permissions": str(held)}
    guild_id = world.guild["id"]
    if interaction.user_install and not direct:
        # Installed by the person alone, the bot meets them in a guild it isn't in.
        guild_id = world.foreign_guild
        shown |= {"id": world.foreign_channel, "guild_id": guild_id}
        app_held = may.EMBED_LINKS | may.ATTACH_FILES
    data: Json = {
        "id": interaction.id,
        "application_id": world.bot,
        "type": interaction.kind,
        "data": interaction.data,
        "token": interaction.token,
        "version": 1,
        "channel_id": shown["id"],
        "channel": shown,
        "app_permissions": str(app_held),
        "locale": world.locale(interaction.user),
        "entitlements": [],
        "authorizing_integration_owners": owners(world, interaction, direct=direct),
        "context": 1 if direct else 0,
        "attachment_size_limit": UPLOAD_LIMIT,
    }
    if direct:
        data["user"] = user
    else:
        data |= {
            "guild_id": guild_id,
            "guild": {"id": guild_id, "locale": DEFAULT, "features": []},
            "guild_locale": DEFAULT,
            "member": {**world.members[interaction.user], "permissions": str(held)},
        }
    if interaction.message is not None:
        data["message"] = interaction.message
    return data


def owners(world: World, interaction: Interaction, *, direct: bool = False) -> Json:
    """Return who installed the bot where the person met it."""
    if interaction.user_install:
        return {"1": interaction.user}
    return {"0": "0" if direct else world.guild["id"]}


def metadata(world: World, interaction: Interaction) -> Json:
    """Return what a message tells of the interaction it answers."""
    about: Json = {
        "id": interaction.id,
        "type": interaction.kind,
        "user": world.users[interaction.user],
        "authorizing_integration_owners": owners(world, interaction),
    }
    if interaction.kind == CALL:
        about["name"] = full_name(interaction.data)
    if interaction.kind == COMPONENT and interaction.message:
        about["interacted_message_id"] = interaction.message["id"]
    if interaction.opener:
        about["triggering_interaction_metadata"] = metadata(world, interaction.opener)
    return about


def full_name(data: Json) -> str:
    """Return a command's name with its group and subcommand, as "corpus reload"."""
    words, options = [data["name"]], data.get("options") or []
    while options and options[0]["type"] <= GROUP:
        words.append(options[0]["name"])
        options = options[0].get("options") or []
    return " ".join(words)
