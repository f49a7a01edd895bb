"""The playground: Discord's gateway and REST API and a page to use them, on one loopback port."""

from __future__ import annotations

import mimetypes
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import unquote

from aiohttp import BodyPartReader, web
from aiohttp.typedefs import Handler

from bot.playground.gateway import Gateway
from bot.playground.interactions import ACK_SECONDS, Interactions
from bot.playground.messages import Messages
from bot.playground.opcodes import PRIVILEGED
from bot.playground.page import Pages
from bot.playground.people import People
from bot.playground.rates import Rates
from bot.playground.rest import VERSION, Recorded, Rest, read_upload
from bot.playground.routes import add_routes
from bot.playground.scene import EXAMPLES, set_scene
from bot.playground.state import World
from bot.playground.webhooks import TOKEN_SECONDS, Webhooks
from bot.playground.wire import ApiError, json_response
from retrieval.errors import ChokepointError

HOST = "127.0.0.1"
STATIC = Path(__file__).parent / "static"


class Playground:
    """A local stand-in for Discord with one guild, one bot, a member and a moderator.

    Args:
        clock: Seconds since 1970; the age of an interaction's token is measured by it.
        ack_seconds: How long the bot may take to acknowledge an interaction.
        token_seconds: How long an interaction's token is good.
        privileged: The privileged intents switched on for the bot.
        shards: The fewest shards that the guild is served to.
        token: The bot's token; a new one by default.

    Attributes:
        token: The bot's token.
        origin: The page's address, once started.
        people: What the guild's people do.
        scene: The ids of the people and channels.
        gateway_server: The gateway, for what happens to its connections.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        ack_seconds: float = ACK_SECONDS,
        token_seconds: float = TOKEN_SECONDS,
        privileged: int = PRIVILEGED,
        shards: int = 1,
        token: str | None = None,
    ) -> None:
        self.token = token or secrets.token_urlsafe(32)
        self.world = World(clock)
        self.messages = Messages(self.world)
        self.interactions = Interactions(self.world, self.messages, ack_seconds=ack_seconds)
        self.scene = set_scene(self.world, self.messages)
        self.people = People(self.world, self.messages, self.interactions)
        self.gateway_server = Gateway(self.world, self.token, privileged=privileged, shards=shards)
        self.rates = Rates()
        self._rest = Rest(
            self.world,
            self.messages,
            self.interactions,
            Webhooks(self.world, self.messages, self.interactions, token_seconds=token_seconds),
            self.gateway_server,
            self.token,
            self.rates,
        )
        persons = (
            (self.scene.member, "Member", False),
            (self.scene.moderator, "Moderator", True),
        )
        self._pages = Pages(self.world, self.people, persons, EXAMPLES)
        self._runner: web.AppRunner | None = None

    @property
    def origin(self) -> str:
        """The page's address."""
        return self.world.origin

    @property
    def api(self) -> str:
        """The base address of the REST API."""
        return self.origin + VERSION

    @property
    def gateway(self) -> str:
        """The address of the gateway."""
        return self.origin.replace("http", "ws", 1) + "/gateway"

    @property
    def requests(self) -> Sequence[Recorded]:
        """The latest requests of the bot, oldest first."""
        return self._rest.requests

    async def start(self, port: int = 0) -> None:
        """Listen on a port of 127.0.0.1; 0 takes a free one.

        Raises:
            ChokepointError: The port is taken.
        """
        app = web.Application(client_max_size=1 << 26, middlewares=[self._own_page_only])
        app.router.add_get("/", self._index)
        app.router.add_get("/gateway", self.gateway_server.handle)
        app.router.add_get("/gateway/", self.gateway_server.handle)
        app.router.add_get("/playground/socket", self._pages.handle)
        app.router.add_post("/playground/attachments", self._upload)
        app.router.add_get("/playground/static/{name:.+}", self._static)
        app.router.add_get("/attachments/{key:.+}", self._attachment)
        add_routes(self._rest, app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            await runner.cleanup()
            raise ChokepointError(
                f"Port {port} is taken ({error.strerror}); set CHOKEPOINT_PLAYGROUND_PORT to "
                "another port, or to 0 for any free one."
            ) from error
        self._runner = runner
        self.world.origin = f"http://{HOST}:{runner.addresses[0][1]}"

    async def close(self) -> None:
        """Close every connection and stop listening."""
        self.interactions.close()
        await self._pages.close()
        await self.gateway_server.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    # The page and its files.

    @web.middleware
    async def _own_page_only(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other sites that a browser on this machine has open."""
        port = self.origin.rpartition(":")[2]
        allowed = {f"http://{HOST}:{port}", f"http://localhost:{port}"}
        origin = request.headers.get("Origin")
        if f"http://{request.host}" not in allowed or (origin and origin not in allowed):
            raise web.HTTPForbidden(text="The playground answers only its own page.")
        return await handler(request)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return _file(STATIC / "index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = (STATIC / request.match_info["name"]).resolve()
        if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
            raise web.HTTPNotFound
        return _file(path)

    async def _upload(self, request: web.Request) -> web.Response:
        try:
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.name == "file":
                    upload = await read_upload(part)
                    return json_response(self.messages.store(upload, "uploads"))
        except ApiError as error:
            return json_response(error.body(), error.status)
        except ValueError:
            pass
        return json_response({"message": "Send the file as the field `file`.", "code": 0}, 400)

    async def _attachment(self, request: web.Request) -> web.Response:
        upload = self.world.files.get(unquote(request.match_info["key"]))
        if upload is None:
            raise web.HTTPNotFound
        headers = {
            "Content-Type": upload.content_type,
            "X-Content-Type-Options": "nosniff",
            # A file must never run as a page of this origin.
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
        }
        return web.Response(body=upload.content, headers=headers)


def _file(path: Path) -> web.StreamResponse:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"Content-Type": kind, "Cache-Control": "no-store"}
    return web.FileResponse(path, headers=headers)
