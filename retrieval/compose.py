"""Compose an answer by quoting: pick the sentences that answer, and say whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.answer import Notice, Source, Statement
from retrieval.asked import asked_for
from retrieval.conflicts import detected_conflicts
from retrieval.counts import newest_counts
from retrieval.dates import date_mentions
from retrieval.deciding import decided
from retrieval.documents import Document, Kind, Sentence, Stance, Status
from retrieval.evidence import Evidence
from retrieval.happenings import day_told, events_of, tell_of_it
from retrieval.index import Index
from retrieval.lexical import spoken_date
from retrieval.members import members_of
from retrieval.notices import more_notices, notices_for
from retrieval.picking import (
    LONGEST_ANSWER,
    MARGIN,
    Pick,
    Picking,
    Span,
    asks_persons,
    leans_back,
)
from retrieval.polar import Polar, asked_of
from retrieval.question import Intent, Question
from retrieval.quoting import Bibliography, newest_date, quoted
from retrieval.standing import (
    event_date,
    predecessors,
    says_status,
    standing_of,
    successors,
    told_by,
)
from retrieval.subject import sentences_in
from retrieval.tokens import terms, words
from retrieval.verify.referents import referent_of

# "Do reports agree on how many …" is asked of facts, not of positions.
_OF_FACT = (Intent.HOW_MANY, Intent.WHEN, Intent.WHERE)


@dataclass(frozen=True, slots=True)
class Composition:
    """The statements of an answer with their sources and notices."""

    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]
    notices: tuple[Notice, ...]
    as_of: str | None


def compose(
    index: Index, question: Question, evidence: Sequence[Evidence], today: str, stale_days: int
) -> Composition:
    """Quote the sentences that answer `question`, best first (in date order for a timeline)."""
    listed = members_of(index, question)
    picks = list(map(Pick, listed[:LONGEST_ANSWER])) or _picks(index, question, evidence, today)
    if question.wants(Intent.TIMELINE):
        picks = sorted(picks, key=day_told)
    bibliography = Bibliography()
    statements = tuple(_statement(pick, bibliography) for pick in picks)
    told = notices_for(index.corpus, bibliography.documents, question, today, stale_days)
    return Composition(
        statements=statements,
        sources=bibliography.sources(),
        notices=(
            *more_notices(len(picks), [span.document for span in listed[LONGEST_ANSWER:]]),
            *told,
            *detected_conflicts([pick.span for pick in picks]),
        ),
        as_of=newest_date(bibliography.documents),
    )


def _picks(
    index: Index, question: Question, evidence: Sequence[Evidence], today: str
) -> list[Pick]:
    asked = asked_of(question, index.gazetteer, index.lexical.words)
    events: list[Span] = []
    if question.wants(Intent.TIMELINE):
        events = list(events_of(index, question, evidence))
    evidence = _of_the_kind_asked(question, evidence)
    if asked:
        leading = decided(question, asked, evidence, index.lexical.idf)
    else:
        leading = newest_counts(question, evidence, index.lexical, today)
    picking = Picking(question, evidence)
    # What leads and isn't past needs no word on what replaced it.
    told = leading and not question.wants(Intent.STATUS) and not _is_past(leading[0].document)
    for span in () if told else _status_first(index, question, evidence, asked):
        picking.add_span(span)
    # The chain of a rule that is past says all; of one that stands, its words say what it is.
    if picking.picks and question.wants(Intent.STATUS) and _is_past(picking.picks[0].span.document):
        return picking.picks
    for item in leading if not picking.picks else ():
        picking.add(item, leads=True)
        picking.decided = asked is not None
    for item in _one_a_side(question, evidence):
        picking.add(item)
    for span in events:
        if date_mentions(span.text):
            picking.add_event(span)
        else:
            picking.add_span(span)
    picking.fill()
    return picking.picks


def _of_the_kind_asked(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Keep the evidence of the kind the question asks for, where there is any.

    Of persons asked about, their words and positions, else what names them; of sides, positions;
    of a timeline, dated sentences. A question of fact isn't answered by an opinion, unless
    nothing else fits as well.
    """
    if asks_persons(question):
        own = [
            i for i in evidence if i.document.quote and i.document.quote.speaker in question.people
        ]
        surnames = {words(person)[-1] for person in question.people}
        own = own or [item for item in evidence if not surnames.isdisjoint(words(item.text))]
    elif question.wants(Intent.SIDES) and not question.wants(*_OF_FACT):
        own = [item for item in evidence if item.document.quote]
        own = own if len(own) > 1 else []
    elif question.wants(Intent.TIMELINE):
        own = tell_of_it(question, evidence)
    elif question.wants(Intent.WHO_SAID) or not evidence or _leads_by_opinion(question, evidence):
        return evidence
    else:
        own = [item for item in evidence if not item.document.quote]
    return own or evidence


def _leads_by_opinion(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether what answers best is somebody's words; a number or a date must be in them."""
    return evidence[0].document.quote is not None and (
        evidence[0].fits_type or not question.wants(*_OF_FACT)
    )


def _one_a_side(question: Question, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Yield what must be in the answer: a sentence a part of the question, a person, a stance."""
    if not evidence:
        return
    floor = evidence[0].score - 3 * MARGIN
    able = [item for item in evidence if item.score >= floor]
    if question.parts:
        sides = frozenset(stem for part in question.parts for stem in part.stems)
        whole = max(able, key=lambda item: (len(item.held & sides), item.score))
        if not any(part.outlets or part.people for part in question.parts) and all(
            2 * len(whole.held & frozenset(part.stems)) >= len(set(part.stems))
            for part in question.parts
        ):
            yield whole
            return
        for part in question.parts:
            names = {*part.outlets, *part.people}
            named = [item for item in able if names & _names_of(item.document)]
            stems = frozenset(part.stems)
            if own := named or (able if not names else []):
                yield max(own, key=lambda item: (len(item.held & stems), item.score))
    elif question.wants(Intent.SIDES):
        for stance in (Stance.TIGHTEN, Stance.LOOSEN, Stance.MIXED):
            own = [i for i in able if i.document.quote and i.document.quote.stance is stance]
            yield from own[:1]
    elif question.wants(Intent.WHO_SAID):
        for person in question.people:
            own = [item for item in able if person in _names_of(item.document)]
            yield from own[:1]


def _names_of(document: Document) -> set[str | None]:
    """Return whom a document speaks for: its outlet, those of its sources, author and speaker."""
    speaker = document.quote.speaker if document.quote else None
    outlets = (source.publisher for source in document.sources)
    return {document.publisher, document.author, speaker, *outlets} - {None}


def _status_first(
    index: Index, question: Question, evidence: Sequence[Evidence], asked: Polar | None
) -> Iterator[Span]:
    """Yield where the rule asked about stands, then what replaced it.

    For a question whether a rule is in force, the sentence that states its status comes first.
    For another question about the present whose best sentence is of a rule that is past, the
    sentence on what replaced it comes first.
    """
    views = question.wants(Intent.SIDES, Intent.WHO_SAID, Intent.TIMELINE, Intent.COMPARE)
    if not evidence or views or not question.wants(Intent.STATUS, Intent.PRESENT):
        return
    rule = _rule(index, question, evidence)
    if rule is None:
        return
    if question.wants(Intent.STATUS):
        if asked and not asked.is_of_standing(_name_stems(rule)):
            return
        standing = standing_of(index.corpus, rule)
        floor = evidence[0].score - MARGIN
        able = [i for i in evidence if i.document.id == rule.id and i.score >= floor]
        said = max(able, key=lambda item: says_status(rule, item.text), default=None)
        told = said.sentence if said and says_status(rule, said.text) else None
        if sentence := told or (standing.sentence if standing else None):
            yield Span(rule, sentence.start, sentence.end)
    later = [doc for doc in successors(index.corpus, rule) if doc.status is not Status.PROPOSED]
    for document in {doc.id: doc for doc in (*later[:1], *later[-1:])}.values():
        yield from _of_what_followed(index, rule, document, question, evidence)


def _rule(index: Index, question: Question, evidence: Sequence[Evidence]) -> Document | None:
    """Return the rule asked about, where one is: in force, past, or proposed.

    The question's words choose between what the best sentences are of and what that replaced.
    """
    if not question.wants(Intent.STATUS):
        lead = evidence[0].document
        return lead if _is_past(lead) and not lead.quote else None
    asked = frozenset(question.stems)
    found = list({item.document.id: item.document for item in evidence[:5]}.values())
    found += [doc for first in found for doc in predecessors(index.corpus, first)]
    rules = [doc for doc in found if doc.status and doc.kind not in (Kind.QUOTE, Kind.TERM)]
    # Of a rule and what suspends it, which share a name, the first is asked about.
    rule = max(
        rules,
        key=lambda doc: (len(asked & _name_stems(doc)), _is_past(doc)),
        default=None,
    )
    if rule is None or rule.status is None or not _is_named(rule, asked):
        return None
    stands = rule.status.is_past or rule.status in (Status.IN_FORCE, Status.PROPOSED)
    return rule if stands else None


def _is_past(document: Document) -> bool:
    return document.status is not None and document.status.is_past


def _is_named(rule: Document, asked: frozenset[str]) -> bool:
    """Whether a question (its stems) names a rule: by a whole name, or with half of its words."""
    names = [frozenset(terms(name)) for name in (rule.title, *rule.aliases)]
    whole = any(name and name <= asked for name in names)
    return whole or 2 * len(asked & _name_stems(rule)) >= len(asked)


def _name_stems(document: Document) -> frozenset[str]:
    names = [document.title, *document.aliases, spoken_date(event_date(document))]
    return frozenset(terms(" ".join(names)))


def _of_what_followed(
    index: Index,
    rule: Document,
    document: Document,
    question: Question,
    evidence: Sequence[Evidence],
) -> Iterator[Span]:
    """Yield what a document that replaced a rule tells of what is asked, then how long that lasts.

    Where a unit is asked for, the best sentence that tells it; else the best of the document if it
    is as likely; else the one that says what became of the rule, or states its own status.
    """
    own = [item for item in evidence if item.document.id == document.id]
    sentences = sentences_in(index, document)
    asked = asked_for(question)
    found: Sentence | None = None
    if asked.unit and evidence[0].fits_type and asked.fits_unit(evidence[0].text):
        telling = (item for item in own if item.fits_type and asked.fits_unit(item.text))
        found = next((item.sentence for item in telling), None)
    if found is None and own and own[0].score >= evidence[0].score - MARGIN:
        found = own[0].sentence
    told = told_by(document, rule.status, sentences) if rule.status else ()
    if not found and not told:
        standing = standing_of(index.corpus, document)
        found = (standing.sentence if standing else None) or next(iter(sentences), None)
    lasting = told[1:] if question.wants(Intent.STATUS) else ()
    for sentence in (found or next(iter(told), None), *lasting):
        if sentence:
            yield _whole(document, sentence, sentences)


def _whole(document: Document, sentence: Sentence, sentences: Sequence[Sentence]) -> Span:
    """Return a sentence with the one before it, where it leans on that and can't be named."""
    leans = leans_back(document.text[sentence.start : sentence.end])
    before = next((one for one in reversed(sentences) if one.end <= sentence.start), None)
    if before and leans and referent_of(document, sentence.start) is None:
        return Span(document, before.start, sentence.end)
    return Span(document, sentence.start, sentence.end)


def _statement(pick: Pick, bibliography: Bibliography) -> Statement:
    made = quoted(pick.span.document, pick.span.start, pick.span.end, bibliography)
    others = [bibliography.cite(span.document, span.start, span.end) for span in pick.others]
    return replace(made, citations=(*made.citations, *others))
