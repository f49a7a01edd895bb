"""The forms behind an answer's buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.cards.notice import GOOD, notice
from bot.cards.phrases import Say
from bot.components.form import Form
from bot.faults import ToldError
from bot.replies import send_reply
from retrieval.question import LONGEST_QUESTION

if TYPE_CHECKING:
    from bot.client import ChokepointBot

REASON = 1000


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


class ReasonForm(Form):
    """Asks why an answer doesn't help."""

    pattern = re.compile(r"reason:(?P<number>\d+)")

    def __init__(self, number: int, say: Say) -> None:
        """Make the form for the answer kept under `number`."""
        super().__init__(say("What is wrong with it?"), f"reason:{number}")
        self.add_item(
            ui.Label(
                text=say("Reason (may stay empty)"),
                description=say("Moderators read it to mend the corpus."),
                component=ui.TextInput(
                    custom_id="reason",
                    style=discord.TextStyle.paragraph,
                    max_length=REASON,
                    required=False,
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
        """Keep the vote with its reason."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot, number = interaction.client, int(match["number"])
        reason = values.get("reason", "").strip() or None
        if not await bot.store.feedback.vote(number, interaction.user.id, False, reason):
            raise ToldError(
                lambda say: say("This answer is no longer kept; ask the question again.")
            )
        say = bot.phrases(interaction.locale)
        await send_reply(
            interaction, notice(say("Thank you; moderators will look at it."), colour=GOOD)
        )
