"""What happened, of the topic a question names: dated sentences, and what news articles tell.

A brief names its days. News tells what is new on the day it is published, often by no date at all
("on Thursday"), in its first sentence; that day is then the event's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.dates import DateMention, date_mentions
from retrieval.documents import Document, Kind, PartialDate, Sentence
from retrieval.evidence import Evidence
from retrieval.index import Index
from retrieval.picking import MARGIN, Pick, Span
from retrieval.question import Question
from retrieval.standing import event_date, partial
from retrieval.subject import coverage, sentences_in
from retrieval.tokens import terms

# The days of a sentence that is a timeline in itself.
SEVERAL = 3
# The share of the best passage's score at which another is still of the same topic.
OF_THE_TOPIC = 1 / 3
# The share, by idf weight, that an article's headline and first sentence hold of what the best
# sentence holds of the question.
ABOUT = 0.5
# How much less likely than the best sentence one that tells of the topic may be, as a logit.
FAINT = 2 * MARGIN


def events_of(index: Index, question: Question, evidence: Sequence[Evidence]) -> Iterator[Span]:
    """Yield the sentence that tells the event of each document that records one, likeliest first.

    A best sentence that tells of several days is a timeline in itself, and comes before.
    """
    if not evidence:
        return
    best = evidence[0]
    if len(date_mentions(best.text)) >= SEVERAL:
        yield Span(best.document, best.sentence.start, best.sentence.end)
    floor = max(item.hit.score for item in evidence) * OF_THE_TOPIC
    near = [item.document for item in evidence if item.hit.score >= floor]
    weights = {stem: index.lexical.idf(stem) for stem in best.held}
    for document in {document.id: document for document in near}.values():
        sentence = _telling(index, document, weights)
        if sentence and is_within(question, document, sentence):
            yield Span(document, sentence.start, sentence.end)


def _telling(index: Index, document: Document, weights: dict[str, float]) -> Sentence | None:
    """Return the sentence that names a document's day, else the first of news on the topic.

    Where the day isn't recorded, the first sentence that names one.
    """
    when = event_date(document)
    news = document.kind is Kind.ARTICLE
    if not (news or (when and document.status)):
        return None
    sentences = sentences_in(index, document)
    days = ((one, day) for one in sentences for day in date_mentions(_text(document, one)))
    own = next((s for s, day in days if _is(day, when)), None)
    if (own and when) or not sentences or not (news or document.kind is Kind.RULE):
        return own
    told = own or (sentences[0] if when else None)
    if (
        told is None
        or coverage(weights, terms(f"{document.title} {_text(document, told)}")) < ABOUT
    ):
        return None
    return told


def _is(day: DateMention, when: PartialDate | None) -> bool:
    return day.first == day.last if when is None else partial(day) == when


def _text(document: Document, sentence: Sentence) -> str:
    return document.text[sentence.start : sentence.end]


def tell_of_it(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the dated sentences of `evidence` (best first) within the period asked about."""
    floor = evidence[0].score - FAINT if evidence else 0.0
    return [
        item
        for item in evidence
        if item.score >= floor
        and not item.document.quote
        and date_mentions(item.text)
        and is_within(question, item.document, item.sentence)
    ]


def is_within(question: Question, document: Document, sentence: Sentence) -> bool:
    """Whether a sentence tells of the period that the question names, if it names one.

    One that gives no date tells of the day its document does.
    """
    if not question.dates:
        return True
    first = min(mention.first for mention in question.dates)
    last = max(mention.last for mention in question.dates)
    held = date_mentions(_text(document, sentence))
    if held:
        return any(first <= mention.last and mention.first <= last for mention in held)
    when = event_date(document)
    return when is not None and first <= when.first <= last


def day_told(pick: Pick) -> tuple[str, int]:
    """Return by what a statement of a timeline is ordered: its day (ISO 8601), then its place.

    What news tells of a later day is a plan, made known on its own.
    """
    document = pick.span.document
    mentions = [partial(mention).text for mention in date_mentions(pick.span.text)]
    own = event_date(document)
    if own and document.kind is Kind.ARTICLE:
        mentions = [day for day in mentions if day <= own.text]
    return (mentions or [own.text if own else "9999"])[0], pick.span.start
