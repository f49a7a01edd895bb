"""Whether an article is in the corpus already: the same text, or the same address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from retrieval.documents import Corpus, Document, Kind

# What news sites and newsletters add to a link to count its readers.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid|ref|cmpid|smid", re.IGNORECASE)


def already_held(corpus: Corpus, new: Document, but: str | None = None) -> Document | None:
    """Return the document of `corpus` that `new` repeats, or None.

    Quotes are compared with quotes by speaker and text, other documents by text or address.
    `but` is an id that doesn't count.
    """
    text, address = _text(new), page_key(new.url)
    for document in corpus.documents:
        if document.id == but or (document.kind is Kind.QUOTE) != (new.kind is Kind.QUOTE):
            continue
        if _text(document) == text:
            return document
        if new.kind is not Kind.QUOTE and address and page_key(document.url) == address:
            return document
    return None


def page_key(url: str | None) -> str | None:
    """Return what is the same for all addresses of one page: no scheme, www, tracking, anchor."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{port}{parts.path.rstrip('/')}?{urlencode(sorted(query))}"


def _text(document: Document) -> tuple[str, str]:
    speaker = document.quote.speaker.casefold() if document.quote else ""
    return speaker, " ".join(document.text.casefold().split())
