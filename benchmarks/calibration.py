"""Fit the confidence model and choose the threshold under which the librarian abstains.

`python -m benchmarks.calibration` measures the features of every development question, fits the
logistic weights, and writes `results/calibration.json` and the risk-coverage curve beside it. The
weights are then copied into `retrieval/confidence.py`; a test holds the two equal.

Development sets: XQuAD with paragraphs removed, questions of another corpus, members' questions on
policy, the news questions with the articles of every second one removed, and those written by hand
for facts that are there and facts that aren't, on XQuAD and on news. Each set and class weighs the
same. Claims, each asked of its own page and of another's, take no part in that fit:
`claim_weight` lifts them so that the same threshold suits them. `corpus/questions.jsonl` is *not*
among the sets: it shows how the model carries over.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from benchmarks import ours
from benchmarks.absent import absent
from benchmarks.baselines import VectorStore
from benchmarks.curve import draw
from benchmarks.datasets import DATASETS, Article, Dataset, Folder, Gold, Question, document_key
from benchmarks.material import MATERIAL, read_claims, read_records
from benchmarks.metrics import auroc
from benchmarks.news import news
from retrieval.batch import texts_of
from retrieval.confidence import FEATURES, features_of
from retrieval.encoder import Encoder
from retrieval.evidence import weigh_sentences
from retrieval.index import Index
from retrieval.question import Turn, understand
from retrieval.search import search
from retrieval.threshold import threshold_of

RESULTS = Path(__file__).parent / "results" / "calibration.json"
STARTER = Path(__file__).resolve().parents[1] / "corpus"
DEPTH = 10
FOLDS = 10
# The threshold keeps the share of wrongly withheld answers below this, with 95 % confidence.
RISK = 0.0275
ERROR = 0.05
SPLITS = 200
# The share of claims, borne out by their own page, that may be withheld.
WITHHELD = 0.05
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One question's features, and whether the corpus holds its answer."""

    set: str
    kind: str
    answerable: bool
    features: tuple[float, ...]


def rows_of(
    name: str, index: Index, questions: Sequence[Question], vectors: VectorStore, halved: bool
) -> Iterator[Row]:
    """Measure `questions`; with `halved` the gold of every second one is taken from the hits."""
    asked = [
        understand(item.text, index.gazetteer, [Turn(text) for text in item.history])
        for item in questions
    ]
    # All at once: the store computes what it doesn't hold and saves after each call.
    vectors([text for question in asked for text in texts_of(question)])
    vectors.tokens([question.text for question in asked])
    for number, (item, question) in enumerate(zip(questions, asked, strict=True)):
        own = vectors(texts_of(question))
        removed = {gold.document for gold in item.gold} if halved and number % 2 else set()
        hits = search(index, question, own, DEPTH * 3 if removed else DEPTH)
        hits = [h for h in hits if document_key(h.passage.document.id) not in removed][:DEPTH]
        evidence = weigh_sentences(index, question, hits, vectors.tokens([question.text]))
        marks = features_of(index, question, own, hits, evidence)
        kind = item.id if name == "starter" else ""
        values = tuple(float(value) for value in asdict(marks).values())
        yield Row(name, kind, item.answerable and not removed, values)


def development(vectors: VectorStore, material: Path) -> Iterator[Row]:
    """Measure every development set."""
    sets: list[tuple[str, Dataset, bool]] = [
        (name, DATASETS[name](material), False) for name in ("policy", "near-misses", "off-topic")
    ]
    sets.append(("news", news(material), True))
    by_hand = (absent("xquad", material), absent("news", material))
    sets += [(item.name, item, False) for item in by_hand]
    for name, dataset, halved in sets:
        with tempfile.TemporaryDirectory() as temporary:
            for folder in dataset.corpora:
                questions = [item for item in dataset.questions if item.corpus == folder.key]
                if not questions:
                    continue
                index = ours.load_index(folder.write(Path(temporary)), vectors)
                known = {document_key(document.id) for document in index.corpus.documents}
                kept = [
                    replace(item, gold=tuple(g for g in item.gold if g.document in known))
                    for item in questions
                    if not item.gold or any(g.document in known for g in item.gold)
                ]
                yield from rows_of(name, index, kept, vectors, halved)


def claims(vectors: VectorStore, material: Path) -> Iterator[Row]:
    """Measure the supported claims of WiCE dev, each put to its own page and to another's."""
    known = [claim for claim in read_claims(material) if claim.label == "supported"]
    with tempfile.TemporaryDirectory() as temporary:
        indexes = []
        for claim in known:
            lines = [line.lstrip("# ").strip() for line in claim.lines]
            title = lines[0].removeprefix("(meta data) TITLE:").strip() or "Evidence"
            page = Article("page", title, "\n".join(lines[1:]))
            folder = Folder(f"calibration-{claim.key}", (page,)).write(Path(temporary))
            indexes.append(ours.load_index(folder, vectors, pieces=False))
        for place, claim in enumerate(known):
            own = Question(claim.key, claim.text, "claims", gold=(Gold("page"),))
            yield from rows_of("claims", indexes[place], [own], vectors, False)
            other = replace(own, gold=())
            yield from rows_of("claims", indexes[place - 1], [other], vectors, False)


def claim_weight(rows: Sequence[Row], probabilities: Values, threshold: float) -> float:
    """Return what to add to a claim's logit so that `threshold` withholds `WITHHELD` of them.

    `probabilities` are those of the model without it. The share is of the claims that are borne
    out, observed: they are too few to bound it at a threshold that withholds any stranger.
    """
    known = [p for p, row in zip(probabilities, rows, strict=True) if row.answerable]
    lowest = np.quantile(known, WITHHELD)
    return float(np.log(threshold / (1 - threshold)) - np.log(lowest / (1 - lowest)))


def starter(vectors: VectorStore) -> Iterator[Row]:
    """Measure the regression questions of the corpus that is shipped."""
    index = ours.load_index(STARTER, vectors)
    records = read_records(STARTER / "questions.jsonl")
    items = [
        Question(
            record["kind"], record["question"], "starter", history=tuple(record.get("history", ()))
        )
        for record in records
    ]
    for record, row in zip(records, rows_of("starter", index, items, vectors, False), strict=True):
        yield replace(row, answerable=bool(record["answerable"]))


def fit(rows: Sequence[Row]) -> tuple[LogisticRegression, Values]:
    """Return the model fitted on all rows, and each row's probability from folds without it.

    The few statements among questions don't tell what `claim` is worth: it is left at 0 here.
    """
    features = _features(rows)
    features[:, FEATURES.index("claim")] = 0.0
    labels = np.array([row.answerable for row in rows])
    weights = balanced(rows)
    probabilities = np.zeros(len(rows))
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(features):
        model = LogisticRegression(max_iter=1000)
        model.fit(features[train], labels[train], sample_weight=weights[train])
        probabilities[test] = model.predict_proba(features[test])[:, 1]
    whole = LogisticRegression(max_iter=1000)
    whole.fit(features, labels, sample_weight=weights)
    return whole, probabilities


def _features(rows: Sequence[Row]) -> Values:
    return np.array([row.features for row in rows], dtype=np.float64)


def balanced(rows: Sequence[Row]) -> Values:
    """Return weights of mean 1 with which each set and class counts the same."""
    groups = [(row.set, row.answerable) for row in rows]
    sizes = {group: groups.count(group) for group in set(groups)}
    weights = np.array([1 / sizes[group] for group in groups])
    return np.asarray(weights * len(rows) / weights.sum(), dtype=np.float64)


def upper_bound(errors: int, count: int) -> float:
    """Return the exact one-sided upper bound of an error rate (Clopper and Pearson 1934)."""
    return 1.0 if errors >= count else float(beta.ppf(1 - ERROR, errors + 1, count - errors))


def threshold_for(rows: Sequence[Row], probabilities: Values) -> float:
    """Return the highest threshold that keeps wrong abstentions within `RISK`.

    Of n answerable questions of all sets, of which e fall below it, the Clopper-Pearson bound of
    e / n is at most `RISK`.
    """
    own = np.sort([p for p, row in zip(probabilities, rows, strict=True) if row.answerable])
    count = len(own)
    allowed = max((e for e in range(count) if upper_bound(e, count) <= RISK), default=0)
    return float(own[allowed])


def shares(rows: Sequence[Row], probabilities: Values, threshold: float) -> dict[str, object]:
    """Return, for one set, its AUROC and how often the threshold withholds an answer."""
    known = [p for p, row in zip(probabilities, rows, strict=True) if row.answerable]
    absent = [p for p, row in zip(probabilities, rows, strict=True) if not row.answerable]
    wrong = sum(p < threshold for p in known)
    return {
        "answerable": len(known),
        "unanswerable": len(absent),
        "AUROC": round(auroc(known, absent), 4),
        "wrongly withheld": round(wrong / len(known), 4),
        "wrongly withheld, at most": round(upper_bound(wrong, len(known)), 4),
        "rightly withheld": round(sum(p < threshold for p in absent) / len(absent), 4),
    }


def by_halves(rows: Sequence[Row], probabilities: Values) -> dict[str, object]:
    """Return how a threshold found on half of a corpus's questions does on the other half.

    The mean of `SPLITS` random halves, beside the threshold that all the questions tell.
    """
    known = [(float(p), row.answerable) for p, row in zip(probabilities, rows, strict=True)]
    near = [row.kind == "near-miss" for row in rows]
    wrong, right = [], []
    for seed in range(SPLITS):
        order = np.random.default_rng(seed).permutation(len(rows)).tolist()
        here, there = order[::2], order[1::2]
        threshold = threshold_of([known[i] for i in here]) or 0.0
        wrong.append(np.mean([known[i][0] < threshold for i in there if known[i][1]]))
        right.append(np.mean([known[i][0] < threshold for i in there if near[i]]))
    return {
        "threshold": threshold_of(known),
        "wrongly withheld": round(float(np.mean(wrong)), 4),
        "near misses withheld": round(float(np.mean(right)), 4),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, fit, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL, help="the benchmark material")
    parser.add_argument("--data", type=Path, default=Path(".chokepoint"), help="for vectors")
    options = parser.parse_args(arguments)
    vectors = VectorStore(options.data / "benchmarks", lru_cache(Encoder))
    rows = list(development(vectors, options.material))
    model, probabilities = fit(rows)
    threshold = round(threshold_for(rows, probabilities), 3)
    stated = list(claims(vectors, options.material))
    borne_out = model.predict_proba(_features(stated))[:, 1]
    model.coef_[0, FEATURES.index("claim")] = claim_weight(stated, borne_out, threshold)
    weights = dict(zip(FEATURES, model.coef_[0].round(2).tolist(), strict=True))
    names = list(dict.fromkeys(row.set for row in rows))
    results: dict[str, object] = {
        name: shares(*_only(rows, probabilities, {name}), threshold) for name in names
    }
    results["claims"] = shares(stated, model.predict_proba(_features(stated))[:, 1], threshold)
    other = list(starter(vectors))
    sure = model.predict_proba(_features(other))[:, 1]
    for kind in ("near-miss", "off-topic"):
        chosen = [i for i, row in enumerate(other) if row.answerable or row.kind == kind]
        results[f"starter corpus, {kind}"] = shares(
            [other[i] for i in chosen], sure[chosen], threshold
        )
    results["starter corpus, threshold from one half, figures from the other"] = by_halves(
        other, sure
    )
    written = {
        "measured": datetime.now(UTC).date().isoformat(),
        "weights": {"bias": round(float(model.intercept_[0]), 2), **weights},
        "threshold": threshold,
        "sets": results,
    }
    RESULTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    curves = {name: _only(rows, probabilities, {name}) for name in names}
    curves["starter corpus"] = (other, sure)
    draw({n: ([r.answerable for r in rs], list(ps)) for n, (rs, ps) in curves.items()}, threshold)
    print(json.dumps(written, indent=1))


def _only(rows: Sequence[Row], probabilities: Values, names: set[str]) -> tuple[list[Row], Values]:
    chosen = [i for i, row in enumerate(rows) if row.set in names]
    return [rows[i] for i in chosen], probabilities[chosen]


if __name__ == "__main__":
    main()
