"""The two families of faults.

A `ChokepointError` is for the person: its text says what is wrong, names the input and says what
to do. Every other exception is a bug: the edges (command line, bot) log it with a reference id
and show the person only that id.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable


@runtime_checkable
class Phrased(Protocol):
    """What can be told in other languages: a phrase in English, and what stands in its fields.

    A value may be phrased itself.
    """

    @property
    def phrase(self) -> str:
        """The words, with fields such as {name} where there are values."""

    @property
    def values(self) -> Mapping[str, object]:
        """What stands in the fields."""


class ChokepointError(Exception):
    """A fault with a plain sentence for the person who can mend it.

    Attributes:
        phrase: The sentence, with fields such as {name} where there are values.
        values: What stands in the fields; so the phrase can be told in other languages.
    """

    def __init__(self, phrase: str, /, **values: object) -> None:
        super().__init__(phrase.format(**values) if values else phrase)
        self.phrase = phrase
        self.values = values


class CorpusError(ChokepointError):
    """The corpus folder can't be used: missing, empty, or nothing in it could be read."""


class AlreadyHeldError(ChokepointError):
    """A document that would be added is in the corpus already, as `document_id`."""

    def __init__(self, phrase: str, document_id: str, /, **values: object) -> None:
        super().__init__(phrase, **values)
        self.document_id = document_id


class IndexBusyError(ChokepointError):
    """Another reload, or another process, holds the data folder."""


class QuestionError(ChokepointError):
    """The question can't be asked as it stands: empty or too long."""


class NotInCorpusError(ChokepointError):
    """What was looked up by name is not in the corpus.

    Attributes:
        what: What was looked up: "person", "rule" or "term".
        name: The name that was given.
        near: The most similar names that the corpus holds, the nearest first.
    """

    def __init__(self, what: str, name: str, near: Sequence[str]) -> None:
        held = f"{what} called" if what != "person" else "words or position of"
        remedy = f"did you mean {' or '.join(near)}?" if near else "ask for another."
        super().__init__(f'The corpus holds no {held} "{name}"; {remedy}')
        self.what = what
        self.name = name
        self.near = tuple(near)


class SettingsError(ChokepointError):
    """A setting is unknown or has a value that can't be used."""


def reference_id() -> str:
    """Return a short id that ties what a person saw to the log line of the bug behind it."""
    return secrets.token_hex(4)
