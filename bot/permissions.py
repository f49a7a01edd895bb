"""Who counts as a moderator; always checked here, whatever Discord's own settings let through."""

from __future__ import annotations

from typing import Any

import discord

from bot.faults import RefusedError


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
        RefusedError: the person isn't one.
    """
    if not is_moderator(interaction, role):
        raise RefusedError(
            "Only moderators can do this: people who can manage this server"
            + (", or have the moderators' role." if role else ".")
        )
