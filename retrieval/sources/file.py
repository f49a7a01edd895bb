"""The text of a file, by its type: plain, Markdown, HTML or PDF."""

from __future__ import annotations

from pathlib import Path

from retrieval.sources.apart import apart
from retrieval.sources.formats import Extracted, ExtractionError, read_html

LARGEST_FILE = 20_000_000
# HTML up to this many characters is read at once: it takes half a second at most, and a process
# of its own takes as long to start. A table ten times as long takes 15 s: that grows quadratically.
SHORT_HTML = 200_000


def extract(path: Path) -> Extracted:
    """Return the text of `path`, line ends as line feeds, byte order mark dropped.

    Raises:
        ExtractionError: the file's bytes don't give text.
        OSError: the file can't be read.
    """
    return extract_bytes(path.read_bytes(), path.suffix)


def extract_bytes(data: bytes, suffix: str) -> Extracted:
    """Return the text of a file's bytes; `suffix` (".pdf", ".html", other) says what they are.

    Raises:
        ExtractionError: the bytes don't give text.
    """
    suffix = suffix.lower()
    if suffix == ".pdf":
        return apart("pdf", data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExtractionError(
            "the file is not UTF-8 text (byte {number}); save it as UTF-8", number=error.start
        ) from error
    if "\0" in text:
        raise ExtractionError("the file holds NUL bytes, so it is not text; save it as UTF-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if suffix in (".html", ".htm"):
        return extract_html(text)
    return Extracted(text, may_have_front_matter=True)


def extract_html(source: str) -> Extracted:
    """Return the article of an HTML page, without menus, comments and boilerplate.

    Raises:
        ExtractionError: there is none, or it takes too long to find.
    """
    return read_html(source) if len(source) <= SHORT_HTML else apart("html", source.encode())
