"""The buttons that turn the pages of a listing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.components.action import Action
from bot.listings import ListingKind, ListingQuery, listing_page
from bot.replies import send_reply

if TYPE_CHECKING:
    from bot.client import ChokepointBot


class TurnPage(
    Action[ui.Button[Any]],
    template=r"list:(?P<kind>[a-z]+)(?:-(?P<stance>[a-z]+))?:(?P<page>\d+)\|(?P<since>[\d-]*)\|(?P<until>[\d-]*)\|(?P<about>(?s:.*))",
):
    """Shows another page in place of this one."""

    def __init__(self, query: ListingQuery, label: str = "…") -> None:
        """Make the button that leads to `query`."""
        super().__init__(ui.Button(label=label, custom_id=str(query)))
        self.query = query

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again."""
        since, until = (date.fromisoformat(x) if x else None for x in match.group("since", "until"))
        return cls(
            ListingQuery(
                ListingKind(match["kind"]),
                match["about"],
                since,
                until,
                int(match["page"]),
                match["stance"] or "",
            )
        )

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Turn the page."""
        await interaction.response.defer()
        await show_listing(interaction, self.query)


async def show_listing(
    interaction: discord.Interaction[ChokepointBot], query: ListingQuery
) -> None:
    """Show a page as the reply to an interaction that was acknowledged."""
    bot = interaction.client
    view, files = await listing_page(bot, query, bot.phrases(interaction.locale), TurnPage)
    await send_reply(interaction, view, files)
