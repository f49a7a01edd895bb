"""Chat models of any provider, by LangChain's own fakes: streams, time limits, counts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGenerationChunk

from retrieval.errors import SettingsError
from retrieval.phrasing import chat
from retrieval.phrasing.chat import ChatFault, ChatModel
from retrieval.settings import RetrievalSettings

ASKED = [HumanMessage("x" * 40)]


class Streaming(GenericFakeChatModel):
    """Streams `chunks`; waits `pause` seconds before each, and for ever before number `hang`."""

    messages: Iterator[AIMessage | str] = iter(())
    chunks: list[Any] = []  # noqa: RUF012 (a pydantic field, copied for each model)
    pause: float = 0.0
    hang: int = -1

    async def _astream(self, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        for number, chunk in enumerate(self.chunks):
            await asyncio.sleep(60 if number == self.hang else self.pause)
            if isinstance(chunk, Exception):
                raise chunk
            yield ChatGenerationChunk(
                message=chunk
                if isinstance(chunk, AIMessageChunk)
                else AIMessageChunk(content=chunk)
            )


class Busy(Exception):
    code = 429


async def read(model: ChatModel) -> tuple[str, list[int]]:
    spent: list[int] = []
    return "".join([piece async for piece in model.stream(ASKED, spent.append)]), spent


async def test_content_in_blocks_is_read_as_its_text() -> None:
    blocks: list[Any] = [
        [{"type": "text", "text": "S 1: "}],
        [{"type": "reasoning", "reasoning": "S 9: no"}],
        [{"type": "text", "text": "one"}, {"type": "text", "text": " two"}],
        "\n",
    ]
    said, spent = await read(ChatModel(Streaming(chunks=blocks)))
    assert said == "S 1: one two\n"
    assert spent == [(40 + len(said)) // 4]


async def test_a_providers_own_count_is_used_and_its_parts_are_added() -> None:
    usage = {"input_tokens": 7, "output_tokens": 0, "total_tokens": 7}
    more = {"input_tokens": 0, "output_tokens": 5, "total_tokens": 5}
    chunks = [
        AIMessageChunk(content="N", usage_metadata=usage),
        AIMessageChunk(content="", usage_metadata=more),
    ]
    assert await read(ChatModel(Streaming(chunks=chunks))) == ("N", [12])


async def test_a_model_that_cannot_stream_is_read_in_one_piece() -> None:
    whole = GenericFakeChatModel(messages=iter([AIMessage("S 1: all of it")]))
    said, _ = await read(ChatModel(whole))
    assert said == "S 1: all of it"


async def test_the_init_path_takes_the_class_of_any_provider(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from langchain.chat_models import base

    package = ModuleType("langchain_fireworks")
    package.ChatFireworks = lambda **kwargs: Streaming(  # type: ignore[attr-defined]
        chunks=[[{"type": "text", "text": f"from {kwargs['model']}"}]]
    )
    monkeypatch.setitem(sys.modules, "langchain_fireworks", package)
    base._get_chat_model_creator.cache_clear()
    try:
        model = ChatModel.named(RetrievalSettings(Path(), Path(), model="fireworks:llama"))
        assert model
        assert (await read(model))[0] == "from llama"
    finally:
        base._get_chat_model_creator.cache_clear()


def test_a_missing_package_is_named() -> None:
    with pytest.raises(SettingsError, match="langchain-cohere; install it"):
        ChatModel.named(RetrievalSettings(Path(), Path(), model="cohere:command"))


async def test_a_hang_in_the_middle_of_a_stream_ends_although_the_provider_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chat, "PIECE_SECONDS", 0.2)
    spent: list[int] = []
    got: list[str] = []
    with pytest.raises(ChatFault, match="took too long"):
        async for piece in ChatModel(Streaming(chunks=["one", "two"], hang=1)).stream(
            ASKED, spent.append
        ):
            got.append(piece)
    assert got == ["one"]
    assert spent == [(40 + 3) // 4]


async def test_a_drip_that_never_ends_is_bounded_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chat, "REPLY_SECONDS", 0.5)
    with pytest.raises(ChatFault, match="took too long"):
        await read(ChatModel(Streaming(chunks=["a"] * 1000, pause=0.05)))


async def test_a_slow_drip_within_the_limits_is_read() -> None:
    said, _ = await read(ChatModel(Streaming(chunks=["S 1:", " slow", "ly"], pause=0.3)))
    assert said == "S 1: slowly"


async def test_the_readers_own_time_does_not_count_as_the_providers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chat, "PIECE_SECONDS", 0.4)
    got: list[str] = []
    async for piece in ChatModel(Streaming(chunks=["a", "b"])).stream(ASKED, lambda _: None):
        await asyncio.sleep(0.6)
        got.append(piece)
    assert got == ["a", "b"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Busy(), "is busy"),
        (ConnectionError("no"), "could not be reached"),
        (TimeoutError(), "long"),
    ],
)
async def test_faults_of_any_provider_are_said_in_plain_words(error: Exception, words: str) -> None:
    with pytest.raises(ChatFault, match=words):
        await read(ChatModel(Streaming(chunks=["a", error])))


@pytest.mark.parametrize("size", [1, 3, 100])
async def test_what_a_model_thinks_aloud_is_no_part_of_its_reply(size: int) -> None:
    reply = "\n<think>S 1: maybe\nN\n</think>S 2: so"
    pieces = [reply[i : i + size] for i in range(0, len(reply), size)]
    assert (await read(ChatModel(Streaming(chunks=pieces))))[0] == "S 2: so"


async def test_a_thought_without_an_end_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "LONGEST_THOUGHT", 100)
    with pytest.raises(ChatFault, match="did not come to an answer"):
        await read(ChatModel(Streaming(chunks=["<think>"] + ["hm "] * 1000)))


async def test_two_replies_at_once_are_counted_apart() -> None:
    model = ChatModel(Streaming(chunks=["abcd", "efgh"], pause=0.01))
    results = await asyncio.gather(read(model), read(model))
    assert results == [("abcdefgh", [12]), ("abcdefgh", [12])]


async def test_a_cancelled_reply_is_counted_and_leaves_no_task() -> None:
    spent: list[int] = []
    model = ChatModel(Streaming(chunks=["abcd", "efgh"], hang=1))
    started = asyncio.Event()

    async def reading() -> None:
        async for _ in model.stream(ASKED, spent.append):
            started.set()

    task = asyncio.create_task(reading())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert spent == [11]
    assert asyncio.all_tasks() == {asyncio.current_task()}
