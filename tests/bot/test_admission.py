"""Cooldowns say when to come back; channels that weren't chosen are left alone."""

from __future__ import annotations

import pytest

from bot.admission import Cooldowns, require_allowed
from bot.faults import ToldError
from bot.store import Asker, GuildConfig


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("config", "second"),
    [
        (GuildConfig(user_cooldown=30), Asker(1, 7, 99)),
        (GuildConfig(channel_cooldown=30), Asker(2, 7, 8)),
        (GuildConfig(guild_cooldown=30), Asker(2, 7, 99)),
    ],
)
def test_a_second_question_waits_and_is_told_how_long(config: GuildConfig, second: Asker) -> None:
    clock = Clock()
    cooldowns = Cooldowns(clock)
    cooldowns.admit(config, Asker(1, 7, 8))
    clock.now += 10.5
    with pytest.raises(ToldError, match="ask again <t:130:R>"):
        cooldowns.admit(config, second)
    cooldowns.admit(config, Asker(3, 6, 5))
    # A refused question doesn't prolong the wait.
    clock.now += 19.5
    cooldowns.admit(config, second)


def test_no_cooldown_is_the_default() -> None:
    cooldowns = Cooldowns()
    for _ in range(5):
        cooldowns.admit(GuildConfig(), Asker(1, 7, 8))


def test_a_thread_is_allowed_where_its_channel_is() -> None:
    config = GuildConfig(allowed_channels=(5,))
    require_allowed(config, (6, 5))
    require_allowed(GuildConfig(), (6,))
    with pytest.raises(ToldError, match="<#5>"):
        require_allowed(config, (6,))
