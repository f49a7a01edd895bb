"""What stands beside Chokepoint: BM25 alone, MiniLM alone, and LangChain's stock hybrid.

All three search the same chunks with the same weights, whose vectors are computed once and shared.
LangChain's community packages are not dependencies, so their parts are rebuilt here to the letter
of their behaviour (checked against langchain-text-splitters 1.1.3, rank-bm25 0.2.2 and
langchain-classic 1.0.8: same chunks, same order, same fused ranking):

- `split` stands for `RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)`.
- `Okapi` stands for `BM25Retriever`: `rank_bm25.BM25Okapi` over `text.split()`, case kept,
  nothing stemmed.
- An exact cosine search stands for `Chroma` with MiniLM vectors. Chroma's approximate graph finds
  the same or fewer of the nearest, so this favours the stock pipeline.
- `fuse` stands for `EnsembleRetriever(weights=[.5, .5])`: weighted reciprocal rank fusion, c = 60.
  Each leg brings as many chunks as are asked for.

`BM25 alone` is bm25s (Lucene's variant, k1 1.5, b .75) with English stemming and stop words: a
stronger lexical leg than the stock one. `MiniLM alone` is the exact cosine search.

They search a document's text; title, outlet and date are metadata, as LangChain's loaders keep
them. (With the front matter left at the head of the first chunk, the figures move by .02 at most,
up and down.)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer
from bm25s.tokenization import tokenize
from numpy.typing import NDArray

from benchmarks.datasets import Found, Ranked
from retrieval.encoder import Encoder
from retrieval.token_vectors import TokenVectors

Vectors = NDArray[np.float32]
CHUNK = 1000
OVERLAP = 200
SEPARATORS = ("\n\n", "\n", " ", "")
RRF_C = 60
BATCH = 512


def split(text: str, separators: Sequence[str] = SEPARATORS) -> list[str]:
    """Cut `text` into chunks of at most 1,000 characters that overlap by up to 200."""
    separator = next((item for item in separators if item == "" or item in text), separators[-1])
    finer = separators[separators.index(separator) + 1 :] if separator else ()
    if separator:
        first, *rest = text.split(separator)
        pieces = [piece for piece in (first, *(separator + item for item in rest)) if piece]
    else:
        pieces = list(text)
    chunks: list[str] = []
    small: list[str] = []
    for piece in pieces:
        if len(piece) < CHUNK:
            small.append(piece)
            continue
        chunks += _merge(small)
        small = []
        chunks += split(piece, finer) if finer else [piece]
    return chunks + _merge(small)


def _merge(pieces: Sequence[str]) -> list[str]:
    chunks: list[str] = []
    window: list[str] = []
    length = 0
    for piece in pieces:
        if window and length + len(piece) > CHUNK:
            chunks.append("".join(window).strip())
            while length > OVERLAP or (length and length + len(piece) > CHUNK):
                length -= len(window.pop(0))
        window.append(piece)
        length += len(piece)
    chunks.append("".join(window).strip())
    return [chunk for chunk in chunks if chunk]


class Okapi:
    """BM25 as rank_bm25's `BM25Okapi` computes it (k1 1.5, b .75, epsilon .25)."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index `texts`, split at white space."""
        rows = [text.split() for text in texts]
        lengths = np.array([len(row) for row in rows], dtype=np.float64)
        self._size = len(rows)
        counts: dict[str, dict[int, int]] = {}
        for i, row in enumerate(rows):
            for word in row:
                found = counts.setdefault(word, {})
                found[i] = found.get(i, 0) + 1
        raw = {
            word: float(np.log(self._size - len(held) + 0.5) - np.log(len(held) + 0.5))
            for word, held in counts.items()
        }
        floor = 0.25 * sum(raw.values()) / max(1, len(raw))
        norm = 1.5 * (1 - 0.75 + 0.75 * lengths / max(lengths.mean(), 1e-9))
        self._postings: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
        for word, held in counts.items():
            where = np.fromiter(held, dtype=np.int64)
            times = np.fromiter(held.values(), dtype=np.float64)
            idf = raw[word] if raw[word] >= 0 else floor
            self._postings[word] = (where, idf * times * 2.5 / (times + norm[where]))

    def scores(self, query: str) -> NDArray[np.float64]:
        """Return the score of every text, shape (texts,)."""
        scores = np.zeros(self._size)
        for word in query.split():
            if word in self._postings:
                where, gains = self._postings[word]
                scores[where] += gains
        return scores


def fuse(rankings: Sequence[Sequence[str]], weights: Sequence[float]) -> list[tuple[str, float]]:
    """Return texts by weighted reciprocal rank, best first, each with its score."""
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, text in enumerate(ranking, start=1):
            scores[text] = scores.get(text, 0.0) + weight / (rank + RRF_C)
    return sorted(scores.items(), key=lambda item: -item[1])


class VectorStore:
    """Vectors of texts, kept on disk by the hash of the text, so that a re-run computes none.

    Those of their word pieces are kept beside them, a folder for each lot that was new.
    """

    def __init__(self, folder: Path, load: Callable[[], Encoder]) -> None:
        """Keep vectors in `folder`; `load` gives the encoder when something new comes."""
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "vectors.npz"
        self._load = load
        self._rows: dict[str, Vectors] = {}
        if self._path.exists():
            with np.load(self._path) as held:
                self._rows = dict(zip(held["keys"].tolist(), held["vectors"], strict=True))
        self._lots = folder / "tokens"
        self._lots.mkdir(exist_ok=True)
        self._tokens: dict[str, tuple[TokenVectors, int]] = {}
        for keys in self._lots.glob("[!.]*/keys.npy"):
            self._hold(keys.parent)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), d), computing those not held."""
        keys = list(map(_key, texts))
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if fresh:
            encoder = self._load()
            # Longest first and in lots: texts of like length share a batch with little padding.
            order = sorted(fresh, key=lambda key: -len(fresh[key]))
            for start in range(0, len(order), BATCH):
                lot = order[start : start + BATCH]
                vectors = encoder.encode_questions([fresh[key] for key in lot])
                self._rows.update(zip(lot, vectors, strict=True))
            self._save()
        return np.stack([self._rows[key] for key in keys])

    def tokens(self, texts: Sequence[str]) -> TokenVectors:
        """Return the vectors of the word pieces of texts, computing those not held."""
        keys = list(map(_key, texts))
        fresh = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._tokens
        }
        if fresh:
            lot = self._lots / f"{_key(''.join(fresh))}-{os.getpid()}"
            partial = self._lots / f".{lot.name}"
            self._load().read_questions(list(fresh.values())).tokens.save(partial)
            np.save(partial / "keys.npy", np.array(list(fresh)))
            partial.rename(lot)
            self._hold(lot)
        return TokenVectors.picked([self._tokens[key] for key in keys])

    def _hold(self, lot: Path) -> None:
        keys = np.load(lot / "keys.npy").tolist()
        held = TokenVectors.load(lot, len(keys))
        self._tokens.update({key: (held, i) for i, key in enumerate(keys)})

    def _save(self) -> None:
        partial = self._path.with_name(f"vectors.{os.getpid()}.npz")
        np.savez(
            partial, keys=np.array(list(self._rows)), vectors=np.stack(list(self._rows.values()))
        )
        partial.replace(self._path)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class Baselines:
    """The three stock systems over one corpus, sharing chunks and vectors."""

    NAMES = ("BM25", "MiniLM", "LangChain hybrid")

    def __init__(self, documents: Sequence[tuple[str, str]], vectors: VectorStore) -> None:
        """Index `documents`, pairs of an id and a text."""
        self._chunks = [
            Found(document, chunk) for document, text in documents for chunk in split(text)
        ]
        texts = [chunk.text for chunk in self._chunks]
        self._encode = vectors
        self._vectors = vectors(texts)
        self._okapi = Okapi(texts)
        self._stemmer = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._tokens(texts), show_progress=False)
        # EnsembleRetriever joins equal texts; the first document that holds one stands for it.
        self._by_text: dict[str, Found] = {}
        for chunk in self._chunks:
            self._by_text.setdefault(chunk.text, chunk)

    def _tokens(self, texts: Sequence[str]) -> Any:
        return tokenize(list(texts), stopwords="en", stemmer=self._stemmer, show_progress=False)

    def search(self, questions: Sequence[str], k: int) -> dict[str, list[Ranked]]:
        """Return each system's first `k` for every question.

        Confidence is the score of the first chunk: BM25's sum, the cosine, the fused rank score.
        """
        k = min(k, len(self._chunks))
        cosines = self._encode(questions) @ self._vectors.T
        places, sums = self._bm25.retrieve(self._tokens(questions), k=k, show_progress=False)
        results: dict[str, list[Ranked]] = {name: [] for name in self.NAMES}
        for row, question in enumerate(questions):
            results["BM25"].append(self._ranked(places[row], float(sums[row][0])))
            near = np.argsort(-cosines[row], kind="stable")[:k]
            results["MiniLM"].append(self._ranked(near, float(cosines[row][near[0]])))
            words = np.argsort(self._okapi.scores(question))[::-1][:k]
            fused = fuse([[self._chunks[i].text for i in leg] for leg in (words, near)], (0.5, 0.5))
            found = tuple(self._by_text[text] for text, _ in fused[:k])
            results["LangChain hybrid"].append(Ranked(found, fused[0][1]))
        return results

    def _ranked(self, places: Sequence[int] | NDArray[np.int64], confidence: float) -> Ranked:
        return Ranked(tuple(self._chunks[int(i)] for i in places), confidence)
