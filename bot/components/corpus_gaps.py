"""The questions left open, with a button to add a source for each and a menu to close one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.cards.limits import OPTION_TEXT
from bot.cards.markdown import clip
from bot.cards.moderation import GAPS_SHOWN, gaps_card
from bot.cards.phrases import Say
from bot.components.action import Action
from bot.components.corpus import GREEN, CorpusButton, Press
from bot.gaps import Gap
from bot.permissions import require_corpus_moderator


async def gaps_view(press: Press) -> ui.LayoutView:
    """Return a server's open questions, grouped by sense, with what can be done about each."""
    say = press.client.phrases(press.locale)
    return gaps_message(await press.client.curator.gaps(press.guild_id), say)


def gaps_message(gaps: Sequence[Gap], say: Say) -> ui.LayoutView:
    """Return the message of these gaps, the first to come first."""
    menu: list[ui.ActionRow[Any]] = []
    if gaps:
        menu.append(ui.ActionRow(CloseGap(_options(gaps), say("Close a question"))))
    return gaps_card(gaps, say, lambda gap: source_button(gap, say), menu)


def source_button(gap: Gap, say: Say) -> CorpusButton:
    """Return the button that adds a source for a question left open."""
    return CorpusButton("source", str(gap.answers[0].id), say("Add a source for this"), GREEN)


class CloseGap(Action[ui.Select[Any]], template=r"corpus-gap-close"):
    """Takes a question off the list that needs no source; asked again, it is back."""

    def __init__(
        self,
        options: Sequence[discord.SelectOption] = (discord.SelectOption(label="…"),),
        placeholder: str | None = None,
    ) -> None:
        """Make the menu of some open questions."""
        super().__init__(
            ui.Select(custom_id="corpus-gap-close", options=list(options), placeholder=placeholder)
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu again."""
        return cls()

    async def act(self, interaction: Press) -> None:
        """Check who chooses, close the question and show the rest."""
        actor = await require_corpus_moderator(interaction)
        await interaction.response.defer()
        number = int(self.item.values[0])
        await interaction.client.curator.dismiss_gap(actor, number, interaction.guild_id)
        await interaction.edit_original_response(view=await gaps_view(interaction))


def _options(gaps: Sequence[Gap]) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=clip(gap.question, OPTION_TEXT), value=str(gap.answers[0].id))
        for gap in gaps[:GAPS_SHOWN]
    ]
