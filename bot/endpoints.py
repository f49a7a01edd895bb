"""Where the bot finds Discord: Discord itself, or a proxy of its REST API and gateway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

DISCORD_API = Route.BASE


@contextmanager
def endpoints(api: str | None, gateway: str | None) -> Iterator[None]:
    """Point discord.py at other addresses while the block runs.

    discord.py keeps both as class variables (`Route.BASE`, `DiscordWebSocket.DEFAULT_GATEWAY`), so
    this holds for the whole process; both are put back at the end.
    """
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    if api:
        Route.BASE = api.rstrip("/")
    if gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
