"""`/sources`: what the bot may cite."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.limits import CHOICE_TEXT, CHOICES
from bot.components.pages import SourcesQuery, sources_page
from retrieval.errors import ChokepointError

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
        query = SourcesQuery(0, topic, outlet, day("since", since), day("until", until))
        view = sources_page(
            self.bot.librarian.documents(), query, self.bot.phrases(interaction.locale)
        )
        await interaction.response.send_message(view=view, ephemeral=True)

    @sources.autocomplete("topic")
    async def _topics(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        topics = {topic for item in self.bot.librarian.documents() for topic in item.topics}
        return choices(topics, typed)

    @sources.autocomplete("outlet")
    async def _outlets(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        outlets = {item.publisher for item in self.bot.librarian.documents() if item.publisher}
        outlets |= {
            source.publisher
            for item in self.bot.librarian.documents()
            for source in item.sources
            if source.publisher
        }
        return choices(outlets, typed)


def choices(names: set[str], typed: str) -> list[app_commands.Choice[str]]:
    """Return the names that hold what was typed, those that begin with it first."""
    wanted = typed.casefold().strip()
    found = sorted(
        (name for name in names if wanted in name.casefold()),
        key=lambda name: (not name.casefold().startswith(wanted), name.casefold()),
    )
    return [
        app_commands.Choice(name=name[:CHOICE_TEXT], value=name[:CHOICE_TEXT])
        for name in found[:CHOICES]
    ]


def day(option: str, text: str) -> str:
    """Return an ISO 8601 date, or "" for none.

    Raises:
        ChokepointError: `text` isn't a date.
    """
    if not text.strip():
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise ChokepointError(
            f"“{text}” is no date for {option}; write it as 2026-01-31."
        ) from error
