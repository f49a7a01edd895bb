from __future__ import annotations

from datetime import date

from retrieval.documents import Document, PartialDate
from retrieval.status import published_months, stale_topics


def document(id_: str, published: str | None, *topics: str) -> Document:
    day = PartialDate(published) if published else None
    return Document(id=id_, text="x", title="x", published=day, topics=topics)


def test_a_topic_is_stale_when_its_newest_source_is_old() -> None:
    documents = [
        document("a", "2025-01", "canal", "ferry"),
        document("b", "2026-08-01", "ferry"),
        document("c", "2024", "berth"),
        document("d", None, "lamp"),
    ]
    assert stale_topics(documents, date(2026, 6, 1)) == ("berth", "canal")
    assert stale_topics(documents, date(2024, 1, 1)) == ()


def test_documents_are_counted_by_month_of_publication() -> None:
    documents = [
        document("a", "2026-01-31"),
        document("b", "2025-12"),
        document("c", "2026"),
        document("d", None),
        document("e", "0985-06-01"),
    ]
    assert published_months(documents) == (("0985-06", 1), ("2025-12", 1), ("2026-01", 2))
    assert published_months(documents[3:4]) == ()
