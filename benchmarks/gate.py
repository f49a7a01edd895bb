"""The gate on edited sentences: single swaps, SummEdits' summaries, WiCE's claims.

`python -m benchmarks gate` prints

- swaps: every edit of one number, date, name or denial in a sentence of the starter corpus and of
  XQuAD (`benchmarks/swaps.py`), checked against the sentence itself, and rewordings beside them;
- stretches: the edits of XQuAD's sentences again, each citing the whole paragraph it came from;
- SummEdits (news): each sentence of a summary as a statement that cites its whole document; a
  summary is refused if the gate refuses one of them. What was chosen was chosen on one half of the
  documents, the other half is reported beside it;
- WiCE dev: each claim as a statement that cites a set of sentences that supports it, else the
  lines nearest, and as one that cites its whole page; edits of the supported ones likewise.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.material import MATERIAL, read_claims, read_xquad
from benchmarks.swaps import rewordings, sentences, swaps
from retrieval.answer import Citation, Statement, StatementKind
from retrieval.corpus import read_corpus
from retrieval.documents import Document
from retrieval.tokens import terms
from retrieval.verify import Failure, verify_statement
from retrieval.verify.checks import LONGEST_SPAN, failures, source_of
from retrieval.verify.reading import sentences as read_sentences


def verify(said: str, span: str) -> tuple[Failure, ...]:
    """Check `said` as a statement that cites the whole of `span`."""
    document = Document(id="d", text=span, title="")
    citation = Citation(1, "d", 0, len(span), span)
    return verify_statement(Statement(said, StatementKind.FACT, (citation,)), {"d": document})


def swap_rates(texts: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return for each kind of swap how many were refused, of how many.

    "unedited" and "reworded: …" count refusals too, which there are mistakes.
    """
    made: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for swap in swaps(texts):
        made[swap.kind] += 1
        refused[swap.kind] += bool(verify(swap.edited, swap.original))
    for text in texts:
        made["unedited"] += 1
        refused["unedited"] += bool(verify(text, text))
    for swap in rewordings(texts):
        made[f"reworded: {swap.kind}"] += 1
        refused[f"reworded: {swap.kind}"] += bool(verify(swap.edited, swap.original))
    return {kind: (refused[kind], count) for kind, count in made.items()}


def stretch_rates(texts: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return for each kind of swap how many are refused that cite the text they came from.

    Texts that are no stretch for the gate are left out.
    """
    homes: dict[str, str] = {}
    for text in texts:
        if len(read_sentences(text)) > LONGEST_SPAN:
            homes.update((sentence, text) for sentence in sentences([text]))
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for swap in swaps(list(homes)):
        made[swap.kind] += 1
        caught[swap.kind] += bool(verify(swap.edited, homes[swap.original]))
    return {kind: (caught[kind], count) for kind, count in made.items()}


class Page:
    """A document to check sentences against, its own words weighed by their rarity in it."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Read the sentences of a page."""
        self.lines = [item.text for text in texts for item in read_sentences(text)]
        self.stems = [frozenset(terms(line)) for line in self.lines]
        counts = Counter(stem for stems in self.stems for stem in stems)
        size = len(self.lines)
        self.idf = {stem: math.log(1 + size / count) for stem, count in counts.items()}

    def nearest(self, said: str, count: int) -> list[str]:
        """Return the `count` sentences that hold most of the weight of `said`, in order."""
        own = frozenset(terms(said))
        weight = [sum(self.idf[stem] for stem in own & stems) for stems in self.stems]
        best = sorted(range(len(self.lines)), key=lambda i: (-weight[i], i))[:count]
        return [self.lines[i] for i in sorted(best)]


def refuses(text: str, source: str) -> bool:
    """Whether the gate refuses a sentence of `text` that cites the whole of `source`."""
    return any(verify(sentence.text, source) for sentence in read_sentences(text))


def summedits(material: Path) -> list[tuple[Mapping[str, Any], int, bool]]:
    """Return SummEdits' records, each with its document's number and whether it is refused."""
    path = material / "bench" / "summedits_news.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    numbers: dict[str, int] = {}
    return [
        (
            record,
            numbers.setdefault(record["doc"], len(numbers)),
            refuses(record["summary"], record["doc"]),
        )
        for record in records
    ]


def balanced(rows: Sequence[tuple[Mapping[str, Any], int, bool]]) -> float:
    """Return the mean of the share of edited summaries refused and of sound ones let through."""
    edited = [refused for record, _, refused in rows if record["label"] == 0]
    sound = [refused for record, _, refused in rows if record["label"] == 1]
    return float((np.mean(edited) + 1 - np.mean(sound)) / 2)


def wice(material: Path) -> dict[str, dict[str, int]]:
    """Return by label how many claims pass, by a set and by the page, and what refuses them."""
    counts: dict[str, Counter[str]] = {}
    for claim in read_claims(material):
        sets = [[claim.lines[i] for i in sorted(group)] for group in claim.support]
        spans = sets or [Page(claim.lines).nearest(claim.text, 5)]
        found = min(
            (failures(claim.text, source_of(group, frozenset(), (), (None,))) for group in spans),
            key=len,
        )
        row = counts.setdefault(claim.label, Counter())
        row["claims"] += 1
        row["passed"] += not found
        row["by page"] += not refuses(claim.text, "\n".join(claim.lines))
        row.update(failure.check for failure in found)
    return {label: dict(row) for label, row in counts.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts named and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks gate", description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--parts", default="swaps,stretches,summedits,wice", help="%(default)s")
    options = parser.parse_args(arguments)
    console = Console()
    parts: dict[str, Callable[[], Table]] = {
        "swaps": lambda: _swap_table(options.corpus, options.material),
        "stretches": lambda: _stretch_table(options.material),
        "summedits": lambda: _summedits_table(options.material),
        "wice": lambda: _wice_table(options.material),
    }
    for part in options.parts.split(","):
        if part not in parts:
            parser.error(f"unknown part {part}; the parts are {', '.join(parts)}")
        console.print(parts[part]())


def _swap_table(corpus: Path, material: Path) -> Table:
    policy = swap_rates(sentences(document.text for document in read_corpus(corpus).documents))
    xquad = swap_rates(sentences(paragraph.text for paragraph in read_xquad(material)))
    table = Table("edit", "policy corpus", "XQuAD", "together", title="Refused by the gate")
    edits = [kind for kind in policy if kind != "unedited" and ":" not in kind]
    sets = (policy, xquad)
    for kind in dict.fromkeys((*policy, *xquad)):
        both = [rates.get(kind, (0, 0)) for rates in sets]
        table.add_row(kind, *(_share(*pair) for pair in both), _share(*_sum(both)))
    every = [_sum([rates[kind] for kind in edits if kind in rates]) for rates in sets]
    table.add_row("every edit", *(_share(*pair) for pair in every), _share(*_sum(every)))
    return table


def _stretch_table(material: Path) -> Table:
    rates = stretch_rates(paragraph.text for paragraph in read_xquad(material))
    table = Table("edit", "refused", title="XQuAD, edited sentences that cite their paragraph")
    for kind, pair in (*rates.items(), ("every edit", _sum(list(rates.values())))):
        table.add_row(kind, _share(*pair))
    return table


def _sum(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(refused for refused, _ in pairs), sum(count for _, count in pairs)


def _share(refused: int, count: int) -> str:
    return f"{refused:,}/{count:,} ({refused / count:.2%})" if count else ""


def _summedits_table(material: Path) -> Table:
    rows = summedits(material)
    table = Table("summaries", "dev half", "held-out half", "both", title="SummEdits (news)")
    halves = [[row for row in rows if row[1] % 2 == half] for half in (0, 1)]
    groups = (*halves, rows)
    table.add_row("balanced accuracy", *(f"{balanced(group):.3f}" for group in groups))
    kinds = dict.fromkeys(kind for record, *_ in rows for kind in record["edit_types"])
    for kind in kinds:
        cells = []
        for group in groups:
            edited = [r for x, _, r in group if x["label"] == 0 and kind in x["edit_types"]]
            alone = [(x, n, r) for x, n, r in group if x["label"] == 1 or kind in x["edit_types"]]
            cells.append(f"{_share(sum(edited), len(edited))}, balanced {balanced(alone):.3f}")
        table.add_row(kind.replace("_", " "), *cells)
    sound = [[refused for x, _, refused in group if x["label"] == 1] for group in groups]
    table.add_row("sound, refused", *(_share(sum(group), len(group)) for group in sound))
    return table


def _wice_table(material: Path) -> Table:
    table = Table("claims", "passed", "refused for", "passed by page", title="WiCE dev")
    for label, row in wice(material).items():
        why = ", ".join(
            f"{check} {row[check]}"
            for check in sorted(row)
            if check not in {"claims", "passed", "by page"}
        )
        shares = [_share(row[key], row["claims"]) for key in ("passed", "by page")]
        table.add_row(label.replace("_", " "), shares[0], why, shares[1])
    return table
