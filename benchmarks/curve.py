"""The risk-coverage curve as a picture: how many answers should not be given, by how many are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

PICTURE = Path(__file__).parent / "results" / "risk_coverage.svg"
COLOURS = ("#b3261e", "#1f5f99", "#7a7a7a", "#b9a15a", "#3b7a57")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 380, 60, 50, 50


def risk_coverage(answerable: Sequence[bool], sure: Sequence[float]) -> list[tuple[float, float]]:
    """Return (coverage, risk) for every threshold, the surest questions first.

    Coverage is the share of all questions that is answered, risk the share of those that the
    corpus can't answer (El-Yaniv and Wiener 2010).
    """
    order = sorted(range(len(sure)), key=lambda i: -sure[i])
    points: list[tuple[float, float]] = []
    wrong = 0
    for given, i in enumerate(order, start=1):
        wrong += not answerable[i]
        points.append((given / len(order), wrong / given))
    return points


def draw(sets: Mapping[str, tuple[Sequence[bool], Sequence[float]]], threshold: float) -> None:
    """Write the curves of all sets, with a mark where `threshold` lies on each."""
    PICTURE.write_text(svg(sets, threshold), encoding="utf-8")


def svg(sets: Mapping[str, tuple[Sequence[bool], Sequence[float]]], threshold: float) -> str:
    """Return the picture as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Risk and coverage of the answers given</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for tenth in range(0, 11, 2):
        x, y = _x(tenth / 10), _y(tenth / 10)
        parts.append(f'<path d="M{_x(0)} {y}H{_x(1)}" stroke="#e6e6e6"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{tenth * 10} %</text>')
        parts.append(
            f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{tenth * 10} %</text>'
        )
    for place, (name, (answerable, sure)) in enumerate(sets.items()):
        colour = COLOURS[place % len(COLOURS)]
        points = risk_coverage(answerable, sure)
        line = " ".join(f"{_x(coverage)},{_y(risk)}" for coverage, risk in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        given = sum(value >= threshold for value in sure)
        if given:
            x, y = (_x(points[given - 1][0]), _y(points[given - 1][1]))
            parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>')
        x = LEFT + place * 115
        parts.append(f'<rect x="{x}" y="18" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 17}" y="28">{escape(name)}</text>')
    parts.append(
        f'<text x="{(LEFT + WIDTH - 20) // 2}" y="{HEIGHT - 10}" text-anchor="middle">'
        "share of questions answered (dot: the threshold)</text>"
    )
    parts.append(
        f'<text transform="translate(14 {HEIGHT // 2}) rotate(-90)" text-anchor="middle">'
        "answers that should not be given</text></svg>"
    )
    return "\n".join(parts) + "\n"


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - 20), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
