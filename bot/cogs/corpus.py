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
from bot.cards.keeping import history_card
from bot.cards.moderation import audit_card
from bot.cogs.corpus_documents import DocumentCommands, QuoteCommands, document_choices
from bot.cogs.corpus_settings import ConfigCommands, FeedCommands, feeds_view
from bot.components.corpus import held_rows, history_rows, queue_view, review_view
from bot.components.corpus_edit import document_file
from bot.components.corpus_gaps import gaps_view
from bot.edits import Edits
from bot.export import corpus_zip, feedback_csv
from bot.permissions import actor_of, require_corpus_moderator
from bot.schedule import FEWEST_HOURS, MOST_HOURS, set_refresh_hours
from retrieval.errors import ChokepointError
from retrieval.progress import Progress

if TYPE_CHECKING:
    from bot.client import ChokepointBot


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class CorpusCommands(
    DocumentCommands,
    commands.GroupCog,
    group_name="corpus",
    group_description="Keep the corpus (moderators)",
):
    """The moderators' commands; each checks who asks on its own."""

    feeds = FeedCommands(name="feeds", description="Watch feeds and the Federal Register")
    quote = QuoteCommands(name="quote", description="People's words and positions")
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
        await edit(report_card(report, say, [] if report.live else held_rows(say)))

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
        await self._show(interaction, history_card(records, say, history_rows(records, say)))

    @app_commands.command(description="Decide on what the feeds brought")
    async def queue(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show the oldest item with buttons; deciding shows the next."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        await self._show(interaction, await queue_view(self.bot, interaction.locale))

    @app_commands.command(description="What was asked here and not answered well")
    async def gaps(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show this server's open questions, grouped by sense."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        await self._show(interaction, await gaps_view(interaction))

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
        hours: app_commands.Range[float, FEWEST_HOURS, MOST_HOURS] | None = None,
    ) -> None:
        """Set the interval, or show it with the time of each feed's next fetch."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        if hours is not None:
            await set_refresh_hours(
                self.bot.store, actor_of(interaction), hours, interaction.guild_id
            )
        await self._show(interaction, await feeds_view(interaction))

    @app_commands.command(description="The corpus and the feedback as a zip, or one document")
    @app_commands.describe(document="A document's id: as a file to change and give to edit")
    @app_commands.autocomplete(document=document_choices)
    async def export(
        self, interaction: discord.Interaction[ChokepointBot], document: str = ""
    ) -> None:
        """Send the file to the moderator alone."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        async with self.bot.store.audit.noted(
            actor_of(interaction), "export", document, interaction.guild_id
        ):
            if document:
                attached = document_file(self.bot.curator.document(document))
            else:
                attached = await self._zip(interaction.filesize_limit)
            await interaction.edit_original_response(attachments=[attached])

    async def _zip(self, largest: int) -> discord.File:
        feedback = await feedback_csv(self.bot.store)
        content = await asyncio.to_thread(corpus_zip, self.bot.settings.retrieval(), feedback)
        if len(content) > largest:
            raise ChokepointError(
                "The zip has {size} MB, more than Discord takes here; run `chokepoint corpus "
                "export` on the bot's machine.",
                size=f"{len(content) / 1000000.0:.1f}",
            )
        return discord.File(io.BytesIO(content), "corpus.zip")

    async def _show(
        self, interaction: discord.Interaction[ChokepointBot], view: ui.LayoutView
    ) -> None:
        await interaction.edit_original_response(view=view)
