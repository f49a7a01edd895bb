"""The buttons under an answer. Each carries the number under which the answer is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.cards.phrases import Say
from bot.components.action import Action
from bot.components.form import Form
from retrieval.question import LONGEST_QUESTION

if TYPE_CHECKING:
    from bot.client import ChokepointBot


def answer_actions(number: int, say: Say) -> list[ui.Item[Any]]:
    """Return the buttons for the answer kept under `number`."""
    return [FollowUp(number, say("Follow up"))]


def number_in(message: discord.Message) -> int | None:
    """Return the number of the answer that a message of the bot shows."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        match = re.fullmatch(r"follow:(\d+)", getattr(item, "custom_id", None) or "")
        if match:
            return int(match[1])
    return None


class FollowUp(Action[ui.Button[Any]], template=r"follow:(?P<number>\d+)"):
    """Opens a form for the next question about an answer."""

    def __init__(self, number: int, label: str = "Follow up") -> None:
        """Make the button of the answer kept under `number`."""
        super().__init__(
            ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=f"follow:{number}")
        )
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again."""
        return cls(int(match["number"]))

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Open the form."""
        say = interaction.client.phrases(interaction.locale)
        await interaction.response.send_modal(FollowUpForm(self.number, say))


class FollowUpForm(Form):
    """Asks for the next question."""

    pattern = re.compile(r"follow:(?P<number>\d+)")

    def __init__(self, number: int, say: Say) -> None:
        """Make the form for the answer kept under `number`."""
        super().__init__(say("Follow up"), f"follow:{number}")
        self.add_item(
            ui.Label(
                text=say("Your question"),
                description=say("It is understood together with the questions before it."),
                component=ui.TextInput(
                    custom_id="question",
                    style=discord.TextStyle.paragraph,
                    max_length=LONGEST_QUESTION,
                ),
            )
        )

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Answer, to everyone if the first answer was for everyone."""
        private = interaction.message is not None and interaction.message.flags.ephemeral
        await interaction.client.desk.reply(
            interaction, values["question"], private=private, about=int(match["number"])
        )
