"""The statements of answers: does the first hold the answer, does any, and how many are shown.

- `xquad`: XQuAD-en as one corpus of its 240 paragraphs, each a document. The answer string must
  occur in a statement, case and white space folded.
- `wice`: WiCE dev, claims labelled supported, each asked of its own evidence page as one document.
  The cited spans of at most five statements must hold every sentence of one supporting set.
- `policy`: the shipped corpus and its regression questions. Every fact of a question must be
  stated; `first` counts the first statement alone.

An abstention holds nothing.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks import material as source
from benchmarks import metrics, ours, report
from benchmarks.baselines import VectorStore
from benchmarks.datasets import Article, Folder, Question, slug, squeezed
from benchmarks.material import MATERIAL
from retrieval.answer import Answer
from retrieval.encoder import Encoder
from retrieval.facts import states
from retrieval.question_file import read_questions

RESULTS = report.ROOT / "benchmarks" / "results" / "answers.json"
MOST = 5
FIGURES = ("first", "any", "full set", "facts first", "facts", "statements", "abstained")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its answer, and what the figures of its set make of them."""

    question: str
    wanted: str
    answer: Answer
    figures: dict[str, float]


def xquad(vectors: VectorStore, material: Path, temporary: Path) -> Iterator[Judged]:
    """Ask XQuAD's questions of its paragraphs."""
    paragraphs = source.read_xquad(material)
    articles = [Article(slug(item.key), item.article, item.text) for item in paragraphs]
    index = ours.load_index(Folder("answers-xquad", tuple(articles)).write(temporary), vectors)
    rows = [row for item in paragraphs for row in item.questions]
    asked = [Question(key, text, "xquad") for key, text, _ in rows]
    answers = ours.answers(index, asked, vectors)
    for (_, text, wanted), answer in zip(rows, answers, strict=True):
        held = [_folded(wanted) in _folded(item.text) for item in answer.statements]
        figures = {"first": float(any(held[:1])), "any": float(any(held[:MOST]))}
        yield Judged(text, wanted, answer, figures)


def wice(vectors: VectorStore, material: Path, temporary: Path) -> Iterator[Judged]:
    """Put each supported claim to its own evidence page."""
    for claim in source.read_claims(material):
        if claim.label != "supported":
            continue
        lines = [line.lstrip("# ").strip() for line in claim.lines]
        title = lines[0].removeprefix("(meta data) TITLE:").strip() or "Evidence"
        page = Article("page", title, "\n".join(lines[1:]))
        index = ours.load_index(
            Folder(f"answers-{claim.key}", (page,)).write(temporary), vectors, pieces=False
        )
        asked = [Question(claim.key, claim.text, claim.key)]
        answer = ours.answers(index, asked, vectors)[0]
        shown = squeezed(" ".join(item.citations[0].quote for item in answer.statements[:MOST]))
        sets = [[squeezed(lines[i]) for i in sorted(group)] for group in claim.support]
        full = any(all(line in shown for line in group) for group in sets)
        wanted = " / ".join(sets[0])
        yield Judged(claim.text, wanted, answer, {"full set": float(full)})


def policy(vectors: VectorStore, material: Path, temporary: Path) -> Iterator[Judged]:
    """Ask the regression questions that have an answer of the shipped corpus."""
    corpus = report.ROOT / "corpus"
    index = ours.load_index(corpus, vectors)
    known = [
        item
        for item in read_questions(corpus / "questions.jsonl")
        if item.answerable and item.facts and set(item.documents) & index.corpus.by_id.keys()
    ]
    asked = [Question(item.id, item.question, "policy", history=item.history) for item in known]
    for item, answer in zip(known, ours.answers(index, asked, vectors), strict=True):
        first = replace(answer, statements=answer.statements[:1])
        figures = {
            "facts first": float(all(states(first, fact) for fact in item.facts)),
            "facts": float(all(states(answer, fact) for fact in item.facts)),
        }
        yield Judged(item.question, str(item.facts), answer, figures)


SETS: dict[str, Callable[[VectorStore, Path, Path], Iterator[Judged]]] = {
    "xquad": xquad,
    "wice": wice,
    "policy": policy,
}


def summarise(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Return each figure's mean with its bootstrap interval."""
    rows = [
        item.figures
        | {
            "statements": float(len(item.answer.statements)),
            "abstained": float(item.answer.abstained),
        }
        for item in judged
    ]
    names = [name for name in FIGURES if name in rows[0]]
    return {name: report.plain(metrics.bootstrap([row[name] for row in rows])) for name in names}


def show_misses(judged: Sequence[Judged], figure: str, count: int, console: Console) -> None:
    """Print questions that fail `figure`, with the answers they got."""
    missed = [item for item in judged if not item.figures[figure]]
    console.print(f"[bold]{len(missed)} of {len(judged)} miss {figure}")
    for item in missed[:count]:
        console.rule(f"confidence {item.answer.confidence:.3f}")
        console.print(f"[bold]{escape(item.question)}\n[green]{escape(item.wanted)}")
        for number, statement in enumerate(item.answer.statements, start=1):
            place = statement.citations[0].document
            console.print(f"{number}. [cyan]{place}[/] {escape(statement.text)}")


def _folded(text: str) -> str:
    return squeezed(text).casefold()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the sets named, print the figures and write them to results/answers.json."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks answers", description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS), help="comma-separated: %(default)s")
    parser.add_argument("--misses", metavar="FIGURE", help="print what fails it, write nothing")
    parser.add_argument("--count", type=int, default=20, help="of misses to print")
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    parser.add_argument("--threads", type=int, default=2, help="of the encoder")
    options = parser.parse_args(arguments)
    names = options.sets.split(",")
    if unknown := set(names) - set(SETS):
        parser.error(f"unknown set {', '.join(sorted(unknown))}; the sets are {', '.join(SETS)}")
    if not (options.material / "bench").is_dir():
        parser.error(f"{options.material} has no benchmark material; name it with --material")
    console = Console()
    vectors = VectorStore(options.data / "benchmarks", lambda: Encoder(threads=options.threads))
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    table = Table("set", "questions", *FIGURES, "seconds", title="Statements of answers")
    for name in names:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as temporary:
            judged = list(SETS[name](vectors, options.material, Path(temporary)))
        if options.misses:
            if options.misses in judged[0].figures:
                show_misses(judged, options.misses, options.count, console)
            continue
        seconds = round(time.perf_counter() - began, 1)
        figures = summarise(judged)
        results[name] = {"questions": len(judged), "figures": figures, "seconds": seconds}
        table.add_row(name, str(len(judged)), *_cells(figures), f"{seconds}")
    if not options.misses:
        console.print(table)
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _cells(figures: dict[str, dict[str, Any]]) -> list[str]:
    return [f"{figures[name]['value']:.3f}" if name in figures else "" for name in FIGURES]
