"""Turn spans of documents into statements, and number the sources they cite.

Nothing is written here that a source does not say: a statement's text is its span with white
space folded, in quotation marks only where the source gives somebody's exact words, in brackets
only a name that another span of the source gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from retrieval.answer import Citation, Source, Statement, StatementKind, source_of
from retrieval.documents import Document, Kind
from retrieval.verify.referents import bracketed, referent_of

_WHITE = re.compile(r"\s+")


@dataclass
class Bibliography:
    """Numbers sources from 1 in the order in which statements cite them."""

    documents: list[Document] = field(default_factory=list)

    def number(self, document: Document) -> int:
        """Return the number of `document`, a new one where it hasn't been cited yet."""
        for number, known in enumerate(self.documents, start=1):
            if known.id == document.id:
                return number
        self.documents.append(document)
        return len(self.documents)

    def sources(self) -> tuple[Source, ...]:
        """Return what was cited, in order."""
        return tuple(source_of(doc, number) for number, doc in enumerate(self.documents, start=1))

    def cite(self, document: Document, start: int, end: int) -> Citation:
        """Return a citation of the span `[start, end)`."""
        return Citation(self.number(document), document.id, start, end, document.text[start:end])


def quoted(document: Document, start: int, end: int, bibliography: Bibliography) -> Statement:
    """Return the span `[start, end)` as a statement: a fact, exact words, or an opinion.

    A quote's words stand in quotation marks, a paraphrase never does; both name their holder. Of a
    fact that opens with "The rule" or "It", what that is follows in brackets where it is certain,
    and the sentence that names it is cited too.
    """
    text = folded(document.text[start:end])
    citations: tuple[Citation, ...] = (bibliography.cite(document, start, end),)
    quote = document.quote if document.kind is Kind.QUOTE else None
    if quote is None:
        if meant := referent_of(document, start):
            text = folded(bracketed(document, start, end, meant))
            named = bibliography.cite(document, meant.sentence.start, meant.sentence.end)
            citations = (*citations, named)
        return Statement(text[:1].upper() + text[1:], StatementKind.FACT, citations)
    if quote.verbatim:
        words = text.strip('“”" ')
        return Statement(f"“{words}”", StatementKind.QUOTE, citations, holder(document))
    return Statement(text, StatementKind.OPINION, citations, holder(document))


def holder(document: Document) -> str | None:
    """Return "Name, affiliation" of the person whose words or position a quote holds."""
    if document.quote is None:
        return None
    return ", ".join(part for part in (document.quote.speaker, document.quote.affiliation) if part)


def folded(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return _WHITE.sub(" ", text).strip()


def newest_date(documents: Iterable[Document]) -> str | None:
    """Return the latest publication date among `documents`, as ISO 8601 text."""
    dated = [document.published for document in documents if document.published]
    return max(dated, key=lambda date: (date.first, date.text)).text if dated else None
