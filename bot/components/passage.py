"""The button (or menu entry) of a source: opens the exact passage with the cited words marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.cards.limits import CUSTOM_ID, OPTION_TEXT
from bot.cards.markdown import clip, escape
from bot.cards.passage import passage_card
from bot.components.action import Action
from bot.faults import ToldError
from bot.styles import styled
from retrieval.documents import Document
from retrieval.librarian import document_key

if TYPE_CHECKING:
    from bot.client import ChokepointBot

# Looks a live document up by its id.
Find = Callable[[str], Document | None]
_POINTER = r"(?P<key>[0-9a-f]{12}):(?P<digest>[0-9a-f]{8}):(?P<spans>\d+-\d+(?:,\d+-\d+)*)"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Spans of one document in one of its versions, short enough for a custom id."""

    key: str
    digest: str
    spans: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        """Return as many spans as have room."""
        text = f"{self.key}:{self.digest}:"
        for number, (start, end) in enumerate(self.spans):
            more = f"{',' if number else ''}{start}-{end}"
            if len(text) + len(more) > CUSTOM_ID - len("passage:"):
                break
            text += more
        return text

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` wrote.

        Raises:
            ValueError: the text isn't a pointer.
        """
        match = re.fullmatch(_POINTER, text)
        if match is None:
            raise ValueError(text)
        spans = tuple(
            (int(start), int(end))
            for start, end in (span.split("-") for span in match["spans"].split(","))
        )
        return cls(match["key"], match["digest"], spans)


def pointer_to(document: Document, spans: Sequence[tuple[int, int]]) -> Pointer:
    """Return a pointer to `spans` of `document`."""
    return Pointer(document_key(document.id), document.digest[:8], tuple(sorted(set(spans))))


async def open_passage(interaction: discord.Interaction[ChokepointBot], pointer: Pointer) -> None:
    """Show the passage to the person alone."""
    bot = interaction.client
    document = bot.librarian.document_by_key(pointer.key)
    if document is None:
        raise ToldError(
            lambda say: say(
                "This source is no longer in the corpus; ask again to see what it holds now."
            )
        )
    if not document.digest.startswith(pointer.digest):
        title = escape(document.title)
        raise ToldError(
            lambda say: say(
                "“{title}” was changed since this answer; ask again to see it as it is now.",
                title=title,
            )
        )
    card = passage_card(document, pointer.spans, bot.phrases(interaction.locale))
    view = await styled(bot, interaction.user.id, card)
    await interaction.response.send_message(view=view, ephemeral=True)


class PassageButton(Action[ui.Button[Any]], template="passage:" + _POINTER):
    """Opens the passage of one source."""

    def __init__(self, pointer: Pointer, label: str = "Passage") -> None:
        """Make the button."""
        super().__init__(
            ui.Button(
                label=label,
                style=discord.ButtonStyle.secondary,
                custom_id=f"passage:{pointer}",
            )
        )
        self.pointer = pointer

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again from what a message of earlier holds."""
        return cls(Pointer.parse(match.string.removeprefix("passage:")))

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Open the passage."""
        await open_passage(interaction, self.pointer)


class PassageMenu(Action[ui.Select[Any]], template="passages"):
    """Opens the passage of a source for which no button had room."""

    def __init__(
        self, sources: Sequence[tuple[str, str, Pointer]] = (), placeholder: str = ""
    ) -> None:
        """Make the menu of (label, description, pointer)."""
        options = [
            discord.SelectOption(
                label=clip(label, OPTION_TEXT),
                description=clip(description, OPTION_TEXT) or None,
                value=str(pointer),
            )
            for label, description, pointer in sources
        ]
        super().__init__(
            ui.Select(
                custom_id="passages",
                placeholder=placeholder or None,
                options=options or [discord.SelectOption(label="…")],
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu again; what was chosen is in the interaction."""
        return cls()

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Open the chosen passage."""
        data: Any = interaction.data
        await open_passage(interaction, Pointer.parse(data["values"][0]))
