"""From a line of the model's reply to a statement that the gate lets through, or the reason not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Statement, StatementKind
from retrieval.documents import Document, Kind
from retrieval.evidence import Evidence
from retrieval.index import Index
from retrieval.phrasing.cuts import miscut
from retrieval.phrasing.hearsay import tells_as_fact
from retrieval.phrasing.protocol import Line, LineKind
from retrieval.phrasing.sense import misread
from retrieval.quoting import Bibliography, folded, holder, quoted
from retrieval.tokens import words
from retrieval.verify import Failure, unsupported, verify_statement

LONGEST_STATEMENT = 500
# Facts of many sentences in one statement can't be told apart by those who check it.
MOST_CITED = 4
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,})[”\"]|(?<!\w)['‘]([^'‘’]{2,})['’](?!\w)")
# What answers a yes-or-no question before the statement that shows it; never proved by itself.
_ANSWER = re.compile(r"^(?:Yes|No)[,.:;!–—-]+\s*", re.IGNORECASE)
_NAMES = re.compile(r",\s*| and | & ")
# Beside what stands on a keyboard: the signs that typography and money need.
_SIGNS = frozenset("’‘“”–—…€£¥°§±×%‰")
_LAST_LATIN = "\u024f"


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
        failures = [*_readings(made, index), *verify_statement(made, index.corpus.by_id)]
        if not failures and (words_ := unsupported(made, index.corpus.by_id)):
            # The gate lets a word in seven be another; a model can be asked to keep to the words.
            failures = [Failure("support", f"“{words_[0]}” is not in the cited text.")]
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
    if len(line.sentences) > MOST_CITED:
        return Refusal(line, f"It cites more than {MOST_CITED} sentences.")
    cited = [sentences[number - 1] for number in line.sentences]
    if line.kind is LineKind.QUOTE:
        one = cited[0]
        return quoted(one.hit.passage.document, one.sentence.start, one.sentence.end, bibliography)
    text = _ANSWER.sub("", folded(line.text))
    text = text[:1].upper() + text[1:]
    if len(text) > LONGEST_STATEMENT:
        return Refusal(line, "It is too long for one statement.")
    if strange := _strange(text, " ".join(item.text for item in cited)):
        return Refusal(line, f"“{strange}” is not a character of the cited sentences.")
    documents = [item.hit.passage.document for item in cited]
    citations = tuple(
        bibliography.cite(item.hit.passage.document, item.sentence.start, item.sentence.end)
        for item in cited
    )
    opinions = [document for document in documents if document.kind is Kind.QUOTE]
    if len(opinions) < len(documents) or not opinions:
        return Statement(text, StatementKind.FACT, citations)
    holders = dict.fromkeys(filter(None, map(holder, opinions)))
    return Statement(text, StatementKind.OPINION, citations, "; ".join(holders))


def _strange(text: str, cited: str) -> str | None:
    """Return a character of `text` that is neither plain nor in the cited sentences.

    Digits of other scripts, letters that only look Latin, strokes laid over others: what the gate
    reads must be what a reader sees.
    """
    return next(
        (
            char
            for char in text
            if not (char.isascii() or char in _SIGNS or char in cited)
            and not (char.isalpha() and char <= _LAST_LATIN)
        ),
        None,
    )


def _readings(statement: Statement, index: Index) -> list[Failure]:
    """Return what is wrong with what a phrased statement makes of its sources."""
    if statement.kind is StatementKind.QUOTE:
        return []
    documents = [index.corpus.by_id[citation.document] for citation in statement.citations]
    said = words(statement.text)
    found: list[Failure] = []
    for document in documents:
        if document.quote and not _names_any(document.quote.speaker, said):
            found.append(
                Failure("holder", f"It does not name {document.quote.speaker}, who holds this.")
            )
    if tells_as_fact(statement.text, [citation.quote for citation in statement.citations]):
        found.append(Failure("holder", "It tells as a fact what the cited sentence only reports."))
    spans = [citation.quote for citation in statement.citations]
    if turned := misread(statement.text, spans) or miscut(statement.text, spans):
        found.append(turned)
    return found + _quotation_marks(statement, documents)


def _names_any(speaker: str, said: Sequence[str]) -> bool:
    """Whether one of "Ashley Lin and Lennart Heim" is named, by the last word of the name."""
    surnames = [words(name)[-1:] for name in _NAMES.split(speaker)]
    return any(surname[0] in said for surname in surnames if surname)


def _quotation_marks(statement: Statement, documents: Sequence[Document]) -> list[Failure]:
    """A paraphrase never stands in quotation marks, and exact words only as the source has them."""
    exact: list[list[str]] = []
    for citation, document in zip(statement.citations, documents, strict=True):
        if document.quote and document.quote.verbatim:
            exact.append(words(citation.quote))
        elif document.quote is None:
            exact += [words(stretch) for stretch in _quotations(citation.quote)]
    if _unpaired(statement.text) or not all(
        any(_runs(words(stretch), whole) for whole in exact)
        for stretch in _quotations(statement.text)
    ):
        return [
            Failure("quotation", "Its quotation marks hold words that no cited sentence quotes.")
        ]
    return []


def _quotations(text: str) -> list[str]:
    return [double or single for double, single in _QUOTED.findall(text)]


def _unpaired(text: str) -> bool:
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1


def _runs(part: list[str], whole: list[str]) -> bool:
    size = len(part)
    return any(whole[i : i + size] == part for i in range(len(whole) - size + 1))
