"""The regression figures in words."""

from __future__ import annotations

from bot.cards.phrases import Say, english
from retrieval.judging import Comparison

LABELS = {
    "correct": "right in full",
    "document_hit": "right document in the first five",
    "facts": "all key facts in the answer",
    "answered": "answerable and answered",
    "off_topic_abstained": "off-topic, abstained",
    "near_miss_abstained": "fact absent, abstained",
    "claim_verdict": "claims, judged right",
    "past_not_shown_as_in_force": "no past rule shown as in force",
}


def figure_lines(comparison: Comparison, say: Say = english) -> list[str]:
    """Return each figure before and after, those that fell too far marked with an arrow."""
    return [
        f"{say(LABELS.get(item.name, item.name))}: {item.before:.1%} → {item.after:.1%}"
        + (" ↓" if item.name in comparison.fallen else "")
        for item in comparison.figures
    ]
