"""Checking claims: what became of true, false, half true, absent ones and of opinions.

`python -m benchmarks claims` checks the claims of `benchmarks/data/claims.jsonl` against the
starter corpus and prints how each kind was judged. Thresholds were chosen on the half marked
"dev"; the half marked "test" was only looked at to report.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks import ours
from benchmarks.baselines import VectorStore
from benchmarks.material import read_records
from retrieval.claims import ClaimVerdict, Verdict, check_message
from retrieval.encoder import Encoder

CLAIMS = Path(__file__).parent / "data" / "claims.jsonl"
# What each kind of claim may rightly be called.
RIGHT = {
    "true": {Verdict.SUPPORTED},
    "false": {Verdict.CONTRADICTED},
    "half true": {Verdict.CONTRADICTED, Verdict.DISPUTED, Verdict.ABSENT},
    "opinion": {Verdict.OPINION},
    "absent": {Verdict.ABSENT},
}
# What may never be said of it: support for what isn't so, contradiction of what is.
WRONG = {
    "true": {Verdict.CONTRADICTED, Verdict.DISPUTED},
    "false": {Verdict.SUPPORTED, Verdict.DISPUTED},
    "half true": {Verdict.SUPPORTED},
    "opinion": {Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.DISPUTED},
    "absent": {Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.DISPUTED},
}


def run(corpus: Path, data: Path, threads: int) -> list[tuple[dict[str, str], ClaimVerdict]]:
    """Check every claim on its own; one that holds several parts is judged by its worst part."""
    encoder = Encoder(threads=threads)
    vectors = VectorStore(data / "benchmarks", lambda: encoder)
    index = ours.load_index(corpus, vectors)
    today = datetime.now(UTC).date().isoformat()
    judged: list[tuple[dict[str, str], ClaimVerdict]] = []
    for record in read_records(CLAIMS):
        report = check_message(index, record["claim"], vectors, today)
        if not report.claims:
            verdict = ClaimVerdict(record["claim"], Verdict.ABSENT, "Not read as a claim.")
        else:
            verdict = min(report.claims, key=lambda claim: claim.verdict is Verdict.SUPPORTED)
        judged.append((dict(record), verdict))
    return judged


def main(arguments: Sequence[str] | None = None) -> None:
    """Check the claims and print the table of kinds and verdicts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks claims", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    parser.add_argument("--threads", type=int, default=2, help="of the encoder")
    parser.add_argument("--misses", action="store_true", help="print what was judged otherwise")
    options = parser.parse_args(arguments)
    console = Console()
    judged = run(options.corpus, options.data, options.threads)
    for half in ("dev", "test"):
        console.print(_table(half, [row for row in judged if row[0]["half"] == half]))
    if options.misses:
        for record, verdict in judged:
            if verdict.verdict not in RIGHT[record["kind"]]:
                console.print(f"[bold]{record['kind']}[/] → {verdict.verdict} ({record['half']}): "
                              f"{escape(record['claim'])}")  # fmt: skip
                console.print(f"    {escape(verdict.reason)}")
                for citation in verdict.citations[:2]:
                    console.print(f"    [dim]{escape(citation.quote)}")


def _table(half: str, rows: Sequence[tuple[dict[str, str], ClaimVerdict]]) -> Table:
    right = sum(verdict.verdict in RIGHT[record["kind"]] for record, verdict in rows)
    wrong = sum(verdict.verdict in WRONG[record["kind"]] for record, verdict in rows)
    table = Table(title=f"{half}: {len(rows)} claims, {right} judged right, {wrong} wrongly")
    table.add_column("claims that are")
    for verdict in Verdict:
        table.add_column(verdict.value.replace("_", " "), justify="right")
    for kind in RIGHT:
        counts = Counter(verdict.verdict for record, verdict in rows if record["kind"] == kind)
        table.add_row(
            kind, *(str(counts[verdict]) if counts[verdict] else "" for verdict in Verdict)
        )
    for verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED):
        said = [record["kind"] for record, judged in rows if judged.verdict is verdict]
        good = sum(verdict in RIGHT[kind] for kind in said)
        if said:
            table.caption = f"{table.caption or ''} {verdict.value}: precision {good}/{len(said)}"
    return table
