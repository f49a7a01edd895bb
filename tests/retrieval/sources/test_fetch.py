"""Only public addresses are reached, whatever a page, a redirect or a name leads to."""

from __future__ import annotations

import socket

import pytest
from aiohttp.abc import AbstractResolver

from retrieval.sources.fetch import Fetcher, FetchError, is_public
from tests.retrieval.sources.web import Web, served


@pytest.fixture
async def web():
    async with served() as world:
        yield world


class Names(AbstractResolver):
    """Gives each name the next of its addresses, and everything one port."""

    def __init__(self, port: int, **names: list[str]) -> None:
        self._port = port
        self._names = {name.replace("_", "."): iter(list_) for name, list_ in names.items()}
        self.asked: list[str] = []

    async def resolve(self, host, port=0, family=socket.AF_INET):
        self.asked.append(host)
        return [
            {
                "hostname": host,
                "host": next(self._names[host]),
                "port": self._port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1",
        "224.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fd00:ec2::254", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1", "nonsense",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101"]
)
def test_a_public_address(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/article",
        "http://[::1]:{port}/article",
        "http://[::ffff:127.0.0.1]:{port}/article",
        "http://2130706433:{port}/article",
        "http://0x7f.1:{port}/article",
        "http://localhost:{port}/article",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
async def test_this_machine_and_its_network_are_refused(web: Web, url):
    async with Fetcher(seconds=5) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.get(url.format(port=web.port))
    assert web.seen == []


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://169.254.169.254/", "http://localhost/", "//10.0.0.1/"]
)
async def test_a_redirect_to_a_private_address_is_refused(web: Web, target):
    async with Fetcher(web.allowed) as fetcher:
        with pytest.raises(FetchError, match="which is not a public address"):
            await fetcher.get(f"{web.base}/to?url={target}")
    assert len(web.seen) == 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://h/x", "javascript:1", "gopher://h"]
)
async def test_a_redirect_to_another_scheme_is_refused(web: Web, target):
    async with Fetcher(web.allowed) as fetcher:
        with pytest.raises(FetchError, match="only http and https"):
            await fetcher.get(f"{web.base}/to?url={target}")


async def test_a_name_that_turns_private_after_it_was_looked_up_is_refused(web: Web):
    names = Names(web.port, news_example=["127.0.0.1", "10.0.0.7"])
    async with Fetcher(web.allowed, resolver=names) as fetcher:
        await fetcher.get("http://news.example/article")
        # Of another host's look-up nothing is reused: the second connection is judged anew.
        fetcher._session.connector.clear_dns_cache()
        with pytest.raises(FetchError, match=r"leads to 10\.0\.0\.7, which is not a public"):
            await fetcher.get("http://news.example/article")
    assert names.asked == ["news.example", "news.example"]
    assert len(web.seen) == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://a.example/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("notes", "only http and https"),
        ("http://", "only http and https"),
        ("http://me:secret@a.example/", "a name or a password"),
        ("http://a.example:99999/", "no address of a page"),
        ("http://[::1/", "no address of a page"),
    ],
)
async def test_what_is_no_address_of_a_page(url, says):
    async with Fetcher() as fetcher:
        with pytest.raises(FetchError, match=says) as caught:
            await fetcher.get(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/huge", "more than 10 MB"),
        ("/bomb", "more than 10 MB"),
        ("/loop", "redirects more than 5 times"),
        ("/status/404", "answered 404"),
        ("/status/500", "answered 500"),
        ("/status/401", "asks for a login"),
        ("/status/402", "asks for a login"),
    ],
)
async def test_a_server_that_does_not_give_the_page_is_one_sentence(web: Web, path, says):
    async with Fetcher(web.allowed) as fetcher:
        with pytest.raises(FetchError, match=says) as caught:
            await fetcher.get(web.base + path)
    assert "\n" not in str(caught.value)


async def test_a_slow_server_is_given_up(web: Web):
    async with Fetcher(web.allowed, seconds=0.3) as fetcher:
        with pytest.raises(FetchError, match="did not send the page within"):
            await fetcher.get(f"{web.base}/slow")


async def test_nobody_listens(unused_tcp_port):
    async with Fetcher(frozenset({"127.0.0.1"})) as fetcher:
        with pytest.raises(FetchError, match="could not be fetched"):
            await fetcher.get(f"http://127.0.0.1:{unused_tcp_port}/")
