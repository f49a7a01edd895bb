"""How often the feeds are fetched, which moderators set for the whole bot."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bot.store import Actor, Store
from retrieval.errors import ChokepointError

HOURS = "refresh_hours"
DEFAULT_HOURS = 6.0
FEWEST_HOURS, MOST_HOURS = 0.25, 168.0
# Fetches of one interval are spread by a tenth of it, so that servers aren't asked all at once.
JITTER = 0.1


async def refresh_interval(store: Store) -> timedelta:
    """Return the time between two fetches of a feed."""
    return timedelta(hours=float(await store.options.get(HOURS, DEFAULT_HOURS)))


async def set_refresh_hours(
    store: Store, actor: Actor, hours: float, guild_id: int | None = None
) -> None:
    """Fetch each feed about every `hours`; one that would wait longer is fetched sooner.

    Raises:
        ChokepointError: the hours are out of range.
    """
    async with store.audit.noted(actor, "schedule", f"{hours:g} hours", guild_id):
        if not FEWEST_HOURS <= hours <= MOST_HOURS:
            raise ChokepointError(
                "Feeds can't be fetched every {hours} hours; give between {fewest} and {most}.",
                hours=f"{hours:g}",
                fewest=f"{FEWEST_HOURS:g}",
                most=f"{MOST_HOURS:g}",
            )
        await store.options.set(HOURS, hours)
        for feed in await store.feeds.all():
            await store.feeds.sooner(feed.id, later(timedelta(hours=hours)))


def later(wait: timedelta) -> datetime:
    """Return the moment about `wait` from now."""
    return datetime.now(UTC) + wait * random.uniform(1 - JITTER, 1 + JITTER)
