"""The gateway: identify, events by intent and shard, heartbeats, resume with replay."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import deque

from aiohttp import WSMsgType, web

from bot.playground import permissions as may
from bot.playground.messages import for_bot
from bot.playground.state import DIRECT, World
from bot.playground.wire import Event, Json

# developers/topics/opcodes-and-status-codes.mdx, "Gateway Opcodes" and "Gateway Close Event Codes".
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0, 1, 2, 6, 7, 8, 9, 10, 11,
)  # fmt: skip
IGNORED = (3, 4, 14, 31)
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED = 4001, 4002, 4003, 4004
ALREADY_AUTHENTICATED, INVALID_SEQ, RATE_LIMITED = 4005, 4007, 4008
INVALID_SHARD, SHARDING_REQUIRED, INVALID_VERSION = 4010, 4011, 4012
INVALID_INTENTS, DISALLOWED_INTENTS = 4013, 4014

GUILDS, GUILD_MEMBERS, PRESENCES, MESSAGE_CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
_KNOWN = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))
PRIVILEGED = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT
# An event's intent in a guild and in a direct message; events without one always travel.
_INTENTS = {"MESSAGE": (1 << 9, 1 << 12), "TYPING": (1 << 11, 1 << 14)}
_GUILD_EVENTS = ("GUILD", "CHANNEL", "THREAD")
_BEAT_MS = 41_250
_SENDS_PER_MINUTE = 120
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
            await connection.send(RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every connection that its session is invalid (op 9)."""
        for connection in list(self._connections):
            if not resumable and connection.session:
                self.sessions.pop(connection.session.id, None)
                connection.session.connection = None
                connection.session = None
            await connection.send(INVALID, resumable)
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
            await socket.close(code=INVALID_VERSION)
            return socket
        connection = Connection(socket, request)
        self._connections.add(connection)
        pump = asyncio.create_task(connection.pump())
        try:
            await connection.send(HELLO, {"heartbeat_interval": _BEAT_MS})
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
            return RATE_LIMITED
        try:
            frame = json.loads(text)
            op, data = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            return DECODE_ERROR
        if op == HEARTBEAT:
            await connection.send(ACK)
        elif op == IDENTIFY:
            return self._identify(connection, data)
        elif op == RESUME:
            return await self._resume(connection, data)
        elif connection.session is None:
            return NOT_AUTHENTICATED
        elif op == MEMBERS:
            self._members(connection.session, data)
        elif op not in IGNORED:
            return UNKNOWN_OPCODE
        return None

    def _identify(self, connection: Connection, data: Json) -> int | None:
        if connection.session:
            return ALREADY_AUTHENTICATED
        if data.get("token") != self._token:
            return AUTHENTICATION_FAILED
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~_KNOWN:
            return INVALID_INTENTS
        if intents & PRIVILEGED & ~self._privileged:
            return DISALLOWED_INTENTS
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            return INVALID_SHARD
        if count < self.shards:
            return SHARDING_REQUIRED
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
            return AUTHENTICATION_FAILED
        session = self.sessions.get(data.get("session_id", ""))
        if session is None:
            await connection.send(INVALID, False)
            return None
        seq = data.get("seq") or 0
        if seq > session.seq:
            return INVALID_SEQ
        if session.events and session.events[0][0] > seq + 1:
            self.sessions.pop(session.id)
            await connection.send(INVALID, False)
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
        here = self._holds_guild(session)
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

    def _holds_guild(self, session: Session) -> bool:
        number, count = session.shard
        return (int(self._world.guild["id"]) >> 22) % count == number

    def _heard(self, event: Event) -> None:
        if not event.name.isupper():
            return
        for session in self.sessions.values():
            data = self._shown(session, event)
            if data is not None:
                session.dispatch(event.name, data)

    def _shown(self, session: Session, event: Event) -> Json | None:
        """Return the event as this session gets it; None if it doesn't."""
        world, data = self._world, event.data
        channel = world.channels.get(data.get("channel_id") or data.get("parent_id") or data["id"])
        direct = channel is not None and channel["type"] == DIRECT
        if not (session.shard[0] == 0 if direct else self._holds_guild(session)):
            return None
        if event.name == "INTERACTION_CREATE":
            return data
        if direct and event.name.startswith("CHANNEL"):
            # Discord stopped announcing direct-message channels to bots.
            return None
        kind = event.name.partition("_")[0]
        if kind in _INTENTS and not session.intents & _INTENTS[kind][direct]:
            return None
        if kind in _GUILD_EVENTS and not direct and not session.intents & GUILDS:
            return None
        if channel is not None and not world.permissions(world.bot, channel) & may.VIEW_CHANNEL:
            return None
        if event.name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            return data if event.only_for is None else None
        if data["only_for"]:
            return None
        shown = for_bot(data, world.bot, session.intents, direct=direct)
        if not direct:
            shown["guild_id"] = world.guild["id"]
            member = world.members[data["author"]["id"]]
            shown["member"] = {key: value for key, value in member.items() if key != "user"}
        return shown


def guild_for_bot(world: World, intents: int) -> Json:
    """Return the guild as GUILD_CREATE carries it."""
    seen = [
        one
        for one in world.channels.values()
        if one["type"] != DIRECT and world.sees(world.bot, one["id"])
    ]
    everyone = intents & GUILD_MEMBERS
    return {
        **world.guild,
        "roles": list(world.roles.values()),
        "joined_at": world.members[world.bot]["joined_at"],
        "large": False,
        "unavailable": False,
        "member_count": len(world.members),
        "voice_states": [],
        "members": list(world.members.values()) if everyone else [world.members[world.bot]],
        "channels": [one for one in seen if "thread_metadata" not in one],
        "threads": [one for one in seen if "thread_metadata" in one],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
