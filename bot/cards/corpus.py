"""What moderators see of the corpus: how far a reload is, what it changed, what is live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.cards.figures import figure_lines
from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip, clip_escaped, escape
from bot.cards.notice import CARE, GOOD, notice
from bot.cards.phrases import Say
from bot.cards.told import plainly, told
from retrieval.build import ReloadReport
from retrieval.documents import Problem
from retrieval.judging import Comparison
from retrieval.librarian import IndexStatus
from retrieval.progress import Progress

BAR = 20
NAMES_SHOWN = 12
PROBLEMS_SHOWN = 8
WORSE_SHOWN = 5
ANSWERED_SHOWN = 3
STAGES = {
    "reading": "Reading the corpus",
    "encoding": "Encoding passages",
    "indexing": "Writing the index",
    "calibrating": "Asking the regression questions",
    "judging": "Comparing the answers",
    "switching": "Switching to the new index",
}


def progress_card(progress: Progress, say: Say) -> ui.LayoutView:
    """Return a bar with what is done, of how many, and the seconds left."""
    line = say(STAGES.get(progress.stage, progress.stage))
    if progress.total:
        full = round(BAR * progress.done / progress.total)
        line += f"\n`{'█' * full}{'░' * (BAR - full)}` {progress.done}/{progress.total}"
    if progress.seconds_left is not None and progress.stage == "encoding":
        line += " · " + say("about {seconds} s left", seconds=round(progress.seconds_left))
    return notice(f"**{say('Reloading the corpus')}**", line)


def report_card(
    report: ReloadReport, say: Say, rows: Sequence[ui.ActionRow[Any]] = ()
) -> ui.LayoutView:
    """Return what a change of the index did: the difference, the figures, what couldn't be read."""
    held = say("The new index is held back: it answers worse. The old one keeps serving.")
    lines = [
        f"**{say('The new index is live.') if report.live else held}**",
        say(
            "{documents} documents, {passages} passages, {encoded} encoded anew, {seconds} s",
            documents=report.documents,
            passages=report.passages,
            encoded=report.encoded,
            seconds=f"{report.seconds:.1f}",
        ),
    ]
    if not (report.added or report.changed or report.removed):
        lines.append(say("Nothing changed."))
    lines += _names(say("Added"), report.added)
    lines += _names(say("Changed"), report.changed)
    lines += _names(say("Removed"), report.removed)
    lines += answered_lines(report.answered, say)
    if report.comparison:
        lines += comparison_lines(report.comparison, say)
    lines += problem_lines(report.problems, say)
    lines.append(f"-# {report.generation}")
    good = report.live and not report.problems
    return notice(*lines, colour=GOOD if good else CARE, rows=rows)


def answered_lines(questions: Sequence[str], say: Say) -> list[str]:
    """Return how many questions left open are answered now, and the first of them."""
    if not questions:
        return []
    count = say.many(
        "{number} open question is answered now",
        "{number} open questions are answered now",
        len(questions),
    )
    lines = [f"- {clip_escaped(one, 120)}" for one in questions[:ANSWERED_SHOWN]]
    return [f"**{count}**", *lines]


def comparison_lines(comparison: Comparison, say: Say) -> list[str]:
    """Return the figures before and after, and the first questions that got worse."""
    lines = [f"**{say('Regression figures')}**", *(f"- {x}" for x in figure_lines(comparison, say))]
    if comparison.worse:
        lines.append(f"**{say('Questions that got worse')} ({len(comparison.worse)})**")
        lines += [
            f"- {escape(clip(worse.question, 120))}" for worse in comparison.worse[:WORSE_SHOWN]
        ]
    return lines


def status_card(
    status: IndexStatus, say: Say, picture: tuple[str, str] | None = None
) -> ui.LayoutView:
    """Return what is live: how much, how new, with what problems.

    `picture` is an attached file's name and its alt text.
    """
    newest = say.date(status.newest_published) if status.newest_published else say("no date")
    lines = [
        f"**{say('The corpus')}**",
        say(
            "{documents} documents ({quotes} quotes), {passages} passages",
            documents=status.documents,
            quotes=status.quotes,
            passages=status.passages,
        ),
        say("Newest source: {date}", date=newest)
        + (f" ({escape(status.newest_document)})" if status.newest_document else ""),
        say("Index built {time}", time=f"<t:{_epoch(status.built_at)}:R>"),
        say(
            "Disk: {size} MB, {free} GB free",
            size=f"{status.size_bytes / 1e6:.1f}",
            free=f"{status.free_bytes / 1e9:.1f}",
        ),
        say("Before this one: {generation}", generation=status.previous or say("none")),
    ]
    if status.stale_topics:
        lines += _names(say("Topics without a recent source"), status.stale_topics)
    if status.held:
        lines.append(say("Held back: {generation}", generation=status.held))
    if status.busy:
        lines.append(told(status.busy, say))
    lines += problem_lines(status.problems, say)
    lines.append(f"-# {status.generation} · {escape(status.encoder)}")
    return notice(*lines, colour=CARE if status.problems else GOOD, picture=picture)


def problem_lines(problems: Sequence[Problem], say: Say) -> list[str]:
    """Return the first problems as file:line: reason, and how many more there are."""
    if not problems:
        return []
    lines = [f"**{say('Problems')} ({len(problems)})**"]
    shown = [
        f"{problem.path}:{problem.line}: {plainly(problem, say)}"
        for problem in problems[:PROBLEMS_SHOWN]
    ]
    lines += [f"- {escape(clip(text, 200))}" for text in shown]
    if len(problems) > PROBLEMS_SHOWN:
        lines.append(say("… and {number} more", number=len(problems) - PROBLEMS_SHOWN))
    return lines


def _names(title: str, ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    names = ", ".join(escape(clip(id_, 60)) for id_ in ids[:NAMES_SHOWN])
    more = f" … +{len(ids) - NAMES_SHOWN}" if len(ids) > NAMES_SHOWN else ""
    return [clip(f"**{title} ({len(ids)})** {names}{more}", MESSAGE_TEXT // 5)]


def _epoch(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
