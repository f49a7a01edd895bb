"""How fast a search and indexing are, beside the stock pipeline in the same run."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Stub."""
