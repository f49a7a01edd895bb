"""What the retrieval side can be told; read from the environment by the edges, never here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """Settings of the librarian.

    `corpus` and `data` are folders. `encoder` is "packaged", a folder, or a sentence-transformers
    model name. `model` is a chat model as LangChain's `init_chat_model` names it, `model_url` an
    OpenAI-compatible endpoint, `model_key` its key. `tokens_per_day` bounds what a chat model may
    use. `stale_days` is how old the newest source may be for a question about the present.
    `threads` bounds the encoder's CPU threads.
    """

    corpus: Path
    data: Path
    encoder: str = "packaged"
    reranker: str | None = None
    model: str | None = None
    model_url: str | None = None
    model_key: str | None = None
    tokens_per_day: int = 200_000
    stale_days: int = 90
    threads: int = 2
