"""Readers of formats that are more than text: HTML (trafilatura) and PDF (pypdf).

How long one takes depends on what the bytes hold; `apart` bounds it.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from retrieval.errors import ChokepointError

MOST_PAGES = 2_000
# Of one document; about 1,100 passages, which take half a minute to encode on two cores.
LARGEST_TEXT = 1_000_000


class ExtractionError(ChokepointError):
    """A file whose text can't be had; the reason begins and ends like a part of a sentence."""


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


def read_html(source: str) -> Extracted:
    """Return the article of an HTML page, without menus, comments and boilerplate.

    Raises:
        ExtractionError: there is none.
    """
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(source, include_comments=False, with_metadata=True)
    except Exception as error:
        raise ExtractionError(
            "the HTML can't be read ({reason})", reason=type(error).__name__
        ) from error
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


def read_pdf(data: bytes) -> Extracted:
    """Return the text of a PDF's pages.

    Raises:
        ExtractionError: it has none, or too many.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise ExtractionError("the PDF is encrypted; save it without a password")
        if len(reader.pages) > MOST_PAGES:
            raise ExtractionError(
                "the PDF has over {most} pages; cut it into smaller ones", most=MOST_PAGES
            )
        text = _pages(reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ExtractionError(
            "the PDF can't be read ({reason})", reason=type(error).__name__
        ) from error
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
                "the PDF holds over {most} characters; cut it into smaller ones",
                most=f"{LARGEST_TEXT:,}",
            )
    return "\n\n".join(texts)
