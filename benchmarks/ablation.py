"""What each feature of the ranking gains: the figures with it and without, question by question.

Every figure is the mean over the questions of a set; a gain is the figure of the whole ranking
less that without the feature, with a 95 % interval from a bootstrap over the questions.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from rich.console import Console
from threadpoolctl import threadpool_limits

from benchmarks import metrics, ours, report
from benchmarks.baselines import VectorStore
from benchmarks.datasets import DATASETS, Found, Question, ranks_of
from benchmarks.material import MATERIAL
from benchmarks.metrics import Rank
from retrieval.batch import texts_of
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index
from retrieval.question import Question as Understood
from retrieval.question import Turn, understand
from retrieval.search import Ranking, ranking_for, search
from retrieval.spelling import Spelling

RESULTS = Path(__file__).parent / "results" / "ablation.json"
PAGE = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- ablation: begin -->", "<!-- ablation: end -->"
PARTS = "a search for each part"
SPELLING = "slips of spelling"
# What the weights of a question or claim are without a feature; these two aren't in the weights.
WITHOUT: dict[str, Callable[[Ranking], Ranking]] = {
    "lexical leg": lambda full: replace(full, dense=1.0),
    "dense leg": lambda full: replace(full, dense=0.0),
    "phrases": lambda full: replace(full, phrases=0.0),
    "rest of the document": lambda full: replace(full, document=0.0),
    "choice as a set": lambda full: replace(full, spread=replace(full.spread, cover=0.0)),
    "near-copies wait": lambda full: replace(full, spread=replace(full.spread, same=2.0)),
    PARTS: lambda full: full,
    "whole question beside a part": lambda full: replace(full, whole=0.0),
    "outlet": lambda full: replace(full, outlet=0.0),
    "date": lambda full: replace(full, published=0.0),
    "past rules below": lambda full: replace(full, past=0.0),
    "numbers and months of a claim": lambda full: replace(full, figures=0.0),
    SPELLING: lambda full: full,
}
FIGURES: dict[str, Callable[[Sequence[Rank]], float]] = {
    "first hit": lambda ranks: metrics.hit(ranks, 1),
    "in four": lambda ranks: metrics.recall(ranks, 4),
    "all in five": lambda ranks: metrics.all_gold(ranks, 5),
    "all in ten": lambda ranks: metrics.all_gold(ranks, 10),
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "xquad": ("first hit", "in four"),
    "news": ("in four", "all in ten"),
    "wice": ("all in five",),
    "policy": ("first hit",),
    "follow-ups": ("first hit",),
}


@dataclass(frozen=True, slots=True)
class PreparedQuestion:
    """A question made ready to be searched, as it is read and as it is spelt."""

    index: Index
    question: Question
    read: Understood
    vectors: Vectors
    spelt: Understood
    spelt_vectors: Vectors

    def search(self, label: str | None) -> list[Found]:
        """Return the first ten passages without the feature that `label` names."""
        read, vectors = self.read, self.vectors
        if label == SPELLING:
            read, vectors = self.spelt, self.spelt_vectors
        elif label == PARTS:
            read, vectors = replace(read, parts=()), vectors[:1]
        full = ranking_for(read)
        ranking = WITHOUT[label](full) if label else full
        hits = search(self.index, read, vectors, 10, None, ranking)
        return [Found(hit.passage.document.id, hit.passage.text) for hit in hits]


def prepare(name: str, vectors: VectorStore, material: Path) -> list[PreparedQuestion]:
    """Index the corpora of a set and read its questions that have an answer."""
    dataset = DATASETS[name](material)
    asked: list[PreparedQuestion] = []
    with tempfile.TemporaryDirectory() as temporary:
        for folder in dataset.corpora:
            index = ours.load_index(folder.write(Path(temporary)), vectors, pieces=False)
            plain = replace(index.gazetteer, spelling=Spelling())
            items = [q for q in dataset.questions if q.corpus == folder.key and q.answerable]
            turns = [[Turn(text) for text in item.history] for item in items]
            readings = [
                (understand(item.text, index.gazetteer, own), understand(item.text, plain, own))
                for item, own in zip(items, turns, strict=True)
            ]
            # All at once: the store writes its file whenever something new comes.
            vectors([text for pair in readings for one in pair for text in texts_of(one)])
            asked += [
                PreparedQuestion(
                    index, item, read, vectors(texts_of(read)), spelt, vectors(texts_of(spelt))
                )
                for item, (read, spelt) in zip(items, readings, strict=True)
            ]
    return asked


def figures(
    name: str, label: str | None, asked: Iterable[PreparedQuestion]
) -> dict[str, list[float]]:
    """Return the set's figures question by question, without the feature that `label` names."""
    values: dict[str, list[float]] = {column: [] for column in COLUMNS[name]}
    for item in asked:
        found = item.search(label)
        ranks = [
            ranks_of(gold, found) for gold in (item.question.gold, *item.question.alternatives)
        ]
        for column, numbers in values.items():
            numbers.append(max(FIGURES[column](row) for row in ranks))
    return values


def measure(name: str, asked: Sequence[PreparedQuestion]) -> dict[str, Any]:
    """Return a set's figures with everything, and the gain of each feature with its interval."""
    full = figures(name, None, asked)
    rows: dict[str, Any] = {
        "everything": {
            column: report.plain(metrics.bootstrap(values)) for column, values in full.items()
        }
    }
    for label in WITHOUT:
        without = figures(name, label, asked)
        rows[label] = {
            column: report.plain(metrics.paired_difference(full[column], without[column]))
            for column in full
        }
    return rows


def markdown(results: dict[str, Any]) -> str:
    """Return the table: what everything reaches, then the gain of each feature."""
    columns = [(name, column) for name in results for column in COLUMNS[name]]
    lines = [
        f"| | {' | '.join(f'{name}: {column}' for name, column in columns)} |",
        f"|---|{'---:|' * len(columns)}",
    ]
    for label in ("everything", *WITHOUT):
        cells = [results[name][label][column] for name, column in columns]
        written = [_cell(cell, sign="" if label == "everything" else "+") for cell in cells]
        lines.append(f"| {label} | {' | '.join(written)} |")
    return "\n".join(lines)


def _cell(figure: dict[str, float], sign: str) -> str:
    """Write a figure with its interval; a gain of which nothing changed is left empty."""
    if sign and figure["low"] == figure["high"] == 0:
        return ""
    value, low, high = (f"{figure[key]:{sign}.3f}" for key in ("value", "low", "high"))
    mark = "**" if sign and figure["low"] > 0 else ""
    return f"{mark}{value}{mark} ({low} to {high})".replace("0.", ".")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every feature on every set, and write the file and the table in the README."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks ablation", description=__doc__)
    parser.add_argument("--sets", default=",".join(COLUMNS), help="comma-separated: %(default)s")
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    options = parser.parse_args(arguments)
    names = options.sets.split(",")
    if unknown := set(names) - set(COLUMNS):
        parser.error(f"unknown set {', '.join(sorted(unknown))}; known are {', '.join(COLUMNS)}")
    # As the encoder does when it is loaded, which a run on known vectors never does.
    threadpool_limits(1, user_api="blas")
    vectors = VectorStore(options.data / "benchmarks", lru_cache(Encoder))
    console = Console()
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in names:
        results[name] = measure(name, prepare(name, vectors, options.material))
        console.print_json(data={name: results[name]})
    results = {name: results[name] for name in COLUMNS if name in results}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{markdown(results)}\n{END}{after}", encoding="utf-8")
