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

import hashlib
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from retrieval.asked import AnswerType, asked_for
from retrieval.dates import DateMention, date_mentions
from retrieval.encoder import Vectors
from retrieval.evidence import KIN_WORTH, Evidence
from retrieval.index import Index
from retrieval.likeness import Likeness
from retrieval.question import Intent, Question, is_claim
from retrieval.search import Hit
from retrieval.tokens import STOP_WORDS, are_kin, stem, terms, words
from retrieval.verify.naming import same_people

# In nats of idf: a question of five rare words, all of them held, comes to about one. Where a
# corpus is so small that a word it lacks has less idf than `RARE` (330 passages; the model was
# fitted on larger ones), the measure shrinks with it.
AMOUNT = 30.0
RARE = 6.5
MOST = 1.5
# In stems: no question that means something is longer.
LONGEST = 40
# More stems than this have only questions that put several articles side by side.
LONG = 18
# What stands for the likeness where the encoder gives no word pieces: its mean over the
# development sets.
UNREAD = Likeness(0.61, 0.53, 0.6)
# Not "me": "tell me" asks about anything.
_PERSONAL = re.compile(r"\b(?:I|my|mine)\b")


@dataclass(frozen=True, slots=True)
class Features:
    """Marks of the evidence, each in [0, 1] but the four cosines, `amount` and `length`.

    `cosine` is the greatest similarity of a passage. The next four are those of the best place:
    the share of the question's names, numbers and dates it holds, and how much of the question's
    idf weight in all (`amount`). `length` is the logarithm of how many stems the question has;
    `breadth` the share of its weight in the best place where it is long, since one place rarely
    holds much of a long one. Then come marks of the sentence ranked first, the one an answer would
    open with: how near the question's word pieces come to its own (`content`, `frame` and `least`,
    see `Likeness`), its `share` of the likelihood of all sentences found, and the share of the
    question's idf weight that its `passage` covers, words that begin alike counted in part. `kind`
    is 1 when it holds the kind of answer in the unit asked for, and a half when only the second or
    third does; `subject` is 1 when it also speaks of the thing, the sort or the speaker asked for.
    `defined` is 1 when a question for a meaning found the page of the name it asks for; `personal`
    when the asker asks about themselves, which no article tells; `claim` when they state something
    rather than ask. Where a question has parts, each mark is the mean of the parts'.
    """

    cosine: float = 0.0
    names: float = 0.0
    numbers: float = 0.0
    dates: float = 0.0
    amount: float = 0.0
    length: float = 0.0
    breadth: float = 0.0
    content: float = 0.0
    frame: float = 0.0
    least: float = 0.0
    share: float = 0.0
    passage: float = 0.0
    kind: float = 0.0
    subject: float = 0.0
    defined: float = 0.0
    personal: float = 0.0
    claim: float = 0.0


FEATURES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the logistic model and the threshold under which the librarian abstains."""

    bias: float = -14.99
    cosine: float = 2.92
    names: float = 2.9
    numbers: float = 1.51
    dates: float = 1.07
    amount: float = 1.43
    length: float = 0.44
    breadth: float = 4.66
    content: float = 1.65
    frame: float = 3.15
    least: float = -1.57
    share: float = 1.45
    passage: float = 2.33
    kind: float = 2.15
    subject: float = 0.68
    defined: float = 1.22
    personal: float = -0.65
    claim: float = 0.88
    threshold: float = 0.115

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal characters that change with any weight."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Place:
    """Two sentences side by side (or one alone) and the header of their document."""

    stems: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class _Sought:
    """Stems with their weight in idf; names, numbers and dates, the first two as stems."""

    weights: dict[str, float]
    names: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]
    dates: tuple[DateMention, ...]


def features_of(
    index: Index,
    question: Question,
    vectors: Vectors,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
) -> Features:
    """Measure the evidence for `question`; all zero when nothing can be found.

    `vectors` are those of the question and its parts, shape (1 + parts, d); `evidence` holds every
    sentence of `hits`.
    """
    if not hits or not evidence or _is_beyond(index, question, hits):
        return Features()
    peoples = _peoples(question)
    places = [place for hit in hits for place in _places(index, hit, peoples)]
    looks = [(part.stems, part.dates) for part in question.parts] or [
        (question.stems, question.dates)
    ]
    rows = vectors[1:] if question.parts else vectors[:1]
    similar = rows @ index.vectors[[hit.position for hit in hits]].T
    unit = AMOUNT * min(1.0, index.lexical.idf("") / RARE)
    asked = asked_for(question)
    marks = []
    for (stems, dates), cosines in zip(looks, similar, strict=True):
        sought = _sought(index, question, stems, dates)
        best = max(
            (_marks(place, sought) for place in places),
            key=lambda row: row[0] + 0.3 * row[1] + 0.1 * row[2] + 0.1 * row[3],
        )
        amount = min(MOST, best[0] * sum(sought.weights.values()) / unit)
        marks.append((float(cosines.max()), *best, amount))
    cosine, coverage, *means = np.mean(marks, axis=0).tolist()
    defined = question.wants(Intent.DEFINE) and any(
        hit.passage.document.id in question.documents for hit in hits[:3]
    )
    told = [_told(index, asked, item) for item in evidence[:3]]
    kind = 1.0 if told[0][0] else 0.5 * any(holds for holds, _ in told)
    subject = told[0][1]
    personal = _PERSONAL.search(question.asked) is not None
    length = math.log(max(1, min(LONGEST, len(question.stems))))
    breadth = coverage if len(question.stems) > LONG else 0.0
    first = evidence[0]
    likeness = UNREAD if first.likeness == Likeness() else first.likeness
    opening = [*astuple(likeness), first.share, _in_passage(index, question, first)]
    flags = [kind, subject, defined, personal, is_claim(question)]
    return Features(*(cosine, *means, length, breadth, *opening, *map(float, flags)))


def _is_beyond(index: Index, question: Question, hits: Sequence[Hit]) -> bool:
    """Whether a time is asked about that lies after the newest source and that no hit names."""
    newest = index.newest.published if index.newest else None
    if newest is None or not question.dates:
        return False
    if any(date.first <= newest.first for date in question.dates):
        return False
    named = [mention for hit in hits for mention in date_mentions(hit.passage.text)]
    return not any(
        date.first <= mention.last and mention.first <= date.last
        for date in question.dates
        for mention in named
    )


def confidence(features: Features, model: Model | None = None) -> float:
    """Return the estimated probability, in (0, 1), that the passages hold the answer."""
    model = model or Model()
    logit = model.bias + sum(getattr(model, name) * getattr(features, name) for name in FEATURES)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _told(index: Index, asked: AnswerType, first: Evidence) -> tuple[bool, bool]:
    """Return whether `first` holds the kind of answer, and that with the subject asked for."""
    position, place = first.hit.position, first.place
    sentences = index.lexical.sentence_terms[position]
    near = index.lexical.header_terms[position].union(*sentences[max(0, place - 1) : place + 1])
    quote = first.document.quote
    text = f"{quote.speaker} said: {first.text}" if quote else first.text
    subject = asked.fits_subject(text, near.union(terms(text)))
    # Whose words are asked for is named in the question, so no further name is awaited.
    kind = (subject if asked.speaker else first.fits_type) and asked.fits_unit(text)
    return kind, kind and subject


def _peoples(question: Question) -> dict[str, str]:
    """Return the words of the question's names, folded, each with its stem."""
    named = {part for name in question.names for part in name}
    own = [word for word in words(question.text) if word not in STOP_WORDS]
    return {word: root for word, root in zip(own, stem(own), strict=True) if root in named}


def _places(index: Index, hit: Hit, peoples: dict[str, str]) -> list[_Place]:
    """Return the places of a passage, where "American" also counts as held by "US"."""
    held = [
        stems | _kindred(text, stems, peoples)
        for stems, text in zip(
            index.lexical.sentence_terms[hit.position],
            map(hit.passage.sentence_text, hit.passage.sentences),
            strict=True,
        )
    ]
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
                f"{published or ''} {text[sentence.start : sentences[last].end]}",
            )
        )
    return places


def _kindred(text: str, stems: Collection[str], peoples: dict[str, str]) -> frozenset[str]:
    """Return the stems of names that `text` gives by another word for the country or people."""
    lacking = {word: root for word, root in peoples.items() if root not in stems}
    if not lacking:
        return frozenset()
    said = set(words(text))
    return frozenset(
        root for word, root in lacking.items() if any(same_people(word, other) for other in said)
    )


def _in_passage(index: Index, question: Question, first: Evidence) -> float:
    held = index.lexical.term_sets[first.hit.position]
    weights = {stem: index.lexical.idf(stem) for stem in question.stems}
    lacking = weights.keys() - held
    near = {stem for stem in lacking if any(are_kin(stem, other) for other in held)}
    return _share(weights, held) + KIN_WORTH * _share(weights, frozenset(near))


def _sought(
    index: Index, question: Question, stems: Sequence[str], dates: Sequence[DateMention]
) -> _Sought:
    """Return what is looked for of the question, or of the part with these stems and dates."""
    weights = {stem: index.lexical.idf(stem) for stem in dict.fromkeys(stems)}
    return _Sought(
        weights,
        tuple(name for name in question.names if weights.keys() >= set(name)),
        tuple(stem for stem in weights if any(char.isdigit() for char in stem)),
        tuple(dates),
    )


def _marks(place: _Place, sought: _Sought) -> tuple[float, float, float, float]:
    """Return coverage, and the shares of names, numbers and dates held."""
    # Who is named in full is often told by the last name.
    named = [len(place.stems.intersection(name)) / len(name) for name in sought.names]
    counted = [stem in place.stems for stem in sought.numbers]
    return (
        _share(sought.weights, place.stems),
        sum(named) / len(named) if named else 1.0,
        sum(counted) / len(counted) if counted else 1.0,
        _dated(place.text, sought.dates) if sought.dates else 1.0,
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
