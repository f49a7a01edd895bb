"""`evaluate`: the regression figures that a reload is judged by, in the terminal."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cards.figures import LABELS
from bot.cli.shared import DONE, CorpusOption, DataOption, JsonOption, progress_bar
from bot.settings import load_settings
from retrieval.evaluation import Evaluation, Figure
from retrieval.librarian import IndexStatus, Librarian
from retrieval.progress import Progress
from retrieval.question_file import RegressionQuestion, read_questions

FAULTS = {
    "document_hit": "document not found",
    "facts": "facts missing",
    "answered": "abstained",
    "off_topic_abstained": "answered",
    "near_miss_abstained": "answered",
    "claim_verdict": "judged wrong",
    "past_not_shown_as_in_force": "shows a past rule as in force",
}


def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS.jsonl", help="Questions with their answers.")
    ],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Ask questions whose answers are known, and print how many the live index does right."""
    asked = read_questions(questions)
    settings = load_settings(corpus=corpus, data=data)

    async def evaluated() -> tuple[Evaluation, IndexStatus]:
        with progress_bar() as listen:
            async with await Librarian.open(settings.retrieval(), listen) as librarian:
                figures = await librarian.evaluate(
                    asked, lambda done: listen(Progress("answering", done, len(asked)))
                )
                return figures, await asyncio.to_thread(librarian.status)

    result, live = asyncio.run(evaluated())
    if as_json:
        print(json.dumps({"generation": live.generation, **asdict(result)}, ensure_ascii=False))
    else:
        console = Console(highlight=False, soft_wrap=True)
        # The live index may be older than the corpus folder; its age says so.
        console.print(f"Generation {live.generation}, built {live.built_at}")
        print_evaluation(result, asked, console)
    return DONE


def print_evaluation(
    result: Evaluation, asked: tuple[RegressionQuestion, ...], console: Console
) -> None:
    """Print the figures over all questions and by kind, then each question that failed."""
    table = Table("", "right", "of", "share")
    for figure in result.figures:
        table.add_row(LABELS[figure.name], str(figure.passed), str(figure.total), _share(figure))
    console.print(table)
    kinds = Table("kind", "questions", "right in full", "document", "facts", "abstained wrongly")
    for kind, figures in result.kinds:
        own = {figure.name: figure for figure in figures}
        kinds.add_row(
            kind,
            str(own["correct"].total),
            _share(own["correct"]),
            _share(own["document_hit"]),
            _share(own["facts"]),
            str(len(own["answered"].failing)),
        )
    console.print(kinds)
    wording = {item.id: item.question for item in asked}
    faults: dict[str, list[str]] = {}
    for figure in result.figures[1:]:
        for id_ in figure.failing:
            faults.setdefault(id_, []).append(FAULTS[figure.name])
    for id_ in result.figure("correct").failing:
        faults.setdefault(id_, ["does not cite the right document"])
    for id_, text in wording.items():
        if id_ in faults:
            console.print(f"{id_}: {text} ({', '.join(faults[id_])})", markup=False)


def _share(figure: Figure) -> str:
    return f"{figure.share:.1%}" if figure.total else "–"
