"""A bot in its barest form: a websocket and HTTP, so that each rule can be broken on purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.playground.interaction import Interaction
from bot.playground.server import Playground
from tests.e2e.openapi import SPECIFICATION, Contract
from tests.loopback import stay_inside

Json = dict[str, Any]
INTENTS = 1 << 0 | 1 << 9 | 1 << 12
COMMANDS: list[Json] = [
    {
        "name": "ask",
        "description": "Ask",
        "type": 1,
        "integration_types": [0, 1],
        "contexts": [0, 1, 2],
        "options": [
            {"type": 3, "name": "question", "description": "What", "required": True},
            {"type": 3, "name": "outlet", "description": "Where", "autocomplete": True},
            {"type": 11, "name": "file", "description": "A file"},
        ],
    },
    {
        "name": "corpus",
        "description": "Keep the corpus",
        "type": 1,
        "default_member_permissions": str(1 << 5),
        "contexts": [0],
        "options": [
            {"type": 1, "name": "reload", "description": "Reload"},
            {
                "type": 2,
                "name": "quote",
                "description": "Quotes",
                "options": [{"type": 1, "name": "add", "description": "Add"}],
            },
        ],
    },
    {"name": "Check this claim", "type": 3, "integration_types": [0, 1]},
]


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Reply:
    """An answer of the REST API."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> int:
        return int(self.body["code"])


@dataclass
class RawBot:
    """One connection to the gateway, and REST calls with the token."""

    playground: Playground
    http: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse | None = None
    events: list[Json] = field(default_factory=list)
    seq: int = 0

    async def open(self) -> Json:
        """Connect and return HELLO."""
        self.socket = await self.http.ws_connect(self.playground.gateway + "?v=10&encoding=json")
        return await self.frame()

    async def send(self, op: int, data: Any) -> None:
        assert self.socket
        await self.socket.send_json({"op": op, "d": data})

    async def frame(self) -> Json:
        """Return the next frame."""
        assert self.socket
        frame: Json = await self.socket.receive_json(timeout=20)
        if frame.get("s"):
            self.seq = frame["s"]
            self.events.append(frame)
        return frame

    async def until(self, name: str) -> Any:
        """Return the data of the next event of this name."""
        while True:
            frame = await self.frame()
            if frame["t"] == name:
                return frame["d"]

    async def closed(self) -> int | None:
        """Wait until the gateway closes the connection; return its code."""
        assert self.socket
        while not self.socket.closed:
            await self.socket.receive(timeout=20)
        return self.socket.close_code

    async def identify(self, **changes: Any) -> None:
        await self.send(2, {"token": self.playground.token, "intents": INTENTS, **changes})

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> Reply:
        """Call the REST API."""
        headers = {"Authorization": f"Bot {self.playground.token}", **options.pop("headers", {})}
        given = {"json": body} if body is not None else {}
        url = self.playground.api + path
        async with self.http.request(method, url, headers=headers, **given, **options) as answer:
            kind = answer.headers.get("Content-Type")
            read = await answer.json() if kind == "application/json" else None
            return Reply(answer.status, read, dict(answer.headers))

    async def answer(self, interaction: Interaction, kind: int, data: Json | None = None) -> Reply:
        """Answer an interaction."""
        body = {"type": kind, **({"data": data} if data is not None else {})}
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        return await self.call("POST", path + "?with_response=1", body)

    def hook(self, interaction: Interaction, end: str = "") -> str:
        """Return the path of an interaction's webhook."""
        return f"/webhooks/{self.playground.world.bot}/{interaction.token}{end}"


@pytest.fixture(autouse=True)
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    stay_inside(monkeypatch)


@pytest.fixture(scope="session")
def contract() -> Contract | None:
    """Return Discord's specification, where it lies beside the checkout."""
    return Contract(SPECIFICATION) if SPECIFICATION.is_file() else None


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def playground(clock: Clock, contract: Contract | None) -> AsyncIterator[Playground]:
    playground = Playground(clock=clock)
    # Buckets fill again when a test turns the clock, never by themselves.
    playground.rates.clock = clock
    await playground.start()
    yield playground
    await playground.close()
    if contract is not None:
        faults = [fault for one in playground.requests for fault in contract.answer_faults(one)]
        assert not faults, "\n".join(faults)


@pytest.fixture
async def raw(playground: Playground) -> AsyncIterator[RawBot]:
    """Return a bot that isn't connected yet."""
    async with aiohttp.ClientSession() as http:
        yield RawBot(playground, http)


@pytest.fixture
async def bot(raw: RawBot) -> RawBot:
    """Return a bot that is online and has registered its commands."""
    await raw.open()
    await raw.identify()
    await raw.until("GUILD_CREATE")
    path = f"/applications/{raw.playground.world.bot}/commands"
    assert (await raw.call("PUT", path, COMMANDS)).status == 200
    return raw
