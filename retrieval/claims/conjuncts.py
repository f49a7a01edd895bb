"""Cut a sentence that states two things into two that each stand by themselves."""

from __future__ import annotations

import re

from retrieval.tokens import STOP_WORDS, stem
from retrieval.verify.reading import Reading, Word, read

_AUXILIARY = frozenset(
    "is are was were isnt arent wasnt werent has have had hasnt havent hadnt will would wont "
    "wouldnt may might can could cant couldnt cannot must did does do didnt doesnt dont".split()
)
# Forms in the past that don't end in "-ed", each with its verb.
IRREGULAR = dict(
    form.split(":")
    for form in (
        "made:make paid:pay sold:sell bought:buy sent:send told:tell gave:give given:give put:put "
        "said:say built:build cut:cut led:lead won:win lost:lose met:meet held:hold kept:keep "
        "found:find brought:bring wrote:write written:write took:take taken:take went:go gone:go "
        "began:begin begun:begin drew:draw drawn:draw withdrew:withdraw withdrawn:withdraw "
        "froze:freeze frozen:freeze sought:seek spent:spend caught:catch became:become fell:fall "
        "rose:rise grew:grow got:get ran:run left:leave let:let set:set hit:hit"
    ).split()
)
_PRESENT = frozenset(
    "bans requires needs covers pays gives allows lets takes makes applies reaches adds says "
    "holds means sells buys ships wants plans limits bars lifts exempts includes".split()
)
_PAST = re.compile(r"(?<!e)ed$(?<!\bhundred)(?<!\bred)(?<!\bbed)|(?:agreed|freed|guaranteed)$")
_SUBJECTS = frozenset(
    "it its they their he his she her this that these those the a an we our you your i my all "
    "no nobody none every everyone most many some both".split()
)
_AND = re.compile(r",?\s+and\s+(?:also\s+|then\s+|now\s+)?(?=\w)", re.IGNORECASE)
_BUT = re.compile(
    r"\s*;\s+|\s+[–—]\s+|,?\s+(?:but|while|whereas|although|though|meanwhile)\s+"
    r"(?!also\b|\w+ing\b)",
    re.IGNORECASE,
)


_CAUSE = re.compile(
    r",?\s+(?:because|since|as|so|which means(?: that)?)\s+(?=(?:the|it|its|they|their|he|she|a|an|"
    r"[A-Z])\b)"
)


def causes(text: str) -> list[str]:
    """Return the two halves of a sentence that gives a cause or a consequence, else nothing."""
    for match in _CAUSE.finditer(text):
        halves = [text[: match.start()], text[match.end() :]]
        if all(_states(read(half)) for half in halves):
            return halves
    return []


def is_verb(word: Word) -> bool:
    """Whether a word's form is that of a finite verb or a participle in the past."""
    return (
        not word.name
        and word.text != "May"
        and (
            word.folded in _AUXILIARY
            or word.folded in IRREGULAR
            or word.folded in _PRESENT
            or bool(_PAST.search(word.folded))
        )
    )


def lemma(word: Word) -> str:
    """Return the stem of a verb's plain form."""
    return stem([IRREGULAR.get(word.folded, word.folded)])[0]


def conjuncts(text: str) -> list[str]:
    """Return what `text` states, each for itself; a shared subject is said again."""
    for match in _BUT.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        hard = not match.group().strip(" ,").isalpha()
        if left.strip() and right.strip() and (hard or _states(read(right))):
            return [*conjuncts(left), *conjuncts(right)]
    for match in _AND.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        ours, theirs = read(left), read(right)
        verb = _verb(ours)
        # Within somebody's quoted words nothing is cut.
        quoted = left.count('"') % 2 or left.count("“") != left.count("”")
        if verb is None or quoted or len(ours.words) < verb + 2 or not theirs.words:
            continue
        first = theirs.words[0]
        if (first.folded in _SUBJECTS or first.name) and _states(theirs):
            return [*conjuncts(left), *conjuncts(right)]
        reports = any(word.folded == "that" for word in ours.words[verb:])
        if is_verb(first) and not reports and len(theirs.words) > 1 and _content(theirs):
            subject = left[: ours.words[verb].start].rstrip()
            if subject:
                return [*conjuncts(left), *conjuncts(f"{subject} {right}")]
    return [text]


def _verb(reading: Reading) -> int | None:
    """Return the place of the first verb that has a subject before it."""
    return next((i for i, word in enumerate(reading.words) if i and is_verb(word)), None)


def _states(reading: Reading) -> bool:
    return _verb(reading) is not None and len(reading.words) > 2


def _content(reading: Reading) -> bool:
    return any(word.folded not in STOP_WORDS and not is_verb(word) for word in reading.words[1:])
