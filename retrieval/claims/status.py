"""Claims about whether a rule stands, decided by the corpus's record of that rule."""

from __future__ import annotations

import re

from retrieval.answer import Citation
from retrieval.claims.dating import tells_apart
from retrieval.claims.in_force import DENIES, GONE, STANDS
from retrieval.claims.kindred import kindred
from retrieval.claims.report import ClaimVerdict, Verdict
from retrieval.documents import Document, Kind, Status
from retrieval.errors import NotInCorpusError
from retrieval.index import Index
from retrieval.quoting import Bibliography
from retrieval.rule_status import RuleStatus, rule_status_of
from retrieval.subject import Subject
from retrieval.tokens import STOP_WORDS
from retrieval.verify.moments import moments
from retrieval.verify.reading import read

# Behind these a thing isn't done, or not yet: "would replace it".
_NOT_DONE = frozenset("would will to may could not never no".split())
_PRESENT = frozenset("still now currently today already longer anymore any more yet".split())


def of_status(
    subject: Subject, claim: str, today: str, bibliography: Bibliography
) -> ClaimVerdict | None:
    """Decide a claim that says whether a rule stands and nothing else; None for any other."""
    stands, gone = bool(STANDS.search(claim)), bool(GONE.search(claim))
    reading = read(claim)
    dated = not all(tells_apart(reading, moment) for moment in moments(claim))
    if not (stands or gone) or dated or not _names_rule(subject):
        return None
    if DENIES.search(claim) and not re.search(r"\bnot in (?:force|effect|place)\b", claim):
        stands, gone = gone and not stands, stands
    elif stands and gone:
        stands = False
    try:
        record = rule_status_of(subject, today)
    except NotInCorpusError:
        return None
    rule = subject.index.corpus.by_id[record.document]
    status = Status(record.status)
    over = status.is_past or (status is Status.PROPOSED and bool(STANDS.search(claim)))
    if _says_more(claim, rule) or not (over or status is Status.IN_FORCE):
        return None
    cited = _status_span(record, subject.index, bibliography)
    if not cited:
        return None
    line = f"{record.line}.".replace("..", ".")
    if over == gone:
        # How a rule ended is part of the claim: a suspended rule was not repealed.
        ended = GONE.search(claim)
        told = gone and not stands and ended and not DENIES.search(claim)
        if told and ended and not _ended_so(ended.group(), status, cited):
            return None
        return ClaimVerdict(claim, Verdict.SUPPORTED, line, cited)
    return ClaimVerdict(claim, Verdict.CONTRADICTED, line, (), cited)


def _says_more(claim: str, rule: Document) -> bool:
    """Whether a claim holds words of weight that neither name the rule nor tell its status."""
    bare = GONE.sub(" ", STANDS.sub(" ", claim))
    names = read("; ".join((rule.title, *rule.aliases))).words
    return any(
        word.folded not in STOP_WORDS | _PRESENT
        and not (DENIES.fullmatch(word.text) or word.text.endswith("n't"))
        and not any(kindred(word, name) for name in names)
        for word in read(bare).words
    )


def _ended_so(word: str, status: Status, cited: tuple[Citation, ...]) -> bool:
    """Whether a rule came to an end in the way the claim's word says."""
    if re.search(r"\bin (?:force|effect|place)\b|gone|dead", word, re.IGNORECASE):
        return True
    (said,) = read(word).words[:1]
    near = [read(status.value), *(read(citation.quote) for citation in cited)]
    return any(
        kindred(said, other)
        and _NOT_DONE.isdisjoint(word.folded for word in text.words[max(0, i - 2) : i])
        for text in near
        for i, other in enumerate(text.words)
    )


def _names_rule(subject: Subject) -> bool:
    """Whether the claim names a rule of the corpus by its title or an alias."""
    by_id = subject.index.corpus.by_id
    named = [by_id[id_] for id_ in subject.question.documents]
    return any(document.kind is not Kind.TERM and document.status for document in named)


def _status_span(
    record: RuleStatus, index: Index, bibliography: Bibliography
) -> tuple[Citation, ...]:
    statements = [record.statement, *(link.statement for link in record.chain)]
    spans = [c for statement in statements[:1] if statement for c in statement.citations]
    if not spans:
        spans = [c for statement in statements if statement for c in statement.citations][-1:]
    return tuple(bibliography.cite(index.corpus.by_id[c.document], c.start, c.end) for c in spans)
