"""Discord's REST API as far as a bot uses it: routing, bodies, tokens, errors, the record."""

from __future__ import annotations

import copy
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.playground.gateway import Gateway
from bot.playground.interactions import Interactions
from bot.playground.messages import Messages
from bot.playground.rates import Rates
from bot.playground.state import World
from bot.playground.webhooks import Webhooks
from bot.playground.wire import UPLOAD_LIMIT, ApiError, Json, Upload, json_response

VERSION = "/api/v10"
# More than any test makes, little enough for a playground that runs for days.
_RECORDED = 10_000


@dataclass(frozen=True)
class Recorded:
    """A request of the bot.

    Attributes:
        method: `GET`, `POST` …
        route: The template of its path, as `/channels/{channel}/messages`.
        path: The path itself, without `/api/v10`.
        body: The JSON body; None without one.
        files: The names of the uploaded files.
        status: What it was answered with.
        answer: The JSON body of the answer; None without one.
    """

    method: str
    route: str
    path: str
    body: Any
    files: tuple[str, ...]
    status: int
    answer: Any = None


@dataclass
class Call:
    """A request on its way through a route: the path's parts, the body, the uploads."""

    parts: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, Upload]


# What a route returns: a JSON body for 200, a (status, body) pair, or None for 204.
Route = Callable[[Call], Any]


class Rest:
    """The REST API of one playground.

    Attributes:
        requests: The latest requests, oldest first.
    """

    def __init__(
        self,
        world: World,
        messages: Messages,
        interactions: Interactions,
        webhooks: Webhooks,
        gateway: Gateway,
        token: str,
        rates: Rates,
    ) -> None:
        self.world = world
        self.messages = messages
        self.interactions = interactions
        self.webhooks = webhooks
        self.gateway = gateway
        self.requests: deque[Recorded] = deque(maxlen=_RECORDED)
        self._token = token
        self._rates = rates

    def add(self, app: web.Application, method: str, route: str, act: Route) -> None:
        """Serve a route below `/api/v10`."""
        # With its token in the path, an interaction's route needs no bot token.
        keyed = "{token}" in route

        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._handle(request, route, act, keyed=keyed)

        app.router.add_route(method, VERSION + route, handle)

    def add_rest(self, app: web.Application) -> None:
        """Answer every other path below `/api` as Discord does."""

        async def unknown_route(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix(VERSION)
            answer = {"message": "404: Not Found", "code": 0}
            self._record(request, path, path, None, {}, 404, answer)
            return json_response(answer, 404)

        app.router.add_route("*", "/api/{tail:.*}", unknown_route)

    async def _handle(
        self, request: web.Request, route: str, act: Route, *, keyed: bool
    ) -> web.StreamResponse:
        path = request.path.removeprefix(VERSION)
        body: Any = None
        files: dict[str, Upload] = {}
        headers: dict[str, str] = {}
        try:
            body, files = await _read(request)
            if not keyed and request.headers.get("Authorization") != f"Bot {self._token}":
                raise ApiError(401, 0, "401: Unauthorized")
            parts = dict(request.match_info)
            major = parts.get("token") or parts.get("channel") or parts.get("guild") or ""
            limited = self._rates.take(f"{request.method} {route}", major, exempt=keyed)
            if isinstance(limited, web.Response):
                self._record(request, route, path, body, files, limited.status)
                return limited
            headers = limited
            result = act(Call(parts, dict(request.query), body, files))
            status, answer = _split(result)
        except ApiError as error:
            status, answer = error.status, error.body()
        self._record(request, route, path, body, files, status, copy.deepcopy(answer))
        if answer is None:
            return web.Response(status=status, headers=headers)
        return json_response(answer, status, headers)

    def _record(
        self,
        request: web.Request,
        route: str,
        path: str,
        body: Any,
        files: dict[str, Upload],
        status: int,
        answer: Any = None,
    ) -> None:
        names = tuple(upload.filename for upload in files.values())
        self.requests.append(Recorded(request.method, route, path, body, names, status, answer))
        self.world.pulse.ring()


def _split(result: Any) -> tuple[int, Any]:
    if result is None:
        return 204, None
    return result if isinstance(result, tuple) else (200, result)


async def _read(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    """Return a request's JSON body and its files by the id they are named with.

    Raises:
        ApiError: 50109 the body is no JSON, 50045 a file is too large.
    """
    if not request.can_read_body:
        return None, {}
    try:
        if request.content_type != "multipart/form-data":
            return await request.json(), {}
        body: Any = None
        files: dict[str, Upload] = {}
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise ApiError(400, 50035, "Invalid Form Body")
            if part.name == "payload_json":
                body = json.loads(await part.text())
            else:
                key = (part.name or "file").removeprefix("files[").removesuffix("]")
                files[key] = await read_upload(part)
        return body, files
    except ValueError:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from None


async def read_upload(part: BodyPartReader) -> Upload:
    """Return an uploaded file.

    Raises:
        ApiError: 413 with 40005: it is larger than Discord takes.
    """
    content = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        content += chunk
        if len(content) > UPLOAD_LIMIT:
            raise ApiError(413, 40005, "Request entity too large")
    kind = part.headers.get("Content-Type", "application/octet-stream")
    return Upload(part.filename or "file", kind, bytes(content))


def need_object(body: Any) -> Json:
    """Return the body if it is an object.

    Raises:
        ApiError: 400 with 50035.
    """
    if not isinstance(body, dict):
        raise ApiError(400, 50035, "Invalid Form Body")
    return body
