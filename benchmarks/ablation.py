"""What each feature of the ranking gains: the figures with it switched off, on unlike sets."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import metrics, ours
from benchmarks.baselines import VectorStore
from benchmarks.datasets import DATASETS, Found, Question, ranks_of
from benchmarks.material import MATERIAL
from retrieval.batch import texts_of
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index
from retrieval.question import Question as Understood
from retrieval.question import understand
from retrieval.search import Ranking, search
from retrieval.selection import Spread

RESULTS = Path(__file__).parent / "results" / "ablation.json"
FULL = Ranking()
OFF: dict[str, Ranking] = {
    "everything": FULL,
    "without the lexical leg": replace(FULL, dense=1.0, fine=1.0),
    "without the dense leg": replace(FULL, dense=0.0, fine=0.0),
    "without coverage in the passage": replace(FULL, coverage=0.0),
    "without coverage in two sentences": replace(FULL, window=0.0),
    "without the boost of an outlet": replace(FULL, outlet=0.0),
    "without the boost of a date": replace(FULL, published=0.0),
    "without a search for each part": FULL,
    "without choosing as a set": replace(FULL, spread=replace(Spread(), cover=0.0)),
}
# Every n-th question of a set is asked, so that all rows take about a minute.
SETS = {"xquad": 4, "news": 2, "wice": 1}
FIGURES = {
    "xquad": ("hit@1", lambda ranks: metrics.hit(ranks, 1)),
    "news": ("recall@4", lambda ranks: metrics.recall(ranks, 4)),
    "wice": ("full set@5", lambda ranks: metrics.all_gold(ranks, 5)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready: what is searched, and what would answer it."""

    index: Index
    question: Question
    understood: Understood
    vectors: Vectors


def prepare(name: str, vectors: VectorStore, material: Path) -> list[Asked]:
    """Index the corpora of a set and read its questions."""
    dataset = DATASETS[name](material)
    asked: list[Asked] = []
    with tempfile.TemporaryDirectory() as temporary:
        for folder in dataset.corpora:
            questions = [item for item in dataset.questions if item.corpus == folder.key]
            index = ours.load_index(folder.write(Path(temporary)), vectors)
            for item in questions[:: SETS[name]]:
                understood = understand(item.text, index.gazetteer)
                asked.append(Asked(index, item, understood, vectors(texts_of(understood))))
    return asked


def figure(name: str, label: str, asked: Sequence[Asked]) -> float:
    """Return the mean of the set's figure with the ranking that `label` names."""
    _, measure = FIGURES[name]
    total = 0.0
    for item in asked:
        question, vectors = item.understood, item.vectors
        if label == "without a search for each part":
            question, vectors = replace(question, parts=()), vectors[:1]
        hits = search(item.index, question, vectors, 10, None, OFF[label])
        found = [Found(hit.passage.document.id, hit.passage.text) for hit in hits]
        gold = (item.question.gold, *item.question.alternatives)
        total += max(measure(ranks_of(pieces, found)) for pieces in gold)
    return total / len(asked)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run every row on every set, print the table and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks ablation", description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    options = parser.parse_args(arguments)
    vectors = VectorStore(options.data / "benchmarks", lru_cache(Encoder))
    rows: dict[str, dict[str, float]] = {label: {} for label in OFF}
    for name in SETS:
        asked = prepare(name, vectors, options.material)
        for label in OFF:
            rows[label][f"{name} {FIGURES[name][0]}"] = round(figure(name, label, asked), 4)
    table = Table(title="The ranking with one feature off")
    table.add_column("")
    for column in rows["everything"]:
        table.add_column(column, justify="right")
    for label, row in rows.items():
        table.add_row(label, *(f"{value:.3f}" for value in row.values()))
    Console().print(table)
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
