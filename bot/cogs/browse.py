"""Browse the corpus: positions, events, rules, people, terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.choices import choices, day, experts, rules, stance_of, stances, terms, topics
from bot.components.turning import show_listing
from bot.listings import ListingKind, ListingQuery
from bot.replies import begin_reply

if TYPE_CHECKING:
    from bot.client import ChokepointBot

Choices = list[app_commands.Choice[str]]


class Browse(commands.Cog):
    """One command a kind of listing."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Read through `bot.librarian`."""
        self.bot = bot

    async def _show(
        self,
        interaction: discord.Interaction[ChokepointBot],
        kind: ListingKind,
        about: str,
        since: str = "",
        until: str = "",
        stance: str = "",
    ) -> None:
        kept = stance_of(stance, self.bot.phrases(interaction.locale))
        query = ListingQuery(kind, about, day("from", since), day("to", until), stance=kept)
        await begin_reply(interaction, private=False)
        await show_listing(interaction, query)

    @app_commands.command(description="Who stands where on a topic: positions by stance")
    @app_commands.describe(
        topic="The topic",
        stance="Only this stance",
        since="From this date on, as 2026-01-31",
        until="Up to this date, as 2026-01-31",
    )
    @app_commands.rename(since="from", until="to")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def sides(
        self,
        interaction: discord.Interaction[ChokepointBot],
        topic: str,
        stance: str = "",
        since: str = "",
        until: str = "",
    ) -> None:
        """List the positions on a topic."""
        await self._show(interaction, ListingKind.SIDES, topic, since, until, stance)

    @app_commands.command(description="What happened when: a topic's dated events, with a picture")
    @app_commands.describe(
        topic="The topic",
        since="From this date on, as 2026-01-31",
        until="Up to this date, as 2026-01-31",
    )
    @app_commands.rename(since="from", until="to")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def timeline(
        self,
        interaction: discord.Interaction[ChokepointBot],
        topic: str,
        since: str = "",
        until: str = "",
    ) -> None:
        """List a topic's events."""
        await self._show(interaction, ListingKind.TIMELINE, topic, since, until)

    @app_commands.command(description="Where a rule stands, since when, and what replaced what")
    @app_commands.describe(rule="The rule's name")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def status(self, interaction: discord.Interaction[ChokepointBot], rule: str) -> None:
        """Show a rule's status and its chain."""
        await self._show(interaction, ListingKind.STATUS, rule)

    @app_commands.command(description="What a person said or holds, the newest first")
    @app_commands.describe(expert="The person's name")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quote(self, interaction: discord.Interaction[ChokepointBot], expert: str) -> None:
        """List a person's words and positions."""
        await self._show(interaction, ListingKind.QUOTE, expert)

    @app_commands.command(description="What a term means")
    @app_commands.describe(term="The term or its abbreviation")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def define(self, interaction: discord.Interaction[ChokepointBot], term: str) -> None:
        """Show a term's page."""
        await self._show(interaction, ListingKind.DEFINE, term)

    @sides.autocomplete("topic")
    @timeline.autocomplete("topic")
    async def _topics(self, _: discord.Interaction[ChokepointBot], typed: str) -> Choices:
        return choices(topics(self.bot.librarian.documents()), typed)

    @sides.autocomplete("stance")
    async def _stances(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> Choices:
        return stances(typed, self.bot.phrases(interaction.locale))

    @status.autocomplete("rule")
    async def _rules(self, _: discord.Interaction[ChokepointBot], typed: str) -> Choices:
        return choices(rules(self.bot.librarian.documents()), typed)

    @quote.autocomplete("expert")
    async def _experts(self, _: discord.Interaction[ChokepointBot], typed: str) -> Choices:
        return choices(experts(self.bot.librarian.documents()), typed)

    @define.autocomplete("term")
    async def _terms(self, _: discord.Interaction[ChokepointBot], typed: str) -> Choices:
        return choices(terms(self.bot.librarian.documents()), typed)
