"""The moderators' subcommands on one data folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.hashing import HashEncoder
from bot.cli import main


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run with an encoder that costs nothing, where no setting of the machine takes part."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("retrieval.librarian.Encoder", lambda name, threads: HashEncoder())
    for name in ("DISCORD_TOKEN", "CORPUS_DIR", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(quick: None, small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run a subcommand of `corpus` and return its exit code, its JSON and its fault."""
    folders = ["--corpus", str(small_corpus), "--data", str(tmp_path / "data")]

    def act(*words: str, plain: bool = False):
        capsys.readouterr()
        code = main(["corpus", *words, *([] if plain else ["--json"]), *folders])
        if plain:
            return code
        out, fault = capsys.readouterr()
        return code, json.loads(out) if out else None, fault

    return act
