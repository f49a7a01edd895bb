"""Pick the sentences of an answer: the likeliest first, until the answer is likely to be in.

Each sentence comes with the estimated probability that it is the one that answers (its share).
A statement is a stretch of one to three sentences side by side, as long as its length is worth
what it adds to that probability. Statements are added while they are likely enough to answer: one
where one says it all, up to five where the answer may stand in several places.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.dates import date_mentions
from retrieval.documents import Document, Kind
from retrieval.evidence import Evidence, candidates, repeats
from retrieval.question import Intent, Question, is_claim
from retrieval.verify.referents import CONNECTIVE, referent_of

LONGEST_ANSWER = 5
# A statement is at most this many sentences, and characters where it is more than one.
LONGEST_STRETCH = 3
LONGEST_JOINED = 600
# A statement may rest on this many sources that say the same.
CITATIONS = 3
# A further statement must be this likely to be the one that answers ...
LEAST = 0.005
# ... and this likely where the first statement decides what is asked, or where it holds nothing
# of the kind asked for that isn't said already ...
FURTHER = 0.03
# ... or, where several are asked for, no less likely than the first by this difference of logits.
MARGIN = 3.0
# What a hundred characters more must add to the logarithm of a statement's probability: of the
# first, and of those after it.
LENGTH_COST = 0.05
LATER_COST = 0.4
# What it costs that other sentences open a statement ...
BEFORE_COST = 0.1
# ... and that it opens with words that point to the sentence before it.
LEANING_COST = 1.0
# A sentence of which this share was said already adds nothing.
SAME = 0.7
# What all of the question's words not yet covered are worth to a further sentence, as a logit.
FRESH = 2.0

# Sentences that open so, or that point back so anywhere, lean on the one before them.
_OPENS_LEANING = re.compile(
    r"(?:(?:However|But|And|Yet|Still|Also|Then|So|Nevertheless|Moreover|Meanwhile),? )?"
    r"(?:(?i:it|its|they|their|he|his|she|her|this|that|these|those|such|both)|[Tt]he (?:former|"
    r"latter|same|other|rule|bill|act|law|order|ban|measure|move|decision|deal|company|firm|"
    r"agency))\b"
)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|such) (?!(?:year|month|week|day|time|as|a|an)\b)[a-z]{3,}"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` of a document."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        """The stretch, character for character."""
        return self.document.text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether two spans share a character."""
        same = self.document.id == other.document.id
        return same and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Pick:
    """What becomes a statement: a span, and spans of other documents that say the same."""

    span: Span
    others: tuple[Span, ...] = ()


class Picking:
    """The picks of one answer as they are collected."""

    def __init__(self, question: Question, evidence: Sequence[Evidence]) -> None:
        """Collect for `question` from `evidence` (best first)."""
        self.picks: list[Pick] = []
        self.decided = False
        self._question = question
        self._evidence = evidence
        self._numbers = _numbered(evidence)
        self._places = {self._numbers[_place(item)]: item for item in evidence}
        self._claim = is_claim(question)
        self._timeline = question.wants(Intent.TIMELINE)
        # One view is rarely the whole: views are shown while there is room.
        self._views = question.wants(Intent.SIDES) or asks_persons(question)
        self._several = self._claim or self._timeline or self._views
        self._covered: frozenset[str] = frozenset()
        self._stems = frozenset(question.stems)
        self._shown: set[tuple[int, int]] = set()

    @property
    def full(self) -> bool:
        """Whether the answer has as many statements as it may have."""
        return len(self.picks) >= LONGEST_ANSWER

    def add_span(self, span: Span) -> None:
        """Show `span`, unless it is shown already."""
        if not self.full and self._twin(span) is None:
            self.picks.append(Pick(span))

    def add_event(self, span: Span) -> None:
        """Show `span` where it tells of a day that no statement tells of yet."""
        if self._tells_new_day(span.text):
            self.add_span(span)

    def add(self, item: Evidence, leads: bool = False) -> None:
        """Show a sentence with what belongs to it, or cite it beside the one that says the same.

        Where it `leads`, nothing stands before it that it doesn't lean on, and it is shown beside
        one that says the same in other words: it may say the opposite.
        """
        group = self._stretch(item, leads)
        span = _span(group)
        twin = self._twin(span, leads)
        if twin is not None:
            self._cite(twin, _sentence_span(item))
        elif not self._is_joined(group) and not self.full:
            self.picks.append(Pick(span))
        for member in group:
            self._covered |= member.held
            self._shown.add(_place(member))

    def fill(self) -> None:
        """Add the likeliest sentences, each worth more by what it covers that none did yet."""
        if not self._evidence:
            return
        best = self._evidence[0]
        wanted = [item for item in self._evidence if self._may_follow(item, best)]
        while wanted:
            item = max(wanted, key=self._worth)
            wanted.remove(item)
            if _place(item) in self._shown:
                continue
            shown = self._twin(_sentence_span(item)) is not None
            if not shown and self.full:
                continue
            if not shown and self.picks and not self._claim and not self._is_new(item):
                continue
            self.add(item)

    def _may_follow(self, item: Evidence, best: Evidence) -> bool:
        """Whether a sentence is likely enough to be shown, `best` being the likeliest."""
        if self._claim or asks_persons(self._question):
            return True
        if self._several:
            return item.score >= best.score - MARGIN
        return item is best or item.share >= (FURTHER if self.decided else LEAST)

    def _worth(self, item: Evidence) -> float:
        fresh = len(item.held - self._covered) / max(1, len(self._stems))
        return item.score + (FRESH * fresh if self.picks else 0.0)

    def _is_new(self, item: Evidence) -> bool:
        """Whether a sentence holds something of the kind asked that no statement holds yet.

        A likely one may give it in a way that isn't known ("before the war"): that it says
        something new is enough.
        """
        if self._timeline:
            return self._tells_new_day(item.text)
        said = " ".join(pick.span.text for pick in self.picks)
        found = candidates(self._question, item.text)
        if self._views or not found or item.share >= FURTHER:
            return not repeats(said, item.text, SAME)
        return any(
            own - theirs
            for own, theirs in zip(found, candidates(self._question, said), strict=True)
        )

    def _tells_new_day(self, text: str) -> bool:
        """Whether `text` gives a day, month or year in which no told day lies."""
        told = [day for pick in self.picks for day in date_mentions(pick.span.text)]
        return any(
            not any(new.first <= day.first and day.last <= new.last for day in told)
            for new in date_mentions(text)
        )

    def _stretch(self, item: Evidence, leads: bool) -> Sequence[Evidence]:
        """Return the sentences around `item` that make the best statement of it, in order.

        What bears a claim out and what happened when is shown sentence by sentence; of a quote, as
        much as may be.
        """
        if self._claim or self._timeline:
            return [item]
        able = [group for group in self._stretches(item) if _length(group) <= LONGEST_JOINED]
        if item.document.kind is Kind.QUOTE:
            return max(able, key=len, default=[item])
        if leads and not leans_back(item.text):
            able = [group for group in able if group[0] is item]
        cost = LATER_COST if self.picks else LENGTH_COST
        return max(able, key=lambda group: self._value(group, item, cost), default=[item])

    def _value(self, group: Sequence[Evidence], item: Evidence, cost: float) -> float:
        """Return the logarithm of the probability that a stretch answers, less what it costs."""
        likely = sum(member.share for member in group)
        cost *= _length(group) / 100
        if group[0] is not item:
            cost += BEFORE_COST
        follows = group[0].place > 0 or self._numbers[_place(group[0])] - 1 in self._places
        if follows and leans_back(group[0].text) and not _is_named(group[0]):
            cost += LEANING_COST
        return math.log(likely + 1e-9) - cost

    def _stretches(self, item: Evidence) -> Iterator[Sequence[Evidence]]:
        """Yield every stretch with `item` in it of sentences that no statement shows yet."""
        at = self._numbers[_place(item)]
        for start in range(at, at - LONGEST_STRETCH, -1):
            for end in range(at, start + LONGEST_STRETCH):
                places = range(start, end + 1)
                group = [self._places[place] for place in places if place in self._places]
                if len(group) == len(places) and not any(
                    pick.span.overlaps(_sentence_span(member))
                    for pick in self.picks
                    for member in group
                    if member is not item
                ):
                    yield group

    def _is_joined(self, group: Sequence[Evidence]) -> bool:
        """Join a stretch that leans on the end of a statement to that, where it fits."""
        first, last = group[0], group[-1]
        before = self._places.get(self._numbers[_place(first)] - 1)
        if before is None or not leans_back(first.text):
            return False
        for i, pick in enumerate(self.picks):
            ends = (
                pick.span.document.id == first.document.id and pick.span.end == before.sentence.end
            )
            if ends and last.sentence.end - pick.span.start <= LONGEST_JOINED:
                span = replace(pick.span, end=last.sentence.end)
                self.picks[i] = replace(pick, span=span)
                return True
        return False

    def _twin(self, span: Span, leads: bool = False) -> int | None:
        for i, pick in enumerate(self.picks):
            alike = not leads and repeats(pick.span.text, span.text)
            if pick.span.overlaps(span) or alike:
                return i
        return None

    def _cite(self, twin: int, span: Span) -> None:
        """Cite a further source of a statement, one of the same kind, in its own words."""
        pick = self.picks[twin]
        cited = [pick.span, *pick.others]
        same_kind = span.document.kind is pick.span.document.kind
        known = {item.document.id for item in cited}
        if same_kind and len(cited) < CITATIONS and span.document.id not in known:
            self.picks[twin] = replace(pick, others=(*pick.others, span))


def asks_persons(question: Question) -> bool:
    """Whether the words or views of persons the corpus knows are asked for."""
    return bool(question.people) and question.wants(Intent.WHO_SAID, Intent.SIDES)


def leans_back(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    return bool(_OPENS_LEANING.match(text) or _POINTS_BACK.search(text))


def _place(item: Evidence) -> tuple[int, int]:
    return item.hit.position, item.place


def _numbered(evidence: Sequence[Evidence]) -> dict[tuple[int, int], int]:
    """Number the places of sentences so that those side by side, and no others, follow each other.

    A passage may end within a paragraph; the next one then begins beside its last sentence.
    """
    numbers: dict[tuple[int, int], int] = {}
    before: Evidence | None = None
    number = 0
    for item in sorted(evidence, key=lambda item: (item.document.id, item.sentence.start)):
        number += 1 if before is not None and _are_beside(before, item) else 2
        numbers[_place(item)] = number
        before = item
    return numbers


def _are_beside(one: Evidence, other: Evidence) -> bool:
    if one.hit.position == other.hit.position:
        return one.place + 1 == other.place
    gap = one.document.text[one.sentence.end : other.sentence.start]
    return one.document.id == other.document.id and gap.isspace() and "\n" not in gap


def _sentence_span(item: Evidence) -> Span:
    return Span(item.document, item.sentence.start, item.sentence.end)


def _is_named(item: Evidence) -> bool:
    """Whether a sentence leans on the one before by its opening alone, and that can be named."""
    alone = not _POINTS_BACK.search(item.text)
    return alone and referent_of(item.document, _opening(item)) is not None


def _length(group: Sequence[Evidence]) -> int:
    return group[-1].sentence.end - group[0].sentence.start


def _span(group: Sequence[Evidence]) -> Span:
    """Return the stretch of a group of sentences, without the connective that opens it."""
    first, last = group[0], group[-1]
    return Span(first.document, _opening(first), last.sentence.end)


def _opening(item: Evidence) -> int:
    connective = CONNECTIVE.match(item.text) if item.document.kind is not Kind.QUOTE else None
    return item.sentence.start + (connective.end() if connective else 0)
