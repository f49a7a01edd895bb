"""The settings of a server, which its moderators change with `/corpus config`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import select

from bot.store.models import GuildRow
from bot.store.sessions import Group


@dataclass(frozen=True, slots=True)
class GuildConfig:
    """How the bot behaves in one server.

    Channels and the role are Discord's ids. `allowed_channels` empty means everywhere;
    `auto_channels` (channels and forums) are answered without being asked, when the bot is
    confident. Cooldowns are seconds between two questions of a person, in a channel and in the
    server; 0 is none. `human_channel` gets what members hand to a person. `label_unreviewed`
    marks answers that no moderator has endorsed.
    """

    allowed_channels: tuple[int, ...] = ()
    auto_channels: tuple[int, ...] = ()
    moderator_role: int | None = None
    user_cooldown: float = 0
    channel_cooldown: float = 0
    guild_cooldown: float = 0
    human_channel: int | None = None
    label_unreviewed: bool = False


class Guilds(Group):
    """Keeps a configuration a server."""

    async def config(self, guild_id: int | None) -> GuildConfig:
        """Return a server's settings; the defaults where it has none, and outside of servers."""
        if guild_id is None:
            return GuildConfig()
        async with self._sessions() as session:
            row = await session.get(GuildRow, guild_id)
        return _config(row.settings) if row else GuildConfig()

    async def save(self, guild_id: int, config: GuildConfig) -> None:
        """Keep a server's settings."""
        async with self._sessions.begin() as session:
            await session.merge(GuildRow(guild_id=guild_id, settings=asdict(config)))

    async def change(
        self, guild_id: int, change: Callable[[GuildConfig], GuildConfig]
    ) -> GuildConfig:
        """Change a server's settings in one transaction, and return what they are now."""
        async with self._sessions.begin() as session:
            row = await session.get(GuildRow, guild_id, with_for_update=True)
            config = change(_config(row.settings) if row else GuildConfig())
            await session.merge(GuildRow(guild_id=guild_id, settings=asdict(config)))
        return config

    async def all(self) -> dict[int, GuildConfig]:
        """Return the settings of every server that has some, by its id."""
        async with self._sessions() as session:
            rows = await session.scalars(select(GuildRow).order_by(GuildRow.guild_id))
            return {row.guild_id: _config(row.settings) for row in rows}


def _config(stored: Mapping[str, Any]) -> GuildConfig:
    # A setting that another version wrote and this one doesn't know is left out.
    names = {field.name for field in fields(GuildConfig)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored.items()
        if name in names
    }
    return GuildConfig(**values)
