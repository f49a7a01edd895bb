"""Documents and answers to JSON and back, for what is kept on disk."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from retrieval.answer import (
    Answer,
    AnswerStatus,
    Citation,
    Notice,
    NoticeKind,
    Retrieved,
    Source,
    Statement,
    StatementKind,
)
from retrieval.documents import (
    Corpus,
    Document,
    Kind,
    PartialDate,
    Problem,
    Quote,
    Severity,
    SourceReference,
    Stance,
    Status,
)

_LISTS = ("topics", "supersedes", "superseded_by", "conflicts_with", "aliases")


def corpus_to_json(corpus: Corpus) -> str:
    """Return the corpus as JSON text."""
    return json.dumps(
        {
            "documents": [asdict(document) for document in corpus.documents],
            "problems": [asdict(problem) for problem in corpus.problems],
        },
        ensure_ascii=False,
    )


def corpus_from_json(text: str) -> Corpus:
    """Return the corpus that `corpus_to_json` wrote."""
    stored = json.loads(text)
    problems = [
        Problem(**{**row, "severity": Severity(row["severity"])}) for row in stored["problems"]
    ]
    return Corpus(tuple(document_from_json(row) for row in stored["documents"]), tuple(problems))


def document_from_json(row: dict[str, Any]) -> Document:
    """Return the document of which `row` is the `asdict`."""
    quote = row["quote"]
    return Document(
        **{
            **row,
            **{name: tuple(row[name]) for name in _LISTS},
            "kind": Kind(row["kind"]),
            "status": Status(row["status"]) if row["status"] else None,
            "published": _date(row["published"]),
            "effective": _date(row["effective"]),
            "sources": tuple(
                SourceReference(**{**source, "published": _date(source["published"])})
                for source in row["sources"]
            ),
            "quote": Quote(
                **{**quote, "stance": Stance(quote["stance"]) if quote["stance"] else None}
            )
            if quote
            else None,
        }
    )


def _date(value: dict[str, str] | None) -> PartialDate | None:
    return PartialDate(value["text"]) if value else None


def answer_from_json(stored: dict[str, Any]) -> Answer:
    """Return the answer of which `stored` is the `Answer.as_json`."""
    return Answer(
        **{
            **stored,
            "status": AnswerStatus(stored["status"]),
            "statements": tuple(
                Statement(
                    **{
                        **row,
                        "kind": StatementKind(row["kind"]),
                        "citations": tuple(Citation(**citation) for citation in row["citations"]),
                    }
                )
                for row in stored["statements"]
            ),
            "sources": tuple(Source(**row) for row in stored["sources"]),
            "notices": tuple(
                Notice(**{**row, "kind": NoticeKind(row["kind"])}) for row in stored["notices"]
            ),
            "retrieved": tuple(Retrieved(**row) for row in stored["retrieved"]),
        }
    )
