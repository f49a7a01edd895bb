"""Texts that travel with the code: the prompts and the starter corpus."""

from __future__ import annotations

from pathlib import Path

import retrieval


def shipped(name: str) -> Path:
    """Return the folder "prompts" or "corpus".

    It lies beside the packages in a checkout, and inside `retrieval` in an installed wheel.
    """
    package = Path(retrieval.__file__).parent
    beside = package.parent / name
    return beside if (beside / "README.md").is_file() else package / "_shipped" / name
