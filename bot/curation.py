"""What moderators do, whoever asks for it: the command line, Discord or the schedule.

Every act is noted in the audit log before it begins and when it ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from bot.gaps import Gap, ask_again, dismiss_gap, open_gaps
from bot.store import Actor, Store
from retrieval.documents import Document
from retrieval.drafts import file_draft, uploaded, with_facts
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian, Preview, ProgressListener, ReloadReport, Removed
from retrieval.settings import RetrievalSettings
from retrieval.sources.fetch import Fetcher
from retrieval.sources.web import page_draft


class Curator:
    """Changes the corpus through the librarian and notes who did what in the store."""

    def __init__(self, librarian: Librarian, store: Store, settings: RetrievalSettings) -> None:
        """Work through `librarian` and `store`."""
        self.librarian = librarian
        self.store = store
        self._settings = settings

    def fetcher(self) -> Fetcher:
        """Return what fetches pages, with the private addresses of the settings."""
        return Fetcher(self._settings.private_addresses)

    async def reload(
        self, actor: Actor, progress: ProgressListener | None = None, guild_id: int | None = None
    ) -> ReloadReport:
        """Reload the corpus folder; see `Librarian.reload`."""
        async with self.store.audit.noted(actor, "reload", guild_id=guild_id):
            report = await self.librarian.reload(progress, actor.name)
        return await self.close_answered(report, guild_id)

    async def rollback(
        self, actor: Actor, generation: str | None = None, guild_id: int | None = None
    ) -> ReloadReport:
        """Go back to an earlier index."""
        async with self.store.audit.noted(actor, "rollback", generation or "", guild_id):
            report = await self.librarian.rollback(generation, actor.name)
        return await self.close_answered(report, guild_id)

    async def activate(self, actor: Actor, guild_id: int | None = None) -> ReloadReport:
        """Make the candidate live that was held back."""
        async with self.store.audit.noted(actor, "activate", guild_id=guild_id):
            report = await self.librarian.activate(actor.name)
        return await self.close_answered(report, guild_id)

    async def discard(self, actor: Actor, guild_id: int | None = None) -> str:
        """Drop the candidate that was held back."""
        async with self.store.audit.noted(actor, "discard", guild_id=guild_id):
            return await self.librarian.discard(actor.name)

    async def read_url(self, url: str) -> Preview:
        """Fetch a page and return it as it would be kept.

        Raises:
            ChokepointError: it can't be had, holds no article, or is held already.
        """
        async with self.fetcher() as fetcher:
            draft = await page_draft(fetcher, url)
        return await self.librarian.preview(draft)

    async def read_file(self, name: str, data: bytes) -> Preview:
        """Return a file as it would be kept.

        Raises:
            ChokepointError: it gives no text, or is held already.
        """
        draft = await asyncio.to_thread(file_draft, PurePath(name).name, data)
        return await self.librarian.preview(draft)

    async def add(self, actor: Actor, draft: Document, guild_id: int | None = None) -> ReloadReport:
        """Keep a document and make it live."""
        async with self.store.audit.noted(actor, "add", draft.title, guild_id):
            report = await self.librarian.add(draft, actor.name)
        return await self.close_answered(report, guild_id)

    async def edit(
        self, actor: Actor, draft: Document, seen: str | None = None, guild_id: int | None = None
    ) -> ReloadReport:
        """Replace a document."""
        async with self.store.audit.noted(actor, "edit", draft.id, guild_id):
            report = await self.librarian.edit(draft, actor.name, seen)
        return await self.close_answered(report, guild_id)

    async def remove(
        self, actor: Actor, document_id: str, guild_id: int | None = None
    ) -> tuple[ReloadReport, Removed]:
        """Take a document out."""
        async with self.store.audit.noted(actor, "remove", document_id, guild_id):
            report, removed = await self.librarian.remove(document_id, actor.name)
        return await self.close_answered(report, guild_id), removed

    async def restore(self, actor: Actor, name: str, guild_id: int | None = None) -> ReloadReport:
        """Bring back a removed document."""
        async with self.store.audit.noted(actor, "restore", name, guild_id):
            report = await self.librarian.restore(name, actor.name)
        return await self.close_answered(report, guild_id)

    def document(self, document_id: str) -> Document:
        """Return a live document.

        Raises:
            ChokepointError: there is none of that id.
        """
        found = self.librarian.document(document_id)
        if found is None:
            raise ChokepointError(
                "The corpus holds no document “{name}”; `chokepoint corpus list` or /sources "
                "names them.",
                name=document_id,
            )
        return found

    def changed(self, document: Document, given: Mapping[str, str]) -> Document:
        """Return a live document with some facts changed; see `with_facts`.

        Raises:
            ChokepointError: a value can't be read, or names a document that isn't there.
        """
        made = with_facts(document, given)
        for id_ in made.superseded_by if "superseded_by" in given else ():
            if id_ == document.id:
                raise ChokepointError(
                    "“{title}” can't be superseded by itself.", title=document.title
                )
            self.document(id_)
        return made

    async def read_edit(
        self, document: Document, name: str, data: bytes, given: Mapping[str, str]
    ) -> tuple[Preview, str]:
        """Return a live document as a file (and facts besides) would change it.

        With it comes the start of the digest of the version that was changed, for `edit`.

        Raises:
            ChokepointError: the file gives no text, or another document holds it already.
        """
        made, seen = await asyncio.to_thread(uploaded, document, PurePath(name).name, data)
        preview = await self.librarian.preview_edit(self.changed(made, given))
        return preview, seen

    async def gaps(self, guild_id: int | None = None) -> list[Gap]:
        """Return what was asked and not answered well, the most frequent sense first."""
        return await open_gaps(self.librarian, self.store, guild_id)

    async def dismiss_gap(self, actor: Actor, number: int, guild_id: int | None = None) -> Gap:
        """Close an open question by the number of its answer; see `dismiss_gap`."""
        return await dismiss_gap(self.librarian, self.store, actor, number, guild_id)

    async def close_answered(
        self, report: ReloadReport, guild_id: int | None = None
    ) -> ReloadReport:
        """Ask the open questions again; return the report with those that are answered now."""
        if not report.live:
            return report
        answered = await ask_again(self.librarian, self.store, report, guild_id)
        return replace(report, answered=answered)
