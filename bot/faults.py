"""From a fault to what the person sees: a plain sentence, or a reference id for a bug."""

from __future__ import annotations

import logging
import re
from typing import Any

import discord
from discord import app_commands

from bot.cards.markdown import escape
from bot.cards.notice import FAULT, notice
from retrieval.errors import ChokepointError, reference_id

_log = logging.getLogger("chokepoint")


class RefusedError(ChokepointError, app_commands.CheckFailure):
    """The person may not do this; the text says who may.

    It is a check's failure too: of what a check raises, discord.py hands only its own errors to
    the command tree.
    """


def fault_text(error: BaseException) -> str:
    """Return the sentence for the person; a bug is logged with the reference it names."""
    if isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError):
        error = error.__cause__ or error
    if isinstance(error, RefusedError):
        # Channels that it names are links.
        return re.sub(r"\\<#(\d+)\\>", r"<#\1>", escape(str(error)))
    if isinstance(error, ChokepointError):
        return escape(str(error))
    if isinstance(error, app_commands.CommandOnCooldown):
        return f"Too many questions at once; ask again in {error.retry_after:.0f} seconds."
    if isinstance(error, app_commands.CheckFailure):
        return "You can't use this command here."
    if isinstance(error, discord.Forbidden):
        return (
            "Discord does not let me write here. Give the bot View Channel, Send Messages and "
            "Send Messages in Threads in this channel."
        )
    reference = reference_id()
    _log.error("reference %s", reference, exc_info=error)
    return (
        f"Something went wrong on our side (reference `{reference}`). Please try again; if it "
        "stays so, give the reference to whoever runs this bot."
    )


async def show_fault(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person what went wrong, in whatever state the interaction is."""
    card = notice(fault_text(error), colour=FAULT)
    response = interaction.response
    try:
        if not response.is_done():
            await response.send_message(view=card, ephemeral=True)
        elif response.type is discord.InteractionResponseType.deferred_channel_message:
            await interaction.edit_original_response(view=card)
        else:
            await interaction.followup.send(view=card, ephemeral=True)
    except discord.HTTPException:
        # The interaction is gone (3 s or 15 minutes are over): nobody can be told.
        _log.warning("a fault could not be shown", exc_info=True)
