"""What the operator learns when Discord can't be reached, or refuses the bot."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.cli import run
from bot.client import serve
from bot.playground.server import Playground
from bot.reaching import plain_outage, until_reached, username
from bot.settings import Settings
from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian
from tests.e2e.conftest import joined_settings

ROOT = Path(__file__).parents[2]
TOKEN = SecretStr("a token")


class Stand:
    """A server on the loopback interface that answers each request with the next of its answers."""

    def __init__(self) -> None:
        self.answers: list[web.Response] = []
        self.asked: list[str] = []
        self.origin = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        held = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return web.Response(status=held.status, text=held.text, content_type=held.content_type)


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    stand = Stand()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", stand.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stand.origin = f"http://{host}:{port}"
    yield stand
    await runner.cleanup()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next attempt follow at once, whatever pause is told."""
    soon = SimpleNamespace(sleep=lambda seconds: asyncio.sleep(0))
    monkeypatch.setattr("bot.reaching.asyncio", soon)


def closed_port() -> int:
    """Return a port of the loopback interface where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def logged(caplog: pytest.LogCaptureFixture, words: str, task: asyncio.Task[Any]) -> str:
    """Wait until a sentence with `words` is logged."""
    while True:
        for record in caplog.records:
            if words in record.getMessage():
                assert record.exc_info is None
                return record.getMessage()
        assert not task.done(), task.exception()
        await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def running(doing: Awaitable[Any]) -> AsyncIterator[asyncio.Task[Any]]:
    task = asyncio.ensure_future(doing)
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


GOOD = web.Response(text='{"username": "Chokepoint"}', content_type="application/json")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_fault_of_discords_own_is_told_and_outlived(
    stand: Stand, at_once: None, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    stand.answers = [web.Response(status=status), web.Response(status=status), GOOD]
    assert await until_reached(lambda: username(TOKEN, stand.origin)) == "Chokepoint"
    assert [record.getMessage() for record in caplog.records if record.name == "chokepoint"] == [
        f"Discord can't be reached at {stand.origin} (HTTP {status}); trying again in {pause} s."
        for pause in (5, 10)
    ]
    assert stand.asked == ["/users/@me"] * 3


async def test_a_page_in_place_of_discord_is_told_and_outlived(
    stand: Stand, at_once: None, caplog: pytest.LogCaptureFixture
) -> None:
    stand.answers = [web.Response(text="Please sign in to this network."), GOOD]
    assert await until_reached(lambda: username(TOKEN, stand.origin)) == "Chokepoint"
    assert "something else than Discord answers" in caplog.text


async def test_an_address_without_discords_api_is_named(stand: Stand) -> None:
    stand.answers = [web.Response(status=404)]
    with pytest.raises(ChokepointError, match=r"answers HTTP 404 .* CHOKEPOINT_DISCORD_API"):
        await until_reached(lambda: username(TOKEN, stand.origin))


async def test_a_name_that_can_not_be_looked_up_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unknown(*args: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    looking = until_reached(lambda: username(TOKEN, "https://discord.invalid/api/v10"))
    async with running(looking) as task:
        told = await logged(caplog, "can't be reached", task)
    assert told.startswith("Discord can't be reached at https://discord.invalid/api/v10 (")
    assert "Name or service not known" in told
    assert told.endswith("; trying again in 5 s.")


async def test_a_bot_that_is_started_during_an_outage_joins_when_it_is_over(
    librarian: Librarian,
    settings: Settings,
    at_once: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    port = closed_port()
    playground = Playground()
    address = f"http://127.0.0.1:{port}"
    waiting = joined_settings(settings, playground).model_copy(
        update={
            "discord_api": f"{address}/api/v10",
            "discord_gateway": f"ws://127.0.0.1:{port}/gateway",
        }
    )
    async with running(serve(waiting, librarian)) as task:
        assert address in await logged(caplog, "trying again", task)
        await playground.start(port=port)
        assert playground.api.startswith(address)
        await playground.world.pulse.until(
            lambda: playground.gateway_server.identified or None, "The bot"
        )
    await playground.close()


async def test_a_gateway_that_can_not_be_reached_is_told_in_one_sentence(
    playground: Playground,
    small_corpus: Path,
    tmp_path: Path,
    one_encoder: Encoder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = joined_settings(
        Settings(corpus=small_corpus, data=tmp_path / "data"), playground
    ).model_copy(update={"discord_gateway": f"ws://127.0.0.1:{closed_port()}"})
    async with running(run._run(settings, False)) as task:
        told = await logged(caplog, "gateway", task)
    assert re.fullmatch(r"Discord's gateway can't be reached \(.+\); trying again in 5 s\.", told)


async def test_a_token_that_is_refused_later_is_named(
    playground: Playground, librarian: Librarian, settings: Settings, monkeypatch: Any
) -> None:
    async def refused(self: object, token: str, *, reconnect: bool = True) -> None:
        raise discord.ConnectionClosed(Socket(4004), shard_id=0)

    monkeypatch.setattr("bot.client.ChokepointBot.start", refused)
    with pytest.raises(ChokepointError, match="refuses DISCORD_TOKEN"):
        await serve(joined_settings(settings, playground), librarian)


class Socket(aiohttp.ClientWebSocketResponse):
    """A connection that the other side closed."""

    def __init__(self, code: int) -> None:
        self._close_code = code


async def test_a_wrong_token_ends_the_command_before_anything_is_built(
    stand: Stand, small_corpus: Path, tmp_path: Path
) -> None:
    stand.answers = [web.Response(status=401)]
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HF_HUB_OFFLINE": "1",
            "DISCORD_TOKEN": "wrong",
            "CHOKEPOINT_DISCORD_API": stand.origin,
            "CORPUS_DIR": str(small_corpus),
            "DATA_DIR": str(tmp_path / "data"),
        },
        cwd=tmp_path,
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await bot.communicate()
    assert bot.returncode == 1
    assert told.decode().splitlines() == [
        "Joining Discord. Stop with Ctrl-C.",
        "Discord refuses DISCORD_TOKEN; copy the bot's token anew from the developer portal into "
        ".env.",
    ]
    assert not (tmp_path / "data").exists()


def test_what_else_discord_py_logs_is_left_as_it_is() -> None:
    record = logging.makeLogRecord({"msg": "%s is well", "args": ("a shard",)})
    assert plain_outage(record)
    assert record.getMessage() == "a shard is well"
