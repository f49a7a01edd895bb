"""What travels on the wire: snowflakes, timestamps, flags and Discord's errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from aiohttp import web

Json = dict[str, Any]
_T = TypeVar("_T")

# Discord counts milliseconds from the first second of 2015 (developers/reference.mdx).
EPOCH_MS = 1_420_070_400_000

EPHEMERAL = 1 << 6
LOADING = 1 << 7
HAS_THREAD = 1 << 5
COMPONENTS_V2 = 1 << 15
# The flags a bot may set on a message of its own: suppress embeds, ephemeral, silent, V2.
SETTABLE_FLAGS = 1 << 2 | EPHEMERAL | 1 << 12 | COMPONENTS_V2

UPLOAD_LIMIT = 10 * 1024 * 1024


class Snowflakes:
    """Ever-growing ids that carry their time, as Discord's do."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """Return the next id."""
        moment = max(int(self._clock() * 1000) - EPOCH_MS, 0) << 22
        self._last = max(moment, self._last + 1)
        return str(self._last)


def timestamp(seconds: float) -> str:
    """Return a moment, in seconds since 1970, as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


class ApiError(Exception):
    """An answer in which Discord refuses a request.

    Args:
        status: The HTTP status.
        code: Discord's own error code (developers/topics/opcodes-and-status-codes.mdx).
        message: Discord's sentence.
        errors: The nested errors of a malformed body.
    """

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{code}: {message} {errors or ''}".strip())
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        """Return the JSON body Discord sends."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def unknown(what: str, code: int) -> ApiError:
    """Return Discord's 404 for a thing that isn't there."""
    return ApiError(404, code, f"Unknown {what}")


class Refused(Exception):
    """What a person tried isn't possible; the text says why, in one sentence."""


class FormErrors:
    """Collects what is wrong with a body, in the nested form Discord answers with."""

    def __init__(self) -> None:
        self._tree: Json = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        """Note one fault at a path of keys and list positions."""
        node = self._tree
        for key in path:
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def length(
        self, path: tuple[str | int, ...], value: Any, low: int, high: int, required: bool = True
    ) -> None:
        """Note a text that is missing, no text, too short or too long (in characters)."""
        if value is None:
            if required:
                self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not isinstance(value, str):
            self.add(path, "STRING_TYPE_CONVERT", "Must be a string.")
        elif len(value) > high and low == 0:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        elif not low <= len(value) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def count(self, path: tuple[str | int, ...], items: Any, low: int, high: int) -> None:
        """Note a list that is missing, no list, too short or too long."""
        if not isinstance(items, list):
            self.add(path, "LIST_TYPE_CONVERT", "Must be a list.")
        elif not low <= len(items) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def raise_if_any(self) -> None:
        """Refuse the body if a fault was noted.

        Raises:
            ApiError: 400 with code 50035.
        """
        if self._tree:
            raise ApiError(400, 50035, "Invalid Form Body", self._tree)


def invalid(path: tuple[str | int, ...], code: str, message: str) -> ApiError:
    """Return the error for one fault in a body."""
    form = FormErrors()
    form.add(path, code, message)
    try:
        form.raise_if_any()
    except ApiError as error:
        return error
    raise AssertionError("a noted fault always raises")


def json_response(
    body: Any, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """Answer in JSON with the exact content type that clients compare with `==`."""
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


class Pulse:
    """Lets coroutines wait until something they look for has come about.

    Attributes:
        patience: The seconds after which waiting is given up.
    """

    def __init__(self, patience: float = 30.0) -> None:
        self.patience = patience
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Make everyone look again."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, look: Callable[[], _T | None], what: str) -> _T:
        """Wait until `look` finds something.

        Raises:
            TimeoutError: Nothing came within `patience` seconds; names `what`.
        """
        try:
            async with asyncio.timeout(self.patience):
                while (found := look()) is None:
                    await self._event.wait()
                return found
        except TimeoutError:
            raise TimeoutError(f"{what} did not come within {self.patience:g} s") from None


@dataclass(frozen=True)
class Event:
    """Something that happened in the guild.

    Attributes:
        name: The gateway's name in capitals, or a name in small letters for pages only.
        data: The payload.
        only_for: The one person whose page may see it; None for everyone in the channel.
    """

    name: str
    data: Json
    only_for: str | None = None


@dataclass(frozen=True)
class Upload:
    """A file as it arrived or as it is kept."""

    filename: str
    content_type: str
    content: bytes
