"""`corpus review …`: answers that members reported, and what becomes of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.curated import show, stored, terminal
from bot.cli.shared import LARGEST_ID, LARGEST_ROW, CorpusOption, DataOption, JsonOption
from bot.moderation import open_reports, review_answer, withdraw_review
from bot.store import ReviewVerdict

review = typer.Typer(help="Decide on answers that members reported.", no_args_is_help=True)

AnswerNumber = Annotated[
    int, typer.Argument(min=1, max=LARGEST_ROW, help="An answer's number in `review list`.")
]
ServerOption = Annotated[
    int | None,
    typer.Option("--server", min=1, max=LARGEST_ID, help="Only of the server of this id."),
]


@review.command("list")
def list_reports(
    server: ServerOption = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """List what members found unhelpful and nobody decided on, the newest first."""
    reports = stored(corpus, data, lambda store: open_reports(store, server))
    rows: list[dict[str, object]] = []
    lines: list[str] = []
    for report in reports:
        kept = report.kept
        statements = [one.text for one in kept.answer.statements]
        rows.append(
            {
                "answer": kept.id,
                "server": kept.asker.guild_id,
                "at": kept.at,
                "question": kept.answer.question,
                "statements": statements,
                "votes": report.votes,
                "reasons": report.reasons,
            }
        )
        where = f"{kept.at:%Y-%m-%d}  server {kept.asker.guild_id}"
        lines.append(f"{kept.id:4}  {where}  {kept.answer.question}")
        lines += [f"        {text}" for text in statements or ["abstained"]]
        lines += [f"      ! {reason}" for reason in report.reasons]
    return show(rows, as_json, *lines or ["No answer was reported."])


@review.command()
def endorse(
    answer: AnswerNumber,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Mark an answer as right whenever its question returns."""
    return _decide(answer, ReviewVerdict.ENDORSED, None, corpus, data, as_json)


@review.command()
def correct(
    answer: AnswerNumber,
    text: Annotated[str, typer.Argument(help="What is right; shown above the answer.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put a correction above an answer whenever its question returns."""
    return _decide(answer, ReviewVerdict.CORRECTED, text, corpus, data, as_json)


@review.command()
def hide(
    answer: AnswerNumber,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take an answer back: its question is no longer answered in that server."""
    return _decide(answer, ReviewVerdict.HIDDEN, None, corpus, data, as_json)


@review.command()
def withdraw(
    answer: AnswerNumber,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take a decision back, as if nobody had decided on the answer."""
    kept = stored(corpus, data, lambda store: withdraw_review(store, terminal(), answer))
    question = kept.answer.question
    result = {"answer": answer, "question": question}
    return show(result, as_json, f"“{question}” is as if nobody had decided on it.")


def _decide(
    answer: int,
    verdict: ReviewVerdict,
    text: str | None,
    corpus: Path | None,
    data: Path | None,
    as_json: bool,
) -> int:
    made = stored(
        corpus, data, lambda store: review_answer(store, terminal(), answer, verdict, text)
    )
    return show(asdict(made), as_json, f"“{made.question}” is {made.verdict}.")
