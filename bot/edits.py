"""Show progress by editing one message about once a second; the last state is always shown."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import discord
from discord import ui

_log = logging.getLogger(__name__)

Edit = Callable[[ui.LayoutView], Awaitable[object]]


class Edits:
    """Takes states as fast as they come and edits at most once every `seconds`.

    Use as an async context manager: leaving waits for a running edit, so that what is sent
    afterwards comes last.
    """

    def __init__(self, edit: Edit, seconds: float = 1.0) -> None:
        """Edit through `edit`."""
        self._edit = edit
        self._seconds = seconds
        self._latest: ui.LayoutView | None = None
        self._fresh = asyncio.Event()
        self._ended = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def show(self, view: ui.LayoutView) -> None:
        """Take a state; an older one that wasn't shown yet is forgotten."""
        self._latest = view
        self._fresh.set()

    async def __aenter__(self) -> Self:
        """Begin."""
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let a running edit end; states not shown yet are dropped."""
        self._ended.set()
        self._fresh.set()
        if self._task:
            await self._task

    async def _run(self) -> None:
        while await self._fresh.wait() and not self._ended.is_set():
            self._fresh.clear()
            if self._latest is None:
                continue
            view, self._latest = self._latest, None
            try:
                await self._edit(view)
            except discord.HTTPException:
                # A lost edit of progress is no reason to stop the work.
                _log.warning("progress could not be shown", exc_info=True)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), self._seconds)
