"""How likely it is that the found passages hold the answer.

A logistic model over marks of the best evidence. A cosine alone separates off-topic questions
but hardly the near misses, where the topic fits and the fact is absent; what helps there is how
much of the question the best sentences cover and whether its names and numbers occur at all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evidence import Evidence
from retrieval.index import Index
from retrieval.question import Question
from retrieval.search import Hit


@dataclass(frozen=True, slots=True)
class Features:
    """Marks of the evidence, each in [0, 1] (cosine in [-1, 1])."""

    cosine: float
    passage: float
    sentence: float
    names: float
    numbers: float
    unknown: float
    fits_type: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the logistic model and the threshold under which the librarian abstains.

    Fitted and calibrated on the development sets; benchmarks/README.md states the risk bound.
    """

    bias: float = -7.0
    cosine: float = 3.5
    passage: float = 3.5
    sentence: float = 3.0
    names: float = 1.5
    numbers: float = 0.8
    unknown: float = -3.0
    fits_type: float = 0.8
    threshold: float = 0.5


def features_of(
    index: Index, question: Question, hits: Sequence[Hit], evidence: Sequence[Evidence]
) -> Features:
    """Measure the evidence for `question`; all zero when nothing was found."""
    if not hits or not evidence:
        return Features(0, 0, 0, 0, 0, 1, 0)
    top = hits[:5]
    held = frozenset().union(*(index.lexical.term_sets[hit.position] for hit in top))
    weights = {stem: index.lexical.idf(stem) for stem in set(question.stems)}
    total = sum(weights.values()) or 1.0
    unknown = sum(w for stem, w in weights.items() if not index.lexical.knows(stem))
    names = [stem for name in question.names for stem in name]
    numbers = [number for number in question.numbers if number.isdigit()]
    best = max(evidence[:5], key=lambda item: item.coverage)
    return Features(
        cosine=max(hit.cosine for hit in top),
        passage=max(hit.coverage for hit in top),
        sentence=best.coverage,
        names=_share(names, held),
        numbers=_share(numbers, held),
        unknown=unknown / total,
        fits_type=float(any(item.fits_type for item in evidence[:3])),
    )


def confidence(features: Features, model: Model | None = None) -> float:
    """Return the estimated probability, in (0, 1), that the passages hold the answer."""
    model = model or Model()
    logit = model.bias + sum(
        getattr(model, name) * getattr(features, name) for name in Features.__slots__
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _share(stems: Sequence[str], held: frozenset[str]) -> float:
    return sum(stem in held for stem in stems) / len(stems) if stems else 1.0
