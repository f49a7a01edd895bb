"""Questions: `/ask`, a mention of the bot, a direct message."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.answer import answer_card
from bot.cards.notice import FAULT, notice
from bot.faults import fault_text

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_log = logging.getLogger(__name__)


class Ask(commands.Cog):
    """Answers from the corpus."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Answer through `bot.librarian`."""
        self.bot = bot

    @app_commands.command(description="Ask about chip export policy; every sentence is cited")
    @app_commands.describe(question="Your question", private="Show the answer only to you")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: discord.Interaction[ChokepointBot],
        question: str,
        private: bool = False,
    ) -> None:
        """Answer in the channel, or to the person alone."""
        await interaction.response.defer(thinking=True, ephemeral=private)
        bot = self.bot
        conversation = (interaction.channel_id, interaction.user.id)
        answer = await bot.librarian.ask(question, history=bot.memory.recall(conversation))
        bot.memory.remember(conversation, answer)
        say = bot.phrases(interaction.locale)
        await interaction.edit_original_response(
            view=answer_card(answer, bot.librarian.document, say)
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that mentions the bot, and every direct message."""
        me = self.bot.user
        if message.author.bot or me is None:
            return
        if message.guild is not None and me not in message.mentions:
            return
        question = re.sub(rf"<@!?{me.id}>", "", message.content).strip()
        try:
            await self._reply(message, question)
        except discord.Forbidden:
            _log.info("no permission to answer in channel %s", message.channel.id)
        except Exception as error:
            await message.reply(view=notice(fault_text(error), colour=FAULT))

    async def _reply(self, message: discord.Message, question: str) -> None:
        bot = self.bot
        say = bot.phrases(
            message.guild.preferred_locale if message.guild else discord.Locale.american_english
        )
        if not question:
            await message.reply(
                view=notice(say("Ask me a question in the same message, or use the command /ask."))
            )
            return
        conversation = (message.channel.id, message.author.id)
        async with message.channel.typing():
            answer = await bot.librarian.ask(question, history=bot.memory.recall(conversation))
        bot.memory.remember(conversation, answer)
        await message.reply(
            view=answer_card(answer, bot.librarian.document, say, show_question=False)
        )
