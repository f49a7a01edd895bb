"""Generations on disk: built beside the live one, made live by one atomic pointer write.

Layout of the data folder:

    lock                        held by the process that owns the folder
    current.json                {"live": id, "kept": [ids], "held": id or null}, replaced atomically
    journal.json                a change of corpus files that has been decided and is being made
    generations/<id>/
        manifest.json           when, by whom, how many, by which encoder; written last
        documents.json          the documents, whole
        chroma/                 a Chroma store with one collection: the passages' vectors
        tokens/                 the vectors of the passages' word pieces, read as they are needed

Chroma has no swap of collections and does not give space back after deletes (chroma#6896, #3948),
so each generation is a store of its own: dropping one is dropping a folder.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from filelock import FileLock, Timeout

from retrieval.atomic import write_atomically
from retrieval.confidence import Model
from retrieval.encoder import Vectors
from retrieval.errors import IndexBusyError
from retrieval.index import Index, make_index
from retrieval.manifest import FORMAT, Manifest, Origin, Pointer
from retrieval.passages import passages_of
from retrieval.records import corpus_from_json, corpus_to_json
from retrieval.token_vectors import TokenVectors

COLLECTION = "passages"


class Generations:
    """The generations of one data folder, owned by this process while it is open."""

    def __init__(self, folder: Path) -> None:
        """Take the folder's lock.

        Raises:
            IndexBusyError: another process holds it, or the folder can't be written.
        """
        self.folder = folder
        try:
            (folder / "generations").mkdir(parents=True, exist_ok=True)
            # Whichever thread closes the folder gives it back: not only the one that took it.
            self._lock = FileLock(folder / "lock", thread_local=False)
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexBusyError(
                f"The data folder {folder} is in use by another Chokepoint process; stop that one "
                "or name another folder with --data."
            ) from error
        except OSError as error:
            raise IndexBusyError(
                f"The data folder {folder} can't be used ({error.strerror or error}); make it "
                "writable or name another with --data."
            ) from error

    def close(self) -> None:
        """Give the lock back."""
        self._lock.release()

    def pointer(self) -> Pointer | None:
        """Return what is live, or None when nothing has been built (or the pointer is damaged)."""
        try:
            stored = json.loads((self.folder / "current.json").read_text(encoding="utf-8"))
            pointer = Pointer.from_json(stored)
            held = bool(pointer.live) and self.path(pointer.live).is_dir()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return pointer if held else None

    def path(self, generation: str) -> Path:
        """Return the folder of a generation."""
        return self.folder / "generations" / generation

    def manifest(self, generation: str) -> Manifest | None:
        """Return a generation's manifest, or None when it has none that can be used."""
        try:
            stored = json.loads((self.path(generation) / "manifest.json").read_text("utf-8"))
            manifest = Manifest.from_json(stored)
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return manifest if manifest.format == FORMAT else None

    def switch(self, pointer: Pointer) -> None:
        """Make a generation live by one atomic replacement of the pointer file."""
        write_atomically(self.folder / "current.json", json.dumps(pointer.as_json()))

    def new_name(self) -> str:
        """Return a name that sorts by time and is not taken."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        return f"g-{stamp}"

    def write(
        self,
        index: Index,
        encoder: str,
        fingerprint: str,
        corpus: Path,
        origin: Origin,
    ) -> Manifest:
        """Write a whole generation to disk; it isn't live until `switch`.

        Raises:
            OSError: the disk is full or not writable; what was written is removed.
        """
        folder = self.path(index.generation)
        manifest = Manifest(
            generation=index.generation,
            built_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            documents=len(index.corpus.documents),
            passages=len(index.passages),
            encoder=encoder,
            fingerprint=fingerprint,
            corpus=str(corpus.resolve()),
            origin=origin,
            threshold=index.threshold,
            model=Model().fingerprint,
        )
        try:
            folder.mkdir(parents=True)
            write_atomically(folder / "documents.json", corpus_to_json(index.corpus))
            _write_vectors(folder / "chroma", index)
            index.tokens.save(folder / "tokens")
            write_atomically(folder / "manifest.json", json.dumps(asdict(manifest)))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return manifest

    def read(self, manifest: Manifest) -> Index:
        """Load the generation of a manifest into memory.

        Raises:
            OSError, ValueError: files are missing or don't fit each other.
        """
        folder = self.path(manifest.generation)
        corpus = corpus_from_json((folder / "documents.json").read_text(encoding="utf-8"))
        passages = [passage for document in corpus.documents for passage in passages_of(document)]
        vectors = _read_vectors(folder / "chroma", len(passages))
        tokens = TokenVectors.load(folder / "tokens", len(passages))
        index = make_index(manifest.generation, corpus, passages, vectors, tokens)
        fits = manifest.model == Model().fingerprint
        return replace(index, threshold=manifest.threshold) if fits else index

    def drop_others(self, keep: Iterable[str]) -> None:
        """Remove every generation but `keep`: what a crash or an older build left."""
        kept = set(keep)
        for folder in (self.folder / "generations").iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def size_bytes(self) -> int:
        """Return how much disk the data folder takes."""
        total = 0
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):
                total += path.stat().st_size if path.is_file() else 0
        return total


@contextlib.contextmanager
def _store(folder: Path) -> Iterator[Any]:
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    try:
        yield client
    finally:
        # Chroma caches a system a path; without this a dropped folder would stay open.
        client.close()  # type: ignore[attr-defined]


def _write_vectors(folder: Path, index: Index) -> None:
    with _store(folder) as client:
        collection = client.create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        batch = client.get_max_batch_size()
        for start in range(0, len(index.passages), batch):
            passages = index.passages[start : start + batch]
            collection.add(
                ids=[f"{start + i:08d}" for i in range(len(passages))],
                embeddings=index.vectors[start : start + batch],
                documents=[passage.text for passage in passages],
                metadatas=[
                    {
                        "document": passage.document.id,
                        "start": passage.start,
                        "end": passage.end,
                        "digest": passage.document.digest,
                    }
                    for passage in passages
                ],
            )


def _read_vectors(folder: Path, count: int) -> Vectors:
    if not folder.is_dir():
        raise ValueError(f"{folder} is missing")
    with _store(folder) as client:
        collection = client.get_collection(COLLECTION, embedding_function=None)
        rows: dict[str, Any] = {}
        batch = client.get_max_batch_size()
        for start in range(0, count, batch):
            page = collection.get(limit=batch, offset=start, include=["embeddings"])
            rows.update(zip(page["ids"], page["embeddings"], strict=True))
    if len(rows) != count:
        raise ValueError(f"{folder} holds {len(rows)} vectors for {count} passages")
    return np.stack([rows[name] for name in sorted(rows)]).astype(np.float32)
