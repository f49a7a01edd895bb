"""A shard's session and the websocket it is delivered through."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import deque

from aiohttp import web

from bot.playground.opcodes import DISPATCH
from bot.playground.wire import Json

# The events kept for a resume.
_REPLAYED = 1000


class Session:
    """One shard's session, which outlives its connection until it is replaced."""

    def __init__(self, shard: tuple[int, int], intents: int) -> None:
        self.id = secrets.token_hex(16)
        self.shard = shard
        self.intents = intents
        self.seq = 0
        self.events: deque[tuple[int, str]] = deque(maxlen=_REPLAYED)
        self.connection: Connection | None = None

    def dispatch(self, name: str, data: Json) -> None:
        """Number an event and hand it to the connection, now or when it is back."""
        self.seq += 1
        frame = {"op": DISPATCH, "t": name, "s": self.seq, "d": data}
        self.events.append((self.seq, json.dumps(frame)))
        if self.connection:
            self.connection.wake.set()


class Connection:
    """One websocket of the bot."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.request = request
        self.session: Session | None = None
        self.delivered = 0
        self.wake = asyncio.Event()
        self.sends: deque[float] = deque()

    async def send(self, op: int, data: object = None) -> None:
        """Send a frame that isn't an event."""
        with contextlib.suppress(ConnectionError):
            await self.socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def pump(self) -> None:
        """Send the session's events in order as they come."""
        with contextlib.suppress(ConnectionError):
            while True:
                self.wake.clear()
                for seq, text in list(self.session.events) if self.session else ():
                    if seq > self.delivered:
                        self.delivered = seq
                        await self.socket.send_str(text)
                await self.wake.wait()

    def abort(self) -> None:
        """Drop the connection without a close frame (1006 at the other end)."""
        if self.request.transport:
            self.request.transport.abort()
