"""What every card that cites shares: a statement with its holder and numbers, and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.cards.limits import SELECT_OPTIONS
from bot.cards.markdown import clip, clip_escaped, escape, link
from bot.cards.phrases import Say
from bot.components.passage import Find, PassageButton, PassageMenu, Pointer, pointer_to
from retrieval.answer import Citation, Source, Statement, StatementKind

# Each source with a button takes three components; more sources go into a menu.
SECTIONS = 7
TITLE = 110
HOLDER = 120
STATUS = {
    "in_force": "in force",
    "announced": "announced",
    "proposed": "proposed",
    "reported": "reported",
    "suspended": "suspended",
    "superseded": "superseded",
    "rescinded": "rescinded",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as a card shows it: in full, in short, and where its button leads."""

    source: Source
    full: str
    short: str
    pointer: Pointer | None


def numbers(citations: Iterable[Citation]) -> str:
    """Return the source numbers, "[1][2]", escaped so that they make no link."""
    return "".join(f"\\[{number}\\]" for number in sorted({one.source for one in citations}))


def holder_line(statement: Statement, say: Say) -> str:
    """Return whose words or opinion a statement is, as small print under it; "" for a fact."""
    if not statement.speaker or statement.kind is StatementKind.FACT:
        return ""
    speaker = clip_escaped(statement.speaker, HOLDER)
    if statement.kind is StatementKind.QUOTE:
        return "\n-# " + say("In the words of {speaker}", speaker=speaker)
    return "\n-# " + say("Position of {speaker}", speaker=speaker)


def entries(
    sources: Sequence[Source], citations: Iterable[Citation], find: Find, say: Say
) -> list[Entry]:
    """Return the sources with what their buttons open: the spans that are cited of them."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for citation in citations:
        spans.setdefault(citation.document, []).append((citation.start, citation.end))
    made = []
    for source in sources:
        document = find(source.document)
        cited = spans.get(source.document, [])
        made.append(
            Entry(
                source,
                source_line(source, say),
                f"\\[{source.number}\\] {clip_escaped(source.title, 60)}",
                pointer_to(document, cited) if document and cited else None,
            )
        )
    return made


def source_line(source: Source, say: Say) -> str:
    """Return a source's number and title, with outlet, author, date and status under them."""
    title = link(f"**{escape(clip(source.title, TITLE))}**", source.url)
    known = [escape(clip(source.publisher or say("publisher not stated"), 60))]
    if source.author:
        known.append(escape(clip(source.author, 60)))
    if source.published:
        known.append(say.date(source.published))
    if source.status:
        known.append(say(STATUS[source.status]))
    return f"\\[{source.number}\\] {title}\n-# {' · '.join(known)}"


def add_sources(
    container: ui.Container[Any],
    shown: Sequence[Entry],
    lines: Sequence[str],
    say: Say,
    sections: int = SECTIONS,
) -> None:
    """Add each source with a button; those after the first `sections` share a menu."""
    for entry, line in list(zip(shown, lines, strict=True))[:sections]:
        if entry.pointer is None:
            container.add_item(ui.TextDisplay(line))
            continue
        label = say("Passage {number}", number=entry.source.number)
        container.add_item(
            ui.Section(ui.TextDisplay(line), accessory=PassageButton(entry.pointer, label))
        )
    rest = shown[sections:]
    if not rest:
        return
    container.add_item(ui.TextDisplay("\n".join(lines[sections:])))
    options = [
        (
            f"[{entry.source.number}] {entry.source.title}",
            entry.source.publisher or "",
            entry.pointer,
        )
        for entry in rest
        if entry.pointer
    ]
    if options:
        menu = PassageMenu(options[:SELECT_OPTIONS], say("More passages"))
        container.add_item(ui.ActionRow(menu))
