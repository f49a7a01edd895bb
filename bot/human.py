"""Hand a question over to people: in the channel that the server's moderators chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards.human import human_card
from bot.store import KeptAnswer

if TYPE_CHECKING:
    from bot.client import ChokepointBot


async def ask_a_human(interaction: discord.Interaction[ChokepointBot], kept: KeptAnswer) -> str:
    """Post the question with what was searched; return what to tell the person."""
    bot, say = interaction.client, interaction.client.phrases(interaction.locale)
    config = await bot.store.guilds.config(interaction.guild_id)
    if interaction.guild_id is None or config.human_channel is None:
        return say("Nobody is set up here to take questions; ask the moderators of this server.")
    if not bot.handed_over.first((kept.id, interaction.user.id)):
        return say("This question is with the moderators already.")
    status = bot.phrases(interaction.guild_locale or discord.Locale.american_english)
    card = human_card(
        kept.answer,
        interaction.user.display_name,
        len(bot.librarian.documents()),
        bot.librarian.document,
        status,
    )
    channel = bot.get_partial_messageable(config.human_channel, guild_id=interaction.guild_id)
    try:
        await channel.send(view=card)
    except (discord.Forbidden, discord.NotFound):
        return say("I can't write in the channel for such questions; please tell a moderator.")
    return say("Your question is with the moderators now; they see your name and the question.")
