"""What a message's menu offers: ask about it, check what it claims. Only the person sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.cards.claims import claims_card
from bot.cards.markdown import clip
from bot.desk import asker_of
from bot.faults import ToldError
from bot.replies import begin_reply, send_reply
from retrieval.question import LONGEST_QUESTION

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class Menus(commands.Cog):
    """Two entries of every message's menu, in any server where the person installed the app."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Answer through `bot`."""
        self.bot = bot
        self.entries = [
            app_commands.ContextMenu(name="Ask about this", callback=self._ask),
            app_commands.ContextMenu(name="Check this claim", callback=self._check),
        ]
        for entry in self.entries:
            entry.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
            entry.allowed_contexts = app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            )

    async def cog_load(self) -> None:
        """Put the entries into the menu."""
        for entry in self.entries:
            self.bot.tree.add_command(entry)

    async def cog_unload(self) -> None:
        """Take them out."""
        for entry in self.entries:
            self.bot.tree.remove_command(entry.name, type=entry.type)

    async def _ask(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await self.bot.desk.reply(
            interaction, clip(text_of(message), LONGEST_QUESTION), private=True
        )

    async def _check(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        text = text_of(message)
        await self.bot.desk.admit(asker_of(interaction), (), private=True)
        await begin_reply(interaction, private=True)
        report = await self.bot.librarian.check(text)
        say = self.bot.phrases(interaction.locale)
        await send_reply(interaction, claims_card(report, self.bot.librarian.document, say))


def text_of(message: discord.Message) -> str:
    """Return a message's words, those of an app's cards and embeds included.

    Raises:
        ToldError: it has none.
    """
    shown = ui.LayoutView.from_message(message, timeout=None).walk_children()
    texts = [
        message.clean_content,
        *(part for one in message.embeds for part in (one.title, one.description)),
        *(item.content for item in shown if isinstance(item, ui.TextDisplay)),
    ]
    text = "\n".join(filter(None, texts)).strip()
    if not text:
        raise ToldError(lambda say: say("This message holds no text; choose one that does."))
    return text
