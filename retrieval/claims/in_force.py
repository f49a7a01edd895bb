"""Words that say that a rule stands or that it came to an end, and texts that differ in it."""

from __future__ import annotations

import re

from retrieval.claims.aligning import Alignment
from retrieval.verify.verbs import is_verb

STANDS = re.compile(
    r"\b(?:in (?:force|effect|place)|still (?:applies|stands|holds|valid|active|law|there|alive)|"
    r"(?:currently|already) (?:applies|valid|active|law)|"
    r"is(?:n't| not)? (?:(?:still|now|yet) )?(?:active|valid|the law|a law|law|binding|"
    r"alive|(?:being )?enforced)|"
    r"(?:became|has become|got (?:signed|passed) into) law)\b",
    re.IGNORECASE,
)
GONE = re.compile(
    r"\b(?:(?<=\bis )|(?<=\bwas )|(?<=\bbeen )|(?<=\bgot )|(?<=\bnot )|(?<=\bnow )|(?<=n't ))"
    r"(?:rescinded|repealed|withdrawn|revoked|suspended|paused|superseded|replaced|scrapped|"
    r"cancel+ed|abolished|dead|lifted|gone)\b|\b(?:no longer|not) in (?:force|effect|place)\b",
    re.IGNORECASE,
)
DENIES = re.compile(r"\b(?:not|no longer|never)\b|n't\b", re.IGNORECASE)
# That a thing stood once is no matter of whether it stands.
_PAST = re.compile(r"\b(?:was|were|had|been)\b", re.IGNORECASE)
_STAYED = re.compile(
    r"\b(?:stay(?:s|ed)?|remain(?:s|ed)?|still) in (?:force|effect|place)\b",
    re.IGNORECASE,
)


def ended_or_stands(alignment: Alignment) -> frozenset[int] | None:
    """Return the places of a claim's words on whether a thing stands where the source says not so.

    None where the two don't differ in it, or not in the clause that has what they speak of.
    """
    said, there = alignment.claim.reading, alignment.source.reading
    if DENIES.search(said.text) or DENIES.search(there.text):
        return None
    for ours, theirs in ((STANDS, GONE), (GONE, _STAYED)):
        claimed, found = ours.search(said.text), theirs.search(there.text)
        if ours is STANDS and _PAST.search(said.text):
            continue
        if claimed is None or found is None or theirs.search(said.text):
            continue
        at_issue = {
            part.place
            for part in alignment.parts
            if claimed.start() <= part.word.start < claimed.end()
        }
        at = next(i for i, word in enumerate(there.words) if word.end > found.start())
        clause = alignment.source.layout.clause
        about = [place for part, place in alignment.held if part.place not in at_issue]
        # What ended is what stands before the verb, with no other verb between.
        before = [i for i in about if i < at and clause[i] == clause[at]]
        between = range(max(before, default=at), at - 1)
        if (
            before
            and len(before) == len(about)
            and not any(is_verb(there.words[i]) for i in between)
        ):
            return frozenset(at_issue)
    return None
