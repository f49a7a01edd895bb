"""Compose an answer by quoting: pick the sentences that answer, and say whose they are.

Nothing is written here that a source does not say: a statement's text is its span, with white
space folded and at most a leading connective left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.answer import Citation, Notice, Source, Statement, StatementKind, source_of
from retrieval.dates import date_mentions
from retrieval.documents import Document, Kind, Stance
from retrieval.evidence import Evidence, repeats
from retrieval.index import Index
from retrieval.notices import notices_for
from retrieval.question import Intent, Question
from retrieval.quoting import newest_date

LONGEST_ANSWER = 5
# How far below the best sentence another may score and still be worth showing.
MARGIN = 1.6
# A statement may rest on this many sources that say the same.
CITATIONS = 3

_CONNECTIVE = re.compile(
    r"(?:However|Moreover|Furthermore|In addition|Additionally|Meanwhile|Nevertheless|"
    r"Nonetheless|Also|Besides|Thus|Therefore|Hence|Still|Then|And|But|Yet|So),?\s+(?=\S)"
)
# Sentences that open so lean on the one before them.
_LEANING = re.compile(
    r"(?:However,? |But |And |Yet |Still,? |Also,? |Then,? |So,? )?"
    r"(?:It|Its|They|Their|He|His|She|Her|This|That|These|Those|Such|The (?:former|latter|same|"
    r"other|rule|bill|act|law|order|ban|measure|move|decision|deal|company|firm))\b"
)
_WHITE = re.compile(r"\s+")
LONGEST_JOINED = 600


@dataclass(frozen=True, slots=True)
class Composition:
    """The statements of an answer with their sources and notices."""

    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]
    notices: tuple[Notice, ...]
    as_of: str | None


@dataclass(frozen=True, slots=True)
class _Pick:
    """A chosen sentence and the ones of other documents that say the same."""

    lead: Evidence
    others: tuple[Evidence, ...] = ()


@dataclass
class _Numbering:
    """Numbers sources in the order in which the statements cite them."""

    documents: list[Document] = field(default_factory=list)

    def of(self, document: Document) -> int:
        for number, known in enumerate(self.documents, start=1):
            if known.id == document.id:
                return number
        self.documents.append(document)
        return len(self.documents)


def compose(
    index: Index, question: Question, evidence: Sequence[Evidence], today: str, stale_days: int
) -> Composition:
    """Quote the sentences that answer `question`, best first (in date order for a timeline)."""
    picks = _choose(index, question, evidence)
    if question.wants(Intent.TIMELINE):
        picks = sorted(picks, key=_when)
    numbering = _Numbering()
    statements = tuple(_statement(pick, numbering) for pick in picks)
    documents = numbering.documents
    return Composition(
        statements=statements,
        sources=tuple(source_of(doc, n) for n, doc in enumerate(documents, start=1)),
        notices=notices_for(index.corpus, documents, question, today, stale_days),
        as_of=newest_date(documents),
    )


def _choose(index: Index, question: Question, evidence: Sequence[Evidence]) -> list[_Pick]:
    picks: list[_Pick] = []
    for item in _leaders(index, question, evidence):
        _add(picks, item)
    if not picks and evidence:
        _add(picks, evidence[0])
    floor = (evidence[0].score if evidence else 0.0) - MARGIN
    for item in evidence:
        if item.score < floor:
            break
        if len(picks) < LONGEST_ANSWER or _twin(picks, item) is not None:
            _add(picks, item)
    for item in _replacements(index, question, picks, evidence):
        if len(picks) == LONGEST_ANSWER:
            picks.pop()
        _add(picks, item)
    return picks


def _leaders(index: Index, question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What must be in the answer: a sentence an outlet named, one a stance, one a person."""
    keys: list[tuple[str, Sequence[object]]] = []
    if any(part.outlets for part in question.parts):
        keys = [("outlet", part.outlets) for part in question.parts]
    elif question.wants(Intent.SIDES):
        keys = [("stance", (stance,)) for stance in (Stance.TIGHTEN, Stance.LOOSEN, Stance.MIXED)]
    elif question.people and question.wants(Intent.WHO_SAID):
        keys = [("speaker", (person,)) for person in question.people]
    floor = (evidence[0].score if evidence else 0.0) - 3 * MARGIN
    leaders = []
    for name, values in keys:
        found = next(
            (
                item
                for item in evidence
                if item.score >= floor
                and _marks(item.hit.passage.document, name).intersection(values)
            ),
            None,
        )
        if found:
            leaders.append(found)
    return leaders[:LONGEST_ANSWER]


def _marks(document: Document, name: str) -> set[object]:
    if name == "outlet":
        return {document.publisher, *(source.publisher for source in document.sources)}
    if name == "stance":
        return {document.quote.stance} if document.quote else set()
    return {document.quote.speaker if document.quote else document.author}


def _add(picks: list[_Pick], item: Evidence) -> None:
    twin = _twin(picks, item)
    if twin is None:
        picks.append(_Pick(item))
        return
    pick = picks[twin]
    cited = [pick.lead, *pick.others]
    own = item.hit.passage.document.id
    exact = item.hit.passage.document.kind is pick.lead.hit.passage.document.kind
    if exact and len(cited) < CITATIONS and own not in {c.hit.passage.document.id for c in cited}:
        picks[twin] = _Pick(pick.lead, (*pick.others, item))


def _twin(picks: Sequence[_Pick], item: Evidence) -> int | None:
    for i, pick in enumerate(picks):
        if pick.lead is item or repeats(pick.lead.text, item.text):
            return i
    return None


def _replacements(
    index: Index, question: Question, picks: Sequence[_Pick], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """For a question about the present, the sentence on what replaced a rule that is past."""
    if not question.wants(Intent.PRESENT, Intent.STATUS):
        return []
    cited = {pick.lead.hit.passage.document.id for pick in picks}
    wanted = {
        later
        for pick in picks[:2]
        if (status := pick.lead.hit.passage.document.status) and status.is_past
        for later in pick.lead.hit.passage.document.superseded_by
    } - cited
    found = [
        next((item for item in evidence if item.hit.passage.document.id == later), None)
        for later in sorted(wanted)
    ]
    return [item for item in found if item is not None][:1]


def _when(pick: _Pick) -> tuple[str, float]:
    mentions = date_mentions(pick.lead.text)
    document = pick.lead.hit.passage.document
    fallback = document.effective or document.published
    day = mentions[0].first.isoformat() if mentions else (fallback.text if fallback else "9999")
    return day, -pick.lead.score


def _statement(pick: _Pick, numbering: _Numbering) -> Statement:
    document = pick.lead.hit.passage.document
    start, end = _span(pick.lead)
    text = _WHITE.sub(" ", document.text[start:end]).strip()
    citations = [_citation(document, start, end, numbering)]
    for other in pick.others:
        their = other.hit.passage.document
        citations.append(_citation(their, other.sentence.start, other.sentence.end, numbering))
    quote = document.quote if document.kind is Kind.QUOTE else None
    if quote is None:
        return Statement(text[:1].upper() + text[1:], StatementKind.FACT, tuple(citations))
    speaker = ", ".join(part for part in (quote.speaker, quote.affiliation) if part)
    if quote.verbatim:
        words = text.strip('“”" ')
        return Statement(f"“{words}”", StatementKind.QUOTE, tuple(citations), speaker)
    return Statement(text, StatementKind.OPINION, tuple(citations), speaker)


def _citation(document: Document, start: int, end: int, numbering: _Numbering) -> Citation:
    return Citation(numbering.of(document), document.id, start, end, document.text[start:end])


def _span(item: Evidence) -> tuple[int, int]:
    """Return the span to show: the sentence, with the one before it where it leans on that."""
    passage, sentence = item.hit.passage, item.sentence
    text = passage.sentence_text(sentence)
    if passage.document.kind is Kind.QUOTE:
        return sentence.start, sentence.end
    if item.place and _LEANING.match(text):
        before = passage.sentences[item.place - 1]
        if sentence.end - before.start <= LONGEST_JOINED:
            return before.start, sentence.end
    connective = _CONNECTIVE.match(text)
    return sentence.start + (connective.end() if connective else 0), sentence.end
