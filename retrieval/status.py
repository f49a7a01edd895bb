"""What is live, what came before, and what waits: as the person who keeps the corpus sees it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.documents import Document, Kind, Problem
from retrieval.index import Index
from retrieval.manifest import Manifest, Origin, Pointer
from retrieval.quoting import newest_date
from retrieval.turn import Holder


@dataclass(frozen=True)
class Live:
    """A generation being served, with what looks documents up by key."""

    index: Index
    manifest: Manifest
    by_key: dict[str, Document]


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What is live. Dates and times are ISO 8601 text, times in UTC.

    `held` names a candidate that a reload held back; `busy` says who is changing the corpus.
    `stale_topics` are those whose newest document is older than the setting allows, the stalest
    first. `free_bytes` is the room left on the data folder's disk. `months` counts the documents
    by month of publication ("2026-01"), the oldest first; a date known to the year counts in its
    January, as it does wherever dates are compared.
    """

    generation: str
    built_at: str
    documents: int
    quotes: int
    passages: int
    problems: tuple[Problem, ...]
    newest_document: str | None
    newest_published: str | None
    previous: str | None
    size_bytes: int
    encoder: str
    reloading: bool
    held: str | None = None
    busy: Holder | None = None
    stale_topics: tuple[str, ...] = ()
    free_bytes: int = 0
    months: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GenerationRecord:
    """A generation of the history; `state` is "live", "held" or "kept"."""

    generation: str
    state: str
    built_at: str
    documents: int
    passages: int
    origin: Origin


def document_key(document_id: str) -> str:
    """Return 12 hexadecimal characters that stand for a document id where room is short."""
    return hashlib.sha256(document_id.encode()).hexdigest()[:12]


def served(index: Index, manifest: Manifest) -> Live:
    """Return a generation ready to be served."""
    by_key = {document_key(document.id): document for document in index.corpus.documents}
    return Live(index, manifest, by_key)


def record_of(manifest: Manifest, pointer: Pointer) -> GenerationRecord:
    """Return a generation's line of the history."""
    states = {pointer.held: "held", pointer.live: "live"}
    return GenerationRecord(
        manifest.generation,
        states.get(manifest.generation, "kept"),
        manifest.built_at,
        manifest.documents,
        manifest.passages,
        manifest.origin,
    )


def status_of(
    live: Live,
    pointer: Pointer | None,
    *,
    size_bytes: int,
    free_bytes: int,
    encoder: str,
    turn: Holder | None,
    since: date,
) -> IndexStatus:
    """Put together what is live; a topic without a document from `since` on is stale."""
    newest = live.index.newest
    documents = live.index.corpus.documents
    return IndexStatus(
        generation=live.manifest.generation,
        built_at=live.manifest.built_at,
        documents=len(documents),
        quotes=sum(document.kind is Kind.QUOTE for document in documents),
        passages=len(live.index.passages),
        problems=live.index.corpus.problems,
        newest_document=newest.id if newest else None,
        newest_published=newest_date([newest]) if newest else None,
        previous=pointer.previous if pointer else None,
        size_bytes=size_bytes,
        encoder=encoder,
        reloading=turn is not None,
        held=pointer.held if pointer else None,
        busy=turn,
        stale_topics=stale_topics(documents, since),
        free_bytes=free_bytes,
        months=published_months(documents),
    )


def published_months(documents: Sequence[Document]) -> tuple[tuple[str, int], ...]:
    """Return how many of the documents appeared in each month, the oldest month first."""
    dates = (document.published.first for document in documents if document.published)
    counts = Counter(day.isoformat()[:7] for day in dates)
    return tuple(sorted(counts.items()))


def stale_topics(documents: Sequence[Document], since: date) -> tuple[str, ...]:
    """Return the topics whose newest dated document is from before `since`, the stalest first."""
    newest: dict[str, date] = {}
    for document in documents:
        for topic in document.topics if document.published else ():
            day = document.published.first if document.published else date.min
            newest[topic] = max(newest.get(topic, date.min), day)
    old = sorted((day, topic) for topic, day in newest.items() if day < since)
    return tuple(topic for _, topic in old)
