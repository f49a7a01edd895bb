"""Whether a question may be asked here and now: allowed channels and cooldowns."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Collection

from bot.cards.phrases import Say
from bot.faults import ToldError
from bot.store import Asker, GuildConfig

REMEMBERED = 20_000


class Cooldowns:
    """When each person, channel and server asked last."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Measure by `clock` (seconds since 1970)."""
        self._clock = clock
        self._asked: OrderedDict[object, float] = OrderedDict()

    def admit(self, config: GuildConfig, asker: Asker) -> None:
        """Note a question.

        Raises:
            ToldError: one was asked too short a time ago; the text says when to come back.
        """
        limits = {
            ("person", asker.guild_id, asker.user_id): config.user_cooldown,
            ("channel", asker.channel_id): config.channel_cooldown,
            ("server", asker.guild_id): config.guild_cooldown,
        }
        limits = {key: seconds for key, seconds in limits.items() if seconds > 0}
        now = self._clock()
        free = {key: self._asked.get(key, -math.inf) + limits[key] for key in limits}
        last = max(free, key=lambda key: free[key], default=None)
        if last is not None and free[last] > now:
            whose, moment = str(last[0]), math.ceil(free[last])
            raise ToldError(lambda say: _wait(whose, moment, say))
        for key in limits:
            self._asked[key] = now
            self._asked.move_to_end(key)
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)


def _wait(whose: str, moment: int, say: Say) -> str:
    # Discord's own clock words the moment in the reader's language, and counts it down.
    when = f"<t:{moment}:R>"
    if whose == "person":
        return say("You asked a short while ago; ask again {when}.", when=when)
    if whose == "channel":
        return say("Somebody asked in this channel a short while ago; ask again {when}.", when=when)
    return say("Somebody asked in this server a short while ago; ask again {when}.", when=when)


def is_allowed(config: GuildConfig, places: Collection[int]) -> bool:
    """Whether the bot answers in a channel, or in a thread of one; `places` holds both ids."""
    return not config.allowed_channels or bool(set(config.allowed_channels) & set(places))


def require_allowed(config: GuildConfig, places: Collection[int]) -> None:
    """Go on where the bot may answer.

    Raises:
        ToldError: this server's moderators chose other channels.
    """
    if not is_allowed(config, places):
        names = ", ".join(f"<#{channel}>" for channel in config.allowed_channels[:5])
        raise ToldError(
            lambda say: say(
                "In this server I answer in {names}; or ask with the option {option}.",
                names=names,
                option=f"**{say.name('private')}**",
            )
        )
