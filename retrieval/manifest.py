"""What is written of generations beside their content: how one came to be, and which is live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

# Raised when the way passages are cut or stored changes, so that old generations are rebuilt.
FORMAT = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """How a generation came to be: who did what to which documents, and the figures it had.

    `act` is a word like "reload"; `subject` what it was about. The ids are those added, changed
    and removed against the generation before. `figures` are shares by name, where it was judged.
    """

    by: str = ""
    act: str = "build"
    subject: str = ""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a generation without loading it.

    `built_at` is ISO 8601 in UTC; `corpus` the folder it was read from. `threshold` is that of the
    index, found with the confidence model `model`; it means nothing to another model.
    """

    generation: str
    built_at: str
    documents: int
    passages: int
    encoder: str
    fingerprint: str
    corpus: str
    origin: Origin = Origin()
    threshold: float | None = None
    model: str = ""
    format: int = FORMAT

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the manifest of which `stored` is the `asdict`."""
        origin: dict[str, Any] = {
            name: tuple(tuple(item) if isinstance(item, list) else item for item in value)
            if isinstance(value, list)
            else value
            for name, value in dict(stored.get("origin") or {}).items()
        }
        return cls(**{**stored, "origin": Origin(**origin)})


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation is live, those to go back to (latest first), and a candidate held back."""

    live: str
    kept: tuple[str, ...] = ()
    held: str | None = None

    @property
    def previous(self) -> str | None:
        """The generation that was live before this one."""
        return self.kept[0] if self.kept else None

    @property
    def all(self) -> tuple[str, ...]:
        """Every generation that is needed."""
        return (self.live, *self.kept, *([self.held] if self.held else []))

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {"live": self.live, "kept": list(self.kept), "held": self.held}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote."""
        return cls(str(stored["live"]), tuple(stored.get("kept") or ()), stored.get("held"))
