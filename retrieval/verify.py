"""The gate: no statement leaves whose citation does not show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from retrieval.answer import Answer, AnswerStatus, Statement
from retrieval.documents import Document
from retrieval.tokens import words


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a statement is refused: which check, and in plain words what is wrong."""

    check: str
    detail: str


def verify_statement(
    statement: Statement, documents: Mapping[str, Document]
) -> tuple[Failure, ...]:
    """Return what keeps `statement` from being shown; empty when its citations prove it."""
    if not statement.citations:
        return (Failure("span", "The statement has no citation."),)
    for citation in statement.citations:
        document = documents.get(citation.document)
        if document is None:
            return (Failure("span", f"The source {citation.document} is not in the corpus."),)
        if not 0 <= citation.start < citation.end <= len(document.text):
            return (Failure("span", "The cited span lies outside the source."),)
        if document.text[citation.start : citation.end] != citation.quote:
            return (Failure("span", "The cited span is not the source's text."),)
    spans = [words(citation.quote) for citation in statement.citations]
    said = words(statement.text)
    if not any(_within(said, span) for span in spans):
        return (Failure("span", "The statement is not in the text it cites."),)
    return ()


def verify_answer(answer: Answer, documents: Mapping[str, Document]) -> Answer:
    """Drop the statements that fail, renumber the sources; abstain when none is left."""
    if answer.abstained:
        return answer
    kept = [item for item in answer.statements if not verify_statement(item, documents)]
    if len(kept) == len(answer.statements):
        return answer
    if not kept:
        return replace(answer, status=AnswerStatus.ABSTAINED, statements=(), sources=(), notices=())
    cited = dict.fromkeys(c.source for item in kept for c in item.citations)
    numbers = {old: new for new, old in enumerate(cited, start=1)}
    return replace(
        answer,
        statements=tuple(
            replace(
                item,
                citations=tuple(replace(c, source=numbers[c.source]) for c in item.citations),
            )
            for item in kept
        ),
        sources=tuple(
            replace(source, number=numbers[source.number])
            for source in sorted(answer.sources, key=lambda s: numbers.get(s.number, 0))
            if source.number in numbers
        ),
    )


def _within(said: list[str], span: list[str]) -> bool:
    length = len(said)
    return any(span[i : i + length] == said for i in range(len(span) - length + 1))
