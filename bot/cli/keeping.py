"""`corpus add | remove | restore | removed | export | gaps | audit`: single documents."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import facts
from bot.cli.curated import (
    Desk,
    curated,
    read_source,
    show,
    show_report,
    stored,
    terminal,
    write_target,
)
from bot.cli.shared import LARGEST_ROW, CorpusOption, DataOption, JsonOption
from bot.export import corpus_zip, feedback_csv
from bot.gaps import Gap
from bot.settings import load_settings
from bot.store import Store
from retrieval.build import ReloadReport
from retrieval.drafts import with_facts
from retrieval.errors import ChokepointError
from retrieval.librarian import Preview

GAPS_SHOWN = 25


def add(
    source: Annotated[
        str, typer.Argument(metavar="FILE|URL|-", help="What to add; - takes a text piped in.")
    ],
    title: facts.Title = None,
    publisher: facts.Publisher = None,
    author: facts.Author = None,
    published: facts.Published = None,
    url: facts.Url = None,
    topics: facts.Topics = None,
    status: facts.Status = None,
    preview: facts.PreviewOption = False,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Add a file (md, txt, html, pdf), a page of the web or a text; live in seconds."""
    if source == "-" and title is None:
        raise ChokepointError("A text that is piped in needs a --title.")
    content = None if re.match(r"https?://", source, re.IGNORECASE) else read_source(source)
    wanted = facts.given(
        title=title,
        publisher=publisher,
        author=author,
        published=published,
        url=url,
        topics=topics,
        status=status,
    )

    async def act(desk: Desk) -> ReloadReport | Preview:
        if content is None:
            found = await desk.curator.read_url(source)
        else:
            name = "text.md" if source == "-" else source
            found = await desk.curator.read_file(name, content)
        draft = with_facts(found.document, wanted)
        if preview:
            return await desk.librarian.preview(draft)
        return await desk.curator.add(desk.actor, draft)

    done = curated(corpus, data, act)
    if isinstance(done, ReloadReport):
        return show_report(done, as_json)
    return facts.show_preview(done, as_json)


def remove(
    document: Annotated[str, typer.Argument(metavar="ID", help="A document's id.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take a document out of the corpus; `restore` brings it back."""
    report, _ = curated(corpus, data, lambda desk: desk.curator.remove(desk.actor, document))
    return show_report(report, as_json)


def restore(
    document: Annotated[str, typer.Argument(metavar="ID", help="A removed document's id.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Bring back a document that was removed."""
    report = curated(corpus, data, lambda desk: desk.curator.restore(desk.actor, document))
    return show_report(report, as_json)


def removed(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """List the documents that were removed and can be restored."""
    found = curated(corpus, data, lambda desk: desk.librarian.removed())
    rows = [
        {name: value for name, value in asdict(item).items() if name != "content"} for item in found
    ]
    lines = [f"{item.document}  {item.title}  removed {item.at} by {item.by}" for item in found]
    return show(rows, as_json, *lines)


def export(
    target: Annotated[Path, typer.Argument(metavar="OUT.zip", help="Where the zip goes.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write the corpus, its quotes and the feedback into one zip."""
    settings = load_settings(corpus=corpus, data=data).retrieval()

    async def act(store: Store) -> str:
        async with store.audit.noted(terminal(), "export"):
            return await feedback_csv(store)

    content = corpus_zip(settings, stored(corpus, data, act))
    write_target(target, content)
    return show(
        {"path": str(target), "bytes": len(content)}, as_json, f"{target}: {len(content)} bytes"
    )


def gaps(
    close: Annotated[
        int | None,
        typer.Option(min=1, max=LARGEST_ROW, help="Close the question of this number."),
    ] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """List what was asked and abstained from, or found unhelpful; the most frequent first."""

    async def act(desk: Desk) -> list[Gap]:
        if close is not None:
            await desk.curator.dismiss_gap(desk.actor, close)
        return await desk.curator.gaps()

    found = curated(corpus, data, act)
    rows = [
        {
            "number": gap.answers[0].id,
            "question": gap.question,
            "times": len(gap.answers),
            "newest": gap.answers[0].at.isoformat(),
            "wordings": sorted({kept.answer.question for kept in gap.answers}),
        }
        for gap in found
    ]
    lines = [f"{row['number']:6}  {row['times']}×  {row['question']}" for row in rows[:GAPS_SHOWN]]
    return show(rows, as_json, *lines or ["No question was left open."])


def audit(
    limit: Annotated[int, typer.Option(min=1, help="How many of the latest acts.")] = 50,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """List who did what to the corpus, when, and how it ended; the latest first."""
    entries = stored(corpus, data, lambda store: store.audit.latest(limit))
    lines = [
        f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.actor.name}  {entry.act} {entry.subject}: "
        f"{entry.outcome}"
        for entry in entries
    ]
    return show([asdict(entry) for entry in entries], as_json, *lines)
