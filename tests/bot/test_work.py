"""What runs when the bot leaves is finished, or answered with an apology."""

from __future__ import annotations

import asyncio

from bot.work import Work


async def test_what_ends_soon_is_finished_and_what_does_not_gets_an_apology() -> None:
    work = Work(grace=0.2)
    told: list[str] = []
    may_end, never = asyncio.Event(), asyncio.Event()

    async def job(name: str, until: asyncio.Event) -> None:
        async def sorry() -> None:
            told.append(f"{name}: sorry")

        with work.running(sorry):
            await until.wait()
            told.append(f"{name}: done")

    jobs = [asyncio.create_task(job("a", may_end)), asyncio.create_task(job("b", never))]
    await asyncio.sleep(0)
    may_end.set()
    await work.settle()
    assert told == ["a: done", "b: sorry"]
    await asyncio.wait(jobs)
    assert jobs[1].cancelled()
    await work.settle()
    assert len(told) == 2


async def test_an_apology_that_fails_stops_nobody() -> None:
    work = Work(grace=0.01)

    async def fail() -> None:
        raise ConnectionError("gone")

    async def job() -> None:
        with work.running(fail):
            await asyncio.Event().wait()

    task = asyncio.create_task(job())
    await asyncio.sleep(0)
    await work.settle()
    await asyncio.wait([task])
