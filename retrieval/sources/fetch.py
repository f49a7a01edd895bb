"""Fetch a public address and nothing else: the one place from which the bot reaches the web.

A page that a member of some server names must not make this machine talk to its own network. The
address is judged when the connection is made, after every redirect and every look-up of a name, so
that neither a redirect nor a name that changes its address (DNS rebinding) gets around it.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from retrieval.errors import ChokepointError

LARGEST_BODY = 10_000_000
MOST_REDIRECTS = 5
SECONDS = 20.0
AGENT = "Chokepoint (a bot that answers from a corpus; fetches on a moderator's word)"
REDIRECTS = {301, 302, 303, 307, 308}
# Not public though Python's own table, or the registry, says so: the IETF's protocol assignments
# (Oracle's cloud answers its machines there) and the address of Microsoft's cloud for its machines.
OTHER_REFUSED = tuple(ipaddress.ip_network(block) for block in ("192.0.0.0/24", "168.63.129.16/32"))
# IPv6 that carries an IPv4 address in its last 32 bits (RFC 6052) or in bits 16 to 48 (RFC 3056).
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SIX_TO_FOUR = ipaddress.ip_network("2002::/16")


class FetchError(ChokepointError):
    """A page that can't be had; the text is the sentence for the person."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent. `url` is where it was in the end; `data` is None when not modified.

    `content_type` is lower-case without parameters; `charset` is the one it named.
    """

    url: str
    status: int
    content_type: str
    charset: str | None
    data: bytes | None
    etag: str | None = None
    last_modified: str | None = None


class RefusedAddressError(OSError):
    """A connection to an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip in SIX_TO_FOUR:
            inner = ipaddress.IPv4Address((int(ip) >> 80) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return (
        ip.is_global
        and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
        and not any(ip in block for block in OTHER_REFUSED if block.version == ip.version)
    )


class Fetcher:
    """Fetches over http and https. Use as an async context manager."""

    def __init__(
        self,
        private: frozenset[str] = frozenset(),
        *,
        resolver: AbstractResolver | None = None,
        seconds: float = SECONDS,
        largest: int = LARGEST_BODY,
    ) -> None:
        """Allow public addresses, and those in `private` ("10.0.0.7" or "10.0.0.7:8080").

        `seconds` bounds a fetch with all its redirects, `largest` the body in bytes, unpacked.
        """
        self._private = private
        self._resolver = resolver
        self._seconds = seconds
        self._largest = largest
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open a session."""
        connector = aiohttp.TCPConnector(
            resolver=self._resolver, socket_factory=self._socket, force_close=True
        )
        # Nothing of the environment: a proxy would make the connection where nobody judges it.
        self._session = aiohttp.ClientSession(
            connector=connector,
            trust_env=False,
            headers={"User-Agent": AGENT},
            timeout=aiohttp.ClientTimeout(total=self._seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        if self._session:
            await self._session.close()

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Fetch `url`; with what the server said last time, perhaps only that nothing changed.

        Raises:
            FetchError: it can't be had; the text says why.
        """
        headers = {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        address = checked_url(url)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = await self._get(address, headers)
                if isinstance(answer, Fetched):
                    return answer
                address = checked_url(urljoin(address, answer))
        except RefusedAddressError as error:
            raise FetchError(
                "{url} leads to {address}, which is not a public address; only public pages can "
                "be added.",
                url=url,
                address=error,
            ) from error
        except TimeoutError as error:
            raise FetchError(
                "{url} did not send the page within {seconds} seconds; try again later.",
                url=url,
                seconds=f"{self._seconds:.0f}",
            ) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            refused = _refusal(error)
            if refused:
                raise FetchError(
                    "{url} leads to {address}, which is not a public address; only public pages "
                    "can be added.",
                    url=url,
                    address=refused,
                ) from error
            raise FetchError(
                "{url} could not be fetched ({reason}); check the address.",
                url=url,
                reason=_reason(error),
            ) from error
        raise FetchError(
            "{url} redirects more than {most} times; give the last address.",
            url=url,
            most=MOST_REDIRECTS,
        )

    async def _get(self, url: str, headers: dict[str, str]) -> Fetched | str:
        assert self._session is not None
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in REDIRECTS and "Location" in response.headers:
                return response.headers["Location"]
            if response.status == HTTPStatus.NOT_MODIFIED:
                return self._fetched(response, None)
            if response.status in (401, 402, 403):
                raise FetchError(
                    "{url} asks for a login or a subscription (it answered {status}); copy the "
                    "text and add it by hand.",
                    url=url,
                    status=response.status,
                )
            if response.status >= 300:
                reason = response.reason or "no reason given"
                raise FetchError(
                    "{url} answered {status} ({reason}); check the address.",
                    url=url,
                    status=response.status,
                    reason=reason,
                )
            data = bytearray()
            async for chunk in response.content.iter_chunked(1 << 16):
                data += chunk
                if len(data) > self._largest:
                    raise FetchError(
                        "{url} sends more than {most} MB; save what matters of it and add "
                        "that as a file.",
                        url=url,
                        most=f"{self._largest / 1000000.0:g}",
                    )
            return self._fetched(response, bytes(data))

    @staticmethod
    def _fetched(response: aiohttp.ClientResponse, data: bytes | None) -> Fetched:
        return Fetched(
            url=str(response.url),
            status=response.status,
            content_type=response.content_type.lower(),
            charset=response.charset,
            data=data,
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
        )

    def _socket(self, info: Any) -> socket.socket:
        family, kind, protocol, _, place = info
        host, port = str(place[0]), place[1]
        allowed = host in self._private or f"{host}:{port}" in self._private
        if not (allowed or is_public(host)):
            raise RefusedAddressError(host)
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made


def checked_url(url: str) -> str:
    """Return an http(s) address without its anchor.

    Raises:
        FetchError: it isn't one, or it holds a password.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise FetchError(
            "“{url}” is no address of a page; write https://….", url=f"{url:.200}"
        ) from error
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise FetchError(
            "“{url}” is no address of a page; only http and https can be added.", url=f"{url:.200}"
        )
    if parts.username or parts.password:
        raise FetchError("The address holds a name or a password; write it without.")
    if port == 0:
        raise FetchError("“{url}” is no address of a page; its port is 0.", url=f"{url:.200}")
    return parts._replace(fragment="").geturl()


def _refusal(error: BaseException) -> str | None:
    """Return the refused address where one is behind an error of the connection."""
    seen: set[int] = set()
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, RefusedAddressError):
            return str(one)
        todo += [one.__cause__, one.__context__, getattr(one, "os_error", None)]
        todo += getattr(one, "exceptions", ())
    return None


def _reason(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "its name is unknown"
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error.strerror or "no connection"
    if isinstance(error, aiohttp.ClientSSLError):
        return "its certificate is not valid"
    return type(error).__name__
