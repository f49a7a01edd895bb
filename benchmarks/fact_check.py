"""Compare what the corpus states with the fact sheet: every number, date and legal citation.

`python -m benchmarks facts` reads the briefs, terms and quotes of the corpus and the records of
`../shared/facts/*.jsonl`. A brief's own record is the event of the same id; a term's is the one
whose name is among its aliases; a quote's are those of its speaker. Listed are

- missing: a figure that no record holds;
- apart: a sentence whose figures are each held somewhere, but not by the document's own records
  and two more together (a brief may set an event beside what it replaced and what replaced it).
  The dates of an overview, which has no record of its own, need only be held somewhere;
- unwritten: a record from which no document was written; a position needs a quote of its date.

Figures compare by value: "$4.5 billion" with "4.5 billion dollars", "15 Jan 2026" with
2026-01-15. A month or year is held by a day within it, never the other way round. Names that
hold a digit ("MI325X", "3A090") count as figures.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from benchmarks.material import MATERIAL, read_facts
from retrieval.corpus import read_corpus
from retrieval.dates import date_mentions
from retrieval.documents import Document, Kind
from retrieval.passages import sentences_of
from retrieval.tokens import fold

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SHEETS = ("timeline", "terms", "experts")

_CITATIONS = (
    r"\d+ Fed\.? ?Reg\.? \d+",
    r"\d+ FR \d+",
    r"(?:FR Doc\.? )?\d{4}-\d{5}",
    r"\d{6}-\d{4}",
    r"\d{4}-[A-Z]{2}\d{2}",
    r"\d+ CFR (?:part )?\d+(?:\.\d+)?",
    r"\b(?:H\. ?R\.|S\.) ?\d+",
    r"Executive Order \d+",
    r"(?:section )\d{3}(?:\.\d+)?",
    r"#\d{6,}",
)
_CITATION = re.compile("|".join(_CITATIONS), re.IGNORECASE)
_NAME = re.compile(
    r"(?<![\w#])(?=[\w:]*\d)(?=[\w:]*[a-z])(?!\d[\d,.]*[kmb]\b)[\w:]*\w", re.IGNORECASE
)
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAYS = re.compile(rf"\b(\d{{1,2}})[-–](\d{{1,2}}) ((?:{_MONTHS})\w*)(?: (\d{{4}}))?")
_YEARLESS = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})[a-z]*\b(?!,? \d{{4}})")
_SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9}
_SCALES |= {"b": 10**9, "bn": 10**9}
_WORDS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        start=2,
    )
}
_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<short>[kKMB]\b)?"
    r"(?: (?P<scale>thousand|million|billion)\b)?(?P<unit> ?%| percent\b)?(?![\w])"
    rf"|\b(?P<word>{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A date as it is written: the days it can mean, both ends included."""

    first: date
    last: date

    def __str__(self) -> str:
        """Write a day as 2026-01-15, a month or year as its first and last day."""
        days = (self.first.isoformat(), self.last.isoformat())
        return days[0] if self.first == self.last else "..".join(days)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a text states: dates, and numbers and legal citations in one spelling each."""

    dates: frozenset[Period] = frozenset()
    others: frozenset[str] = frozenset()

    def __or__(self, more: Figures) -> Figures:
        """Return what either holds."""
        return Figures(self.dates | more.dates, self.others | more.others)

    def without(self, held: Figures) -> Figures:
        """Return what `held` doesn't hold; a month is held by a day within it."""
        return Figures(
            frozenset(
                period
                for period in self.dates
                if not any(
                    period.first <= known.first and known.last <= period.last
                    for known in held.dates
                )
            ),
            self.others - held.others,
        )

    def names(self) -> tuple[str, ...]:
        """Return the figures as text, sorted."""
        return tuple(sorted([*map(str, self.dates), *self.others]))


@dataclass(frozen=True, slots=True)
class Finding:
    """A listed item: what is wrong ("missing", "apart", "unwritten") and with which figures.

    `document` names the document, or the record that has none; `sentence` is its text or title.
    """

    document: str
    wrong: str
    figures: tuple[str, ...]
    sentence: str


def figures_of(text: str, year: int | None = None) -> Figures:
    """Return the figures of `text`; a day without a year is taken to be in `year`."""
    text = _DAYS.sub(
        lambda m: " and ".join(f"{day} {m[3]} {m[4] or ''}" for day in m.group(1, 2)), text
    )
    others = set()
    for match in _CITATION.finditer(text):
        cited = re.sub(r"fed\.? ?reg\.?", "fr", match[0].lower())
        others.add(re.sub(r"fr doc\.?|part|\s|\.(?=\D)", "", cited))
    text = _CITATION.sub(" ; ", text)
    others |= {match[0].lower() for match in _NAME.finditer(text)}
    text = _NAME.sub(" ; ", text)
    if year is not None:
        text = _YEARLESS.sub(lambda m: f"{m[0]} {year}", text)
    mentions = date_mentions(text)
    for mention in reversed(mentions):
        text = f"{text[: mention.start]} ; {text[mention.end :]}"
    others |= {_spelled(match) for match in _NUMBER.finditer(text)}
    return Figures(frozenset(Period(m.first, m.last) for m in mentions), frozenset(others))


def _spelled(match: re.Match[str]) -> str:
    if match["word"]:
        return str(_WORDS[match["word"].lower()])
    value = Decimal(match["digits"].replace(",", ""))
    value *= _SCALES.get((match["short"] or match["scale"] or "").lower(), 1)
    unit = (match["unit"] or "").strip().lower()
    number = f"{value.normalize():f}"
    return f"{number}%" if unit else number


def record_figures(record: Mapping[str, Any]) -> Figures:
    """Return the figures of every text of a record, its sources' titles and dates included."""
    year = re.match(r"\d{4}", str(record.get("date") or ""))
    texts = _texts({key: value for key, value in record.items() if key != "id"})
    found = Figures()
    for text in texts:
        found |= figures_of(text, int(year[0]) if year else None)
    return found


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        if not value.startswith("http"):
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)


def own_records(document: Document, records: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the positions of the records a document was written from; none for an overview."""
    slug = document.id.removeprefix("terms/").replace("-", " ")
    names = {fold(name) for name in (document.title, slug, *document.aliases)}
    speaker = fold(document.quote.speaker) if document.quote else None
    return [
        i
        for i, record in enumerate(records)
        if record.get("id") == document.id
        or (document.kind is Kind.TERM and _term_names(record) & names)
        or (speaker and fold(str(record.get("name", ""))).startswith(speaker))
    ]


def _term_names(record: Mapping[str, Any]) -> set[str]:
    term = str(record.get("term", ""))
    parts = (term, re.sub(r" \([^)]*\)", "", term), *re.split(r"[(/]", term))
    return {fold(part.strip(" )")) for part in parts if part.strip()}


def check(
    documents: Iterable[Document], records: Sequence[Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Return what the records don't hold, in the order of the documents."""
    known = [record_figures(record) for record in records]
    everything = Figures()
    for figures in known:
        everything |= figures
    return tuple(
        finding
        for document in documents
        for finding in _check(document, own_records(document, records), known, everything)
    )


def unwritten(
    documents: Sequence[Document], records: Sequence[Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Return the records that no document was written from."""
    written = {
        i
        for document in documents
        for i in own_records(document, records)
        if not document.quote or str(document.published) == records[i]["date"]
    }
    return tuple(
        Finding(
            str(record.get("id") or record["term"]),
            "unwritten",
            (),
            str(record.get("title") or record.get("name") or record["term"]),
        )
        for i, record in enumerate(records)
        if i not in written
    )


def _check(
    document: Document, own: Sequence[int], known: Sequence[Figures], everything: Figures
) -> Iterable[Finding]:
    held = Figures()
    for i in own:
        held |= known[i]
    parts = [document.text[s.start : s.end] for s in sentences_of(document.text)]
    dated = document.published if document.quote else document.effective
    for text in (document.title, str(dated or ""), *parts):
        foreign = figures_of(text).without(held)
        if missing := foreign.without(everything).names():
            yield Finding(document.id, "missing", missing, text)
        elif not _together(foreign if own else Figures(others=foreign.others), known):
            yield Finding(document.id, "apart", foreign.names(), text)


def _together(figures: Figures, known: Sequence[Figures]) -> bool:
    """Whether two of the known records hold all of `figures`."""
    useful = [record for record in known if figures.without(record) != figures]
    return figures == Figures() or any(
        not figures.without(one | other).names()
        for one, other in combinations_with_replacement(useful, 2)
    )


def main(arguments: Sequence[str] = ()) -> None:
    """Print the findings; exit 1 when there are any."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks facts")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--material", type=Path, default=MATERIAL)
    options = parser.parse_args(arguments)
    records = [record for sheet in SHEETS for record in read_facts(sheet, options.material)]
    # An article by others speaks for itself; the sheet vouches for what was written from it.
    written = [
        item for item in read_corpus(options.corpus).documents if item.kind is not Kind.ARTICLE
    ]
    findings = (*check(written, records), *unwritten(written, records))
    console = Console()
    for finding in findings:
        console.print(
            f"[bold]{escape(finding.document)}[/] {finding.wrong} "
            f"{escape(', '.join(finding.figures))}\n  {escape(finding.sentence)}"
        )
    console.print(f"{len(written)} documents compared with {len(records)} records:", end=" ")
    console.print(f"{len(findings)} findings.")
    if findings:
        sys.exit(1)


if __name__ == "__main__":
    main()
