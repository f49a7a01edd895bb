"""The life of the live index: opened, built anew beside itself, judged, switched, taken back.

Synchronous; the librarian runs it in threads. A question is answered from one generation from
start to end: readers take `live` once, and a change only replaces that reference when its
generation is whole.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from retrieval.build import ReloadReport, report_of
from retrieval.candidates import Candidates
from retrieval.corpus import read_corpus
from retrieval.documents import Corpus
from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError
from retrieval.generations import Generations
from retrieval.index import Index
from retrieval.journal import FileChange, Journal
from retrieval.manifest import Manifest, Origin, Pointer
from retrieval.progress import Progress, ProgressListener
from retrieval.settings import RetrievalSettings
from retrieval.status import GenerationRecord, IndexStatus, Live, record_of, served, status_of
from retrieval.trash import Trash
from retrieval.turn import Turnstile

_log = logging.getLogger(__name__)

# Generations that a rollback can go back to; an index of 10,000 passages takes about 60 MB.
KEPT = 5


class Lifecycle:
    """Owns the data folder and the live generation of one process."""

    def __init__(
        self, settings: RetrievalSettings, encoder: Encoder, generations: Generations
    ) -> None:
        """Take over a data folder that is locked for this process."""
        self._settings = settings
        self._encoder = encoder
        self._generations = generations
        self._journal = Journal(generations)
        self._candidates = Candidates(settings, encoder, generations)
        self._live: Live | None = None
        self.trash = Trash(settings.data)
        self.turn = Turnstile()

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
        self._journal.recover()
        pointer = self._generations.pointer()
        for generation in (pointer.live, *pointer.kept) if pointer else ():
            if live := self._load(generation):
                self._live = live
                break
        if pointer:
            self._generations.drop_others(pointer.all)
        if self._live is None or not self._fits(self._live.manifest):
            with self.turn.taken("Chokepoint", "{name} is building the index since {time} UTC"):
                # Of another folder or encoder: its figures are no measure for this one.
                self._build(self._read(progress), "Chokepoint", "build", progress, judged=False)

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
            index = self._generations.read(manifest)
        except Exception:
            # Whatever is wrong with it, another generation or a rebuild serves better.
            _log.exception("generation %s can't be read", generation)
            return None
        return served(index, manifest)

    def reload(self, listener: ProgressListener | None = None, by: str = "") -> ReloadReport:
        """Build a generation from the corpus folder, judge it, and switch to it unless it is worse.

        Raises:
            IndexBusyError: another change is being made.
            CorpusError: the corpus can't be read; the live generation keeps serving.
            ChokepointError: the questions can't be used, or the disk is full or not writable.
        """
        with self.turn.taken(by, "{name} is reloading the corpus since {time} UTC"):
            return self._build(self._read(listener), by, "reload", listener, judged=True)

    def commit(
        self, corpus: Corpus, changes: Sequence[FileChange], by: str, act: str, subject: str
    ) -> ReloadReport:
        """Change files and make `corpus` live together; the caller has taken the turn.

        Raises:
            ChokepointError: the disk is full or not writable; nothing was changed.
        """
        return self._build(corpus, by, act, None, judged=False, subject=subject, changes=changes)

    def rollback(self, generation: str | None = None, by: str = "") -> ReloadReport:
        """Go back to a generation of the history, by default to the one before this.

        Documents that were removed since it was built stay out.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: there is no such generation.
        """
        with self.turn.taken(by, "{name} is going back to an earlier index since {time} UTC"):
            pointer = self._generations.pointer()
            wanted = generation or (pointer.previous if pointer else None)
            if wanted is None:
                raise ChokepointError(
                    "There is no previous index to go back to; a rollback needs a reload first."
                )
            if pointer is None or wanted not in pointer.kept:
                raise ChokepointError(
                    'There is no earlier index "{name}"; `chokepoint corpus history` lists them.',
                    name=wanted,
                )
            return self._bring_back(wanted, by, "rollback")

    def activate(self, by: str = "") -> ReloadReport:
        """Make the candidate live that a reload held back.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: no candidate is held back.
        """
        with self.turn.taken(by, "{name} is activating the candidate since {time} UTC"):
            return self._bring_back(self._held(), by, "activate")

    def discard(self, by: str = "") -> str:
        """Drop the candidate that a reload held back; return its name.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: no candidate is held back.
        """
        with self.turn.taken(by, "{name} is discarding the candidate since {time} UTC"):
            held = self._held()
            self._switch(self.live, None)
            return held

    def history(self) -> tuple[GenerationRecord, ...]:
        """Return the candidate held back, the live generation and those before it."""
        pointer = self._generations.pointer()
        names = (
            (*([pointer.held] if pointer.held else []), pointer.live, *pointer.kept)
            if (pointer)
            else ()
        )
        manifests = [self._generations.manifest(name) for name in names]
        return tuple(record_of(item, pointer) for item in manifests if item and pointer)

    def status(self) -> IndexStatus:
        """Return what is live. Reads the size of the data folder: call it in a thread."""
        return status_of(
            self.live,
            self._generations.pointer(),
            size_bytes=self._generations.size_bytes(),
            free_bytes=shutil.disk_usage(self._settings.data).free,
            encoder=self._encoder.name,
            turn=self.turn.holder,
            since=datetime.now(UTC).date() - timedelta(days=self._settings.stale_days),
        )

    def _read(self, listener: ProgressListener | None) -> Corpus:
        if listener:
            listener(Progress("reading", 0, 0))
        return read_corpus(self._settings.corpus, self._settings.overlay)

    def _build(
        self,
        corpus: Corpus,
        by: str,
        act: str,
        listener: ProgressListener | None,
        *,
        judged: bool,
        subject: str = "",
        changes: Sequence[FileChange] = (),
        source: Index | None = None,
    ) -> ReloadReport:
        """Build, judge, write and switch; see `Candidates.make`."""
        began = time.monotonic()
        old = self._live
        made = self._candidates.make(
            corpus,
            old,
            listener,
            origin=Origin(by, act, subject),
            judged=judged,
            source=source,
            keeps_threshold=bool(source or changes),
        )
        if listener:
            listener(Progress("switching", 1, 1))
        if made.is_worse and old:
            self._switch(old, made.index.generation)
        else:
            self._go_live(served(made.index, made.manifest), changes)
        return report_of(
            made.index,
            old.index if old else None,
            made.encoded,
            began,
            not made.is_worse,
            made.comparison,
        )

    def _bring_back(self, generation: str, by: str, act: str) -> ReloadReport:
        began = time.monotonic()
        old = self.live
        live = self._load(generation)
        if live is None:
            raise ChokepointError(
                "The index {generation} is damaged and can't be made live.", generation=generation
            )
        gone = self.trash.removed_since(live.manifest.built_at)
        if gone & live.index.corpus.by_id.keys():
            return self._build(
                live.index.corpus.without(gone), by, act, None, judged=False, source=live.index
            )
        self._go_live(live)
        return report_of(live.index, old.index, 0, began)

    def _held(self) -> str:
        pointer = self._generations.pointer()
        if pointer is None or pointer.held is None:
            raise ChokepointError(
                "No candidate is held back: it was activated, discarded, or the corpus was "
                "changed since. Reload to get a new one."
            )
        return pointer.held

    def _go_live(self, live: Live, changes: Sequence[FileChange] = ()) -> None:
        """Switch to a generation; a candidate that was held back no longer fits and is dropped."""
        pointer = self._generations.pointer()
        before = [pointer.live, *pointer.kept] if pointer and self._live else []
        name = live.manifest.generation
        kept = tuple(item for item in before if item != name)[:KEPT]
        new = Pointer(name, kept)
        if changes:
            self._journal.commit(changes, new)
        else:
            self._generations.switch(new)
        self._live = live
        self._generations.drop_others(new.all)

    def _switch(self, live: Live, held: str | None) -> None:
        """Keep `live`, and hold a candidate back or drop it."""
        pointer = self._generations.pointer()
        new = Pointer(live.manifest.generation, pointer.kept if pointer else (), held)
        self._generations.switch(new)
        self._generations.drop_others(new.all)
