"""Names in a question typed without capitals, told by how the corpus writes them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from retrieval.tokens import STOP_WORDS, TOKEN, fold

_CAPITALS = "A-ZÀ-ÖØ-ÞĄĆČĘŁŃŚŠŹŻŽ"
_WORD = rf"[{_CAPITALS}][\w&]*(?:['’][{_CAPITALS}]\w*)?"
# One name, its parts joined as in "Court of Auditors" or "Workers' Union".
_NAME = re.compile(rf"\b{_WORD}(?:(?:(?<=s)['’])? (?:(?:of|for|de)(?: the)? )?{_WORD})*")
_JOINS = frozenset("of for de the".split())
# Behind this, a capital tells nothing.
_OPENING = re.compile(r"(?:^|[.?!:;\"“”‘*_>-])\s*$")
# A line that ends otherwise is a heading, whose words have capitals of their own.
_SENTENCE = re.compile(r"[.?!][\"”’)*_\s]*$")
_POSSESSIVE = re.compile(r"['’]s$")
# How often a word opens sentences, and never stands small, before it is taken for a name; without
# an article, a plural, a participle or an adverb opens one as well.
_OPENS = 2
_MAY_OPEN = re.compile(r"(?:s|ing|ed|ly)$")

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Casing:
    """The names that a corpus writes with capitals and never without, by their folded words.

    `words` holds those of one word, as they are written; `names` those of several words; `longest`
    is how many the longest has.
    """

    words: dict[str, str] = field(default_factory=dict)
    names: frozenset[Form] = frozenset()
    longest: int = 1

    @classmethod
    def of(cls, texts: Iterable[str]) -> Casing:
        """Read how `texts` write their words."""
        lines = [line for text in texts for line in text.splitlines()]
        small = STOP_WORDS | {fold(w) for line in lines for w in TOKEN.findall(line) if w.islower()}
        runs = [run for line in lines if _SENTENCE.search(line) for run in _runs(line, small)]
        names = {tuple(map(fold, run)) for run, _ in runs if len(run) > 1}
        longest = max(map(len, names), default=1)
        by_opening: dict[str, set[Form]] = defaultdict(set)
        for form in names:
            by_opening[form[0]].add(form)
        names -= {form for line in lines for form in _written_small(line, by_opening)}
        within = Counter(run[0] for run, opens in runs if len(run) == 1 and not opens)
        opening = Counter(run[0] for run, opens in runs if len(run) == 1 and opens)
        longer = Counter(word for run, _ in runs if len(run) > 1 for word in run)
        # What mostly stands within longer names ("Federal", "Commission") is none by itself.
        alone = {word for word, count in within.items() if count > longer[word]}
        alone |= {w for w, n in opening.items() if n >= _OPENS and not _MAY_OPEN.search(w)}
        words = {fold(word): word for word in sorted(alone, reverse=True) if len(word) > 1}
        own = {word: written for word, written in words.items() if word not in small}
        return cls(own, frozenset(names), longest)

    def restored(self, text: str) -> str:
        """Return `text`, as long as before, with capitals for the names typed without."""
        tokens = list(TOKEN.finditer(text))
        folded = [_POSSESSIVE.sub("", fold(token.group())) for token in tokens]
        typed = list(text)
        place = 0
        while place < len(tokens):
            length = self._named(folded[place : place + self.longest])
            for i in range(place, place + length):
                token = tokens[i].group()
                if token.islower() and folded[i] not in _JOINS:
                    capital = self._written(folded[i], token)
                    typed[tokens[i].start() : tokens[i].end()] = capital
            place += max(1, length)
        return "".join(typed)

    def _named(self, folded: list[str]) -> int:
        """Return how many of the first words are one name; 0 where they are none."""
        for length in range(len(folded), 1, -1):
            if tuple(folded[:length]) in self.names:
                return length
        return int(folded[0] in self.words) if folded else 0

    def _written(self, word: str, token: str) -> str:
        """Return a name as the corpus writes it, where its letters are those typed."""
        written = self.words.get(word, "")
        return written if written.lower() == token else token[:1].upper() + token[1:]


def _runs(line: str, small: Container[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield the words of each run with capitals, and of its parts; and whether it opens a sentence.

    A word that opens a sentence and else stands without a capital is no part of a name.
    """
    for match in _NAME.finditer(line):
        run = TOKEN.findall(match.group())
        opens = _OPENING.search(line, 0, match.start()) is not None
        if opens and fold(run[0]) in small:
            run, opens = run[1:], False
        while run and fold(run[0]) in STOP_WORDS:
            run = run[1:]
        if run:
            yield run, opens
        joined = next((i for i, word in enumerate(run) if word in _JOINS), 0)
        if joined > 1:
            yield run[:joined], opens


def _written_small(line: str, by_opening: Mapping[str, Collection[Form]]) -> Iterator[Form]:
    """Yield the names that a line gives without a capital."""
    tokens = TOKEN.findall(line)
    for place, token in enumerate(tokens):
        for form in by_opening.get(token, ()):
            if tuple(tokens[place : place + len(form)]) == form:
                yield form
