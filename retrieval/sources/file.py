"""The text of a file, by its type: plain, Markdown, HTML (trafilatura) or PDF (pypdf)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_FILE = 20_000_000
MOST_PAGES = 2_000
# Of one document; about 1,100 passages, which take half a minute to encode on two cores.
LARGEST_TEXT = 1_000_000


class ExtractionError(Exception):
    """A file whose text can't be had; its text is the reason, for the person."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file and what the file itself says of it. `published` is ISO 8601 or None."""

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    may_have_front_matter: bool = False


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
        return _pdf(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExtractionError(
            f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8"
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
        ExtractionError: there is none.
    """
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(source, include_comments=False, with_metadata=True)
    except Exception as error:
        raise ExtractionError(f"the HTML can't be read ({type(error).__name__})") from error
    if found is None or isinstance(found, dict) or not found.text:
        raise ExtractionError("no article text was found in the HTML; save it as Markdown")
    return Extracted(
        found.text,
        title=found.title,
        publisher=found.sitename,
        author=found.author,
        published=found.date,
        url=found.url,
    )


def _pdf(data: bytes) -> Extracted:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise ExtractionError("the PDF is encrypted; save it without a password")
        if len(reader.pages) > MOST_PAGES:
            raise ExtractionError(f"the PDF has over {MOST_PAGES} pages; cut it into smaller ones")
        text = _pages(reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ExtractionError(f"the PDF can't be read ({type(error).__name__})") from error
    if not text.strip():
        raise ExtractionError("the PDF has no text layer; run text recognition on it first")
    return Extracted(text.replace("\0", ""), title=title)


def _pages(pages: Iterable[Any]) -> str:
    texts: list[str] = []
    room = LARGEST_TEXT
    for page in pages:
        texts.append(page.extract_text())
        room -= len(texts[-1])
        if room < 0:
            raise ExtractionError(
                f"the PDF holds over {LARGEST_TEXT:,} characters; cut it into smaller ones"
            )
    return "\n\n".join(texts)
