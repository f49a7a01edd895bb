"""An answer as a Discord message: statements with numbers, their sources, one button a passage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from discord import ui

from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip, clip_escaped, escape, link, spoken
from bot.cards.notice import CARE, GOOD, PLAIN
from bot.cards.phrases import Say
from bot.components.passage import PassageButton, PassageMenu, Pointer, pointer_to
from retrieval.answer import Answer, NoticeKind, Retrieved, Source, Statement
from retrieval.documents import Document

# Each source with a button takes three components; more sources go into a menu.
SECTIONS = 7
# Passages shown when the bot abstains.
NEAREST = 3
NEAREST_TEXT = 280
TITLE = 110
NOTICE = 300
QUESTION = 300
# The least that a statement keeps of its text when room is short.
LEAST_STATEMENT = 160

STATUS = {
    "in_force": "in force",
    "announced": "announced",
    "proposed": "proposed",
    "reported": "reported",
    "suspended": "suspended",
    "superseded": "superseded",
    "rescinded": "rescinded",
}
Find = Callable[[str], Document | None]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A source as the card shows it: its lines, and where its button leads."""

    source: Source
    full: str
    short: str
    pointer: Pointer | None


def answer_card(
    answer: Answer,
    find: Find,
    say: Say,
    *,
    show_question: bool = True,
    actions: Iterable[ui.Item[ui.LayoutView]] = (),
    ended: bool = True,
) -> ui.LayoutView:
    """Return the message for an answer; `find` looks a live document up by its id.

    `ended` is False while a chat model is still writing.

    When room is short the sources lose their details first, then the statements their ends:
    numbers, links and marks are never cut.
    """
    if answer.abstained:
        return _abstained(answer, find, say, show_question=show_question, actions=actions)
    entries = _entries(answer, find, say)
    question = _question(answer) if show_question else ""
    care = [f"⚠️ {clip_escaped(item.text, NOTICE)}" for item in answer.notices[:4]]
    foot = f"-# {say('As of {date}', date=spoken(answer.as_of))}" if answer.as_of else ""
    if not ended:
        foot = f"-# {say('Still writing …')}"
    fixed = sum(map(len, (question, foot, *care)))
    numbers = [_numbers(statement) for statement in answer.statements]
    wanted = sum(
        len(escape(s.text)) + len(n) + 2 for s, n in zip(answer.statements, numbers, strict=True)
    )
    lines = [entry.full for entry in entries]
    if fixed + wanted + sum(map(len, lines)) > MESSAGE_TEXT:
        lines = [entry.short for entry in entries]
    room = MESSAGE_TEXT - fixed - sum(map(len, lines)) - sum(map(len, numbers)) - 40
    texts = _fitted([statement.text for statement in answer.statements], room)
    container = ui.Container[ui.LayoutView](
        accent_colour=CARE if _needs_care(answer) else GOOD,
    )
    if question:
        container.add_item(ui.TextDisplay(question))
    container.add_item(
        ui.TextDisplay("\n".join(f"{t} {n}" for t, n in zip(texts, numbers, strict=True)))
    )
    container.add_item(ui.Separator())
    for entry, line in list(zip(entries, lines, strict=True))[:SECTIONS]:
        _add_source(container, entry, line, say)
    _add_rest(container, entries[SECTIONS:], lines[SECTIONS:], say)
    if care or foot:
        container.add_item(ui.TextDisplay("\n".join(filter(None, (*care, foot)))))
    return _finished(container, actions)


def _abstained(
    answer: Answer,
    find: Find,
    say: Say,
    *,
    show_question: bool,
    actions: Iterable[ui.Item[ui.LayoutView]],
) -> ui.LayoutView:
    container = ui.Container[ui.LayoutView](accent_colour=PLAIN)
    head = say("**The corpus does not hold the answer.**")
    if show_question:
        head = f"{_question(answer)}\n{head}"
    shown = answer.retrieved[:NEAREST]
    if shown:
        head += "\n" + say("The nearest passages, which may or may not help:")
    container.add_item(ui.TextDisplay(head))
    for passage in shown:
        document = find(passage.document)
        title = document.title if document else passage.document
        text = clip_escaped(" ".join(passage.text.split()), NEAREST_TEXT)
        line = f"**{escape(clip(title, TITLE))}**\n-# {text}"
        if document:
            button = PassageButton(_whole(document, passage), say("Passage"))
            container.add_item(ui.Section(ui.TextDisplay(line), accessory=button))
        else:
            container.add_item(ui.TextDisplay(line))
    if answer.as_of:
        container.add_item(ui.TextDisplay(f"-# {say('As of {date}', date=spoken(answer.as_of))}"))
    return _finished(container, actions)


def _finished(
    container: ui.Container[ui.LayoutView], actions: Iterable[ui.Item[ui.LayoutView]]
) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    buttons = list(actions)
    if buttons:
        view.add_item(ui.ActionRow(*buttons))
    return view


def _question(answer: Answer) -> str:
    return f"**{clip_escaped(' '.join(answer.question.split()), QUESTION)}**"


def _needs_care(answer: Answer) -> bool:
    return any(item.kind is not NoticeKind.UNREVIEWED for item in answer.notices)


def _numbers(statement: Statement) -> str:
    """Return the statement's source numbers, "[1] [2]", escaped so that they make no link."""
    numbers = sorted({citation.source for citation in statement.citations})
    return "".join(f"\\[{number}\\]" for number in numbers)


def _fitted(texts: list[str], room: int) -> list[str]:
    """Escape `texts`, the longest shortened until all fit into `room` characters."""
    share = max(map(len, map(escape, texts)), default=0)
    while True:
        shown = [clip_escaped(text, share) for text in texts]
        if sum(map(len, shown)) <= room or share <= LEAST_STATEMENT:
            return shown
        share = max(LEAST_STATEMENT, int(share * 0.9))


def _entries(answer: Answer, find: Find, say: Say) -> list[_Entry]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for statement in answer.statements:
        for citation in statement.citations:
            spans.setdefault(citation.document, []).append((citation.start, citation.end))
    entries = []
    for source in answer.sources:
        document = find(source.document)
        cited = spans.get(source.document, [])
        entries.append(
            _Entry(
                source,
                _source_line(source, say),
                f"\\[{source.number}\\] {clip_escaped(source.title, 60)}",
                pointer_to(document, cited) if document and cited else None,
            )
        )
    return entries


def _source_line(source: Source, say: Say) -> str:
    title = link(f"**{escape(clip(source.title, TITLE))}**", source.url)
    known = [escape(clip(source.publisher or say("publisher not stated"), 60))]
    if source.author:
        known.append(escape(clip(source.author, 60)))
    if source.published:
        known.append(spoken(source.published))
    if source.status:
        known.append(say(STATUS[source.status]))
    return f"\\[{source.number}\\] {title}\n-# {' · '.join(known)}"


def _add_source(container: ui.Container[ui.LayoutView], entry: _Entry, line: str, say: Say) -> None:
    if entry.pointer is None:
        container.add_item(ui.TextDisplay(line))
        return
    label = say("Passage {number}", number=entry.source.number)
    container.add_item(
        ui.Section(ui.TextDisplay(line), accessory=PassageButton(entry.pointer, label))
    )


def _add_rest(
    container: ui.Container[ui.LayoutView], entries: list[_Entry], lines: list[str], say: Say
) -> None:
    if not entries:
        return
    container.add_item(ui.TextDisplay("\n".join(lines)))
    choices = [
        (
            f"[{entry.source.number}] {entry.source.title}",
            entry.source.publisher or "",
            entry.pointer,
        )
        for entry in entries
        if entry.pointer
    ]
    if choices:
        menu = PassageMenu(choices[:25], say("More passages"))
        container.add_item(ui.ActionRow(menu))


def _whole(document: Document, passage: Retrieved) -> Pointer:
    return pointer_to(document, [(passage.start, passage.end)])
