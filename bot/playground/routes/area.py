"""What the parts of the API share."""

from __future__ import annotations

from typing import ClassVar

from bot.playground import permissions as may
from bot.playground.readable import for_bot
from bot.playground.rest import Rest
from bot.playground.state import DIRECT
from bot.playground.wire import Json

# (method, path) to the name of the method that serves it.
Table = dict[tuple[str, str], str]


class Area:
    """A part of the API; `ROUTES` says which method serves which route."""

    ROUTES: ClassVar[Table]

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self.world = rest.world
        self.messages = rest.messages

    def shown(self, message: Json) -> Json:
        """Return a message as the bot may read it."""
        world = self.world
        direct = world.channel(message["channel_id"])["type"] == DIRECT
        return for_bot(message, world.bot, world.bot_intents, direct=direct)

    def seen(self, channel_id: str, *needed: int) -> Json:
        """Return a channel that the bot sees and where it holds the permissions.

        Raises:
            ApiError: 10003 no such channel, 50001 invisible, 50013 a permission is missing.
        """
        channel = self.world.channel(channel_id)
        may.require(self.world.permissions(self.world.bot, channel), *needed)
        return channel
