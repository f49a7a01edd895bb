"""Replies of a chat model, written by hand, through the real phraser: which lines are shown.

`benchmarks/data/phrasing.jsonl` holds a reply a line: what a capable model and what a weak one
would write to a question. A line of a reply names a sentence not by its number, which changes with
the ranking, but by words that occur in it or in its document's id: S «capped exports»: …, or
«capped exports|quota-2031». Each line is marked by hand as true (the sentences it cites bear it)
or false; one without a mark asserts nothing. `fault` says what was done to a false line, `form`
how a true one is bent; `open` marks a false line that no check catches yet.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.baselines import VectorStore
from benchmarks.ours import load_index
from retrieval.answering import Consulted, consult
from retrieval.batch import texts_of
from retrieval.encoder import Encoder
from retrieval.evidence import Evidence
from retrieval.index import Index
from retrieval.phrasing.budget import TokenBudget
from retrieval.phrasing.chat import ChatModel
from retrieval.phrasing.phraser import Phraser, numbered
from retrieval.phrasing.protocol import LineKind, read_line
from retrieval.phrasing.statements import Refusal, statement_of
from retrieval.question import understand
from retrieval.quoting import Bibliography
from retrieval.settings import RetrievalSettings
from retrieval.shipped import shipped
from tests.scripted_model import ScriptedModel, serve_model

REPLIES = Path(__file__).parent / "data" / "phrasing.jsonl"
# The day after the newest source, so that a run tomorrow gives the same figures.
TODAY = "2026-10-31"
NOT_GIVEN = "its sentence was not given"
_EXCERPT = re.compile("«([^«»]+)»")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as recorded; `true` is None where it asserts nothing.

    `open` marks a false line that no check catches yet.
    """

    text: str
    true: bool | None
    fault: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What one writer, "capable" or "weak", replies to a question."""

    question: str
    writer: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a line: shown, or why not."""

    reply: Reply
    line: Line
    shown: bool
    reason: str


def read_replies(path: Path = REPLIES) -> list[Reply]:
    """Return the recorded replies."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Reply(
            row["question"],
            row["writer"],
            tuple(
                Line(
                    item["line"],
                    item.get("true"),
                    item.get("fault") or item.get("form", ""),
                    item.get("open", False),
                )
                for item in row["lines"]
            ),
        )
        for row in rows
    ]


def excerpts(text: str) -> list[str]:
    """Return by what words a recorded line names its sentences."""
    return _EXCERPT.findall(text)


def holds(excerpt: str, document: str, sentence: str) -> bool:
    """Whether the excerpt is of this sentence of the document with this id."""
    about = f"{document} {' '.join(sentence.split())}"
    return all(part in about for part in excerpt.split("|"))


def resolved(text: str, sentences: Sequence[Evidence]) -> str | None:
    """Return a recorded line with the numbers of its sentences; None where one isn't there."""
    for excerpt in excerpts(text):
        number = next(
            (
                number
                for number, item in enumerate(sentences, 1)
                if holds(excerpt, item.hit.passage.document.id, item.text)
            ),
            None,
        )
        if number is None:
            return None
        text = text.replace(f"«{excerpt}»", str(number), 1)
    return text


def judge(line: str, sentences: Sequence[Evidence], index: Index) -> str:
    """Return the text that a line (with numbers) would be shown as; "!" and the reason if not."""
    read = read_line(line)
    if read.kind in (LineKind.GARBAGE, LineKind.NOTHING):
        return "! no line of the protocol"
    made = statement_of(read, sentences, index, Bibliography())
    return f"! {made.reason}" if isinstance(made, Refusal) else made.text


async def replay(
    reply: Reply, found: Consulted, phraser: Phraser, model: ScriptedModel
) -> list[Fate]:
    """Let the server give the reply, again when asked once more; return each line's fate."""
    sentences = numbered(found.evidence)
    lines = [(line, resolved(line.text, sentences)) for line in reply.lines]
    model.replies[:] = ["\n".join(text for _, text in lines if text)]
    model.requests.clear()
    answer = await phraser.phrase(found, TODAY)
    phrased = not any(notice.kind == "fallback" for notice in answer.notices)
    shown = {statement.text for statement in answer.statements} if phrased else set()
    fates: list[Fate] = []
    for line, text in lines:
        if line.true is None:
            continue
        if text is None or not model.requests:
            fates.append(Fate(reply, line, False, NOT_GIVEN))
            continue
        verdict = judge(text, sentences, found.index)
        fates.append(Fate(reply, line, verdict in shown, verdict.removeprefix("! ")))
    return fates


async def run(index: Index, vectors: VectorStore, prompts: bool, console: Console) -> list[Fate]:
    """Replay every reply; with `prompts`, print each prompt as it is sent."""
    fates: list[Fate] = []
    async with serve_model("N") as model:
        with tempfile.TemporaryDirectory() as folder:
            settings = RetrievalSettings(
                Path(folder), Path(folder), model="scripted", model_url=model.url
            )
            chat = ChatModel.named(settings)
            assert chat
            budget = TokenBudget(Path(folder) / "tokens.json", 10**9)
            phraser = Phraser(chat, budget, settings.stale_days)
            for reply in read_replies():
                question = understand(reply.question, index.gazetteer)
                found = consult(
                    index,
                    question,
                    vectors(texts_of(question)),
                    today=TODAY,
                    stale_days=settings.stale_days,
                    tokens=vectors.tokens([question.text]),
                )
                # Whether to answer at all is judged elsewhere; here every reply is heard.
                fates += await replay(reply, found, phraser, model)
                if prompts and reply.writer == "capable" and model.requests:
                    console.print(f"[bold]{escape(reply.question)}[/]")
                    console.print(escape(model.prompt()), soft_wrap=True)
    return fates


def show(fates: Sequence[Fate], console: Console) -> None:
    """Print the shares, the faults, and every line that went the wrong way."""
    table = Table(title="Lines of recorded replies that the gate shows")
    for column in ("writer", "true lines", "given", "shown", "share", "false", "given", "shown"):
        table.add_column(column, justify="left" if column == "writer" else "right")
    for writer in dict.fromkeys(fate.reply.writer for fate in fates):
        own = [fate for fate in fates if fate.reply.writer == writer]
        cells = [writer]
        for true in (True, False):
            lines = [fate for fate in own if fate.line.true is true]
            given = sum(fate.reason != NOT_GIVEN for fate in lines)
            shown = sum(fate.shown for fate in lines)
            cells += [str(len(lines)), str(given)]
            cells += [str(shown), f"{shown / max(1, given):.3f}"] if true else [str(shown)]
        table.add_row(*cells)
    console.print(table)
    faults = Counter(fate.line.fault for fate in fates if not fate.line.true)
    console.print(", ".join(f"{name} {count}" for name, count in sorted(faults.items())))
    for fate in fates:
        if fate.shown != fate.line.true:
            kind = "true, not shown" if fate.line.true else f"FALSE, SHOWN ({fate.line.fault})"
            console.print(f"{kind}: {fate.line.text}\n    {fate.reason}", markup=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the trial on the starter corpus."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks phrasing", description=__doc__)
    parser.add_argument("--prompts", action="store_true", help="print every prompt that is sent")
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    options = parser.parse_args(arguments)
    encoders: list[Encoder] = []

    def encoder() -> Encoder:
        if not encoders:
            encoders.append(Encoder())
        return encoders[0]

    vectors = VectorStore(options.data / "benchmarks", encoder)
    index = load_index(shipped("corpus"), vectors)
    console = Console(soft_wrap=True, highlight=False)
    show(asyncio.run(run(index, vectors, options.prompts, console)), console)
