"""Vectors of the word pieces of texts, and how alike two texts are piece by piece.

An encoder reads a text piece by piece and gives the mean of the pieces as its vector. The pieces
themselves, each seen in its context, say more: for each piece of a question, the likeness of the
nearest piece of a sentence ("MaxSim", Khattab and Zaharia 2020, arXiv 2004.12832). They cost no
further reading, only room: 128 bytes a piece.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

# The directions kept of a piece's vector. All 384 order sentences hardly better
# (benchmarks/answers.md).
WIDTH = 128
# Components of a unit vector are kept as whole numbers of this part.
_SCALE = 127.0


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The pieces of several texts, one text after the other.

    `rows` has shape (pieces, at most `WIDTH`): unit vectors times 127 as int8. `spans` (pieces, 2)
    says where in its own text a piece stands, in characters. The pieces of text i are
    `bounds[i]` to `bounds[i + 1]`; there are none where the encoder gives none.
    """

    rows: NDArray[np.int8]
    spans: NDArray[np.int32]
    bounds: NDArray[np.int64]

    @classmethod
    def none(cls, texts: int) -> Self:
        """Return those of as many texts of which no piece is known."""
        return cls.of([(np.zeros((0, WIDTH), np.float32), np.zeros((0, 2), np.int32))] * texts)

    @classmethod
    def of(cls, texts: Iterable[tuple[NDArray[np.float32], NDArray[np.int32]]]) -> Self:
        """Take the unit vectors (pieces, d) and the spans (pieces, 2) of each text."""
        made = [(_whole(vectors), spans.astype(np.int32)) for vectors, spans in texts]
        return cls._joined([rows for rows, _ in made], [spans for _, spans in made])

    @classmethod
    def picked(cls, picks: Sequence[tuple[Self, int]]) -> Self:
        """Take text after text, each by its number from pieces that hold it."""
        rows = [held.rows[slice(*held.bounds[i : i + 2])] for held, i in picks]
        spans = [held.spans[slice(*held.bounds[i : i + 2])] for held, i in picks]
        return cls._joined(rows, spans)

    @classmethod
    def _joined(cls, rows: Sequence[NDArray[np.int8]], spans: Sequence[NDArray[np.int32]]) -> Self:
        lengths = np.array([len(own) for own in rows], dtype=np.int64)
        width = max((own.shape[1] for own in rows if len(own)), default=WIDTH)
        return cls(
            np.concatenate([np.zeros((0, width), np.int8), *(own for own in rows if len(own))]),
            np.concatenate([np.zeros((0, 2), np.int32), *spans]),
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        )

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.bounds) - 1

    def text(self, i: int) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Return the vectors of text i, of about length 1, and the spans of its pieces."""
        own = slice(self.bounds[i], self.bounds[i + 1])
        return np.asarray(self.rows[own], np.float32) / np.float32(_SCALE), self.spans[own]

    def save(self, folder: Path) -> None:
        """Write one file a field into `folder`; on disk when it returns.

        Raises:
            OSError: the disk is full or not writable.
        """
        folder.mkdir()
        for field in fields(self):
            with (folder / f"{field.name}.npy").open("wb") as file:
                np.save(file, getattr(self, field.name))
                file.flush()
                os.fsync(file.fileno())

    @classmethod
    def load(cls, folder: Path, texts: int) -> Self:
        """Map what `save` wrote into memory: only the pieces asked for are read.

        Raises:
            OSError, ValueError: files are missing, damaged or of another number of texts.
        """
        try:
            held = cls(*(np.load(folder / f"{item.name}.npy", "r") for item in fields(cls)))
        except EOFError as error:
            raise ValueError(f"{folder} holds an empty file") from error
        if len(held) != texts or not len(held.rows) == len(held.spans) == held.bounds[-1]:
            raise ValueError(f"{folder} doesn't hold the pieces of {texts} texts")
        return held


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an encoder reads of n texts: unit vectors of shape (n, d), and their pieces."""

    vectors: NDArray[np.float32]
    tokens: TokenVectors


def narrowed(vectors: NDArray[np.float32], axes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit vectors of `vectors` (n, d) along `axes` (d, width)."""
    rows = vectors @ axes
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


def main_axes(vectors: NDArray[np.float32], width: int = WIDTH) -> NDArray[np.float32]:
    """Return the `width` directions (d, width) along which `vectors` (n, d) are longest."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(axes[:, ::-1][:, :width])


def _whole(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    whole: NDArray[np.int8] = np.rint(vectors * _SCALE).astype(np.int8)
    return whole
