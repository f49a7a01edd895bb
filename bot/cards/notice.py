"""Short messages: a plain sentence in a box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip

PLAIN = discord.Colour(0x4F545C)
GOOD = discord.Colour(0x248046)
CARE = discord.Colour(0xE0A100)
FAULT = discord.Colour(0xDA373C)


def notice(
    *lines: str, colour: discord.Colour = PLAIN, rows: Sequence[ui.ActionRow[Any]] = ()
) -> ui.LayoutView:
    """Return a message of these lines of markdown, one under the other, with rows of buttons."""
    view = ui.LayoutView(timeout=None)
    text = clip("\n".join(lines), MESSAGE_TEXT)
    view.add_item(ui.Container(ui.TextDisplay(text), *rows, accent_colour=colour))
    return view
