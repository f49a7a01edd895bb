"""Why the gate refuses a statement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a statement is refused: which check, and in plain words what is wrong.

    `check` is one of "span", "number", "date", "name", "negation", "modal", "opposite",
    "scope", "status", "order" and "support".
    """

    check: str
    detail: str
