"""How the figures are shown: in the terminal, as a file, as a picture, in the README."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from rich.console import Console
from rich.table import Table

from benchmarks.metrics import Interval

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "quality.json"
PICTURE = ROOT / "docs" / "quality.svg"
PAGES = (ROOT / "README.md", ROOT / "benchmarks" / "README.md")
BEGIN, END = "<!-- quality: begin -->", "<!-- quality: end -->"

# What each set is judged by, in the order the README and the picture show it.
HEADLINES = (
    ("xquad", "hit@1", "One paragraph among 2,640: first hit"),
    ("xquad", "recall@4", "One paragraph among 2,640: in four"),
    ("wice", "full set@5", "Supporting sentences of a claim: all in five"),
    ("news", "recall@4", "Two or three named articles: in four"),
    ("news", "all gold@10", "Two or three named articles: all in ten"),
    ("policy", "recall@4", "Chip export policy: in four"),
    ("follow-ups", "recall@4", "Second questions: in four"),
    ("near-misses", "AUROC", "Fact absent from a known topic: AUROC"),
    ("off-topic", "AUROC", "Off-topic questions: AUROC"),
)
COLOURS = ("#b3261e", "#1f5f99", "#7a7a7a", "#b9a15a")
WIDTH, LEFT, RIGHT, TOP, ROW = 820, 330, 50, 60, 58


def plain(interval: Interval) -> dict[str, float]:
    """Return an interval as JSON holds it, to four decimals."""
    return {key: round(value, 4) for key, value in asdict(interval).items()}


def print_set(name: str, summary: dict[str, Any], console: Console) -> None:
    """Print one set's figures, a row a system."""
    columns = list(dict.fromkeys(key for row in summary["systems"].values() for key in row))
    asked = f"{summary['answerable']} questions"
    if summary["unanswerable"]:
        asked += f", {summary['unanswerable']} without an answer"
    table = Table(title=f"{name}: {summary['title']} ({asked}; {summary['seconds']} s)")
    table.add_column("system")
    for column in columns:
        table.add_column(column, justify="right")
    for system, figures in summary["systems"].items():
        table.add_row(system, *(_with_interval(figures.get(column)) for column in columns))
    if summary["gain over stock"]:
        gains = summary["gain over stock"]
        table.add_section()
        table.add_row("ours - stock", *(_with_interval(gains.get(c), "+") for c in columns))
    console.print(table)


def _with_interval(figure: dict[str, float] | None, sign: str = "") -> str:
    if figure is None:
        return ""
    low, high = f"{figure['low']:{sign}.3f}", f"{figure['high']:{sign}.3f}"
    return f"{figure['value']:{sign}.3f} ({low} to {high})".replace("0.", ".")


def load() -> dict[str, Any]:
    """Return the figures of the last runs by set; empty when there are none."""
    if not RESULTS.exists():
        return {}
    loaded: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return loaded


def save(name: str, summary: dict[str, Any]) -> None:
    """Put one set's figures in the place of its last ones."""
    results = load() | {name: summary}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def draw() -> None:
    """Draw the headline figures: a group of bars a figure, a bar a system, its 95 % interval."""
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(svg(load()), encoding="utf-8")


def svg(results: dict[str, Any]) -> str:
    """Return the picture of the headline figures as SVG."""
    rows = [row for row in HEADLINES if row[0] in results]
    systems = list(results[rows[0][0]]["systems"]) if rows else []
    height = TOP + ROW * len(rows) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'font-family="sans-serif" font-size="13">',
        "<title>Retrieval and abstention beside stock pipelines</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for order, system in enumerate(systems):
        x = 20 + order * 160
        parts.append(f'<rect x="{x}" y="16" width="12" height="12" fill="{COLOURS[order]}"/>')
        parts.append(f'<text x="{x + 18}" y="27">{escape(system)}</text>')
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        parts.append(f'<path d="M{x} {TOP - 8}V{height - 28}" stroke="#e6e6e6"/>')
        parts.append(f'<text x="{x}" y="{height - 10}" text-anchor="middle">{tenth / 10:g}</text>')
    for place, (name, measure, label) in enumerate(rows):
        top = TOP + place * ROW
        parts.append(f'<text x="{LEFT - 12}" y="{top + 26}" text-anchor="end">{label}</text>')
        for order, system in enumerate(systems):
            figure = results[name]["systems"][system].get(measure)
            if figure is None:
                continue
            y = top + order * 12
            width = round(_x(figure["value"]) - LEFT, 1)
            low, high = _x(figure["low"]), _x(figure["high"])
            parts.append(
                f'<rect x="{LEFT}" y="{y}" width="{width}" height="10" fill="{COLOURS[order]}"/>'
                f'<path d="M{low} {y + 5}H{high}" stroke="#222222"/>'
                f'<text x="{high + 6}" y="{y + 9}" font-size="10">{figure["value"]:.3f}</text>'
            )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(value: float) -> float:
    return round(LEFT + value * (WIDTH - LEFT - RIGHT), 1)


def markdown() -> str:
    """Return the headline figures as a Markdown table, the best of each row in bold."""
    results = load()
    rows = [row for row in HEADLINES if row[0] in results]
    systems = list(results[rows[0][0]]["systems"]) if rows else []
    lines = [f"| | {' | '.join(systems)} |", f"|---|{'---:|' * len(systems)}"]
    for name, measure, label in rows:
        figures = [results[name]["systems"][system][measure] for system in systems]
        best = max(figure["value"] for figure in figures)
        cells = [
            f"**{figure['value']:.3f}**" if figure["value"] == best else f"{figure['value']:.3f}"
            for figure in figures
        ]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write_pages() -> None:
    """Put the table between its two markers in the README and in the benchmarks' page.

    Raises:
        ValueError: a page lacks the markers.
    """
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    table = f"{BEGIN}\n{markdown()}\n{END}"
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if BEGIN not in text or END not in text:
            raise ValueError(f"{page.name} needs the lines {BEGIN} and {END} for the table")
        page.write_text(pattern.sub(lambda _: table, text), encoding="utf-8")
