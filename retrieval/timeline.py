"""A topic's dated events, in order, each with where it stands and the sentence that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from retrieval.answer import Source, Statement
from retrieval.dates import date_mentions
from retrieval.documents import Document, Kind, PartialDate, Sentence
from retrieval.evidence import repeats
from retrieval.question import Filters
from retrieval.quoting import Bibliography, newest_date, quoted
from retrieval.standing import event_date, partial, successors
from retrieval.subject import ABOUT, Subject, coverage, hits_about, sentences_in
from retrieval.tokens import terms

LONGEST = 25
# "after March 2026" and "by 18 March 2026" bound an event; they don't date it.
_DATED = re.compile(r"\b(?:on|in|of|from)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on `date` (ISO 8601 at its known precision).

    `status` is the status of the document that tells it, `superseded_by` the titles of what
    replaced it since.
    """

    date: str
    title: str
    document: str
    statement: Statement
    status: str | None
    superseded_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A topic's events in order of date; empty when the corpus holds none."""

    topic: str
    events: tuple[Event, ...]
    sources: tuple[Source, ...]
    as_of: str | None


@dataclass(frozen=True, slots=True)
class _Moment:
    when: PartialDate
    document: Document
    sentence: Sentence
    main: bool

    @property
    def text(self) -> str:
        return self.document.text[self.sentence.start : self.sentence.end]


def timeline_of(subject: Subject, since: date | None = None, until: date | None = None) -> Timeline:
    """Return the events of a topic between two days (both included), at most `LONGEST`.

    Each document about the topic gives its main event; further dated sentences of it are events
    of their own where they speak of the topic themselves.
    """
    kinds = (Kind.ARTICLE, Kind.BRIEF, Kind.RULE)
    hits = hits_about(subject, Filters(), lambda document: document.kind in kinds)
    found = [moment for hit in hits for moment in _moments(subject, hit.passage.document)]
    # Main events first: a document's further dates are dropped before another's main event is.
    chosen: list[_Moment] = []
    for moment in sorted(found, key=lambda item: not item.main):
        within = (since is None or moment.when.first >= since) and (
            until is None or moment.when.first <= until
        )
        if within and len(chosen) < LONGEST and not any(_same(moment, c) for c in chosen):
            chosen.append(moment)
    chosen.sort(key=lambda item: (item.when.first, item.when.text))
    bibliography = Bibliography()
    corpus = subject.index.corpus
    events = tuple(
        Event(
            moment.when.text,
            moment.document.title,
            moment.document.id,
            quoted(moment.document, moment.sentence.start, moment.sentence.end, bibliography),
            moment.document.status.value if moment.document.status else None,
            tuple(other.title for other in successors(corpus, moment.document)),
        )
        for moment in chosen
    )
    as_of = newest_date(moment.document for moment in chosen)
    return Timeline(subject.name, events, bibliography.sources(), as_of)


def _moments(subject: Subject, document: Document) -> Iterator[_Moment]:
    main = event_date(document)
    weights = {stem: subject.index.lexical.idf(stem) for stem in set(subject.question.stems)}
    sentences = sentences_in(subject.index, document)
    taken: set[str] = set()
    if main and sentences:
        lead = next((s for s in sentences if main in _dates(document, s)), sentences[0])
        taken.add(main.text)
        yield _Moment(main, document, lead, True)
    for sentence in sentences:
        text = document.text[sentence.start : sentence.end]
        when = next(
            (partial(m) for m in date_mentions(text) if _DATED.search(text[: m.start])), None
        )
        if when and not _told(when, taken) and coverage(weights, terms(text)) >= ABOUT:
            taken.add(when.text)
            yield _Moment(when, document, sentence, False)


def _told(when: PartialDate, taken: set[str]) -> bool:
    """Whether a date is too coarse for an event, or one was told on it or in its month."""
    return len(when.text) == len("2026") or any(day.startswith(when.text) for day in taken)


def _dates(document: Document, sentence: Sentence) -> list[PartialDate]:
    return [partial(m) for m in date_mentions(document.text[sentence.start : sentence.end])]


def _same(one: _Moment, other: _Moment) -> bool:
    """Whether two moments tell the same: near the same words, or a further date already told."""
    if repeats(one.text, other.text):
        return True
    return not one.main and one.when == other.when
