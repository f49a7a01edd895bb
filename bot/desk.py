"""Where members' questions arrive: asks the librarian, keeps the answer, shows the card."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from sqlalchemy.exc import SQLAlchemyError

from bot.cards.answer import answer_card
from bot.cards.phrases import Say
from bot.components.answer import answer_actions
from bot.edits import Edits
from bot.memory import conversation_of, turn_of
from bot.replies import begin_reply, send_reply
from bot.store import Asker
from retrieval.answer import Answer
from retrieval.librarian import Filters, Turn

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_log = logging.getLogger(__name__)

Show = Callable[[ui.LayoutView], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Request:
    """A question as a member asks it; `about` is the number of the answer it follows up."""

    question: str
    asker: Asker
    conversation: object
    filters: Filters | None = None
    about: int | None = None


class Desk:
    """Answers through the bot's librarian, remembers in its store."""

    def __init__(self, bot: ChokepointBot) -> None:
        """Work for `bot`."""
        self._bot = bot

    async def serve(
        self, request: Request, show: Show, say: Say, *, show_question: bool = True
    ) -> Answer:
        """Answer a question; `show` sends or edits the message, and gets the whole answer last."""
        bot, loop = self._bot, asyncio.get_running_loop()
        history = await self._history(request)
        async with Edits(show) as edits:

            def listen(partial: Answer) -> None:
                view = answer_card(partial, bot.librarian.document, say, ended=False)
                loop.call_soon_threadsafe(edits.show, view)

            answer = await bot.librarian.ask(
                request.question, history=history, filters=request.filters, listener=listen
            )
        bot.memory.remember(request.conversation, answer)
        number = await self._keep(answer, request.asker)
        await show(self.card(answer, number, say, show_question=show_question))
        return answer

    def card(
        self, answer: Answer, number: int | None, say: Say, *, show_question: bool = True
    ) -> ui.LayoutView:
        """Return the card of an answer; its buttons need the number under which it is kept."""
        actions = None if number is None else answer_actions(number, say)
        return answer_card(
            answer, self._bot.librarian.document, say, show_question=show_question, actions=actions
        )

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
        await begin_reply(interaction, private=private)

        async def show(view: ui.LayoutView) -> None:
            await send_reply(interaction, view)

        await self.serve(
            Request(
                question,
                Asker(interaction.user.id, interaction.guild_id, interaction.channel_id),
                conversation_of(interaction.channel, interaction.user.id),
                filters,
                about,
            ),
            show,
            self._bot.phrases(interaction.locale),
        )

    async def _history(self, request: Request) -> tuple[Turn, ...]:
        """Return the turns before a question: of the conversation, or of the answer it is about."""
        turns = self._bot.memory.recall(request.conversation)
        if request.about is None:
            return turns
        kept = await self._bot.store.answers.get(request.about)
        if kept is None or (turns and turns[-1] == turn_of(kept.answer)):
            return turns
        return (turn_of(kept.answer),)

    async def _keep(self, answer: Answer, asker: Asker) -> int | None:
        try:
            return await self._bot.store.answers.keep(answer, asker)
        except (SQLAlchemyError, OSError):
            # An answer is worth more than its buttons.
            _log.exception("an answer could not be kept")
            return None
