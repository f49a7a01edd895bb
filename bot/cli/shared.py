"""What every subcommand takes and shows: the folders' options, the progress bar, the exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from retrieval.progress import Progress, ProgressListener

DONE, FAULT, USAGE, ABSTAINED = 0, 1, 2, 3

CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="Folder of articles, quotes and terms.")
]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder for the index and the state.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

# The largest number of a row of the database, and the largest id of Discord's.
LARGEST_ROW, LARGEST_ID = 2**31 - 1, 2**63 - 1

STAGES = {
    "reading": "Reading the corpus",
    "encoding": "Encoding passages",
    "indexing": "Writing the index",
    "calibrating": "Asking the regression questions",
    "judging": "Comparing the answers",
    "switching": "Switching",
    "answering": "Answering",
}


@contextmanager
def progress_bar() -> Iterator[ProgressListener]:
    """Show progress on standard error while the block runs; gone when it ends."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    # In a file or a pipe a bar would leave blank lines behind.
    hidden = not console.is_terminal
    with Bars(*columns, console=console, transient=True, disable=hidden) as bars:
        task = bars.add_task("", total=None, visible=False)

        def listen(progress: Progress) -> None:
            bars.update(
                task,
                description=STAGES.get(progress.stage, progress.stage),
                completed=progress.done,
                total=progress.total or None,
                visible=True,
            )

        yield listen
