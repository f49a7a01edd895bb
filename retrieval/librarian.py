"""The only door to retrieval: ask, reload, look things up. Everything heavy runs in threads."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from retrieval.answer import Answer
from retrieval.answering import answer_question
from retrieval.build import ReloadReport, build_index, difference
from retrieval.compose import newest_date
from retrieval.documents import Document, Kind, Problem
from retrieval.encoder import Encoder, Vectors
from retrieval.errors import ChokepointError, IndexBusyError
from retrieval.generations import Generations, Manifest, Pointer
from retrieval.index import Index
from retrieval.progress import Progress, ProgressListener
from retrieval.question import Filters, Question, Turn, understand
from retrieval.settings import RetrievalSettings

__all__ = [
    "Filters",
    "IndexStatus",
    "Librarian",
    "Progress",
    "ProgressListener",
    "ReloadReport",
    "Turn",
    "document_key",
]

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")

# Questions of a batch are encoded together, this many at a time.
BATCH = 64


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What is live. Dates and times are ISO 8601 text, times in UTC."""

    generation: str
    built_at: str
    documents: int
    quotes: int
    passages: int
    problems: tuple[Problem, ...]
    newest_document: str | None
    newest_published: str | None
    previous: str | None
    size_bytes: int
    encoder: str
    reloading: bool


@dataclass(frozen=True)
class _Live:
    """A generation being served, with what looks documents up by key."""

    index: Index
    manifest: Manifest
    by_key: dict[str, Document]


def document_key(document_id: str) -> str:
    """Return 12 hexadecimal characters that stand for a document id where room is short."""
    return hashlib.sha256(document_id.encode()).hexdigest()[:12]


class Librarian:
    """Answers from the live generation. One a process and data folder; use as a context manager.

    A question is answered from one generation from start to end: `_live` is read once, and a
    reload only replaces the reference when its generation is whole.
    """

    def __init__(
        self, settings: RetrievalSettings, encoder: Encoder, generations: Generations
    ) -> None:
        """Use `Librarian.open`; this only stores what it is given."""
        self._settings = settings
        self._encoder = encoder
        self._generations = generations
        self._live_generation: _Live | None = None
        # Two for questions, so that one slow encoding doesn't hold up the next; one for reloads.
        self._asking = ThreadPoolExecutor(2, thread_name_prefix="ask")
        self._working = ThreadPoolExecutor(1, thread_name_prefix="reload")
        self._reloading = threading.Lock()

    @classmethod
    async def open(
        cls, settings: RetrievalSettings, progress: ProgressListener | None = None
    ) -> Self:
        """Open the data folder, and build the first generation where there is none.

        Raises:
            IndexBusyError: the data folder is in use or can't be written.
            CorpusError: there is no generation yet and the corpus folder can't be read.
            SettingsError: the encoder can't be loaded.
        """
        return await asyncio.to_thread(cls._open, settings, progress)

    @classmethod
    def _open(cls, settings: RetrievalSettings, progress: ProgressListener | None) -> Self:
        generations = Generations(settings.data)
        try:
            librarian = cls(settings, Encoder(settings.encoder, settings.threads), generations)
            librarian._start(progress)
        except BaseException:
            generations.close()
            raise
        return librarian

    def _start(self, progress: ProgressListener | None) -> None:
        pointer = self._generations.pointer()
        for generation in (pointer.live, pointer.previous) if pointer else ():
            if generation and (live := self._load(generation)):
                self._live_generation = live
                break
        if pointer:
            self._generations.drop_others(pointer.live, pointer.previous)
        if self._live_generation is None or not self._fits(self._live.manifest):
            self._reload(progress)

    def _fits(self, manifest: Manifest) -> bool:
        """Whether a generation was made by this encoder and from this corpus folder."""
        return manifest.fingerprint == self._encoder.fingerprint and manifest.corpus == str(
            self._settings.corpus.resolve()
        )

    def _load(self, generation: str) -> _Live | None:
        manifest = self._generations.manifest(generation)
        if manifest is None:
            return None
        try:
            index = self._generations.read(generation)
        except Exception:
            # Whatever is wrong with it, another generation or a rebuild serves better.
            _log.exception("generation %s can't be read", generation)
            return None
        return _served(index, manifest)

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
        self._generations.close()

    @property
    def _live(self) -> _Live:
        if self._live_generation is None:
            raise ChokepointError("No index is live; run `chokepoint corpus reload`.")
        return self._live_generation

    async def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
    ) -> Answer:
        """Answer one question from the live generation.

        Raises:
            QuestionError: the question is empty or over 2,000 characters.
        """
        return await self._run(self._asking, self._answer, question, history, filters)

    async def ask_many(
        self, questions: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[Answer]:
        """Answer many questions in order, encoding them in batches.

        Raises:
            QuestionError: one of them is empty or over 2,000 characters.
        """
        return await self._run(self._asking, self._answer_many, questions, progress)

    async def reload(self, progress: ProgressListener | None = None) -> ReloadReport:
        """Build a generation from the corpus folder beside the live one, then switch to it.

        Raises:
            IndexBusyError: a reload is running.
            CorpusError: the corpus can't be read; the live generation keeps serving.
        """
        return await self._run(self._working, self._reload, progress)

    async def rollback(self) -> ReloadReport:
        """Go back to the previous generation.

        Raises:
            IndexBusyError: a reload is running.
            ChokepointError: there is no previous generation.
        """
        return await self._run(self._working, self._rollback)

    def status(self) -> IndexStatus:
        """Return what is live. Reads the size of the data folder: call it in a thread."""
        live = self._live
        newest = live.index.newest
        pointer = self._generations.pointer()
        documents = live.index.corpus.documents
        return IndexStatus(
            generation=live.manifest.generation,
            built_at=live.manifest.built_at,
            documents=len(documents),
            quotes=sum(document.kind is Kind.QUOTE for document in documents),
            passages=len(live.index.passages),
            problems=live.index.corpus.problems,
            newest_document=newest.id if newest else None,
            newest_published=newest_date([newest]) if newest else None,
            previous=pointer.previous if pointer else None,
            size_bytes=self._generations.size_bytes(),
            encoder=self._encoder.name,
            reloading=self._reloading.locked(),
        )

    def documents(self) -> tuple[Document, ...]:
        """Return the live catalogue."""
        return self._live.index.corpus.documents

    def document(self, document_id: str) -> Document | None:
        """Return a live document by its id."""
        return self._live.index.corpus.by_id.get(document_id)

    def document_by_key(self, key: str) -> Document | None:
        """Return a live document by its `document_key`."""
        return self._live.by_key.get(key)

    async def _run(
        self,
        executor: ThreadPoolExecutor,
        work: Callable[_P, _T],
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> _T:
        return await asyncio.get_running_loop().run_in_executor(
            executor, lambda: work(*args, **kwargs)
        )

    def _answer(self, text: str, history: Sequence[Turn], filters: Filters | None) -> Answer:
        began = time.perf_counter()
        live = self._live
        question = understand(text, live.index.gazetteer, history)
        vectors = self._encoder.encode_questions(_texts(question))
        return self._answered(live, question, vectors, filters, began)

    def _answer_many(
        self, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> list[Answer]:
        live = self._live
        questions = [understand(text, live.index.gazetteer) for text in texts]
        answers: list[Answer] = []
        for start in range(0, len(questions), BATCH):
            batch = questions[start : start + BATCH]
            began = time.perf_counter()
            vectors = self._encoder.encode_questions([t for q in batch for t in _texts(q)])
            share = (time.perf_counter() - began) / len(batch)
            row = 0
            for question in batch:
                own = vectors[row : row + 1 + len(question.parts)]
                row += len(own)
                began = time.perf_counter() - share
                answers.append(self._answered(live, question, own, None, began))
            if progress:
                progress(len(answers))
        return answers

    def _answered(
        self,
        live: _Live,
        question: Question,
        vectors: Vectors,
        filters: Filters | None,
        began: float,
    ) -> Answer:
        answer = answer_question(
            live.index,
            question,
            vectors,
            today=datetime.now(UTC).date().isoformat(),
            stale_days=self._settings.stale_days,
            filters=filters,
        )
        return replace(answer, seconds=round(time.perf_counter() - began, 6))

    def _reload(self, listener: ProgressListener | None) -> ReloadReport:
        with self._exclusive():
            began = time.monotonic()
            old = self._live_generation
            same_encoder = old and old.manifest.fingerprint == self._encoder.fingerprint
            index, encoded = build_index(
                self._settings.corpus,
                self._generations.new_name(),
                self._encoder,
                old.index if old and same_encoder else None,
                listener,
            )
            try:
                manifest = self._generations.write(
                    index,
                    self._encoder.name,
                    self._encoder.fingerprint,
                    self._settings.corpus,
                )
            except OSError as error:
                raise ChokepointError(
                    f"The new index could not be written to {self._settings.data} "
                    f"({error.strerror or error}); free some space and reload again. The old "
                    "one keeps serving."
                ) from error
            if listener:
                listener(Progress("switching", 1, 1))
            previous = old.manifest.generation if old else None
            self._switch(_served(index, manifest), previous)
            return _report(index, old.index if old else None, encoded, began)

    def _rollback(self) -> ReloadReport:
        with self._exclusive():
            began = time.monotonic()
            pointer = self._generations.pointer()
            live = self._load(pointer.previous) if pointer and pointer.previous else None
            if live is None:
                raise ChokepointError(
                    "There is no previous index to go back to; a rollback needs a reload first."
                )
            old = self._live
            self._switch(live, old.manifest.generation)
            return _report(live.index, old.index, 0, began)

    def _switch(self, live: _Live, previous: str | None) -> None:
        self._generations.switch(Pointer(live.manifest.generation, previous))
        self._live_generation = live
        self._generations.drop_others(live.manifest.generation, previous)

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self._reloading.acquire(blocking=False):
            raise IndexBusyError("A reload is running already; wait for it to end.")
        try:
            yield
        finally:
            self._reloading.release()


def _served(index: Index, manifest: Manifest) -> _Live:
    by_key = {document_key(document.id): document for document in index.corpus.documents}
    return _Live(index, manifest, by_key)


def _texts(question: Question) -> list[str]:
    return [question.text, *(part.text for part in question.parts)]


def _report(index: Index, old: Index | None, encoded: int, began: float) -> ReloadReport:
    return ReloadReport(
        generation=index.generation,
        **difference(old.corpus if old else None, index.corpus),
        problems=index.corpus.problems,
        documents=len(index.corpus.documents),
        passages=len(index.passages),
        encoded=encoded,
        seconds=round(time.monotonic() - began, 3),
    )
