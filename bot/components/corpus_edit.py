"""Change a live document: by a form where its text fits, else part by part or as a file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.cards.keeping import edit_card, kept_card
from bot.cards.limits import OPTION_TEXT, SELECT_OPTIONS
from bot.cards.markdown import clip
from bot.cards.phrases import Say
from bot.components.action import Action
from bot.components.corpus_forms import TEXT, CorpusForm, changes
from bot.permissions import require_corpus_moderator
from bot.text_parts import TextPart, parts_of
from retrieval.documents import Document
from retrieval.drafts import DIGEST_SHOWN, download
from retrieval.errors import ChokepointError
from retrieval.librarian import ReloadReport, document_key

if TYPE_CHECKING:
    from bot.client import ChokepointBot

# Two options of the menu turn its pages.
PARTS_SHOWN = SELECT_OPTIONS - 2
_VERSION = rf"[0-9a-f]{{12}}:[0-9a-f]{{{DIGEST_SHOWN}}}"


def version_of(document: Document) -> str:
    """Return a document and its version, short enough for a custom id."""
    return f"{document_key(document.id)}:{document.digest[:DIGEST_SHOWN]}"


def live_document(bot: ChokepointBot, version: str) -> Document:
    """Return the live document of a `version_of`.

    Raises:
        ChokepointError: it is gone, or was changed meanwhile.
    """
    key, _, digest = version.partition(":")
    document = bot.librarian.document_by_key(key)
    if document is None:
        raise ChokepointError("This document is no longer in the corpus.")
    if not document.digest.startswith(digest):
        raise ChokepointError(
            "“{title}” was changed by somebody else meanwhile; open it again.", title=document.title
        )
    return document


def edit_view(
    document: Document, say: Say, page: int = 0, report: ReloadReport | None = None
) -> ui.LayoutView:
    """Return the ways to change a document whose text is too long for one form.

    `page` is of the menu of parts; `report` tells of the change that was just made.
    """
    version = version_of(document)
    rows: list[ui.ActionRow[Any]] = [
        ui.ActionRow(PartMenu(version, _options(document, say, page), say("The part to change"))),
        ui.ActionRow(
            EditButton("facts", version, say("Title, outlet, date")),
            EditButton("file", version, say("Get the file")),
        ),
    ]
    return edit_card(document, report, say, rows)


class EditForm(CorpusForm):
    """Changes what a live document says of itself, and its text where that fits."""

    pattern = re.compile(rf"corpus-edit:(?P<version>{_VERSION})")

    def __init__(self, document: Document, say: Say) -> None:
        """Make the form for a live document."""
        super().__init__(say("Edit"), f"corpus-edit:{version_of(document)}")
        self.facts(document, say)
        if len(document.text) <= TEXT:
            self.field("text", say("Text"), document.text, longest=TEXT, required=True)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Make the change live, unless somebody else was faster."""
        actor = await require_corpus_moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot = interaction.client
        document = live_document(bot, match["version"])
        edited = bot.curator.changed(document, changes(values, document))
        report = await bot.curator.edit(actor, edited, document.digest, interaction.guild_id)
        card = kept_card(report, edited.title, bot.phrases(interaction.locale))
        await interaction.edit_original_response(view=card)


class PartForm(CorpusForm):
    """Changes one part of a live document's text; the rest stays character for character."""

    pattern = re.compile(rf"corpus-part:(?P<version>{_VERSION}):(?P<start>\d+)-(?P<end>\d+)")

    def __init__(self, document: Document, part: TextPart, say: Say) -> None:
        """Make the form for a part."""
        place = f"{part.start}-{part.end}"
        super().__init__(say("Edit"), f"corpus-part:{version_of(document)}:{place}")
        text = document.text[part.start : part.end]
        self.field("text", say("Text of this part"), text, longest=TEXT)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Make the change live and offer the parts again; an empty text takes the part away."""
        actor = await require_corpus_moderator(interaction)
        await interaction.response.defer()
        bot = interaction.client
        document = live_document(bot, match["version"])
        start, end = int(match["start"]), int(match["end"])
        part = values["text"].replace("\r\n", "\n").strip()
        text = document.text[:start] + part + document.text[end:]
        edited = bot.curator.changed(document, {"text": text})
        report = await bot.curator.edit(actor, edited, document.digest, interaction.guild_id)
        now = bot.curator.document(document.id)
        number = sum(one.start < start for one in parts_of(now.text))
        view = edit_view(now, bot.phrases(interaction.locale), number // PARTS_SHOWN, report)
        await interaction.edit_original_response(view=view)


class PartMenu(Action[ui.Select[Any]], template=rf"corpus-parts:(?P<version>{_VERSION})"):
    """Offers the parts of a long text, a page at a time."""

    def __init__(
        self,
        version: str,
        options: Sequence[discord.SelectOption] = (discord.SelectOption(label="…"),),
        placeholder: str | None = None,
    ) -> None:
        """Make the menu of a `version_of` a document."""
        super().__init__(
            ui.Select(
                custom_id=f"corpus-parts:{version}", options=list(options), placeholder=placeholder
            )
        )
        self.version = version

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the menu again; what was chosen is in the interaction."""
        return cls(match["version"])

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Open the form of the chosen part, or turn the page."""
        await require_corpus_moderator(interaction)
        document = live_document(interaction.client, self.version)
        say = interaction.client.phrases(interaction.locale)
        data: Any = interaction.data
        kind, _, value = data["values"][0].partition(":")
        if kind == "page":
            await interaction.response.edit_message(view=edit_view(document, say, int(value)))
            return
        start, end = (int(place) for place in value.split("-"))
        await interaction.response.send_modal(PartForm(document, TextPart(start, end), say))


def _options(document: Document, say: Say, page: int) -> list[discord.SelectOption]:
    text, parts = document.text, parts_of(document.text)
    page = min(page, (len(parts) - 1) // PARTS_SHOWN)
    first = page * PARTS_SHOWN
    options = []
    for number, part in enumerate(parts[first : first + PARTS_SHOWN], start=first + 1):
        begins = " ".join(text[part.start : part.start + OPTION_TEXT].split())
        place = say("Characters {start} to {end}", start=f"{part.start:,}", end=f"{part.end:,}")
        options.append(
            discord.SelectOption(
                label=clip(f"{number}. {begins}", OPTION_TEXT),
                description=place,
                value=f"part:{part.start}-{part.end}",
            )
        )
    if page:
        turn = discord.SelectOption(label=say("Earlier parts"), value=f"page:{page - 1}")
        options.insert(0, turn)
    if first + PARTS_SHOWN < len(parts):
        options.append(discord.SelectOption(label=say("Later parts"), value=f"page:{page + 1}"))
    return options


class EditButton(
    Action[ui.Button[Any]], template=rf"corpus-edits:(?P<act>facts|file):(?P<version>{_VERSION})"
):
    """Opens the form of a document's facts, or gives the document as a file."""

    def __init__(self, name: str, version: str, label: str = "…") -> None:
        """Make the button of a `version_of` a document."""
        super().__init__(ui.Button(label=label, custom_id=f"corpus-edits:{name}:{version}"))
        self.name = name
        self.version = version

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again."""
        return cls(match["act"], match["version"])

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Check who presses, then open the form or send the file."""
        await require_corpus_moderator(interaction)
        document = live_document(interaction.client, self.version)
        if self.name == "facts":
            say = interaction.client.phrases(interaction.locale)
            await interaction.response.send_modal(EditForm(document, say))
            return
        await interaction.response.send_message(file=document_file(document), ephemeral=True)


def document_file(document: Document) -> discord.File:
    """Return a document as an attachment to change and give back."""
    name, content = download(document)
    return discord.File(io.BytesIO(content), name)
