"""A guard: while it is up, no socket of this process reaches anything but this machine."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class OutsideError(AssertionError):
    """A test tried to reach another machine."""


def stay_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and look-up that isn't of the loopback interface."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _inside(str(address[0])):
            raise OutsideError(f"a test tried to reach {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **options: Any) -> Any:
        check((host.decode() if isinstance(host, bytes) else host or "localhost",))
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def _inside(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
