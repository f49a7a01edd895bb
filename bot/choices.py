"""What the options of commands offer while somebody types, from the live corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from discord import app_commands

from bot.cards.browse import STANCES
from bot.cards.limits import CHOICE_TEXT, CHOICES
from bot.cards.markdown import clip, escape
from bot.cards.phrases import Say
from bot.faults import ToldError
from retrieval.dates import date_mentions
from retrieval.documents import Document, Kind


def outlets(documents: Sequence[Document]) -> set[str]:
    """Return the outlets of the documents and of the sources they rest on."""
    own = {item.publisher for item in documents if item.publisher}
    return own | {
        source.publisher for item in documents for source in item.sources if source.publisher
    }


def experts(documents: Sequence[Document]) -> set[str]:
    """Return the people whose words or positions the corpus holds."""
    return {item.quote.speaker for item in documents if item.quote}


def topics(documents: Sequence[Document]) -> set[str]:
    """Return the topics that documents name."""
    return {topic for item in documents for topic in item.topics}


def rules(documents: Sequence[Document]) -> set[str]:
    """Return the names of rules: their titles and what else they are called."""
    return {
        name
        for item in documents
        if item.status is not None and item.kind is Kind.RULE
        for name in (item.title, *item.aliases)
    }


def terms(documents: Sequence[Document]) -> set[str]:
    """Return the terms that have a page, and their other names."""
    return {
        name for item in documents if item.kind is Kind.TERM for name in (item.title, *item.aliases)
    }


def choices(names: Iterable[str], typed: str) -> list[app_commands.Choice[str]]:
    """Return the names that hold what was typed, those that begin with it first."""
    wanted = typed.casefold().strip()
    found = sorted(
        (name for name in names if wanted in name.casefold()),
        key=lambda name: (not name.casefold().startswith(wanted), name.casefold()),
    )
    return [
        app_commands.Choice(name=clip(name, CHOICE_TEXT), value=name[:CHOICE_TEXT])
        for name in found[:CHOICES]
    ]


def starts(typed: str, today: date, say: Say) -> list[app_commands.Choice[str]]:
    """Return days from which on sources may be wanted, with what each means."""
    offered = (
        (today - timedelta(days=7), say("the last 7 days")),
        (today - timedelta(days=30), say("the last 30 days")),
        (today - timedelta(days=365), say("the last 365 days")),
        (today.replace(month=1, day=1), say("this year")),
    )
    return [
        app_commands.Choice(name=f"{first} ({text})", value=first.isoformat())
        for first, text in offered
        if typed.casefold().strip() in f"{first} ({text})".casefold()
    ]


def stances(typed: str, say: Say) -> list[app_commands.Choice[str]]:
    """Return the stances that a position may have, in the reader's language."""
    return [
        app_commands.Choice(name=say(words), value=stance)
        for stance, words in STANCES.items()
        if stance and typed.casefold().strip() in say(words).casefold()
    ]


def stance_of(text: str, say: Say) -> str:
    """Return the corpus's word for a stance that was chosen or typed; "" for none.

    Raises:
        ToldError: there is no such stance.
    """
    wanted = text.casefold().strip()
    for stance, words in STANCES.items():
        if stance and wanted in (stance, words.casefold(), say(words).casefold()):
            return stance
    if wanted:
        raise ToldError(
            lambda say: say(
                "“{text}” is no stance; choose one of the list.",
                text=escape(clip(text, CHOICE_TEXT)),
            )
        )
    return ""


def day(option: str, text: str) -> date | None:
    """Return the day that an option holds, None for none.

    A month or a year ("May 2025", "2025") begins "from" and "since" and ends "to".

    Raises:
        ToldError: `text` isn't a date.
    """
    written = text.strip()
    if not written:
        return None
    for mention in date_mentions(written):
        if (mention.start, mention.end) == (0, len(written)):
            return mention.last if option == "to" else mention.first
    raise ToldError(
        lambda say: say(
            "“{text}” is no date for {option}; write it as 2026-01-31.",
            text=escape(clip(text, CHOICE_TEXT)),
            option=say.name(option),
        )
    )
