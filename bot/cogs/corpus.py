"""`/corpus`: moderators reload the corpus and see how it stands."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.corpus import progress_card, report_card, status_card
from bot.edits import Edits
from bot.permissions import require_moderator
from retrieval.progress import Progress

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class CorpusCommands(
    commands.GroupCog,
    group_name="corpus",
    group_description="Keep the corpus (moderators)",
):
    """The moderators' commands; each checks who asks on its own."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Act through `bot.librarian`."""
        self.bot = bot

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everyone but moderators."""
        require_moderator(interaction, self.bot.settings.moderator_role)
        return True

    @app_commands.command(
        description="Make the corpus folder's content live; answers go on meanwhile"
    )
    async def reload(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Reload with progress, then show what changed."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        say = self.bot.phrases(interaction.locale)
        loop = asyncio.get_running_loop()

        async def edit(view: discord.ui.LayoutView) -> None:
            await interaction.edit_original_response(view=view)

        async with Edits(edit) as edits:

            def listen(progress: Progress) -> None:
                loop.call_soon_threadsafe(lambda: edits.show(progress_card(progress, say)))

            report = await self.bot.librarian.reload(listen)
        await edit(report_card(report, say))

    @app_commands.command(description="Show what is live: size, newest source, problems")
    async def status(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the state of the index."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        status = await asyncio.to_thread(self.bot.librarian.status)
        say = self.bot.phrases(interaction.locale)
        await interaction.edit_original_response(view=status_card(status, say))

    @app_commands.command(description="Go back to the corpus before the last reload")
    async def rollback(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Switch to the previous generation; a second rollback undoes the first."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        report = await self.bot.librarian.rollback()
        say = self.bot.phrases(interaction.locale)
        await interaction.edit_original_response(view=report_card(report, say))
