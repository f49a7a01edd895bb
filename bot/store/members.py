"""The settings of a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from bot.store.models import MemberRow
from bot.store.sessions import Group


@dataclass(frozen=True, slots=True)
class MemberSettings:
    """How answers look to one person; `text_only` asks for plain text without boxes."""

    text_only: bool = False


class Members(Group):
    """Keeps the settings of those who changed them."""

    async def settings(self, user_id: int) -> MemberSettings:
        """Return a person's settings, the defaults where there are none."""
        async with self._sessions() as session:
            row = await session.get(MemberRow, user_id)
        names = {field.name for field in fields(MemberSettings)}
        stored = row.settings if row else {}
        return MemberSettings(**{name: value for name, value in stored.items() if name in names})

    async def save(self, user_id: int, settings: MemberSettings) -> None:
        """Keep a person's settings."""
        async with self._sessions.begin() as session:
            await session.merge(MemberRow(user_id=user_id, settings=asdict(settings)))
