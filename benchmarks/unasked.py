"""Choose how sure the bot must be to answer where nobody asked it.

`python -m benchmarks unasked` takes the development questions of `calibration` with the confidence
as it is, and writes `results/unasked.json`: at each level, which share of the answerable questions
is answered (coverage), and which share of the answers is to a question whose answer the corpus
lacks (wrong), were half of the questions of each set of that kind.

The rule: the least level, in hundredths, at which no set has more than `WRONG` of its answers
wrong. Which questions a channel holds isn't known, so the hardest set decides, but for `TRAPS`,
which are only shown. The level is then copied into `bot/cogs/ask.py`; a test holds the two equal.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from benchmarks.baselines import VectorStore
from benchmarks.calibration import Row, development, starter
from benchmarks.material import MATERIAL
from retrieval.confidence import Features, confidence
from retrieval.encoder import Encoder

RESULTS = Path(__file__).parent / "results" / "unasked.json"
# One unwanted answer in twenty is what members put up with from a bot that nobody called.
WRONG = 0.05
# Written by hand so that the corpus seems to hold what it doesn't: no channel is half full of them.
TRAPS = ("absent-xquad", "absent-news")
LEVELS = [level / 100 for level in range(50, 100)]


def spoken(rows: Sequence[Row], level: float) -> tuple[float, float]:
    """Return the shares of answerable and of unanswerable questions that are answered."""
    sure = [confidence(Features(*row.features)) >= level for row in rows]
    return _share(rows, sure, True), _share(rows, sure, False)


def wrong(answerable: float, unanswerable: float) -> float:
    """Return the share of answers that are wrong, were half of the questions unanswerable."""
    return unanswerable / (answerable + unanswerable) if unanswerable else 0.0


def level_for(sets: dict[str, list[Row]]) -> float:
    """Return the least level at which at most `WRONG` of the answers are wrong in every set."""
    return next(
        level
        for level in LEVELS
        if all(wrong(*spoken(rows, level)) <= WRONG for rows in sets.values())
    )


def _share(rows: Sequence[Row], sure: Sequence[bool], answerable: bool) -> float:
    own = [one for row, one in zip(rows, sure, strict=True) if row.answerable is answerable]
    return sum(own) / len(own)


def _figures(rows: Sequence[Row], level: float) -> dict[str, float | int]:
    answerable, unanswerable = spoken(rows, level)
    return {
        "answerable": sum(row.answerable for row in rows),
        "unanswerable": sum(not row.answerable for row in rows),
        "coverage": round(answerable, 4),
        "unanswerable answered": round(unanswerable, 4),
        "wrong": round(wrong(answerable, unanswerable), 4),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, choose, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks unasked", description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    options = parser.parse_args(arguments)
    vectors = VectorStore(options.data / "benchmarks", lru_cache(Encoder))
    sets: dict[str, list[Row]] = {}
    for row in development(vectors, options.material):
        sets.setdefault(row.set, []).append(row)
    level = level_for({name: rows for name, rows in sets.items() if name not in TRAPS})
    shown = {**sets, "starter corpus (not chosen by)": list(starter(vectors))}
    written = {
        "measured": datetime.now(UTC).date().isoformat(),
        "level": level,
        "sets": {
            name: {f"{at:.2f}": _figures(rows, at) for at in sorted({0.75, 0.85, 0.95, level})}
            for name, rows in shown.items()
        },
    }
    RESULTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(written, indent=1))


if __name__ == "__main__":
    main()
