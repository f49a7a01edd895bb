"""Answers and reports as text for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from bot.cards.figures import figure_lines
from retrieval.answer import Answer, Source, Statement, StatementKind
from retrieval.build import ReloadReport
from retrieval.claims import ClaimReport, Verdict

NEAREST = 3
ANSWERED_SHOWN = 10


def print_answer(answer: Answer, console: Console) -> None:
    """Print statements with their numbers, the sources, the notices and the date."""
    if answer.abstained:
        console.print("The corpus does not hold the answer.", style="bold")
        if answer.retrieved:
            console.print("Nearest passages:")
        for passage in answer.retrieved[:NEAREST]:
            text = " ".join(passage.text.split())
            shown = text if len(text) <= 300 else text[:299] + "…"
            console.print(Padding(Text(f"{passage.document}: {shown}", style="dim"), (0, 2)))
    for statement in answer.statements:
        console.print(Padding(Text(statement_line(statement)), (0, 0, 1, 0)))
    for source in answer.sources:
        console.print(Text(f"[{source.number}] {source_line(source)}", style="dim"))
    for notice in answer.notices:
        console.print(Text(f"! {notice.text}", style="yellow"))
    if answer.as_of:
        console.print(Text(f"As of {answer.as_of}.", style="dim"))


VERDICTS = {
    Verdict.SUPPORTED: ("Supported", "green"),
    Verdict.CONTRADICTED: ("Contradicted", "red"),
    Verdict.DISPUTED: ("Disputed", "yellow"),
    Verdict.OPINION: ("Opinion, not checkable", "dim"),
    Verdict.ABSENT: ("Not in the corpus", "dim"),
}


def print_claims(report: ClaimReport, console: Console) -> None:
    """Print each claim with its verdict, the spans that decide it, and the sources."""
    if not report.claims:
        console.print("The message makes no claim that could be checked.", style="bold")
    for claim in report.claims:
        name, style = VERDICTS[claim.verdict]
        console.print(Text(f"{name}: ", style=style).append(claim.claim, style="default"))
        console.print(Padding(Text(claim.reason, style="dim"), (0, 2)))
        for sign, citations in (("+", claim.supporting), ("-", claim.contradicting)):
            for citation in citations:
                quote = " ".join(citation.quote.split())
                console.print(Padding(Text(f"{sign} {quote} [{citation.source}]"), (0, 2)))
    for source in report.sources:
        console.print(Text(f"[{source.number}] {source_line(source)}", style="dim"))
    if report.as_of:
        console.print(Text(f"As of {report.as_of}.", style="dim"))


def statement_line(statement: Statement) -> str:
    """Return a statement with the numbers of its sources, and whose words or position it is."""
    numbers = sorted({citation.source for citation in statement.citations})
    line = statement.text + " " + "".join(f"[{number}]" for number in numbers)
    if not statement.speaker or statement.kind is StatementKind.FACT:
        return line
    of = "In the words of" if statement.kind is StatementKind.QUOTE else "Position of"
    return f"{line}\n{of} {statement.speaker}"


def source_line(source: Source) -> str:
    """Return a source's title, outlet, author, date and address, as far as they are known."""
    known = (source.title, source.publisher, source.author, source.published, source.url)
    return " · ".join(part for part in known if part)


def print_report(report: ReloadReport, console: Console) -> None:
    """Print what a change of the index did, or would do where it is held back."""
    console.print(
        f"{report.documents} documents, {report.passages} passages "
        f"{'live' if report.live else 'held back'} "
        f"({report.encoded} encoded anew) in {report.seconds:.1f} s, "
        f"generation {report.generation}."
    )
    for sign, name, ids in (
        ("+", "added", report.added),
        ("~", "changed", report.changed),
        ("-", "removed", report.removed),
    ):
        if ids:
            console.print(f"{len(ids)} {name}:")
        for id_ in ids[:50]:
            console.print(f"  {sign} {escape(id_)}", highlight=False)
        if len(ids) > 50:
            console.print(f"  … and {len(ids) - 50} more")
    if report.answered:
        number = len(report.answered)
        console.print(f"{number} open question{' is' if number == 1 else 's are'} answered now:")
        for question in report.answered[:ANSWERED_SHOWN]:
            console.print(Text(f"  {question}"))
    for problem in report.problems:
        console.print(Text(str(problem), style="yellow"))
    if report.comparison:
        console.print("Regression figures, before → after:")
        for line in figure_lines(report.comparison):
            console.print(f"  {line}", highlight=False)
        for worse in report.comparison.worse:
            console.print(Text(f"  worse: {worse.id}: {worse.question}", style="yellow"))
    if not report.live:
        console.print(
            "The old index keeps serving: a figure fell by more than is tolerated. Run "
            "`chokepoint corpus activate` to go live anyway, or `chokepoint corpus discard`."
        )
