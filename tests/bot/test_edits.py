"""Progress is edited in now and then; nothing of it comes after what is sent at the end."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.edits import Edits


async def test_states_that_come_fast_are_skipped_and_none_comes_late() -> None:
    shown: list[Any] = []
    first = asyncio.Event()

    async def edit(view: Any) -> None:
        shown.append(view)
        first.set()

    async with Edits(edit, seconds=60) as edits:
        edits.show("a")  # type: ignore[arg-type]
        await first.wait()
        for state in "bcd":
            edits.show(state)  # type: ignore[arg-type]
            await asyncio.sleep(0)
    shown.append("end")
    await asyncio.sleep(0)
    assert shown == ["a", "end"]


async def test_the_newest_state_is_shown_after_the_pause() -> None:
    shown: list[Any] = []
    first, second = asyncio.Event(), asyncio.Event()

    async def edit(view: Any) -> None:
        shown.append(view)
        (second if first.is_set() else first).set()

    async with Edits(edit, seconds=0.01) as edits:
        for state in "abc":
            edits.show(state)  # type: ignore[arg-type]
        await first.wait()
        for state in "de":
            edits.show(state)  # type: ignore[arg-type]
        await second.wait()
    assert shown == ["c", "e"]
