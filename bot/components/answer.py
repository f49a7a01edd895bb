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
from bot.threads import open_thread

if TYPE_CHECKING:
    from bot.client import ChokepointBot


def answer_actions(number: int, say: Say, *, threads: bool) -> Actions:
    """Return the buttons for the answer kept under `number`; `threads`: one can be opened."""
    follow, copy, human = (
        FollowUp(number, say("Follow up")),
        PrivateCopy(number, say("Private copy")),
        AskHuman(number, say("Ask a human")),
    )
    votes = (Helpful(number, say("Helpful")), NotHelpful(number, say("Not helpful")))
    thread = OpenThread(number, say("Open a thread"))
    # A row takes five.
    rows = ((follow, thread, copy, human), votes) if threads else ((follow, *votes, copy, human),)
    return Actions(rows, Notes(number, say("All notes")))


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


class OpenThread(AnswerButton, template=r"thread:(?P<number>\d+)"):
    """Opens a thread on the answer, to go on there."""

    word = "thread"

    async def act(self, interaction: discord.Interaction[ChokepointBot]) -> None:
        """Open it, say in it how to go on, and show the person where it is."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot, message = interaction.client, interaction.message
        assert message is not None
        question = (await self.kept(interaction)).answer.question
        try:
            thread = await open_thread(message, question)
        except discord.Forbidden as error:
            raise ToldError(
                lambda say: say(
                    "I may not open threads here; open one from the message's menu, then mention "
                    "me."
                )
            ) from error
        if thread:
            say = bot.phrases(interaction.guild_locale or discord.Locale.american_english)
            await thread.send(
                view=notice(
                    say("Mention me here with your next question; I know what came before it."),
                    rows=[ui.ActionRow(FollowUp(self.number, say("Follow up")))],
                )
            )
        say = bot.phrases(interaction.locale)
        # A thread that begins with a message has the message's id.
        await send_reply(interaction, notice(say("The thread: {link}", link=f"<#{message.id}>")))


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
            actions=Actions(((FollowUp(self.number, say("Follow up")),),)),
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
