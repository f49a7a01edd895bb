"""What the corpus holds by topic, person, rule and term, as listings. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.cards.cited import HOLDER, STATUS
from bot.cards.listing import ENTRY, Entry, Listing
from bot.cards.markdown import clip, clip_escaped, escape
from bot.cards.phrases import Say
from retrieval.answer import Citation, Source, Statement
from retrieval.rule_status import Definition, Link, RuleStatus
from retrieval.sides import Position, Positions, Sides
from retrieval.timeline import Event, Timeline

NAME = 100
STANCES = {
    "tighten": "For tighter controls",
    "loosen": "For looser controls",
    "mixed": "Mixed",
    "neutral": "Neutral",
    None: "Stance not recorded",
}
RELATIONS = {
    "replaced": "Replaced by it",
    "asked": "This rule",
    "replaced by": "Replaced it",
}


def keeping(sides: Sides, stance: str) -> Sides:
    """Return the positions of one stance alone, by the corpus's word for it; "" keeps all."""
    if not stance:
        return sides
    return replace(sides, groups=tuple(one for one in sides.groups if one.stance == stance))


def sides_listing(sides: Sides, say: Say) -> Listing:
    """Return the positions on a topic by stance, each with its holder and its date."""
    entries = tuple(
        _position(
            position,
            sides.sources,
            say,
            top=_holder(position),
            known=[say.date(position.date)] if position.date else [],
            group=say(STANCES[group.stance]),
        )
        for group in sides.groups
        for position in group.positions
    )
    counts = " · ".join(
        f"{say(STANCES[group.stance])}: {len(group.positions)}" for group in sides.groups
    )
    title = say("Who stands where on {topic}", topic=_topic(sides.topic))
    return Listing(
        _head(title, counts or say("The corpus holds no position on this.")),
        entries,
        as_of(sides.as_of, say),
    )


def quotes_listing(found: Positions, say: Say) -> Listing:
    """Return what one person said or holds, the newest first."""
    affiliation = next((one.affiliation for one in found.positions if one.affiliation), "")
    entries = []
    for position in found.positions:
        known = [say(STANCES[position.stance])]
        # Whose words they are stands above the list; what the person was then may differ.
        if position.affiliation and position.affiliation != affiliation:
            known.append(position.affiliation)
        top = say.date(position.date) if position.date else say("Date not recorded")
        entries.append(_position(position, found.sources, say, top=top, known=known))
    title = escape(clip(found.speaker, NAME))
    return Listing(
        _head(title, escape(clip(affiliation, NAME))), tuple(entries), as_of(found.as_of, say)
    )


def timeline_listing(timeline: Timeline, say: Say) -> Listing:
    """Return a topic's events in order of date."""
    title = say("Timeline: {topic}", topic=_topic(timeline.topic))
    count = say.many("{number} event", "{number} events", len(timeline.events))
    empty = say("The corpus tells no dated event of this; try another topic or other dates.")
    return Listing(
        _head(title, count if timeline.events else empty),
        tuple(_event(event, say) for event in timeline.events),
        as_of(timeline.as_of, say),
    )


def status_listing(status: RuleStatus, say: Say) -> Listing:
    """Return where a rule stands, in words, and the chain of what replaced what."""
    lines = [f"**{say(STATUS[status.status]).upper()}** · {clip_escaped(status.line, 260)}"]
    lines += [f"-# ⚠️ {clip_escaped(item.text, 160)}" for item in status.notices[:2]]
    return Listing(
        _head(escape(clip(status.rule, 160)), "\n".join(lines)),
        tuple(_link(link, say) for link in status.chain),
        as_of(status.as_of, say),
    )


def definition_listing(found: Definition, say: Say) -> Listing:
    """Return a term's page."""
    names = ", ".join(escape(clip(name, 60)) for name in found.aliases[:6])
    also = say("Also: {names}", names=names) if names else ""
    entries = tuple(
        Entry(clip_escaped(statement.text, ENTRY), _first(statement))
        for statement in found.statements
    )
    return Listing(_head(escape(clip(found.term, NAME)), also), entries, as_of(found.as_of, say))


def as_of(day: str | None, say: Say) -> str:
    """Return how new the newest source is; "" where no date is known."""
    return say("As of {date}", date=say.date(day)) if day else ""


def _head(title: str, line: str) -> str:
    return f"### {title}" + (f"\n{line}" if line else "")


def _topic(topic: str) -> str:
    return clip_escaped(" ".join(topic.split()), NAME)


def _position(
    position: Position,
    sources: Iterable[Source],
    say: Say,
    *,
    top: str,
    known: list[str],
    group: str = "",
) -> Entry:
    """Return a position: `top`, its text, and what is `known` of it with the outlet."""
    citation = _first(position.statement)
    outlet = next(
        (one.publisher for one in sources if citation and one.number == citation.source), None
    )
    small = [*known, outlet or say("publisher not stated")]
    head = f"**{clip_escaped(top, HOLDER)}**\n"
    foot = "\n-# " + " · ".join(clip_escaped(text, 60) for text in small)
    text = clip_escaped(position.statement.text, ENTRY - len(head) - len(foot))
    return Entry(head + text + foot, citation, group)


def _holder(position: Position) -> str:
    return ", ".join(filter(None, (position.speaker, position.affiliation)))


def _event(event: Event, say: Say) -> Entry:
    top = f"**{say.date(event.date)}**"
    if event.status:
        top += f" · {say(STATUS[event.status])}"
    foot = ""
    if event.superseded_by:
        later = clip_escaped(event.superseded_by[0], 90)
        foot = "\n-# " + say("replaced by {title}", title=later)
    text = clip_escaped(event.statement.text, ENTRY - len(top) - len(foot) - 1)
    return Entry(f"{top}\n{text}{foot}", _first(event.statement))


def _link(link: Link, say: Say) -> Entry:
    known = [say(RELATIONS[link.relation])]
    if link.status:
        known.append(say(STATUS[link.status]))
    if link.date:
        known.append(say.date(link.date))
    top = f"-# {' · '.join(known)}"
    # The rule's own title stands above the list already.
    if link.relation != "asked":
        top += f"\n**{escape(clip(link.title, 110))}**"
    if link.statement is None:
        return Entry(top)
    text = clip_escaped(link.statement.text, ENTRY - len(top) - 1)
    return Entry(f"{top}\n{text}", _first(link.statement))


def _first(statement: Statement) -> Citation | None:
    return statement.citations[0] if statement.citations else None
