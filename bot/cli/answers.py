"""`ask` and `batch`: answers in the terminal or as JSON lines."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.cli.shared import ABSTAINED, DONE, CorpusOption, DataOption, JsonOption, progress_bar
from bot.cli.text import print_answer
from bot.settings import load_settings
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian
from retrieval.progress import Progress
from retrieval.question_file import read_rows


def ask(
    question: Annotated[str, typer.Argument(help="What to ask, in quotation marks.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Answer one question. Exit code 3 when the corpus doesn't hold the answer."""
    settings = load_settings(corpus=corpus, data=data)

    async def answered() -> Any:
        with progress_bar() as listen:
            librarian = await Librarian.open(settings.retrieval(), listen)
        async with librarian:
            return await librarian.ask(question)

    answer = asyncio.run(answered())
    if as_json:
        print(json.dumps(answer.as_json(), ensure_ascii=False))
    else:
        print_answer(answer, Console())
    return ABSTAINED if answer.abstained else DONE


def batch(
    questions: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help='Lines of {"id": …, "question": …}.')
    ],
    answers: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Where the answers go.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
) -> int:
    """Answer many questions: a line in, a line out, in the same order."""
    rows = [row for _, row in read_rows(questions)]
    settings = load_settings(corpus=corpus, data=data)

    async def answered() -> list[Any]:
        with progress_bar() as listen:
            async with await Librarian.open(settings.retrieval(), listen) as librarian:
                return await librarian.ask_many(
                    [row["question"] for row in rows],
                    lambda done: listen(Progress("answering", done, len(rows))),
                )

    results = asyncio.run(answered())
    try:
        with answers.open("w", encoding="utf-8") as file:
            for row, answer in zip(rows, results, strict=True):
                line = {"id": row.get("id"), **answer.as_json()}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        raise ChokepointError(
            f"The answers could not be written to {answers} ({error.strerror or error}); name a "
            "file in a folder that exists and can be written."
        ) from error
    return DONE
