"""Where members' questions arrive: asks the librarian, keeps the answer, shows the card."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from sqlalchemy.exc import SQLAlchemyError

from bot.admission import Cooldowns, require_allowed
from bot.cards.answer import answer_card
from bot.cards.notice import CARE, notice
from bot.cards.phrases import Say
from bot.cards.review import Reviewed, reviewed
from bot.components.answer import answer_actions
from bot.edits import Edits
from bot.memory import conversation_of, turn_of
from bot.replies import begin_reply, send_reply
from bot.store import Asker, GuildConfig
from bot.threads import last_answer_in, may_open
from retrieval.answer import Answer
from retrieval.librarian import Filters, Turn
from retrieval.question import in_full

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_log = logging.getLogger(__name__)

Show = Callable[[ui.LayoutView], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Request:
    """A question as a member asks it.

    `about` is the number of the answer it follows up, `channel` where everybody sees the answer
    (None for a private one), `threads` whether a thread can be opened from it. `sure` is the
    confidence below which nothing is shown: nobody asked the bot.
    """

    question: str
    asker: Asker
    conversation: object
    filters: Filters | None = None
    about: int | None = None
    sure: float | None = None
    channel: Any = None
    threads: bool = False


class Desk:
    """Answers through the bot's librarian, remembers in its store."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Work for `bot`."""
        self._bot = bot
        self._cooldowns = Cooldowns()

    async def serve(
        self, request: Request, show: Show, say: Say, *, show_question: bool = True
    ) -> None:
        """Answer a question; `show` sends or edits the message, and gets the whole answer last."""
        bot, loop = self._bot, asyncio.get_running_loop()
        review = await self._review(request, say)
        if review.hidden:
            if request.sure is None:
                await show(notice(review.mark, colour=CARE))
            return
        history = await self._history(request)
        async with Edits(show) as edits:

            def listen(partial: Answer) -> None:
                view = answer_card(partial, bot.librarian.document, say, ended=False)
                loop.call_soon_threadsafe(edits.show, view)

            answer = await bot.librarian.ask(
                request.question,
                history=history,
                filters=request.filters,
                listener=listen if request.sure is None else None,
            )
        if request.sure is not None and (answer.abstained or answer.confidence < request.sure):
            return
        bot.memory.remember(request.conversation, answer)
        # Its own words don't ask it again, should the corpus hold more one day.
        leans = in_full(answer.question, history) != answer.question
        in_context = leans or request.filters is not None
        number = await self._keep(answer, request.asker, in_context)
        actions = None if number is None else answer_actions(number, say, threads=request.threads)
        await show(
            answer_card(
                answer,
                bot.librarian.document,
                say,
                show_question=show_question,
                actions=actions,
                mark=review.mark,
            )
        )

    async def admit(
        self, asker: Asker, places: Collection[int], *, private: bool = False
    ) -> GuildConfig:
        """Note a question, and return the server's settings.

        Raises:
            ToldError: it may not be asked here, or not yet.
        """
        config = await self.config(asker.guild_id)
        if not private:
            require_allowed(config, places)
        self._cooldowns.admit(config, asker)
        return config

    async def config(self, guild_id: int | None) -> GuildConfig:
        """Return a server's settings; the defaults when the database fails."""
        try:
            return await self._bot.store.guilds.config(guild_id)
        except (SQLAlchemyError, OSError):
            _log.exception("a server's settings could not be read")
            return GuildConfig()

    async def reply(
        self,
        interaction: discord.Interaction[Any],
        question: str,
        *,
        private: bool,
        filters: Filters | None = None,
        about: int | None = None,
    ) -> None:
        """Answer a question that came by a command, a button's form or a menu."""
        asker = asker_of(interaction)
        await self.admit(asker, places_of(interaction.channel), private=private)
        await begin_reply(interaction, private=private)
        say = self._bot.phrases(interaction.locale)

        async def show(view: ui.LayoutView) -> None:
            await send_reply(interaction, view)

        channel = None if private else interaction.channel
        request = Request(
            question,
            asker,
            conversation_of(interaction.channel, interaction.user.id, private=private),
            filters,
            about,
            channel=channel,
            threads=may_open(channel, in_server=interaction.is_guild_integration()),
        )
        await self.serve(request, show, say)

    async def _history(self, request: Request) -> tuple[Turn, ...]:
        """Return the turns before a question: of the conversation, or of the answer it is about."""
        bot, about = self._bot, request.about
        turns = bot.memory.recall(request.conversation)
        if about is None and not turns and isinstance(request.channel, discord.Thread) and bot.user:
            # A thread just opened, or of before a restart, holds its answers itself.
            minutes = bot.settings.memory_minutes
            about = await last_answer_in(request.channel, bot.user.id, minutes)
        if about is None:
            return turns
        kept = await bot.store.answers.get(about)
        if kept is None or (turns and turns[-1] == turn_of(kept.answer)):
            return turns
        return (turn_of(kept.answer),)

    async def _review(self, request: Request, say: Say) -> Reviewed:
        """Return what the server's moderators decided about the answer to this question."""
        guild_id = request.asker.guild_id
        if guild_id is None:
            return Reviewed()
        config = await self.config(guild_id)
        try:
            found = await self._bot.store.reviews.find(guild_id, request.question)
        except (SQLAlchemyError, OSError):
            _log.exception("the review of an answer could not be read")
            return Reviewed()
        return reviewed(found, config.label_unreviewed, say)

    async def _keep(self, answer: Answer, asker: Asker, in_context: bool) -> int | None:
        try:
            return await self._bot.store.answers.keep(answer, asker, in_context=in_context)
        except (SQLAlchemyError, OSError):
            # An answer is worth more than its buttons.
            _log.exception("an answer could not be kept")
            return None


def asker_of(interaction: discord.Interaction[Any]) -> Asker:
    """Return who asks through an interaction, and where."""
    return Asker(interaction.user.id, interaction.guild_id, interaction.channel_id)


def places_of(channel: Any) -> tuple[int, ...]:
    """Return the ids of a channel and, of a thread, of the channel it is in."""
    ids = (getattr(channel, "id", None), getattr(channel, "parent_id", None))
    return tuple(one for one in ids if one is not None)
