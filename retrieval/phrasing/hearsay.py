"""Whether a statement tells as a fact what its source only reports somebody as saying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.tokens import terms

# Marks all of a sentence as a report, wherever it stands.
_WHOLE = (
    r"according to|reportedly|allegedly|(?:was|were|is|are|been|as|it is) reported|"
    r"press reports|in the (?:words|view|eyes) of"
)
# Marks what comes after it as somebody's saying, belief or forecast.
_SAYING = (
    r"sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|report(?:s|ed|ing)?|argu(?:es?|ed|ing)|"
    r"call(?:s|ed|ing)?|claim(?:s|ed|ing)?|warn(?:s|ed|ing)?|describ(?:es?|ed|ing)|"
    r"judg(?:es?|ed|ing)|estimat(?:es?|ed|ing)|expect(?:s|ed|ing)?|believ(?:es?|ed|ing)|"
    r"suggest(?:s|ed|ing)?|alleg(?:es?|ed|ing)|predict(?:s|ed|ing)?|liken(?:s|ed|ing)?|"
    r"compar(?:es|ed|ing)|think(?:s|ing)?|thought|quot(?:es?|ed|ing)|wr(?:ites?|ote|iting)"
)
# What keeps a report a report in other words.
_KEEPING = (
    r"g(?:ives?|ave|iving)|puts?|held|holds?|find(?:s|ing)?|found|object(?:s|ed)|not(?:es|ed)|"
    r"stat(?:es|ed)|mention(?:s|ed)|accus(?:es|ed)|allegations?|reports?|account|opinion|view|"
    r"estimates?|forecasts?|plan(?:s|ned)?|oppos(?:es|ed)|support(?:s|ed)|contradict(?:s|ed)|"
    r"announce[sd]?|dat(?:es|ed)|nam(?:es|ed)|confirmed|propos(?:es|ed)|named"
)
_REPORTED = re.compile(rf"\b(?:{_WHOLE})\b", re.IGNORECASE)
_SAID = re.compile(rf"\b(?:{_SAYING})\b", re.IGNORECASE)
_KEPT = re.compile(rf"\b(?:{_WHOLE}|{_SAYING}|{_KEEPING})\b", re.IGNORECASE)
# The share of a statement's words that must stand outside the report for it to be a fact.
_OWN = 0.8


def tells_as_fact(statement: str, spans: Sequence[str]) -> bool:
    """Whether `statement` leaves out that all of the `spans` are reports of what it says."""
    if _KEPT.search(statement):
        return False
    stems = set(terms(statement))
    return bool(stems) and all(_reports(span, stems) for span in spans)


def _reports(span: str, stems: set[str]) -> bool:
    if _REPORTED.search(span):
        return True
    marker = _SAID.search(span)
    if marker is None:
        return False
    own = set(terms(span[: marker.start()]))
    return len(stems & own) < _OWN * len(stems)
