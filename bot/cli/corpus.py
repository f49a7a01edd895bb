"""`corpus check | status`: how the corpus and the live index stand, in a terminal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.cli import editing, feeds, generations, keeping, reviewing, servers
from bot.cli.curated import write_target
from bot.cli.shared import DONE, FAULT, CorpusOption, DataOption, JsonOption, progress_bar
from bot.settings import Settings, load_settings
from retrieval.checks import check_corpus
from retrieval.corpus import read_corpus
from retrieval.documents import Kind, Severity
from retrieval.librarian import IndexStatus, Librarian
from retrieval.progress import ProgressListener

app = typer.Typer(help="Keep the corpus: check, reload, add, go back.", no_args_is_help=True)
for _command in (
    generations.reload,
    generations.history,
    generations.rollback,
    generations.activate,
    generations.discard,
    keeping.add,
    keeping.remove,
    keeping.restore,
    keeping.removed,
    keeping.export,
    keeping.gaps,
    keeping.audit,
    editing.edit,
):
    app.command()(_command)
app.command("list")(editing.list_documents)
app.command("show")(editing.show_document)
for _name, _group in {
    "quote": editing.quote,
    "feeds": feeds.feeds,
    "queue": feeds.queue,
    "review": reviewing.review,
    "schedule": servers.schedule,
    "config": servers.config,
}.items():
    app.add_typer(_group, name=_name)


@app.command()
def check(corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False) -> int:
    """Name each problem of the corpus as file:line: reason. Exit code 1 when there is an error."""
    settings = load_settings(corpus=corpus, data=data).retrieval()
    folder = settings.corpus
    found = read_corpus(folder, settings.overlay)
    problems = check_corpus(folder, found, datetime.now(UTC).date())
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    quotes = sum(document.kind is Kind.QUOTE for document in found.documents)
    if as_json:
        print(
            json.dumps(
                {
                    "documents": len(found.documents),
                    "quotes": quotes,
                    "problems": [problem.as_json() for problem in problems],
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
def status(
    picture: Annotated[
        Path | None,
        typer.Option(metavar="OUT.png", help="Draw when the documents appeared into a file."),
    ] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show what is live: how much, how new, with what problems."""

    async def act(librarian: Librarian, listen: ProgressListener) -> IndexStatus:
        return await asyncio.to_thread(librarian.status)

    live = asyncio.run(_with(load_settings(corpus=corpus, data=data), act))
    if picture is not None:
        # Here, so that the other subcommands don't pay for what draws.
        from bot.cards.corpus_picture import status_picture

        write_target(picture, status_picture(live))
    if as_json:
        shown = {**asdict(live), "problems": [problem.as_json() for problem in live.problems]}
        print(json.dumps(shown, ensure_ascii=False))
        return DONE
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for line in (
        f"Generation {live.generation}, built {live.built_at}",
        f"{live.documents} documents ({live.quotes} quotes), {live.passages} passages",
        f"Newest source: {live.newest_published or 'no date'} ({live.newest_document or 'none'})",
        f"Previous generation: {live.previous or 'none'}",
        f"Disk: {live.size_bytes / 1e6:.1f} MB, {live.free_bytes / 1e9:.1f} GB free; "
        f"encoder: {live.encoder}",
        f"Topics without a recent source: {', '.join(live.stale_topics) or 'none'}",
        f"{len(live.problems)} problems",
        *(f"  {problem}" for problem in live.problems),
        *([f"Held back: {live.held}"] if live.held else []),
    ):
        console.print(line)
    return DONE


async def _with(
    settings: Settings, act: Callable[[Librarian, ProgressListener], Awaitable[Any]]
) -> Any:
    with progress_bar() as listen:
        async with await Librarian.open(settings.retrieval(), listen) as librarian:
            return await act(librarian, listen)
