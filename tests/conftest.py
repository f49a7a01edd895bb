"""What many tests share: one loaded encoder, and a small corpus written to a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.encoder import Encoder
from retrieval.settings import RetrievalSettings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

SHARED = Path(__file__).parents[2] / "shared"

SMALL_CORPUS = {
    "articles/quota-2031.md": """\
---
title: Northland caps exports of graphene wafers
publisher: The Harbour Gazette
published: 2031-03-04
kind: article
status: in_force
supersedes: [quota-2030]
topics: [graphene, quota]
aliases: [the wafer cap]
url: https://gazette.example/quota-2031
---
Northland's trade ministry capped exports of graphene wafers at 12,000 a year on 4 March 2031.
The cap does not apply to wafers for hospitals. Minister Ada Verne signed the order.

The order replaced a quota of 8,000 wafers that had been in force since 2030.
""",
    "articles/quota-2030.md": """\
---
title: Northland's first quota on graphene wafers
publisher: The Harbour Gazette
published: 2030-06-01
kind: rule
status: superseded
superseded_by: [quota-2031]
topics: [graphene, quota]
---
Northland set a quota of 8,000 graphene wafers a year on 1 June 2030. The quota covered every buyer.
""",
    "articles/ferry.txt": """\
The Saltmarsh ferry

The Saltmarsh ferry carries forty cars and leaves the north pier at dawn. It was built in 1987.
""",
    "terms/graphene-wafer.md": """\
---
title: Graphene wafer
kind: term
aliases: [GW]
---
A graphene wafer is a thin disc on which carbon circuits are printed.
""",
    "quotes/voices.yaml": """\
- id: verne-cap
  speaker: Ada Verne
  affiliation: trade minister of Northland
  date: 2031-03-04
  text: A cap that nobody can count is no cap at all.
  verbatim: true
  stance: tighten
  topics: [graphene]
  source: {publisher: The Harbour Gazette, title: Northland caps exports of graphene wafers}
- id: okoro-cap
  speaker: Tomas Okoro
  affiliation: Wafer Makers' League
  date: 2031-03-05
  text: Tomas Okoro argued on 5 March 2031 that the wafer cap will drive makers abroad.
  verbatim: false
  stance: loosen
  topics: [graphene]
  source: {publisher: Coast Radio, title: Makers fear the cap}
""",
}


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """Write `files` (relative path to text) under `folder` and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared material, or skip the test where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared material is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """Return the packaged encoder, loaded once."""
    return Encoder()


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """Return a folder with a small invented corpus: two rules, a plain text, a term, two quotes."""
    return write_files(tmp_path / "corpus", SMALL_CORPUS)


@pytest.fixture
def one_encoder(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Encoder:
    """Make every librarian of the test share the loaded encoder: loading takes seconds."""
    monkeypatch.setattr("retrieval.librarian.Encoder", lambda name, threads: encoder)
    return encoder


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[[Path], RetrievalSettings]:
    """Return a function that makes settings for a corpus folder, with a data folder of its own."""
    return lambda corpus: RetrievalSettings(corpus=corpus, data=tmp_path / "data")
