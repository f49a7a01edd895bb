"""Words as the lexical side sees them: folded, stemmed, without stop words.

One analysis serves the index and the question, so a term of one always meets the other.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

# A token is a run of letters and digits; inside numbers, separators stay ("400,000", "744.21"),
# as do apostrophes and ampersands inside words ("R&D", "AT&T").
TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:[&'’][^\W_]+)*", re.UNICODE)

# An acronym written with dots ("U.N.", "U.S.-made") meets the one without.
_DOTTED = re.compile(r"\b(?:[A-Z]\.)+[A-Z]\b(?:\.(?![^\W_]))?")

# The plural ending of an acronym ("GPUs"): the stemmer leaves it, so it would not meet "GPU".
_ACRONYMS = re.compile(r"(?<=\b[A-Z]{2})s\b|(?<=\b[A-Z]{3})s\b|(?<=\b[A-Z]{4})s\b")

# "The 1970's" are the 1970s, nothing of the year 1970.
_DECADE = re.compile(r"(?:19|20)\d0's")

# What stands before the digits of a decade of the last century written short ("the late '70s").
_SHORT_DECADE = re.compile(
    r"\b(the (?:(?:early|mid|late)[ -])?)['’]?(?=[3-9]0['’]?s\b)", re.IGNORECASE
)

# Shorter stems are kin to none: too many begin alike.
_KIN = 4

# English function words and the words that only make a sentence a question. Interrogatives carry
# the type of the answer, which `question.py` reads from the question itself.
STOP_WORDS = frozenset(
    """
    a about after all also although am an and any are as at be because been before being
    between both but by can could did do does doing done down during each else ever few for
    from further get gets give given gives got had has have having he her here hers him his
    how i if in into is it its itself just let made make many may me might more most much
    must my no nor not of off on once one only or other our out over own per please said
    same say says shall she should so some such tell than that the their them then there
    these they this those through to too under until up us very was we were what when where
    which while who whom whose why will with would you your yes
    """.split()
)


_MONTHS = {name[:3].lower(): name.lower() for name in calendar.month_name if name}
_MONTHS["sept"] = "september"


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


# Letters that Unicode doesn't take for another with an accent, as they are typed without one.
_PLAIN = str.maketrans(
    dict(zip("łŁøØđĐħĦı", "lLoOdDhHi", strict=True))
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
    | {"’": "'"}
)


def fold(text: str) -> str:
    """Return `text` in lower case, compatibility-normalised, accents and curly quotes dropped."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def _clean(token: str) -> str:
    if _DECADE.fullmatch(token):
        return token.replace("'", "")
    token = token.removesuffix("'s").replace("'", "")
    if token[:1].isdigit():
        return token.replace(",", "")
    # The plural of a code ("H200s"), which the stemmer takes for a word of its own.
    return token[:-1] if token[-1:] == "s" and token[-2:-1].isdigit() else token


def undotted(text: str) -> str:
    """Return `text` with its acronyms written without dots."""
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), text)


def words(text: str) -> list[str]:
    """Return every folded token of `text` in order, stop words included, unstemmed."""
    plain = _SHORT_DECADE.sub(r"\g<1>19", _ACRONYMS.sub("", undotted(text)))
    return [_clean(match) for match in TOKEN.findall(fold(plain))]


def terms(text: str) -> list[str]:
    """Return the stems of the content words of `text`, in order, repeats kept."""
    return content_stems(words(text))


def content_stems(tokens: Iterable[str]) -> list[str]:
    """Return the stems of those of `tokens`, as `words` gives them, that aren't stop words.

    A month cut short ("Oct") is read as the month.
    """
    return stem([_MONTHS.get(word, word) for word in tokens if word and word not in STOP_WORDS])


def stem(tokens: list[str]) -> list[str]:
    """Return the Snowball (English) stems of `tokens`."""
    stems: list[str] = _stemmer().stemWords(tokens)
    return stems


@lru_cache(maxsize=1)
def _month_stems() -> frozenset[str]:
    return frozenset(content_stems(_MONTHS))


def is_figure(term: str) -> bool:
    """Whether a stem is a number, a code with a digit in it, or a month."""
    return any(char.isdigit() for char in term) or term in _month_stems()


def are_kin(one: str, other: str) -> bool:
    """Whether one of two stems of four letters or more begins as the other, but for two letters.

    So are "found" and "founder", "german" and "germani".
    """
    if min(len(one), len(other)) < _KIN:
        return False
    return other.startswith(one[: max(_KIN, len(one) - 2)]) or one.startswith(
        other[: max(_KIN, len(other) - 2)]
    )
