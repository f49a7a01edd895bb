"""Slips of spelling in a question, corrected by the words the corpus holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from retrieval.tokens import STOP_WORDS, TOKEN, content_stems, words

# Shorter words are too near to others ("latter", "later"); names are further apart.
_SHORTEST_WORD = 7
_SHORTEST_NAME = 5
# Words in which questions are put, whether or not the corpus holds them.
_ASKING = frozenset(
    "happened happening happens timeline chronology history compare compared comparison difference "
    "differences different versus between position opinion argument arguments according currently "
    "country countries company companies organisation organisations organization organizations "
    "agencies officials percentage deadline explain meaning recommend recommended criticise "
    "criticised criticize criticized support supported supporters opponents oppose opposed".split()
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of a corpus, folded, with how many passages hold each; and their stems."""

    counts: Mapping[str, int] = field(default_factory=dict)
    _stems: frozenset[str] = frozenset()
    _by_letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Spelling:
        """Learn the words that `counts` holds; those that only questions hold count 0."""
        counts = {**dict.fromkeys(_ASKING, 0), **counts} if counts else counts
        by_letters: dict[str, tuple[str, ...]] = {}
        for word in counts:
            if len(word) >= _SHORTEST_NAME and word.isalpha():
                by_letters[_letters(word)] = (*by_letters.get(_letters(word), ()), word)
        return cls(counts, frozenset(content_stems(counts)), by_letters)

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
        shortest = _SHORTEST_NAME if token[:1].isupper() else _SHORTEST_WORD
        if len(token) < shortest or token.lower() in self.counts:
            return token
        word = "".join(words(token))
        if len(word) < shortest or not (word.isascii() and word.isalpha()) or self._holds(word):
            return token
        for slips in (self._moved(word), _with_one_more(word), _less(word)):
            known = [other for other in slips if other in self.counts]
            if known:
                meant = max(known, key=lambda other: (self.counts[other], other))
                return meant.capitalize() if token[:1].isupper() else meant
        return token

    def _holds(self, word: str) -> bool:
        forms = content_stems([word])
        return word in STOP_WORDS or word in self.counts or not self._stems.isdisjoint(forms)

    def _moved(self, word: str) -> list[str]:
        less = set(_less(word))
        same = self._by_letters.get(_letters(word), ())
        return [other for other in same if not less.isdisjoint(_less(other))]


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
