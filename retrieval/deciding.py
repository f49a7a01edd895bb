"""The sentences that decide a question which yes or no would answer.

What decides is a sentence on the same subject with the question's predicate, a word that stands
for it, or one that excludes it. Nothing is answered in the bot's own words: the sentence is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from retrieval.dates import date_mentions
from retrieval.evidence import Evidence
from retrieval.polar import Polar, roots_of
from retrieval.question import Intent, Question
from retrieval.standing import event_date
from retrieval.subject import coverage
from retrieval.tokens import are_kin, stem, words
from retrieval.verify.polarity import negations
from retrieval.verify.reading import read

# What a sentence that decides is worth beside one that doesn't, as a logit.
DECIDES = 2.0
# How much less likely than the best sentence it may be: with the question's own predicate, and,
# all told, with what only tells what may be done; and how much less one that says another thing of
# the same: the opposite, another count.
MARGIN = 3.0
FAINT = 1.0
BESIDE = 6.0
# Within what the newest of several leads, where the present is asked about, and where it is named.
AS_LIKELY = 0.5
AS_LIKELY_NOW = 2.0
# The least share, by idf weight, of the subject that it must name, and of all that is asked about
# with its title.
ABOUT = 0.4
# How far from a predicate its denial or its "by …" stands; its subject, or that of a word that
# only tells what may be done.
_NEAR = 4
_REACH = 16
_REACH_OF_OTHERS = 8
# Adverbs that deny what a verb behind them tells: "wrongly reported a vote".
_DISOWNING = frozenset("wrongly falsely mistakenly incorrectly erroneously".split())
_ASIDE = frozenset("to in for with from on into".split())


@dataclass(frozen=True, slots=True)
class Decision:
    """A sentence that decides, whether it says yes, and whether by the question's own word."""

    item: Evidence
    says_yes: bool
    plainly: bool
    worth: float


def decisions(
    asked: Polar, evidence: Sequence[Evidence], idf: Callable[[str], float]
) -> Iterator[Decision]:
    """Yield the sentences of `evidence` that decide, each with what it is worth."""
    for item in evidence:
        held = roots_of(words(item.text))
        titled = frozenset(stem(words(" ".join((item.document.title, *item.document.aliases)))))
        subject = share_held(asked.subject, held, idf)
        if min(subject, share_held(asked.about, (*held, *titled), idf)) < ABOUT:
            continue
        told = [
            (root, sign)
            for place, root in enumerate(held)
            if (sign := asked.sign(root)) is not None and _of_subject(asked, held, place)
        ]
        # The question's own word before what only tells what may be done.
        told.sort(key=lambda one: not asked.is_told_by(one[0]))
        for root, sign in told[:1]:
            plainly = asked.is_told_by(root)
            share = share_held(asked.about, held, idf) / (1 if plainly else 2)
            worth = item.score + DECIDES * share - (item.document.quote is not None)
            yield Decision(item, sign != _is_denied(item.text, root), plainly, worth)


def _of_subject(asked: Polar, held: Sequence[str], place: int) -> bool:
    """Whether the subject asked about may be that of the predicate at `place`."""
    there = [i for i, root in enumerate(held) if is_of(root, asked.subject)]
    reach = _REACH if asked.is_told_by(held[place]) else _REACH_OF_OTHERS
    near = [i for i in there if abs(place - i) <= reach]
    if asked.passive or asked.may or not asked.subject:
        return bool(near) or not asked.subject
    does = [i for i in near if i < place and (not i or held[i - 1] not in _ASIDE)]
    return bool(does) or any("by" in held[place:i][-_NEAR:] for i in near)


def share_held(roots: frozenset[str], others: Sequence[str], idf: Callable[[str], float]) -> float:
    """Return the share of the stems' weight that stands, or whose kin does, among `others`."""
    held = [root for root in roots if is_of(root, others)]
    return coverage({root: idf(root) for root in roots}, held) if roots else 1.0


def is_of(root: str, others: Collection[str]) -> bool:
    """Whether a stem or its kin stands among `others`."""
    return root in others or any(are_kin(root, other) for other in others)


def _is_denied(text: str, root: str) -> bool:
    """Whether a denial bears on the word of a stem, or stands close before it."""
    reading = read(text)
    roots = roots_of([word.folded for word in reading.words])
    place = next((i for i, other in enumerate(roots) if other == root), -1)
    if place < 0:
        return False
    before = {word.folded for word in reading.words[max(0, place - _NEAR) : place]}
    return not _DISOWNING.isdisjoint(before) or any(
        reading.words[place].stem in negation.scope or 0 < place - negation.place <= _NEAR
        for negation in negations(reading)
    )


def decided(
    question: Question, asked: Polar, evidence: Sequence[Evidence], idf: Callable[[str], float]
) -> list[Evidence]:
    """Return the sentence that decides, then the one that says the opposite, where there is one.

    Of several that are about as likely the newest leads where the present is asked about. Who did
    something is told only by a sentence that says it was done.
    """
    found = sorted(decisions(asked, evidence, idf), key=lambda one: -one.worth)
    if asked.who:
        found = [one for one in found if one.says_yes]
    best = evidence[0].score
    likely = [
        one
        for one in found
        if (one.item.score + MARGIN if one.plainly else one.worth + FAINT) >= best
    ]
    if not likely:
        return []
    lead = likely[0]
    if question.wants(Intent.PRESENT):
        least = lead.worth - (AS_LIKELY_NOW if asked.now else AS_LIKELY)
        near = [one for one in likely if one.worth >= least]
        lead = max(near, key=lambda one: (_day(one.item), one.worth))
    against = (
        one.item
        for one in found
        if one.plainly and one.says_yes != lead.says_yes and one.worth >= lead.worth - BESIDE
    )
    return [lead.item, *islice(against, 1)]


def _day(item: Evidence) -> str:
    """Return the newest day that a sentence tells of, up to its publication, else that day."""
    known = item.document.published or event_date(item.document)
    day = known.text if known else ""
    told = [mention.first.isoformat() for mention in date_mentions(item.text)]
    return max((one for one in told if not day or one[: len(day)] <= day), default=day)
