"""Documents that say the same: equal word for word, or nearly so.

Near-duplicates are found by bottom-k sketches of word shingles (Broder, "On the resemblance and
containment of documents", 1997): two documents that share most of their shingles share most of
the smallest hashes, so only such pairs are compared in full.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from retrieval.documents import Document

# Words a shingle spans: enough that two articles on one event share few.
SHINGLE = 5
# Hashes kept a document. At the resemblance asked for, two sketches share about 80 % of theirs;
# a quarter is seven standard deviations below that.
SKETCH = 32
# The share of shingles from which two texts count as nearly the same: a rewritten headline and
# a changed paragraph stay above it, two accounts of one event far below.
RESEMBLANCE = 0.8
# A hash that so many documents share is boilerplate and tells no pair apart from another.
MOST_SHARED = 50

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two documents that say the same; `resemblance` is 1 where every word is equal."""

    first: Document
    second: Document
    resemblance: float


def duplicates(documents: Sequence[Document]) -> Iterator[Duplicate]:
    """Yield the pairs of `documents` that say the same, each document with the first it repeats."""
    by_words: dict[str, Document] = {}
    distinct: list[tuple[Document, frozenset[int]]] = []
    for document in documents:
        words = _WORD.findall(document.text.lower())
        first = by_words.setdefault(" ".join(words), document)
        if first is document:
            distinct.append((document, _shingles(words)))
        else:
            yield Duplicate(first, document, 1.0)
    repeated: set[int] = set()
    for i, j in _candidates([shingles for _, shingles in distinct]):
        (first, mine), (second, theirs) = distinct[i], distinct[j]
        resemblance = len(mine & theirs) / len(mine | theirs)
        if resemblance >= RESEMBLANCE and j not in repeated:
            repeated.add(j)
            yield Duplicate(first, second, resemblance)


def _shingles(words: list[str]) -> frozenset[int]:
    encoded = [word.encode() for word in words]
    count = max(len(encoded) - SHINGLE + 1, 1)
    return frozenset(crc32(b" ".join(encoded[i : i + SHINGLE])) for i in range(count))


def _candidates(sets: list[frozenset[int]]) -> list[tuple[int, int]]:
    sketches = [sorted(shingles)[:SKETCH] for shingles in sets]
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for i, sketch in enumerate(sketches):
        for value in sketch:
            holders[value].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if len(held) <= MOST_SHARED:
            shared.update((i, j) for at, i in enumerate(held) for j in held[at + 1 :])
    return sorted(
        pair
        for pair, count in shared.items()
        if 4 * count >= min(len(sketches[pair[0]]), len(sketches[pair[1]]))
    )
