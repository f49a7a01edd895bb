"""The gateway: identify, heartbeats, resume with replay, and what ends a connection."""

from __future__ import annotations

import asyncio
import contextlib
import json

from aiohttp import WSMsgType, web

from bot.playground import opcodes
from bot.playground.events import guild_for_bot, holds_guild, shown
from bot.playground.opcodes import GUILDS, KNOWN, PRIVILEGED
from bot.playground.sessions import Connection, Session
from bot.playground.state import World
from bot.playground.wire import Event, Json

_BEAT_MS = 41_250
_SENDS_PER_MINUTE = 120
_ACK_SECONDS = 0.02


class Gateway:
    """All sessions of the bot.

    Args:
        world: Whose events travel.
        token: The only token that may identify.
        privileged: The privileged intents that are switched on for the application.
        shards: From how many shards on the guild is served (more than one refuses fewer: 4011).
    """

    def __init__(
        self, world: World, token: str, *, privileged: int = PRIVILEGED, shards: int = 1
    ) -> None:
        self._world = world
        self._token = token
        self._privileged = privileged
        self.shards = shards
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self._connections: set[Connection] = set()
        world.listeners.append(self._heard)

    # What tests do to a connection.

    def drop(self) -> None:
        """Lose every connection as a network does."""
        for connection in list(self._connections):
            connection.abort()

    async def reconnect(self) -> None:
        """Ask every connection to come again and resume (op 7)."""
        for connection in list(self._connections):
            await connection.send(opcodes.RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every connection that its session is invalid (op 9)."""
        for connection in list(self._connections):
            if not resumable and connection.session:
                self.sessions.pop(connection.session.id, None)
                connection.session.connection = None
                connection.session = None
            await connection.send(opcodes.INVALID, resumable)
        self._changed()

    async def close(self, code: int = 1001) -> None:
        """Close every connection with a code."""
        for connection in list(self._connections):
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(1):
                    await connection.socket.close(code=code)

    # A connection's life.

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket."""
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        if request.query.get("v", "10") != "10" or request.query.get("encoding", "json") != "json":
            await socket.close(code=opcodes.INVALID_VERSION)
            return socket
        connection = Connection(socket, request)
        self._connections.add(connection)
        pump = asyncio.create_task(connection.pump())
        try:
            await connection.send(opcodes.HELLO, {"heartbeat_interval": _BEAT_MS})
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                if code := await self._take(connection, message.data):
                    await socket.close(code=code)
        finally:
            pump.cancel()
            self._connections.discard(connection)
            session = connection.session
            if session and session.connection is connection:
                session.connection = None
            self._changed()
        return socket

    async def _take(self, connection: Connection, text: str) -> int | None:
        """Act on a frame; return the code to close with, if any."""
        now = asyncio.get_running_loop().time()
        connection.sends.append(now)
        while connection.sends[0] < now - 60:
            connection.sends.popleft()
        if len(connection.sends) > _SENDS_PER_MINUTE:
            return opcodes.RATE_LIMITED
        try:
            frame = json.loads(text)
            op, data = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            return opcodes.DECODE_ERROR
        if op == opcodes.HEARTBEAT:
            # A client notes when it sent a heartbeat after sending it: an answer that comes faster
            # than any network's would be taken for the last heartbeat's, 41 s late.
            await asyncio.sleep(_ACK_SECONDS)
            await connection.send(opcodes.ACK)
        elif op == opcodes.IDENTIFY:
            return self._identify(connection, data)
        elif op == opcodes.RESUME:
            return await self._resume(connection, data)
        elif connection.session is None:
            return opcodes.NOT_AUTHENTICATED
        elif op == opcodes.MEMBERS:
            self._members(connection.session, data)
        elif op not in opcodes.IGNORED:
            return opcodes.UNKNOWN_OPCODE
        return None

    def _identify(self, connection: Connection, data: Json) -> int | None:
        if connection.session:
            return opcodes.ALREADY_AUTHENTICATED
        if data.get("token") != self._token:
            return opcodes.AUTHENTICATION_FAILED
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN:
            return opcodes.INVALID_INTENTS
        if intents & PRIVILEGED & ~self._privileged:
            return opcodes.DISALLOWED_INTENTS
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            return opcodes.INVALID_SHARD
        if count < self.shards:
            return opcodes.SHARDING_REQUIRED
        session = Session((number, count), intents)
        # A shard that identifies anew has no use for the session it left behind.
        self.sessions = {
            key: old
            for key, old in self.sessions.items()
            if old.connection or old.shard != session.shard
        }
        self.sessions[session.id] = session
        connection.delivered = 0
        self._attach(session, connection)
        self.identified += 1
        self._ready(session, sharded="shard" in data)
        self._changed()
        return None

    async def _resume(self, connection: Connection, data: Json) -> int | None:
        if data.get("token") != self._token:
            return opcodes.AUTHENTICATION_FAILED
        session = self.sessions.get(data.get("session_id", ""))
        if session is None:
            await connection.send(opcodes.INVALID, False)
            return None
        seq = data.get("seq") or 0
        if seq > session.seq:
            return opcodes.INVALID_SEQ
        if session.events and session.events[0][0] > seq + 1:
            self.sessions.pop(session.id)
            await connection.send(opcodes.INVALID, False)
            return None
        connection.delivered = seq
        self._attach(session, connection)
        self.resumed += 1
        session.dispatch("RESUMED", {})
        self._changed()
        return None

    def _attach(self, session: Session, connection: Connection) -> None:
        session.connection = connection
        connection.session = session
        connection.wake.set()
        self._world.bot_intents = session.intents

    def _changed(self) -> None:
        online = any(one.connection for one in self.sessions.values())
        if online != self._world.bot_online:
            self._world.bot_online = online
            self._world.emit("bot", {"online": online, "user": self._world.users[self._world.bot]})
        self._world.pulse.ring()

    def _ready(self, session: Session, *, sharded: bool) -> None:
        world = self._world
        here = holds_guild(self._world, session)
        ready: Json = {
            "v": 10,
            "user": {**world.users[world.bot], "verified": True, "mfa_enabled": True},
            "guilds": [{"id": world.guild["id"], "unavailable": True}] if here else [],
            "private_channels": [],
            "session_id": session.id,
            "resume_gateway_url": world.origin.replace("http", "ws", 1) + "/gateway",
            "application": {"id": world.bot, "flags": 1 << 19},
        }
        if sharded:
            ready["shard"] = list(session.shard)
        session.dispatch("READY", ready)
        if here and session.intents & GUILDS:
            session.dispatch("GUILD_CREATE", guild_for_bot(world, session.intents))

    def _members(self, session: Session, data: Json) -> None:
        world = self._world
        wanted = data.get("user_ids")
        wanted = [wanted] if isinstance(wanted, str) else wanted
        if wanted is None:
            start = (data.get("query") or "").casefold()
            found = [
                one
                for one in world.members.values()
                if one["user"]["username"].casefold().startswith(start)
            ][: data.get("limit") or None]
        else:
            found = [world.members[one] for one in wanted if one in world.members]
        chunk: Json = {
            "guild_id": world.guild["id"],
            "members": found,
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [one for one in wanted or () if one not in world.members],
        }
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    # Events.

    def _heard(self, event: Event) -> None:
        if not event.name.isupper():
            return
        for session in self.sessions.values():
            data = shown(self._world, session, event)
            if data is not None:
                session.dispatch(event.name, data)
