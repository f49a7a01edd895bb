"""Kill a process at random moments of changing the corpus, and look whether anything was lost.

    python -m benchmarks.crash [kills] [seed]

A child process reloads, adds, edits, removes, restores and rolls back without end; it is killed
with SIGKILL after a random time. Then the parent opens what is left and holds it against three
rules: the index serves; every document of the index is what its file says, and no document is
there twice; nothing is gone but what was being changed. The acts don't need an encoder, so the
child uses one that costs nothing; it is forked, so that nothing is imported anew.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.hashing import HashEncoder
from bot.curation import Curator
from bot.store import Actor, Store, database_url
from bot.store.audit import BEGUN
from retrieval.atomic import write_atomically
from retrieval.changes import Changes
from retrieval.corpus import read_corpus
from retrieval.documents import Document
from retrieval.errors import ChokepointError
from retrieval.generations import Generations
from retrieval.librarian import Librarian
from retrieval.lifecycle import Lifecycle
from retrieval.settings import RetrievalSettings

DOCUMENTS = 12
# Longer than any act takes, so that kills fall into every part of one.
LONGEST_SECONDS = 1.0
# A change of files takes milliseconds, which random moments seldom meet: a third of the kills wait
# for one to begin, and fall within so many seconds of it.
AIMED = 1 / 3
LONGEST_AIM = 0.01
QUESTION = "How many ships does berth 3 of Saltmarsh unload?"
ACTOR = Actor("the crash test")
READY = "ready"


@dataclass(frozen=True, slots=True)
class Wreck:
    """What was found after one kill; `faults` is empty where all rules held."""

    seconds: float
    journal: bool
    faults: tuple[str, ...]


def settings_of(folder: Path) -> RetrievalSettings:
    """Return the settings of a crash test's folder."""
    return RetrievalSettings(corpus=folder / "corpus", data=folder / "data")


def prepare(folder: Path) -> None:
    """Write the corpus that is changed."""
    (folder / "corpus/articles").mkdir(parents=True)
    (folder / "corpus/quotes").mkdir()
    for i in range(DOCUMENTS):
        path = folder / f"corpus/articles/berth-{i}.md"
        path.write_text(f"# Berth {i}\n\nBerth {i} of Saltmarsh unloads {i + 20} ships a week.\n")
    quotes = "".join(
        f"- id: voice-{i}\n  speaker: Speaker {i}\n  text: Berth {i} is too small.\n"
        for i in range(4)
    )
    (folder / "corpus/quotes/voices.yaml").write_text(quotes)


def librarian_of(settings: RetrievalSettings) -> Librarian:
    """Open a librarian with an encoder that costs nothing."""
    encoder = HashEncoder()
    generations = Generations(settings.data)
    return Librarian(settings, encoder, Lifecycle.open(settings, encoder, generations, None))


async def act_forever(folder: Path, seed: int) -> None:
    """Change the corpus at random until the process is killed."""
    settings = settings_of(folder)
    luck = random.Random(seed)
    async with await Store.open(database_url(None, settings.data)) as store:
        await store.audit.settle()
        librarian = librarian_of(settings)
        curator = Curator(librarian, store, settings)
        print(READY, flush=True)
        for number in range(100_000):
            try:
                await _act(curator, luck, f"{seed}-{number}", folder)
            except ChokepointError:
                # Nothing to restore or to go back to, or a file that waits for a reload.
                continue


async def _act(curator: Curator, luck: random.Random, name: str, folder: Path) -> None:
    ids = [document.id for document in curator.librarian.documents()]
    act = luck.choice(["add", "remove", "restore", "rollback", "reload", "edit", "save"])
    if act == "add" and len(ids) < 3 * DOCUMENTS:
        text = f"Pier {name} of Saltmarsh was painted green."
        await curator.add(ACTOR, Document(id="", text=text, title=f"Pier {name}"))
    elif act == "remove" and len(ids) > DOCUMENTS:
        await curator.remove(ACTOR, luck.choice(ids))
    elif act == "restore":
        removed = await curator.librarian.removed()
        if removed:
            await curator.restore(ACTOR, luck.choice(removed).key)
    elif act == "rollback":
        history = await curator.librarian.history()
        await curator.rollback(ACTOR, luck.choice(history).generation)
        # So that the folder and the index agree again before the next single change.
        await curator.reload(ACTOR)
    elif act == "edit":
        document = curator.document(luck.choice(ids))
        text = f"It was painted anew: {name}."
        await curator.edit(ACTOR, replace(document, text=text), document.digest)
    elif act == "save":
        path = folder / f"corpus/articles/berth-{luck.randrange(DOCUMENTS)}.md"
        if path.is_file():
            # Saved by a rename: a kill within a plain write would empty the file from outside.
            write_atomically(path, f"# {path.stem}\n\nIt was mended: {name}.\n")
        await curator.reload(ACTOR)


async def look(settings: RetrievalSettings) -> list[str]:
    """Return what is wrong with what a killed process left."""
    faults: list[str] = []
    librarian = librarian_of(settings)
    try:
        answer = await librarian.ask(QUESTION)
        known = {document.id for document in librarian.documents()}
        faults += [
            f"{source.document} is cited and not there"
            for source in answer.sources
            if source.document not in known
        ]
        faults += await _against_files(librarian, settings)
        async with await Store.open(database_url(None, settings.data)) as store:
            await store.audit.settle()
            open_entries = [e for e in await store.audit.latest(1000) if e.outcome == BEGUN]
            faults += [f"the log says of {entry.act} only that it began" for entry in open_entries]
        if (settings.data / "journal.json").exists():
            faults.append("the journal is still there")
    finally:
        await librarian.close()
    return faults


async def _against_files(librarian: Changes, settings: RetrievalSettings) -> list[str]:
    assert isinstance(librarian, Librarian)
    read = read_corpus(settings.corpus, settings.overlay)
    faults = [str(problem) for problem in read.problems]
    removed = {item.document for item in await librarian.removed()}
    doubled = removed & read.by_id.keys()
    faults += [f"{id_} is removed and there at once" for id_ in sorted(doubled)]
    numbers = {id_ for id_ in read.by_id if id_.startswith("berth-")}
    lost = {f"berth-{i}" for i in range(DOCUMENTS)} - numbers - removed
    faults += [f"{id_} is lost" for id_ in sorted(lost)]
    # What the last act was may differ from the folder (a rollback, or an edited file that waits);
    # a reload must bring them together.
    await librarian.reload()
    live = librarian.documents()
    if live != read.documents:
        faults.append("after a reload the index is not what the folder holds")
    texts = [document.text for document in live]
    if len(set(texts)) != len(texts):
        faults.append("a document is there twice")
    return faults


def kill_once(folder: Path, seed: int, luck: random.Random) -> Wreck:
    """Let a child act for a while after it is ready, kill it, and look at what is left."""
    aimed = luck.random() < AIMED
    seconds = luck.uniform(0, LONGEST_AIM if aimed else LONGEST_SECONDS)
    journal_path = settings_of(folder).data / "journal.json"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        asyncio.run(act_forever(folder, seed))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as output:
        ready = READY in output.readline()
        given_up = time.monotonic() + 5
        while aimed and not journal_path.exists() and time.monotonic() < given_up:
            time.sleep(0.0005)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not ready:
        return Wreck(seconds, False, ("the child did not start",))
    journal = journal_path.exists()
    return Wreck(seconds, journal, _looked(folder))


def _looked(folder: Path) -> tuple[str, ...]:
    """Look from another forked child: this process must stay without threads."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            faults = asyncio.run(look(settings_of(folder)))
        except BaseException as error:
            faults = [f"it does not open: {error!r}"]
        os.write(writing, json.dumps(faults).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as output:
        text = output.read()
    os.waitpid(child, 0)
    return tuple(json.loads(text))


def run(kills: int, seed: int = 1) -> list[Wreck]:
    """Kill `kills` children one after another over the same folder."""
    luck = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="chokepoint-crash-") as name:
        folder = Path(name)
        prepare(folder)
        return [kill_once(folder, seed * 1000 + i, luck) for i in range(kills)]


def main(arguments: Sequence[str]) -> None:
    """Kill as often as the first argument says (default 200), with the second one's luck."""
    wrecks = run(*([int(word) for word in arguments] or [200]))
    bad = [wreck for wreck in wrecks if wreck.faults]
    for wreck in bad:
        print(f"after {wreck.seconds:.3f} s: {'; '.join(wreck.faults)}")
    print(
        f"{len(wrecks)} kills, {sum(wreck.journal for wreck in wrecks)} in the middle of a "
        f"change of files, {len(bad)} with faults"
    )
    sys.exit(bool(bad))


if __name__ == "__main__":
    main(sys.argv[1:])
