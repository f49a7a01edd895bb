"""Rate limits: a bucket a route and channel (or interaction), and one for all the bot does."""

from __future__ import annotations

import time
import zlib
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.playground.wire import json_response

# developers/topics/rate-limits.mdx gives the global figure; Discord doesn't publish those of the
# routes, these are what its headers say: (requests, seconds).
GLOBAL = (50, 1.0)
ROUTES = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
    "DELETE /channels/{channel}/messages/{message}": (5, 1.0),
    "POST /channels/{channel}/typing": (5, 5.0),
    "POST /channels/{channel}/threads": (50, 300.0),
    "POST /webhooks/{application}/{token}": (5, 2.0),
    "PATCH /webhooks/{application}/{token}/messages/{message}": (5, 2.0),
}


@dataclass
class _Bucket:
    size: int
    seconds: float
    used: deque[float] = field(default_factory=deque)

    def take(self, now: float) -> float:
        """Use one request; return the seconds to wait instead if there is none left."""
        while self.used and self.used[0] <= now - self.seconds:
            self.used.popleft()
        if len(self.used) >= self.size:
            return self.used[0] + self.seconds - now
        self.used.append(now)
        return 0.0

    def headers(self, name: str, now: float) -> dict[str, str]:
        """Return the headers that tell a client how to pace itself."""
        wait = max(self.used[0] + self.seconds - now, 0.0) if self.used else 0.0
        return {
            "X-RateLimit-Limit": str(self.size),
            "X-RateLimit-Remaining": str(max(self.size - len(self.used), 0)),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": f"{zlib.crc32(name.encode()):08x}",
        }


class Rates:
    """All buckets of the bot.

    Attributes:
        clock: Seconds that only grow.
        refused: How often each route was answered with 429.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._global = _Bucket(*GLOBAL)
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self.refused: defaultdict[str, int] = defaultdict(int)

    def take(self, route: str, major: str, *, exempt: bool) -> web.Response | dict[str, str]:
        """Count a request; return the 429 that refuses it or the headers of its answer.

        Args:
            route: Method and template of the path.
            major: The channel, guild or webhook that has a bucket of its own.
            exempt: Whether the global limit doesn't count it (interactions).
        """
        now = self.clock()
        if not exempt and (wait := self._global.take(now)):
            return self._refusal(route, wait, {"X-RateLimit-Global": "true"}, everywhere=True)
        if route not in ROUTES:
            return {}
        bucket = self._buckets.setdefault((route, major), _Bucket(*ROUTES[route]))
        if wait := bucket.take(now):
            return self._refusal(route, wait, bucket.headers(route, now), everywhere=False)
        return bucket.headers(route, now)

    def _refusal(
        self, route: str, wait: float, headers: dict[str, str], *, everywhere: bool
    ) -> web.Response:
        self.refused[route] += 1
        body = {
            "message": "You are being rate limited.",
            "retry_after": round(wait + 0.001, 3),
            "global": everywhere,
        }
        scope = "global" if everywhere else "user"
        # Without Via a client takes the answer for a ban by the proxy in front of Discord.
        sent = {**headers, "Retry-After": str(int(wait) + 1), "Via": "1.1 playground"}
        return json_response(body, 429, {**sent, "X-RateLimit-Scope": scope})
