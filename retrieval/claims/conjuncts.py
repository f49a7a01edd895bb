"""Cut a sentence that states two things into two that each stand by themselves."""

from __future__ import annotations

import re

from retrieval.tokens import STOP_WORDS
from retrieval.verify.reading import Reading, Word, read

_AUXILIARY = frozenset(
    "is are was were isnt arent wasnt werent has have had hasnt havent hadnt will would wont "
    "wouldnt may might can could cant couldnt cannot must did does do didnt doesnt dont".split()
)
# Forms in the past that don't end in "-ed"; also used to tell who does what.
IRREGULAR = frozenset(
    "made paid sold bought sent told gave given put said built cut led won lost met held kept "
    "found brought wrote written took taken went gone began begun drew drawn withdrew withdrawn "
    "froze frozen sought spent caught became fell rose grew got ran left".split()
)
_PRESENT = frozenset(
    "bans requires needs covers pays gives allows lets takes makes applies reaches adds says "
    "holds means sells buys ships wants plans limits bars lifts exempts includes".split()
)
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


def is_verb(word: Word) -> bool:
    """Whether a word's form is that of a finite verb or a participle in the past."""
    return not word.name and (
        word.folded in _AUXILIARY | IRREGULAR | _PRESENT
        or (word.folded.endswith("ed") and len(word.folded) > 4)
    )


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
        if verb is None or len(ours.words) < verb + 2 or not theirs.words:
            continue
        first = theirs.words[0]
        if (first.folded in _SUBJECTS or first.name) and _states(theirs):
            return [*conjuncts(left), *conjuncts(right)]
        if is_verb(first) and len(theirs.words) > 1 and _content(theirs):
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
