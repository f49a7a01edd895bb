"""From a fault to what the person sees: a plain sentence, or a reference id for a bug."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands

from bot.cards.markdown import clip_escaped
from bot.cards.notice import FAULT, notice
from bot.cards.phrases import Say, english
from bot.cards.told import told
from bot.replies import tell
from retrieval.errors import ChokepointError, NotInCorpusError, reference_id

_log = logging.getLogger("chokepoint")

NAME = 100


class ToldError(ChokepointError, app_commands.CheckFailure):
    """A fault told in the reader's language: `tell` returns it as markdown.

    It is a check's failure too: of what a check raises, discord.py hands only its own errors to
    the command tree.
    """

    def __init__(self, tell: Callable[[Say], str]) -> None:
        """Tell it in English, too, for the log."""
        super().__init__(tell(english))
        self.tell = tell


def fault_text(error: BaseException, say: Say) -> str:
    """Return the sentence for the person; a bug is logged with the reference it names."""
    if isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError):
        error = error.__cause__ or error
    if isinstance(error, ToldError):
        return error.tell(say)
    if isinstance(error, NotInCorpusError):
        return _not_held(error, say)
    if isinstance(error, ChokepointError):
        return told(error, say)
    if isinstance(error, app_commands.CheckFailure):
        return say("You can't use this command here.")
    if isinstance(error, discord.Forbidden):
        return say(
            "Discord does not let me write here. Give the bot View Channel, Send Messages and "
            "Send Messages in Threads in this channel."
        )
    reference = reference_id()
    _log.error("reference %s", reference, exc_info=error)
    return say(
        "Something went wrong on our side (reference `{reference}`). Please try again; if it "
        "stays so, give the reference to whoever runs this bot.",
        reference=reference,
    )


def _not_held(error: NotInCorpusError, say: Say) -> str:
    name = clip_escaped(error.name, NAME)
    match error.what:
        case "rule":
            text = say("The corpus holds no rule called “{name}”.", name=name)
        case "term":
            text = say("The corpus holds no term called “{name}”.", name=name)
        case _:
            text = say("The corpus holds no words or position of “{name}”.", name=name)
    if not error.near:
        return f"{text} {say('Try another name.')}"
    names = " · ".join(f"**{clip_escaped(one, NAME)}**" for one in error.near)
    return f"{text} {say('Did you mean: {names}', names=names)}"


async def show_fault(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person alone what went wrong, in whatever state the interaction is."""
    say = interaction.client.phrases(interaction.locale)
    card = notice(fault_text(error, say), colour=FAULT)
    try:
        await tell(interaction, card)
    except discord.HTTPException:
        # The interaction is gone (3 s or 15 minutes are over): nobody can be told.
        _log.warning("a fault could not be shown", exc_info=True)
