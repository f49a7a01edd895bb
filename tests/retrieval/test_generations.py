from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError, IndexBusyError
from retrieval.generations import Generations
from retrieval.lifecycle import Lifecycle
from retrieval.manifest import Pointer
from retrieval.settings import RetrievalSettings

Make = Callable[[Path], RetrievalSettings]


@pytest.fixture
def open_lifecycle(
    small_corpus: Path, settings_for: Make, encoder: Encoder
) -> Callable[[], Lifecycle]:
    settings = settings_for(small_corpus)
    return lambda: Lifecycle.open(settings, encoder, Generations(settings.data), None)


def test_a_stored_generation_reads_back_the_same(open_lifecycle: Callable[[], Lifecycle]) -> None:
    first = open_lifecycle()
    before = first.live.index
    first.close()
    second = open_lifecycle()
    after = second.live.index
    second.close()
    assert after.generation == before.generation
    assert [p.text for p in after.passages] == [p.text for p in before.passages]
    assert after.corpus.documents == before.corpus.documents
    np.testing.assert_allclose(after.vectors, before.vectors, atol=1e-6)


@pytest.mark.parametrize("damage", ["documents.json", "manifest.json", "chroma"])
def test_a_damaged_live_generation_falls_back_or_is_built_anew(
    open_lifecycle: Callable[[], Lifecycle], tmp_path: Path, damage: str
) -> None:
    lifecycle = open_lifecycle()
    live = lifecycle.live.manifest.generation
    lifecycle.close()
    target = tmp_path / "data/generations" / live / damage
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
    again = open_lifecycle()
    assert again.live.index.passages
    assert again.live.manifest.generation != live
    again.close()


@pytest.mark.parametrize("text", ["", "{", '{"live": 3}', '{"live": "g-none"}', "[]"])
def test_a_damaged_pointer_never_keeps_the_bot_from_starting(
    open_lifecycle: Callable[[], Lifecycle], tmp_path: Path, text: str
) -> None:
    open_lifecycle().close()
    (tmp_path / "data/current.json").write_text(text)
    lifecycle = open_lifecycle()
    assert lifecycle.live.index.passages
    lifecycle.close()


@pytest.mark.parametrize("step", ["mkdir", "documents", "vectors", "manifest", "pointer"])
def test_a_crash_at_any_step_of_a_reload_leaves_the_old_index(
    open_lifecycle: Callable[[], Lifecycle],
    small_corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """What is on disk is copied at the moment of the crash, as a killed process leaves it."""
    lifecycle = open_lifecycle()
    live = lifecycle.live.manifest.generation
    (small_corpus / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")
    wreck = tmp_path / "wreck"
    crash_points = {
        "documents": ("write_atomically", "documents.json"),
        "vectors": ("_write_vectors", "chroma"),
        "manifest": ("write_atomically", "manifest.json"),
        "pointer": ("write_atomically", "current.json"),
        "mkdir": ("write_atomically", "documents.json"),
    }
    name, file = crash_points[step]
    module = "retrieval.generations."
    real = getattr(__import__("retrieval.generations", fromlist=[name]), name)

    def crash(path: Path, *rest: object) -> None:
        if path.name != file:
            real(path, *rest)
            return
        if step == "vectors":
            path.mkdir()
            (path / "chroma.sqlite3").write_bytes(b"half")
        elif step != "mkdir":
            path.with_name(f".{path.name}.new").write_text(str(rest[0])[:20])
        shutil.copytree(tmp_path / "data", wreck)
        raise KeyboardInterrupt

    monkeypatch.setattr(module + name, crash)
    with pytest.raises(KeyboardInterrupt):
        lifecycle.reload()
    lifecycle.close()
    monkeypatch.undo()
    shutil.rmtree(tmp_path / "data")
    wreck.rename(tmp_path / "data")
    again = open_lifecycle()
    assert again.live.manifest.generation == live
    assert "canal" not in again.live.index.corpus.by_id
    left = {path.name for path in (tmp_path / "data/generations").iterdir()}
    assert left == {live}
    again.close()


def test_a_full_disk_is_one_plain_sentence_and_the_old_index_serves(
    open_lifecycle: Callable[[], Lifecycle],
    small_corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lifecycle = open_lifecycle()
    live = lifecycle.live.manifest.generation
    (small_corpus / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("retrieval.generations._write_vectors", full)
    with pytest.raises(ChokepointError, match=r"No space left.*free some space"):
        lifecycle.reload()
    assert lifecycle.live.manifest.generation == live
    assert {path.name for path in (tmp_path / "data/generations").iterdir()} == {live}
    lifecycle.close()


def test_the_last_generations_are_kept_and_older_ones_dropped(
    open_lifecycle: Callable[[], Lifecycle],
    small_corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("retrieval.lifecycle.KEPT", 2)
    lifecycle = open_lifecycle()
    names = [lifecycle.live.manifest.generation]
    for i in range(3):
        (small_corpus / "articles/canal.txt").write_text(f"The Dunmere canal has {i} locks.")
        names.append(lifecycle.reload().generation)
    pointer = json.loads((tmp_path / "data/current.json").read_text())
    assert pointer == {"live": names[3], "kept": [names[2], names[1]], "held": None}
    assert {path.name for path in (tmp_path / "data/generations").iterdir()} == set(names[1:])
    assert [record.generation for record in lifecycle.history()] == names[:0:-1]
    lifecycle.close()


def test_another_encoder_or_folder_builds_anew(
    open_lifecycle: Callable[[], Lifecycle], tmp_path: Path, encoder: Encoder
) -> None:
    lifecycle = open_lifecycle()
    live = lifecycle.live.manifest.generation
    lifecycle.close()
    other = tmp_path / "other"
    (other / "articles").mkdir(parents=True)
    (other / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")
    settings = RetrievalSettings(corpus=other, data=tmp_path / "data")
    again = Lifecycle.open(settings, encoder, Generations(settings.data), None)
    assert again.live.manifest.generation != live
    assert set(again.live.index.corpus.by_id) == {"canal"}
    again.close()


def test_the_folder_is_locked_and_given_back(tmp_path: Path) -> None:
    first = Generations(tmp_path / "data")
    with pytest.raises(IndexBusyError, match="--data"):
        Generations(tmp_path / "data")
    first.close()
    second = Generations(tmp_path / "data")
    second.switch(Pointer("g-1"))
    assert second.pointer() is None
    second.close()


def test_another_thread_than_the_one_that_took_the_folder_can_give_it_back(tmp_path: Path) -> None:
    first = Generations(tmp_path / "data")
    closing = threading.Thread(target=first.close)
    closing.start()
    closing.join()
    Generations(tmp_path / "data").close()


def test_a_folder_that_cant_be_written_is_one_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexBusyError, match="make it writable"):
        Generations(tmp_path / "file" / "data")
