"""What checking a message gives back: a verdict a claim, with the spans that decide it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from retrieval.answer import Citation, Source, plain


class Verdict(StrEnum):
    """Which way the corpus points."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    DISPUTED = "disputed"
    OPINION = "opinion"
    ABSENT = "not_in_corpus"


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One claim with its verdict.

    `reason` says in plain words why; `supporting` and `contradicting` are the spans that decide
    it, best first. Both are empty for an opinion nobody in the corpus holds and for a claim the
    corpus says nothing about; an opinion of somebody's in the corpus is cited as `supporting`.
    `nearest` holds, for a claim that nothing decides, the spans that together come nearest to it.
    """

    claim: str
    verdict: Verdict
    reason: str
    supporting: tuple[Citation, ...] = ()
    contradicting: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every span that decides the verdict."""
        return (*self.supporting, *self.contradicting)


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """The verdicts on a message's claims, in the message's order.

    `claims` is empty when the message makes none. `as_of` is the date of the newest source
    cited, else of the newest in the corpus, ISO 8601; `seconds` the time the librarian took.
    """

    text: str
    claims: tuple[ClaimVerdict, ...]
    sources: tuple[Source, ...]
    as_of: str | None
    seconds: float
    generation: str = ""

    @property
    def decided(self) -> bool:
        """Whether the corpus has something to say on any claim."""
        checked = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.DISPUTED)
        return any(claim.verdict in checked for claim in self.claims)

    def as_json(self) -> dict[str, Any]:
        """The object that the command line prints (the contract of `check --json`)."""
        plain_report: dict[str, Any] = plain(asdict(self))
        return plain_report
