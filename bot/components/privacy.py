"""The buttons of `/privacy`: export, delete, and yes, delete."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.cards.member import DATA_FILE, confirm_card, export_card, row
from bot.cards.notice import GOOD, notice
from bot.components.action import Action
from bot.replies import begin_reply, send_reply

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_STYLES = {
    "export": discord.ButtonStyle.secondary,
    "delete": discord.ButtonStyle.danger,
    "confirm": discord.ButtonStyle.danger,
}


class PrivacyButton(Action[ui.Button[Any]], template=r"privacy:(?P<act>export|delete|confirm)"):
    """Does with the clicking person's own data what it says."""

    def __init__(self, act: str, label: str = "…") -> None:
        """Make the button; `act` is export, delete or confirm."""
        super().__init__(ui.Button(label=label, style=_STYLES[act], custom_id=f"privacy:{act}"))
        self.word = act

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again."""
        return cls(match["act"])

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Export, ask back, or delete."""
        await begin_reply(interaction, private=True)
        bot, user = interaction.client, interaction.user.id
        say = bot.phrases(interaction.locale)
        match self.word:
            case "export":
                held = await bot.store.personal.export(user)
                content = json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8", "replace")
                file = discord.File(BytesIO(content), DATA_FILE)
                await send_reply(interaction, export_card(say), [file])
            case "delete":
                rows = row(PrivacyButton("confirm", say("Yes, delete")))
                await send_reply(interaction, confirm_card(say, rows))
            case _:
                gone = await bot.store.personal.delete(user)
                bot.memory.forget_person(user)
                text = say.many(
                    "Done: {number} record was deleted.",
                    "Done: {number} records were deleted.",
                    gone,
                )
                await send_reply(interaction, notice(text, colour=GOOD))
