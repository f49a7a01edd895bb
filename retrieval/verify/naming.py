"""When two names are one: aliases, initials, peoples and their countries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from retrieval.tokens import words
from retrieval.verify.reading import Name, Reading, initials

# Peoples whose name doesn't begin as their country's does; each row is one.
_PEOPLES = (
    "us usa america american americans",
    "uk britain british briton britons",
    "netherlands dutch holland",
    "france french",
    "ireland irish",
    "denmark danish dane danes",
    "switzerland swiss",
    "spain spanish",
    "poland polish pole poles",
    "eu european",
    "wales welsh",
    "beijing china chinese prc",
    "washington us",
)
_ROWS: dict[str, frozenset[int]] = {}
for _number, _row in enumerate(_PEOPLES):
    for _word in _row.split():
        _ROWS[_word] = _ROWS.get(_word, frozenset()) | {_number}
_DEMONYM = re.compile(r"(?:ese|ians?|ans?|ish|is?|ic)$")
_TITLES = frozenset(
    "mr mrs ms dr sir president senator sen representative rep secretary minister prime chancellor "
    "governor gov general gen ceo cfo chairman chairwoman chair director under professor".split()
)
# Two words of one name stand at most this many words apart in the source.
APART = 6


@dataclass(frozen=True)
class Known:
    """The names a statement may use: those of its source, and those of the source's keeper.

    `attribution` holds the words of speakers, outlets and authors; `aliases` the other names of
    the cited documents, each a tuple of folded words.
    """

    source: Reading
    attribution: frozenset[str] = frozenset()
    aliases: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def short(self) -> frozenset[str]:
        """The initials of the source's long names."""
        return frozenset(initials(self.source))

    def holds(self, name: Name, statement: Reading) -> bool:
        """Whether the source names what `name` names."""
        if any(_within(name.words, alias) for alias in self._named(statement)):
            return True
        missing = [word for word in name.words if not self.knows(word)]
        if missing:
            return self._abbreviates(missing, statement)
        return self._together(name)

    def knows(self, word: str) -> bool:
        """Whether one word of a name is in the source, under one of its forms."""
        if word in self.source.folded or word in self.attribution or word in self.short:
            return True
        if word.endswith("s") and word[:-1] in self.source.folded:
            return True
        if any(same_people(word, other) for other in self.source.folded):
            return True
        return word in _TITLES and word in self.attribution

    def _named(self, statement: Reading) -> Iterable[tuple[str, ...]]:
        """Yield the aliases that the statement gives in full."""
        said = [word.folded for word in statement.words]
        return (alias for alias in self.aliases if alias and _runs(alias, said))

    def _abbreviates(self, missing: list[str], statement: Reading) -> bool:
        """Whether the source has the initials of a long name that `missing` belong to."""
        # "US" isn't short for "US Senate": initials stand for words other than themselves.
        return any(
            form in self.source.folded and form not in run and run.issuperset(missing)
            for form, run in initials(statement).items()
        )

    def _together(self, name: Name) -> bool:
        """Whether the words of a name stand near each other in the source."""
        own = [word for word in name.words if word not in _ROWS and word not in _TITLES]
        if len(own) < 2:
            return True
        places = [
            [i for i, word in enumerate(self.source.words) if word.folded == part] for part in own
        ]
        if not all(places):
            return True
        return all(
            any(abs(i - j) <= APART for i in one for j in other) for one, other in pairwise(places)
        )


def same_people(one: str, other: str) -> bool:
    """Whether two words name one country or its people: "china", "chinese"."""
    if one == other or _ROWS.get(one, frozenset()) & _ROWS.get(other, frozenset()):
        return True
    if len(one) < 4 or one[:4] != other[:4]:
        return False
    short, long = sorted((one, other), key=len)
    return (
        bool(_DEMONYM.search(long))
        and len(long) - len(short) <= 4
        and (long.startswith(short.rstrip("aeyno")))
    )


def same_name(one: tuple[str, ...], other: tuple[str, ...], around: Reading) -> bool:
    """Whether two runs of name words may name one thing."""
    a, b = set(one), set(other)
    if a <= b or b <= a:
        return True
    if len(one) == 1 and (one[0] == "".join(word[0] for word in other)):
        return True
    if len(other) == 1 and (other[0] == "".join(word[0] for word in one)):
        return True
    if len(other) == 1 and other[0] in initials(around):
        return True
    # "President Trump", "Donald Trump"; but "US House" is not "US Senate".
    a, b = a - _TITLES, b - _TITLES
    shared = {(x, y) for x in a for y in b if same_people(x, y)}
    left_a, left_b = a - {x for x, _ in shared}, b - {y for _, y in shared}
    return bool(shared) and not (left_a and left_b)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return set(part) <= set(whole)


def _runs(part: tuple[str, ...], whole: list[str]) -> bool:
    size = len(part)
    return any(tuple(whole[i : i + size]) == part for i in range(len(whole) - size + 1))


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a name as the gate compares them."""
    return tuple(words(text))
