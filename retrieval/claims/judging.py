"""Lay one claim beside one sentence of the corpus: does it bear the claim out, or deny it?

Borne out is a claim of which nothing is left over: every word of weight, name, number, date,
duration, adverb and quantifier stands in the sentence, in clauses that belong together, denied and
hedged as the claim is. Denied is one that the sentence has but for the one thing it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.claims.aligning import Alignment, align, source_of
from retrieval.claims.differing import OPPOSITE, WRONG, Difference, difference, told_apart
from retrieval.claims.exclusion import allows, excludes, left_out
from retrieval.claims.kindred import kindred
from retrieval.claims.parts import Part, parts_of_claim
from retrieval.claims.reach import unreached
from retrieval.claims.rivals import belongs_elsewhere
from retrieval.claims.roles import only_meant, roles_differ
from retrieval.documents import Document, Kind
from retrieval.verify.checks import failures
from retrieval.verify.checks import source_of as gate_source
from retrieval.verify.naming import folded, same_people
from retrieval.verify.reading import Word, read
from retrieval.verify.verbs import is_verb

# The share of a claim's idf weight, what differs left out, that a sentence must hold to deny it.
CONTRADICTS = 0.8
# Checks of the gate that keep a sentence from supporting a claim.
_BLOCKING = frozenset({"number", "date", "negation", "order", "modal", "status", "scope"})
# A claim that gives a cause needs a sentence that does.
_CAUSE = re.compile(
    r"\b(?:because|due to|thanks to|as a result|owing to|caused|so that|in (?:retaliation|return|"
    r"response|exchange) (?:for|to)|after all|since (?:the|it|he|she|they|its|their|[A-Z]))\b"
)
_CAUSED = re.compile(
    r"\b(?:because|due to|thanks to|as a result|owing to|caus\w+|since|over|for|from|answer\w*|"
    r"repl(?:y|ied)|retaliat\w+|respon\w+|reason\w*|led to|part of|under|therefore|so)\b",
    re.IGNORECASE,
)
# A sentence that opens so is about what the sentence before it names.
LEANING = re.compile(r"(?:It|Its|They|Their|He|His|She|Her|This|That|These|Those|Such)\b")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one sentence says to a claim.

    `coverage` is the share of the claim's weight that the sentence holds. It `supports` the
    claim, or `conflict` says what it has instead, `flat` when it has the claim whole and denies it;
    `disputed` says that the sentence itself tells of accounts that differ, of which the claim is
    one. `missing` are the parts it lacks, `why` names in a word what keeps it from support;
    `held` gives for each part it has, by its place in the claim, the share of the claim's weight.
    `names` are the places of the claim's names, `number` that of a number which the sentence has
    otherwise, of what may be another event.
    """

    supports: bool
    coverage: float
    conflict: str | None = None
    disputed: bool = False
    flat: bool = False
    missing: tuple[str, ...] = ()
    why: str = ""
    held: Mapping[int, float] = field(default_factory=dict)
    names: frozenset[int] = frozenset()
    number: frozenset[int] = frozenset()

    def bears_number(self, other: Judgement) -> bool:
        """Whether this sentence has with the claim's names the number that `other` has not."""
        return bool(other.number) and other.number | self.names <= self.held.keys()


def judge(
    claim: str,
    sentence: str,
    document: Document,
    context: str,
    idf: Callable[[str], float],
    *,
    referring: bool = False,
) -> Judgement:
    """Judge `claim` by `sentence` of `document`.

    Args:
        claim: one claim, in its own words.
        sentence: a sentence of the corpus.
        document: whose it is.
        context: the sentence before it where it leans on that, or "".
        idf: the weight of a stem.
        referring: whether the sentence is known to name what the claim refers back to.
    """
    alignment = align(claim, source_of(document, sentence, context))
    total = sum(idf(part.word.stem) for part in alignment.parts) or 1.0
    held = {part.place: idf(part.word.stem) / total for part, _ in alignment.held}
    names = frozenset(part.place for part in alignment.parts if part.kind == "name")
    found = _judge(alignment, claim, sentence, document, context, idf, referring)
    return replace(found, held=held, names=names)


def _judge(
    alignment: Alignment,
    claim: str,
    sentence: str,
    document: Document,
    context: str,
    idf: Callable[[str], float],
    referring: bool,
) -> Judgement:
    weights = [idf(part.word.stem) for part in alignment.parts]
    total = sum(weights)
    if not total:
        return Judgement(False, 0.0)
    held = [
        weight for weight, place in zip(weights, alignment.places, strict=True) if place is not None
    ]
    coverage = sum(held) / total
    missing = tuple(part.text for part in alignment.missing if not part.light)
    if allows(claim) and excludes(sentence):
        return Judgement(False, coverage, _excluded(claim, sentence, document, context),
                         missing=missing, why="excludes")  # fmt: skip
    apart = difference(alignment)
    told = not alignment.claim.differs and told_apart(alignment)
    obstacle = _obstacle(alignment, missing, apart, document.kind is Kind.QUOTE) or _refused(
        claim, sentence, document
    )
    if obstacle is None:
        return Judgement(True, coverage, disputed=told)
    if (
        apart
        and document.kind is not Kind.QUOTE
        and _bears_on(alignment, apart, document, idf, referring)
    ):
        there = alignment.source.reading.words
        stated = all(is_verb(there[place]) for part, place in alignment.held if part.verb)
        flat = apart.conflict == OPPOSITE and not missing and stated
        # A date that both have shows that they tell of one event.
        dated = any(part.kind == "date" for part, _ in alignment.held)
        numbers = {p.place for p in alignment.parts if p.kind == "number" and not dated}
        return Judgement(False, coverage, apart.conflict, flat=flat, missing=missing, why=obstacle,
                         number=apart.at_issue & numbers)  # fmt: skip
    return Judgement(False, coverage, missing=missing, why=obstacle)


def _obstacle(
    alignment: Alignment, missing: tuple[str, ...], apart: Difference | None, spoken: bool
) -> str | None:
    """Return what keeps a sentence from supporting a claim, in a word; None for nothing.

    What is somebody's thought in a quote (`spoken`) supports a claim as that person's position.
    """
    there = alignment.source.layout
    places = {place for _, place in alignment.held}
    if missing:
        return "missing"
    if apart:
        return "differs"
    if len(places) < 2:
        return "little"
    if alignment.scattered:
        return "scattered"
    if places & (there.disowned | there.aside) and not alignment.claim.disowned:
        return "disowned"
    cues = {there.thought[place] for place in places if place in there.thought}
    if not spoken and any(cue not in places for cue in cues) and not alignment.claim.thought:
        return "thought"
    if roles_differ(alignment):
        return "roles"
    if not spoken and only_meant(alignment):
        return "meant"
    if belongs_elsewhere(alignment):
        return "rival"
    if unreached(alignment):
        return "reach"
    if _CAUSE.search(alignment.claim.reading.text) and not _CAUSED.search(
        alignment.source.reading.text
    ):
        return "cause"
    return None


def _refused(claim: str, sentence: str, document: Document) -> str | None:
    """Return the checks of the gate that a claim fails against a sentence."""
    source = gate_source([sentence], _voices(document), (), (None,))
    failed = {failure.check for failure in failures(claim, source)} & _BLOCKING
    return ", ".join(sorted(failed)) or None


def _bears_on(
    alignment: Alignment,
    apart: Difference,
    document: Document,
    idf: Callable[[str], float],
    referring: bool,
) -> bool:
    """Whether a sentence, with what its document is about, has a claim but for what differs."""
    around = read(f"{document.title}\n{'; '.join(document.aliases)}").words
    rest = [
        (
            part,
            place is not None or (apart.narrower and part.kind == "name" and _named(part, around)),
        )
        for part, place in zip(alignment.parts, alignment.places, strict=True)
        if part.place not in apart.at_issue
    ]
    if apart.conflict != WRONG and any(
        part.verb and not part.light and place is None and part.place not in apart.at_issue
        for part, place in zip(alignment.parts, alignment.places, strict=True)
    ):
        return False
    if apart.whole and any(not part.light for part in alignment.missing):
        return False
    names = sum(part.kind == "name" for part in alignment.parts)
    if len(rest) + referring < (2 if names else 3):
        return False
    if apart.conflict != WRONG and (alignment.scattered or roles_differ(alignment)):
        return False
    weights = [(idf(part.word.stem), there) for part, there in rest if there or not part.light]
    shared = sum(weight for weight, there in weights if there)
    return shared >= CONTRADICTS * sum(weight for weight, _ in weights)


def _named(part: Part, around: Sequence[Word]) -> bool:
    return any(kindred(part.word, word) for word in around)


def _excluded(claim: str, sentence: str, document: Document, context: str) -> str | None:
    """Return what `sentence` leaves out of what the claim says is allowed or covered.

    A name must be left out by itself, and every other name of the claim be near.
    """
    said = read(claim)
    around = read(f"{sentence}\n{context}\n{document.title}\n{'; '.join(document.aliases)}")
    out = left_out(said, sentence)
    named = {word for name in said.names for word in name.words} - out
    if not out or not all(
        any(same_people(word, other) for other in around.folded) for word in named
    ):
        return None
    # What leaves it out is what the claim says allows it.
    verb = next((i for i, word in enumerate(said.words) if i and is_verb(word)), 0)
    subject = [
        p for p in parts_of_claim(said) if p.place < verb and not p.light and p.kind == "word"
    ]
    if not all(part.word.folded in out or _named(part, around.words) for part in subject):
        return None
    return "leaves that out"


def _voices(document: Document) -> frozenset[str]:
    names = [document.author, document.publisher]
    if document.quote:
        names += [document.quote.speaker, document.quote.affiliation]
    return frozenset(word for name in names if name for word in folded(name))


__all__ = ["OPPOSITE", "Judgement", "Part", "judge"]
