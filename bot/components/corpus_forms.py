"""The moderators' forms: a text to add, the facts of a draft, a quote, a correction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.cards.markdown import clip
from bot.cards.phrases import Say
from bot.components.corpus import draft_view, review_view
from bot.components.form import Form
from bot.drafts import Draft, kept_draft
from bot.moderation import LONGEST_CORRECTION, review_answer
from bot.permissions import require_corpus_moderator
from bot.store import ReviewVerdict
from retrieval.documents import Document
from retrieval.drafts import LASTING, quote_draft, with_facts
from retrieval.errors import ChokepointError

if TYPE_CHECKING:
    from bot.client import ChokepointBot

LINE, URL, TEXT = 300, 1000, 4000
LABELS = {
    "title": "Title",
    "publisher": "Outlet",
    "author": "Author",
    "published": "Date, as 2026-01-15",
    "url": "Address",
    "speaker": "Who",
    "affiliation": "Affiliation",
}


def facts_of(document: Document) -> dict[str, str]:
    """Return what a form shows of a document beside its text, by the names of `with_facts`."""
    dated = {"published": str(document.published or ""), "url": document.url or ""}
    if document.quote:
        quote = document.quote
        return {"speaker": quote.speaker, "affiliation": quote.affiliation or "", **dated}
    return {"title": document.title, "publisher": document.publisher or "", **dated}


def changes(values: Mapping[str, str], document: Document) -> dict[str, str]:
    """Return what was changed of what a form showed, which may have been cut short.

    Discord trims the white space around a value.
    """
    known = {"author": document.author or "", "text": document.text, **facts_of(document)}
    return {
        name: value
        for name, value in values.items()
        if value.replace("\r\n", "\n").strip() != known[name][: longest(name)].strip()
    }


def longest(name: str) -> int:
    """Return how many characters a form takes of a value."""
    return {"url": URL, "text": TEXT}.get(name, LINE)


class CorpusForm(Form):
    """A form of which every field is a line or a paragraph."""

    def field(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        longest: int = LINE,
        required: bool = False,
        about: str = "",
    ) -> None:
        """Add a field; `longest` above a line's length makes it a paragraph."""
        tall = longest > URL
        style = discord.TextStyle.paragraph if tall else discord.TextStyle.short
        self.add_item(
            ui.Label(
                text=label,
                description=about or None,
                component=ui.TextInput(
                    custom_id=name,
                    style=style,
                    default=value[:longest] or None,
                    max_length=longest,
                    required=required,
                ),
            )
        )

    def facts(self, document: Document, say: Say) -> None:
        """Add fields for title, outlet, date and address; of a quote for who said it."""
        for name, value in facts_of(document).items():
            self.field(
                name, say(LABELS[name]), value, longest=longest(name), required=name in LASTING
            )


class TextForm(CorpusForm):
    """Asks for an article: its text, or the address of its page."""

    pattern = re.compile(r"corpus-text")

    def __init__(self, say: Say, question: str = "") -> None:
        """Make the form; `question` is one that the article is to answer."""
        super().__init__(say("Add an article"), "corpus-text")
        about = say("For: {question}", question=clip(question, 90)) if question else ""
        self.field("url", say("Address"), longest=URL, about=about)
        empty = Document(id="", text="", title="")
        for name in ("title", "publisher", "published"):
            self.field(name, say(LABELS[name]), facts_of(empty)[name])
        fetched = say("May stay empty with an address: the page is fetched then.")
        self.field("text", say("Text"), longest=TEXT, about=fetched)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Show the preview."""
        await require_corpus_moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        given = {name: value for name, value in values.items() if value.strip()}
        if "text" in given:
            if "title" not in given:
                raise ChokepointError("A text needs a title; fill in both.")
            draft = with_facts(Document(id="", text="", title=""), given)
        elif "url" in given:
            found = await interaction.client.curator.read_url(given.pop("url"))
            draft = with_facts(found.document, given)
        else:
            raise ChokepointError("Give a text or the address of a page.")
        view = await draft_view(interaction, Draft(draft))
        await interaction.edit_original_response(view=view)


class FactsForm(CorpusForm):
    """Corrects what a draft says of itself."""

    pattern = re.compile(r"corpus-facts:(?P<key>[0-9a-f]{12})")

    def __init__(self, key: str, draft: Document, say: Say) -> None:
        """Make the form for the draft kept under `key`."""
        super().__init__(say("Correct"), f"corpus-facts:{key}")
        self.facts(draft, say)
        if draft.quote is None:
            self.field("author", say(LABELS["author"]), draft.author or "")

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Show the preview again, in the same message."""
        await require_corpus_moderator(interaction)
        await interaction.response.defer()
        draft = await kept_draft(interaction.client.store, match["key"])
        corrected = replace(
            draft, document=with_facts(draft.document, changes(values, draft.document))
        )
        view = await draft_view(interaction, corrected, key=match["key"])
        await interaction.edit_original_response(view=view)


class QuoteForm(CorpusForm):
    """Asks for a person's words or position."""

    pattern = re.compile(r"corpus-quote:(?P<verbatim>yes|no)")

    def __init__(self, verbatim: bool, say: Say) -> None:
        """Make the form; `verbatim` words are shown in quotation marks."""
        super().__init__(say("Add a quote"), f"corpus-quote:{'yes' if verbatim else 'no'}")
        for name in ("speaker", "affiliation", "published"):
            self.field(name, say(LABELS[name]), required=name in LASTING)
        words = say("Exact words") if verbatim else say("The position, in a sentence of yours")
        self.field("text", words, longest=TEXT, required=True)
        self.field("url", say("Address of the source"), longest=URL)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Show the preview."""
        await require_corpus_moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        draft = Draft(quote_draft(values, verbatim=match["verbatim"] == "yes"))
        await interaction.edit_original_response(view=await draft_view(interaction, draft))


class CorrectionForm(CorpusForm):
    """Asks for the answer that is shown in place of a wrong one."""

    pattern = re.compile(r"corpus-correct:(?P<number>\d+)")

    def __init__(self, number: int, say: Say) -> None:
        """Make the form for the answer kept under `number`."""
        super().__init__(say("Correct the answer"), f"corpus-correct:{number}")
        self.field("text", say("What is right"), longest=LONGEST_CORRECTION, required=True)

    @classmethod
    async def submitted(
        cls,
        interaction: discord.Interaction[ChokepointBot],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """Keep the correction and show the next answer."""
        actor = await require_corpus_moderator(interaction)
        await interaction.response.defer()
        number = int(match["number"])
        made = await review_answer(
            interaction.client.store,
            actor,
            number,
            ReviewVerdict.CORRECTED,
            values["text"],
            interaction.guild_id or 0,
        )
        view = await review_view(interaction, made, number)
        await interaction.edit_original_response(view=view)
