"""`corpus add | remove | restore | removed | export | gaps | audit`: single documents."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.curated import Desk, curated, show, show_report
from bot.cli.shared import CorpusOption, DataOption, JsonOption
from bot.export import corpus_zip, feedback_csv
from bot.settings import load_settings
from retrieval.build import ReloadReport
from retrieval.documents import Document, PartialDate, partial_date
from retrieval.errors import ChokepointError

GAPS_SHOWN = 25


def add(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="What to add.")],
    title: Annotated[str | None, typer.Option(help="Instead of the one found.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Instead of the one found.")] = None,
    author: Annotated[str | None, typer.Option(help="Instead of the one found.")] = None,
    published: Annotated[str | None, typer.Option(help="As 2026-01-15.")] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Add a file (md, txt, html, pdf) or a page of the web; live in seconds."""
    content = None if re.match(r"https?://", source, re.IGNORECASE) else _read(source)
    found = {"title": title, "publisher": publisher, "author": author}
    given: dict[str, Any] = {name: value for name, value in found.items() if value}
    day = _day(published) if published else None

    async def act(desk: Desk) -> ReloadReport:
        if content is None:
            preview = await desk.curator.read_url(source)
        else:
            preview = await desk.curator.read_file(source, content)
        draft: Document = replace(preview.document, **given)
        return await desk.curator.add(desk.actor, replace(draft, published=day or draft.published))

    return show_report(curated(corpus, data, act), as_json)


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
    feedback = curated(corpus, data, lambda desk: feedback_csv(desk.store))
    content = corpus_zip(settings, feedback)
    try:
        target.write_bytes(content)
    except OSError as error:
        raise ChokepointError(
            f"{target} could not be written ({error.strerror or error}); name a file in a folder "
            "that exists and can be written."
        ) from error
    return show(
        {"path": str(target), "bytes": len(content)}, as_json, f"{target}: {len(content)} bytes"
    )


def gaps(corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False) -> int:
    """List what was asked and abstained from, or found unhelpful; the most frequent first."""
    found = curated(corpus, data, lambda desk: desk.curator.gaps())
    rows = [
        {
            "question": gap.question,
            "times": len(gap.answers),
            "newest": gap.answers[0].at.isoformat(),
            "wordings": sorted({kept.answer.question for kept in gap.answers}),
        }
        for gap in found
    ]
    lines = [f"{row['times']:4}  {row['question']}" for row in rows[:GAPS_SHOWN]]
    return show(rows, as_json, *lines)


def audit(
    limit: Annotated[int, typer.Option(min=1, help="How many of the latest acts.")] = 50,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """List who did what to the corpus, when, and how it ended; the latest first."""
    entries = curated(corpus, data, lambda desk: desk.store.audit.latest(limit))
    lines = [
        f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.actor.name}  {entry.act} {entry.subject}: "
        f"{entry.outcome}"
        for entry in entries
    ]
    return show([asdict(entry) for entry in entries], as_json, *lines)


def _read(source: str) -> bytes:
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise ChokepointError(
            f"{source} could not be read ({error.strerror or error}); name a file, or an address "
            "that begins with https://."
        ) from error


def _day(text: str) -> PartialDate:
    day = partial_date(text)
    if day is None:
        raise ChokepointError(f"“{text}” is no date; write it as 2026-01-15.")
    return day
