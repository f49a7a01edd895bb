"""The moderators' forms: a text to add, the facts of a draft, a quote, an edit, a correction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.cards.keeping import kept_card, preview_card
from bot.cards.phrases import Say
from bot.components.corpus import draft_rows, review_view
from bot.components.form import Form
from bot.drafts import keep_draft, kept_draft
from bot.permissions import require_corpus_moderator
from bot.store import ReviewVerdict
from retrieval.documents import (
    Document,
    Kind,
    PartialDate,
    Quote,
    SourceReference,
    partial_date,
)
from retrieval.errors import ChokepointError
from retrieval.librarian import document_key

if TYPE_CHECKING:
    from bot.client import ChokepointBot

LINE, URL, TEXT = 300, 1000, 4000


class CorpusForm(Form):
    """A form of which every field is a line or a paragraph."""

    def field(
        self, name: str, label: str, value: str = "", *, longest: int = LINE, required: bool = False
    ) -> None:
        """Add a field; `longest` above a line's length makes it a paragraph."""
        tall = longest > URL
        style = discord.TextStyle.paragraph if tall else discord.TextStyle.short
        self.add_item(
            ui.Label(
                text=label,
                component=ui.TextInput(
                    custom_id=name,
                    style=style,
                    default=value[:longest] or None,
                    max_length=longest,
                    required=required,
                ),
            )
        )

    def facts(self, document: Document, say: Say) -> None:
        """Add fields for title, outlet, date and address."""
        self.field("title", say("Title"), document.title, required=True)
        self.field("publisher", say("Outlet"), document.publisher or "")
        self.field("published", say("Date, as 2026-01-15"), str(document.published or ""))
        self.field("url", say("Address"), document.url or "", longest=URL)


class TextForm(CorpusForm):
    """Asks for an article whose text is at hand."""

    pattern = re.compile(r"corpus-text")

    def __init__(self, say: Say) -> None:
        """Make the form."""
        super().__init__(say("Add an article"), "corpus-text")
        self.facts(Document(id="", text="", title=""), say)
        self.field("text", say("Text"), longest=TEXT, required=True)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Show the preview."""
        await require_corpus_moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        draft = _with_facts(Document(id="", text=values["text"], title=""), values)
        await _preview(interaction, draft)


class FactsForm(CorpusForm):
    """Corrects what a draft says of itself."""

    pattern = re.compile(r"corpus-facts:(?P<key>[0-9a-f]{12})")

    def __init__(self, key: str, draft: Document, say: Say) -> None:
        """Make the form for the draft kept under `key`."""
        super().__init__(say("Correct"), f"corpus-facts:{key}")
        self.facts(draft, say)
        self.field("author", say("Author"), draft.author or "")

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Show the preview again, in the same message."""
        await require_corpus_moderator(interaction)
        await interaction.response.defer()
        draft = await kept_draft(interaction.client.store, match["key"])
        corrected = _with_facts(draft.document, values)
        await _preview(interaction, corrected, match["key"], draft.item)


class QuoteForm(CorpusForm):
    """Asks for a person's words or position."""

    pattern = re.compile(r"corpus-quote:(?P<verbatim>yes|no)")

    def __init__(self, verbatim: bool, say: Say) -> None:
        """Make the form; `verbatim` words are shown in quotation marks."""
        super().__init__(say("Add a quote"), f"corpus-quote:{'yes' if verbatim else 'no'}")
        self.field("speaker", say("Who"), required=True)
        self.field("affiliation", say("Affiliation"))
        self.field("published", say("Date, as 2026-01-15"))
        words = say("Exact words") if verbatim else say("The position, in a sentence of yours")
        self.field("text", words, longest=TEXT, required=True)
        self.field("url", say("Address of the source"), longest=URL)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Show the preview."""
        await require_corpus_moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        speaker = values["speaker"].strip()
        url = values.get("url", "").strip() or None
        draft = Document(
            id="",
            text=values["text"],
            title=speaker,
            kind=Kind.QUOTE,
            published=_day(values.get("published", "")),
            url=url,
            sources=(SourceReference(_host(url), url=url),) if url else (),
            quote=Quote(
                speaker, values.get("affiliation", "").strip() or None, match["verbatim"] == "yes"
            ),
        )
        await _preview(interaction, draft)


class EditForm(CorpusForm):
    """Changes a live document; a text too long for a form stays as it is."""

    pattern = re.compile(r"corpus-edit:(?P<key>[0-9a-f]{12}):(?P<digest>[0-9a-f]{8})")

    def __init__(self, document: Document, say: Say) -> None:
        """Make the form for a live document."""
        super().__init__(
            say("Edit"), f"corpus-edit:{document_key(document.id)}:{document.digest[:8]}"
        )
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
        document = bot.librarian.document_by_key(match["key"])
        if document is None:
            raise ChokepointError("This document is no longer in the corpus.")
        edited = replace(_with_facts(document, values), text=values.get("text", document.text))
        report = await bot.curator.edit(actor, edited, match["digest"], interaction.guild_id)
        card = kept_card(report, edited.title, bot.phrases(interaction.locale))
        await interaction.edit_original_response(view=card)


class CorrectionForm(CorpusForm):
    """Asks for the answer that is shown in place of a wrong one."""

    pattern = re.compile(r"corpus-correct:(?P<number>\d+)")

    def __init__(self, number: int, say: Say) -> None:
        """Make the form for the answer kept under `number`."""
        super().__init__(say("Correct the answer"), f"corpus-correct:{number}")
        self.field("text", say("What is right"), longest=2000, required=True)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Keep the correction and show the next answer."""
        actor = await require_corpus_moderator(interaction)
        await interaction.response.defer()
        bot, guild_id = interaction.client, interaction.guild_id or 0
        kept = await bot.store.answers.get(int(match["number"]))
        if kept is None or kept.asker.guild_id != interaction.guild_id:
            raise ChokepointError("This answer is gone.")
        question, text = kept.answer.question, values["text"].strip()
        await bot.curator.review(actor, guild_id, question, ReviewVerdict.CORRECTED, text)
        await interaction.edit_original_response(view=await review_view(interaction))


async def _preview(
    interaction: discord.Interaction[ChokepointBot],
    draft: Document,
    key: str | None = None,
    item: int | None = None,
) -> None:
    bot = interaction.client
    preview = await bot.librarian.preview(draft)
    key = await keep_draft(bot.store, preview.document, key, item)
    card = preview_card(preview, bot.phrases(interaction.locale), draft_rows(key))
    await interaction.edit_original_response(view=card)


def _with_facts(document: Document, values: Mapping[str, str]) -> Document:
    def text(name: str, known: str | None) -> str | None:
        return values[name].strip() or None if name in values else known

    return replace(
        document,
        title=text("title", None) or document.title,
        publisher=text("publisher", document.publisher),
        author=text("author", document.author),
        url=text("url", document.url),
        published=_day(values.get("published", "")),
    )


def _day(text: str) -> PartialDate | None:
    if not text.strip():
        return None
    found = partial_date(text)
    if found is None:
        raise ChokepointError(f"“{text}” is no date; write it as 2026-01-15.")
    return found


def _host(url: str | None) -> str:
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", url or "")
    return found[1] if found else "source"
