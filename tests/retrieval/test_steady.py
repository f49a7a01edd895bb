"""Questions go on being answered, each from one generation, while the corpus changes under them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.hashing import HashEncoder
from retrieval.answer import Answer
from retrieval.documents import Document
from retrieval.librarian import Librarian
from retrieval.settings import RetrievalSettings

CHANGES = 20
QUESTIONS = (
    "When was the Saltmarsh ferry built?",
    "How many graphene wafers may Northland export a year?",
    "How long is canal number 7 of Dunmere?",
    "What does Ada Verne say of the cap?",
)


async def test_no_ask_fails_and_no_answer_cites_what_its_generation_does_not_hold(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.librarian.Encoder", lambda name, threads: HashEncoder())
    settings = RetrievalSettings(corpus=small_corpus, data=tmp_path / "data")
    async with await Librarian.open(settings) as librarian:
        held: dict[str, set[str]] = {}
        removed_at: dict[str, int] = {}
        asked: list[tuple[int, Answer]] = []
        clock = iter(range(10**9))

        def note() -> None:
            live = librarian._lifecycle.live.index
            held[live.generation] = set(live.corpus.by_id)

        note()
        done = asyncio.Event()

        async def ask(question: str) -> None:
            while not done.is_set():
                began = next(clock)
                asked.append((began, await librarian.ask(question)))

        askers = [asyncio.create_task(ask(question)) for question in QUESTIONS]
        draft = Document(id="", text="", title="Canal")
        for i in range(CHANGES):
            text = f"Canal number {i} of Dunmere is {i + 1} miles long."
            (id_,) = (await librarian.add(replace(draft, text=text))).added
            note()
            if i % 2:
                await librarian.remove(id_)
                removed_at[id_] = next(clock)
                note()
        for i in range(CHANGES):
            (small_corpus / "articles/ferry.txt").write_text(
                f"The Saltmarsh ferry\n\nThe Saltmarsh ferry was built in {1900 + i}."
            )
            await librarian.reload()
            note()
        done.set()
        await asyncio.gather(*askers)
    assert len({answer.generation for _, answer in asked}) > CHANGES / 2
    for began, answer in asked:
        cited = {source.document for source in answer.sources}
        assert cited <= held[answer.generation]
        # From the moment a removal has ended, nothing asked afterwards cites the document.
        assert not any(began > removed_at.get(id_, began) for id_ in cited)
