"""From a line of the model's reply to a statement that the gate lets through, or the reason not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Statement, StatementKind
from retrieval.documents import Document, Kind
from retrieval.evidence import Evidence
from retrieval.index import Index
from retrieval.phrasing.protocol import Line, LineKind
from retrieval.quoting import Bibliography, folded, holder, quoted
from retrieval.tokens import fold, words
from retrieval.verify import Failure, verify_statement

LONGEST_STATEMENT = 500
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,})[”\"]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that isn't shown, and why."""

    line: Line
    reason: str


def statement_of(
    line: Line, sentences: Sequence[Evidence], index: Index, bibliography: Bibliography
) -> Statement | Refusal:
    """Return what `line` states, verified; `sentences[0]` is the one the model knows as 1.

    `bibliography` numbers the sources; it is left as it was when the line is refused.
    """
    known = len(bibliography.documents)
    made = _made(line, sentences, bibliography)
    if isinstance(made, Statement):
        failures = [*_attribution(made, index), *verify_statement(made, index.corpus.by_id)]
        if not failures:
            return made
        made = Refusal(line, failures[0].detail)
    del bibliography.documents[known:]
    return made


def _made(
    line: Line, sentences: Sequence[Evidence], bibliography: Bibliography
) -> Statement | Refusal:
    if not line.sentences or any(not 1 <= n <= len(sentences) for n in line.sentences):
        return Refusal(line, "It names no sentence that was given.")
    cited = [sentences[number - 1] for number in line.sentences]
    if line.kind is LineKind.QUOTE:
        one = cited[0]
        return quoted(one.hit.passage.document, one.sentence.start, one.sentence.end, bibliography)
    text = folded(line.text)
    if len(text) > LONGEST_STATEMENT:
        return Refusal(line, "It is too long for one statement.")
    documents = [item.hit.passage.document for item in cited]
    if line.kind is LineKind.DIFFERENCE and len({document.id for document in documents}) < 2:
        return Refusal(line, "A difference needs sentences of two sources.")
    citations = tuple(
        bibliography.cite(item.hit.passage.document, item.sentence.start, item.sentence.end)
        for item in cited
    )
    opinions = [document for document in documents if document.kind is Kind.QUOTE]
    if len(opinions) < len(documents) or not opinions:
        return Statement(text, StatementKind.FACT, citations)
    holders = dict.fromkeys(filter(None, map(holder, opinions)))
    return Statement(text, StatementKind.OPINION, citations, "; ".join(holders))


def _attribution(statement: Statement, index: Index) -> list[Failure]:
    """Return what is wrong with whose words or opinion the statement makes of its sources'."""
    documents = [index.corpus.by_id[citation.document] for citation in statement.citations]
    found: list[Failure] = []
    said = set(words(statement.text))
    if statement.kind is not StatementKind.QUOTE:
        for document in documents:
            if document.quote and not said & set(words(document.quote.speaker.split()[-1])):
                found.append(
                    Failure("holder", f"It does not name {document.quote.speaker}, who holds this.")
                )
    found += _quotation_marks(statement, documents)
    return found


def _quotation_marks(statement: Statement, documents: Sequence[Document]) -> list[Failure]:
    """A paraphrase never stands in quotation marks, and exact words only as the source has them."""
    exact = [
        _plain(citation.quote)
        for citation, document in zip(statement.citations, documents, strict=True)
        if document.quote is None or document.quote.verbatim
    ]
    return [
        Failure("quotation", "Its quotation marks hold words that no cited sentence quotes.")
        for words_ in _QUOTED.findall(statement.text)
        if not any(_plain(words_) in text for text in exact)
    ]


def _plain(text: str) -> str:
    return " ".join(fold(text).translate(str.maketrans("“”", '""')).split()).strip(' ".,')
