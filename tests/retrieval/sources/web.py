"""A small web of the tests' own: pages, feeds, and servers that mean no good."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

PARAGRAPH = (
    "Northland's harbour office opened a second berth for wafer freighters on 9 April 2031, and "
    "the dock master said that twelve ships a week can now be unloaded. The berth took three years "
    "to build and cost 40 million crowns, which the town council paid from its toll on lantern oil."
)
BODY = "".join(f"<p>{PARAGRAPH} Part {i}.</p>" for i in range(6))
ARTICLE = f"""<!doctype html><html lang="en"><head>
<title>Second berth opens | Harbour Gazette</title>
<meta property="og:site_name" content="The Harbour Gazette">
<meta name="author" content="Ida Fenn">
<meta property="article:published_time" content="2025-04-10T08:00:00Z">
<meta property="og:title" content="Second berth opens in Saltmarsh"></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav>
<article><h1>Second berth opens in Saltmarsh</h1>{BODY}</article>
<footer>We use cookies. Subscribe to our newsletter.</footer></body></html>"""
LOGIN = """<html><head><title>Sign in</title></head><body><h1>Welcome back</h1>
<form action="/session"><input type="email" name="e"><input type="password" name="p"></form>
<p>Subscribe to continue reading this story.</p></body></html>"""
WALL = f"""<html><head><title>Berth</title></head><body><article><p>{PARAGRAPH}</p>
<p>Already a subscriber? Sign in to continue reading.</p></article></body></html>"""
COOKIES = """<html><head><title>Before you continue</title></head><body><div><p>We and our partners
use cookies to store and access information on your device. With your consent we use cookies to
measure audiences. You can accept all cookies or manage your preferences at any time in our cookie
policy.</p><button>Accept all</button><button>Reject all</button></div></body></html>"""
EMPTY = "<html><head><title>Nothing</title></head><body><div id='app'></div></body></html>"
SCRIPT = "<html><body><noscript>Please enable JavaScript to see this page.</noscript></body></html>"
RSS = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Coast Radio</title>
<link>{base}/</link><item><title>Berth &amp; dock</title><link>{base}/article</link>
<description>&lt;p&gt;A &lt;b&gt;second&lt;/b&gt; berth.&lt;/p&gt;</description>
<author>desk@radio.example (Ida Fenn)</author>
<pubDate>Thu, 10 Apr 2031 08:00:00 GMT</pubDate></item>
<item><title>A script</title>
<link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title>
<entry><title>One</title>
<link href="/one"/><updated>2031-01-02T00:00:00Z</updated></entry></feed>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
    + "ha" * 50
    + '">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + ']><rss version="2.0"><channel><title>&i;</title></channel></rss>'
)
REGISTER = {
    "count": 1,
    "total_pages": 1,
    "results": [
        {
            "title": "Revision to Licence Review Policy for Wafers",
            "abstract": "The bureau revises its policy.",
            "html_url": "{base}/article",
            "publication_date": "2031-04-11",
            "document_number": "2031-00042",
            "agencies": [{"raw_name": "BUREAU OF WAFERS", "name": "Bureau of Wafers"}],
        }
    ],
}


@dataclass
class Web:
    """A server on this machine; `seen` holds the path and headers of each request.

    It answers 500 at the paths that are `failing`.
    """

    base: str = ""
    port: int = 0
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    article: str = ARTICLE
    failing: set[str] = field(default_factory=set)

    @property
    def allowed(self) -> frozenset[str]:
        """What a fetcher must be allowed to reach this server."""
        return frozenset({f"127.0.0.1:{self.port}"})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by the path."""
        path = request.path
        self.seen.append((request.path_qs, dict(request.headers)))
        if path in self.failing:
            return web.Response(status=500)
        pages = {
            "/login": LOGIN,
            "/wall": WALL,
            "/cookies": COOKIES,
            "/empty": EMPTY,
            "/script": SCRIPT,
        }
        if path == "/article":
            return web.Response(text=self.article, content_type="text/html")
        if path in pages:
            return web.Response(text=pages[path], content_type="text/html")
        if path == "/latin":
            text = ARTICLE.replace("crowns", "couronnes d'été")
            return web.Response(
                body=text.encode("latin-1"), content_type="text/html", charset="latin-1"
            )
        if path == "/text":
            return web.Response(text=f"Berth news\n\n{PARAGRAPH}")
        if path == "/pdf":
            return web.Response(body=b"%PDF-1.4 broken", content_type="application/pdf")
        if path == "/zip":
            return web.Response(body=b"PK\3\4", content_type="application/zip")
        if path == "/nul":
            return web.Response(body=b"a\0b", content_type="text/plain")
        if path == "/bomb":
            packed = gzip.compress(b"0" * 60_000_000)
            return web.Response(
                body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/plain"}
            )
        if path == "/huge":
            response = web.StreamResponse(headers={"Content-Type": "text/plain"})
            await response.prepare(request)
            for _ in range(400):
                await response.write(b"x" * 100_000)
            return response
        if path == "/slow":
            await asyncio.sleep(20)
        if path.startswith("/status/"):
            return web.Response(status=int(path.rpartition("/")[2]))
        if path == "/loop":
            raise web.HTTPFound("/loop")
        if path == "/to":
            raise web.HTTPFound(request.query["url"])
        return self.feed(request)

    def feed(self, request: web.Request) -> web.StreamResponse:
        """Answer with a feed, or 404."""
        feeds = {"/rss": RSS.replace("{base}", self.base), "/atom": ATOM, "/xmlbomb": BOMB}
        if request.path == "/documents.json":
            text = json.dumps(REGISTER).replace("{base}", self.base)
            return web.Response(text=text, content_type="application/json")
        if request.path not in feeds:
            raise web.HTTPNotFound
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304, headers={"ETag": '"v1"'})
        return web.Response(
            text=feeds[request.path],
            content_type="application/rss+xml",
            headers={"ETag": '"v1"', "Last-Modified": "Thu, 10 Apr 2031 08:00:00 GMT"},
        )


@asynccontextmanager
async def served() -> AsyncIterator[Web]:
    """Serve a web on a free port of this machine."""
    world = Web()
    app = web.Application()
    app.router.add_get("/{tail:.*}", world.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    world.port = runner.addresses[0][1]
    world.base = f"http://127.0.0.1:{world.port}"
    try:
        yield world
    finally:
        await runner.cleanup()
