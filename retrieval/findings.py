"""What a check of the corpus finds, and what such a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from retrieval.documents import Corpus, Document, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a document, and under which key of its file or where in its text."""

    document: Document
    key: tuple[Any, ...]
    reason: str
    severity: Severity = Severity.ERROR
    offset: int = 0


# Takes the corpus and today's date.
Check = Callable[[Corpus, date], Iterator[Finding]]
