"""What is being answered right now: finished before the bot leaves, or answered with an apology."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import discord

from bot.cards.notice import CARE, notice
from bot.cards.phrases import Say
from bot.faults import ToldError
from bot.replies import tell

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_log = logging.getLogger(__name__)

GRACE_SECONDS = 10.0
APOLOGY_SECONDS = 5.0

Apologise = Callable[[], Awaitable[object]]


class Work:
    """Tasks that somebody waits for, each with a way to say sorry."""

    def __init__(self, grace: float = GRACE_SECONDS) -> None:
        """Let tasks that run when the bot leaves have `grace` seconds."""
        self._grace = grace
        self._running: dict[asyncio.Task[object], Apologise] = {}
        self._leaving = False

    @contextmanager
    def running(self, apologise: Apologise) -> Iterator[None]:
        """Count the current task as work while the block runs.

        Raises:
            ToldError: the bot is leaving already and begins nothing new.
        """
        if self._leaving:
            raise ToldError(_sorry)
        task = asyncio.current_task()
        assert task is not None
        self._running[task] = apologise
        try:
            yield
        finally:
            del self._running[task]

    def serving(
        self, interaction: discord.Interaction[ChokepointBot]
    ) -> AbstractContextManager[None]:
        """Count the current task as work for an interaction."""

        async def apologise() -> None:
            await tell(interaction, apology(interaction.client.phrases(interaction.locale)))

        return self.running(apologise)

    async def settle(self) -> None:
        """Begin nothing new, let what runs end; stop what takes too long, and apologise for it."""
        self._leaving = True
        waiting = dict(self._running)
        if not waiting:
            return
        _, late = await asyncio.wait(waiting, timeout=self._grace)
        for task in late:
            task.cancel()
        apologies = [asyncio.ensure_future(waiting[task]()) for task in late]
        if apologies:
            done, _ = await asyncio.wait(apologies, timeout=APOLOGY_SECONDS)
            for one in done:
                if one.exception():
                    _log.warning("an apology could not be shown", exc_info=one.exception())


def apology(say: Say) -> discord.ui.LayoutView:
    """Return the message in place of what the bot can't finish."""
    return notice(_sorry(say), colour=CARE)


def _sorry(say: Say) -> str:
    return say("I have to restart and can't finish this. Please try again in a minute.")
