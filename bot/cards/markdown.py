"""Texts of others inside Discord's markdown: shown as they are, never obeyed."""

from __future__ import annotations

import re

# Everything that Discord's markdown, mentions, custom emoji and time stamps begin with.
_SPECIAL = re.compile(r"([\\*_~`|<>\[\]@:])")
# What only means something at the start of a line: headings, lists, small print.
_LINE_START = re.compile(r"^(\s*)(#{1,3}|-#|[-+]|\d+(?=\.))(?=\s|\.)", re.MULTILINE)


def escape(text: str) -> str:
    """Return markdown that shows `text` itself: nothing formatted, linked or mentioned."""
    text = _SPECIAL.sub(r"\\\1", text)
    return _LINE_START.sub(lambda m: m[1] + (f"{m[2]}\\" if m[2].isdigit() else f"\\{m[2]}"), text)


def clip(text: str, length: int) -> str:
    """Return `text` in at most `length` characters, cut at a word's end and marked with "…"."""
    if len(text) <= length:
        return text
    if length <= 1:
        return "…"[:length]
    cut = text[: length - 1]
    space = cut.rfind(" ")
    return cut[: space if space > length // 2 else length - 1].rstrip() + "…"


def clip_escaped(text: str, length: int) -> str:
    """Return `text` clipped and escaped so that the markdown has at most `length` characters."""
    shown = escape(text)
    if len(shown) <= length:
        return shown
    room = length
    while len(shown := escape(clip(text, max(room, 0)))) > length:
        # A character less is one or two of markdown less: never more is taken away than must be.
        room -= max(1, (len(shown) - length) // 2)
    return shown


def link(text: str, address: str | None) -> str:
    """Return a link without preview, or the text alone where the address can't be one."""
    if address and re.fullmatch(r"https?://[^\s<>()\\]+", address):
        return f"[{text}](<{address}>)"
    return text
