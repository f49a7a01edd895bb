"""One rule's status, with the chain of what it replaced and what replaced it; and a term's page."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answer import Notice, Source, Statement
from retrieval.documents import Document, Kind
from retrieval.errors import NotInCorpusError
from retrieval.index import Index
from retrieval.notices import run_out_notices
from retrieval.quoting import Bibliography, newest_date, quoted
from retrieval.standing import (
    Standing,
    event_date,
    predecessors,
    standing_of,
    successors,
)
from retrieval.subject import Subject, hits_about, nearest_names, sentences_in
from retrieval.tokens import words

# Sentences a term's page is shown by.
DEFINITION = 3


@dataclass(frozen=True, slots=True)
class Link:
    """One document of a chain of rules. `relation` is "replaced", "asked" or "replaced by"."""

    relation: str
    document: str
    title: str
    date: str | None
    status: str | None
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class RuleStatus:
    """Where a rule stands.

    `line` says it in words from the corpus's record ("Suspended from … until …, as of …");
    `statement` is the sentence of the source that says so. `since` and `until` bound the status;
    dates are ISO 8601. `chain` is in order of date and holds the rule itself.
    """

    rule: str
    document: str
    status: str
    line: str
    since: str | None
    until: str | None
    statement: Statement | None
    chain: tuple[Link, ...]
    notices: tuple[Notice, ...]
    sources: tuple[Source, ...]
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Definition:
    """A term's page: its name, other names, and its first sentences."""

    term: str
    aliases: tuple[str, ...]
    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]
    as_of: str | None


def rule_status_of(subject: Subject, today: str) -> RuleStatus:
    """Return where the rule named by `subject` stands on `today` (ISO 8601).

    Raises:
        NotInCorpusError: no document with a status is about it.
    """
    index = subject.index
    standing = standing_of(index.corpus, _rule(subject))
    if standing is None:
        raise _unknown(subject, "rule")
    bibliography = Bibliography()
    statement = _status_statement(standing, bibliography)
    asked = standing.document
    chain = [
        *(_link(index, "replaced", doc, bibliography) for doc in predecessors(index.corpus, asked)),
        _link(index, "asked", asked, bibliography),
        *(
            _link(index, "replaced by", doc, bibliography)
            for doc in successors(index.corpus, asked)
        ),
    ]
    return RuleStatus(
        rule=asked.title,
        document=asked.id,
        status=standing.status.value,
        line=standing.line(),
        since=str(standing.since) if standing.since else None,
        until=str(standing.until) if standing.until else None,
        statement=statement,
        chain=tuple(chain),
        notices=run_out_notices(index.corpus, standing, today),
        sources=bibliography.sources(),
        as_of=newest_date(bibliography.documents),
    )


def definition_of(subject: Subject) -> Definition:
    """Return the page of a term named by its title or an alias.

    Raises:
        NotInCorpusError: the corpus has no page of such a term.
    """
    named = [subject.index.corpus.by_id[id_] for id_ in subject.question.documents]
    pages = [document for document in named if document.kind is Kind.TERM]
    if not pages:
        raise _unknown(subject, "term")
    page = max(pages, key=lambda document: _likeness(subject.name, document))
    bibliography = Bibliography()
    statements = tuple(
        quoted(page, sentence.start, sentence.end, bibliography)
        for sentence in sentences_in(subject.index, page)[:DEFINITION]
    )
    return Definition(
        page.title, page.aliases, statements, bibliography.sources(), newest_date([page])
    )


def _rule(subject: Subject) -> Document:
    """Return the document a rule's name means: named by an alias, else found by search."""
    kinds = (Kind.RULE, Kind.BRIEF, Kind.ARTICLE)
    hits = hits_about(subject, None, lambda doc: doc.kind in kinds and doc.status is not None)
    found = [hit.passage.document for hit in hits]
    if not found:
        raise _unknown(subject, "rule")
    named = [doc for doc in found if doc.id in subject.question.documents]
    return max(
        named or found[:3],
        key=lambda doc: (doc.kind is Kind.RULE, _likeness(subject.name, doc), -found.index(doc)),
    )


def _likeness(name: str, document: Document) -> float:
    """Return how alike a name and a document's nearest name are: shared words over all words."""
    own = set(words(name)) - {"the"}
    forms = [set(words(form)) - {"the"} for form in (document.title, *document.aliases)]
    return max(len(own & form) / max(1, len(own | form)) for form in forms)


def _status_statement(standing: Standing, bibliography: Bibliography) -> Statement | None:
    if standing.sentence is None:
        return None
    return quoted(standing.document, standing.sentence.start, standing.sentence.end, bibliography)


def _link(index: Index, relation: str, document: Document, bibliography: Bibliography) -> Link:
    when = event_date(document)
    standing = standing_of(index.corpus, document)
    statement = _status_statement(standing, bibliography) if standing else None
    if statement is None and (sentences := sentences_in(index, document)):
        statement = quoted(document, sentences[0].start, sentences[0].end, bibliography)
    return Link(
        relation,
        document.id,
        document.title,
        str(when) if when else None,
        document.status.value if document.status else None,
        statement,
    )


def _unknown(subject: Subject, what: str) -> NotInCorpusError:
    kinds = (Kind.TERM,) if what == "term" else (Kind.RULE, Kind.BRIEF)
    known = [
        name
        for document in subject.index.corpus.documents
        if document.kind in kinds
        for name in (document.title, *document.aliases)
    ]
    return NotInCorpusError(what, subject.name, nearest_names(subject.name, known))
