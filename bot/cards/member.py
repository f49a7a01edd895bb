"""What members see of the bot itself: help, privacy, settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.cards.notice import GOOD, PLAIN, notice
from bot.cards.phrases import Say

DATA_FILE = "my-chokepoint-data.json"


def help_card(say: Say, bot_name: str) -> ui.LayoutView:
    """Return what the bot can do, with the commands by their English names."""
    commands = (
        ("ask", say("ask a question; every sentence of the answer names its source")),
        ("sides", say("who stands where on a topic")),
        ("timeline", say("what happened when, with a picture")),
        ("status", say("where a rule stands and what replaced it")),
        ("quote", say("what a person said or holds")),
        ("define", say("what a term means")),
        ("sources", say("what answers may cite")),
        ("settings", say("text without boxes")),
        ("privacy", say("what is stored of you; export or delete it")),
    )
    return notice(
        f"### {say('How to use {name}', name=bot_name)}",
        *(f"- **/{say.name(name)}** – {text}" for name, text in commands),
        "",
        say("Mention me in a channel, reply to my answer, or write me a direct message."),
        "",
        say(
            "Open a message's menu, then Apps: **Ask about this** answers it, "
            "**Check this claim** holds its claims against the corpus."
        ),
        "",
        say(
            "**Passage** opens the exact words behind a number; what is cited is marked. "
            "**Follow up** asks on, **Open a thread** does so beside the channel. When the corpus "
            "does not hold the answer, I say so."
        ),
    )


def privacy_card(say: Say, minutes: int, rows: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Return what is stored of a person; `minutes` is how long a conversation is remembered."""
    return notice(
        f"### {say('What is stored of you')}",
        say("- Questions you asked with their answers, the server and the channel, by your id."),
        say("- Your votes on answers with the reasons you gave, and your settings."),
        say("- What you did as a moderator, if you are one."),
        say.many(
            "- For {number} minute the last questions of a conversation, in memory only.",
            "- For {number} minutes the last questions of a conversation, in memory only.",
            minutes,
        ),
        say(
            "Other messages are not stored, except a question I answer where moderators want me to."
        ),
        rows=rows,
    )


def confirm_card(say: Say, rows: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Return the question before everything is deleted."""
    return notice(
        f"**{say('Delete all that is stored of you?')}**",
        say("This can't be undone. Buttons under your earlier answers stop working."),
        rows=rows,
    )


def export_card(say: Say) -> ui.LayoutView:
    """Return the message that carries the file of a person's data."""
    view = ui.LayoutView(timeout=None)
    view.add_item(
        ui.Container(
            ui.TextDisplay(say("All that is stored of you, as a JSON file:")),
            ui.File(f"attachment://{DATA_FILE}"),
            accent_colour=PLAIN,
        )
    )
    return view


def saved_card(say: Say, text_only: bool) -> ui.LayoutView:
    """Return that the settings were kept."""
    text = (
        say("From now on I answer you in text without boxes and pictures.")
        if text_only
        else say("From now on I answer you with cards.")
    )
    return notice(text, colour=GOOD)


def row(*buttons: ui.Item[Any]) -> list[ui.ActionRow[Any]]:
    """Return one row of buttons."""
    return [ui.ActionRow(*buttons)]
