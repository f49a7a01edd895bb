"""A card as its reader wants it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from discord import ui
from sqlalchemy.exc import SQLAlchemyError

from bot.cards.plain import plain

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_log = logging.getLogger(__name__)


async def is_text_only(bot: ChokepointBot, user_id: int) -> bool:
    """Whether a person wants text without boxes; a database that fails counts as no."""
    try:
        return (await bot.store.members.settings(user_id)).text_only
    except (SQLAlchemyError, OSError):
        _log.exception("a person's settings could not be read")
        return False


async def styled(bot: ChokepointBot, user_id: int, view: ui.LayoutView) -> ui.LayoutView:
    """Return the card as the person wants it."""
    return plain(view) if await is_text_only(bot, user_id) else view
