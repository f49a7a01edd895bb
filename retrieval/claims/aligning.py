"""Find each part of a claim in a sentence of the corpus, in one place that holds together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.claims.assigning import TOPIC, assigned
from retrieval.claims.durations import durations, same_length
from retrieval.claims.kindred import kindred
from retrieval.claims.layout import Layout, layout
from retrieval.claims.parts import Part, parts_of_claim
from retrieval.documents import Document
from retrieval.passages import sentences_of
from retrieval.quantities import Bound, Quantity, quantities
from retrieval.tokens import STOP_WORDS
from retrieval.verify.moments import Moment, moments
from retrieval.verify.naming import folded
from retrieval.verify.reading import Reading, Word, initials, read

# Words of the sentence before that a pronoun may stand for, beside its names: its subject.
SUBJECT = 5
_FORCE = frozenset({"force", "effect", "place"})
_DEFINITE = frozenset("the this that its these those such".split())


@dataclass(frozen=True)
class Source:
    """A sentence to compare claims with, with the names its document lends it.

    `topic` holds the words of each of the document's aliases that the sentence may stand for,
    `voices` those of who says it; `before` is what stands before a sentence that leans on it,
    else empty; `around` the document's title and first sentence.
    """

    layout: Layout
    topic: tuple[tuple[Word, ...], ...]
    voices: tuple[Word, ...]
    before: tuple[Word, ...]
    around: tuple[Word, ...]
    short: frozenset[str]

    @property
    def reading(self) -> Reading:
        """The sentence."""
        return self.layout.reading


@dataclass(frozen=True)
class Alignment:
    """Where each part of a claim stands in a source: a place, TOPIC, or None."""

    claim: Layout
    source: Source
    parts: tuple[Part, ...]
    places: tuple[int | None, ...]

    @property
    def missing(self) -> tuple[Part, ...]:
        """The parts that the source doesn't hold."""
        return tuple(
            part for part, place in zip(self.parts, self.places, strict=True) if place is None
        )

    @property
    def held(self) -> tuple[tuple[Part, int], ...]:
        """The parts that stand in the sentence itself, each with its place."""
        return tuple(
            (part, place)
            for part, place in zip(self.parts, self.places, strict=True)
            if place is not None and place != TOPIC
        )

    @property
    def scattered(self) -> bool:
        """Whether parts stand in clauses that don't lead on to those where the others stand."""
        held = self.held
        joined = {0}
        grown = True
        while grown:
            grown = False
            for i, (one, a) in enumerate(held):
                if i not in joined and any(self._join(one, a, *held[j]) for j in joined):
                    joined.add(i)
                    grown = True
        return len(joined) < len(held)

    def _join(self, one: Part, a: int, other: Part, b: int) -> bool:
        """Whether two parts belong together in the source, or don't in the claim either."""
        return self.source.layout.near(a, b) or not self.claim.near(one.place, other.place)


@lru_cache(maxsize=2048)
def source_of(document: Document, sentence: str, before: str) -> Source:
    """Read a sentence of `document`; `before` is the sentence it leans on, or empty."""
    reading = read(sentence)
    aliases = [alias for alias in document.aliases if _names_topic(alias, reading, before)]
    voices = [document.author, document.publisher]
    if document.quote:
        voices += [document.quote.speaker, document.quote.affiliation]
    return Source(
        layout(reading),
        tuple(read(alias).words for alias in aliases),
        read("; ".join(filter(None, voices))).words,
        read(before).words if before else (),
        read(f"{document.title}\n{_opening(document.text)}").words,
        frozenset(initials(reading)),
    )


@lru_cache(maxsize=512)
def _opening(text: str) -> str:
    first = next(iter(sentences_of(text[:2000])), None)
    return text[first.start : first.end] if first else ""


def _names_topic(alias: str, reading: Reading, before: str) -> bool:
    """Whether a sentence names its document's topic, so that another name may stand for it."""
    words = set(folded(alias))
    own = {word for word in words if word not in STOP_WORDS}
    known = reading.folded | (read(before).folded if before else frozenset())
    if not own or len(own & known) * 2 < len(own):
        return False
    # Of a part of its name a text says "the rule"; "exports of resin" are no "kelp exports".
    places = [i for i, word in enumerate(reading.words) if word.folded in own]
    definite = any(
        reading.words[i].name or (i and reading.words[i - 1].folded in _DEFINITE) for i in places
    )
    return own <= known or not places or definite


def align(claim: str, source: Source) -> Alignment:
    """Lay `claim` beside `source`: every part in the place where it fits its neighbours best."""
    said = read(claim)
    parts = parts_of_claim(said)
    choices = [_places(part, source, said) for part in parts]
    lacking = [i for i, places in enumerate(choices) if not places and not parts[i].light]
    if len(lacking) == 1 and _is_context(lacking[0], parts, choices, source):
        choices[lacking[0]] = [TOPIC]
    return Alignment(layout(said), source, parts, assigned(choices, source.layout))


def _places(part: Part, source: Source, claim: Reading) -> list[int]:
    reading = source.reading
    if part.number:
        return _number_places(part.number, reading)
    if part.date:
        return _date_places(part.date, reading)
    if part.duration:
        return [
            _word_at(reading, item.start)
            for item in durations(reading.text)
            if same_length(part.duration, item)
        ]
    if _in_force(claim, part.place):
        return [i for i in range(len(reading.words)) if _in_force(reading, i)]
    found = [
        i
        for i, word in enumerate(reading.words)
        if not (part.verb and word.name) and _stands_for(part.word, word)
    ]
    if not found and part.kind == "name" and _is_short(part, source, claim):
        found = [0]
    if found:
        return found
    lent = () if part.verb else (*source.voices, *_lent(source, claim))
    lent = (*lent, *(word for i, word in enumerate(source.before) if word.name or i < SUBJECT))
    return [TOPIC] if not part.verb and any(_stands_for(part.word, word) for word in lent) else []


def _in_force(reading: Reading, place: int) -> bool:
    """Whether a word says with the one before it that a thing stands: "in force", "in place"."""
    words = reading.words
    return place > 0 and words[place].folded in _FORCE and words[place - 1].folded in {"in", "into"}


def _is_context(
    missing: int, parts: Sequence[Part], choices: Sequence[Sequence[int]], source: Source
) -> bool:
    """Whether the one missing part only says more of a thing that its document speaks of.

    "Trump's post" is "the post" where the document is about Trump: the part stands before a word
    that is held, which the source gives without another name in its place.
    """
    part = parts[missing]
    if missing + 1 == len(parts) or part.kind not in {"name", "word"} or part.verb:
        return False
    head = parts[missing + 1]
    held = [place for place in choices[missing + 1] if place != TOPIC]
    if head.place != part.place + 1 or not held or head.kind not in {"name", "word"}:
        return False
    if part.word.folded.endswith("ly") or head.verb:
        return False
    words = source.reading.words
    if any(place and _named_before(source.reading, place) for place in held):
        return False
    # "exports of resin" says itself of what; "the post of 8 December" says of when.
    dates = {moment.start for moment in moments(source.reading.text)}
    behind = [words[place + 1 : place + 3] for place in held]
    if all(len(two) > 1 and two[0].folded == "of" and two[1].start not in dates for two in behind):
        return False
    return any(_stands_for(part.word, word) for word in source.around)


def _named_before(reading: Reading, place: int) -> bool:
    """Whether a name stands before a word, alone or in a compound: "the Tarn-made part"."""
    words = reading.words
    if words[place - 1].name:
        return True
    compound = place > 1 and reading.text[words[place - 2].end : words[place - 1].start] == "-"
    return compound and words[place - 2].name


def _lent(source: Source, claim: Reading) -> list[Word]:
    """Return the words of the aliases that a claim gives in full, word after word."""
    said = [word.stem for word in claim.words if word.folded not in {"the", "a", "an"}]
    lent: list[Word] = []
    for alias in source.topic:
        own = [word.stem for word in alias]
        if any(said[i : i + len(own)] == own for i in range(len(said) - len(own) + 1)):
            lent += alias
    return lent


def _stands_for(said: Word, there: Word) -> bool:
    if there.folded in STOP_WORDS:
        return said.stem == there.stem
    if said.name and not (said.opens or there.name or there.opens):
        return False
    if there.folded == f"{said.folded}s" or said.folded == f"{there.folded}s":
        return True
    return kindred(said, there)


def _is_short(part: Part, source: Source, claim: Reading) -> bool:
    """Whether a name is short for a long one of the source, or a long one for its short form."""
    if part.word.folded in source.short:
        return True
    known = source.reading.folded
    return any(form in known and part.word.folded in run for form, run in initials(claim).items())


def _number_places(number: Quantity, reading: Reading) -> list[int]:
    dates = moments(reading.text)
    return [
        _word_at(reading, other.start)
        for other in quantities(reading.text)
        if (number.equals(other) or number.holds(other))
        and not any(d.start <= other.start and other.end <= d.end for d in dates)
        and _bounded_alike(number, other)
    ]


def _bounded_alike(one: Quantity, other: Quantity) -> bool:
    return one.vague or other.vague or one.bound is other.bound or one.bound is Bound.EXACT


def _date_places(date: Sequence[Moment], reading: Reading) -> list[int]:
    return [
        _word_at(reading, other.start)
        for other in moments(reading.text)
        if any(one.within(other) for one in date)
    ]


def _word_at(reading: Reading, start: int) -> int:
    return next((i for i, word in enumerate(reading.words) if word.end > start), 0)
