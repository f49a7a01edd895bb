"""`corpus reload | history | rollback | activate | discard`: which index is live."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.curated import curated, show, show_report
from bot.cli.shared import CorpusOption, DataOption, JsonOption


def reload(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """Build the index anew from the corpus folder, judge it, and switch to it unless it is worse.

    Only what changed is encoded. A worse index is kept until `activate` or `discard`.
    """
    report = curated(corpus, data, lambda desk: desk.curator.reload(desk.actor, desk.listen))
    return show_report(report, as_json)


def rollback(
    generation: Annotated[
        str | None, typer.Argument(help="An index of the history; default: the one before this.")
    ] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Go back to an earlier index; a second rollback undoes the first."""
    report = curated(corpus, data, lambda desk: desk.curator.rollback(desk.actor, generation))
    return show_report(report, as_json)


def activate(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """Make the index live that a reload held back."""
    report = curated(corpus, data, lambda desk: desk.curator.activate(desk.actor))
    return show_report(report, as_json)


def discard(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """Drop the index that a reload held back."""
    dropped = curated(corpus, data, lambda desk: desk.curator.discard(desk.actor))
    return show({"discarded": dropped}, as_json, f"{dropped} was dropped.")


def history(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """List the index held back, the live one and those before it: when, by whom, what changed."""
    records = curated(corpus, data, lambda desk: desk.librarian.history())
    lines = []
    for record in records:
        origin = record.origin
        what = " ".join(part for part in (origin.act, origin.subject) if part)
        correct = dict(origin.figures).get("correct")
        lines.append(
            f"{record.generation}  {record.state:4}  {record.built_at}  "
            f"{record.documents} documents  +{len(origin.added)} ~{len(origin.changed)} "
            f"-{len(origin.removed)}  {what} by {origin.by or 'somebody'}"
            + (f"  right in full {correct:.1%}" if correct is not None else "")
        )
    return show([asdict(record) for record in records], as_json, *lines)
