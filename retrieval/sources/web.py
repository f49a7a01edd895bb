"""A web page as a draft of a document: the article, its title, author, outlet and date."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from retrieval.documents import Document, Kind, PartialDate
from retrieval.sources.fetch import Fetched, Fetcher, FetchError
from retrieval.sources.file import extract_bytes, extract_html
from retrieval.sources.formats import Extracted, ExtractionError

HTML = frozenset({"text/html", "application/xhtml+xml"})
TYPES = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md"}
# A page whose text is no longer than this may be something else than an article.
SHORT = 1_500
# Fewer letters than a paragraph has: a heading, a spinner, a menu.
LEAST = 200
_PASSWORD = re.compile(rb"<input[^>]+type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_PATH = re.compile(r"/(log-?in|sign-?in|auth|account/login|subscribe|register)\b", re.I)
_LOGIN = re.compile(
    r"\b(log ?in|sign ?in|subscribe|create (a|an|your) (free )?account|register)\b.{0,60}"
    r"\b(to (continue|read|keep reading|view|access)|for (full )?access)|"
    r"\b(subscribers|members) only\b|already (a subscriber|have an account)",
    re.IGNORECASE | re.DOTALL,
)
_COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)
_CONSENT = re.compile(
    r"before you continue|accept all|reject all|we (and our partners )?use cookies|"
    r"your privacy choices|manage (your )?(preferences|consent)|consent",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"enable javascript|checking your browser|verify (that )?you are (a )?human|are you a robot",
    re.IGNORECASE,
)


async def page_draft(fetcher: Fetcher, url: str) -> Document:
    """Fetch a page (HTML, PDF or plain text) and return the draft of its document.

    Raises:
        FetchError: it can't be had, or holds no article.
    """
    page = await fetcher.get(url)
    # Reading a long page takes longer than an event loop may wait.
    return await asyncio.to_thread(draft_of, page, url)


def draft_of(page: Fetched, asked: str) -> Document:
    """Return the draft of a fetched page; `asked` is the address that was asked for.

    Raises:
        FetchError: the page holds no article.
    """
    data = page.data or b""
    try:
        if page.content_type in HTML:
            found = _article(page, data, asked)
        elif page.content_type in TYPES:
            found = extract_bytes(data, TYPES[page.content_type])
        else:
            raise FetchError(
                "{url} is {type}, not a page, a PDF or plain text; add the text by hand.",
                url=asked,
                type=page.content_type or "of no known type",
            )
    except ExtractionError as error:
        raise FetchError("{url} can't be added: {reason}.", url=asked, reason=error) from error
    if not any(char.isalnum() for char in found.text):
        raise FetchError("{url} is an empty page; add the text by hand.", url=asked)
    return draft(found, fallback_title=_name(page.url), url=page.url)


def draft(found: Extracted, *, fallback_title: str, url: str | None = None) -> Document:
    """Return the draft of an extracted text; its id and path are still empty."""
    published: PartialDate | None = None
    try:
        published = PartialDate(date.fromisoformat(found.published or "").isoformat())
    except ValueError:
        published = None
    heading = re.match(r"#\s+(.+)", found.text.lstrip())
    text = found.text.strip()
    return Document(
        id="",
        text=text,
        title=" ".join((found.title or (heading[1] if heading else fallback_title)).split()),
        kind=Kind.ARTICLE,
        publisher=found.publisher,
        author=found.author,
        published=published,
        url=url or found.url,
    )


def _article(page: Fetched, data: bytes, asked: str) -> Extracted:
    source = _decoded(data, page.charset)
    try:
        found = extract_html(source)
    except ExtractionError:
        found = Extracted("")
    text = found.text.strip()
    visible = text if text else re.sub(r"<[^>]+>", " ", source)[: 10 * SHORT]
    if len(text) < SHORT:
        if _PASSWORD.search(data) or _LOGIN_PATH.search(urlsplit(page.url).path):
            raise _login(asked)
        if _LOGIN.search(visible):
            raise _login(asked)
        if _COOKIES.search(visible) and _CONSENT.search(visible) and len(text) < SHORT:
            raise FetchError(
                "{url} shows a page about cookies instead of the article; open it in a browser, "
                "copy the text and add it by hand.",
                url=asked,
            )
        if _CHALLENGE.search(visible):
            raise FetchError(
                "{url} wants to see a browser; open it there, copy the text and add it by hand.",
                url=asked,
            )
    if len(text) < LEAST:
        raise FetchError("{url} holds no article text; add the text by hand.", url=asked)
    return replace(found, text=text)


def _login(asked: str) -> FetchError:
    return FetchError(
        "{url} asks for a login or a subscription; open it in a browser, copy the text and add "
        "it by hand.",
        url=asked,
    )


def _decoded(data: bytes, charset: str | None) -> str:
    from trafilatura.utils import decode_file

    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    # Looks for a charset in the bytes themselves.
    text: str = decode_file(data)
    return text


def _name(url: str) -> str:
    parts = urlsplit(url)
    stem = PurePosixPath(parts.path).stem
    return re.sub(r"[-_]+", " ", stem).strip() or (parts.hostname or "page")
