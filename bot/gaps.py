"""Questions that the corpus left open: listed, asked again after a change, closed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.store import Actor, Closed, KeptAnswer, Store
from bot.store.sessions import question_key
from retrieval.answer import Answer
from retrieval.build import ReloadReport
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian

_log = logging.getLogger(__name__)

# How many of the newest open questions are asked again after a change of the corpus: two seconds'
# work on a busy machine (200 took 4.3 s), which a change may take longer.
MOST_ASKED_AGAIN = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions of one sense that the corpus left open, the newest first."""

    answers: tuple[KeptAnswer, ...]

    @property
    def question(self) -> str:
        """The newest wording."""
        return self.answers[0].answer.question


async def open_gaps(librarian: Librarian, store: Store, guild_id: int | None = None) -> list[Gap]:
    """Return what was asked and not answered well, the most frequent sense first."""
    answers = await store.feedback.gaps(guild_id=guild_id)
    groups = await librarian.group([kept.answer.question for kept in answers])
    return [Gap(tuple(answers[i] for i in group)) for group in groups]


async def dismiss_gap(
    librarian: Librarian, store: Store, actor: Actor, number: int, guild_id: int | None = None
) -> Gap:
    """Close the gap of an answer's number and all of its sense; asked anew, it is open again.

    Raises:
        ChokepointError: it isn't open any more.
    """
    for gap in await open_gaps(librarian, store, guild_id):
        ids = [kept.id for kept in gap.answers]
        if number in ids:
            async with store.audit.noted(actor, "close gap", gap.question, guild_id):
                await store.feedback.close_gaps(ids, Closed.DISMISSED)
            return gap
    raise ChokepointError("This question isn't open any more; list the open ones again.")


async def ask_again(
    librarian: Librarian, store: Store, report: ReloadReport, guild_id: int | None = None
) -> tuple[str, ...]:
    """Ask open questions again after a change; close those answered now and return them.

    The newest `MOST_ASKED_AGAIN` are asked, of all servers; returned are those of one server, or
    of all. What a removal or a rollback leaves without an answer is open again. A fault is only
    logged: the change itself is done.
    """
    try:
        kept = await store.feedback.gaps_to_ask(MOST_ASKED_AGAIN)
        wordings = _wordings(kept)
        answers = await librarian.quote_many(list(wordings.values()))
        found = dict(zip(wordings, answers, strict=True))
        new = {*report.added, *report.changed}
        closed: list[KeptAnswer] = []
        opened: list[KeptAnswer] = []
        for one in kept:
            answer = found[question_key(one.answer.question)]
            if one.closed is None and _mends(answer, one.answer, new):
                closed.append(one)
            elif one.closed is Closed.ANSWERED and answer.abstained:
                opened.append(one)
        await store.feedback.close_gaps([one.id for one in closed], Closed.ANSWERED)
        await store.feedback.close_gaps([one.id for one in opened], None)
    except (ChokepointError, SQLAlchemyError, OSError):
        _log.exception("the open questions could not be asked again")
        return ()
    here = [one for one in closed if guild_id in (None, one.asker.guild_id)]
    return tuple(_wordings(here).values())


def _wordings(kept: Sequence[KeptAnswer]) -> dict[str, str]:
    """Return each question's newest wording by its key, of answers from the newest on."""
    return {question_key(one.answer.question): one.answer.question for one in reversed(kept)}


def _mends(answer: Answer, before: Answer, new: set[str]) -> bool:
    """Whether an answer closes the gap that the one before it left.

    An answer that was found unhelpful has to cite something new.
    """
    if answer.abstained:
        return False
    return before.abstained or any(source.document in new for source in answer.sources)
