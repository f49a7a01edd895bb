"""Capitals that a chat message leaves out: of months, and of names that the sources write so."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable

from retrieval.tokens import STOP_WORDS, TOKEN, fold
from retrieval.verify.reading import read

_ALSO_MONTHS = frozenset({"march", "may"})
_MONTHS = [name.lower() for name in calendar.month_name if name]
_SHORT = [name.lower() for name in calendar.month_abbr if name] + ["sept"]
_CLEAR = "|".join(name for name in _MONTHS if name not in _ALSO_MONTHS)
# Other words are written like these: they are months beside a day or a year, or behind a word
# that dates.
_UNCLEAR = "|".join(sorted({*_ALSO_MONTHS, *_SHORT}, key=len, reverse=True))
_MONTH = re.compile(
    rf"\b(?:{_CLEAR})\b"
    rf"|\b(?:{_UNCLEAR})\b(?=\.? \d)"
    rf"|(?<![\w.])(?P<day>\d{{1,2}}(?:st|nd|rd|th)? )(?:{_UNCLEAR})\b(?! (?:be|have|not|also)\b)"
    rf"|(?:(?<=\bin )|(?<=\bsince )|(?<=\buntil )|(?<=\blast )|(?<=\bearly )|(?<=\blate ))"
    rf"(?:{_UNCLEAR})\b"
)


def dated(text: str) -> str:
    """Return `text` with its months in capitals: "july 2 2025" is read as a date."""
    return _MONTH.sub(_capitalised, text)


def _capitalised(match: re.Match[str]) -> str:
    day = match["day"] or ""
    return day + match.group()[len(day) :].capitalize()


def recased(claim: str, sentences: Iterable[str]) -> str:
    """Return `claim` with the capitals of the words that `sentences` write as names alone.

    A claim with a capitalised word behind its first has its capitals already.
    """
    if any(word.text[:1].isupper() and word.text[1:2].islower() for word in read(claim).words[1:]):
        return claim
    names: dict[str, str] = {}
    plain: set[str] = set()
    for sentence in sentences:
        for word in read(sentence).words:
            if word.name and not word.opens:
                names.setdefault(word.folded, word.text)
            elif not word.opens:
                plain.add(word.folded)

    def capital(match: re.Match[str]) -> str:
        token = match.group()
        form = fold(token).removesuffix("'s")
        if token != token.lower() or form in STOP_WORDS | plain | _ALSO_MONTHS:
            return token
        name = names.get(form, "").removesuffix("'s").removesuffix("’s")
        return name + token[len(name) :] if token.startswith(name.lower()) and name else token

    return TOKEN.sub(capital, claim)
