"""What the librarian's side tells, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from bot.cards.markdown import escape
from bot.cards.phrases import Say
from retrieval.errors import Phrased


def told(one: Phrased, say: Say, shown: Callable[[str], str] = escape) -> str:
    """Return a phrase with its values in the reader's language.

    Values that are phrases are told, too; all others, and a phrase without any, go through `shown`,
    which by default makes markdown of them.
    """
    values = {
        name: told(value, say, shown) if isinstance(value, Phrased) else shown(str(value))
        for name, value in one.values.items()
    }
    return say(one.phrase, **values) if values else shown(say(one.phrase))


def plainly(one: Phrased, say: Say) -> str:
    """Return the same as plain text."""
    return told(one, say, str)
