"""Whether a question may be asked here and now: allowed channels and cooldowns."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Collection

from bot.faults import RefusedError
from bot.store import Asker, GuildConfig

REMEMBERED = 20_000


class Cooldowns:
    """When each person, channel and server asked last."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Measure by `clock` (seconds)."""
        self._clock = clock
        self._asked: OrderedDict[object, float] = OrderedDict()

    def admit(self, config: GuildConfig, asker: Asker) -> None:
        """Note a question.

        Raises:
            RefusedError: one was asked too short a time ago; the text says when to come back.
        """
        limits = (
            (("person", asker.guild_id, asker.user_id), config.user_cooldown, "you asked"),
            (("channel", asker.channel_id), config.channel_cooldown, "this channel asked"),
            (("server", asker.guild_id), config.guild_cooldown, "this server asked"),
        )
        now = self._clock()
        waits = [
            (self._asked.get(key, -math.inf) + seconds - now, who)
            for key, seconds, who in limits
            if seconds > 0
        ]
        left, who = max(waits, default=(0.0, ""))
        if left > 0:
            rest = math.ceil(left)
            raise RefusedError(
                f"Not so fast: {who} a moment ago. Ask again in {rest} "
                f"second{'' if rest == 1 else 's'}."
            )
        for key, seconds, _ in limits:
            if seconds > 0:
                self._asked[key] = now
                self._asked.move_to_end(key)
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)


def is_allowed(config: GuildConfig, places: Collection[int]) -> bool:
    """Whether the bot answers in a channel, or in a thread of one; `places` holds both ids."""
    return not config.allowed_channels or bool(set(config.allowed_channels) & set(places))


def require_allowed(config: GuildConfig, places: Collection[int]) -> None:
    """Go on where the bot may answer.

    Raises:
        RefusedError: this server's moderators chose other channels.
    """
    if not is_allowed(config, places):
        names = ", ".join(f"<#{channel}>" for channel in config.allowed_channels[:5])
        raise RefusedError(f"In this server I answer in {names}; or ask with the option private.")
