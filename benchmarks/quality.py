"""Retrieval and abstention of four systems on every set: one run, the same weights."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from benchmarks import metrics, ours, report
from benchmarks.baselines import Baselines, VectorStore
from benchmarks.datasets import (
    DATASETS,
    Dataset,
    Folder,
    Question,
    Ranked,
    document_key,
    ranks_of,
    squeezed,
)
from benchmarks.material import MATERIAL
from benchmarks.metrics import Rank
from retrieval.encoder import Encoder

DEPTH = 10
STOCK = "LangChain hybrid"
SYSTEMS = (ours.NAME, *reversed(Baselines.NAMES))
# The sentences of one claim's page are so few that five, not ten, make a fair test.
SUPPORT_DEPTH = 5

FIGURES: dict[str, Callable[[Sequence[Rank]], float]] = {
    "recall@4": lambda ranks: metrics.recall(ranks, 4),
    "recall@10": lambda ranks: metrics.recall(ranks, 10),
    "all gold@10": lambda ranks: metrics.all_gold(ranks, 10),
    "hit@1": lambda ranks: metrics.hit(ranks, 1),
    "MRR@10": metrics.reciprocal_rank,
    "full set@5": lambda ranks: metrics.all_gold(ranks, SUPPORT_DEPTH),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system made of one question; `choices` are the ranks of each list of gold."""

    question: Question
    ranked: Ranked
    choices: tuple[tuple[Rank, ...], ...]

    def figure(self, name: str) -> float:
        """Return a figure for the list of gold that serves the system best."""
        return max(FIGURES[name](ranks) for ranks in self.choices)


Outcomes = dict[str, list[Outcome]]


def run(dataset: Dataset, vectors: VectorStore, systems: Sequence[str] = SYSTEMS) -> Outcomes:
    """Ask every question of `dataset` of every system; outcomes are in the questions' order."""
    found: dict[tuple[str, str], Outcome] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for folder in dataset.corpora:
            questions = [item for item in dataset.questions if item.corpus == folder.key]
            if questions:
                for name, outcome in _ask(folder, questions, vectors, systems, Path(temporary)):
                    found[name, outcome.question.id] = outcome
    return {
        name: [found[name, q.id] for q in dataset.questions if (name, q.id) in found]
        for name in systems
    }


def _ask(
    folder: Folder,
    questions: Sequence[Question],
    vectors: VectorStore,
    systems: Sequence[str],
    temporary: Path,
) -> list[tuple[str, Outcome]]:
    index = ours.load_index(folder.write(temporary), vectors)
    documents = [(document.id, document.text) for document in index.corpus.documents]
    known = {document_key(name) for name, _ in documents}
    questions = [kept for item in questions if (kept := _within(item, known))]
    results: dict[str, list[Ranked]] = {}
    if ours.NAME in systems:
        replies = ours.answers(index, questions, vectors)
        results[ours.NAME] = [ours.ranked(answer) for answer in replies]
    if set(systems) - {ours.NAME}:
        baselines = Baselines(documents, vectors)
        results.update(baselines.search([item.text for item in questions], DEPTH))
    return [
        (name, _outcome(question, reply))
        for name in systems
        for question, reply in zip(questions, results[name], strict=True)
    ]


def _within(question: Question, known: set[str]) -> Question | None:
    """Keep the gold that the corpus holds; None when an answerable question has none left."""
    gold = tuple(piece for piece in question.gold if piece.document in known)
    return None if question.gold and not gold else replace(question, gold=gold)


def _outcome(question: Question, ranked: Ranked) -> Outcome:
    lists = (question.gold, *question.alternatives) if question.gold else ()
    return Outcome(question, ranked, tuple(tuple(ranks_of(gold, ranked.found)) for gold in lists))


def summarise(dataset: Dataset, outcomes: Outcomes) -> dict[str, Any]:
    """Return every figure of a set with its interval, and ours against the stock pipeline."""
    systems: dict[str, dict[str, Any]] = {name: {} for name in outcomes}
    values: dict[str, dict[str, list[float]]] = {}
    for name, rows in outcomes.items():
        values[name] = _values(dataset, rows)
        for figure, numbers in values[name].items():
            systems[name][figure] = report.plain(metrics.bootstrap(numbers))
        positive = [row.ranked.confidence for row in rows if row.question.answerable]
        negative = [row.ranked.confidence for row in rows if not row.question.answerable]
        if positive and negative:
            systems[name]["AUROC"] = report.plain(metrics.bootstrap_auroc(positive, negative))
    gains = {}
    if ours.NAME in values and STOCK in values:
        gains = {
            figure: report.plain(metrics.paired_difference(numbers, values[STOCK][figure]))
            for figure, numbers in values[ours.NAME].items()
        }
    first = next(iter(outcomes.values()))
    return {
        "title": dataset.title,
        "answerable": sum(row.question.answerable for row in first),
        "unanswerable": sum(not row.question.answerable for row in first),
        "documents": sum(len(folder.articles) for folder in dataset.corpora) or None,
        "systems": systems,
        "gain over stock": gains,
    }


def _values(dataset: Dataset, rows: Sequence[Outcome]) -> dict[str, list[float]]:
    """Return each figure's value question by question, where the set measures it."""
    answerable = [row for row in rows if row.question.answerable]
    if dataset.name == "off-topic":
        return {}
    if dataset.name == "wice":
        return {"full set@5": [row.figure("full set@5") for row in answerable]}
    if dataset.name == "follow-ups":
        asked = [row for row in answerable if row.question.history]
        in_full = [row for row in answerable if not row.question.history]
        return {
            "recall@4": [row.figure("recall@4") for row in asked],
            "recall@4 in full": [row.figure("recall@4") for row in in_full],
        }
    figures = [name for name in FIGURES if name != "full set@5"]
    return {name: [row.figure(name) for row in answerable] for name in figures}


def show_misses(outcomes: Sequence[Outcome], count: int, console: Console) -> None:
    """Print questions whose gold isn't all among the first ten, with what came instead.

    Where few are missed, unanswerable questions of high confidence follow.
    """
    missed = [row for row in outcomes if row.question.answerable and not row.figure("all gold@10")]
    bold = sorted(
        (row for row in outcomes if not row.question.answerable),
        key=lambda row: -row.ranked.confidence,
    )
    answerable = sum(row.question.answerable for row in outcomes)
    console.print(f"[bold]{len(missed)} of {answerable} miss gold within ten")
    for row in [*missed, *bold][:count]:
        console.rule(f"{row.question.id}  confidence {row.ranked.confidence:.3f}")
        for turn in row.question.history:
            console.print(f"[dim]before: {escape(turn)}")
        console.print(f"[bold]{escape(row.question.text)}")
        for piece, rank in zip(
            row.question.gold, row.choices[0] if row.choices else (), strict=True
        ):
            console.print(f"[green]gold, rank {rank}: {piece.document}: {escape(piece.text or '')}")
        for place, item in enumerate(row.ranked.found[:5], start=1):
            text = squeezed(item.text)
            console.print(
                f"{place:>2}. [cyan]{document_key(item.document)}[/]: {escape(text[:240])}"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the sets named, print the figures, and write them where the README finds them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks quality", description=__doc__)
    parser.add_argument("--sets", default=",".join(DATASETS), help="comma-separated: %(default)s")
    parser.add_argument("--misses", type=int, help="print this many of our misses, write nothing")
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    parser.add_argument("--threads", type=int, default=2, help="of the encoder")
    options = parser.parse_args(arguments)
    names = options.sets.split(",")
    if unknown := set(names) - set(DATASETS):
        parser.error(
            f"unknown set {', '.join(sorted(unknown))}; the sets are {', '.join(DATASETS)}"
        )
    if not (options.material / "bench").is_dir():
        parser.error(f"{options.material} has no benchmark material; name it with --material")
    console = Console()
    encoders: list[Encoder] = []

    def encoder() -> Encoder:
        if not encoders:
            encoders.append(Encoder(threads=options.threads))
        return encoders[0]

    vectors = VectorStore(options.data / "benchmarks", encoder)
    for name in names:
        began = time.perf_counter()
        dataset = DATASETS[name](options.material)
        if options.misses is not None:
            show_misses(run(dataset, vectors, [ours.NAME])[ours.NAME], options.misses, console)
            continue
        summary = summarise(dataset, run(dataset, vectors))
        summary["seconds"] = round(time.perf_counter() - began, 1)
        report.print_set(name, summary, console)
        report.save(name, summary)
    if options.misses is None:
        report.draw()
        report.write_pages()
