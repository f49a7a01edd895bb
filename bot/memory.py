"""The last questions of a conversation, kept for a while to understand follow-ups."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import discord

from retrieval.answer import Answer
from retrieval.question import Turn

TURNS = 4
CONVERSATIONS = 5000
_THREADS = (
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)


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
        turns = (*self.recall(conversation), turn_of(answer))[-TURNS:]
        self._turns[conversation] = (self._clock(), turns)
        self._turns.move_to_end(conversation)
        while len(self._turns) > CONVERSATIONS:
            self._turns.popitem(last=False)

    def forget(self, conversation: object) -> None:
        """Drop a conversation."""
        self._turns.pop(conversation, None)

    def forget_person(self, user_id: int) -> None:
        """Drop what one person asked outside of threads, which are everybody's."""
        for conversation in [
            one for one in self._turns if isinstance(one, tuple) and one[-1] == user_id
        ]:
            self.forget(conversation)


def turn_of(answer: Answer) -> Turn:
    """Return a question with its answer as a turn of a conversation."""
    return Turn(answer.question, " ".join(item.text for item in answer.statements))


def conversation_of(channel: Any, user_id: int, *, private: bool = False) -> object:
    """Return what a question belongs to: the thread it is asked in, else the person there.

    What a person asks privately in a thread stays theirs.
    """
    if getattr(channel, "type", None) in _THREADS and not private:
        return channel.id
    return (getattr(channel, "id", None), user_id)
