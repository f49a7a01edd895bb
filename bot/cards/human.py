"""A question that a member hands to people: who asked, what was searched, what was nearest."""

from __future__ import annotations

from discord import ui

from bot.cards.answer import QUESTION, add_passage, nearest
from bot.cards.markdown import clip_escaped
from bot.cards.notice import CARE
from bot.cards.phrases import Say
from bot.components.passage import Find
from retrieval.answer import Answer

STATEMENT = 300


def human_card(answer: Answer, asker: str, documents: int, find: Find, say: Say) -> ui.LayoutView:
    """Return the message for those who take questions."""
    container = ui.Container[ui.LayoutView](accent_colour=CARE)
    name = clip_escaped(asker, 80)
    searched = say.many(
        "{number} document was searched", "{number} documents were searched", documents
    )
    if answer.as_of:
        searched += " · " + say("As of {date}", date=say.date(answer.as_of))
    lines = [
        f"**{say('{name} asks a human', name=name)}**",
        f"> {clip_escaped(' '.join(answer.question.split()), QUESTION)}",
        f"-# {searched}",
    ]
    if answer.abstained:
        lines.append(say("The bot gave no answer. What was nearest:"))
    else:
        first = clip_escaped(answer.statements[0].text, STATEMENT)
        lines.append(say("The bot answered: {statement}", statement=first))
    container.add_item(ui.TextDisplay("\n".join(lines)))
    for passage in nearest(answer):
        add_passage(container, passage, find, say)
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    return view
