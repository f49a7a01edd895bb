"""Odd replies over real HTTP to one consulted index: what is shown, what is counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from retrieval.answer import Answer, NoticeKind
from retrieval.answering import Consulted
from retrieval.phrasing import chat
from retrieval.phrasing.budget import TokenBudget
from retrieval.phrasing.chat import ChatModel
from retrieval.phrasing.phraser import Phraser, numbered
from retrieval.settings import RetrievalSettings
from tests.retrieval.phrasing.conftest import TODAY
from tests.scripted_model import STALL, ScriptedModel, serve_model

CAP = "Northland's trade ministry capped exports of graphene wafers at 12,000 a year."
QUOTA = "Northland set a quota of 8,000 graphene wafers a year on 1 June 2030."


@dataclass
class Phrasing:
    phraser: Phraser
    model: ScriptedModel
    budget: TokenBudget


Open = Callable[..., AbstractAsyncContextManager[Phrasing]]


@pytest.fixture
def phrasing(tmp_path: Path) -> Open:
    @asynccontextmanager
    async def opened(*replies: str | int) -> AsyncIterator[Phrasing]:
        async with serve_model(*replies) as model:
            settings = RetrievalSettings(tmp_path, tmp_path, model="m", model_url=model.url)
            named = ChatModel.named(settings)
            assert named
            budget = TokenBudget(tmp_path / "tokens.json", 100_000)
            yield Phrasing(Phraser(named, budget, 90), model, budget)

    return opened


def number(found: Consulted, words: str) -> int:
    return next(i for i, item in enumerate(numbered(found.evidence), 1) if words in item.text)


@pytest.fixture
def cap(found: Consulted) -> str:
    return f"S {number(found, '12,000 a year')}: {CAP}"


@pytest.fixture
def quota(found: Consulted) -> str:
    return f"S {number(found, 'quota of 8,000 graphene')}: {QUOTA}"


def texts(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def fell_back(answer: Answer) -> bool:
    return any(notice.kind is NoticeKind.FALLBACK for notice in answer.notices)


async def test_ten_thousand_lines_are_read_no_further_than_an_answer_needs(
    phrasing: Open, found: Consulted, cap: str, quota: str
) -> None:
    wrong = "\n".join(f"S 1: Wafer number {n} was sold." for n in range(10_000))
    async with phrasing(wrong) as one:
        answer = await one.phraser.phrase(found, TODAY)
        again = str(one.model.requests[1]["messages"][-1]["content"])
    assert fell_back(answer)
    assert again.count("\nS 1: ") == 5
    async with phrasing(f"{cap}\n{quota}\n{wrong}") as one:
        answer = await one.phraser.phrase(found, TODAY)
    assert texts(answer) == [CAP, QUOTA]


@pytest.mark.parametrize("reply", ["1, 4, 7", "[1] [2] [3]", "S 1\nS 2", "1\n2\n3"])
async def test_a_reply_of_numbers_only_falls_back(
    phrasing: Open, found: Consulted, reply: str
) -> None:
    async with phrasing(reply) as one:
        assert fell_back(await one.phraser.phrase(found, TODAY))


async def test_a_line_said_twice_is_shown_once(phrasing: Open, found: Consulted, cap: str) -> None:
    async with phrasing("\n".join([cap] * 4)) as one:
        drafts: list[Answer] = []
        answer = await one.phraser.phrase(found, TODAY, drafts.append)
    assert texts(answer) == [CAP]
    assert len(drafts) == 1


async def test_nothing_after_statements_takes_nothing_back(
    phrasing: Open, found: Consulted, cap: str
) -> None:
    async with phrasing(f"{cap}\nN\n") as one:
        answer = await one.phraser.phrase(found, TODAY)
    assert texts(answer) == [CAP]
    assert not answer.abstained


async def test_nothing_said_of_lines_that_failed_quotes_instead_of_abstaining(
    phrasing: Open, found: Consulted
) -> None:
    async with phrasing("S 1: The cap is 77,000 wafers.", "N") as one:
        answer = await one.phraser.phrase(found, TODAY)
    assert fell_back(answer)
    assert not answer.abstained


async def test_a_slow_drip_is_read_to_its_end(phrasing: Open, found: Consulted, cap: str) -> None:
    async with phrasing(cap) as one:
        one.model.pause = 0.3
        answer = await one.phraser.phrase(found, TODAY)
    assert texts(answer) == [CAP]


async def test_a_stream_that_stalls_falls_back_and_is_counted(
    phrasing: Open, found: Consulted, cap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat, "PIECE_SECONDS", 0.5)
    async with phrasing(f"{cap}\n{STALL}") as one:
        answer = await one.phraser.phrase(found, TODAY)
        assert one.budget.left < 100_000
    assert fell_back(answer)


async def test_a_cancelled_answer_is_counted_and_leaves_no_task(
    phrasing: Open, found: Consulted, cap: str
) -> None:
    async with phrasing(f"{cap}\n{STALL}") as one:
        before = asyncio.all_tasks()
        first = asyncio.Event()
        task = asyncio.create_task(one.phraser.phrase(found, TODAY, lambda _: first.set()))
        await first.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert one.budget.left < 100_000
        # Closing generators and the server's own end of the request take a few turns.
        for _ in range(200):
            left = {item for item in asyncio.all_tasks() - before if "aiohttp" not in repr(item)}
            if not left:
                break
            await asyncio.sleep(0.01)
        assert left == set()


async def test_two_answers_at_once_are_each_counted_once(
    phrasing: Open, found: Consulted, cap: str
) -> None:
    async with phrasing(cap) as one:
        await asyncio.gather(*(one.phraser.phrase(found, TODAY) for _ in range(2)))
        assert one.budget.left == 100_000 - 2 * 120
