"""Checking claims: what became of true, false, half true and absent ones, and of opinions.

`python -m benchmarks claims` checks five sets and prints how each kind was judged.

- `policy`: the claims of `benchmarks/data/claims.jsonl` against the starter corpus, by type: as
  said, paraphrased, one detail wrong (of which kind), opinions, what the corpus doesn't hold, and
  chat messages of several claims. Rules were made by those marked "dev"; those marked "held" were
  written first and only counted. Each lists the verdicts that are right, the aptest first.
- `messages`: `benchmarks/data/messages.jsonl`, messages as members of a chat write them. Those
  marked "first" were written before a verdict on any was seen, those marked "later" while rules
  were mended, those marked "last" after that and before their verdicts were seen.
- `shipped`: the claims of the shipped regression questions.
- `wice`: WiCE dev, each claim against its own evidence page: how many of each label are called
  supported, and whether at most five cited sentences hold a full supporting set.
- `summedits`: SummEdits (news), each summary as a message against its document.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks import ours, report
from benchmarks.baselines import VectorStore
from benchmarks.datasets import Article, Folder, squeezed
from benchmarks.material import MATERIAL, Claim, read_claims, read_records
from retrieval.claims import ClaimReport, ClaimVerdict, Verdict, check_message
from retrieval.claims.checking import Encode
from retrieval.encoder import Encoder
from retrieval.evaluation import agrees
from retrieval.index import Index
from retrieval.question_file import read_questions

CLAIMS = Path(__file__).parent / "data" / "claims.jsonl"
TRUE = ("as said", "paraphrased")
MESSAGES = CLAIMS.with_name("messages.jsonl")
SETS = ("policy", "messages", "shipped", "wice", "summedits")
MOST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as it was judged: `right` holds the verdicts that are right, the aptest first."""

    claim: str
    type: str
    part: str
    right: tuple[str, ...]
    verdict: ClaimVerdict

    @property
    def falsely_supported(self) -> bool:
        """Whether it is called supported, or half so, without being so."""
        return self.verdict.verdict is Verdict.SUPPORTED and "supported" not in self.right

    @property
    def falsely_contradicted(self) -> bool:
        """Whether it is called contradicted without being so."""
        return self.verdict.verdict is Verdict.CONTRADICTED and "contradicted" not in self.right


def policy(index: Index, encode: Encode, path: Path = CLAIMS) -> Iterator[Row]:
    """Check the claims of a data file; a message of several is a row a claim."""
    today = datetime.now(UTC).date().isoformat()
    for record in read_records(path):
        found = check_message(index, record["claim"], encode, today).claims
        if "parts" not in record:
            right = tuple(record["verdicts"])
            yield Row(record["claim"], record["type"], record["part"], right, _least(found))
            continue
        for words, verdicts in record["parts"].items():
            claim = [item for item in found if words.casefold() in item.claim.casefold()]
            yield Row(words, "chatter", record["part"], tuple(verdicts), _least(claim))


def _least(claims: Sequence[ClaimVerdict]) -> ClaimVerdict:
    """Return the verdict that holds a message of several claims back from being supported."""
    none = ClaimVerdict("", Verdict.ABSENT, "Not read as a claim.")
    return min(claims, key=lambda item: item.verdict is Verdict.SUPPORTED, default=none)


def policy_table(part: str, rows: Sequence[Row]) -> Table:
    """Return how many claims of each type got each verdict, were right, falsely supported."""
    right = sum(row.verdict.verdict in row.right for row in rows)
    apt = sum(row.verdict.verdict == row.right[0] for row in rows)
    wrong = [row for row in rows if "supported" not in row.right]
    falsely = sum(row.falsely_supported for row in wrong)
    against = sum(row.falsely_contradicted for row in rows)
    table = Table(title=f"{part}: {len(rows)} claims, {right} judged rightly, {apt} aptly; "
                        f"{falsely} of {len(wrong)} others called supported; "
                        f"{against} wrongly contradicted")  # fmt: skip
    table.add_column("type")
    for verdict in Verdict:
        table.add_column(verdict.value.replace("_", " "), justify="right")
    table.add_column("right", justify="right")
    for kind in dict.fromkeys(row.type for row in rows):
        own = [row for row in rows if row.type == kind]
        counts = Counter(row.verdict.verdict for row in own)
        good = sum(row.verdict.verdict in row.right for row in own)
        cells = [str(counts[verdict] or "") for verdict in Verdict]
        table.add_row(kind, *cells, f"{good}/{len(own)}")
    for verdict in Verdict:
        aptest = [row for row in rows if row.right[0] == verdict]
        said = [row for row in rows if row.verdict.verdict is verdict]
        found = sum(row.verdict.verdict in row.right for row in aptest)
        good = sum(verdict in row.right for row in said)
        table.caption = (
            f"{table.caption or ''}{verdict.value}: {found}/{len(aptest)} found, "
            f"{good}/{len(said)} rightly said. "
        )
    return table


def shipped(index: Index, encode: Encode) -> Iterator[tuple[str, str, bool, ClaimReport]]:
    """Check the claims of the shipped questions: id, verdict, whether it agrees, the report."""
    today = datetime.now(UTC).date().isoformat()
    for item in read_questions(report.ROOT / "corpus" / "questions.jsonl"):
        if item.verdict:
            checked = check_message(index, item.question, encode, today)
            yield item.id, item.verdict, agrees(item.verdict, checked), checked


def wice(
    vectors: VectorStore, encode: Encode, temporary: Path
) -> Iterator[tuple[Claim, ClaimReport, bool]]:
    """Check each claim of WiCE against its page; the last says whether a full set is cited."""
    today = datetime.now(UTC).date().isoformat()
    for claim in read_claims(MATERIAL):
        lines = [line.lstrip("# ").strip() for line in claim.lines]
        title = lines[0].removeprefix("(meta data) TITLE:").strip() or "Evidence"
        page = Article("page", title, "\n".join(lines[1:]))
        index = ours.load_index(
            Folder(f"answers-{claim.key}", (page,)).write(temporary), vectors, pieces=False
        )
        checked = check_message(index, claim.text, encode, today)
        shown = squeezed(" ".join(_shown(checked)))
        sets = [[squeezed(lines[i]) for i in group] for group in claim.support if group]
        yield claim, checked, any(all(line in shown for line in group) for group in sets)


def _shown(checked: ClaimReport) -> list[str]:
    """Return the spans cited, or nearest, of each claim in turn, at most five in all."""
    lists = [[c.quote for c in item.citations or item.nearest] for item in checked.claims]
    turns = (quotes[i : i + 1] for i in range(MOST) for quotes in lists)
    return list(dict.fromkeys(quote for turn in turns for quote in turn))[:MOST]


def wice_table(rows: Sequence[tuple[Claim, ClaimReport, bool]]) -> Table:
    """Return by label how often each verdict fell, and how often a full set was cited."""
    table = Table("label", *Verdict, "full set cited", title="WiCE dev, against its own pages")
    for label in dict.fromkeys(claim.label for claim, *_ in rows):
        own = [(checked, full) for claim, checked, full in rows if claim.label == label]
        counts = Counter(_whole(checked) for checked, _ in own)
        full = sum(full for _, full in own)
        cells = [f"{counts[verdict]}" for verdict in Verdict]
        table.add_row(label, *cells, f"{full}/{len(own)} ({full / len(own):.3f})")
    return table


def _whole(checked: ClaimReport) -> Verdict:
    return _least(checked.claims).verdict


def summedits(
    vectors: VectorStore, encode: Encode, temporary: Path
) -> Iterator[tuple[str, bool, ClaimReport]]:
    """Check each summary against its document: edit type, whether it is sound, the report."""
    today = datetime.now(UTC).date().isoformat()
    path = MATERIAL / "bench" / "summedits_news.json"
    indexes: dict[str, Index] = {}
    for record in json.loads(path.read_text(encoding="utf-8")):
        text = record["doc"]
        if text not in indexes:
            page = Article("page", " ".join(text.split()[:8]), text)
            folder = Folder(f"claims-summedits-{len(indexes)}", (page,))
            indexes[text] = ours.load_index(folder.write(temporary), vectors, pieces=False)
        checked = check_message(indexes[text], record["summary"], encode, today)
        kind = ", ".join(record["edit_types"]) or "unedited"
        yield kind, record["label"] == 1, checked


def summedits_table(rows: Sequence[tuple[str, bool, ClaimReport]]) -> Table:
    """Return how many sound and edited summaries had every claim called supported."""
    table = Table("summaries", "all supported", "a claim contradicted", title="SummEdits (news)")
    for sound in (True, False):
        own = [checked for _, label, checked in rows if label is sound]
        whole = sum(_whole(checked) is Verdict.SUPPORTED for checked in own)
        against = sum(
            any(item.verdict is Verdict.CONTRADICTED for item in checked.claims) for checked in own
        )
        shares = [f"{count}/{len(own)} ({count / len(own):.3f})" for count in (whole, against)]
        table.add_row("sound" if sound else "edited", *shares)
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    """Check the sets named and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks claims", description=__doc__)
    parser.add_argument("--sets", default=",".join(SETS), help="comma-separated: %(default)s")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    parser.add_argument("--threads", type=int, default=2, help="of the encoder")
    parser.add_argument("--misses", metavar="PART", help="print what is judged wrongly in a part")
    options = parser.parse_args(arguments)
    names = options.sets.split(",")
    if unknown := set(names) - set(SETS):
        parser.error(f"unknown set {', '.join(sorted(unknown))}; the sets are {', '.join(SETS)}")
    console = Console()
    # Claims are encoded as they come; what is kept on disk are the passages.
    encoder = Encoder(threads=options.threads)
    encode = encoder.encode_questions
    vectors = VectorStore(options.data / "benchmarks", lambda: encoder)
    if {"policy", "messages", "shipped"} & set(names):
        index = ours.load_index(options.corpus, vectors, pieces=False)
        for name, path in (("policy", CLAIMS), ("messages", MESSAGES)):
            rows = list(policy(index, encode, path)) if name in names else []
            for part in dict.fromkeys(row.part for row in rows):
                console.print(policy_table(part, [row for row in rows if row.part == part]))
            _show_misses([row for row in rows if row.part == options.misses], console)
        if "shipped" in names:
            _show_shipped(list(shipped(index, encode)), console)
    with tempfile.TemporaryDirectory() as temporary:
        if "wice" in names:
            console.print(wice_table(list(wice(vectors, encode, Path(temporary)))))
        if "summedits" in names:
            console.print(summedits_table(list(summedits(vectors, encode, Path(temporary)))))


def _show_misses(rows: Sequence[Row], console: Console) -> None:
    for row in rows:
        if row.verdict.verdict in row.right:
            continue
        mark = "[red]falsely supported[/] " if row.falsely_supported else ""
        console.print(f"{mark}[bold]{row.type}[/] → {row.verdict.verdict}: {escape(row.claim)}")
        console.print(f"    {escape(row.verdict.reason)}")
        for citation in row.verdict.citations[:3]:
            console.print(f"    [dim]{escape(citation.quote)}")


def _show_shipped(rows: Sequence[tuple[str, str, bool, ClaimReport]], console: Console) -> None:
    right = sum(agreed for _, _, agreed, _ in rows)
    console.print(f"[bold]Claims of the shipped questions: {right} of {len(rows)} judged right")
    for id_, wanted, agreed, checked in rows:
        found = "; ".join(f"{item.verdict} ({item.reason})" for item in checked.claims)
        console.print(f"{'right' if agreed else '[red]wrong[/]'} {id_} [{wanted}]: "
                      f"{escape(found)}", highlight=False)  # fmt: skip
