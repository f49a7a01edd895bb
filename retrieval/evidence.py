"""Score the sentences of found passages: which of them answer the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.dates import date_mentions
from retrieval.documents import Sentence
from retrieval.index import Index
from retrieval.question import Intent, Question
from retrieval.search import Hit
from retrieval.tokens import words

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|"
    r"dozen|half|third|quarter|double|twice|none|single)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w'’-]+")
_MONTH_OR_YEAR = re.compile(
    r"\b(?:1[0-9]|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September|October|"
    r"November|December|century|decade)\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{2,4}s\b"
)
_PLACE = re.compile(r"\b(?:in|at|near|to|from|of|on)\s+(?:the\s+)?[A-Z]")


@dataclass(frozen=True, slots=True)
class Weights:
    """How a sentence's marks add up; fitted on development questions (benchmarks/README.md)."""

    coverage: float = 4.5
    neighbour: float = 1.3
    passage: float = 0.9
    answer_type: float = 1.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its marks. `score` orders; the rest is in [0, 1]."""

    hit: Hit
    sentence: Sentence
    place: int
    score: float
    coverage: float
    fits_type: bool

    @property
    def text(self) -> str:
        """The sentence, character for character."""
        return self.hit.passage.sentence_text(self.sentence)


def weigh_sentences(
    index: Index,
    question: Question,
    hits: Sequence[Hit],
    weights: Weights | None = None,
) -> list[Evidence]:
    """Return every sentence of `hits`, best first."""
    if not hits:
        return []
    weights = weights or Weights()
    idf = {stem: index.lexical.idf(stem) for stem in set(question.stems)}
    total = sum(idf.values()) or 1.0
    best = max(hit.score for hit in hits)
    found: list[Evidence] = []
    for hit in hits:
        held = [
            {stem for stem in idf if stem in sentence}
            for sentence in index.lexical.sentence_terms[hit.position]
        ]
        for place, sentence in enumerate(hit.passage.sentences):
            coverage = sum(idf[stem] for stem in held[place]) / total
            around = held[place].union(*held[max(0, place - 1) : place + 2])
            neighbour = sum(idf[stem] for stem in around) / total
            fits = fits_answer_type(question, hit.passage.sentence_text(sentence))
            score = (
                weights.coverage * coverage
                + weights.neighbour * neighbour
                + weights.passage * (hit.score - best)
                + weights.answer_type * fits
            )
            found.append(Evidence(hit, sentence, place, score, coverage, fits))
    return sorted(found, key=lambda item: -item.score)


def fits_answer_type(question: Question, text: str) -> bool:
    """Whether `text` holds the kind of thing asked for, beside what the question itself names.

    True for a question that asks for no particular kind.
    """
    asked = set(words(question.text))
    checks: list[bool] = []
    if question.wants(Intent.HOW_MANY):
        rest = [word for word in words(text) if word not in asked]
        checks.append(any(_NUMBER.search(word) for word in rest) or "%" in text)
    if question.wants(Intent.WHEN):
        checks.append(bool(date_mentions(text) or _MONTH_OR_YEAR.search(text)))
    if question.wants(Intent.WHO, Intent.WHO_SAID):
        names = [match.group() for match in _NAME.finditer(text)]
        checks.append(any(not set(words(name)) <= asked for name in names))
    if question.wants(Intent.WHERE):
        checks.append(bool(_PLACE.search(text)))
    return all(checks) if checks else True


def repeats(one: str, other: str, share: float = 0.75) -> bool:
    """Whether two texts say nearly the same: shared words over the shorter one's words."""
    a, b = set(words(one)), set(words(other))
    return len(a & b) >= share * max(1, min(len(a), len(b)))
