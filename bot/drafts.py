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
    """A document that isn't kept yet.

    `item` is the queued item it came from; `seen` is the digest (or its start) of the version of
    a live document that it is to replace.
    """

    document: Document
    item: int | None = None
    seen: str | None = None


async def keep_draft(store: Store, draft: Draft, key: str | None = None) -> str:
    """Keep a draft and return its key; with a key, replace the one of before."""
    key = key or secrets.token_hex(6)
    await store.options.set(PREFIX + key, asdict(draft))
    return key


async def kept_draft(store: Store, key: str) -> Draft:
    """Return a draft.

    Raises:
        ChokepointError: it was added or dropped meanwhile.
    """
    stored = await store.options.get(PREFIX + key)
    if stored is None:
        raise ChokepointError("This draft was added or dropped already.")
    return Draft(document_from_json(stored["document"]), stored["item"], stored.get("seen"))


async def drop_draft(store: Store, key: str) -> None:
    """Forget a draft."""
    await store.options.delete(PREFIX + key)
