"""Whether a statement tells as a fact what its source reports as said, or as wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.tokens import terms

# Marks all of a sentence as a report, wherever it stands.
_WHOLE = (
    r"according to|reportedly|allegedly|(?:was|were|is|are|been|as|it is) reported|"
    r"press reports|(?:widely |often )?(?:read|seen|viewed|regarded|taken) as|"
    r"in the (?:words|view|eyes) of"
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
# Marks what comes after it as wanted or planned, not done; and what keeps it so.
_WANTING = (
    r"propos(?:es|ed|ing)|plan(?:s|ned|ning)|consider(?:s|ed|ing)|weigh(?:s|ed|ing)|"
    r"request(?:s|ed|ing)|ask(?:s|ed|ing)|intend(?:s|ed|ing)|aim(?:s|ed|ing)|seek(?:s|ing)?|sought|"
    r"hop(?:es|ed|ing)|want(?:s|ed|ing)?|threaten(?:s|ed|ing)"
)
_WANTED = (
    r"proposals?|plans?|drafts?|requests?|bills?|would|could|may|might|should|expect(?:s|ed)|"
    r"forecasts?|need(?:s|ed)?|not"
)
_REPORTED = re.compile(rf"\b(?:{_WHOLE})\b", re.IGNORECASE)
_SAID = re.compile(rf"\b(?:{_SAYING})\b", re.IGNORECASE)
_KEPT = re.compile(rf"\b(?:{_WHOLE}|{_SAYING}|{_KEEPING})\b", re.IGNORECASE)
_TO_COME = re.compile(rf"\b(?:{_WANTING})\b", re.IGNORECASE)
_KEPT_TO_COME = re.compile(rf"\b(?:{_WANTING}|{_WANTED})\b", re.IGNORECASE)
# The share of a statement's words that must stand outside the report for it to be a fact.
_OWN = 0.8


def tells_as_fact(statement: str, spans: Sequence[str]) -> bool:
    """Whether `statement` leaves out that all of the `spans` only report or want what it says."""
    stems = set(terms(statement))
    if not stems:
        return False
    reported = not _KEPT.search(statement) and all(
        _REPORTED.search(span) or _behind(_SAID, span, stems) for span in spans
    )
    wanted = not _KEPT_TO_COME.search(statement) and all(
        _behind(_TO_COME, span, stems) for span in spans
    )
    return reported or wanted


def _behind(marker: re.Pattern[str], span: str, stems: set[str]) -> bool:
    """Whether the words `stems` stand behind the marker in `span` rather than before it."""
    match = marker.search(span)
    if match is None:
        return False
    own = set(terms(span[: match.start()]))
    return len(stems & own) < _OWN * len(stems)
