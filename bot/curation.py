"""What moderators do, whoever asks for it: the command line, Discord or the schedule.

Every act is noted in the audit log before it begins and when it ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePath

from bot.store import Actor, KeptAnswer, Review, ReviewVerdict, Store
from retrieval.documents import Document
from retrieval.drafts import file_draft
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian, Preview, ProgressListener, ReloadReport, Removed
from retrieval.settings import RetrievalSettings
from retrieval.sources.fetch import Fetcher
from retrieval.sources.web import page_draft


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions of one sense that the corpus left open, the newest first."""

    answers: tuple[KeptAnswer, ...]

    @property
    def question(self) -> str:
        """The newest wording."""
        return self.answers[0].answer.question


class Curator:
    """Changes the corpus through the librarian and notes who did what in the store."""

    def __init__(self, librarian: Librarian, store: Store, settings: RetrievalSettings) -> None:
        """Work through `librarian` and `store`."""
        self.librarian = librarian
        self.store = store
        self._settings = settings

    @asynccontextmanager
    async def noted(
        self, actor: Actor, act: str, subject: str = "", guild_id: int | None = None
    ) -> AsyncIterator[None]:
        """Note an act in the audit log, and how the block ends."""
        entry = await self.store.audit.begin(actor, act, subject, guild_id)
        try:
            yield
        except BaseException as error:
            fault = str(error) if isinstance(error, ChokepointError) else type(error).__name__
            await self.store.audit.end(entry, fault or "failed")
            raise
        await self.store.audit.end(entry)

    def fetcher(self) -> Fetcher:
        """Return what fetches pages, with the private addresses of the settings."""
        return Fetcher(self._settings.private_addresses)

    async def reload(
        self, actor: Actor, progress: ProgressListener | None = None, guild_id: int | None = None
    ) -> ReloadReport:
        """Reload the corpus folder; see `Librarian.reload`."""
        async with self.noted(actor, "reload", guild_id=guild_id):
            return await self.librarian.reload(progress, actor.name)

    async def rollback(
        self, actor: Actor, generation: str | None = None, guild_id: int | None = None
    ) -> ReloadReport:
        """Go back to an earlier index."""
        async with self.noted(actor, "rollback", generation or "", guild_id):
            return await self.librarian.rollback(generation, actor.name)

    async def activate(self, actor: Actor, guild_id: int | None = None) -> ReloadReport:
        """Make the candidate live that was held back."""
        async with self.noted(actor, "activate", guild_id=guild_id):
            return await self.librarian.activate(actor.name)

    async def discard(self, actor: Actor, guild_id: int | None = None) -> str:
        """Drop the candidate that was held back."""
        async with self.noted(actor, "discard", guild_id=guild_id):
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
        async with self.noted(actor, "add", draft.title, guild_id):
            return await self.librarian.add(draft, actor.name)

    async def edit(
        self, actor: Actor, draft: Document, seen: str | None = None, guild_id: int | None = None
    ) -> ReloadReport:
        """Replace a document."""
        async with self.noted(actor, "edit", draft.id, guild_id):
            return await self.librarian.edit(draft, actor.name, seen)

    async def remove(
        self, actor: Actor, document_id: str, guild_id: int | None = None
    ) -> tuple[ReloadReport, Removed]:
        """Take a document out."""
        async with self.noted(actor, "remove", document_id, guild_id):
            return await self.librarian.remove(document_id, actor.name)

    async def restore(self, actor: Actor, name: str, guild_id: int | None = None) -> ReloadReport:
        """Bring back a removed document."""
        async with self.noted(actor, "restore", name, guild_id):
            return await self.librarian.restore(name, actor.name)

    async def gaps(self, guild_id: int | None = None) -> list[Gap]:
        """Return what was asked and not answered well, the most frequent sense first."""
        answers = await self.store.feedback.gaps(guild_id=guild_id)
        groups = await self.librarian.group([kept.answer.question for kept in answers])
        return [Gap(tuple(answers[i] for i in group)) for group in groups]

    async def review(
        self,
        actor: Actor,
        guild_id: int,
        question: str,
        verdict: ReviewVerdict,
        text: str | None = None,
    ) -> Review:
        """Decide about the answer to a question in a server."""
        async with self.noted(actor, verdict.value, question, guild_id):
            return await self.store.reviews.decide(guild_id, question, verdict, actor, text)
