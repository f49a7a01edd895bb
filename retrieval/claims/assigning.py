"""Of the places where each part of a claim may stand, those that lie best beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.claims.layout import Layout

# The place of a part that the sentence takes from its document: a name of what it is about.
TOPIC = -1
# What an assignment pays for leaving a clause, and for taking a part from the topic.
_CROSSING = 8.0
_TOPICAL = 4.0


def assigned(choices: Sequence[Sequence[int]], there: Layout) -> tuple[int | None, ...]:
    """Choose a place for each part so that neighbours lie close, by dynamic programming."""
    known = [i for i, places in enumerate(choices) if places]
    best: list[dict[int, tuple[float, int | None]]] = []
    for n, i in enumerate(known):
        row: dict[int, tuple[float, int | None]] = {}
        for place in choices[i]:
            if not n:
                row[place] = (_TOPICAL if place == TOPIC else 0.0, None)
                continue
            row[place] = min(
                (
                    (cost + _distance(before, place, there), before)
                    for before, (cost, _) in best[-1].items()
                ),
                key=lambda pair: pair[0],
            )
        best.append(row)
    result: list[int | None] = [None] * len(choices)
    if not best:
        return tuple(result)
    place = min(best[-1], key=lambda item: best[-1][item][0])
    for n in range(len(known) - 1, -1, -1):
        result[known[n]] = place
        previous = best[n][place][1]
        if previous is not None:
            place = previous
    return tuple(result)


def _distance(one: int, other: int, there: Layout) -> float:
    if TOPIC in (one, other):
        return _TOPICAL
    # One word can't stand for two parts unless nothing else does.
    apart = abs(one - other) or _CROSSING
    return apart + (0.0 if there.near(one, other) else _CROSSING)
