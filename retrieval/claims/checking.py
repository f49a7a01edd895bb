"""From a message to verdicts: find evidence for each claim, weigh it, decide with care.

Contradicted needs a sentence about the same thing that says otherwise; silence contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from retrieval.answer import Citation
from retrieval.claims.casing import recased
from retrieval.claims.conjuncts import causes
from retrieval.claims.disputing import Judged, rivals
from retrieval.claims.judging import LEANING, judge
from retrieval.claims.kindred import kindred
from retrieval.claims.opinion import is_opinion
from retrieval.claims.report import ClaimReport, ClaimVerdict, Verdict
from retrieval.claims.splitting import claims_in
from retrieval.claims.status import of_status
from retrieval.encoder import Vectors
from retrieval.errors import QuestionError
from retrieval.evidence import Evidence, weigh_sentences
from retrieval.index import Index
from retrieval.question import Turn, understand
from retrieval.quoting import Bibliography, holder, newest_date
from retrieval.search import search
from retrieval.subject import Subject
from retrieval.verify.reading import Name, read

LONGEST_MESSAGE = 4000
# Passages searched and sentences judged for a claim; the deciding spans shown on each side.
PASSAGES = 12
SENTENCES = 40
SHOWN = 3
# Spans shown for a claim that nothing decides, and what a sentence's score as an answer weighs in
# choosing them beside the share of the claim that it adds. Of .05 to .5 this did best on both
# halves of WiCE dev's supported claims (full sets .75; .70 for the five best scores).
NEAREST = 5
SCORE = 0.1

Encode = Callable[[Sequence[str]], Vectors]


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
            "The message has {number} characters; shorten it to {most}.",
            number=f"{len(text):,}",
            most=f"{LONGEST_MESSAGE:,}",
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
    question = understand(claim, index.gazetteer, history)
    vectors = encode([question.text, *(part.text for part in question.parts)])
    hits = search(index, question, vectors, PASSAGES)
    evidence = weigh_sentences(index, question, hits)[:SENTENCES]
    said = recased(claim, (item.text for item in evidence))
    if is_opinion(said):
        return ClaimVerdict(
            claim, Verdict.OPINION, "A judgement or a forecast, which no source can prove."
        )
    found = of_status(Subject(index, question, vectors), said, today, bibliography)
    if found:
        return replace(found, claim=claim)
    about = _referents(said, history)
    verdict = _decide(said, index, _judged(index, said, evidence, about), bibliography)
    verdict = replace(verdict, claim=claim)
    if verdict.verdict is not Verdict.ABSENT:
        return verdict
    # Neither half of "A because B" makes the whole, but one that is denied undoes it.
    for half in causes(said):
        names = about or read(said).names
        halved = _judged(index, half, evidence, names)
        denying = _denying(halved)
        if denying:
            return _contradicted(claim, denying, bibliography)
    return verdict


def _referents(claim: str, history: Sequence[Turn]) -> tuple[Name, ...]:
    """Return the names that a claim leaning on an earlier one may mean; else nothing."""
    said = read(claim)
    if said.names and not LEANING.match(claim):
        return ()
    return next((names for turn in reversed(history) if (names := read(turn.question).names)), ())


def _judged(
    index: Index, claim: str, evidence: Sequence[Evidence], about: Sequence[Name]
) -> list[Judged]:
    judged: list[Judged] = []
    for item in evidence:
        passage = item.hit.passage
        leans = item.place and LEANING.match(item.text)
        before = passage.sentence_text(passage.sentences[item.place - 1]) if leans else ""
        if about and not _names_any(f"{item.text}\n{before}", item, about):
            continue
        judgement = judge(
            claim,
            item.text,
            passage.document,
            before,
            index.lexical.idf,
            referring=bool(about),
        )
        judged.append(Judged(item, judgement))
    return judged


def _names_any(text: str, item: Evidence, about: Sequence[Name]) -> bool:
    """Whether a sentence, or the document it stands in, names one of what a claim may mean."""
    there = read(f"{text}\n{item.document.title}").words
    said = [word for name in about for word in read(name.text).words]
    return any(kindred(one, other) for one in said for other in there)


def _decide(
    claim: str, index: Index, judged: Sequence[Judged], bibliography: Bibliography
) -> ClaimVerdict:
    bearing = _best(item for item in judged if item.judgement.supports)
    denying = _denying(judged)
    told = _best(item for item in judged if item.judgement.disputed)
    if told:
        reason = "Sources differ, as one of them tells."
        return ClaimVerdict(claim, Verdict.DISPUTED, reason, _cited(told, bibliography))
    positions = [item for item in bearing if item.is_position and not _names_holder(claim, item)]
    facts = [item for item in bearing if item not in positions]
    if facts:
        apart, others = rivals(index, facts, denying)
        for_, against = _cited(facts, bibliography), _cited(apart, bibliography)
        against += tuple(bibliography.cite(d, s.start, s.end) for d, s in others[:SHOWN])
        if against:
            conflict = apart[0].judgement.conflict if apart else "says otherwise"
            reason = f"Sources differ: one {conflict}."
            return ClaimVerdict(claim, Verdict.DISPUTED, reason, for_, against)
        return ClaimVerdict(claim, Verdict.SUPPORTED, "The corpus says so.", for_)
    if denying:
        return _contradicted(claim, denying, bibliography)
    if positions:
        who = holder(positions[0].evidence.hit.passage.document)
        reason = f"It is the position of {who}." if who else "It is somebody's position."
        return ClaimVerdict(claim, Verdict.OPINION, reason, _cited(positions, bibliography))
    reason = "The corpus says nothing that decides it."
    nearest = tuple(item.cite(bibliography) for item in _nearest(judged))
    return ClaimVerdict(claim, Verdict.ABSENT, reason, nearest=nearest)


def _denying(judged: Sequence[Judged]) -> list[Judged]:
    """Return what says otherwise than a claim, best first.

    Another number denies nothing where a sentence has the claim's with its names: the two
    are of different things, or the sources differ.
    """
    return _best(
        item
        for item in judged
        if item.judgement.conflict
        and not any(other.judgement.bears_number(item.judgement) for other in judged)
    )


def _nearest(judged: Sequence[Judged]) -> list[Judged]:
    """Choose the sentences that together hold the most of a claim, one after the other."""
    left = [item for item in judged if item.judgement.held]
    chosen: list[Judged] = []
    served: set[int] = set()

    def gain(item: Judged) -> float:
        added = sum(w for place, w in item.judgement.held.items() if place not in served)
        return added + SCORE * item.evidence.score

    while left and len(chosen) < NEAREST:
        best = max(left, key=gain)
        left.remove(best)
        chosen.append(best)
        served.update(best.judgement.held)
    return chosen


def _contradicted(
    claim: str, denying: Sequence[Judged], bibliography: Bibliography
) -> ClaimVerdict:
    reason = f"The corpus {denying[0].judgement.conflict}."
    return ClaimVerdict(claim, Verdict.CONTRADICTED, reason, (), _cited(denying, bibliography))


def _names_holder(claim: str, item: Judged) -> bool:
    """Whether a claim itself says whose position it is, so that it is a fact that they hold it."""
    quote = item.evidence.document.quote
    if quote is None:
        return False
    last = read(quote.speaker).words[-1:]
    return any(word.folded == name.folded for word in read(claim).words for name in last)


def _best(items: Iterable[Judged]) -> list[Judged]:
    return sorted(items, key=lambda item: (-item.judgement.coverage, -item.evidence.score))


def _cited(items: Sequence[Judged], bibliography: Bibliography) -> tuple[Citation, ...]:
    return tuple(item.cite(bibliography) for item in items[:SHOWN])
