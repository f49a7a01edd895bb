"""From a message to verdicts: find evidence for each claim, weigh it, decide with care.

Contradicted needs a sentence about the same thing that says otherwise; silence contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from retrieval.answer import Citation
from retrieval.claims.judging import LEANING, OPPOSITE, Judgement, judge
from retrieval.claims.opinion import is_opinion
from retrieval.claims.report import ClaimReport, ClaimVerdict, Verdict
from retrieval.claims.splitting import claims_in
from retrieval.documents import Kind, Status
from retrieval.encoder import Vectors
from retrieval.errors import NotInCorpusError, QuestionError
from retrieval.evidence import Evidence, weigh_sentences
from retrieval.index import Index
from retrieval.question import Question, Turn, understand
from retrieval.quoting import Bibliography, holder, newest_date
from retrieval.rule_status import RuleStatus, rule_status_of
from retrieval.search import search
from retrieval.subject import Subject
from retrieval.verify.moments import moments

LONGEST_MESSAGE = 4000
# Passages searched and sentences judged for a claim; the deciding spans shown on each side.
PASSAGES = 12
SENTENCES = 40
SHOWN = 3

Encode = Callable[[Sequence[str]], Vectors]

_STANDS = re.compile(
    r"\b(?:in (?:force|effect)|still (?:applies|stands|holds|valid|active|law|there)|"
    r"currently (?:applies|valid|active)|"
    r"is (?:(?:still|now) )?(?:active|valid|the law|a law|law|binding))\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:rescinded|repealed|withdrawn|revoked|suspended|paused|superseded|replaced|scrapped|"
    r"cancel+ed|abolished|dead|(?:no longer|not) in (?:force|effect)|lifted|gone)\b",
    re.IGNORECASE,
)
_NOT_STANDS = re.compile(r"\b(?:not|no longer|never|isn't|n't)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sentence of the corpus with what it says to the claim."""

    evidence: Evidence
    judgement: Judgement

    @property
    def document(self) -> str:
        return self.evidence.hit.passage.document.id

    @property
    def is_position(self) -> bool:
        return self.evidence.hit.passage.document.kind is Kind.QUOTE

    def cite(self, bibliography: Bibliography) -> Citation:
        sentence = self.evidence.sentence
        return bibliography.cite(self.evidence.hit.passage.document, sentence.start, sentence.end)


def check_message(index: Index, text: str, encode: Encode, today: str) -> ClaimReport:
    """Check every claim of `text` against `index`; `seconds` is left 0 for the caller to fill.

    Raises:
        QuestionError: the message is empty or over 4,000 characters.
    """
    text = text.strip()
    if not any(char.isalnum() for char in text):
        raise QuestionError("There is no claim in the message; type what should be checked.")
    if len(text) > LONGEST_MESSAGE:
        raise QuestionError(
            f"The message has {len(text):,} characters; shorten it to {LONGEST_MESSAGE:,}."
        )
    bibliography = Bibliography()
    verdicts: list[ClaimVerdict] = []
    history: list[Turn] = []
    for claim in claims_in(text):
        verdicts.append(_verdict(index, claim, history, encode, today, bibliography))
        history.append(Turn(claim))
    newest = [index.newest] if index.newest else []
    return ClaimReport(
        text=text,
        claims=tuple(verdicts),
        sources=bibliography.sources(),
        as_of=newest_date(bibliography.documents or newest),
        seconds=0.0,
        generation=index.generation,
    )


def _verdict(
    index: Index,
    claim: str,
    history: Sequence[Turn],
    encode: Encode,
    today: str,
    bibliography: Bibliography,
) -> ClaimVerdict:
    if is_opinion(claim):
        return ClaimVerdict(
            claim, Verdict.OPINION, "A judgement or a forecast, which no source can prove."
        )
    question = understand(claim, index.gazetteer, history)
    vectors = encode([question.text, *(part.text for part in question.parts)])
    found = _of_status(Subject(index, question, vectors), claim, today, bibliography)
    return found or _decide(claim, index, _judged(index, claim, question, vectors), bibliography)


def _judged(index: Index, claim: str, question: Question, vectors: Vectors) -> list[_Judged]:
    hits = search(index, question, vectors, PASSAGES)
    judged: list[_Judged] = []
    for item in weigh_sentences(index, question, hits)[:SENTENCES]:
        passage = item.hit.passage
        leans = item.place and LEANING.match(item.text)
        before = passage.sentences[item.place - 1] if leans else None
        judged.append(
            _Judged(
                item,
                judge(
                    claim,
                    item.text,
                    passage.document,
                    passage.sentence_text(before) if before else "",
                    index.lexical.idf,
                ),
            )
        )
    return judged


def _decide(
    claim: str, index: Index, judged: Sequence[_Judged], bibliography: Bibliography
) -> ClaimVerdict:
    bearing = _best(item for item in judged if item.judgement.supports)
    denying = _best(item for item in judged if item.judgement.conflict)
    positions = [item for item in bearing if item.is_position]
    facts = [item for item in bearing if not item.is_position]
    if facts:
        apart = _rivals(index, facts, denying)
        for_, against = _cited(facts, bibliography), _cited(apart, bibliography)
        if apart:
            reason = f"Sources differ: one {apart[0].judgement.conflict}."
            return ClaimVerdict(claim, Verdict.DISPUTED, reason, for_, against)
        return ClaimVerdict(claim, Verdict.SUPPORTED, "The corpus says so.", for_)
    if denying:
        reason = f"The corpus {denying[0].judgement.conflict}."
        return ClaimVerdict(claim, Verdict.CONTRADICTED, reason, (), _cited(denying, bibliography))
    if positions:
        who = holder(positions[0].evidence.hit.passage.document)
        reason = f"It is the position of {who}." if who else "It is somebody's position."
        return ClaimVerdict(claim, Verdict.OPINION, reason, _cited(positions, bibliography))
    return ClaimVerdict(claim, Verdict.ABSENT, "The corpus says nothing that decides it.")


def _best(items: Iterable[_Judged]) -> list[_Judged]:
    return sorted(items, key=lambda item: (-item.judgement.coverage, -item.evidence.score))


def _rivals(index: Index, bearing: Sequence[_Judged], denying: Sequence[_Judged]) -> list[_Judged]:
    """Return the contradictions that stand beside support: of sources known to conflict."""
    own = {item.document for item in bearing}
    known = {other for id_ in own for other in index.corpus.by_id[id_].conflicts_with}
    return [
        item
        for item in denying
        if (item.document in known - own or item.judgement.conflict == OPPOSITE)
        and _same_month(item.evidence.text, bearing[0].evidence.text)
    ]


def _same_month(one: str, other: str) -> bool:
    """Whether two sentences may tell of one event: a month in common, or none in one of them."""
    ours = {(moment.year, moment.month) for moment in moments(one) if moment.month}
    theirs = {(moment.year, moment.month) for moment in moments(other) if moment.month}
    return not ours or not theirs or bool(ours & theirs)


def _cited(items: Sequence[_Judged], bibliography: Bibliography) -> tuple[Citation, ...]:
    return tuple(item.cite(bibliography) for item in items[:SHOWN])


def _of_status(
    subject: Subject, claim: str, today: str, bibliography: Bibliography
) -> ClaimVerdict | None:
    """Decide a claim about whether a rule stands, by the corpus's record of that rule."""
    stands, gone = bool(_STANDS.search(claim)), bool(_GONE.search(claim))
    if not (stands or gone) or moments(claim) or not _names_rule(subject):
        return None
    if stands and _NOT_STANDS.search(claim):
        stands, gone = False, True
    elif gone and not stands and re.search(r"\b(?:not|never|n't)\b", claim):
        stands, gone = True, False
    try:
        record = rule_status_of(subject, today)
    except NotInCorpusError:
        return None
    status = Status(record.status)
    over = status.is_past or (stands and status is Status.PROPOSED)
    if stands == gone or not (over or status is Status.IN_FORCE):
        return None
    cited = _status_span(record, subject.index, bibliography)
    if not cited:
        return None
    if over == gone:
        return ClaimVerdict(claim, Verdict.SUPPORTED, f"{record.line}.".replace("..", "."), cited)
    return ClaimVerdict(
        claim, Verdict.CONTRADICTED, f"{record.line}.".replace("..", "."), (), cited
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
