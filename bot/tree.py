"""A command tree that lets no error vanish, and answers no interaction twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.faults import show_fault

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class Tree(app_commands.CommandTree["ChokepointBot"]):
    """Shows every fault of a command to the person who used it."""

    async def interaction_check(self, interaction: discord.Interaction[ChokepointBot], /) -> bool:
        """Go on unless this very interaction was delivered before."""
        return interaction.client.seen.first(interaction.id)

    async def on_error(
        self, interaction: discord.Interaction[ChokepointBot], error: app_commands.AppCommandError
    ) -> None:
        """Show the fault."""
        await show_fault(interaction, error)

    async def _call(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        # discord.py hands only its own errors to `on_error`; what else a check raises would be
        # lost with the task.
        if interaction.type is discord.InteractionType.autocomplete:
            await super()._call(interaction)
            return
        try:
            with interaction.client.work.serving(interaction):
                await super()._call(interaction)
        except app_commands.AppCommandError:
            raise
        except Exception as error:
            await show_fault(interaction, error)
