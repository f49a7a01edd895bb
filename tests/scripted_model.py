"""An OpenAI-compatible chat server over real HTTP whose replies a test writes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

# What a reply may be beside a text: a status to refuse with, or one of these ways to fail.
HANG, BREAK, EMPTY, ENDLESS, GARBLED = "hang", "break", "empty", "endless", "garbled"
# At the end of a text: the stream stays open and says nothing more.
STALL = "\0stall"


@dataclass
class ScriptedModel:
    """Answers each request with the next of `replies`, the last one again when they run out.

    `pause` is how many seconds it waits before each piece of a text. With `may_go_on`, a text stops
    after its first line until the event is set.
    """

    replies: list[str | int] = field(default_factory=list)
    pause: float = 0.0
    may_go_on: asyncio.Event | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def prompt(self, request: int = 0) -> str:
        """Return all that a request said."""
        return "\n".join(str(item["content"]) for item in self.requests[request]["messages"])

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """Serve POST /v1/chat/completions."""
        self.requests.append(await request.json())
        reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
        if isinstance(reply, int):
            return web.json_response({"error": {"message": "no"}}, status=reply)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        if reply == HANG:
            await asyncio.sleep(30)
        elif reply == GARBLED:
            await response.write(b"data: {not json\n\n")
        elif reply == ENDLESS:
            while True:
                await response.write(_event("blah blah blah " * 20))
                await asyncio.sleep(0)
        elif reply == BREAK:
            await response.write(_event("S 1: Northland"))
            assert request.transport is not None
            request.transport.abort()
            return response
        elif reply != EMPTY:
            text = reply.removesuffix(STALL)
            for start in range(0, len(text), 7):
                await asyncio.sleep(self.pause)
                await response.write(_event(text[start : start + 7]))
                if self.may_go_on and "\n" in text[start : start + 7]:
                    await self.may_go_on.wait()
            if text != reply:
                await asyncio.sleep(30)
        await response.write(_event("", finish="stop", usage=True))
        await response.write(b"data: [DONE]\n\n")
        return response


def _event(piece: str, finish: str | None = None, usage: bool = False) -> bytes:
    body: dict[str, Any] = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": finish}],
    }
    if usage:
        body["usage"] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return f"data: {json.dumps(body)}\n\n".encode()


@asynccontextmanager
async def serve_model(*replies: str | int) -> AsyncIterator[ScriptedModel]:
    """Serve the replies on a free loopback port while the block runs."""
    model = ScriptedModel(list(replies))
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.complete)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    model.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield model
    finally:
        await runner.cleanup()
