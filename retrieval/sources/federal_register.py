"""The Federal Register's documents by agency and term, through its public JSON API.

Source of the shape: the API's documentation at federalregister.gov/developers/documentation/api/v1.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from retrieval.sources.feed import SUMMARY_CHARACTERS, FeedContent, FeedItem, plain
from retrieval.sources.fetch import Fetched, FetchError

FIELDS = ("title", "abstract", "html_url", "publication_date", "agencies", "document_number")
PER_PAGE = 50


def documents_url(base: str, agency: str | None, term: str | None) -> str:
    """Return the address of the newest documents of an agency (its slug) about a term."""
    query = [("order", "newest"), ("per_page", str(PER_PAGE))]
    query += [("fields[]", field) for field in FIELDS]
    query += [("conditions[agencies][]", agency)] if agency else []
    query += [("conditions[term]", term)] if term else []
    return f"{base.rstrip('/')}/documents.json?{urlencode(query)}"


def read_documents(page: Fetched) -> FeedContent:
    """Read a page of documents.

    Raises:
        FetchError: it isn't what the API gives.
    """
    try:
        stored = json.loads(page.data or b"")
        rows = stored.get("results", []) if stored["count"] is not None else []
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise FetchError(
            "{url} did not give the Federal Register's list of documents; check the agency's "
            "short name and the setting CHOKEPOINT_FEDERAL_REGISTER.",
            url=page.url,
        ) from error
    items = [_item(row) for row in rows if isinstance(row, dict)]
    return FeedContent("Federal Register", tuple(item for item in items if item))


def _item(row: dict[str, Any]) -> FeedItem | None:
    url, title = row.get("html_url"), row.get("title")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return None
    agencies = [
        agency.get("name") or agency.get("raw_name")
        for agency in row.get("agencies") or []
        if isinstance(agency, dict)
    ]
    return FeedItem(
        url=url,
        title=plain(str(title or url)),
        summary=plain(str(row.get("abstract") or ""))[:SUMMARY_CHARACTERS],
        author=", ".join(str(agency) for agency in agencies if agency) or None,
        publisher="Federal Register",
        published=row.get("publication_date"),
    )
