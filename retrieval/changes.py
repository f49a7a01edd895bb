"""The changes of the corpus and of what is live, for callers on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from retrieval.build import ReloadReport
from retrieval.documents import Document
from retrieval.keeping import Keeper, Preview
from retrieval.lifecycle import Lifecycle
from retrieval.progress import ProgressListener
from retrieval.settings import RetrievalSettings
from retrieval.status import GenerationRecord
from retrieval.trash import Removed

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def in_thread(
    executor: ThreadPoolExecutor, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> _T:
    """Run `work` in a thread of `executor` and return its result."""
    return await asyncio.get_running_loop().run_in_executor(executor, lambda: work(*args, **kwargs))


class Changes:
    """Changes of the corpus; `by` names who asks for one, for the history."""

    def __init__(self, settings: RetrievalSettings, lifecycle: Lifecycle) -> None:
        """Change what `lifecycle` owns."""
        self._lifecycle = lifecycle
        self._keeper = Keeper(settings, lifecycle)
        # Only one change runs at a time; who comes second learns at once who is at it.
        self._working = ThreadPoolExecutor(2, thread_name_prefix="change")

    async def reload(self, progress: ProgressListener | None = None, by: str = "") -> ReloadReport:
        """Build a generation from the corpus folder, judge it, and switch to it unless it is worse.

        `by` names who asks for this and the other changes, for the history.

        Raises:
            IndexBusyError: another change is being made.
            CorpusError: the corpus can't be read; the live generation keeps serving.
        """
        return await in_thread(self._working, self._lifecycle.reload, progress, by)

    async def rollback(self, generation: str | None = None, by: str = "") -> ReloadReport:
        """Go back to a generation of the history, by default to the one before this.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: there is no such generation.
        """
        return await in_thread(self._working, self._lifecycle.rollback, generation, by)

    async def activate(self, by: str = "") -> ReloadReport:
        """Make the candidate live that a reload held back.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: no candidate is held back.
        """
        return await in_thread(self._working, self._lifecycle.activate, by)

    async def discard(self, by: str = "") -> str:
        """Drop the candidate that a reload held back; return its name.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: no candidate is held back.
        """
        return await in_thread(self._working, self._lifecycle.discard, by)

    async def preview(self, draft: Document) -> Preview:
        """Return a draft as `add` would keep it; see `Keeper.preview`."""
        return await in_thread(self._working, self._keeper.preview, draft)

    async def preview_edit(self, draft: Document) -> Preview:
        """Return a changed document as `edit` would keep it; see `Keeper.preview_edit`."""
        return await in_thread(self._working, self._keeper.preview_edit, draft)

    async def add(self, draft: Document, by: str = "") -> ReloadReport:
        """Keep a new document and make it live; see `Keeper.add`."""
        return await in_thread(self._working, self._keeper.add, draft, by)

    async def edit(self, draft: Document, by: str = "", seen: str | None = None) -> ReloadReport:
        """Replace the document of the same id; see `Keeper.edit`."""
        return await in_thread(self._working, self._keeper.edit, draft, by, seen)

    async def remove(self, document_id: str, by: str = "") -> tuple[ReloadReport, Removed]:
        """Take a document out; see `Keeper.remove`."""
        return await in_thread(self._working, self._keeper.remove, document_id, by)

    async def restore(self, name: str, by: str = "") -> ReloadReport:
        """Bring back a removed document; see `Keeper.restore`."""
        return await in_thread(self._working, self._keeper.restore, name, by)

    async def removed(self) -> tuple[Removed, ...]:
        """Return what was removed and can be restored, the latest first."""
        return await in_thread(self._working, self._lifecycle.trash.all)

    async def history(self) -> tuple[GenerationRecord, ...]:
        """Return the candidate held back, the live generation and those before it."""
        return await in_thread(self._working, self._lifecycle.history)
