"""How fast a search and indexing are, beside the stock pipeline in the same run.

Search is measured at 10,000 passages and after the question is encoded, since both sides use the
same encoder. The passages are real sentences put together at random, so that word frequencies are
those of prose. Rounds of the two systems alternate, so that a busy machine slows both alike; the
ratio is taken round by round, and its spread is that of the rounds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.baselines import Okapi, fuse, split
from benchmarks.material import read_pages
from benchmarks.news import news
from retrieval.documents import Corpus, Document, PartialDate
from retrieval.encoder import Encoder
from retrieval.index import Index
from retrieval.passages import passages_of
from retrieval.question import understand
from retrieval.search import search

RESULTS = Path(__file__).parent / "results" / "speed.json"
PASSAGES = 10_000
QUESTIONS = 60
ROUNDS = 5
INDEXED = 256
SEED = 7
Milliseconds = NDArray[np.float64]


def corpus_of(material: Path, passages: int) -> Corpus:
    """Return articles of random sentences, enough of them for `passages` passages."""
    generator = random.Random(SEED)
    sentences = [text for page in read_pages(material) for _, text in page.sentences]
    articles = news(material).corpora[0].articles
    outlets = sorted({article.publisher for article in articles if article.publisher})
    documents: list[Document] = []
    made = 0
    while made < passages:
        number = len(documents)
        text = "\n\n".join(" ".join(generator.sample(sentences, 5)) for _ in range(8))
        document = Document(
            id=f"articles/{number:05}.md",
            text=text,
            title=" ".join(generator.choice(sentences).split()[:8]),
            publisher=generator.choice(outlets),
            published=PartialDate(f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}"),
        )
        documents.append(document)
        made += len(passages_of(document))
    return Corpus(tuple(documents))


def random_vectors(count: int, dimension: int) -> NDArray[np.float32]:
    """Return unit vectors: a search costs the same whatever they mean."""
    rows = np.random.default_rng(SEED).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def our_search(index: Index, questions: Sequence[str], encoder: Encoder) -> Milliseconds:
    """Return milliseconds of understanding and searching each question, encoding left out."""
    times = []
    for text in questions:
        began = time.perf_counter()
        question = understand(text, index.gazetteer)
        spent = time.perf_counter() - began
        vectors = encoder.encode_questions([text, *(part.text for part in question.parts)])
        began = time.perf_counter()
        search(index, question, vectors, 10)
        times.append((spent + time.perf_counter() - began) * 1000)
    return np.array(times)


class Stock:
    """The stock hybrid's search over chunks, its vectors searched exactly."""

    def __init__(self, corpus: Corpus, dimension: int) -> None:
        """Cut and index the documents."""
        self._texts = [chunk for document in corpus.documents for chunk in split(document.text)]
        self._okapi = Okapi(self._texts)
        self._vectors = random_vectors(len(self._texts), dimension)
        self.size = len(self._texts)

    def search(self, questions: Sequence[str], encoder: Encoder) -> Milliseconds:
        """Return milliseconds of each search, encoding left out."""
        times = []
        for text in questions:
            vector = encoder.encode_questions([text])[0]
            began = time.perf_counter()
            words = np.argsort(self._okapi.scores(text))[::-1][:10]
            near = np.argsort(-(self._vectors @ vector))[:10]
            fuse([[self._texts[i] for i in leg] for leg in (words, near)], (0.5, 0.5))
            times.append((time.perf_counter() - began) * 1000)
        return np.array(times)


def indexing(corpus: Corpus, encoder: Encoder) -> dict[str, list[float]]:
    """Return characters a second, round by round, of indexing the same documents both ways."""
    passages: dict[str, list[str]] = {"ours": [], "stock": []}
    for document in corpus.documents:
        if len(passages["ours"]) >= INDEXED:
            break
        passages["ours"] += [passage.text for passage in passages_of(document)]
        passages["stock"] += split(document.text)
    ways: dict[str, Callable[[list[str]], object]] = {
        "ours": encoder.encode_passages,
        "stock": encoder.encode_questions,
    }
    return {
        name: [_rate(ways[name], passages[name]) for _ in range(2)] for name in ("ours", "stock")
    }


def _rate(encode: Callable[[list[str]], object], texts: list[str]) -> float:
    began = time.perf_counter()
    encode(texts)
    return len(texts) / (time.perf_counter() - began)
