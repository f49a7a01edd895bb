"""`doctor`: look at everything that can keep the bot from working, and say what to do about it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.shared import DONE, FAULT, CorpusOption, DataOption
from bot.settings import ENV_FILE, Settings, load_settings
from retrieval.corpus import read_corpus
from retrieval.documents import Severity
from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError, IndexBusyError
from retrieval.generations import Generations
from retrieval.phrasing.chat import ChatFault, ChatModel

Verdict = Literal["good", "note", "fault"]
MARKS: dict[Verdict, str] = {"good": "ok   ", "note": "note ", "fault": "FAULT"}
# An index of 10,000 passages takes about 60 MB, and two are kept beside the one being built.
LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it stands, and what to do about it unless it is good."""

    name: str
    verdict: Verdict
    text: str


OnlineOption = Annotated[
    bool, typer.Option("--online", help="Also send the chat model's provider one tiny request.")
]


def doctor(
    corpus: CorpusOption = None, data: DataOption = None, online: OnlineOption = False
) -> int:
    """Check settings, corpus, disk, index, model, token; say what to do about each fault."""
    console = Console(soft_wrap=True, highlight=False)
    failed = False
    for finding in _findings(corpus, data, online):
        failed |= finding.verdict == "fault"
        colour = {"good": "green", "note": "yellow", "fault": "red"}[finding.verdict]
        line = Text(MARKS[finding.verdict], style=colour)
        console.print(line.append(f" {finding.name}: {finding.text}", style="default"))
    return FAULT if failed else DONE


def _findings(corpus: Path | None, data: Path | None, online: bool) -> Iterator[Finding]:
    try:
        settings = load_settings(corpus=corpus, data=data)
    except ChokepointError as error:
        yield Finding("settings", "fault", str(error))
        return
    source = f"the environment and {ENV_FILE}" if Path(ENV_FILE).is_file() else "the environment"
    yield Finding("settings", "good", f"read from {source}")
    yield _corpus(settings)
    yield _disk(settings)
    yield _index(settings)
    yield _encoder(settings)
    yield asyncio.run(_model(settings, online))
    yield asyncio.run(_discord(settings))


def _corpus(settings: Settings) -> Finding:
    try:
        found = read_corpus(settings.corpus)
    except ChokepointError as error:
        return Finding("corpus", "fault", str(error))
    errors = sum(problem.severity is Severity.ERROR for problem in found.problems)
    text = f"{len(found.documents)} documents in {settings.corpus}"
    if errors:
        return Finding("corpus", "note", f"{text}, {errors} errors: run `chokepoint corpus check`")
    return Finding("corpus", "good", text)


def _disk(settings: Settings) -> Finding:
    place = settings.data.resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    text = f"{free / 1e9:.1f} GB free at {settings.data}"
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "fault", f"{text}; a reload needs 0.5 GB, free some space")
    return Finding("disk", "good", text)


def _index(settings: Settings) -> Finding:
    if not settings.data.is_dir():
        return Finding("index", "note", "none yet; the first run or `corpus reload` builds it")
    try:
        generations = Generations(settings.data)
    except IndexBusyError as error:
        return Finding("index", "note", f"{error} That is fine while the bot runs.")
    try:
        pointer = generations.pointer()
        manifest = generations.manifest(pointer.live) if pointer else None
    finally:
        generations.close()
    if manifest is None:
        return Finding("index", "note", "none yet; the first run or `corpus reload` builds it")
    return Finding("index", "good", f"{manifest.passages} passages, built {manifest.built_at}")


def _encoder(settings: Settings) -> Finding:
    try:
        encoder = Encoder(settings.encoder, settings.threads)
    except ChokepointError as error:
        return Finding("encoder", "fault", str(error))
    return Finding("encoder", "good", f"{encoder.name}, {encoder.dimension} dimensions")


async def _model(settings: Settings, online: bool) -> Finding:
    """Set the chat model up; ask it where that was wanted or its address is one's own."""
    name = "chat model"
    if not settings.model:
        if settings.model_url:
            text = "CHOKEPOINT_MODEL_URL is set; name the model there in CHOKEPOINT_MODEL"
            return Finding(name, "fault", text)
        return Finding(name, "good", "none; answers quote the corpus")
    try:
        chat = ChatModel.named(settings.retrieval())
    except ChokepointError as error:
        return Finding(name, "fault", str(error))
    if settings.tokens_per_day == 0:
        text = f"{settings.model} is off: CHOKEPOINT_TOKENS_PER_DAY is 0, answers quote the corpus"
        return Finding(name, "note", text)
    if chat is None or not (online or settings.model_url):
        text = f"{settings.model} can be set up; `doctor --online` asks it too"
        return Finding(name, "good", text)
    where = f" at {settings.model_url}" if settings.model_url else ""
    try:
        await chat.try_out()
    except ChatFault as fault:
        text = (
            f"{settings.model}{where} {fault}; check the name in CHOKEPOINT_MODEL, the key and the "
            "address. Until then answers quote the corpus"
        )
        return Finding(name, "fault", text)
    return Finding(name, "good", f"{settings.model}{where} answers")


async def _discord(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding("token", "note", "no DISCORD_TOKEN; `chokepoint run` opens the playground")
    # Here, so that the other subcommands don't pay for loading discord.py.
    from bot.reaching import UnreachableError, username

    try:
        name = await username(settings.discord_token, settings.discord_api)
    except UnreachableError as error:
        return Finding("token", "fault", f"{error}; check the network")
    except ChokepointError as error:
        return Finding("token", "fault", str(error))
    return Finding("token", "good", f"logged in as {name}; no privileged intent is needed")
