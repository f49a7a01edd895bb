"""Show a card as the reply to an interaction, whatever state the interaction is in."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import discord
from discord import ui

from bot.cards.plain import plain
from bot.styles import is_text_only

# An interaction's token is good for 15 minutes; the last one is left for what is under way.
TOKEN_GOOD = timedelta(minutes=14)
# The mark, in an interaction's extras, of a reply that only the person may see.
PRIVATE = "private"
_PICTURES = (".png",)


async def begin_reply(interaction: discord.Interaction[Any], *, private: bool) -> None:
    """Acknowledge an interaction whose reply takes a while."""
    interaction.extras[PRIVATE] = private
    await interaction.response.defer(thinking=True, ephemeral=private)


async def tell(interaction: discord.Interaction[Any], view: ui.LayoutView) -> None:
    """Show what only the person is to see, whatever state the interaction is in.

    What was deferred for everybody can't become private: it is deleted, and the message sent after
    it. The first message after a defer would only fill what was deferred.
    """
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=view, ephemeral=True)
        return
    if response.type is discord.InteractionResponseType.deferred_channel_message:
        if interaction.extras.get(PRIVATE, True):
            await interaction.edit_original_response(view=view)
            return
        with contextlib.suppress(discord.NotFound):
            await interaction.delete_original_response()
    await interaction.followup.send(view=view, ephemeral=True)


async def send_reply(
    interaction: discord.Interaction[Any],
    view: ui.LayoutView,
    files: Sequence[discord.File] = (),
) -> None:
    """Show `view` in place of the reply, or as a message of its own when it is too late for that.

    What only the person was to see is then sent as a direct message.
    """
    if await is_text_only(interaction.client, interaction.user.id):
        view = plain(view)
        files = [file for file in files if not file.filename.endswith(_PICTURES)]
    if discord.utils.utcnow() - interaction.created_at < TOKEN_GOOD:
        await interaction.edit_original_response(view=view, attachments=files)
        return
    channel = interaction.channel
    if interaction.extras.get(PRIVATE) or not isinstance(channel, discord.abc.Messageable):
        await interaction.user.send(view=view, files=files)
    else:
        await channel.send(view=view, files=files)
