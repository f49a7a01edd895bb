"""The moderators' buttons; each checks who presses it, and what it means is in its custom id."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.cards.corpus import report_card
from bot.cards.keeping import changes_card, kept_card, preview_card
from bot.cards.moderation import item_card, review_card
from bot.cards.notice import notice
from bot.cards.phrases import Say
from bot.components.action import Action
from bot.drafts import Draft, drop_draft, keep_draft, kept_draft
from bot.moderation import open_reports, review_answer, withdraw_review
from bot.permissions import require_corpus_moderator
from bot.store import Actor, Item, Review, ReviewVerdict
from retrieval.errors import ChokepointError
from retrieval.librarian import GenerationRecord, Preview

if TYPE_CHECKING:
    from bot.client import ChokepointBot

Press = discord.Interaction["ChokepointBot"]
GREEN, RED, GREY = (
    discord.ButtonStyle.success,
    discord.ButtonStyle.danger,
    discord.ButtonStyle.secondary,
)


class CorpusButton(
    Action[ui.Button[Any]], template=r"corpus:(?P<act>[a-z]+):(?P<subject>[\w.\-]*)"
):
    """Does one of `ACTS` with what its custom id names."""

    def __init__(
        self, act: str, subject: str = "", label: str = "…", style: discord.ButtonStyle = GREY
    ) -> None:
        """Make the button of an act."""
        super().__init__(ui.Button(label=label, style=style, custom_id=f"corpus:{act}:{subject}"))
        self.name = act
        self.subject = subject

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button again."""
        return cls(match["act"], match["subject"])

    async def act(self, interaction: Press) -> None:
        """Check who presses, then act and show the outcome in the same message."""
        actor = await require_corpus_moderator(interaction)
        if self.name in FORMS:
            await interaction.response.send_modal(await _form(interaction, self.name, self.subject))
            return
        perform = ACTS.get(self.name)
        if perform is None:
            raise ChokepointError("This button is of an older version; use the command again.")
        await interaction.response.defer()
        view = await perform(interaction, actor, self.subject)
        await interaction.edit_original_response(view=view)


def row(*buttons: CorpusButton) -> ui.ActionRow[Any]:
    """Return a row of buttons."""
    return ui.ActionRow(*buttons)


def held_rows(say: Say) -> list[ui.ActionRow[Any]]:
    """Return what can be done with a candidate that was held back."""
    return [
        row(
            CorpusButton("activate", label=say("Activate anyway"), style=RED),
            CorpusButton("discard", label=say("Discard")),
        )
    ]


async def draft_view(
    press: Press, draft: Draft, preview: Preview | None = None, key: str | None = None
) -> ui.LayoutView:
    """Keep a draft, and return what it would add or change, with what can be done with it.

    Raises:
        ChokepointError: it can't be kept, or is held already.
    """
    bot, say = press.client, press.client.phrases(press.locale)
    if preview is None:
        look = bot.librarian.preview if draft.seen is None else bot.librarian.preview_edit
        preview = await look(draft.document)
    key = await keep_draft(bot.store, replace(draft, document=preview.document), key)
    rows = [
        row(
            CorpusButton("keep", key, say("Add") if draft.seen is None else say("Save"), GREEN),
            CorpusButton("facts", key, say("Correct")),
            CorpusButton("drop", key, say("Drop")),
        )
    ]
    if draft.seen is None:
        return preview_card(preview, say, rows)
    return changes_card(bot.curator.document(draft.document.id), preview, say, rows)


def undo_rows(key: str, say: Say) -> list[ui.ActionRow[Any]]:
    """Return the button that undoes a removal."""
    return [row(CorpusButton("undo", key, say("Undo")))]


def history_rows(records: Sequence[GenerationRecord], say: Say) -> list[ui.ActionRow[Any]]:
    """Return a button for each generation that can come back."""
    buttons = [
        CorpusButton("back", record.generation, say("Back to {number}", number=number))
        for number, record in enumerate(records, start=1)
        if record.state == "kept"
    ]
    rows = [row(*buttons[i : i + 5]) for i in range(0, len(buttons), 5)]
    return rows + (held_rows(say) if any(record.state == "held" for record in records) else [])


async def queue_view(bot: ChokepointBot, locale: discord.Locale) -> ui.LayoutView:
    """Return the oldest item of the queue with its buttons."""
    say = bot.phrases(locale)
    items: list[Item] = await bot.store.queue.pending(1000)
    item = items[0] if items else None
    rows = (
        [
            row(
                CorpusButton("accept", str(item.id), say("Accept"), GREEN),
                CorpusButton("look", str(item.id), say("Edit")),
                CorpusButton("reject", str(item.id), say("Reject"), RED),
            )
        ]
        if item
        else []
    )
    return item_card(item, len(items), say, rows)


async def review_view(
    press: Press, decided: Review | None = None, number: int = 0
) -> ui.LayoutView:
    """Return the newest reported answer that nobody decided on, with its buttons.

    What was just `decided` on the answer of that number can be undone.
    """
    say = press.client.phrases(press.locale)
    waiting = await open_reports(press.client.store, press.guild_id or 0)
    report = waiting[0] if waiting else None
    rows = []
    if report:
        subject = str(report.kept.id)
        rows.append(
            row(
                CorpusButton("endorse", subject, say("Endorse"), GREEN),
                CorpusButton("correct", subject, say("Correct")),
                CorpusButton("hide", subject, say("Hide"), RED),
            )
        )
    if decided:
        rows.append(row(CorpusButton("unreview", str(number), say("Undo the last decision"))))
    return review_card(report, len(waiting), say, rows, decided)


async def _activate(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    report = await press.client.curator.activate(actor, press.guild_id)
    return report_card(report, press.client.phrases(press.locale))


async def _discard(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    dropped = await press.client.curator.discard(actor, press.guild_id)
    say = press.client.phrases(press.locale)
    return notice(say("{generation} was dropped; the old index keeps serving.", generation=dropped))


async def _back(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    report = await press.client.curator.rollback(actor, subject, press.guild_id)
    return report_card(report, press.client.phrases(press.locale))


async def _undo(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    report = await press.client.curator.restore(actor, subject, press.guild_id)
    title = ", ".join(report.added)
    return kept_card(report, title, press.client.phrases(press.locale))


async def _keep(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    bot = press.client
    draft = await kept_draft(bot.store, subject)
    document, guild = draft.document, press.guild_id
    if draft.seen is not None:
        report = await bot.curator.edit(actor, document, draft.seen, guild)
    elif draft.item is None:
        report = await bot.curator.add(actor, document, guild)
    else:
        report = await bot.feeds.accept(actor, draft.item, document, guild)
    await drop_draft(bot.store, subject)
    return kept_card(report, document.title, bot.phrases(press.locale))


async def _look(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    bot = press.client
    item = await bot.feeds.waiting(int(subject))
    return await draft_view(press, Draft(await bot.feeds.draft(item), item.id))


async def _drop(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    await drop_draft(press.client.store, subject)
    return notice(press.client.phrases(press.locale)("The draft was dropped; nothing was added."))


async def _accept(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    await press.client.feeds.accept(actor, int(subject), guild_id=press.guild_id)
    return await queue_view(press.client, press.locale)


async def _reject(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    await press.client.feeds.reject(actor, int(subject), press.guild_id)
    return await queue_view(press.client, press.locale)


async def _decide(
    press: Press, actor: Actor, subject: str, verdict: ReviewVerdict
) -> ui.LayoutView:
    store = press.client.store
    number = int(subject)
    made = await review_answer(store, actor, number, verdict, guild_id=press.guild_id or 0)
    return await review_view(press, made, number)


async def _endorse(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    return await _decide(press, actor, subject, ReviewVerdict.ENDORSED)


async def _hide(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    return await _decide(press, actor, subject, ReviewVerdict.HIDDEN)


async def _unreview(press: Press, actor: Actor, subject: str) -> ui.LayoutView:
    await withdraw_review(press.client.store, actor, int(subject), press.guild_id or 0)
    return await review_view(press)


async def _form(press: Press, name: str, subject: str) -> ui.Modal:
    # Here, because the forms show the buttons of this module when they are submitted.
    from bot.components.corpus_forms import CorrectionForm, FactsForm, TextForm

    say = press.client.phrases(press.locale)
    if name == "correct":
        return CorrectionForm(int(subject), say)
    if name == "source":
        kept = await press.client.store.answers.get(int(subject)) if subject else None
        return TextForm(say, kept.answer.question if kept else "")
    return FactsForm(subject, (await kept_draft(press.client.store, subject)).document, say)


FORMS = frozenset({"correct", "facts", "source"})
ACTS: dict[str, Callable[[Press, Actor, str], Awaitable[ui.LayoutView]]] = {
    "activate": _activate,
    "discard": _discard,
    "back": _back,
    "undo": _undo,
    "keep": _keep,
    "drop": _drop,
    "accept": _accept,
    "look": _look,
    "reject": _reject,
    "endorse": _endorse,
    "hide": _hide,
    "unreview": _unreview,
}
