"""Sentences with one thing changed: a number, a date, a name or a denial; and rewordings.

Every edit makes a sentence that its original doesn't prove, every rewording says the same. Both
come from patterns of this file, not from the gate's own reading, and from a seeded choice, so a
run repeats exactly and can find what the gate doesn't see.
"""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from retrieval.passages import sentences_of

SEED = 7
SHORTEST = 5
Edit = Callable[[str, random.Random, "Pool"], str | None]

_MONTHS = tuple(calendar.month_name)[1:]
_DIGITS = re.compile(
    r"(?<![\w.,:$€£-])\d{1,3}(?:,\d{3})+|(?<![\w.,:-])\d+(?:\.\d+)?(?![\w:]|[.,]\d)"
)
_WORDS = "two three four five six seven eight nine ten twelve twenty thirty forty fifty".split()
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_MAGNITUDES = ("thousand", "million", "billion", "trillion")
_MAGNITUDE = re.compile(rf"(?<=\d )(?:{'|'.join(_MAGNITUDES)})\b")
_YEAR = re.compile(r"(?<![\w.,:$€£-])(?:1[0-9]|20)\d\d(?![\w:,]|[.]\d|-\d)")
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b(?= \d|,? (?:1\d|20)\d\d)")
_DAY = re.compile(
    rf"(?<![\w.,:$€£-])[12]?\d(?= (?:{'|'.join(_MONTHS)})\b)|"
    rf"(?<=(?:{'|'.join(m[-3:] for m in _MONTHS)}) )[12]?\d(?!\d)(?=, |\b)"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z0-9]+(?: [A-Z][A-Za-z0-9]+)*(?![\w-])")
_OPENING = re.compile(r"^[A-Z][a-z]+(?: [A-Z][a-z]+)*(?= [a-z])")
_NOT_NAMES = frozenset((*_MONTHS, *calendar.day_name, "I", "The", "A", "An", "In", "It", "Its"))
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|had|will|would|can|could|may|must|should)\b(?! (?:not|no|only)\b)"
)
_DENIAL = re.compile(
    r"\b(?P<aux>is|are|was|were|has|have|had|will|would|could|may|must|should|does|did|do) not\b"
    r"(?! only)"
)
_NO = re.compile(r"\bno (?=[a-z])(?!one\b|longer\b|more\b|less\b|fewer\b|later\b)")


@dataclass(frozen=True, slots=True)
class Swap:
    """A sentence and what became of it; `kind` says what was changed."""

    kind: str
    original: str
    edited: str


@dataclass(frozen=True)
class Pool:
    """The names of a corpus, by their number of words, and its words in lower case."""

    names: dict[int, tuple[str, ...]]
    plain: frozenset[str]

    @classmethod
    def of(cls, sentences: Sequence[str]) -> Pool:
        """Read the names from the middle of sentences."""
        found = dict.fromkeys(match.group() for text in sentences for match in _NAME.finditer(text))
        names: dict[int, list[str]] = {}
        for name in found:
            if _NOT_NAMES.isdisjoint(name.split()):
                names.setdefault(len(name.split()), []).append(name)
        plain = frozenset(word for text in sentences for word in re.findall(r"\b[a-z]+\b", text))
        return cls({size: tuple(group) for size, group in names.items()}, plain)

    def places(self, text: str) -> list[re.Match[str]]:
        """Return where `text` has names: mid-sentence, and in front where no word is meant."""
        places = [m for m in _NAME.finditer(text) if _NOT_NAMES.isdisjoint(m.group().split())]
        first = _OPENING.match(text)
        known = first and first.group() in self.names.get(len(first.group().split()), ())
        if first and known and not {w.lower() for w in first.group().split()} & self.plain:
            places.insert(0, first)
        return places


def sentences(texts: Iterable[str]) -> list[str]:
    """Return the sentences of `texts`, white space folded, each once, without headings."""
    found: dict[str, None] = {}
    for text in texts:
        for sentence in sentences_of(text):
            flat = " ".join(text[sentence.start : sentence.end].split())
            if len(flat.split()) >= SHORTEST and flat[0] not in "#|-*>" and flat[-1] in '.!?”"':
                found[flat] = None
    return list(found)


def swaps(texts: Sequence[str], seed: int = SEED) -> list[Swap]:
    """Return every edit that applies to each of the sentences, in order."""
    rng = random.Random(seed)
    pool = Pool.of(texts)
    made: list[Swap] = []
    for text in texts:
        for kind, edit in EDITS.items():
            edited = edit(text, rng, pool)
            if edited and edited != text:
                made.append(Swap(kind, text, edited))
    return made


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _number(text: str, rng: random.Random, _: Pool) -> str | None:
    places = [m for m in _DIGITS.finditer(text) if not _is_date(text, m)]
    places += [*_WORD.finditer(text), *_MAGNITUDE.finditer(text)]
    if not places:
        return None
    match = rng.choice(places)
    old = match.group()
    if old in _MAGNITUDES:
        return _replaced(text, match, rng.choice([m for m in _MAGNITUDES if m != old]))
    if old in _WORDS:
        return _replaced(text, match, rng.choice([w for w in _WORDS if w != old]))
    digits = [i for i, char in enumerate(old) if char.isdigit()]
    place = rng.choice(digits[:2])
    choices = [d for d in "123456789" if d != old[place]]
    return _replaced(text, match, old[:place] + rng.choice(choices) + old[place + 1 :])


def _is_date(text: str, match: re.Match[str]) -> bool:
    near = text[max(0, match.start() - 12) : match.end() + 12]
    return bool(_YEAR.fullmatch(match.group())) or any(month in near for month in _MONTHS)


def _date(text: str, rng: random.Random, _: Pool) -> str | None:
    places = [(m, kind) for kind in (_YEAR, _MONTH, _DAY) for m in kind.finditer(text)]
    if not places:
        return None
    match, kind = rng.choice(places)
    if kind is _YEAR:
        new = str(int(match.group()) + rng.choice([-11, -2, -1, 1, 2, 11]))
    elif kind is _MONTH:
        new = rng.choice([month for month in _MONTHS if month != match.group()])
    else:
        new = str(rng.choice([day for day in range(1, 29) if day != int(match.group())]))
    return _replaced(text, match, new)


def _name(text: str, rng: random.Random, pool: Pool) -> str | None:
    places = pool.places(text)
    if not places:
        return None
    match = rng.choice(places)
    held = {word.lower()[:4] for word in text.split()}
    others = [
        name
        for name in pool.names.get(len(match.group().split()), ())
        if not held & {word.lower()[:4] for word in name.split()}
    ]
    return _replaced(text, match, rng.choice(others)) if others else None


def _exchange(text: str, rng: random.Random, pool: Pool) -> str | None:
    """Exchange two names that a verb may stand between: not neighbours of one list."""
    places = pool.places(text)
    pairs = [
        (one, other)
        for i, one in enumerate(places)
        for other in places[i + 1 :]
        if one.group() != other.group()
        and not re.search(r"\b(?:and|or)\b|[,;(]", text[one.end() : other.start()])
        and len(text[one.end() : other.start()].split()) >= 2
    ]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    between = text[one.end() : other.start()]
    return text[: one.start()] + other.group() + between + one.group() + text[other.end() :]


def _negation(text: str, rng: random.Random, _: Pool) -> str | None:
    removals = [
        *((m, m["aux"]) for m in _DENIAL.finditer(text)),
        *((m, "a ") for m in _NO.finditer(text)),
    ]
    if removals:
        return _replaced(text, *rng.choice(removals))
    places = list(_AUXILIARY.finditer(text))
    if not places:
        return None
    match = rng.choice(places)
    return _replaced(text, match, f"{match.group()} not")


EDITS: dict[str, Edit] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "names exchanged": _exchange,
    "negation": _negation,
}


def rewordings(texts: Sequence[str]) -> list[Swap]:
    """Return sentences said otherwise without a change of meaning, each with its kind."""
    made: list[Swap] = []
    for text in texts:
        for kind, reword in REWORDINGS.items():
            edited = reword(text)
            if edited != text:
                made.append(Swap(kind, text, edited))
    return made


def _other_number(text: str) -> str:
    text = re.sub(r"(?<=\d)%", " percent", text)
    text = re.sub(r"(?<![\d.,])(\d{1,3}),000(?![\d.,])", r"\1 thousand", text)
    return re.sub(r"(?<=\d) (million|billion)\b", lambda m: {"m": "m", "b": "bn"}[m[1][0]], text)


def _other_date(text: str) -> str:
    months = "|".join(_MONTHS)
    if re.search(rf"\b({months}) \d", text):
        return re.sub(rf"\b({months}) (\d{{1,2}}), (\d{{4}})", r"\2 \1 \3", text)
    return re.sub(rf"\b(\d{{1,2}}) ({months}) (\d{{4}})\b", r"\2 \1, \3", text)


def _contracted(text: str) -> str:
    return re.sub(r"\b(is|are|was|were|has|had|does|did|would|could|should) not\b", r"\1n't", text)


def _shortened(text: str) -> str:
    """Leave out what stands in brackets."""
    return re.sub(r" \([^()]*\)", "", text)


def _attributed(text: str) -> str:
    """Drop a connective in front, and say the rest."""
    return re.sub(r"^(?:However|Moreover|In addition|Meanwhile|Also), (\w)", r"\1", text)


REWORDINGS: dict[str, Callable[[str], str]] = {
    "number": _other_number,
    "date": _other_date,
    "contraction": _contracted,
    "brackets": _shortened,
    "connective": _attributed,
}
