"""Find statements of different sources that give different values for the same thing.

Conservative: nearly the same words and the same names around one number or one date each. What
the corpus's authors marked (`conflicts_with`) and what replaced what is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from retrieval.answer import Notice, NoticeKind
from retrieval.dates import DateMention, date_mentions
from retrieval.documents import Document
from retrieval.lexical import spoken_date
from retrieval.picking import Span
from retrieval.question import names_in
from retrieval.tokens import terms, words

# Two sentences speak of the same measure when they share this much of their other words.
SAME_MEASURE = 0.8


def detected_conflicts(spans: Sequence[Span]) -> list[Notice]:
    """Return a notice for each pair of `spans` whose values differ."""
    return [
        Notice(
            NoticeKind.CONFLICT,
            f"Sources differ: {_told(one)} gives {_value(one)}, {_told(other)} gives "
            f"{_value(other)}.",
        )
        for one, other in combinations(spans, 2)
        if _differ(one, other)
    ]


def _differ(one: Span, other: Span) -> bool:
    a, b = one.document, other.document
    linked = b.id in _linked(a) or a.id in _linked(b)
    if linked or outlet_of(a) == outlet_of(b) or a.quote or b.quote:
        return False
    values = _values(one.text), _values(other.text)
    if any(len(value) != 1 for value in values) or _agree(*values[0], *values[1]):
        return False
    if set(names_in(_rest(one.text))) != set(names_in(_rest(other.text))):
        return False
    own, theirs = set(terms(_rest(one.text))), set(terms(_rest(other.text)))
    return len(own & theirs) >= SAME_MEASURE * max(1, len(own | theirs))


def _linked(document: Document) -> set[str]:
    return {*document.supersedes, *document.superseded_by, *document.conflicts_with}


def _values(text: str) -> Sequence[DateMention | str]:
    """Return what `text` gives as a value: its dates, or its numbers where it has no date."""
    return date_mentions(text) or [word for word in words(text) if word[:1].isdigit()]


def _agree(one: DateMention | str, other: DateMention | str) -> bool:
    """Whether two values can both be right: "March 2031" says less than "4 March 2031"."""
    if isinstance(one, DateMention) and isinstance(other, DateMention):
        return one.first <= other.last and other.first <= one.last
    return one == other


def _rest(text: str) -> str:
    for mention in reversed(date_mentions(text)):
        text = text[: mention.start] + text[mention.end :]
    return " ".join(word for word in text.split() if not any(char.isdigit() for char in word))


def _value(span: Span) -> str:
    dates = date_mentions(span.text)
    if dates:
        return span.text[dates[0].start : dates[0].end]
    return next(
        word.strip(".,;:()") for word in span.text.split() if word.strip("$€£(")[:1].isdigit()
    )


def _told(span: Span) -> str:
    document = span.document
    when = spoken_date(document.published)
    told = ", ".join(part for part in (outlet_of(document), when) if part)
    return f"“{document.title}”" + (f" ({told})" if told else "")


def outlet_of(document: Document) -> str | None:
    """Return the outlet that tells what a document says: its first source's, else its own."""
    return document.sources[0].publisher if document.sources else document.publisher
