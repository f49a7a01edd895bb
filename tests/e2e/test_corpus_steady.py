"""Members go on asking over the gateway while moderators add and reload; none is let down."""

from __future__ import annotations

import asyncio

from bot.store import Store
from tests.e2e.conftest import House, text_of
from tests.e2e.moderating import FERRY, fill, librarian, press, run, settings, shown, store, web

__all__ = ["librarian", "settings", "store", "web"]

CHANGES = 20
# Every message is held against Discord's specification in the end, which takes its time.
PAUSE_SECONDS = 0.2
QUESTIONS = (FERRY, "How many graphene wafers may Northland export a year?")


async def test_no_ask_fails_while_the_corpus_changes_under_it(house: House, store: Store) -> None:
    people, scene = house.playground.people, house.playground.scene
    held: dict[str, set[str]] = {}
    replies: list[str] = []
    done = asyncio.Event()

    def note() -> None:
        held[house.librarian.status().generation] = {
            document.id for document in house.librarian.documents()
        }

    async def ask(question: str) -> None:
        while not done.is_set():
            asked = people.run(scene.member, scene.general, "ask", question=question)
            replies.append(text_of(await asked.reply()))
            await asyncio.sleep(PAUSE_SECONDS)

    note()
    asking = [asyncio.create_task(ask(question)) for question in QUESTIONS]
    for i in range(CHANGES):
        text = f"Canal number {i} of Dunmere is {i + 1} miles long."
        preview = await (
            await fill(house, run(house, "add"), title=f"Canal {i}", text=text)
        ).reply()
        await shown(house, press(house, preview, "Add"), f"Added: Canal {i}")
        note()
        ferry = house.settings.corpus / "articles/ferry.txt"
        ferry.write_text(f"The Saltmarsh ferry\n\nThe Saltmarsh ferry was built in {1900 + i}.\n")
        await shown(house, run(house, "reload"), "The new index is live.")
        note()
    done.set()
    await asyncio.gather(*asking)
    assert len(held) == 2 * CHANGES + 1
    for text in replies:
        assert "Something went wrong" not in text
        assert (
            "The Saltmarsh ferry was built in 19" in text
            or "12,000 a year" in text
            or ("carries forty cars" in text)
        )
    kept = await store.answers.latest(10_000)
    assert len(kept) == len(replies) > 2 * len(QUESTIONS)
    for one in kept:
        assert {source.document for source in one.answer.sources} <= held[one.answer.generation]
