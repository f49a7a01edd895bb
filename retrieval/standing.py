"""Where a rule stands: its status, since and until when, and the sentence that says so.

The status is what the corpus's author recorded of the document (`status`, `effective`,
`superseded_by`); the sentence is the document's own and is what an answer may quote for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.dates import DateMention, date_mentions
from retrieval.documents import Corpus, Document, Kind, PartialDate, Sentence, Status
from retrieval.lexical import spoken_date
from retrieval.passages import sentences_of
from retrieval.tokens import words

_OVER = r"|(?:no longer|not) (?:in force|in effect|in place)"
_SAYING: dict[Status, re.Pattern[str]] = {
    status: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for status, pattern in (
        (Status.SUSPENDED, r"suspend\w*|suspension|paus(?:e[ds]?|ing)" + _OVER),
        (Status.SUPERSEDED, r"supersed\w+|replac\w+|overtaken|overhaul\w*|revised|amended" + _OVER),
        (
            Status.RESCINDED,
            r"rescind\w*|rescission|withdr[ae]w\w*|lift(?:ed|s)?|revok\w+|repeal\w*|not enforce\w*"
            + _OVER,
        ),
        (
            Status.IN_FORCE,
            r"took effect|takes? effect|in (?:force|effect|place)|into force|effective|still|"
            r"remains?|appl(?:y|ies)|(?:has|have) (?:\w+ )?(?:\w+ed|been|had)\b(?=.* since\b)",
        ),
        (Status.PROPOSED, r"propos\w+|not (?:yet )?(?:become )?(?:a )?law|draft"),
        (Status.ANNOUNCED, r"announce[ds]?|said"),
        (Status.REPORTED, r"report(?:ed|s)?|said"),
    )
}
_NEGATED = re.compile(r"\b(?:not|no|never|n't)(?: \w+){0,2} $", re.IGNORECASE)
_WAS = re.compile(r"\b(?:had been|had|was|were) $", re.IGNORECASE)
# "The October 2022 rule superseded the notice": the one that acts is not the one that is past.
_OBJECT = re.compile(r"\s+(?:the|a|an|its|their|this|those|these)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+ly)? $", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through|to)\s+(?:the\s+)?$", re.IGNORECASE)
_SPOKEN: dict[Status, str] = {
    Status.IN_FORCE: "In force",
    Status.ANNOUNCED: "Announced",
    Status.PROPOSED: "Proposed, not in force",
    Status.REPORTED: "Reported",
    Status.SUSPENDED: "Suspended",
    Status.SUPERSEDED: "Superseded",
    Status.RESCINDED: "Rescinded",
}
# A title of a rule or brief names its event near its beginning; so does its first sentence.
_OPENING = 400


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document's rule or event stands.

    `since` and `until` bound the present status where the corpus gives the dates; `sentence` is
    the document's sentence that says so.
    """

    document: Document
    status: Status
    since: PartialDate | None
    until: PartialDate | None
    sentence: Sentence | None

    def line(self) -> str:
        """Say it in words: "Suspended from 10 November 2025 until 9 November 2026, as of …"."""
        text = _SPOKEN[self.status]
        if self.since:
            joint = "from" if self.status is Status.SUSPENDED else "since"
            if self.status in (Status.ANNOUNCED, Status.REPORTED, Status.RESCINDED):
                joint = "on" if len(self.since.text) == len("2026-01-01") else "in"
            text += f" {joint} {spoken_date(self.since)}"
        if self.until:
            text += f" until {spoken_date(self.until)}"
        if self.document.published:
            text += f", as of {spoken_date(self.document.published)}"
        return text

    def run_out(self, corpus: Corpus, today: str) -> bool:
        """Whether the status ended before `today` and no later document says what followed."""
        if self.until is None or self.until.first.isoformat() >= today:
            return False
        later = [other for other in successors(corpus, self.document) if other.published]
        return not any(
            other.published and other.published.first > self.until.first for other in later
        )


def standing_of(corpus: Corpus, document: Document) -> Standing | None:
    """Return where `document` stands; None where its author recorded no status."""
    status = document.status
    if status is None:
        return None
    began = event_date(document)
    best: tuple[float, Sentence, DateMention | None] | None = None
    until: PartialDate | None = None
    for place, sentence in enumerate(sentences_of(document.text)):
        text = document.text[sentence.start : sentence.end]
        dates = [
            mention
            for mention in date_mentions(text)
            if not (status.is_past and began and mention.first <= began.first)
            and len(partial(mention).text) > len("2026")
        ]
        for said, name in _said(document, status, text):
            after = [mention for mention in dates if mention.start >= said.end()]
            near = next(iter(after or reversed(dates)), None)
            main = began is not None and any(partial(mention) == began for mention in dates)
            rank = 2 * name + (near is not None) + main - place / 100
            if best is None or rank > best[0]:
                best = (rank, sentence, near)
            if status is Status.SUSPENDED and until is None:
                until = next((partial(m) for m in after if _UNTIL.search(text[: m.start])), None)
    later = [when for other in successors(corpus, document) if (when := event_date(other))]
    since = _since(document, best[2] if best else None, later[0] if later else None)
    return Standing(document, status, since, until, best[1] if best else None)


def told_by(
    document: Document, status: Status, sentences: Sequence[Sentence]
) -> tuple[Sentence, ...]:
    """Return the sentences of a later document that say how it left what it replaced.

    First the one that says the past `status`, then the one that says until when, where another
    does. Empty where none says it: the record alone knows then.
    """
    said = _SAYING[status]
    text = document.text
    telling = [s for s in sentences if said.search(text, s.start, s.end)]
    ending = (
        s
        for s in telling
        if any(_UNTIL.search(text[s.start : s.start + m.start]) for m in _dates_of(text, s))
    )
    until = next(ending, None) if status is Status.SUSPENDED else None
    return tuple(dict.fromkeys(s for s in (*telling[:1], until) if s))


def _dates_of(text: str, sentence: Sentence) -> tuple[DateMention, ...]:
    return date_mentions(text[sentence.start : sentence.end])


def says_status(document: Document, text: str) -> float:
    """Return how fully a sentence of `document` names what it states the status of (0 to 1).

    0 where it doesn't state the document's status.
    """
    if document.status is None:
        return 0.0
    return max((name for _, name in _said(document, document.status, text)), default=0.0)


def _said(document: Document, status: Status, text: str) -> Iterator[tuple[re.Match[str], float]]:
    """Yield where `text` says `status` of the document, and how fully it names it (0 to 1).

    Of a past status the document must be the one it is said of: "the October 2022 rule
    superseded the notice" says nothing of that rule.
    """
    for match in _SAYING[status].finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _NEGATED.search(before) or (status is Status.IN_FORCE and _WAS.search(before)):
            continue
        if status.is_past and _OBJECT.match(after) and not _PASSIVE.search(before):
            if (name := _named(document, after)) == 1:
                yield match, name
        else:
            yield match, _named(document, before if status.is_past else text)


def _named(document: Document, text: str) -> float:
    """Return the largest share of one of the document's names that `text` holds."""
    own = set(words(text))
    forms = [set(words(form)) - {"the"} for form in (document.title, *document.aliases)]
    return max((len(own & form) / len(form) for form in forms if form), default=0.0)


def _since(
    document: Document, said: DateMention | None, followed: PartialDate | None
) -> PartialDate | None:
    if document.status is Status.IN_FORCE:
        return document.effective or event_date(document)
    if document.status and document.status.is_past:
        return partial(said) if said else followed
    return event_date(document)


def event_date(document: Document) -> PartialDate | None:
    """Return when what a document tells of happened.

    `effective`; for a rule or brief, which may be written later, the first date of its title or
    of its opening; else the date of publication.
    """
    if document.effective or document.kind not in (Kind.RULE, Kind.BRIEF):
        return document.effective or document.published
    titled, opening = _years_in(document.title), _years_in(document.text[:_OPENING])
    if titled:
        # "The rule of October 2022" is dated to the day by an opening that names the day.
        finer = (item for item in opening if titled[0].covers(item.first) and _is_day(item))
        return partial(next(finer, titled[0]))
    return partial(opening[0]) if opening else document.published


def _years_in(text: str) -> list[DateMention]:
    """Return the dates of `text` that tell the year, which a decade doesn't."""
    return [day for day in date_mentions(text) if day.first.year == day.last.year]


def _is_day(mention: DateMention) -> bool:
    return mention.first == mention.last


def partial(mention: DateMention) -> PartialDate:
    """Return a date read in a text at the precision at which it was written."""
    text = mention.first.isoformat()
    if mention.first == mention.last:
        return PartialDate(text)
    same_month = mention.first.month == mention.last.month
    return PartialDate(text[: len("2026-01")] if same_month else text[: len("2026")])


def successors(corpus: Corpus, document: Document) -> list[Document]:
    """Return what replaced `document`, what replaced that, and so on, in order of date."""
    return _linked(corpus, document, "superseded_by", "supersedes")


def predecessors(corpus: Corpus, document: Document) -> list[Document]:
    """Return what `document` replaced, what that replaced, and so on, in order of date."""
    return _linked(corpus, document, "supersedes", "superseded_by")


def _linked(corpus: Corpus, document: Document, forth: str, back: str) -> list[Document]:
    """Follow one relation; either document may be the one that names the other."""
    found: dict[str, Document] = {}
    waiting = [document]
    while waiting:
        current = waiting.pop()
        near = {id_ for id_ in getattr(current, forth) if id_ in corpus.by_id}
        near |= {doc.id for doc in corpus.documents if current.id in getattr(doc, back)}
        for id_ in sorted(near - found.keys() - {document.id}):
            found[id_] = corpus.by_id[id_]
            waiting.append(corpus.by_id[id_])
    return sorted(found.values(), key=sort_day)


def sort_day(document: Document) -> tuple[date, str]:
    """Order documents by when what they tell of happened; undated ones come last."""
    when = event_date(document)
    return (when.first if when else date.max, document.id)
