"""Threads that members pursue an answer in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import discord
from discord import ui

from bot.cards.limits import THREAD_NAME
from bot.cards.markdown import clip

# Messages looked through for the last answer of a thread.
LOOKED_THROUGH = 20


def may_open(channel: Any, *, in_server: bool) -> bool:
    """Whether a thread can be opened from a message there; `in_server` is that the bot is, too."""
    return in_server and isinstance(channel, discord.TextChannel)


async def open_thread(message: discord.Message, question: str) -> discord.Thread | None:
    """Open a thread on an answer's message; None if there is one already.

    Raises:
        discord.Forbidden: the bot lacks Create Public Threads.
    """
    if message.flags.has_thread:
        return None
    return await message.create_thread(name=clip(" ".join(question.split()), THREAD_NAME))


def number_in(message: discord.Message) -> int | None:
    """Return the number of the answer that a message of the bot shows."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        match = re.fullmatch(r"follow:(\d+)", getattr(item, "custom_id", None) or "")
        if match:
            return int(match[1])
    return None


async def last_answer_in(thread: discord.Thread, bot_id: int, minutes: int) -> int | None:
    """Return the number of the newest answer that the bot showed in a thread this lately."""
    since = discord.utils.utcnow() - timedelta(minutes=minutes)
    try:
        async for message in thread.history(limit=LOOKED_THROUGH, after=since, oldest_first=False):
            if message.author.id == bot_id and (number := number_in(message)) is not None:
                return number
    except discord.HTTPException:
        # Without Read Message History a question stands by itself.
        pass
    return None
