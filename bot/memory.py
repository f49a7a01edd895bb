"""The last questions of a conversation, kept for a while to understand follow-ups."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from retrieval.answer import Answer
from retrieval.question import Turn

TURNS = 4
CONVERSATIONS = 5000


class Memory:
    """Turns by conversation (a thread, or a person in a channel), forgotten after `minutes`."""

    def __init__(self, minutes: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Keep nothing when `minutes` is 0."""
        self._seconds = minutes * 60
        self._clock = clock
        self._turns: OrderedDict[object, tuple[float, tuple[Turn, ...]]] = OrderedDict()

    def recall(self, conversation: object) -> tuple[Turn, ...]:
        """Return the last turns, oldest first."""
        at, turns = self._turns.get(conversation, (0.0, ()))
        return turns if turns and self._clock() - at <= self._seconds else ()

    def remember(self, conversation: object, answer: Answer) -> None:
        """Add a question and its answer."""
        if not self._seconds:
            return
        turn = Turn(answer.question, " ".join(item.text for item in answer.statements))
        turns = (*self.recall(conversation), turn)[-TURNS:]
        self._turns[conversation] = (self._clock(), turns)
        self._turns.move_to_end(conversation)
        while len(self._turns) > CONVERSATIONS:
            self._turns.popitem(last=False)

    def forget(self, conversation: object) -> None:
        """Drop a conversation."""
        self._turns.pop(conversation, None)
