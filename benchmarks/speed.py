"""How fast a search and indexing are, beside the stock pipeline in the same run.

Search is measured at 10,000 passages and after the question is encoded, since both sides use the
same encoder. The passages are real sentences put together at random, so that word frequencies are
those of prose. Rounds of the two systems alternate, so that a busy machine slows both alike; the
ratio is taken round by round, and its spread is that of the rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.baselines import Okapi, fuse, split
from benchmarks.datasets import xquad
from benchmarks.material import MATERIAL, read_pages
from benchmarks.news import news
from retrieval.documents import Corpus, Document, PartialDate
from retrieval.encoder import Encoder
from retrieval.index import Index, make_index
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
    rounds = [{name: _rate(ways[name], passages[name]) for name in ways} for _ in range(3)]
    return {name: [one[name] for one in rounds] for name in ways}


def _rate(encode: Callable[[list[str]], object], texts: list[str]) -> float:
    began = time.perf_counter()
    encode(texts)
    return sum(map(len, texts)) / (time.perf_counter() - began)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks speed", description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--passages", type=int, default=PASSAGES, help="default: %(default)s")
    options = parser.parse_args(arguments)
    encoder = Encoder()
    corpus = corpus_of(options.material, options.passages)
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    index = make_index("speed", corpus, passages, random_vectors(len(passages), encoder.dimension))
    stock = Stock(corpus, encoder.dimension)
    questions = {
        "one paragraph": [item.text for item in xquad(options.material).questions[:QUESTIONS]],
        "several articles": [item.text for item in news(options.material).questions[:QUESTIONS]],
    }
    results: dict[str, object] = {"passages": len(passages), "stock chunks": stock.size}
    for name, asked in questions.items():
        rounds = [
            (our_search(index, asked, encoder), stock.search(asked, encoder)) for _ in range(ROUNDS)
        ]
        results[f"search, {name}"] = {
            "ours p50 ms": _middle([float(np.median(ours)) for ours, _ in rounds]),
            "ours p95 ms": _middle([float(np.percentile(ours, 95)) for ours, _ in rounds]),
            "stock p50 ms": _middle([float(np.median(theirs)) for _, theirs in rounds]),
            "stock p50 / ours p50, by round": [
                round(float(np.median(theirs) / np.median(ours)), 2) for ours, theirs in rounds
            ],
        }
    rates = indexing(corpus, encoder)
    results["indexing, characters a second"] = {
        name: [round(rate) for rate in values] for name, values in rates.items()
    }
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    Console().print_json(data=results)


def _middle(values: Sequence[float]) -> float:
    return round(float(np.median(values)), 2)
