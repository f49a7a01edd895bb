"""`/corpus`: moderators keep the corpus current and see how it stands."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.cards.corpus import progress_card, report_card, status_card
from bot.cards.corpus_picture import NAME, status_alt, status_picture
from bot.cards.keeping import (
    audit_card,
    gaps_card,
    history_card,
    kept_card,
    preview_card,
    removed_card,
)
from bot.cards.notice import GOOD, notice
from bot.cogs.corpus_settings import ConfigCommands, FeedCommands
from bot.components.corpus import (
    draft_rows,
    gap_rows,
    held_rows,
    history_rows,
    queue_view,
    review_view,
    undo_rows,
)
from bot.components.corpus_forms import EditForm, QuoteForm, TextForm
from bot.drafts import keep_draft
from bot.edits import Edits
from bot.export import corpus_zip, feedback_csv
from bot.feeds import DEFAULT_HOURS, HOURS
from bot.permissions import require_corpus_moderator
from bot.store import Actor
from retrieval.documents import Kind
from retrieval.errors import ChokepointError
from retrieval.progress import Progress
from retrieval.sources.file import LARGEST_FILE

if TYPE_CHECKING:
    from bot.client import ChokepointBot

CHOICES = 25
CHOICE_TEXT = 100


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class CorpusCommands(
    commands.GroupCog,
    group_name="corpus",
    group_description="Keep the corpus (moderators)",
):
    """The moderators' commands; each checks who asks on its own."""

    feeds = FeedCommands(name="feeds", description="Watch feeds and the Federal Register")
    config = ConfigCommands(name="config", description="How the bot behaves in this server")

    def __init__(self, bot: ChokepointBot) -> None:
        """Act through `bot.curator`."""
        self.bot = bot

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everyone but moderators."""
        interaction.extras["actor"] = await require_corpus_moderator(interaction)
        return True

    @app_commands.command(
        description="Make the corpus folder's content live; answers go on meanwhile"
    )
    async def reload(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Reload with progress, then show what changed, and what to do when it is held back."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        say = self.bot.phrases(interaction.locale)
        loop = asyncio.get_running_loop()

        async def edit(view: ui.LayoutView) -> None:
            await interaction.edit_original_response(view=view)

        async with Edits(edit) as edits:

            def listen(progress: Progress) -> None:
                loop.call_soon_threadsafe(lambda: edits.show(progress_card(progress, say)))

            report = await self.bot.curator.reload(
                actor_of(interaction), listen, interaction.guild_id
            )
        await edit(report_card(report, say, [] if report.live else held_rows()))

    @app_commands.command(
        description="Show what is live: size, newest source, stale topics, problems"
    )
    async def status(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the state of the index, with a picture of when its documents appeared."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        status = await asyncio.to_thread(self.bot.librarian.status)
        say = self.bot.phrases(interaction.locale)
        alt = status_alt(status, say)
        image = await asyncio.to_thread(status_picture, status)
        await interaction.edit_original_response(
            view=status_card(status, say, (NAME, alt)),
            attachments=[discord.File(io.BytesIO(image), NAME, description=alt)],
        )

    @app_commands.command(description="Go back to the corpus before the last change")
    async def rollback(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Switch to the previous generation; a second rollback undoes the first."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        report = await self.bot.curator.rollback(
            actor_of(interaction), guild_id=interaction.guild_id
        )
        await self._show(interaction, report_card(report, self.bot.phrases(interaction.locale)))

    @app_commands.command(description="The versions of the corpus, and back to one of them")
    async def history(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the generations with a button for each that can come back."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        records = await self.bot.librarian.history()
        say = self.bot.phrases(interaction.locale)
        await self._show(interaction, history_card(records, say, history_rows(records)))

    @app_commands.command(description="Add an article: a file, an address, or a text")
    @app_commands.describe(
        file="md, txt, html or pdf", url="The address of a page; neither: a form for the text"
    )
    async def add(
        self,
        interaction: discord.Interaction[ChokepointBot],
        file: discord.Attachment | None = None,
        url: str = "",
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
        elif file.size > LARGEST_FILE:
            raise ChokepointError(
                f"{file.filename} has {file.size / 1e6:.1f} MB, and a file may have "
                f"{LARGEST_FILE // 1_000_000}."
            )
        else:
            preview = await self.bot.curator.read_file(file.filename, await file.read())
        key = await keep_draft(self.bot.store, preview.document)
        say = self.bot.phrases(interaction.locale)
        await self._show(interaction, preview_card(preview, say, draft_rows(key)))

    @app_commands.command(description="Add a person's words or position")
    @app_commands.describe(verbatim="The exact words, which are shown in quotation marks")
    async def quote(
        self, interaction: discord.Interaction[ChokepointBot], verbatim: bool = False
    ) -> None:
        """Open the form of a quote."""
        form = QuoteForm(verbatim, self.bot.phrases(interaction.locale))
        await interaction.response.send_modal(form)

    @app_commands.command(description="Change a document")
    @app_commands.describe(document="The document's id")
    async def edit(self, interaction: discord.Interaction[ChokepointBot], document: str) -> None:
        """Open the form of a live document."""
        found = self.bot.librarian.document(document)
        if found is None:
            raise ChokepointError(f"The corpus holds no document “{document}”; see /sources.")
        await interaction.response.send_modal(EditForm(found, self.bot.phrases(interaction.locale)))

    @app_commands.command(description="Take a document out of the corpus; it can be undone")
    @app_commands.describe(document="The document's id")
    async def remove(self, interaction: discord.Interaction[ChokepointBot], document: str) -> None:
        """Remove, with a button that undoes it."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        report, removed = await self.bot.curator.remove(
            actor_of(interaction), document, interaction.guild_id
        )
        say = self.bot.phrases(interaction.locale)
        card = kept_card(report, removed.title, say, undo_rows(removed.key))
        await self._show(interaction, card)

    @app_commands.command(description="Bring back a document that was removed")
    @app_commands.describe(document="The document's id; leave it out to see what was removed")
    async def restore(
        self, interaction: discord.Interaction[ChokepointBot], document: str = ""
    ) -> None:
        """Restore, or list what can be."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        say = self.bot.phrases(interaction.locale)
        if not document:
            removed = await self.bot.librarian.removed()
            await self._show(interaction, removed_card(removed, say))
            return
        report = await self.bot.curator.restore(
            actor_of(interaction), document, interaction.guild_id
        )
        await self._show(interaction, kept_card(report, document, say))

    @edit.autocomplete("document")
    @remove.autocomplete("document")
    async def _documents(
        self, interaction: discord.Interaction[ChokepointBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        wanted = typed.casefold().strip()
        found = [
            document
            for document in self.bot.librarian.documents()
            if len(document.id) <= CHOICE_TEXT
            and (wanted in document.title.casefold() or wanted in document.id.casefold())
        ]
        found.sort(key=lambda document: (document.kind is Kind.TERM, document.title))
        return [
            app_commands.Choice(name=document.title[:CHOICE_TEXT] or "…", value=document.id)
            for document in found[:CHOICES]
        ]

    @app_commands.command(description="Decide on what the feeds brought")
    async def queue(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the oldest item with buttons; deciding shows the next."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        await self._show(interaction, await queue_view(self.bot, interaction.locale))

    @app_commands.command(description="What was asked here and not answered well")
    async def gaps(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show this server's open questions, grouped by sense."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        gaps = await self.bot.curator.gaps(interaction.guild_id)
        await self._show(
            interaction, gaps_card(gaps, self.bot.phrases(interaction.locale), gap_rows())
        )

    @app_commands.command(description="Decide on answers that members reported")
    async def review(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the newest reported answer with buttons; deciding shows the next."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        await self._show(interaction, await review_view(interaction))

    @app_commands.command(description="Who did what to the corpus, and when")
    async def audit(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the latest entries of the audit log."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        entries = await self.bot.store.audit.latest()
        await self._show(interaction, audit_card(entries, self.bot.phrases(interaction.locale)))

    @app_commands.command(description="How often the feeds are fetched")
    @app_commands.describe(hours="Hours between two fetches of a feed")
    async def schedule(
        self,
        interaction: discord.Interaction[ChokepointBot],
        hours: app_commands.Range[float, 0.25, 168.0] | None = None,
    ) -> None:
        """Set the interval, or show it."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        bot = self.bot
        say = bot.phrases(interaction.locale)
        if hours is not None:
            async with bot.curator.noted(
                actor_of(interaction), "schedule", f"{hours:g} hours", interaction.guild_id
            ):
                await bot.store.options.set(HOURS, hours)
        known = float(await bot.store.options.get(HOURS, DEFAULT_HOURS))
        text = say("Each feed is fetched about every {hours} hours.", hours=f"{known:g}")
        await interaction.edit_original_response(view=notice(text, colour=GOOD))

    @app_commands.command(description="The corpus, its quotes and the feedback as a zip")
    async def export(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Send the zip to the moderator alone."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        async with self.bot.curator.noted(
            actor_of(interaction), "export", guild_id=interaction.guild_id
        ):
            feedback = await feedback_csv(self.bot.store)
            content = await asyncio.to_thread(corpus_zip, self.bot.settings.retrieval(), feedback)
            if len(content) > interaction.filesize_limit:
                raise ChokepointError(
                    f"The zip has {len(content) / 1e6:.1f} MB, more than Discord takes here; run "
                    "`chokepoint corpus export` on the bot's machine."
                )
            attached = discord.File(io.BytesIO(content), "corpus.zip")
            await interaction.edit_original_response(attachments=[attached])

    async def _show(
        self, interaction: discord.Interaction[ChokepointBot], view: ui.LayoutView
    ) -> None:
        await interaction.edit_original_response(view=view)


def actor_of(interaction: discord.Interaction[Any]) -> Actor:
    """Return who was found to be a moderator by the check of this command."""
    actor: Actor = interaction.extras["actor"]
    return actor
