"""The bot's own fixed words, in the reader's language.

A phrase is written in English in the code; a catalogue may hold its translation. Values are put
in by name: `say("As of {date}", date="14 July 2026")`.
"""

from __future__ import annotations

from typing import Protocol


class Say(Protocol):
    """Returns a phrase in one language with its values put in."""

    def __call__(self, phrase: str, **values: object) -> str:
        """Return `phrase` in the reader's language."""


def english(phrase: str, **values: object) -> str:
    """Return the phrase as the code has it."""
    return phrase.format(**values) if values else phrase
