"""A command tree that lets no error vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.faults import show_fault

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class Tree(app_commands.CommandTree["ChokepointBot"]):
    """Shows every fault of a command to the person who used it."""

    async def on_error(
        self, interaction: discord.Interaction[ChokepointBot], error: app_commands.AppCommandError
    ) -> None:
        """Show the fault."""
        await show_fault(interaction, error)
