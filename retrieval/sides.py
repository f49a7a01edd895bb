"""Who stands where: the positions on a topic by stance, and the positions of one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.answer import Source, Statement
from retrieval.documents import Document, Kind, Stance
from retrieval.errors import NotInCorpusError
from retrieval.index import Index
from retrieval.question import Filters
from retrieval.quoting import Bibliography, newest_date, quoted
from retrieval.subject import Subject, hits_about, nearest_names

_ORDER = (Stance.TIGHTEN, Stance.LOOSEN, Stance.MIXED, Stance.NEUTRAL, None)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a person stands, in exact words or a paraphrase (`statement.kind` says which).

    `date` is ISO 8601 at its known precision; `stance` is one of the corpus's words for where a
    speaker stands towards export controls, None where its author gave none.
    """

    speaker: str
    affiliation: str | None
    date: str | None
    stance: str | None
    statement: Statement


@dataclass(frozen=True, slots=True)
class StanceGroup:
    """The positions of one stance, the most relevant first."""

    stance: str | None
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The positions on a topic, grouped; `groups` is empty when the corpus holds none."""

    topic: str
    groups: tuple[StanceGroup, ...]
    sources: tuple[Source, ...]
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Positions:
    """What one person said or holds, the newest first."""

    speaker: str
    positions: tuple[Position, ...]
    sources: tuple[Source, ...]
    as_of: str | None


def sides_of(subject: Subject, filters: Filters | None = None) -> Sides:
    """Return the positions on a topic, those to tighten controls first, then those to loosen."""
    hits = hits_about(subject, filters, lambda document: document.kind is Kind.QUOTE)
    documents = [hit.passage.document for hit in hits]
    bibliography = Bibliography()
    groups = []
    for stance in _ORDER:
        own = [doc for doc in documents if doc.quote and doc.quote.stance is stance]
        if own:
            positions = tuple(_position(document, bibliography) for document in own)
            groups.append(StanceGroup(stance.value if stance else None, positions))
    return Sides(subject.name, tuple(groups), bibliography.sources(), newest_date(documents))


def positions_of(index: Index, expert: str) -> Positions:
    """Return what a person said or holds; a last name alone will do.

    Raises:
        NotInCorpusError: the corpus holds no quote of such a person.
    """
    matches = index.gazetteer.find_people(expert)
    name = matches[0].names[0] if matches else expert.strip()
    quotes = [doc for doc in index.corpus.documents if doc.quote and doc.quote.speaker == name]
    if not quotes:
        raise _unknown(expert, index.corpus.documents)
    quotes.sort(key=lambda doc: doc.published.text if doc.published else "", reverse=True)
    bibliography = Bibliography()
    positions = tuple(_position(document, bibliography) for document in quotes)
    return Positions(name, positions, bibliography.sources(), newest_date(quotes))


def _position(document: Document, bibliography: Bibliography) -> Position:
    quote = document.quote
    if quote is None:
        raise ValueError(f"{document.id} is not a quote")
    return Position(
        quote.speaker,
        quote.affiliation,
        document.published.text if document.published else None,
        quote.stance.value if quote.stance else None,
        quoted(document, 0, len(document.text), bibliography),
    )


def _unknown(expert: str, documents: Iterable[Document]) -> NotInCorpusError:
    speakers = {document.quote.speaker for document in documents if document.quote}
    return NotInCorpusError("person", expert.strip(), nearest_names(expert, speakers))
