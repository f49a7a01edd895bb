"""A candidate: an index built beside the live one, judged, and written to disk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from retrieval.build import build_index, difference
from retrieval.documents import Corpus
from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError
from retrieval.generations import Generations
from retrieval.index import Index
from retrieval.judging import Asked, Comparison, Judge
from retrieval.manifest import Manifest, Origin
from retrieval.progress import ProgressListener
from retrieval.settings import RetrievalSettings
from retrieval.status import Live


@dataclass(frozen=True)
class Candidate:
    """An index that could go live; `encoded` counts the passages encoded anew.

    `comparison` holds the figures beside those of the live index, where it was judged.
    """

    index: Index
    manifest: Manifest
    encoded: int
    comparison: Comparison | None

    @property
    def is_worse(self) -> bool:
        """Whether a figure fell by more than is tolerated."""
        return bool(self.comparison and self.comparison.fallen)


class Candidates:
    """Makes candidates for one data folder."""

    def __init__(
        self, settings: RetrievalSettings, encoder: Encoder, generations: Generations
    ) -> None:
        """Judge by the questions of the corpus folder, write to `generations`."""
        self._settings = settings
        self._encoder = encoder
        self._generations = generations
        self._judge = Judge(settings, encoder)

    def make(
        self,
        corpus: Corpus,
        live: Live | None,
        listener: ProgressListener | None,
        *,
        origin: Origin,
        judged: bool,
        source: Index | None,
        keeps_threshold: bool,
    ) -> Candidate:
        """Build, judge and write an index of `corpus`.

        `source` is an index whose vectors may be taken, by default the live one. A change of single
        files keeps its threshold; else the corpus's own questions, which take seconds, tell it.

        Raises:
            ChokepointError: the questions can't be used though the index is to be judged, or the
                disk is full or not writable.
        """
        same = live and live.manifest.fingerprint == self._encoder.fingerprint
        known = source or (live.index if live and same else None)
        index, encoded = build_index(
            corpus, self._generations.new_name(), self._encoder, known, listener
        )
        keeps = known if keeps_threshold else None
        asked = None if keeps else self._ask(index, judged, listener)
        threshold = keeps.threshold if keeps else asked.threshold if asked else None
        index = replace(index, threshold=threshold)
        comparison = (
            self._judge.compare(live.index, index, asked, listener)
            if live and judged and asked
            else None
        )
        origin = Origin(
            by=origin.by,
            act=origin.act,
            subject=origin.subject,
            **difference(live.index.corpus if live else None, index.corpus),
            figures=tuple((one.name, one.after) for one in comparison.figures)
            if comparison
            else (),
        )
        return Candidate(index, self._write(index, origin), encoded, comparison)

    def _ask(self, index: Index, judged: bool, listener: ProgressListener | None) -> Asked | None:
        try:
            return self._judge.ask(index, listener)
        except ChokepointError:
            if judged:
                raise
            # A first index serves with the model's threshold; the next reload tells of the fault.
            return None

    def _write(self, index: Index, origin: Origin) -> Manifest:
        try:
            return self._generations.write(
                index,
                self._encoder.name,
                self._encoder.fingerprint,
                self._settings.corpus,
                origin,
            )
        except OSError as error:
            raise ChokepointError(
                "The new index could not be written to {folder} ({reason}); free some space and "
                "try again. The old one keeps serving.",
                folder=self._settings.data,
                reason=error.strerror or error,
            ) from error
