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
    `threads` bounds the encoder's CPU threads. `regression_tolerance` is by how much a regression
    figure may fall, in [0, 1], before a reload is held back. `private_addresses` are the addresses
    ("10.0.0.7" or "10.0.0.7:8080") that documents may be fetched from although they are not public.
    `federal_register` is the base address of the Federal Register's API.
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
    regression_tolerance: float = 0.02
    private_addresses: frozenset[str] = frozenset()
    federal_register: str = "https://www.federalregister.gov/api/v1"

    @property
    def overlay(self) -> Path:
        """The folder of documents that were kept while the corpus folder is read-only."""
        return self.data / "overlay"
