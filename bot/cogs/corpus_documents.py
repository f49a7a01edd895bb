"""`/corpus add`, `quote`, `edit`, `remove` and `restore`: single documents, live in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.keeping import kept_card, removed_card
from bot.cards.limits import CHOICE_TEXT, CHOICES
from bot.cards.markdown import clip
from bot.components.corpus import draft_view, undo_rows
from bot.components.corpus_edit import EditForm, edit_view
from bot.components.corpus_forms import TEXT, QuoteForm, TextForm
from bot.drafts import Draft
from bot.permissions import ModeratorGroup, actor_of, require_corpus_moderator
from retrieval.documents import Kind, Status
from retrieval.errors import ChokepointError
from retrieval.sources.file import LARGEST_FILE

if TYPE_CHECKING:
    from bot.client import ChokepointBot

Use = discord.Interaction["ChokepointBot"]
NONE = app_commands.Choice(name="none", value="none")
STATUSES = [
    *(app_commands.Choice(name=status.replace("_", " "), value=status.value) for status in Status),
    NONE,
]


async def document_choices(interaction: Use, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the live documents whose title or id holds what was typed."""
    wanted = typed.casefold().strip()
    found = [
        document
        for document in interaction.client.librarian.documents()
        if len(document.id) <= CHOICE_TEXT
        and (wanted in document.title.casefold() or wanted in document.id.casefold())
    ]
    found.sort(key=lambda document: (document.kind is Kind.TERM, document.title))
    return [
        app_commands.Choice(name=clip(document.title, CHOICE_TEXT) or "…", value=document.id)
        for document in found[:CHOICES]
    ]


async def removed_choices(interaction: Use, typed: str) -> list[app_commands.Choice[str]]:
    """Offer a moderator what was removed and can be restored, the latest first."""
    # discord.py checks who runs a command, not who types it.
    await require_corpus_moderator(interaction)
    wanted = typed.casefold().strip()
    return [
        app_commands.Choice(name=clip(removed.title, CHOICE_TEXT) or "…", value=removed.key)
        for removed in await interaction.client.librarian.removed()
        if wanted in removed.title.casefold() or wanted in removed.document.casefold()
    ][:CHOICES]


class QuoteCommands(ModeratorGroup):
    """Quotes: add; they are edited and removed like every document."""

    @app_commands.command(description="Add a person's words or position")
    @app_commands.describe(verbatim="The exact words, which are shown in quotation marks")
    async def add(self, interaction: Use, verbatim: bool = False) -> None:
        """Open the form of a quote."""
        form = QuoteForm(verbatim, interaction.client.phrases(interaction.locale))
        await interaction.response.send_modal(form)


class DocumentCommands(commands.Cog):
    """The part of `/corpus` that is about single documents; its cog checks who asks."""

    bot: ChokepointBot

    @app_commands.command(description="Add an article: a file, an address, or a text")
    @app_commands.describe(
        file="md, txt, html or pdf", url="The address of a page; neither: a form for the text"
    )
    async def add(
        self, interaction: Use, file: discord.Attachment | None = None, url: str = ""
    ) -> None:
        """Show a preview with buttons to add, correct or drop it."""
        if file is None and not url:
            form = TextForm(self.bot.phrases(interaction.locale))
            await interaction.response.send_modal(form)
            return
        await interaction.response.defer(thinking=True, ephemeral=True)
        if file is not None and url:
            raise ChokepointError("Give a file or an address, not both.")
        if file is None:
            preview = await self.bot.curator.read_url(url)
        else:
            preview = await self.bot.curator.read_file(file.filename, await _content(file))
        view = await draft_view(interaction, Draft(preview.document), preview)
        await interaction.edit_original_response(view=view)

    @app_commands.command(description="Change a document by a form, a file, or what is given here")
    @app_commands.describe(
        document="The document's id",
        file="The whole document anew: md, txt, html or pdf",
        status="Where a rule stands",
        superseded_by="The id of the document that replaces it, or none",
        effective="The date it takes effect, as 2026-01-15, or none",
        topics="Topics, separated by commas, or none",
        author="The author, or none",
    )
    @app_commands.choices(status=STATUSES)
    @app_commands.autocomplete(document=document_choices, superseded_by=document_choices)
    async def edit(
        self,
        interaction: Use,
        document: str,
        file: discord.Attachment | None = None,
        status: str = "",
        superseded_by: str = "",
        effective: str = "",
        topics: str = "",
        author: str = "",
    ) -> None:
        """Make what is given live; show what a file would change; else open the form."""
        say, curator = self.bot.phrases(interaction.locale), self.bot.curator
        found = curator.document(document)
        options = {
            "status": status,
            "superseded_by": superseded_by,
            "effective": effective,
            "topics": topics,
            "author": author,
        }
        given = {name: value for name, value in options.items() if value}
        if file is None and not given and len(found.text) <= TEXT:
            await interaction.response.send_modal(EditForm(found, say))
            return
        await interaction.response.defer(thinking=True, ephemeral=True)
        if file is not None:
            data = await _content(file)
            preview, seen = await curator.read_edit(found, file.filename, data, given)
            view = await draft_view(interaction, Draft(preview.document, seen=seen), preview)
        elif given:
            edited = curator.changed(found, given)
            report = await curator.edit(
                actor_of(interaction), edited, found.digest, interaction.guild_id
            )
            view = kept_card(report, edited.title, say)
        else:
            view = edit_view(found, say)
        await interaction.edit_original_response(view=view)

    @app_commands.command(description="Take a document out of the corpus; it can be undone")
    @app_commands.describe(document="The document's id")
    @app_commands.autocomplete(document=document_choices)
    async def remove(self, interaction: Use, document: str) -> None:
        """Remove, with a button that undoes it."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        report, removed = await self.bot.curator.remove(
            actor_of(interaction), document, interaction.guild_id
        )
        say = self.bot.phrases(interaction.locale)
        card = kept_card(report, removed.title, say, undo_rows(removed.key, say))
        await interaction.edit_original_response(view=card)

    @app_commands.command(description="Bring back a document that was removed")
    @app_commands.describe(document="The document's id; leave it out to see what was removed")
    @app_commands.autocomplete(document=removed_choices)
    async def restore(self, interaction: Use, document: str = "") -> None:
        """Restore, or list what can be."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        say = self.bot.phrases(interaction.locale)
        if document:
            report = await self.bot.curator.restore(
                actor_of(interaction), document, interaction.guild_id
            )
            card = kept_card(report, ", ".join(report.added), say)
        else:
            card = removed_card(await self.bot.librarian.removed(), say)
        await interaction.edit_original_response(view=card)


async def _content(file: discord.Attachment) -> bytes:
    if file.size > LARGEST_FILE:
        raise ChokepointError(
            "{name} has {size} MB, and a file may have {most}.",
            name=file.filename,
            size=f"{file.size / 1000000.0:.1f}",
            most=LARGEST_FILE // 1000000,
        )
    return await file.read()
