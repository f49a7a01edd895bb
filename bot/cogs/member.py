"""Help, privacy and a member's own settings. Only the person sees the replies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.member import help_card, privacy_card, row, saved_card
from bot.components.privacy import PrivacyButton
from bot.replies import begin_reply, send_reply

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class MemberCommands(commands.Cog):
    """What concerns the bot and the person, not the corpus."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Read and keep through `bot.store`."""
        self.bot = bot

    @app_commands.command(name="help", description="What this bot can do")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help_(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the commands."""
        await begin_reply(interaction, private=True)
        name = self.bot.user.display_name if self.bot.user else "Chokepoint"
        await send_reply(interaction, help_card(self.bot.phrases(interaction.locale), name))

    @app_commands.command(description="What is stored of you; export or delete it")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show what is stored, with buttons."""
        await begin_reply(interaction, private=True)
        say = self.bot.phrases(interaction.locale)
        rows = row(
            PrivacyButton("export", say("Export my data")),
            PrivacyButton("delete", say("Delete my data")),
        )
        card = privacy_card(say, self.bot.settings.memory_minutes, rows)
        await send_reply(interaction, card)

    @app_commands.command(description="How answers look to you")
    @app_commands.describe(text_only="Text without boxes and pictures")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def settings(
        self, interaction: discord.Interaction[ChokepointBot], text_only: bool
    ) -> None:
        """Keep the setting."""
        await begin_reply(interaction, private=True)
        members, user = self.bot.store.members, interaction.user.id
        await members.save(user, replace(await members.settings(user), text_only=text_only))
        say = self.bot.phrases(interaction.locale)
        await send_reply(interaction, saved_card(say, text_only))
