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
    *lines: str,
    colour: discord.Colour = PLAIN,
    rows: Sequence[ui.ActionRow[Any]] = (),
    picture: tuple[str, str] | None = None,
) -> ui.LayoutView:
    """Return a message of these lines of markdown, one under the other, with rows of buttons.

    `picture` is an attached file's name and its alt text.
    """
    view = ui.LayoutView(timeout=None)
    text = clip("\n".join(lines), MESSAGE_TEXT)
    shown = [gallery(*picture)] if picture else []
    view.add_item(ui.Container(ui.TextDisplay(text), *shown, *rows, accent_colour=colour))
    return view


def gallery(name: str, alt: str) -> ui.MediaGallery[Any]:
    """Return the place where an attached picture shows, with its alt text."""
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=alt))
