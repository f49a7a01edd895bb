"""What a claim says, part by part: its words of weight, names, numbers, dates and durations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.claims.durations import Duration, durations
from retrieval.quantities import Quantity, quantities
from retrieval.tokens import STOP_WORDS, fold, stem
from retrieval.verify.moments import Moment, moments
from retrieval.verify.polarity import is_negation
from retrieval.verify.reading import Reading, Word
from retrieval.verify.verbs import is_verb

# Words of a claim that say nothing of their own: they may be missing from a source.
_LIGHT = frozenset(
    stem(
        "like really thing things just stuff company companies firm firms chip chips also even "
        "actually basically literally certain now today currently still already new named called "
        "country countries kind kinds type types sort year month day way case part policy measure "
        "measures move step decision news official officials late early mid amount amounts "
        "last lasts lasted".split()
    )
)
# Small words that the lexical side counts as content.
_SMALL = frozenset(
    "against since within around among via per onto toward towards upon across amid behind because "
    "due thanks there something anything".split()
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a claim says: a word of weight, a name's word, a number, a date or a duration."""

    kind: str
    text: str
    place: int
    word: Word
    number: Quantity | None = None
    date: tuple[Moment, ...] = ()
    duration: Duration | None = None

    @property
    def light(self) -> bool:
        """Whether it may be missing."""
        return self.kind == "word" and self.word.stem in _LIGHT

    @property
    def verb(self) -> bool:
        """Whether it is a verb of weight, by its form."""
        return self.kind == "word" and is_verb(self.word)


@lru_cache(maxsize=256)
def parts_of_claim(claim: Reading) -> tuple[Part, ...]:
    """Return what a claim says, in order."""
    spans: list[tuple[int, int, Part]] = []
    blank = claim.words[0]
    dates: dict[tuple[int, int], list[Moment]] = {}
    for moment in moments(claim.text):
        dates.setdefault((moment.start, moment.end), []).append(moment)
    # Two dates that bound a time are compared as dates.
    for duration in (item for item in durations(claim.text) if not item.spanned):
        part = Part("duration", claim.text[duration.start : duration.end], 0, blank,
                    duration=duration)  # fmt: skip
        spans.append((duration.start, duration.end, part))
    for (start, end), found in dates.items():
        if not _covered(start, end, spans):
            spans.append((start, end, Part("date", claim.text[start:end], 0, blank,
                                           date=tuple(found))))  # fmt: skip
    for quantity in quantities(claim.text):
        start, end = quantity.start, quantity.end
        if not _covered(start, end, spans):
            spans.append((start, end, Part("number", claim.text[start:end], 0, blank,
                                           number=quantity)))  # fmt: skip
    found_parts: list[Part] = []
    for place, word in enumerate(claim.words):
        span = next((item for item in spans if item[0] <= word.start < item[1]), None)
        if span:
            if word.start == span[0] or not any(p.text == span[2].text for p in found_parts):
                made = span[2]
                found_parts.append(Part(made.kind, made.text, place, word, made.number, made.date,
                                        made.duration))  # fmt: skip
            continue
        if (
            word.folded in STOP_WORDS | _SMALL
            or fold(word.text).partition("'")[0] in STOP_WORDS
            or is_negation(word)
        ):
            continue
        found_parts.append(Part("name" if word.name else "word", word.text, place, word))
    return tuple(found_parts)


def _covered(start: int, end: int, spans: Sequence[tuple[int, int, Part]]) -> bool:
    return any(start < last and first < end for first, last, _ in spans)
