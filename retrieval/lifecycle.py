"""The life of the live index: opened, built anew beside itself, switched, taken back.

Synchronous; the librarian runs it in threads. A question is answered from one generation from
start to end: readers take `live` once, and a reload only replaces that reference when its
generation is whole.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from retrieval.build import ReloadReport, build_index, difference
from retrieval.documents import Document, Kind, Problem
from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError, IndexBusyError
from retrieval.generations import Generations, Manifest, Pointer
from retrieval.index import Index
from retrieval.progress import Progress, ProgressListener
from retrieval.quoting import newest_date
from retrieval.settings import RetrievalSettings

_log = logging.getLogger(__name__)


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
class Live:
    """A generation being served, with what looks documents up by key."""

    index: Index
    manifest: Manifest
    by_key: dict[str, Document]


def document_key(document_id: str) -> str:
    """Return 12 hexadecimal characters that stand for a document id where room is short."""
    return hashlib.sha256(document_id.encode()).hexdigest()[:12]


class Lifecycle:
    """Owns the data folder and the live generation of one process."""

    def __init__(
        self, settings: RetrievalSettings, encoder: Encoder, generations: Generations
    ) -> None:
        """Take over a data folder that is locked for this process."""
        self._settings = settings
        self._encoder = encoder
        self._generations = generations
        self._live: Live | None = None
        self._changing = threading.Lock()

    @classmethod
    def open(
        cls,
        settings: RetrievalSettings,
        encoder: Encoder,
        generations: Generations,
        progress: ProgressListener | None,
    ) -> Lifecycle:
        """Serve what is live in the data folder, or build the first generation where none fits.

        Raises:
            CorpusError: there is no generation yet and the corpus folder can't be read; the
                folder is given back.
        """
        lifecycle = cls(settings, encoder, generations)
        try:
            lifecycle._start(progress)
        except BaseException:
            generations.close()
            raise
        return lifecycle

    def close(self) -> None:
        """Give the data folder back."""
        self._generations.close()

    @property
    def live(self) -> Live:
        """The generation that is served.

        Raises:
            ChokepointError: there is none.
        """
        if self._live is None:
            raise ChokepointError("No index is live; run `chokepoint corpus reload`.")
        return self._live

    def _start(self, progress: ProgressListener | None) -> None:
        pointer = self._generations.pointer()
        for generation in (pointer.live, pointer.previous) if pointer else ():
            if generation and (live := self._load(generation)):
                self._live = live
                break
        if pointer:
            self._generations.drop_others(pointer.live, pointer.previous)
        if self._live is None or not self._fits(self._live.manifest):
            self.reload(progress)

    def _fits(self, manifest: Manifest) -> bool:
        """Whether a generation was made by this encoder and from this corpus folder."""
        return manifest.fingerprint == self._encoder.fingerprint and manifest.corpus == str(
            self._settings.corpus.resolve()
        )

    def _load(self, generation: str) -> Live | None:
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

    def reload(self, listener: ProgressListener | None = None) -> ReloadReport:
        """Build a generation from the corpus folder beside the live one, then switch to it.

        Raises:
            IndexBusyError: a reload is running.
            CorpusError: the corpus can't be read; the live generation keeps serving.
            ChokepointError: the disk is full or not writable.
        """
        with self._exclusive():
            began = time.monotonic()
            old = self._live
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

    def rollback(self) -> ReloadReport:
        """Go back to the previous generation.

        Raises:
            IndexBusyError: a reload is running.
            ChokepointError: there is no previous generation.
        """
        with self._exclusive():
            began = time.monotonic()
            pointer = self._generations.pointer()
            live = self._load(pointer.previous) if pointer and pointer.previous else None
            if live is None:
                raise ChokepointError(
                    "There is no previous index to go back to; a rollback needs a reload first."
                )
            old = self.live
            self._switch(live, old.manifest.generation)
            return _report(live.index, old.index, 0, began)

    def status(self) -> IndexStatus:
        """Return what is live. Reads the size of the data folder: call it in a thread."""
        live = self.live
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
            reloading=self._changing.locked(),
        )

    def _switch(self, live: Live, previous: str | None) -> None:
        self._generations.switch(Pointer(live.manifest.generation, previous))
        self._live = live
        self._generations.drop_others(live.manifest.generation, previous)

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self._changing.acquire(blocking=False):
            raise IndexBusyError("A reload is running already; wait for it to end.")
        try:
            yield
        finally:
            self._changing.release()


def _served(index: Index, manifest: Manifest) -> Live:
    by_key = {document_key(document.id): document for document in index.corpus.documents}
    return Live(index, manifest, by_key)


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
