"""`run`: join Discord with a token, else open the playground."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console

from bot.cli.shared import DONE, CorpusOption, DataOption, progress_bar
from bot.settings import Settings, load_settings
from retrieval.librarian import Librarian, Progress, ProgressListener

# What they tell of their own work says nothing to whoever runs the bot.
LIBRARIES = ("alembic", "bm25s", "sentence_transformers", "discord.client")


def run(
    corpus: CorpusOption = None,
    data: DataOption = None,
    playground: Annotated[
        bool, typer.Option("--playground", help="Open the playground even with a token.")
    ] = False,
) -> int:
    """Join Discord with DISCORD_TOKEN, else serve the playground."""
    settings = load_settings(corpus=corpus, data=data)
    logging.getLogger().setLevel(settings.log_level)
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
    asyncio.run(_run(settings, playground or settings.discord_token is None))
    return DONE


def announced(listen: ProgressListener, console: Console) -> ProgressListener:
    """Say once that an index is built, before what takes long; a log shows no bar."""
    said = False

    def heard(progress: Progress) -> None:
        nonlocal said
        if progress.stage == "encoding" and not said:
            console.print(f"Building the index: {progress.total} passages to encode.")
            said = True
        listen(progress)

    return heard


async def _run(settings: Settings, playground: bool) -> None:
    # Here, so that the other subcommands don't pay for loading discord.py.
    import discord

    from bot.client import serve
    from bot.playground.server import Playground
    from bot.reaching import plain_outage, until_reached, username

    logging.getLogger("discord.shard").addFilter(plain_outage)
    # There is no voice, so its missing libraries are no news.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    console = Console(stderr=True, highlight=False)
    task = asyncio.current_task()
    assert task is not None
    # A service manager stops with SIGTERM: leave as with Ctrl-C, after finishing what runs.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        if not playground and (token := settings.discord_token):
            console.print("Joining Discord. Stop with Ctrl-C.")
            # Before the index is opened, which takes a while: what is wrong is known at once.
            await until_reached(lambda: username(token, settings.discord_api))
        with progress_bar() as listen:
            librarian = await Librarian.open(settings.retrieval(), announced(listen, console))
        async with librarian:
            if not playground:
                await serve(settings, librarian)
                return
            local = Playground()
            await local.start(port=settings.playground_port)
            try:
                console.print(f"Playground: [bold]{local.origin}[/bold] (stop with Ctrl-C)")
                await serve(
                    settings.model_copy(
                        update={
                            "discord_token": SecretStr(local.token),
                            "discord_api": local.api,
                            "discord_gateway": local.gateway,
                        }
                    ),
                    librarian,
                )
            finally:
                await local.close()
    except asyncio.CancelledError:
        console.print("Stopped.")
