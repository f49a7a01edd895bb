"""Slips of spelling in a question, corrected by the words the corpus holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from retrieval.tokens import STOP_WORDS, TOKEN, content_stems, words

# Shorter words are too near to others ("latter", "later"); names are further apart.
_SHORTEST_WORD = 7
_SHORTEST_NAME = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Spelling:
    """The words of a corpus, folded, and how many passages hold each."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def corrected(self, text: str) -> str:
        """Return `text` with each word that the corpus hasn't replaced by the one meant.

        A word is meant that begins the same and has one letter in another place ("Ghandi"), one
        more or one less. One letter for another is no slip: it mostly makes another word
        ("steeper", "sleeper"). A word is left alone when the corpus holds another form of it.
        """
        if not self.counts:
            return text
        return TOKEN.sub(lambda match: self._word(match.group()), text)

    def _word(self, token: str) -> str:
        folded = words(token)
        word = folded[0] if folded else ""
        shortest = _SHORTEST_NAME if token[:1].isupper() else _SHORTEST_WORD
        if len(word) < shortest or not (word.isascii() and word.isalpha()):
            return token
        if (
            word in self.counts
            or word in STOP_WORDS
            or not self._stems.isdisjoint(content_stems([word]))
        ):
            return token
        for slips in (self._moved(word), _with_one_more(word), _less(word)):
            known = [other for other in slips if other in self.counts]
            if known:
                meant = max(known, key=lambda other: (self.counts[other], other))
                return meant.capitalize() if token[:1].isupper() else meant
        return token

    def _moved(self, word: str) -> list[str]:
        less = set(_less(word))
        same = self._by_letters.get(_letters(word), ())
        return [other for other in same if not less.isdisjoint(_less(other))]

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(content_stems(self.counts))

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.counts:
            if len(word) >= _SHORTEST_NAME and word.isalpha():
                found.setdefault(_letters(word), []).append(word)
        return found


def _letters(word: str) -> str:
    """Return the first letter, then the others in alphabetical order."""
    return word[0] + "".join(sorted(word[1:]))


def _with_one_more(word: str) -> Iterator[str]:
    for i in range(1, len(word) + 1):
        for letter in _LETTERS:
            yield word[:i] + letter + word[i:]


def _less(word: str) -> Iterator[str]:
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
