"""Turn the pages of a list; what is listed is in the button's custom id."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.cards.phrases import Say
from bot.cards.sources import newest_first, page_count, sources_card
from bot.components.action import Action
from bot.styles import styled
from retrieval.documents import Document

if TYPE_CHECKING:
    from bot.client import ChokepointBot


@dataclass(frozen=True, slots=True)
class SourcesQuery:
    """Which documents to list, and the page (from 0). Names are matched by how they begin."""

    page: int = 0
    topic: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""

    def __str__(self) -> str:
        """Return it as part of a custom id; names are shortened to fit."""
        topic, outlet = (re.sub(r"[|\s]+", " ", x)[:30] for x in (self.topic, self.outlet))
        return f"{self.page}|{topic}|{outlet}|{self.since}|{self.until}"

    def matches(self, document: Document) -> bool:
        """Whether `document` is listed."""
        outlets = [document.publisher or "", *(source.publisher for source in document.sources)]
        day = document.published.first.isoformat() if document.published else ""
        return (
            (not self.topic or _any_begins(document.topics, self.topic))
            and (not self.outlet or _any_begins(outlets, self.outlet))
            and (not self.since or day >= self.since)
            and (not self.until or (day != "" and day <= self.until))
        )


def _any_begins(names: tuple[str, ...] | list[str], start: str) -> bool:
    return any(name.casefold().startswith(start.casefold()) for name in names)


def sources_page(documents: tuple[Document, ...], query: SourcesQuery, say: Say) -> ui.LayoutView:
    """Return the list of `documents` that fit, with buttons to turn the page."""
    found = newest_first([document for document in documents if query.matches(document)])
    pages = page_count(found)
    page = min(query.page, pages - 1)
    buttons: list[ui.Item[Any]] = []
    if page > 0:
        buttons.append(SourcesPage(replace(query, page=page - 1), say("Newer")))
    if page + 1 < pages:
        buttons.append(SourcesPage(replace(query, page=page + 1), say("Older")))
    return sources_card(found, page, say, buttons)


class SourcesPage(
    Action[ui.Button[Any]],
    template=r"sources:(?P<page>\d+)\|(?P<topic>[^|]*)\|(?P<outlet>[^|]*)\|(?P<since>[^|]*)\|(?P<until>[^|]*)",
):
    """Shows another page of the list of sources."""

    def __init__(self, query: SourcesQuery, label: str = "…") -> None:
        """Make the button that leads to `query`."""
        super().__init__(ui.Button(label=label, custom_id=f"sources:{query}"))
        self.query = query

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again."""
        page, topic, outlet, since, until = match.groups()
        return cls(SourcesQuery(int(page), topic, outlet, since, until))

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Turn the page."""
        bot = interaction.client
        view = sources_page(bot.librarian.documents(), self.query, bot.phrases(interaction.locale))
        await interaction.response.edit_message(view=await styled(bot, interaction.user.id, view))
