"""Where the passages of each outlet and day stand, so that a boost costs what it finds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from retrieval.dates import DateMention
from retrieval.documents import Corpus, Document, Passage
from retrieval.heads import head_dates, head_outlets

Positions = NDArray[np.intp]
_NONE: Positions = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True)
class Catalogue:
    """Positions of passages by what their documents say of themselves.

    `outlets` holds publishers, `cited` the publishers of the sources a document rests on. `past`
    are passages of documents that are no longer in force. `days` is sorted; `dated[i]` are the
    passages published on `days[i]`.
    `numbers[i]` tells passages of one document by one number.
    """

    documents: dict[str, Positions] = field(default_factory=dict)
    outlets: dict[str, Positions] = field(default_factory=dict)
    cited: dict[str, Positions] = field(default_factory=dict)
    past: Positions = field(default_factory=lambda: _NONE)
    days: tuple[date, ...] = ()
    dated: tuple[Positions, ...] = ()
    numbers: Positions = field(default_factory=lambda: _NONE)

    @classmethod
    def of(cls, corpus: Corpus, passages: Sequence[Passage]) -> Catalogue:
        """Read the metadata of every document, and the heads of those that have none."""
        places: dict[str, list[int]] = {}
        for i, passage in enumerate(passages):
            places.setdefault(passage.document.id, []).append(i)
        order = {document_id: number for number, document_id in enumerate(places)}
        unnamed = head_outlets(corpus.documents)
        outlets: dict[str, list[int]] = {}
        cited: dict[str, list[int]] = {}
        dated: dict[date, list[int]] = {}
        past: list[int] = []
        for document in corpus.documents:
            own = places.get(document.id, [])
            outlet = document.publisher or unnamed.get(document.id)
            if outlet:
                outlets.setdefault(outlet, []).extend(own)
            for name in {source.publisher for source in document.sources} - {outlet, ""}:
                cited.setdefault(name, []).extend(own)
            for day in _days(document):
                dated.setdefault(day, []).extend(own)
            if document.status and document.status.is_past:
                past.extend(own)
        return cls(
            documents=_arrays(places),
            outlets=_arrays(outlets),
            cited=_arrays(cited),
            past=np.array(past, dtype=np.intp),
            days=tuple(sorted(dated)),
            dated=tuple(np.array(dated[day], dtype=np.intp) for day in sorted(dated)),
            numbers=np.array([order[passage.document.id] for passage in passages], dtype=np.intp),
        )

    def within(self, mention: DateMention) -> Positions:
        """Return the passages published on the days that `mention` covers."""
        first, last = bisect_left(self.days, mention.first), bisect_right(self.days, mention.last)
        return joined(self.dated[first:last])


def joined(positions: Iterable[Positions]) -> Positions:
    """Return several lists of positions as one; a position of two lists comes twice."""
    lists = list(positions)
    return np.concatenate(lists) if lists else _NONE


def _days(document: Document) -> set[date]:
    if document.published:
        # A month or a year alone would match every question that names it.
        return {document.published.first} if len(document.published.text) == 10 else set()
    return {mention.first for mention in head_dates(document) if mention.first == mention.last}


def _arrays(lists: dict[str, list[int]]) -> dict[str, Positions]:
    return {key: np.array(values, dtype=np.intp) for key, values in lists.items()}
