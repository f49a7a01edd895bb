"""The only door to retrieval: ask, reload, look things up. Everything heavy runs in threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

from retrieval import clock
from retrieval.answer import Answer
from retrieval.answering import Consulted
from retrieval.batch import QuestionInContext, consult_many
from retrieval.build import ReloadReport
from retrieval.changes import Changes, in_thread
from retrieval.claims import ClaimReport, check_message
from retrieval.documents import Document
from retrieval.encoder import Encoder
from retrieval.evaluation import Evaluation, evaluate
from retrieval.generations import Generations
from retrieval.grouping import group_similar
from retrieval.keeping import Preview
from retrieval.lifecycle import Lifecycle
from retrieval.lookups import Lookups
from retrieval.phrasing.budget import TokenBudget
from retrieval.phrasing.chat import ChatModel
from retrieval.phrasing.phraser import AnswerListener, Phraser
from retrieval.progress import Progress, ProgressListener
from retrieval.question import Filters, Turn, checked
from retrieval.question_file import RegressionQuestion
from retrieval.reranker import Reranker
from retrieval.settings import RetrievalSettings
from retrieval.status import GenerationRecord, IndexStatus, document_key
from retrieval.trash import Removed

__all__ = [
    "AnswerListener",
    "Filters",
    "GenerationRecord",
    "IndexStatus",
    "Librarian",
    "Preview",
    "Progress",
    "ProgressListener",
    "ReloadReport",
    "Removed",
    "Turn",
    "document_key",
]


class Librarian(Changes, Lookups):
    """Answers from the live generation. One a process and data folder; use as a context manager.

    A question is answered from one generation from start to end: the live one is read once.
    """

    def __init__(
        self,
        settings: RetrievalSettings,
        encoder: Encoder,
        lifecycle: Lifecycle,
        phraser: Phraser | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """Use `Librarian.open`; this only stores what it is given."""
        Changes.__init__(self, settings, lifecycle)
        Lookups.__init__(self, lifecycle, encoder)
        self._settings = settings
        self._phraser = phraser
        self._reranker = reranker

    @classmethod
    async def open(
        cls, settings: RetrievalSettings, progress: ProgressListener | None = None
    ) -> Self:
        """Open the data folder, and build the first generation where there is none.

        Raises:
            IndexBusyError: the data folder is in use or can't be written.
            CorpusError: there is no generation yet and the corpus folder can't be read.
            SettingsError: the encoder, the reranker or the chat model can't be loaded.
        """
        return await asyncio.to_thread(cls._open, settings, progress)

    @classmethod
    def _open(cls, settings: RetrievalSettings, progress: ProgressListener | None) -> Self:
        # The folder is locked before the encoder is loaded: a second process learns it at once.
        generations = Generations(settings.data)
        try:
            phraser = _phraser(settings)
            encoder = Encoder(settings.encoder, settings.threads)
            reranker = Reranker(settings.reranker, settings.threads) if settings.reranker else None
        except BaseException:
            generations.close()
            raise
        lifecycle = Lifecycle.open(settings, encoder, generations, progress)
        return cls(settings, encoder, lifecycle, phraser, reranker)

    async def __aenter__(self) -> Self:
        """Return the librarian itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        await self.close()

    async def close(self) -> None:
        """Finish what runs and give the data folder back."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._asking.shutdown(wait=True)
        self._working.shutdown(wait=True, cancel_futures=True)
        self._lifecycle.close()

    async def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        listener: AnswerListener | None = None,
    ) -> Answer:
        """Answer one question from the live generation.

        `listener` gets the answer so far after each statement that a chat model phrased; without
        a model it is never called.

        Raises:
            QuestionError: the question is empty or over 2,000 characters.
        """
        began = time.perf_counter()
        asked = QuestionInContext(checked(question), tuple(history))
        if self._phraser and history and (full := await self._phraser.rewrite(question, history)):
            asked = QuestionInContext(full)
        (found,) = await in_thread(self._asking, self._consult, [asked], filters)
        answer = await self._phrased(found, listener)
        seconds = round(time.perf_counter() - began, 6)
        return replace(answer, question=question.strip(), seconds=seconds)

    async def ask_many(
        self, questions: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[Answer]:
        """Answer many questions in order, encoding them in batches.

        Raises:
            QuestionError: one of them is empty or over 2,000 characters.
        """
        asked = [QuestionInContext(text) for text in questions]
        found = await in_thread(self._asking, self._consult, asked, None, progress)
        return [await self._phrased(item) for item in found]

    async def quote_many(self, questions: Sequence[str]) -> list[Answer]:
        """Answer many questions in order by quoting alone, while members' questions go first.

        Raises:
            QuestionError: one of them is empty or over 2,000 characters.
        """
        asked = [QuestionInContext(text) for text in questions]
        return await in_thread(self._working, self._answer_many, asked, None)

    async def evaluate(
        self,
        questions: Sequence[RegressionQuestion],
        progress: Callable[[int], None] | None = None,
    ) -> Evaluation:
        """Ask the live generation questions whose answers are known; return the figures."""
        return await in_thread(
            self._asking,
            evaluate,
            questions,
            lambda asked: self._answer_many(asked, progress),
            self._check,
        )

    async def group(self, questions: Sequence[str]) -> list[list[int]]:
        """Put questions of one sense together; see `group_similar`."""
        return await in_thread(self._asking, group_similar, questions, self._encoder)

    async def check(self, text: str) -> ClaimReport:
        """Say of each claim in a message whether the corpus supports or contradicts it.

        Raises:
            QuestionError: the message is empty or over 4,000 characters.
        """
        return await in_thread(self._asking, self._check, text)

    def status(self) -> IndexStatus:
        """Return what is live. Reads the size of the data folder: call it in a thread."""
        return self._lifecycle.status()

    def documents(self) -> tuple[Document, ...]:
        """Return the live catalogue."""
        return self._lifecycle.live.index.corpus.documents

    def document(self, document_id: str) -> Document | None:
        """Return a live document by its id."""
        return self._lifecycle.live.index.corpus.by_id.get(document_id)

    def document_by_key(self, key: str) -> Document | None:
        """Return a live document by its `document_key`."""
        return self._lifecycle.live.by_key.get(key)

    def _consult(
        self,
        asked: Sequence[QuestionInContext],
        filters: Filters | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> list[Consulted]:
        return consult_many(
            self._lifecycle.live.index,
            self._encoder,
            asked,
            today=clock.today(),
            stale_days=self._settings.stale_days,
            filters=filters,
            reranker=self._reranker,
            progress=progress,
        )

    def _check(self, text: str) -> ClaimReport:
        began = time.perf_counter()
        index = self._lifecycle.live.index
        report = check_message(index, text, self._encoder.encode_questions, clock.today())
        return replace(report, seconds=round(time.perf_counter() - began, 6))

    def _answer_many(
        self, asked: Sequence[QuestionInContext], progress: Callable[[int], None] | None
    ) -> list[Answer]:
        return [found.quoting for found in self._consult(asked, None, progress)]

    async def _phrased(self, found: Consulted, listener: AnswerListener | None = None) -> Answer:
        if self._phraser is None:
            return found.quoting
        return await self._phraser.phrase(found, clock.today(), listener)


def _phraser(settings: RetrievalSettings) -> Phraser | None:
    chat = ChatModel.named(settings)
    if chat is None:
        return None
    budget = TokenBudget(settings.data / "tokens.json", settings.tokens_per_day)
    return Phraser(chat, budget, settings.stale_days)
