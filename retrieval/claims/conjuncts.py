"""Cut a sentence that states two things into two that each stand by themselves."""

from __future__ import annotations

import re

from retrieval.tokens import STOP_WORDS
from retrieval.verify.reading import Reading, read
from retrieval.verify.verbs import is_verb

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
