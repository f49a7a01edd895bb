"""The confidence under which a corpus's own questions say to abstain.

How sure the confidence model is differs by corpus: the likeness of its texts to one another and the
way its members ask move every mark a little. A corpus that brings questions of which it is known
whether it answers them therefore sets its threshold itself; any other keeps the model's.
"""

from __future__ import annotations

from collections.abc import Sequence

# The share of the questions that the corpus answers which may be withheld.
WITHHELD = 0.04
# So many questions that it answers, and that it doesn't, tell something.
FEWEST_ANSWERED = 50
FEWEST_ABSENT = 20
# However easy or hard the questions are, nobody else's are judged by more or less than this.
LOWEST, HIGHEST = 0.05, 0.4


def threshold_of(known: Sequence[tuple[float, bool]]) -> float | None:
    """Return the highest threshold that withholds at most `WITHHELD` of what can be answered.

    `known` holds, for each question, its confidence and whether the corpus answers it. The
    threshold lies halfway between the last confidence withheld and the first that isn't. None where
    there are too few questions of either kind.
    """
    answered = sorted(sure for sure, answerable in known if answerable)
    if len(answered) < FEWEST_ANSWERED or len(known) - len(answered) < FEWEST_ABSENT:
        return None
    withheld = int(WITHHELD * len(answered))
    halfway = (answered[withheld - 1] + answered[withheld]) / 2
    return round(min(HIGHEST, max(LOWEST, halfway)), 4)
