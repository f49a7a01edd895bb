"""What moderators decide without touching the corpus: reviews of answers, a server's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.store import Actor, GuildConfig, KeptAnswer, Review, ReviewVerdict, Store
from retrieval.errors import ChokepointError

# What has room above an answer.
LONGEST_CORRECTION = 1000
MOST_REPORTS = 100


@dataclass(frozen=True, slots=True)
class Report:
    """An answer that members found unhelpful: how many did, and the reasons they gave."""

    kept: KeptAnswer
    votes: int
    reasons: tuple[str, ...]


async def open_reports(
    store: Store, guild_id: int | None = None, limit: int = MOST_REPORTS
) -> list[Report]:
    """Return the reported answers of a server, or of all, that wait for a decision."""
    reports = []
    for kept in await store.feedback.reported(limit, guild_id):
        votes = [vote for vote in await store.feedback.votes(kept.id) if not vote.helpful]
        reasons = tuple(vote.reason for vote in votes if vote.reason)
        reports.append(Report(kept, len(votes), reasons))
    return reports


async def review_answer(
    store: Store,
    actor: Actor,
    number: int,
    verdict: ReviewVerdict,
    text: str | None = None,
    guild_id: int | None = None,
) -> Review:
    """Decide what becomes of an answer whenever its question returns in its server.

    `text` is what is right, for a correction. With `guild_id`, only answers given there count.

    Raises:
        ChokepointError: there is no such answer there, or a correction is empty or too long.
    """
    kept, given_in = await _answer(store, number, guild_id)
    question = kept.answer.question
    async with store.audit.noted(actor, verdict.value, question, given_in):
        if verdict is ReviewVerdict.CORRECTED:
            text = (text or "").strip()
            if not text:
                raise ChokepointError("A correction is empty; write what is right.")
            if len(text) > LONGEST_CORRECTION:
                raise ChokepointError(
                    "The correction has {number} characters; shorten it to {most}.",
                    number=f"{len(text):,}",
                    most=f"{LONGEST_CORRECTION:,}",
                )
        return await store.reviews.decide(given_in, question, verdict, actor, text)


async def withdraw_review(
    store: Store, actor: Actor, number: int, guild_id: int | None = None
) -> KeptAnswer:
    """Take back what was decided on an answer; it is shown as if nobody had.

    Raises:
        ChokepointError: there is no such answer there, or nothing was decided on it.
    """
    kept, given_in = await _answer(store, number, guild_id)
    question = kept.answer.question
    async with store.audit.noted(actor, "withdraw review", question, given_in):
        if await store.reviews.find(given_in, question) is None:
            raise ChokepointError("Nothing was decided on “{question}”.", question=question)
        await store.reviews.withdraw(given_in, question)
    return kept


async def _answer(store: Store, number: int, guild_id: int | None) -> tuple[KeptAnswer, int]:
    kept = await store.answers.get(number)
    given_in = kept.asker.guild_id if kept else None
    if kept is None or given_in is None or guild_id not in (None, given_in):
        raise ChokepointError(
            "There is no answer {number} to review; it may be gone.", number=number
        )
    return kept, given_in


async def change_config(
    store: Store,
    actor: Actor,
    guild_id: int,
    what: str,
    change: Callable[[GuildConfig], GuildConfig],
) -> GuildConfig:
    """Change a server's settings, and return them; `what` names the change in the audit log."""
    async with store.audit.noted(actor, "config", what, guild_id):
        return await store.guilds.change(guild_id, change)
