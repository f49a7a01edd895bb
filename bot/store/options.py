"""Settings of the whole bot that moderators change while it runs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from bot.store.models import OptionRow
from bot.store.sessions import Group


class Options(Group):
    """A JSON value a name."""

    async def get(self, name: str, default: Any = None) -> Any:
        """Return the value of an option."""
        async with self._sessions() as session:
            row = await session.get(OptionRow, name)
        return row.value if row else default

    async def set(self, name: str, value: Any) -> None:
        """Keep the value of an option."""
        async with self._sessions.begin() as session:
            await session.merge(OptionRow(name=name, value=value))

    async def delete(self, name: str) -> None:
        """Forget an option."""
        async with self._sessions.begin() as session:
            await session.execute(delete(OptionRow).where(OptionRow.name == name))
