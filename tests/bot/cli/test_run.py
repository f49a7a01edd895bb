from __future__ import annotations

import asyncio
import re
from pathlib import Path

import aiohttp
import pytest

from bot.cli import run
from bot.settings import Settings
from retrieval.encoder import Encoder


async def test_without_a_token_the_playground_is_served_and_the_bot_joins_it(
    small_corpus: Path, tmp_path: Path, one_encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(corpus=small_corpus, data=tmp_path / "data", playground_port=0)
    running = asyncio.create_task(run._run(settings, True))
    printed = ""
    while not (address := re.search(r"http://127\.0\.0\.1:\d+", printed)):
        assert not running.done(), printed
        await asyncio.sleep(0.05)
        printed += capsys.readouterr().err
    assert printed.startswith("Building the index: ")
    origin = address[0]
    async with aiohttp.ClientSession() as http:
        async with http.get(origin) as page:
            assert "<title>Playground</title>" in await page.text()
        async with http.ws_connect(f"{origin}/playground/socket") as socket:
            frame = await socket.receive_json(timeout=30)
            while not (frame["t"] == "bot" or frame["d"]["bot"]["online"]):
                online = False
                while not online:
                    frame = await socket.receive_json(timeout=30)
                    state = frame["d"] if frame["t"] == "bot" else frame["d"].get("bot", {})
                    online = state.get("online", False)
    running.cancel()
    await running
    assert "Stopped." in capsys.readouterr().err
