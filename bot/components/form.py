"""Modals that are understood also when the bot was restarted while one was being filled in.

discord.py discards what is submitted of a modal that it didn't open itself; so every submission
is read here, by the modal's custom id alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import discord
from discord import ui

from bot.cards.limits import CUSTOM_ID, MODAL_TITLE
from bot.cards.markdown import clip
from bot.faults import show_fault

if TYPE_CHECKING:
    from bot.client import ChokepointBot

# How long discord.py keeps an open modal in memory; a later submission is understood all the same.
OPEN_SECONDS = 900


class Form(ui.Modal):
    """A modal whose meaning is in its custom id.

    A subclass sets `pattern` (of the whole custom id) and handles a submission in `submitted`.
    """

    pattern: ClassVar[re.Pattern[str]]

    def __init__(self, title: str, custom_id: str) -> None:
        """Make a modal; a title that is too long is clipped."""
        assert len(custom_id) <= CUSTOM_ID
        super().__init__(title=clip(title, MODAL_TITLE), custom_id=custom_id, timeout=OPEN_SECONDS)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Handle a submission; `values` are the texts by the custom ids of the fields."""
        raise NotImplementedError

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Leave it to `submit`, which also knows forms of before a restart."""


async def submit(
    interaction: discord.Interaction[ChokepointBot], forms: tuple[type[Form], ...]
) -> None:
    """Handle a submitted modal with the form that it was made by."""
    data: Any = interaction.data
    for form in forms:
        match = form.pattern.fullmatch(data["custom_id"])
        if match:
            try:
                with interaction.client.work.serving(interaction):
                    await form.submitted(interaction, match, dict(_texts(data["components"])))
            except Exception as error:
                await show_fault(interaction, error)
            return


def _texts(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in components:
        if "value" in one:
            yield one["custom_id"], one["value"] or ""
        yield from _texts([one["component"]] if "component" in one else one.get("components", []))
