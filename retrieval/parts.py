"""Cut a question into the things to look for: one part for each outlet, person or clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.dates import DateMention, date_mentions
from retrieval.gazetteer import Gazetteer
from retrieval.tokens import terms

# A clause with fewer content words than this says too little to be searched alone.
FEWEST_WORDS = 4
_BREAKS = re.compile(
    r"[,;]?\s+\b(?:while|whereas|and|but|or|compared (?:to|with)|versus|vs\.?|than|as)\b\s+"
    # Not between a day and its year ("March 4, 2031").
    r"|[,;:]\s+(?!(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_STRONG_BREAKS = re.compile(
    r"[,;]?\s+\b(?:while|whereas|compared (?:to|with)|versus|vs\.?|and that|or that|"
    r"and (?:the|did|does|do|was|were|is|are|who|what|which|when|where|how))\b\s+|;\s+",
    re.IGNORECASE,
)
# Names side by side: "Sweden and Greece", "the Zinc Act with the Tin Act".
_NAME = r"(?:the )?[A-Z][\w.&-]*(?: (?:of (?:the )?)?[A-Z][\w.&-]*)*"
_SIDES = re.compile(
    rf"({_NAME})(?:(?:, ({_NAME}))?,? (?:and|with|to|versus|vs\.?|or|than) ({_NAME}))"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to look for: a stretch of the question, and what it goes with.

    `outlets` and `people` are the names one mention may mean (see `NameMatch`).
    """

    text: str
    stems: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()


@dataclass
class _Group:
    """Clauses that belong to one outlet (and day) as they are collected."""

    outlets: tuple[str, ...]
    day: DateMention | None
    clauses: list[str]


def parts_of(text: str, gazetteer: Gazetteer, compares: bool) -> tuple[Part, ...]:
    """Cut `text`; empty where it is one thing to look for.

    Several outlets (or one outlet on several days) give a part each, several people too; a
    question that `compares` and names neither is cut at the words that join its clauses, else
    dealt to the names that stand side by side in it.
    """
    parts = _by_outlet(text, gazetteer) or _by_person(text, gazetteer)
    if not parts and compares:
        parts = _by_clause(text) or _by_name(text)
    return tuple(parts)


def _by_outlet(text: str, gazetteer: Gazetteer) -> list[Part]:
    """Deal the clauses to the outlets they name; one that names none goes with the one before."""
    groups: list[_Group] = []
    current: list[_Group] = []
    leading: list[str] = []
    for clause in _cut(text, _BREAKS):
        days = date_mentions(clause)
        day = days[0] if days else None
        named = list(dict.fromkeys(match.names for match in gazetteer.find_outlets(clause)))
        if not named and day and len(current) == 1 and current[0].day not in (None, day):
            # "… the Post of 7 October, and the one of 3 November": the same outlet, another day.
            named = [current[0].outlets]
        if named:
            current = [_group(groups, outlets, day) for outlets in named]
        for group in current:
            group.clauses.append(clause)
        if not current:
            leading.append(clause)
    if len(groups) < 2:
        return []
    return [_part(group, text, leading) for group in groups]


def _group(groups: list[_Group], outlets: tuple[str, ...], day: DateMention | None) -> _Group:
    for group in groups:
        if group.outlets == outlets and (group.day is None or day is None or _same(group.day, day)):
            group.day = group.day or day
            return group
    groups.append(_Group(outlets, day, []))
    return groups[-1]


def _same(one: DateMention, other: DateMention) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _part(group: _Group, whole: str, leading: Sequence[str]) -> Part:
    own = " ".join(group.clauses)
    names = {stem for name in group.outlets for stem in terms(name)}
    content = [stem for stem in terms(own) if stem not in names]
    # An outlet whose own clause says next to nothing gets the whole question.
    text = whole if len(content) < FEWEST_WORDS else " ".join([*leading, own])
    return Part(text, tuple(terms(text)), group.outlets, (), date_mentions(own))


def _by_person(text: str, gazetteer: Gazetteer) -> list[Part]:
    people = list(dict.fromkeys(match.names for match in gazetteer.find_people(text)))
    named = [frozenset(stem for name in names for stem in terms(name)) for names in people]
    return [
        Part(text, _without(text, named, i), (), names, date_mentions(text))
        for i, names in enumerate(people)
        if len(people) > 1
    ]


def _by_name(text: str) -> list[Part]:
    match = _SIDES.search(text)
    named = [frozenset(terms(name)) for name in match.groups() if name] if match else []
    if any(not own or own <= other for own in named for other in named if own is not other):
        return []
    return [
        Part(text, _without(text, named, i), (), (), date_mentions(text)) for i in range(len(named))
    ]


def _without(text: str, named: Sequence[frozenset[str]], own: int) -> tuple[str, ...]:
    """Return the stems of `text` but those of the names other than its `own`."""
    return tuple(
        stem for stem in terms(text) if stem in named[own] or not any(stem in n for n in named)
    )


def _by_clause(text: str) -> list[Part]:
    clauses = [clause for clause in _cut(text, _STRONG_BREAKS) if clause.strip()]
    joined: list[str] = []
    for clause in clauses:
        if joined and min(len(terms(clause)), len(terms(joined[-1]))) < FEWEST_WORDS:
            joined[-1] = f"{joined[-1]} {clause}"
        else:
            joined.append(clause)
    if len(joined) < 2:
        return []
    return [Part(clause, tuple(terms(clause)), (), (), date_mentions(clause)) for clause in joined]


def _cut(text: str, breaks: re.Pattern[str]) -> list[str]:
    clauses: list[str] = []
    position = 0
    for match in [*breaks.finditer(text), None]:
        clauses.append(text[position : match.start() if match else len(text)])
        position = match.end() if match else len(text)
    return clauses
