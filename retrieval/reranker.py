"""An optional second opinion: a CrossEncoder reads the question with each of the best passages."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SettingsError
from retrieval.search import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Passages read anew: on two cores a small CrossEncoder takes about half a second for these.
DEPTH = 20
# The CrossEncoder's share of the score; the rest is the ranking's own, which knows outlets, dates
# and status. Both are standardised over the passages read.
SHARE = 0.7


class Reranker:
    """A loaded CrossEncoder. Safe to share by threads."""

    def __init__(self, name: str, threads: int = 2) -> None:
        """Load the CrossEncoder `name` (a folder or a hub name) on the CPU.

        Raises:
            SettingsError: the model can't be loaded, or gives other than one score a pair.
        """
        self._model = _load(name, threads)
        self._lock = threading.Lock()
        self.name = name

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how well each text answers `question`, shape (len(texts),); higher is better."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            found = self._model.predict([(question, text) for text in texts], batch_size=DEPTH)
        return np.asarray(found, dtype=np.float32).reshape(len(texts))

    def rerank(self, question: str, hits: Sequence[Hit], k: int) -> list[Hit]:
        """Return the `k` best of `hits` by both opinions, best first, scores falling with them."""
        if len(hits) < 2:
            return list(hits[:k])
        read, rest = hits[:DEPTH], hits[DEPTH:]
        theirs = _standard(self.scores(question, [hit.passage.text for hit in read]))
        own = _standard(np.array([hit.score for hit in read], dtype=np.float32))
        mixed = SHARE * theirs + (1 - SHARE) * own
        order = np.argsort(-mixed, kind="stable")
        # Scores keep the ranking's own scale, which what comes after relies on.
        scores = sorted((hit.score for hit in read), reverse=True)
        again = [replace(read[i], score=score) for i, score in zip(order, scores, strict=True)]
        return [*again, *rest][:k]


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((scores - scores.mean()) / (scores.std() + 1e-6), dtype=np.float32)


def _load(name: str, threads: int) -> CrossEncoder:
    if Path(name).exists():
        # Nothing to fetch: keep the hub's client from asking the network about local files.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import CrossEncoder

    torch.set_num_threads(threads)
    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu")
        labels = int(model.num_labels)
    except Exception as error:
        raise SettingsError(
            f'The reranker "{name}" can\'t be loaded ({type(error).__name__}); set '
            "CHOKEPOINT_RERANKER to a CrossEncoder's folder or a model name that can be "
            "downloaded here, or leave it out."
        ) from error
    if labels != 1:
        raise SettingsError(
            f'The reranker "{name}" gives {labels} labels a pair, not one score; set '
            "CHOKEPOINT_RERANKER to a CrossEncoder trained for ranking, or leave it out."
        )
    return model
