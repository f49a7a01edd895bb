"""Questions: `/ask`, a mention of the bot, a reply to it, a direct message."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.admission import is_allowed
from bot.cards.notice import FAULT, notice
from bot.cards.phrases import Say
from bot.choices import choices, day, experts, outlets, starts
from bot.desk import Request, places_of
from bot.faults import fault_text
from bot.memory import conversation_of
from bot.store import Asker
from bot.styles import styled
from bot.threads import may_open, number_in
from bot.work import apology
from retrieval.librarian import Filters

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_log = logging.getLogger(__name__)

# Where nobody asked the bot, it speaks only when it is this sure: then at most one answer in twenty
# is to a question whose answer the corpus lacks, in each set by which `benchmarks/unasked.py`
# chose it.
SURE = 0.78
LEAST_WORDS = 4


class Ask(commands.Cog):
    """Answers from the corpus."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Answer through `bot.desk`."""
        self.bot = bot

    @app_commands.command(description="Ask about chip export policy; every sentence is cited")
    @app_commands.describe(
        question="Your question",
        private="Show the answer only to you",
        since="Only sources published from this date on, as 2026-01-31",
        outlet="Only this outlet",
        expert="Only this person's words and positions",
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: discord.Interaction[ChokepointBot],
        question: str,
        private: bool = False,
        since: str = "",
        outlet: str = "",
        expert: str = "",
    ) -> None:
        """Answer in the channel, or to the person alone."""
        filters = Filters(since=day("since", since), outlet=outlet or None, expert=expert or None)
        await self.bot.desk.reply(
            interaction,
            question,
            private=private,
            filters=None if filters == Filters() else filters,
        )

    @ask.autocomplete("since")
    async def _days(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        today = discord.utils.utcnow().date()
        return starts(typed, today, self.bot.phrases(interaction.locale))

    @ask.autocomplete("outlet")
    async def _outlets(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(outlets(self.bot.librarian.documents()), typed)

    @ask.autocomplete("expert")
    async def _experts(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(experts(self.bot.librarian.documents()), typed)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a mention, a reply, a direct message; and a question in a channel opened to it."""
        me = self.bot.user
        if message.author.bot or me is None or not self.bot.seen.first(message.id):
            return
        addressed = message.guild is None or me in message.mentions
        say = self.bot.phrases(
            message.guild.preferred_locale if message.guild else discord.Locale.american_english
        )
        asker = Asker(
            message.author.id, message.guild.id if message.guild else None, message.channel.id
        )
        places = places_of(message.channel)
        try:
            config = await self.bot.desk.config(asker.guild_id)
            opened = bool(set(config.auto_channels) & set(places)) and asks(message.content)
            if not (is_allowed(config, places) if addressed else opened):
                return
            await self._reply(message, asker, addressed, say)
        except discord.Forbidden:
            _log.info("no permission to answer in channel %s", message.channel.id)
        except Exception as error:
            if addressed:
                await message.reply(view=notice(fault_text(error, say), colour=FAULT))
            else:
                _log.exception("a message could not be answered by itself")

    async def _reply(
        self, message: discord.Message, asker: Asker, addressed: bool, say: Say
    ) -> None:
        bot = self.bot
        assert bot.user is not None
        question = re.sub(rf"<@!?{bot.user.id}>", "", message.content).strip()
        if not question:
            # Discord shows a bot the text of a reply to its message, but not to a command's answer.
            text = (
                say("I can't read replies to this answer; press **Follow up** under it.")
                if message.reference
                else say("Ask me a question in the same message, or use the command /ask.")
            )
            await message.reply(view=notice(text))
            return
        await bot.desk.admit(asker, places_of(message.channel))
        sent: discord.Message | None = None

        async def show(view: ui.LayoutView) -> None:
            nonlocal sent
            view = await styled(bot, message.author.id, view)
            if sent is None:
                sent = await message.reply(view=view)
            else:
                await sent.edit(view=view)

        request = Request(
            question,
            asker,
            conversation_of(message.channel, message.author.id),
            about=self._replied_to(message),
            sure=None if addressed else SURE,
            channel=message.channel,
            threads=may_open(message.channel, in_server=True),
        )
        if not addressed:
            await bot.desk.serve(request, show, say, show_question=False)
            return
        with bot.work.running(lambda: show(apology(say))):
            async with message.channel.typing():
                await bot.desk.serve(request, show, say, show_question=False)

    def _replied_to(self, message: discord.Message) -> int | None:
        """Return the number of the answer that a message replies to."""
        before = message.reference.resolved if message.reference else None
        if not isinstance(before, discord.Message) or before.author != self.bot.user:
            return None
        return number_in(before)


def asks(text: str) -> bool:
    """Whether a message that nobody addressed to the bot is a question of some length."""
    return "?" in text and len(text.split()) >= LEAST_WORDS
