"""What is looked up by name or topic in the live generation, for callers on an event loop."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from retrieval import clock
from retrieval.batch import texts_of
from retrieval.changes import in_thread
from retrieval.encoder import Encoder
from retrieval.lifecycle import Lifecycle
from retrieval.question import Filters, understand
from retrieval.rule_status import Definition, RuleStatus, definition_of, rule_status_of
from retrieval.sides import Positions, Sides, positions_of, sides_of
from retrieval.subject import Subject
from retrieval.timeline import Timeline, timeline_of


class Lookups:
    """Lookups in what is live when they are asked for."""

    def __init__(self, lifecycle: Lifecycle, encoder: Encoder) -> None:
        """Look up in what `lifecycle` serves; topics are read by `encoder`."""
        self._lifecycle = lifecycle
        self._encoder = encoder
        # Two, so that one slow encoding doesn't hold up the next question.
        self._asking = ThreadPoolExecutor(2, thread_name_prefix="ask")

    async def sides(self, topic: str, filters: Filters | None = None) -> Sides:
        """Return the positions on a topic, grouped by stance; no group where there is none.

        Raises:
            QuestionError: the topic is empty or over 2,000 characters.
        """
        return await in_thread(self._asking, lambda: sides_of(self._subject(topic), filters))

    async def timeline(
        self, topic: str, since: date | None = None, until: date | None = None
    ) -> Timeline:
        """Return the dated events of a topic, in order; no event where there is none.

        Raises:
            QuestionError: the topic is empty or over 2,000 characters.
        """
        return await in_thread(
            self._asking, lambda: timeline_of(self._subject(topic), since, until)
        )

    async def rule_status(self, rule: str) -> RuleStatus:
        """Return where a rule stands, and the chain of what replaced what.

        Raises:
            QuestionError: the name is empty or over 2,000 characters.
            NotInCorpusError: the corpus knows no such rule.
        """
        return await in_thread(
            self._asking, lambda: rule_status_of(self._subject(rule), clock.today())
        )

    async def define(self, term: str) -> Definition:
        """Return the page of a term.

        Raises:
            QuestionError: the term is empty or over 2,000 characters.
            NotInCorpusError: the corpus has no page of it.
        """
        return await in_thread(self._asking, lambda: definition_of(self._subject(term)))

    async def positions(self, expert: str) -> Positions:
        """Return what a person said or holds, the newest first.

        Raises:
            NotInCorpusError: the corpus holds no quote of such a person.
        """
        return await in_thread(
            self._asking, lambda: positions_of(self._lifecycle.live.index, expert)
        )

    def _subject(self, text: str) -> Subject:
        index = self._lifecycle.live.index
        question = understand(text, index.gazetteer)
        return Subject(index, question, self._encoder.encode_questions(texts_of(question)))
