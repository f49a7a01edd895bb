"""Documents that a moderator has previewed and not yet kept; they survive a restart."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from bot.store import Store
from retrieval.documents import Document
from retrieval.errors import ChokepointError
from retrieval.records import document_from_json

PREFIX = "draft:"


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that isn't kept yet; `item` is the queued item it came from."""

    document: Document
    item: int | None = None


async def keep_draft(
    store: Store, document: Document, key: str | None = None, item: int | None = None
) -> str:
    """Keep a draft and return its key; with a key, replace the one of before."""
    key = key or secrets.token_hex(6)
    await store.options.set(PREFIX + key, {"document": asdict(document), "item": item})
    return key


async def kept_draft(store: Store, key: str) -> Draft:
    """Return a draft.

    Raises:
        ChokepointError: it was added or dropped meanwhile.
    """
    stored = await store.options.get(PREFIX + key)
    if stored is None:
        raise ChokepointError("This draft was added or dropped already.")
    return Draft(document_from_json(stored["document"]), stored["item"])


async def drop_draft(store: Store, key: str) -> None:
    """Forget a draft."""
    await store.options.delete(PREFIX + key)
