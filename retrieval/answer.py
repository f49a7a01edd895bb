"""What the librarian gives back: an answer whose every statement points at verbatim spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from retrieval.documents import Document


class AnswerStatus(StrEnum):
    """Whether the corpus supports an answer."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


class StatementKind(StrEnum):
    """What a statement is: a fact as a source gives it, somebody's exact words, or an opinion."""

    FACT = "fact"
    QUOTE = "quote"
    OPINION = "opinion"


class NoticeKind(StrEnum):
    """Why the reader should take care; `more` says that a list goes on."""

    MORE = "more"
    SUPERSEDED = "superseded"
    CONFLICT = "conflict"
    STALE = "stale"
    UNREVIEWED = "unreviewed"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to a verbatim span: `quote == document.text[start:end]`.

    `source` is the number in `Answer.sources`, from 1.
    """

    source: int
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with the spans that prove it.

    `speaker` holds "Name, affiliation" for a quote or an opinion and is None for a fact.
    """

    text: str
    kind: StatementKind
    citations: tuple[Citation, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that an answer cites, as the reader sees it. Dates are ISO 8601 text."""

    number: int
    document: str
    title: str
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    kind: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence of care beside the answer."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that was found, with its fused score; best first in an answer."""

    document: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole of what the librarian says to one question.

    `confidence` is the estimated probability that the retrieved passages hold the answer, in
    [0, 1]. `as_of` is the date of the newest source consulted, ISO 8601. `seconds` is the time
    the librarian took. `generation` names the index that was asked.
    """

    question: str
    status: AnswerStatus
    confidence: float
    as_of: str | None
    seconds: float
    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]
    notices: tuple[Notice, ...]
    retrieved: tuple[Retrieved, ...]
    generation: str = ""

    @property
    def abstained(self) -> bool:
        """Whether the corpus doesn't hold the answer."""
        return self.status is AnswerStatus.ABSTAINED

    def as_json(self) -> dict[str, Any]:
        """The object that the command line prints (the contract of `ask --json`)."""
        result: dict[str, Any] = plain(asdict(self))
        return result


def plain(value: Any) -> Any:
    """Return `value` as JSON holds it: mappings, lists and the values of enumerations."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def source_of(document: Document, number: int) -> Source:
    """Describe `document` as source `number` of an answer.

    A document without a publisher of its own (a quote) shows its first source's.
    """
    origin = document.sources[0] if document.sources else None
    return Source(
        number=number,
        document=document.id,
        title=document.title,
        publisher=document.publisher or (origin.publisher if origin else "") or None,
        author=document.author,
        published=str(document.published) if document.published else None,
        url=document.link,
        kind=document.kind.value,
        status=document.status.value if document.status else None,
    )
