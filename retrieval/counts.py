"""Which of several counts of one thing leads an answer: the newest.

A quantity that changes is told again and again. A question for it that names no date means how
it is now; what it was stands behind, each count with its date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from retrieval.asked import AnswerType, asked_for
from retrieval.dates import date_mentions
from retrieval.deciding import BESIDE, is_of, share_held
from retrieval.evidence import Evidence, candidates
from retrieval.lexical import LexicalIndex
from retrieval.polar import is_known_verb, roots_of
from retrieval.question import Intent, Question
from retrieval.standing import event_date, partial
from retrieval.tokens import STOP_WORDS, stem, terms, words

# Before a date: all until then is asked about.
_UNTIL = re.compile(
    r"\b(?:by|until|till|up to|as of|as at)\s+(?:the\s+)?"
    r"(?:(?:end|start|beginning|middle) of\s+)?$",
    re.IGNORECASE,
)
# What tells of a count to come, or of one that might be.
_FORETELLING = re.compile(
    r"\b(?:will|would|could|may|might|should|expect(?:s|ed)?|plan(?:s|ned)?|forecasts?|aims?|"
    r"project(?:s|ed)|targets?)\b"
)


def newest_counts(
    question: Question,
    evidence: Sequence[Evidence],
    lexical: LexicalIndex,
    today: str,
) -> list[Evidence]:
    """Return the sentences that count what `question` asks for, one a day, the newest first.

    Empty where no number is asked for, where there is no older count, and where a date is named;
    but of "by June" those up to then are returned. `evidence` is the best first, `lexical` knows
    the corpus's words, `today` is ISO 8601.
    """
    last, text = _time(question, today)
    if not evidence or not question.wants(Intent.HOW_MANY) or not last:
        return []
    asked = asked_for(question)
    measure = _measure(text, asked, lexical.words)
    stems = frozenset(terms(text))
    counts: list[tuple[str, Evidence]] = []
    for item in evidence:
        if item.score < evidence[0].score - BESIDE:
            break
        held = roots_of(words(item.text))
        told = all(is_of(root, held) for root in measure) and asked.fits_unit(item.text)
        if not (item.fits_type and told) or _foretells(question, item.text):
            continue
        best = counts[0][1] if counts else item
        day = _day(item, last)
        whole = _whole(stems, item, lexical.idf) >= _whole(stems, best, lexical.idf)
        if whole and day is not None:
            counts.append((day, item))
    # What can't be dated may be as new as any.
    return _newest_first(question, counts) if counts and counts[0][0] else []


def _newest_first(question: Question, counts: Sequence[tuple[str, Evidence]]) -> list[Evidence]:
    """Order counts (their days, the likeliest first): of one time the likeliest, none twice.

    "August 2026" is as new as 19 August 2026. A count that a newer one has as well is left out.
    """
    found: list[Evidence] = []
    told: frozenset[str] = frozenset()
    rest = [(day, item) for day, item in counts if day]
    while rest:
        newest = max(day for day, _ in rest)
        item = next(item for day, item in rest if newest.startswith(day))
        rest = [(day, other) for day, other in rest if not newest.startswith(day)]
        (numbers, *_) = candidates(question, item.text)
        if numbers - told:
            found.append(item)
        told |= numbers
    return found if counts[0][1] in found and len(found) > 1 else []


def _measure(text: str, asked: AnswerType, known: Collection[str]) -> frozenset[str]:
    """Return what a sentence must hold to count the same: the thing, and what it does."""
    said = [word for word in words(text) if word not in STOP_WORDS]
    done = roots_of([word for word in said if is_known_verb(word, known)])
    return frozenset((*asked.subject, *done)) or frozenset(stem(said))


def _whole(stems: frozenset[str], item: Evidence, idf: Callable[[str], float]) -> float:
    """Return the share of the question that a sentence holds, with its document's title."""
    return share_held(stems, roots_of(words(f"{item.document.title} {item.text}")), idf)


def _foretells(question: Question, text: str) -> bool:
    asked = set(words(question.text))
    return any(match not in asked for match in _FORETELLING.findall(text))


def _time(question: Question, today: str) -> tuple[str, str]:
    """Return the last day that is asked about, and the question without it.

    The day is empty where a question names a time of its own.
    """
    if not question.dates:
        return today, question.text
    named = question.dates[0]
    until = _UNTIL.search(question.text[: named.start])
    if len(question.dates) > 1 or not until:
        return "", question.text
    text = question.text[: until.start()] + question.text[named.end :]
    return min(named.last.isoformat(), today), text


def _day(item: Evidence, last: str) -> str | None:
    """Return the newest time up to `last` that a sentence tells of, without one its document's.

    Empty where neither is known; None for one that tells of later times alone.
    """
    told = [partial(mention).text for mention in date_mentions(item.text)]
    known = event_date(item.document)
    days = told or ([known.text] if known else [])
    return max((day for day in days if day <= last), default=None if days else "")
