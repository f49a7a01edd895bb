"""Whether Discord can be reached, and what the operator is told while it can't."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord
from pydantic import SecretStr

from bot.endpoints import DISCORD_API
from retrieval.errors import ChokepointError

_log = logging.getLogger("chokepoint")

# Discord answers within a fraction of this; discord.py itself waits half a minute and more.
ANSWER_SECONDS = 5
# Twice as long after each attempt: a short outage is over soon, a long one needs no hammering.
FIRST_PAUSE, LONGEST_PAUSE = 5, 60
# What discord.py waits before it connects a shard again that never was connected.
SHARD_PAUSE = 5.0

WRONG_TOKEN = (
    "Discord refuses DISCORD_TOKEN; copy the bot's token anew from the developer portal into .env."
)
T = TypeVar("T")


class UnreachableError(ChokepointError):
    """Discord can't be reached now, which may pass."""


def unreachable(where: str, reason: object) -> UnreachableError:
    """Return the fault in one sentence without its end; `reason` is an exception or words."""
    return UnreachableError(f"Discord can't be reached at {where} ({_plain(reason)})")


def _plain(reason: object) -> str:
    """Return why a connection failed as the system names it, without asyncio's and aiohttp's."""
    if isinstance(reason, aiohttp.ClientConnectorError):
        reason = reason.os_error
    if isinstance(reason, OSError) and reason.errno and reason.errno > 0:
        return os.strerror(reason.errno)
    # What the resolver says has a number of its own, below 0.
    words = reason.strerror if isinstance(reason, OSError) else None
    return words or str(reason) or "it does not answer"


async def username(token: SecretStr, api: str | None) -> str:
    """Ask Discord (or `api`, a proxy of it) for the bot's name, and wait a few seconds at most.

    Raises:
        UnreachableError: there is no answer, or a fault of Discord's own.
        ChokepointError: Discord refuses the token, or the address is none of its API.
    """
    address = (api or DISCORD_API).rstrip("/")
    headers = {"Authorization": f"Bot {token.get_secret_value().strip()}"}
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
            session.get(f"{address}/users/@me") as response,
        ):
            if response.status == 401:
                raise ChokepointError(WRONG_TOKEN)
            if response.status == 429 or response.status >= 500:
                raise unreachable(address, f"HTTP {response.status}")
            response.raise_for_status()
            return str((await response.json(content_type=None))["username"])
    except aiohttp.ClientResponseError as error:
        raise ChokepointError(
            f"{address} answers HTTP {error.status} instead of the bot's name; check "
            "CHOKEPOINT_DISCORD_API."
        ) from error
    except TimeoutError as error:
        raise unreachable(address, f"no answer in {ANSWER_SECONDS} s") from error
    except (aiohttp.ClientError, OSError) as error:
        raise unreachable(address, error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise unreachable(address, "something else than Discord answers") from error


async def until_reached(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try until Discord can be reached; say each time what can't be, and when it is tried again.

    Raises:
        ChokepointError: what no further attempt would mend.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            return await attempt()
        except UnreachableError as error:
            _log.error("%s; trying again in %d s.", error, pause)
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, 2 * pause)


def plain_outage(record: logging.LogRecord) -> bool:
    """Make one sentence of what discord.py logs of a lost gateway: a filter that keeps all else."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, OSError | aiohttp.ClientError | discord.ConnectionClosed):
        given = record.args if isinstance(record.args, tuple) else ()
        pause = next((one for one in given if isinstance(one, float)), SHARD_PAUSE)
        record.msg, record.args = (
            "Discord's gateway can't be reached (%s); trying again in %.0f s.",
            (_plain(error), pause),
        )
        record.exc_info = record.exc_text = None
    return True
