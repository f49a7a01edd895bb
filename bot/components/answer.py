"""The buttons under an answer. Each carries the number under which the answer is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord import ui

from bot.cards.answer import Actions, answer_card
from bot.cards.notes import notes_card
from bot.cards.notice import GOOD, notice
from bot.cards.phrases import Say
from bot.components.action import Action
from bot.components.forms import FollowUpForm, ReasonForm
from bot.faults import ToldError
from bot.human import ask_a_human
from bot.replies import send_reply
from bot.store import KeptAnswer

if TYPE_CHECKING:
    from bot.client import ChokepointBot


def answer_actions(number: int, say: Say) -> Actions:
    """Return the buttons for the answer kept under `number`."""
    return Actions(
        (
            FollowUp(number, say("Follow up")),
            Helpful(number, say("Helpful")),
            NotHelpful(number, say("Not helpful")),
            PrivateCopy(number, say("Private copy")),
            AskHuman(number, say("Ask a human")),
        ),
        Notes(number, say("All notes")),
    )


def number_in(message: discord.Message) -> int | None:
    """Return the number of the answer that a message of the bot shows."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for item in view.walk_children():
        match = re.fullmatch(r"follow:(\d+)", getattr(item, "custom_id", None) or "")
        if match:
            return int(match[1])
    return None


class AnswerButton(Action[ui.Button[Any]], template=r"answer:(?P<number>\d+)"):
    """A button of the answer kept under `number`."""

    word: ClassVar[str]
    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, number: int, label: str = "…") -> None:
        """Make the button."""
        super().__init__(
            ui.Button(label=label, style=self.style, custom_id=f"{self.word}:{number}")
        )
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again."""
        return cls(int(match["number"]))

    async def kept(self, interaction: discord.Interaction[ChokepointBot]) -> KeptAnswer:
        """Return the answer.

        Raises:
            ToldError: it is no longer kept.
        """
        found = await interaction.client.store.answers.get(self.number)
        if found is None:
            raise ToldError(
                lambda say: say("This answer is no longer kept; ask the question again.")
            )
        return found


class FollowUp(AnswerButton, template=r"follow:(?P<number>\d+)"):
    """Opens a form for the next question."""

    word = "follow"
    style = discord.ButtonStyle.primary

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Open the form."""
        say = interaction.client.phrases(interaction.locale)
        await interaction.response.send_modal(FollowUpForm(self.number, say))


class Helpful(AnswerButton, template=r"helpful:(?P<number>\d+)"):
    """Keeps a good word."""

    word = "helpful"

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Keep the vote and thank the person."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self.kept(interaction)
        await interaction.client.store.feedback.vote(self.number, interaction.user.id, True)
        say = interaction.client.phrases(interaction.locale)
        await send_reply(interaction, notice(say("Thank you; your vote is kept."), colour=GOOD))


class NotHelpful(AnswerButton, template=r"unhelpful:(?P<number>\d+)"):
    """Asks what is wrong; the vote is kept with the form."""

    word = "unhelpful"

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Open the form."""
        say = interaction.client.phrases(interaction.locale)
        await interaction.response.send_modal(ReasonForm(self.number, say))


class PrivateCopy(AnswerButton, template=r"copy:(?P<number>\d+)"):
    """Sends the answer as a direct message, or shows it to the person alone."""

    word = "copy"

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Send the copy."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot, say = interaction.client, interaction.client.phrases(interaction.locale)
        answer = (await self.kept(interaction)).answer
        card = answer_card(
            answer,
            bot.librarian.document,
            say,
            actions=Actions((FollowUp(self.number, say("Follow up")),)),
        )
        if interaction.guild_id is not None:
            try:
                await interaction.user.send(view=card)
            except discord.HTTPException:
                # The person takes no direct messages from here.
                pass
            else:
                await send_reply(
                    interaction, notice(say("The copy is in your direct messages."), colour=GOOD)
                )
                return
        await send_reply(interaction, card)


class AskHuman(AnswerButton, template=r"human:(?P<number>\d+)"):
    """Passes the question on to people, in the channel that the moderators chose."""

    word = "human"

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Post the question, what was searched and the nearest passages."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        text = await ask_a_human(interaction, await self.kept(interaction))
        await send_reply(interaction, notice(text))


class Notes(AnswerButton, template=r"notes:(?P<number>\d+)"):
    """Opens all notices of an answer."""

    word = "notes"

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Show them to the person alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        say = interaction.client.phrases(interaction.locale)
        await send_reply(interaction, notes_card((await self.kept(interaction)).answer, say))
