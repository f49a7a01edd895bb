"""What the moderators' subcommands share: a curator to act through, and how a result is shown."""

from __future__ import annotations

import asyncio
import getpass
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console

from bot.cli.shared import DONE, progress_bar
from bot.cli.text import print_report
from bot.curation import Curator
from bot.feeds import FeedWatcher
from bot.settings import load_settings
from bot.store import Actor, Store, database_url
from retrieval.build import ReloadReport
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian
from retrieval.progress import ProgressListener

_T = TypeVar("_T")


@dataclass(frozen=True)
class Desk:
    """Everything a moderator's subcommand works with."""

    curator: Curator
    feeds: FeedWatcher
    actor: Actor
    listen: ProgressListener

    @property
    def store(self) -> Store:
        """The database."""
        return self.curator.store

    @property
    def librarian(self) -> Librarian:
        """The index and the corpus."""
        return self.curator.librarian


def curated(corpus: Path | None, data: Path | None, act: Callable[[Desk], Awaitable[_T]]) -> _T:
    """Run `act` with the data folder and the database open; nobody else changes them meanwhile.

    Raises:
        IndexBusyError: the bot, or another command, holds the data folder.
    """
    settings = load_settings(corpus=corpus, data=data)

    async def acted() -> _T:
        with progress_bar() as listen:
            async with (
                await Librarian.open(settings.retrieval(), listen) as librarian,
                await Store.open(database_url(settings.database, settings.data)) as store,
            ):
                await store.audit.settle()
                curator = Curator(librarian, store, settings.retrieval())
                feeds = FeedWatcher(curator, settings.federal_register)
                return await act(Desk(curator, feeds, terminal(), listen))

    return asyncio.run(acted())


def stored(corpus: Path | None, data: Path | None, act: Callable[[Store], Awaitable[_T]]) -> _T:
    """Run `act` with the database alone open; the bot may go on working beside it."""
    settings = load_settings(corpus=corpus, data=data)

    async def acted() -> _T:
        async with await Store.open(database_url(settings.database, settings.data)) as store:
            return await act(store)

    return asyncio.run(acted())


def terminal() -> Actor:
    """Return who acts from the command line."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "somebody"
    return Actor(f"{name} (terminal)")


def show(result: Any, as_json: bool, *lines: str) -> int:
    """Print `result` as JSON, or `lines` for people; return the exit code."""
    if as_json:
        print(json.dumps(result, ensure_ascii=False, default=str))
    else:
        console = Console(soft_wrap=True, highlight=False, markup=False)
        for line in lines:
            console.print(line)
    return DONE


def read_source(source: str) -> bytes:
    """Return the bytes of a file, or what is piped in where `source` is "-".

    Raises:
        ChokepointError: the file can't be read.
    """
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise ChokepointError(
            f"{source} could not be read ({error.strerror or error}); name a file, or an address "
            "that begins with https://."
        ) from error


def write_target(target: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        ChokepointError: it can't be written.
    """
    try:
        target.write_bytes(content)
    except OSError as error:
        raise ChokepointError(
            f"{target} could not be written ({error.strerror or error}); name a file in a folder "
            "that exists and can be written."
        ) from error


def show_report(report: ReloadReport, as_json: bool) -> int:
    """Print what a change of the index did."""
    if as_json:
        return show(asdict(report), True)
    print_report(report, Console(soft_wrap=True))
    return DONE
