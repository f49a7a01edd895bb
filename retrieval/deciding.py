"""The sentences that decide a question which yes or no would answer.

What decides is a sentence on the same subject with the question's predicate, a word that stands
for it, or one that excludes it. Nothing is answered in the bot's own words: the sentence is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from retrieval.claims.layout import Layout, layout
from retrieval.claims.roles import DETERMINERS, names_doer, takes_part
from retrieval.dates import date_mentions
from retrieval.documents import Document
from retrieval.evidence import Evidence
from retrieval.offices import tells_head
from retrieval.polar import FORBIDDING, PERMITTING, Polar, roots_of
from retrieval.question import Intent, Question
from retrieval.standing import event_date
from retrieval.subject import coverage
from retrieval.tokens import are_kin, stem, words
from retrieval.verify.polarity import negations
from retrieval.verify.reading import Reading, read
from retrieval.verify.verbs import IRREGULAR

# What a sentence that decides is worth beside one that doesn't, as a logit.
DECIDES = 2.0
# How much less likely than the best sentence it may be, what it is worth told where it only tells
# what may be done; and how much less than what leads one that says another thing of the same: the
# opposite, another count.
MARGIN = 3.0
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
_DESCRIBING = frozenset("outside clear".split())
# What ends the permission or the ban that it goes before.
_ENDING = frozenset(
    stem("stop halt deny reject refuse revoke withdraw lift end suspend cancel rescind".split())
)


@dataclass(frozen=True, slots=True)
class Told:
    """Whether a sentence says yes, and whether by the question's own word, and that as a verb.

    `share` is that of what is asked about, by idf weight, which it names.
    """

    says_yes: bool
    plainly: bool
    done: bool
    share: float


@dataclass(frozen=True, slots=True)
class Decision:
    """A sentence that decides, what it tells, and what it is worth as a logit."""

    item: Evidence
    told: Told
    worth: float


def decisions(
    asked: Polar, evidence: Sequence[Evidence], idf: Callable[[str], float]
) -> Iterator[Decision]:
    """Yield the sentences of `evidence` that decide."""
    for item in evidence:
        if told := tells(asked, item.document, item.text, idf):
            share = told.share / (1 if told.plainly and told.done else 2)
            worth = item.score + DECIDES * share - (item.document.quote is not None)
            yield Decision(item, told, worth)


def tells(asked: Polar, document: Document, text: str, idf: Callable[[str], float]) -> Told | None:
    """Return what a sentence of `document` tells of what is asked; None where it doesn't decide."""
    held = _held(text)
    if all(_sign(asked, root) is None for root in held):
        return None
    if not all(is_of(root, held) for root in asked.named):
        return None
    titled = (*held, *_held(" ".join((document.title, *document.aliases))))
    subject = share_held(asked.subject, titled if asked.may else held, idf)
    if min(subject, share_held(asked.about, titled, idf)) < ABOUT or _of_another(asked, held):
        return None
    there = layout(read(text))
    roots = roots_of([word.folded for word in there.reading.words])
    told = [
        (asked.is_told_by(root), place, sign)
        for place, root in enumerate(roots)
        if (sign := _sign(asked, root)) is not None
        and not _only_describes(there.reading, place)
        and _of_subject(asked, there, roots, place)
    ]
    # The question's own word before what only tells what may be done.
    plainly, place, sign = max(told, key=lambda one: one[0], default=(False, -1, False))
    if place < 0:
        return None
    says_yes = sign != _is_denied(there.reading, roots, place)
    done = asked.head or takes_part(there, place, place) is not None
    return Told(says_yes, plainly, done, share_held(asked.about, held, idf))


def _of_another(asked: Polar, held: Sequence[str]) -> bool:
    """Whether a sentence names other codes ("H20") than those asked about ("H200")."""
    codes, there = _codes(asked.about), _codes(held)
    return bool(codes and there) and codes.isdisjoint(there)


def _codes(roots: Collection[str]) -> frozenset[str]:
    return frozenset(root for root in roots if root[:1].isalpha() and root[-1:].isdigit())


def _only_describes(reading: Reading, place: int) -> bool:
    """Whether a word tells of what kind a thing is: "an outside estimate", "a clear sign"."""
    before = reading.words[place - 1].folded if place else ""
    return reading.words[place].folded in _DESCRIBING and before in DETERMINERS


@lru_cache(maxsize=4096)
def _sign(asked: Polar, root: str) -> bool | None:
    return asked.sign(root)


@lru_cache(maxsize=4096)
def _held(text: str) -> tuple[str, ...]:
    return tuple(roots_of(words(text)))


def _of_subject(asked: Polar, there: Layout, roots: Sequence[str], place: int) -> bool:
    """Whether what is asked about takes that part in the predicate at `place`.

    That is the subject's; of a question for who did it, that of what it was done to.
    """
    words = there.reading.words
    plainly = asked.is_told_by(roots[place])
    reach = _REACH if plainly else _REACH_OF_OTHERS
    if asked.head:
        return tells_head(there, roots, place, _places(roots, asked.about))
    if asked.who:
        wanted, others = asked.about, frozenset[str]()
        if not names_doer(there, place, _REACH):
            return False
    else:
        wanted, others = asked.subject, asked.about - asked.subject
    near = [i for i in _places(roots, wanted) if abs(place - i) <= reach]
    if not wanted or (asked.may and not plainly):
        # What may be done is also told of the thing that it would be done with.
        return not wanted or bool(near) or bool(_places(roots, others))
    if asked.who and not (asked.passive and near):
        return True
    against = _places(roots, others)
    parts = [takes_part(there, place, i, against, done_to=asked.passive) for i in near]
    is_verb = words[place].folded.endswith("ed") or words[place].folded in IRREGULAR
    if plainly and any(part is not None for part in parts) and (is_verb or not asked.passive):
        return any(parts)
    if asked.passive or asked.may:
        return bool(near)
    # "The CAC summons": what stands before a noun does it.
    if plainly and place - 1 in against:
        return False
    does = [i for i in near if i < place and (not i or words[i - 1].folded not in _ASIDE)]
    return bool(does) or any("by" in roots[place:i][-_NEAR:] for i in near)


def _places(roots: Sequence[str], wanted: frozenset[str]) -> list[int]:
    return [i for i, root in enumerate(roots) if is_of(root, wanted)]


def share_held(roots: frozenset[str], others: Sequence[str], idf: Callable[[str], float]) -> float:
    """Return the share of the stems' weight that stands, or whose kin does, among `others`."""
    held = [root for root in roots if is_of(root, others)]
    return coverage({root: idf(root) for root in roots}, held) if roots else 1.0


def is_of(root: str, others: Collection[str]) -> bool:
    """Whether a stem or its kin stands among `others`."""
    return root in others or any(are_kin(root, other) for other in others)


def _is_denied(reading: Reading, roots: Sequence[str], place: int) -> bool:
    """Whether a denial bears on the word at `place`, or stands close before it.

    So does what ends a permission or a ban: "stopped permits", "lifted the ban".
    """
    start = max(0, place - _NEAR)
    before = {word.folded for word in reading.words[start:place]}
    if not _DISOWNING.isdisjoint(before):
        return True
    if roots[place] in PERMITTING | FORBIDDING and not _ENDING.isdisjoint(roots[start:place]):
        return True
    return any(
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
        found = [one for one in found if one.told.says_yes]
    named = [(item.score, _named(asked, item, idf)) for item in evidence]
    likely = [
        one
        for one in found
        if _margin(asked) + (one.item.score if one.told.plainly else one.worth)
        # What doesn't name as much of what is asked about is no measure.
        >= max(score for score, share in named if share >= one.told.share)
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
        if one.told.plainly
        and one.told.done
        and one.told.says_yes != lead.told.says_yes
        and one.worth >= lead.worth - BESIDE
    )
    return [lead.item, *islice(against, 1)]


def _margin(asked: Polar) -> float:
    # An office is told in other words than those it is asked for by.
    return BESIDE if asked.head else MARGIN


def _named(asked: Polar, item: Evidence, idf: Callable[[str], float]) -> float:
    return share_held(asked.about, _held(item.text), idf)


def _day(item: Evidence) -> str:
    """Return the newest day that a sentence tells of, up to its publication, else that day."""
    known = item.document.published or event_date(item.document)
    day = known.text if known else ""
    told = [mention.first.isoformat() for mention in date_mentions(item.text)]
    return max((one for one in told if not day or one[: len(day)] <= day), default=day)
