"""`/sources`: what the bot may cite."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.choices import choices, day, outlets, topics
from bot.components.pages import SourcesQuery, sources_page
from bot.styles import styled

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class Sources(commands.Cog):
    """Lists the corpus."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Read through `bot.librarian`."""
        self.bot = bot

    @app_commands.command(description="List the sources that answers may cite, newest first")
    @app_commands.describe(
        topic="Only this topic",
        outlet="Only this outlet",
        since="From this date on, as 2026-01-31",
        until="Up to this date, as 2026-01-31",
    )
    @app_commands.rename(since="from", until="to")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def sources(
        self,
        interaction: discord.Interaction[ChokepointBot],
        topic: str = "",
        outlet: str = "",
        since: str = "",
        until: str = "",
    ) -> None:
        """Show the first page to the person alone."""
        query = SourcesQuery(0, topic, outlet, _iso(day("from", since)), _iso(day("to", until)))
        view = sources_page(
            self.bot.librarian.documents(), query, self.bot.phrases(interaction.locale)
        )
        await interaction.response.send_message(
            view=await styled(self.bot, interaction.user.id, view), ephemeral=True
        )

    @sources.autocomplete("topic")
    async def _topics(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(topics(self.bot.librarian.documents()), typed)

    @sources.autocomplete("outlet")
    async def _outlets(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(outlets(self.bot.librarian.documents()), typed)


def _iso(date_: date | None) -> str:
    return date_.isoformat() if date_ else ""
