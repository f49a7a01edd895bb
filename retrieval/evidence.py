"""Score the sentences of found passages: which of them answer the question."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace

from retrieval.asked import asked_for, asks_reason, tells_cause
from retrieval.dates import DateMention, date_mentions
from retrieval.documents import Document, Passage, Sentence
from retrieval.index import Index
from retrieval.likeness import Likeness, likeness
from retrieval.question import Intent, Question, is_claim
from retrieval.search import Hit
from retrieval.token_vectors import TokenVectors
from retrieval.tokens import are_kin, terms, words

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|"
    r"dozen|half|third|quarter|double|twice|none|single)\b",
    re.IGNORECASE,
)
# A code holds a digit and counts nothing ("h100", "3a090"); a number may have a unit ("790m").
_CODE = re.compile(
    r"(?=.*[a-z])(?=.*\d)(?!\d[\d.]*(?:st|nd|rd|th|s|x|m|bn|k|[kmgt]?b|[nckm]?m|kg)$)"
)
# A number that goes with a name ("General Prohibition 10") counts nothing either.
_NUMBERED = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+ \d{1,4}\b(?![.,]\d|%)")
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w'’-]+")
_SEVERAL = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:companies|firms|persons|people|individuals|organi[sz]ations|"
    r"countries|agencies|officials|senators|think tanks|experts|players|teams|actors|leaders)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"[A-Z][\w'’-]*(?:,| and| or) (?:and |or )?(?:the )?[A-Z][\w'’-]*")
_MONTH_OR_YEAR = re.compile(
    r"\b(?:1[0-9]|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September|October|"
    r"November|December|century|decade)\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{2,4}s\b"
)
# "Until when" and "when does … end" ask for the day that something runs to.
_ENDING = re.compile(
    r"\buntil when\b|\bwhen\b.{1,80}\b(?:ends?|expires?|runs? out|lapses?|over)\b|\bdeadline\b",
    re.IGNORECASE,
)
_RUNS_TO = re.compile(
    r"\b(?:through|to|by)\W+(?:the\W+)?(?:end\W+of\W+)?$|\b(?:until|till|end(?:s|ed|ing)?|due|over|"
    r"expire[sd]?|lapse[sd]?|runs? out|deadline)\b(?:\W+\w+){0,4}\W+$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:in|at|near|to|from|of|on)\s+(?:the\s+)?([A-Z][\w'’-]*)")
# What a stem that begins alike is worth beside the stem itself.
KIN_WORTH = 0.7


@dataclass(frozen=True, slots=True)
class Weights:
    """How a sentence's marks add up to the logit of its being the answer.

    Shares of the question's weight in idf: that of the stems the sentence holds, those that begin
    alike counted in part (`coverage`); by how rare they are among the sentences found (`local`);
    with the sentence before it (`before`), and the one after it too (`neighbour`); of the
    document's header (`header`). `passage` is the passage's score less the best one's,
    `answer_type` how many of the kinds of thing asked for the sentence holds (of why, a cause),
    `length` the logarithm of its number of stems, `content` and `frame` its `Likeness`.

    Fitted by the likelihood of the answering sentence on two development sets of unlike kind
    (benchmarks/answers.md).
    """

    coverage: float = 0.0
    local: float = 2.6
    before: float = 2.0
    neighbour: float = 2.6
    header: float = 4.0
    passage: float = 0.3
    answer_type: float = 2.2
    length: float = -0.6
    content: float = 5.5
    frame: float = 15.5


# Where the encoder gives no word pieces.
WORDS = Weights(
    coverage=3.0,
    local=2.4,
    before=2.2,
    neighbour=1.0,
    header=1.0,
    passage=0.75,
    answer_type=1.5,
    length=0.0,
)
# A claim is compared by its words, and what bears it out may stand in a passage of its own for
# each of its parts.
CLAIM = replace(WORDS, passage=0.0, header=0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its marks.

    `score` is a logit and orders; `share` is the estimated probability that this sentence of all
    found is the one that answers; `coverage` is the share of the question's weight it holds, and
    `held` are those stems; `likeness` is that of its word pieces.
    """

    hit: Hit
    sentence: Sentence
    place: int
    score: float
    share: float
    coverage: float
    fits_type: bool
    held: frozenset[str]
    likeness: Likeness

    @property
    def text(self) -> str:
        """The sentence, character for character."""
        return self.hit.passage.sentence_text(self.sentence)

    @property
    def document(self) -> Document:
        """The document the sentence stands in."""
        return self.hit.passage.document


def weigh_sentences(
    index: Index,
    question: Question,
    hits: Sequence[Hit],
    tokens: TokenVectors | None = None,
    weights: Weights | None = None,
) -> list[Evidence]:
    """Return every sentence of `hits`, best first; `tokens` are the question's, as first text."""
    if not hits:
        return []
    known = tokens is not None and len(tokens.rows) > 0 and len(index.tokens.rows) > 0
    weights = weights or (CLAIM if is_claim(question) else Weights() if known else WORDS)
    idf = {stem: index.lexical.idf(stem) for stem in set(question.stems)}
    rows = [index.lexical.sentence_terms[hit.position] for hit in hits]
    local = _local_weights(idf, rows)
    kin = _kin(idf, rows)
    best = max(hit.score for hit in hits)
    outlets = _outlet_words(index)
    why = asks_reason(question.asked)
    likenesses = likeness(index, question.text, tokens or TokenVectors.none(1), hits)
    factors = astuple(weights)
    found: list[Evidence] = []
    for hit, sentences, alike in zip(hits, rows, likenesses, strict=True):
        speaker = hit.passage.document.quote.speaker if hit.passage.document.quote else ""
        spoken = frozenset(terms(speaker))
        around = (_beside(index, hit, -1), *sentences, _beside(index, hit, 1))
        held = [frozenset(stem for stem in idf if stem in row or stem in spoken) for row in around]
        titled = frozenset(idf.keys() & index.lexical.header_terms[hit.position])
        for place, sentence in enumerate(hit.passage.sentences):
            last, own, following = held[place : place + 3]
            near = {stem for stem in idf.keys() - own if not kin[stem].isdisjoint(sentences[place])}
            text = _said(hit.passage, sentence)
            # An amount of another unit doesn't answer, but which one is likeliest tells how sure
            # an answer is: that isn't hidden behind whatever sentence tells the unit.
            kinds = candidates(question, text, outlets, any_unit=True)
            told = sum(map(bool, kinds)) if kinds else not why or tells_cause(text)
            marks = (
                _share(idf, own) + KIN_WORTH * _share(idf, near),
                _share(local, own),
                _share(idf, own | last),
                _share(idf, own | last | following),
                _share(idf, titled),
                hit.score - best,
                told,
                math.log(1 + len(sentences[place])),
                alike[place].content,
                alike[place].frame,
            )
            score = sum(factor * mark for factor, mark in zip(factors, marks, strict=True))
            share, fits = _share(idf, own), all(kinds)
            found.append(Evidence(hit, sentence, place, score, 0.0, share, fits, own, alike[place]))
    found.sort(key=lambda item: -item.score)
    likelihoods = [math.exp(item.score - found[0].score) for item in found]
    total = sum(likelihoods)
    return [
        replace(item, share=likelihood / total)
        for item, likelihood in zip(found, likelihoods, strict=True)
    ]


def _beside(index: Index, hit: Hit, step: int) -> frozenset[str]:
    """Return the stems of the sentence before (-1) or after (1) a passage in its document."""
    position = hit.position + step
    if not 0 <= position < len(index.passages):
        return frozenset()
    if index.passages[position].document.id != hit.passage.document.id:
        return frozenset()
    return index.lexical.sentence_terms[position][-1 if step < 0 else 0]


def _outlet_words(index: Index) -> frozenset[str]:
    """Return the words of the corpus's outlets, which tell a thing, not do it."""
    return frozenset(word for form in index.gazetteer.outlets for word in form)


def _said(passage: Passage, sentence: Sentence) -> str:
    """Return a sentence with the name of its speaker where it is a quote's."""
    quote = passage.document.quote
    text = passage.sentence_text(sentence)
    return f"As {quote.speaker} said: {text}" if quote else text


def _share(weights: Mapping[str, float], held: Iterable[str]) -> float:
    total = sum(weights.values())
    return sum(weights[stem] for stem in held) / total if total else 0.0


def _local_weights(
    idf: Mapping[str, float], rows: Sequence[Sequence[frozenset[str]]]
) -> dict[str, float]:
    """Weigh the question's stems by how rare they are among the sentences found.

    In a corpus a topic's name is rare; among the sentences found for it, it tells none apart.
    """
    sentences = [terms for row in rows for terms in row]
    weights = {}
    for stem in idf:
        frequency = sum(stem in terms for terms in sentences)
        rarity = math.log(1 + (len(sentences) - frequency + 0.5) / (frequency + 0.5))
        weights[stem] = rarity if frequency else 0.0
    return weights


def _kin(
    idf: Mapping[str, float], rows: Sequence[Sequence[frozenset[str]]]
) -> dict[str, frozenset[str]]:
    """Return for each of the question's stems the found stems that begin as it does."""
    known = frozenset().union(*(terms for row in rows for terms in row))
    return {stem: frozenset(other for other in known if are_kin(stem, other)) for stem in idf}


def candidates(
    question: Question, text: str, outlets: frozenset[str] = frozenset(), any_unit: bool = False
) -> list[frozenset[str]]:
    """Return for each kind of thing asked for what `text` holds of it, as folded words.

    Empty for a question that asks for no particular kind. A date's day and year, and a code
    ("H100"), are no number asked for; a month or one of `outlets` (folded words) is no name; who
    several are is told by a list of names, what somebody says by whatever they are said to say.
    Where money is asked for, a number of something else is none, unless `any_unit`.
    """
    asked, kind = set(words(question.text)), asked_for(question)
    dates = date_mentions(text)
    undated = _without(text, dates)
    found: list[frozenset[str]] = []
    if question.wants(Intent.HOW_MANY):
        rest = {word for word in words(_NUMBERED.sub("", undated)) if word not in asked}
        percent = {"%"} if "%" in text else set()
        numbers = {word for word in rest if _NUMBER.search(word) and not _CODE.match(word)}
        fits = any_unit or kind.fits_money(text)
        found.append(frozenset(numbers | percent) if fits else frozenset())
    if question.wants(Intent.WHEN):
        ending = _ENDING.search(question.asked) is not None
        told = [d for d in dates if not ending or _RUNS_TO.search(text[: d.start])]
        written = [text[mention.start : mention.end] for mention in told]
        months = [] if ending else _MONTH_OR_YEAR.findall(text)
        found.append(frozenset(words(" ".join([*written, *months]))))
    if kind.speaker:
        held = frozenset(terms(text))
        found.append(held - {*question.stems} if kind.fits_speaker(text, held) else frozenset())
    elif question.wants(Intent.WHO, Intent.WHO_SAID):
        names = {word for match in _NAME.finditer(undated) for word in words(match.group())}
        listed = not _SEVERAL.search(question.text) or _LIST.search(undated)
        found.append(frozenset(names - asked - outlets) if listed else frozenset())
    if question.wants(Intent.WHERE):
        places = {word for match in _PLACE.finditer(text) for word in words(match.group(1))}
        found.append(frozenset(places))
    return found


def _without(text: str, mentions: Sequence[DateMention]) -> str:
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}…{text[mention.end :]}"
    return text


def repeats(one: str, other: str, share: float = 0.75) -> bool:
    """Whether two texts say nearly the same: content words shared, over the shorter one's.

    Texts that each give a number the other doesn't say different things.
    """
    a, b = set(terms(one)), set(terms(other))
    numbers = [{stem for stem in stems if stem[:1].isdigit()} for stems in (a, b)]
    if not (numbers[0] <= numbers[1] or numbers[1] <= numbers[0]):
        return False
    return len(a & b) >= share * max(1, min(len(a), len(b)))
