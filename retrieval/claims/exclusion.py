"""Claims that something is allowed or covered, and sentences that leave it out."""

from __future__ import annotations

import re

from retrieval.verify.reading import Reading, read

_ALLOWS = re.compile(
    r"\b(?:may|can|allow\w*|permit\w*|approv\w+|clear(?:ed|s)|free to|legal\w*|cover(?:s|ed)?|"
    r"includ\w+|appl(?:y|ies) to|extends? to|authori[sz]\w+|licen[cs]ed)\b",
    re.IGNORECASE,
)
# What is left out stands behind these, and in front of those.
_OUT_BEHIND = re.compile(
    r"\b(?:left out|leav(?:es?|ing) out|exclud(?:es?|ed|ing)|exempt(?:s|ed)?|"
    r"(?:does|do|did) not (?:cover|include|apply to|extend to|reach|allow|permit))\b",
    re.IGNORECASE,
)
_OUT_BEFORE = re.compile(
    r"\b(?:(?:is|are|was|were|stays?|remains?) (?:left out|outside|excluded|not covered|"
    r"not included|not allowed|still barred|barred|banned|off limits))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:.]\s|\s[–—]\s")


def allows(claim: str) -> bool:
    """Whether `claim` says that something is allowed or covered."""
    return bool(_ALLOWS.search(claim)) and not re.search(r"\b(?:not|never|no)\b|n't\b", claim)


def left_out(claim: Reading, sentence: str) -> frozenset[str]:
    """Return the folded name words of `claim` that `sentence` says are left out."""
    named = {word for name in claim.names for word in name.words}
    out: set[str] = set()
    for clause in _CLAUSE.split(sentence):
        if cue := _OUT_BEHIND.search(clause):
            out |= read(clause[cue.end() :]).folded
        if cue := _OUT_BEFORE.search(clause):
            out |= read(clause[: cue.start()]).folded
    return frozenset(named & out)


def excludes(sentence: str) -> bool:
    """Whether `sentence` leaves something out."""
    return bool(_OUT_BEHIND.search(sentence) or _OUT_BEFORE.search(sentence))
