"""The gate: no statement leaves whose citation does not show it.

A statement in its source's own words passes as it stands, and so does one that names in brackets
what its opening stands for, as another span of the source gives it. Any other wording goes through
every check: numbers, dates, names, denials, modal verbs, opposites, the status of a rule, the order
of who did what, and a floor of shared words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from retrieval.answer import Answer, AnswerStatus, Statement
from retrieval.documents import Document
from retrieval.passages import sentences_of
from retrieval.tokens import fold
from retrieval.verify.checks import Source, content_words, failures, is_supported, source_of
from retrieval.verify.failure import Failure
from retrieval.verify.naming import folded
from retrieval.verify.reading import read
from retrieval.verify.referents import bracketed, referent_of

__all__ = ["Failure", "unsupported", "verify_answer", "verify_statement"]

# Words with the signs that change a number, for comparing wordings.
_UNIT = re.compile(r"[^\W_]+(?:[.,'&][^\W_]+)*|[$€£¥₩%‰±]|(?<![^\W_])[-−](?=\d)")


def verify_statement(
    statement: Statement, documents: Mapping[str, Document]
) -> tuple[Failure, ...]:
    """Return what keeps `statement` from being shown; empty when its citations prove it.

    Args:
        statement: the statement with its citations; together they must bear it.
        documents: the corpus by document id.
    """
    if not statement.citations:
        return (Failure("span", "The statement has no citation."),)
    if not any(char.isalnum() for char in statement.text):
        return (Failure("span", "The statement is empty."),)
    for citation in statement.citations:
        document = documents.get(citation.document)
        if document is None:
            return (Failure("span", f"The source {citation.document} is not in the corpus."),)
        if not 0 <= citation.start < citation.end <= len(document.text):
            return (Failure("span", "The cited span lies outside the source."),)
        if document.text[citation.start : citation.end] != citation.quote:
            return (Failure("span", "The cited span is not the source's text."),)
    said = _units(statement.text)
    spans = [citation.quote for citation in statement.citations]
    if any(_is_quoted(said, span) for span in spans) or _is_named(statement, documents):
        return ()
    return failures(statement.text, _source(statement, documents))


def unsupported(statement: Statement, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Return the words of a statement that its spans don't hold in any form or stand-in.

    Args:
        statement: the statement with citations that are of `documents`.
        documents: the corpus by document id.
    """
    source = _source(statement, documents)
    return tuple(
        word.text for word in content_words(read(statement.text)) if not is_supported(word, source)
    )


def _source(statement: Statement, documents: Mapping[str, Document]) -> Source:
    cited = [documents[citation.document] for citation in statement.citations]
    spans = [citation.quote for citation in statement.citations]
    statuses = tuple(document.status for document in cited)
    return source_of(spans, _attribution(cited), _aliases(cited), statuses)


def _is_quoted(said: list[str], span: str) -> bool:
    """Whether a span holds the words as a whole sentence or more, signs of numbers included.

    Less than a sentence could leave out a denial, so it goes through the checks.
    """
    units, ends = _units_in_place(span)
    size = len(said)
    for i in range(len(units) - size + 1):
        if units[i : i + size] != said:
            continue
        opens = i == 0 or ends[i - 1]
        closes = i + size == len(units) or ends[i + size - 1]
        if opens and closes:
            return True
    return False


def _is_named(statement: Statement, documents: Mapping[str, Document]) -> bool:
    """Whether a statement is its first span with what its opening stands for in brackets.

    The name must lie in another span of that document, and be the only one that can be meant.
    """
    first, *others = statement.citations
    document = documents[first.document]
    meant = referent_of(document, first.start)
    if meant is None or not _ends_sentence(document, first.end):
        return False
    cited = any(
        other.document == first.document and other.start <= meant.start and meant.end <= other.end
        for other in others
    )
    said = bracketed(document, first.start, first.end, meant)
    return cited and _even(said) == _even(statement.text)


def _ends_sentence(document: Document, end: int) -> bool:
    return any(sentence.end == end for sentence in sentences_of(document.text))


def _even(text: str) -> str:
    """Return `text` with white space folded and its first letter a capital."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _units(text: str) -> list[str]:
    return _UNIT.findall(fold(text))


def _units_in_place(text: str) -> tuple[list[str], list[bool]]:
    """Return the units of `text`, and after each whether a sentence ends there."""
    plain = fold(text)
    matches = list(_UNIT.finditer(plain))
    gaps = [plain[one.end() : other.start()] for one, other in pairwise(matches)]
    ends = [bool(re.match(r"[.!?…:;]\W*\s", gap)) or "\n" in gap for gap in gaps]
    return [match.group() for match in matches], [*ends, True]


def _attribution(cited: Sequence[Document]) -> frozenset[str]:
    """Return the words of those who speak in or publish the cited documents."""
    names: list[str | None] = []
    for document in cited:
        names += [document.author, document.publisher, *(s.publisher for s in document.sources)]
        if document.quote:
            names += [document.quote.speaker, document.quote.affiliation]
    return frozenset(word for name in names if name for word in folded(name))


def _aliases(cited: Sequence[Document]) -> tuple[tuple[str, ...], ...]:
    return tuple(folded(alias) for document in cited for alias in document.aliases)


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
