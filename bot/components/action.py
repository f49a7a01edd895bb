"""What every lasting button and menu is built on.

discord.py only logs a dynamic item's fault and treats a failed check as silence; here every fault
reaches the person as one plain sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import ui

from bot.faults import show_fault

if TYPE_CHECKING:
    from bot.client import ChokepointBot

ItemT = TypeVar("ItemT", bound="ui.Item[Any]")


class Action(ui.DynamicItem[ItemT], template=r"never:"):
    """A button or menu whose meaning is in its custom id, so that it survives a restart."""

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Do what the button says."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Act once, and show the person what went wrong if something does."""
        if not interaction.client.seen.first(interaction.id):
            return
        try:
            with interaction.client.work.serving(interaction):
                await self.act(interaction)
        except Exception as error:
            await show_fault(interaction, error)
