"""How likely it is that the found passages hold the answer.

A logistic model over marks of the best evidence. A cosine alone separates off-topic questions
but hardly the near misses, where the topic fits and the fact is absent. What helps there is to ask
whether *one place*, two sentences side by side under their headline, holds the question's words,
names, numbers and dates together with the kind of thing asked for.

A claim has more words than a question and is borne out by several sentences, so the best place
holds less of it; the weight of `claim` makes up for that.

`benchmarks/calibration.py` fits the weights and the threshold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from retrieval.dates import DateMention, date_mentions
from retrieval.encoder import Vectors
from retrieval.evidence import Evidence, is_claim
from retrieval.index import Index
from retrieval.question import Intent, Question
from retrieval.search import Hit
from retrieval.tokens import terms

# In nats of idf: a question of five rare words, all of them held, comes to about one. Where a
# corpus is so small that a word it lacks has less idf than `RARE` (330 passages; the model was
# fitted on larger ones), the measure shrinks with it.
AMOUNT = 30.0
RARE = 6.5
MOST = 1.5
_AUXILIARY = (
    r"(?:did|do|does|has|have|had|is|are|was|were|will|can|may|could|would|must|should|in|of|to|"
    r"on|for|by|per|from|at|with|that|who|which|there)"
)
_COUNTED = re.compile(
    rf"\bhow (?:many|much)\s+((?:[\w'’.-]+\s+){{1,4}}?)(?={_AUXILIARY}\b)", re.IGNORECASE
)


# Not "me": "tell me" asks about anything.
_PERSONAL = re.compile(r"\b(?:I|my|mine)\b")


@dataclass(frozen=True, slots=True)
class Features:
    """Marks of the evidence, each in [0, 1] but `cosine` in [-1, 1] and `amount` in [0, 1.5].

    `cosine` is the greatest similarity of a passage. The next six are those of the best place:
    the share of the question's idf weight it covers (`coverage`), of its names, numbers and dates,
    whether the kind of answer is there (`fits_type`), and how much weight is covered in all
    (`amount`). `counted` is the coverage of the best sentence that holds the kind of answer and
    the thing counted; `uncounted` is 1 when no passage holds the thing that "how many" asks for.
    `defined` is 1 when a question for a meaning found the page of the name it asks for; `personal`
    when the asker asks about themselves, which no article tells; `claim` when they state something
    rather than ask. Where a question has parts, each mark is the mean of the parts'.
    """

    cosine: float = 0.0
    coverage: float = 0.0
    names: float = 0.0
    numbers: float = 0.0
    dates: float = 0.0
    fits_type: float = 0.0
    amount: float = 0.0
    counted: float = 0.0
    uncounted: float = 0.0
    defined: float = 0.0
    personal: float = 0.0
    claim: float = 0.0


FEATURES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the logistic model and the threshold under which the librarian abstains."""

    bias: float = -11.68
    cosine: float = 3.04
    coverage: float = 1.85
    names: float = 3.02
    numbers: float = 1.18
    dates: float = 1.63
    fits_type: float = -0.1
    amount: float = 6.09
    counted: float = 2.09
    uncounted: float = -1.27
    defined: float = 0.65
    personal: float = -0.85
    claim: float = 2.56
    threshold: float = 0.172


@dataclass(frozen=True, slots=True)
class _Place:
    """Two sentences side by side (or one alone) and the header of their document."""

    stems: frozenset[str]
    fits_type: bool
    text: str


def features_of(
    index: Index,
    question: Question,
    vectors: Vectors,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
) -> Features:
    """Measure the evidence for `question`; all zero when nothing was found.

    `vectors` are those of the question and its parts, shape (1 + parts, d); `evidence` holds every
    sentence of `hits`.
    """
    if not hits or not evidence:
        return Features()
    fits = {(item.hit.position, item.place): item.fits_type for item in evidence}
    places = [place for hit in hits for place in _places(index, hit, fits)]
    looks = [(part.stems, part.dates) for part in question.parts] or [
        (question.stems, question.dates)
    ]
    rows = vectors[1:] if question.parts else vectors[:1]
    similar = rows @ index.vectors[[hit.position for hit in hits]].T
    unit = AMOUNT * min(1.0, index.lexical.idf("") / RARE)
    thing = counted_thing(question.asked)
    sentences = [
        (
            index.lexical.sentence_terms[hit.position][place]
            | index.lexical.header_terms[hit.position]
        )
        for hit in hits
        for place in range(len(hit.passage.sentences))
        if fits.get((hit.position, place))
    ]
    marks = []
    for (stems, dates), cosines in zip(looks, similar, strict=True):
        weights = {stem: index.lexical.idf(stem) for stem in dict.fromkeys(stems)}
        best = max(
            (_marks(place, weights, question, dates) for place in places),
            key=lambda row: row[0] + 0.3 * row[1] + 0.1 * row[2] + 0.1 * row[3] + 0.2 * row[4],
        )
        own = [held for held in sentences if thing is None or thing in held]
        counted = max((_share(weights, held) for held in own), default=0.0)
        amount = min(MOST, best[0] * sum(weights.values()) / unit)
        marks.append((float(cosines.max()), *best, amount, counted))
    means = np.mean(marks, axis=0).tolist()
    held = any(
        thing in sentence
        for hit in hits[:5]
        for sentence in index.lexical.sentence_terms[hit.position]
    )
    defined = question.wants(Intent.DEFINE) and any(
        hit.passage.document.id in question.documents for hit in hits[:3]
    )
    uncounted = thing is not None and not held
    personal = _PERSONAL.search(question.asked) is not None
    flags = [float(flag) for flag in (uncounted, defined, personal, is_claim(question))]
    return Features(**dict(zip(FEATURES, [*means, *flags], strict=True)))


def confidence(features: Features, model: Model | None = None) -> float:
    """Return the estimated probability, in (0, 1), that the passages hold the answer."""
    model = model or Model()
    logit = model.bias + sum(getattr(model, name) * getattr(features, name) for name in FEATURES)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def counted_thing(question: str) -> str | None:
    """Return the stem of what "how many …" or "how much …" counts, None for other questions."""
    match = _COUNTED.search(question)
    stems = terms(match.group(1)) if match else []
    return stems[-1] if stems else None


def _places(index: Index, hit: Hit, fits: dict[tuple[int, int], bool]) -> list[_Place]:
    held = index.lexical.sentence_terms[hit.position]
    header = index.lexical.header_terms[hit.position]
    sentences = hit.passage.sentences
    published = hit.passage.document.published
    text = hit.passage.document.text
    places = []
    for i, sentence in enumerate(sentences):
        last = min(i + 1, len(sentences) - 1)
        places.append(
            _Place(
                held[i] | held[last] | header,
                fits.get((hit.position, i), False) or fits.get((hit.position, last), False),
                f"{published or ''} {text[sentence.start : sentences[last].end]}",
            )
        )
    return places


def _marks(
    place: _Place, weights: dict[str, float], question: Question, dates: Sequence[DateMention]
) -> tuple[float, float, float, float, float]:
    """Return coverage, and the shares of names, numbers, dates and of the kind of answer held."""
    names = [name for name in question.names if weights.keys() >= set(name)]
    numbers = [stem for stem in weights if any(char.isdigit() for char in stem)]
    named = [place.stems.issuperset(name) for name in names]
    return (
        _share(weights, place.stems),
        sum(named) / len(named) if named else 1.0,
        sum(stem in place.stems for stem in numbers) / len(numbers) if numbers else 1.0,
        _dated(place.text, dates) if dates else 1.0,
        float(place.fits_type),
    )


def _share(weights: dict[str, float], held: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weights[stem] for stem in weights.keys() & held) / total if total else 0.0


def _dated(text: str, dates: Sequence[DateMention]) -> float:
    """Return how far `text` names `dates`, in [0, 1].

    A date within the one asked for counts in full, a stretch around it by the part of the stretch
    that is asked for: "in 2026" says little of October 2026.
    """
    held = date_mentions(text)
    return sum(max((_overlap(date, m) for m in held), default=0.0) for date in dates) / len(dates)


def _overlap(asked: DateMention, held: DateMention) -> float:
    first, last = max(asked.first, held.first), min(asked.last, held.last)
    return max(0, (last - first).days + 1) / ((held.last - held.first).days + 1)
