"""Pick the sentences of an answer: the likeliest first, until the answer is likely to be in.

Each sentence comes with the estimated probability that it is the one that answers (its share).
Statements are added until the shares of those shown reach `SURE`: one where one says it all, up
to five where the question has several aspects or its answer may stand in several places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.documents import Document, Kind
from retrieval.evidence import Evidence, candidates, is_claim, repeats
from retrieval.question import Intent, Question

LONGEST_ANSWER = 5
LONGEST_JOINED = 600
# A statement may rest on this many sources that say the same.
CITATIONS = 3
# Statements are added until the answer is this likely to be among them ...
SURE = 0.9
# ... or the next sentence is this much less likely than the first (a difference of logits).
MARGIN = 3.0
# Sentences side by side become one statement when their logits differ by less than this.
JOIN = 2.0
# The one before, which then opens the statement, must be nearly as likely itself.
JOIN_BEFORE = 1.0
# A sentence of which this share was said already adds nothing.
SAME = 0.7
# What all of the question's words not yet covered are worth to a further sentence, as a logit.
FRESH = 2.0

_TYPED = (Intent.HOW_MANY, Intent.WHEN, Intent.WHO, Intent.WHERE, Intent.WHO_SAID)
_CONNECTIVE = re.compile(
    r"(?:However|Moreover|Furthermore|In addition|Additionally|Meanwhile|Nevertheless|"
    r"Nonetheless|Also|Besides|Thus|Therefore|Hence|Still|Then|And|But|Yet|So),?\s+(?=\S)"
)
# Sentences that open so lean on the one before them.
_LEANING = re.compile(
    r"(?:(?:However|But|And|Yet|Still|Also|Then|So|Nevertheless|Moreover|Meanwhile),? )?"
    r"(?:(?i:it|its|they|their|he|his|she|her|this|that|these|those|such)|[Tt]he (?:former|latter|"
    r"same|other|rule|bill|act|law|order|ban|measure|move|decision|deal|company|firm))\b"
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
        self._question = question
        self._evidence = evidence
        self._places = {_place(item): item for item in evidence}
        self._typed = question.wants(*_TYPED)
        self._claim = is_claim(question)
        self._timeline = question.wants(Intent.TIMELINE)
        # One view is rarely the whole: views are shown while there is room.
        self._views = question.wants(Intent.SIDES) or asks_persons(question)
        self._covered: frozenset[str] = frozenset()
        self._stems = frozenset(question.stems)
        self._shown: set[tuple[int, int]] = set()
        self._sure = 0.0

    @property
    def full(self) -> bool:
        """Whether the answer has as many statements as it may have."""
        return len(self.picks) >= LONGEST_ANSWER

    def add_span(self, span: Span) -> None:
        """Show `span`, unless it is shown already."""
        if not self.full and self._twin(span) is None:
            self.picks.append(Pick(span))

    def add(self, item: Evidence) -> None:
        """Show a sentence with what belongs to it, or cite it beside the one that says the same."""
        group = self._group(item)
        span = _span(group)
        twin = self._twin(span)
        if twin is None and not self.full:
            self.picks.append(Pick(span))
        elif twin is not None:
            self._cite(twin, Span(item.document, item.sentence.start, item.sentence.end))
        for member in group:
            self._covered |= member.held
            self._sure += 0.0 if _place(member) in self._shown else member.share
            self._shown.add(_place(member))

    def fill(self) -> None:
        """Add the likeliest sentences, each worth more by what it covers that none did yet."""
        if not self._evidence:
            return
        best = self._evidence[0].score
        everything = self._claim or asks_persons(self._question)
        wanted = [item for item in self._evidence if everything or item.score >= best - MARGIN]
        typed = self._typed and any(item.fits_type for item in wanted[:1])
        while wanted:
            item = max(wanted, key=self._worth)
            wanted.remove(item)
            if _place(item) in self._shown:
                continue
            shown = self._twin(_sentence_span(item)) is not None
            if not shown and (self.full or (typed and not item.fits_type)):
                continue
            if not shown and self.picks and not self._claim and not self._is_new(item):
                continue
            enough = self._sure >= SURE and not (self._claim or self._views or self._timeline)
            if not shown and self.picks and enough:
                continue
            self.add(item)

    def _worth(self, item: Evidence) -> float:
        fresh = len(item.held - self._covered) / max(1, len(self._stems))
        return item.score + (FRESH * fresh if self.picks else 0.0)

    def _is_new(self, item: Evidence) -> bool:
        """Whether a sentence holds something of the kind asked that no statement holds yet."""
        said = " ".join(pick.span.text for pick in self.picks)
        found = candidates(self._question, item.text)
        if self._views or not found:
            return not repeats(said, item.text, SAME)
        return any(
            own - theirs
            for own, theirs in zip(found, candidates(self._question, said), strict=True)
        )

    def _group(self, item: Evidence) -> list[Evidence]:
        """Return the sentence with the one beside it that belongs to its statement, in order.

        What bears a claim out and what happened when is shown sentence by sentence; of a
        quote, all.
        """
        group = [item]
        if self._claim or self._timeline:
            return group
        before = self._places.get((item.hit.position, item.place - 1))
        after = self._places.get((item.hit.position, item.place + 1))
        quote = item.document.kind is Kind.QUOTE
        if before and (quote or _LEANING.match(item.text)):
            group.insert(0, before)
        if after and (quote or (len(group) == 1 and self._belongs(after, item))):
            group.append(after)
        if before and len(group) == 1 and self._belongs(before, item, JOIN_BEFORE):
            group.insert(0, before)
        while len(group) > 1 and group[-1].sentence.end - group[0].sentence.start > LONGEST_JOINED:
            group.remove(group[0] if group[-1] is item else group[-1])
        return group

    def _belongs(self, other: Evidence, item: Evidence, margin: float = JOIN) -> bool:
        """Whether a sentence beside `item` bears as much on the question and says more."""
        close = other.score >= item.score - margin
        needed = other.fits_type or not (self._typed and item.fits_type)
        fresh = all(not repeats(pick.span.text, other.text) for pick in self.picks)
        return close and needed and fresh and not repeats(other.text, item.text)

    def _twin(self, span: Span) -> int | None:
        for i, pick in enumerate(self.picks):
            if pick.span.overlaps(span) or repeats(pick.span.text, span.text):
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
    return bool(question.people) and question.wants(Intent.WHO_SAID)


def _place(item: Evidence) -> tuple[int, int]:
    return item.hit.position, item.place


def _sentence_span(item: Evidence) -> Span:
    return Span(item.document, item.sentence.start, item.sentence.end)


def _span(group: Sequence[Evidence]) -> Span:
    """Return the stretch of a group of sentences, without the connective that opens it."""
    first, last = group[0], group[-1]
    connective = _CONNECTIVE.match(first.text) if first.document.kind is not Kind.QUOTE else None
    start = first.sentence.start + (connective.end() if connective else 0)
    return Span(first.document, start, last.sentence.end)
