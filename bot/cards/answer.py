"""An answer as a Discord message: statements with numbers, their sources, one button a passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.cited import STATUS, add_sources, entries, holder_line, numbers
from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip, clip_escaped, escape
from bot.cards.notes import add_notes, note_lines
from bot.cards.notice import CARE, GOOD, PLAIN
from bot.cards.phrases import Say
from bot.components.passage import Find, PassageButton, Pointer, pointer_to
from retrieval.answer import Answer, NoticeKind, Retrieved
from retrieval.documents import Document

# Passages shown when the bot abstains, each of another document.
NEAREST = 3
NEAREST_TEXT = 280
TITLE = 110
QUESTION = 300
# The least that a statement keeps of its text when room is short.
LEAST_STATEMENT = 160
# Spaces and line breaks between the parts of the statements' text.
JOINTS = 40


@dataclass(frozen=True, slots=True)
class Actions:
    """The buttons of a card: the rows under it, and the one that opens all notices."""

    rows: Sequence[Sequence[ui.Item[Any]]] = ()
    notes: ui.Item[Any] | None = None


def answer_card(
    answer: Answer,
    find: Find,
    say: Say,
    *,
    show_question: bool = True,
    actions: Actions | None = None,
    mark: str = "",
    ended: bool = True,
) -> ui.LayoutView:
    """Return the message for an answer; `find` looks a live document up by its id.

    `mark` is a line of markdown above the statements (a moderator's word on the answer); `ended`
    is False while a chat model is still writing. When room is short the sources lose their details
    first, then the statements their ends: numbers, links and marks are never cut.
    """
    actions = actions or Actions()
    if answer.abstained:
        return _abstained(answer, find, say, show_question, actions, mark)
    cited = [citation for item in answer.statements for citation in item.citations]
    sources = entries(answer.sources, cited, find, say)
    question = _question(answer) if show_question else ""
    foot = _as_of(answer, say) if ended else f"-# {say('Still writing …')}"
    head = "\n".join(filter(None, (question, mark, _status(answer, say))))
    fixed = len(head) + len(foot) + sum(map(len, note_lines(answer))) + JOINTS
    ends = [f" {numbers(x.citations)}{holder_line(x, say)}" for x in answer.statements]
    texts = [statement.text for statement in answer.statements]
    wanted = sum(len(escape(text)) for text in texts) + sum(map(len, ends))
    lines = [entry.full for entry in sources]
    if fixed + wanted + sum(map(len, lines)) > MESSAGE_TEXT:
        lines = [entry.short for entry in sources]
    room = MESSAGE_TEXT - fixed - sum(map(len, lines)) - sum(map(len, ends)) - JOINTS
    shown = [text + end for text, end in zip(_fitted(texts, room), ends, strict=True)]
    container = ui.Container[ui.LayoutView](accent_colour=CARE if _needs_care(answer) else GOOD)
    if head:
        container.add_item(ui.TextDisplay(head))
    container.add_item(ui.TextDisplay("\n".join(_listed(shown))))
    container.add_item(ui.Separator())
    add_sources(container, sources, lines, say)
    add_notes(container, answer, foot, actions.notes)
    return _finished(container, actions)


def _abstained(
    answer: Answer, find: Find, say: Say, show_question: bool, actions: Actions, mark: str
) -> ui.LayoutView:
    container = ui.Container[ui.LayoutView](accent_colour=PLAIN)
    shown = nearest(answer)
    if head := "\n".join(filter(None, (_question(answer) if show_question else "", mark))):
        container.add_item(ui.TextDisplay(head))
    told = [
        say("**The corpus does not hold the answer.**"),
        say("The nearest passages, which may or may not help:") if shown else "",
    ]
    container.add_item(ui.TextDisplay("\n".join(filter(None, told))))
    for passage in shown:
        add_passage(container, passage, find, say)
    if answer.as_of:
        container.add_item(ui.TextDisplay(_as_of(answer, say)))
    return _finished(container, actions)


def nearest(answer: Answer) -> list[Retrieved]:
    """Return the first passages that were found, each of another document."""
    first = {passage.document: passage for passage in reversed(answer.retrieved)}
    return [passage for passage in answer.retrieved if first[passage.document] is passage][:NEAREST]


def add_passage(container: ui.Container[Any], passage: Retrieved, find: Find, say: Say) -> None:
    """Add the beginning of a passage that was found, with a button that opens it."""
    document = find(passage.document)
    title = document.title if document else passage.document
    text = clip_escaped(" ".join(passage.text.split()), NEAREST_TEXT)
    line = f"**{escape(clip(title, TITLE))}**\n-# {text}"
    if document is None:
        container.add_item(ui.TextDisplay(line))
        return
    button = PassageButton(_whole(document, passage), say("Passage"))
    container.add_item(ui.Section(ui.TextDisplay(line), accessory=button))


def _finished(container: ui.Container[ui.LayoutView], actions: Actions) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    for row in actions.rows:
        view.add_item(ui.ActionRow(*row))
    return view


def _question(answer: Answer) -> str:
    return f"**{clip_escaped(' '.join(answer.question.split()), QUESTION)}**"


def _as_of(answer: Answer, say: Say) -> str:
    return f"-# {say('As of {date}', date=say.date(answer.as_of))}" if answer.as_of else ""


def _status(answer: Answer, say: Say) -> str:
    """Return where the rule stands that the first statement cites; "" where it cites none."""
    first = {citation.source for citation in answer.statements[0].citations}
    for source in answer.sources:
        if source.number in first and source.kind == "rule" and source.status:
            return say("Status of the rule: **{status}**", status=say(STATUS[source.status]))
    return ""


def _needs_care(answer: Answer) -> bool:
    harmless = (NoticeKind.UNREVIEWED, NoticeKind.MORE)
    return any(item.kind not in harmless for item in answer.notices)


def _fitted(texts: list[str], room: int) -> list[str]:
    """Escape `texts`, the longest shortened until all fit into `room` characters."""
    share = max(map(len, map(escape, texts)), default=0)
    while True:
        shown = [clip_escaped(text, share) for text in texts]
        if sum(map(len, shown)) <= room or share <= LEAST_STATEMENT:
            return shown
        share = max(LEAST_STATEMENT, int(share * 0.9))


def _listed(shown: list[str]) -> list[str]:
    """Return several statements as a list, so that each stands for itself."""
    return [f"- {line}" for line in shown] if len(shown) > 1 else shown


def _whole(document: Document, passage: Retrieved) -> Pointer:
    return pointer_to(document, [(passage.start, passage.end)])
