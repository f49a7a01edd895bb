"""Which of a question's stems and phrases passages hold, for many passages at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """A question's content: its distinct stems, and which of them follow each other.

    `phrases` are pairs of places in `stems`; two stems that follow each other in the question, stop
    words apart, are one.
    """

    stems: tuple[str, ...]
    phrases: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, stems: Sequence[str]) -> QueryTerms:
        """Read the stems of a question in their order."""
        places = {stem: place for place, stem in enumerate(dict.fromkeys(stems))}
        pairs = dict.fromkeys((places[one], places[other]) for one, other in pairwise(stems))
        return cls(tuple(places), tuple((one, other) for one, other in pairs if one != other))


@dataclass(frozen=True, slots=True)
class Held:
    """What passages, with their headers, hold of a question.

    `stems` has shape (passages, stems); `phrases` (passages, phrases) says where two stems stand
    side by side in a sentence or header.
    """

    stems: Bools
    phrases: Bools


class StemTable:
    """The stems of every header and sentence as numbers, laid end to end. Read-only once built."""

    def __init__(self, passages: Sequence[Sequence[Sequence[str]]]) -> None:
        """Number the stems of `passages`: of each, those of its header, then of each sentence."""
        self._numbers: dict[str, int] = {}
        numbers: list[int] = []
        opens: list[int] = []
        bounds = [0]
        for passage in passages:
            for stems in passage:
                opens.append(len(numbers))
                numbers += [self._numbers.setdefault(stem, len(self._numbers)) for stem in stems]
            bounds.append(len(numbers))
        self._stems = np.array(numbers, dtype=np.int32)
        # One more for a row without a stem at the end.
        self._opens = np.zeros(len(numbers) + 1, dtype=bool)
        self._opens[opens] = True
        self._bounds = np.array(bounds)

    def held(self, positions: Numbers, asked: QueryTerms) -> Held:
        """Look for a question's stems and phrases in the passages at `positions`."""
        count, width = len(positions), len(asked.stems)
        starts = self._bounds[positions]
        lengths = self._bounds[positions + 1] - starts
        passage = np.repeat(np.arange(count), lengths)
        # Every place of these passages, one passage after the other.
        places = np.arange(len(passage)) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        column = np.full(len(self._numbers) + 1, -1)
        column[[self._numbers.get(stem, -1) for stem in asked.stems]] = np.arange(width)
        column[-1] = -1
        columns = column[self._stems[places]]
        found = columns >= 0
        stems = np.zeros((count, width), dtype=bool)
        stems[passage[found], columns[found]] = True
        return Held(stems, self._phrases(asked, columns, passage, places, count))

    def _phrases(
        self, asked: QueryTerms, columns: Numbers, passage: Numbers, places: Numbers, count: int
    ) -> Bools:
        # A stem that isn't asked for is -1, which reads the last row or column: no phrase.
        number = np.full((len(asked.stems) + 1, len(asked.stems) + 1), -1)
        for place, pair in enumerate(asked.phrases):
            number[pair] = place
        phrase = number[columns[:-1], columns[1:]]
        found = (phrase >= 0) & ~self._opens[places[1:]]
        phrases = np.zeros((count, len(asked.phrases)), dtype=bool)
        phrases[passage[1:][found], phrase[found]] = True
        return phrases
