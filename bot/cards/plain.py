"""Text-only mode: a card's words and buttons without boxes, pictures and rulers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import discord
from discord import ui

ROW = 5


def plain(view: ui.LayoutView) -> ui.LayoutView:
    """Return the same texts in the same order, then all buttons, then the menus."""
    made = ui.LayoutView(timeout=None)
    buttons: list[ui.Item[Any]] = []
    rest: list[ui.Item[Any]] = []
    for item in _flat(view.children):
        match item:
            case ui.TextDisplay():
                made.add_item(ui.TextDisplay(item.content))
            case ui.File():
                made.add_item(ui.File(item.media))
            case ui.Section():
                for child in item.children:
                    if isinstance(child, ui.TextDisplay):
                        made.add_item(ui.TextDisplay(child.content))
                buttons.append(item.accessory)
            case ui.ActionRow():
                row = list(item.children)
                if all(_is_button(child) for child in row):
                    rest.append(ui.ActionRow(*row))
                else:
                    rest.insert(0, ui.ActionRow(*row))
            case _:
                pass
    _number(buttons)
    for start in range(0, len(buttons), ROW):
        made.add_item(ui.ActionRow(*buttons[start : start + ROW]))
    for more in rest:
        made.add_item(more)
    return made


def _flat(items: list[ui.Item[Any]]) -> list[ui.Item[Any]]:
    flat = []
    for item in items:
        flat += _flat(item.children) if isinstance(item, ui.Container) else [item]
    return flat


def _is_button(item: ui.Item[Any]) -> bool:
    return item.type is discord.ComponentType.button


def _number(buttons: list[ui.Item[Any]]) -> None:
    """Tell buttons of the same label apart by their place, as they no longer stand by a text."""
    inner: list[Any] = [getattr(button, "item", button) for button in buttons]
    counts = Counter(one.label for one in inner)
    for number, one in enumerate(inner, start=1):
        if counts[one.label] > 1:
            one.label = f"{one.label} {number}"
