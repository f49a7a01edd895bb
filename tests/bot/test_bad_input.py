"""What moderators can't add is one plain sentence, and nothing of it stays behind."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from benchmarks.hashing import HashEncoder
from bot.curation import Curator
from bot.store import Actor, Store
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian
from retrieval.settings import RetrievalSettings
from retrieval.sources.fetch import MOST_REDIRECTS
from tests.conftest import SMALL_CORPUS
from tests.retrieval.sources.web import Web, served
from tests.retrieval.test_sources_file import pdf

MOD = Actor("ana", 7)
FERRY = SMALL_CORPUS["articles/ferry.txt"]


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf("Secret."))))
    writer.encrypt("word", algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def bomb() -> bytes:
    """Return a PDF of which a page unpacks to 200 MB."""
    packed = zlib.compress(b"BT (" + b"a" * 200_000_000 + b") Tj ET", 9)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    whole = pdf("PLACE")
    start, end = whole.index(b"5 0 obj"), whole.index(b"endobj", whole.index(b"5 0 obj"))
    page = b"5 0 obj\n" + stream % (len(packed), packed) + b"\n"
    return whole[:start] + page + whole[end:]


FILES = {
    "a word document": ("a.docx", lambda: b"PK\3\4", "only .htm"),
    "an archive": ("a.zip", lambda: b"PK\3\4", "only .htm"),
    "a packed bomb": ("a.pdf", bomb, "the PDF can't be read"),
    "a pdf of 5,000 pages": ("a.pdf", lambda: pdf(*["Page."] * 5000), "over 2000 pages"),
    "an encrypted pdf": ("a.pdf", encrypted, "encrypted"),
    "a pdf without text": ("a.pdf", lambda: pdf("", ""), "no text layer"),
    "a line of 2 MB": ("a.txt", lambda: b"x" * 2_000_000, "2,000,000 characters"),
    "NUL bytes": ("a.md", lambda: b"a\0b", "NUL bytes"),
    "no UTF-8": ("a.md", lambda: b"\xff\xfea", "not UTF-8"),
    "too large a file": ("a.txt", lambda: b"x" * 20_000_001, "20.0 MB"),
    "no text": ("a.md", lambda: b" \n", "no text"),
    "broken front matter": ("a.md", lambda: b"---\ntitle: [\n---\nText.", "line 2"),
    "a quote's kind": ("a.md", lambda: b"---\nkind: quote\n---\nText.", 'can\'t be "quote"'),
    "a text that is held": ("new.txt", FERRY.upper().encode, "in the corpus already"),
    "a page without text": ("a.html", lambda: b"<html></html>", "no article text"),
}

PAGES = {
    "another scheme": ("ftp://a.example/x", "only http and https"),
    "a file of this machine": ("file:///etc/passwd", "only http and https"),
    "a password": ("http://me:secret@a.example/", "a name or a password"),
    "this machine": ("http://127.0.0.1:1/", "not a public address"),
    "this machine by IPv6": ("http://[::1]/", "not a public address"),
    "a private network": ("http://10.0.0.7/", "not a public address"),
    "a link-local address": ("http://169.254.10.1/", "not a public address"),
    "a metadata service": ("http://169.254.169.254/latest/meta-data/", "not a public address"),
    "a redirect inside": ("{web}/to?url=http://192.168.1.1/", "not a public address"),
    "a redirect to a file": ("{web}/to?url=file:///etc/passwd", "only http and https"),
    "endless redirects": ("{web}/loop", f"more than {MOST_REDIRECTS} times"),
    "an endless page": ("{web}/huge", "more than 10 MB"),
    "a packed page": ("{web}/bomb", "more than 10 MB"),
    "another type": ("{web}/zip", "is application/zip"),
    "a broken pdf": ("{web}/pdf", "the PDF can't be read"),
    "NUL bytes": ("{web}/nul", "NUL bytes"),
    "a login": ("{web}/login", "asks for a login"),
    "a paywall": ("{web}/wall", "asks for a login or a subscription"),
    "a consent page": ("{web}/cookies", "about cookies"),
    "a script's shell": ("{web}/script", "wants to see a browser"),
    "an empty page": ("{web}/empty", "no article text"),
    "a page that is gone": ("{web}/status/404", "answered 404"),
    "an address that is held": ("{web}/article?utm_source=x#top", "in the corpus already"),
    "a text that is held": ("{web}/text", "in the corpus already"),
}


@pytest.fixture
async def web():
    async with served() as world:
        yield world


@pytest.fixture
async def curator(small_corpus: Path, tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("retrieval.librarian.Encoder", lambda name, threads: HashEncoder())
    settings = RetrievalSettings(small_corpus, tmp_path / "data", private_addresses=web.allowed)
    async with (
        await Librarian.open(settings) as librarian,
        await Store.open(f"sqlite:///{settings.data / 'test.db'}") as store,
    ):
        yield Curator(librarian, store, settings)


@pytest.fixture
def files(small_corpus: Path, tmp_path: Path):
    """Return what lies in the corpus and the data folder, by name and content."""

    def listed() -> dict[str, bytes]:
        found = [*small_corpus.rglob("*"), *(tmp_path / "data").rglob("*")]
        return {str(path): path.read_bytes() for path in found if path.is_file()}

    return listed


@pytest.mark.parametrize("what", FILES)
async def test_a_file_that_can_not_be_added(curator: Curator, files, what: str) -> None:
    name, make, says = FILES[what]
    data, before = make(), files()
    with pytest.raises(ChokepointError, match=says) as caught:
        await curator.read_file(name, data)
    assert "\n" not in str(caught.value)
    assert files() == before


@pytest.mark.parametrize("what", PAGES)
async def test_a_page_that_can_not_be_added(curator: Curator, web: Web, files, what: str) -> None:
    if what == "an address that is held":
        await curator.add(MOD, (await curator.read_url(f"{web.base}/article")).document)
        web.article = web.article.replace("9 April 2031", "10 April 2031")
    if what == "a text that is held":
        await curator.add(
            MOD, (await curator.read_file("a.txt", await text(curator, web))).document
        )
    address, says = PAGES[what]
    before = files()
    with pytest.raises(ChokepointError, match=says) as caught:
        await curator.read_url(address.replace("{web}", web.base))
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
    assert files() == before


async def text(curator: Curator, web: Web) -> bytes:
    async with curator.fetcher() as fetcher:
        page = await fetcher.get(f"{web.base}/text")
    assert page.data
    return page.data
