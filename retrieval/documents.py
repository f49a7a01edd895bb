"""What flows between the rooms: documents, quotes, sentences and passages, all frozen.

Offsets are characters (Python string indices) into `Document.text`, half-open `[start, end)`,
so `document.text[start:end]` is always the exact source.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from retrieval.errors import ChokepointError


class Kind(StrEnum):
    """What a document is."""

    ARTICLE = "article"
    RULE = "rule"
    BRIEF = "brief"
    TERM = "term"
    QUOTE = "quote"


class Status(StrEnum):
    """Where a rule or event stands, as its author recorded it."""

    IN_FORCE = "in_force"
    ANNOUNCED = "announced"
    PROPOSED = "proposed"
    REPORTED = "reported"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    RESCINDED = "rescinded"

    @property
    def is_past(self) -> bool:
        """Whether a rule of this status must never be shown as in force."""
        return self in (Status.SUSPENDED, Status.SUPERSEDED, Status.RESCINDED)


class Stance(StrEnum):
    """Where a speaker stands towards export controls."""

    TIGHTEN = "tighten"
    LOOSEN = "loosen"
    MIXED = "mixed"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day.

    `text` is ISO 8601 at its known precision: "2026", "2026-01" or "2026-01-15".
    """

    text: str

    @property
    def first(self) -> date:
        """The earliest day this date can mean."""
        year, month, day = ([int(part) for part in self.text.split("-")] + [1, 1])[:3]
        return date(year, month, day)

    def __str__(self) -> str:
        return self.text


def partial_date(text: str) -> PartialDate | None:
    """Return the date that "2026", "2026-01" or "2026-01-15" means, None for anything else."""
    made = PartialDate(text.strip())
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", made.text):
        return None
    try:
        made.first.isoformat()
    except ValueError:
        return None
    return made


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A published source that a document rests on; nothing but the publisher is certain.

    `document` is the id under which the source itself lies in the corpus.
    """

    publisher: str
    title: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Whose words or position a document of kind `quote` holds.

    A `verbatim` quote is shown in quotation marks; a paraphrase never is.
    """

    speaker: str
    affiliation: str | None
    verbatim: bool
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article, rule, brief, term page or quote, with the text that may be cited.

    `id` is unique in a corpus and stable across reloads (the path in the corpus folder, or the
    id a quote gives itself). `digest` is the SHA-256 of everything that reaches the index, so two
    documents of equal digest need no new encoding. `path` is relative to the corpus folder and
    `line` is where the text begins in that file (1-based).
    """

    id: str
    text: str
    title: str
    kind: Kind = Kind.ARTICLE
    publisher: str | None = None
    author: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    topics: tuple[str, ...] = ()
    status: Status | None = None
    effective: PartialDate | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    license: str | None = None
    sources: tuple[SourceReference, ...] = ()
    quote: Quote | None = None
    path: str = ""
    line: int = 1
    digest: str = ""

    @property
    def link(self) -> str | None:
        """The document's own address, else that of the first source that has one."""
        return self.url or next((source.url for source in self.sources if source.url), None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document: `[start, end)` without surrounding white space."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is indexed and searched as one.

    `sentences` lie inside `[start, end)`, in order, and do not overlap.
    """

    document: Document
    start: int
    end: int
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The passage, character for character."""
        return self.document.text[self.start : self.end]

    def sentence_text(self, sentence: Sentence) -> str:
        """The text of one of this passage's sentences."""
        return self.document.text[sentence.start : sentence.end]


class Severity(StrEnum):
    """An error keeps a document out of the index (or fails a check); a warning doesn't."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a corpus file, shown as `file:line: reason`.

    The reason is a phrase with fields such as {name}, and the values that stand in them.
    """

    path: str
    line: int
    phrase: str
    severity: Severity = Severity.ERROR
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def fault(self) -> ChokepointError:
        """The reason alone."""
        return ChokepointError(self.phrase, **self.values)

    @property
    def reason(self) -> str:
        """The reason in English."""
        return str(self.fault)

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints as JSON."""
        return {
            "path": self.path,
            "line": self.line,
            "reason": self.reason,
            "severity": self.severity,
        }

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything read from a corpus folder: what can be used, and what couldn't be and why."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    by_id: dict[str, Document] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.by_id:
            object.__setattr__(self, "by_id", {doc.id: doc for doc in self.documents})

    def without(self, ids: Collection[str]) -> Corpus:
        """Return the corpus without the documents of these ids."""
        documents = tuple(document for document in self.documents if document.id not in ids)
        return Corpus(documents, self.problems)
