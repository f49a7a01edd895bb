"""The text of a file, by its type: plain, Markdown, HTML (trafilatura) or PDF (pypdf)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 20_000_000
MOST_PAGES = 2_000


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
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _pdf(path)
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
        return _html(text)
    return Extracted(text, may_have_front_matter=True)


def _html(source: str) -> Extracted:
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


def _pdf(path: Path) -> Extracted:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise ExtractionError("the PDF is encrypted; save it without a password")
        if len(reader.pages) > MOST_PAGES:
            raise ExtractionError(f"the PDF has over {MOST_PAGES} pages; cut it into smaller ones")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ExtractionError(f"the PDF can't be read ({type(error).__name__})") from error
    if not text.strip():
        raise ExtractionError("the PDF has no text layer; run text recognition on it first")
    return Extracted(text.replace("\0", ""), title=title)
