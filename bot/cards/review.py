"""What a server's moderators decided about an answer, as a line above it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.markdown import clip_escaped
from bot.cards.phrases import Say
from bot.moderation import LONGEST_CORRECTION
from bot.store import Review, ReviewVerdict


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The line of markdown (may be empty), and whether it stands in place of the answer."""

    mark: str = ""
    hidden: bool = False


def reviewed(review: Review | None, label_unreviewed: bool, say: Say) -> Reviewed:
    """Return the mark of a decision, or that there is none where a server wants to know."""
    if review is None:
        text = say("No moderator has reviewed this answer.")
        return Reviewed(f"-# {text}" if label_unreviewed else "")
    match review.verdict:
        case ReviewVerdict.HIDDEN:
            return Reviewed(say("The moderators of this server took this answer back."), True)
        case ReviewVerdict.CORRECTED:
            text = clip_escaped(review.text or "", LONGEST_CORRECTION)
            return Reviewed(f"✏️ **{say('Corrected by a moderator:')}** {text}")
        case ReviewVerdict.ENDORSED:
            return Reviewed(f"-# ✅ {say('Endorsed by a moderator')}")
