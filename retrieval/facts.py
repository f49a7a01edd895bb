"""Whether an answer states a fact, however it spells the number, the date or the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.answer import Answer
from retrieval.dates import DateMention, date_mentions
from retrieval.tokens import STOP_WORDS, stem, words

_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        start=2,
    )
}
# What a money amount or a share may be written with or without.
_UNITS = frozenset({"dollar", "dollars", "usd", "$", "us"})
# Function words that change what is said; "may" is a month too.
_TELLING = frozenset({"no", "not", "nor", "may"})
_SKIPPED = (STOP_WORDS | _UNITS) - _TELLING
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PERCENT = re.compile(r"\s?%|\bper cent\b", re.IGNORECASE)
_MONTH_DAY = re.compile(
    r"\b((?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october)\s+"
    r"(\d{1,2})(?:st|nd|rd|th)?(?![\d.,]*\d)",
    re.IGNORECASE,
)
_END = "\n"


def states(answer: Answer, spellings: Sequence[str]) -> bool:
    """Whether the answer's statements, with their speakers, state a fact in one of its spellings.

    What only a notice beside the answer says doesn't count.
    """
    texts = [text for item in answer.statements for text in (item.text, item.speaker) if text]
    return stated(texts, spellings)


def stated(texts: Sequence[str], spellings: Sequence[str]) -> bool:
    """Whether one of `texts` states a fact in one of its spellings.

    A spelling that is a date is stated by a date that lies within it: "April 2025" is stated by
    "on 9 April 2025", but not the other way round. Any other is stated where its words stand
    together, numbers compared by value ("$2.5 billion", "2,500,000,000"), the rest by their stems.
    """
    said = [token for text in texts for token in (*_tokens(text), _END)]
    dates = [mention for text in texts for mention in date_mentions(text)]
    return any(_states(said, dates, spelling) for spelling in spellings)


def _states(said: list[str], dates: Sequence[DateMention], spelling: str) -> bool:
    wanted = date_mentions(spelling)
    if len(wanted) == 1 and (wanted[0].start, wanted[0].end) == (0, len(spelling)):
        first, last = wanted[0].first, wanted[0].last
        if any(first <= mention.first and mention.last <= last for mention in dates):
            return True
        # What looks like a year may be a number.
        if not spelling.isdigit():
            return False
    tokens = _tokens(spelling)
    length = len(tokens)
    return bool(tokens) and any(
        said[i : i + length] == tokens for i in range(len(said) - length + 1)
    )


def _tokens(text: str) -> list[str]:
    text = _PERCENT.sub(" percent ", _MONTH_DAY.sub(r"\2 \1", text))
    tokens: list[str] = []
    for word in words(text):
        word = _NUMBER_WORDS.get(word, word)
        scale = _SCALES.get(word)
        if scale and tokens and (value := _number(tokens[-1])) is not None:
            tokens[-1] = _plain(value * scale)
        elif word not in _SKIPPED:
            number = _number(word)
            tokens.append(word if number is None else _plain(number))
    return stem(tokens)


def _number(token: str) -> Decimal | None:
    return Decimal(token) if _NUMBER.fullmatch(token) else None


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
