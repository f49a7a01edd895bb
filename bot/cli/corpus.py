"""`corpus check | reload | status | rollback`: the moderators' tasks from a terminal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import typer
from rich.console import Console

from bot.cli.shared import DONE, FAULT, CorpusOption, DataOption, JsonOption, progress_bar
from bot.cli.text import print_report
from bot.settings import Settings, load_settings
from retrieval.build import ReloadReport
from retrieval.checks import check_corpus
from retrieval.corpus import read_corpus
from retrieval.documents import Kind, Severity
from retrieval.librarian import IndexStatus, Librarian
from retrieval.progress import ProgressListener

app = typer.Typer(help="Check, reload and look at the corpus.", no_args_is_help=True)


@app.command()
def check(corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False) -> int:
    """Name each problem of the corpus as file:line: reason. Exit code 1 when there is an error."""
    folder = load_settings(corpus=corpus, data=data).corpus
    found = read_corpus(folder)
    problems = check_corpus(folder, found, datetime.now(UTC).date())
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    quotes = sum(document.kind is Kind.QUOTE for document in found.documents)
    if as_json:
        print(
            json.dumps(
                {
                    "documents": len(found.documents),
                    "quotes": quotes,
                    "problems": [asdict(problem) for problem in problems],
                },
                ensure_ascii=False,
            )
        )
        return FAULT if failed else DONE
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for problem in problems:
        console.print(f"{problem} ({problem.severity.value})")
    console.print(
        f"{len(found.documents)} documents ({quotes} of them quotes), {len(problems)} problems."
    )
    return FAULT if failed else DONE


@app.command()
def reload(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """Build the index anew from the corpus folder and switch to it; encodes only what changed."""

    async def act(librarian: Librarian, listen: ProgressListener) -> ReloadReport:
        return await librarian.reload(listen)

    return _report(asyncio.run(_with(load_settings(corpus=corpus, data=data), act)), as_json)


@app.command()
def rollback(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """Go back to the index before the last reload; a second rollback undoes the first."""

    async def act(librarian: Librarian, listen: ProgressListener) -> ReloadReport:
        return await librarian.rollback()

    return _report(asyncio.run(_with(load_settings(corpus=corpus, data=data), act)), as_json)


@app.command()
def status(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """Show what is live: how much, how new, with what problems."""

    async def act(librarian: Librarian, listen: ProgressListener) -> IndexStatus:
        return await asyncio.to_thread(librarian.status)

    live = asyncio.run(_with(load_settings(corpus=corpus, data=data), act))
    if as_json:
        print(json.dumps(asdict(live), ensure_ascii=False))
        return DONE
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for line in (
        f"Generation {live.generation}, built {live.built_at}",
        f"{live.documents} documents ({live.quotes} quotes), {live.passages} passages",
        f"Newest source: {live.newest_published or 'no date'} ({live.newest_document or 'none'})",
        f"Previous generation: {live.previous or 'none'}",
        f"Disk: {live.size_bytes / 1e6:.1f} MB; encoder: {live.encoder}",
        f"{len(live.problems)} problems",
        *(f"  {problem}" for problem in live.problems),
    ):
        console.print(line)
    return DONE


async def _with(
    settings: Settings, act: Callable[[Librarian, ProgressListener], Awaitable[Any]]
) -> Any:
    with progress_bar() as listen:
        async with await Librarian.open(settings.retrieval(), listen) as librarian:
            return await act(librarian, listen)


def _report(report: ReloadReport, as_json: bool) -> int:
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    else:
        print_report(report, Console(soft_wrap=True))
    return DONE
