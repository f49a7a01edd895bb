"""The routes of the REST API, a part a file."""

from __future__ import annotations

from aiohttp import web

from bot.playground.rest import Rest
from bot.playground.routes.account import Account
from bot.playground.routes.channels import Channels
from bot.playground.routes.guilds import Guilds
from bot.playground.routes.registry import Registry
from bot.playground.routes.replies import Replies


def add_routes(rest: Rest, app: web.Application) -> None:
    """Add every route to the server."""
    for kind in (Account, Registry, Replies, Channels, Guilds):
        area = kind(rest)
        for (method, path), name in area.ROUTES.items():
            rest.add(app, method, path, getattr(area, name))
    rest.add_rest(app)
