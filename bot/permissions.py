"""Who counts as a moderator; always checked here, whatever Discord's own settings let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.faults import ToldError
from bot.store import Actor

if TYPE_CHECKING:
    from bot.client import ChokepointBot


def is_moderator(interaction: discord.Interaction[Any], role: str | None) -> bool:
    """Whether the person may manage the server, or has the role of that id or name."""
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_guild:
        return True
    held = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    return role is not None and any(role in (str(one.id), one.name) for one in held)


def require_moderator(interaction: discord.Interaction[Any], role: str | None) -> None:
    """Go on for a moderator.

    Raises:
        ToldError: the person isn't one.
    """
    if not is_moderator(interaction, role):
        if role:
            raise ToldError(
                lambda say: say(
                    "Only moderators can do this: people who can manage this server, or have the "
                    "moderators' role."
                )
            )
        raise ToldError(
            lambda say: say("Only moderators can do this: people who can manage this server.")
        )


def actor_of(interaction: discord.Interaction[Any]) -> Actor:
    """Return who was found to be a moderator by the check of this command."""
    actor: Actor = interaction.extras["actor"]
    return actor


class ModeratorGroup(app_commands.Group):
    """Commands that refuse everyone but moderators."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everyone but moderators."""
        interaction.extras["actor"] = await require_corpus_moderator(interaction)
        return True


async def require_corpus_moderator(interaction: discord.Interaction[ChokepointBot]) -> Actor:
    """Return who acts, for a moderator by the settings or by this server's own configuration.

    Raises:
        ToldError: the person isn't one.
    """
    bot = interaction.client
    config = await bot.store.guilds.config(interaction.guild_id)
    if config.moderator_role is None or not is_moderator(interaction, str(config.moderator_role)):
        require_moderator(interaction, bot.settings.moderator_role)
    return Actor(interaction.user.display_name, interaction.user.id)
