"""The checks a statement goes through that is not its source's own wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.documents import Status
from retrieval.quantities import Quantity, quantities
from retrieval.tokens import STOP_WORDS
from retrieval.verify.alignment import clash
from retrieval.verify.failure import Failure
from retrieval.verify.moments import Moment, moments
from retrieval.verify.naming import Known
from retrieval.verify.opposites import contrary, contrary_in_place, same_side
from retrieval.verify.polarity import bears, denied_verb, modalities, negations
from retrieval.verify.reading import Reading, Word, read, sentences

# The least share of a statement's content words that its spans must hold, and the longest run of
# content words they may lack: a word in eight may be another, a clause may not be added.
FLOOR = 0.85
LONGEST_UNSUPPORTED = 1
# A span of more sentences is a stretch of a document: what a composer or a model cites is one.
LONGEST_SPAN = 4
# Words that a rewording brings in without saying anything more.
_LIGHT = frozenset(
    "accord report announc state note compani firm agenc govern offici countri current use base "
    "also includ name call number year date day sinc come came known follow exist".split()
)
# How far a statement reaches: a word of the first set needs one of the second in the source.
_SCOPES = tuple(
    (frozenset(said.split()), frozenset(needed.split()))
    for said, needed in (
        ("all every any always entire", "all every any always entire each whole full both no"),
        ("each apiece", "each apiece every per both all"),
        ("total together", "total together altogether sum overall combined all"),
        ("only solely exclusively", "only solely exclusively just alone merely"),
    )
)
_COPULAS = frozenset("is are was were be been being become becomes became remain remains".split())

_IN_FORCE = re.compile(
    r"\b(?:in (?:force|effect)|take[sn]? effect|took effect|still (?:applies|apply|stands?|holds?)|"
    r"effective|appl(?:y|ies|ied)|binding|enforced|entered into force|now law|is law)\b",
    re.IGNORECASE,
)
_IN_FORCE_NOW = re.compile(
    r"\b(?:is|are|remains?|stays?|now|still)\s+(?:now |still |currently |fully )*"
    r"(?:in (?:force|effect)|effective|binding|law|enforced)\b|\bstill (?:applies|apply|stands?)\b",
    re.IGNORECASE,
)
_TENTATIVE = frozenset(
    "propos draft plan consid would could may might announc expect suspend rescind withdraw "
    "withdrawn supersed paus delay revok".split()
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NOT_YET = (Status.PROPOSED, Status.ANNOUNCED, Status.REPORTED)


@dataclass(frozen=True)
class Source:
    """What a statement is checked against: its spans as one text, sentence by sentence.

    `long` says that a span is a stretch of a document, in which a word may stand anywhere.
    """

    whole: Reading
    sentences: tuple[Reading, ...]
    known: Known
    statuses: tuple[Status | None, ...]
    long: bool = False


def source_of(
    spans: Sequence[str],
    attribution: frozenset[str],
    aliases: tuple[tuple[str, ...], ...],
    statuses: tuple[Status | None, ...],
) -> Source:
    """Read the cited spans; their sentences, and neighbours' in one span, stand for themselves."""
    whole = read("\n".join(spans))
    apart = [sentences(span) for span in spans]
    single = [reading for readings in apart for reading in readings]
    # A statement may leave out what stands in brackets.
    single += [read(bare) for item in single if (bare := _BRACKETS.sub("", item.text)) != item.text]
    long = any(len(readings) > LONGEST_SPAN for readings in apart)
    return Source(whole, tuple(single), Known(whole, attribution, aliases), statuses, long)


def failures(text: str, source: Source) -> tuple[Failure, ...]:
    """Return what a statement says that its source doesn't, a failure a check."""
    statement = read(text)
    checks = [item for item in _CHECKS if not (source.long and item in _WORD_BY_WORD)]
    found = [check(statement, source) for check in checks]
    return tuple(failure for failure in found if failure)


def _numbers(statement: Reading, source: Source) -> Failure | None:
    said = [q for q in quantities(statement.text) if not _in_date(q, moments(statement.text))]
    there = quantities(source.whole.text)
    years = {moment.year for moment in moments(source.whole.text)}
    dated = moments(source.whole.text)
    free = [q for q in there if not _in_date(q, dated)]
    for quantity in said:
        text = statement.text[quantity.start : quantity.end]
        alike = [q for q in free if quantity.equals(q) or quantity.holds(q)]
        if not alike and not quantity.unit and quantity.low in years:
            continue
        if not alike:
            return Failure("number", f"“{text}” is not a number of the cited text.")
        if all(_bound_differs(quantity, other) for other in alike):
            return Failure("number", f"“{text}” is a limit in one text and not in the other.")
    return None


def _in_date(quantity: Quantity, dates: Sequence[Moment]) -> bool:
    return any(date.start <= quantity.start and quantity.end <= date.end for date in dates)


def _bound_differs(one: Quantity, other: Quantity) -> bool:
    return one.bound is not other.bound and not (one.vague or other.vague)


def _dates(statement: Reading, source: Source) -> Failure | None:
    there = moments(source.whole.text)
    values = {quantity.low for quantity in quantities(source.whole.text)}
    for moment in moments(statement.text):
        if any(moment.within(other) for other in there):
            continue
        bare = moment.month is None and moment.weekday is None and moment.decade is None
        if bare and moment.year in values:
            continue
        if source.long and _year_apart(moment, there):
            continue
        text = statement.text[moment.start : moment.end]
        return Failure("date", f"“{text}” is not a date of the cited text.")
    return None


def _year_apart(moment: Moment, there: Sequence[Moment]) -> bool:
    """Whether a text gives a day or month without its year, and that year elsewhere."""
    open_ = replace(moment, year=None)
    return any(other.year == moment.year for other in there) and any(
        other.year is None and other.month and open_.within(other) for other in there
    )


def _names(statement: Reading, source: Source) -> Failure | None:
    for name in statement.names:
        if not source.known.holds(name, statement):
            return Failure("name", f"“{name.text}” is not named in the cited text.")
    return None


def _negations(statement: Reading, source: Source) -> Failure | None:
    ours, theirs = negations(statement), negations(source.whole)
    denied = {stem for negation in theirs for stem in negation.scope}
    for negation in ours:
        if negation.scope and not denied & set(negation.scope):
            return Failure("negation", f"The cited text doesn't deny this: “{negation.text}”.")
        if not theirs:
            return Failure("negation", f"The cited text has no “{negation.text}”.")
    own = {stem for negation in ours for stem in negation.scope}
    own |= {verb.stem for n in ours if (verb := denied_verb(statement, n.place))}
    for negation in theirs:
        head = negation.scope[0] if negation.scope else None
        if head is None or head in own or head not in statement.stems:
            continue
        if not _affirmed(head, source.whole, denied):
            return Failure("negation", f"The cited text denies what is said of “{head}”.")
    return None


def _affirmed(head: str, source: Reading, denied: set[str]) -> bool:
    """Whether the source also says `head` outside every denial."""
    count = sum(word.stem == head for word in source.words)
    return count > sum(head in negation.scope for negation in negations(source)) and bool(denied)


def _modals(statement: Reading, source: Source) -> Failure | None:
    there = modalities(source.whole)
    for stem, kinds in modalities(statement).items():
        known = there.get(stem)
        if not known:
            continue
        for kind in kinds:
            if not bears(known, kind):
                word = next(word.text for word in statement.words if word.stem == stem)
                how = kind or "plain"
                return Failure(
                    "modal", f"“{word}” is said as {how}, the cited text says it otherwise."
                )
    return None


def _opposites(statement: Reading, source: Source) -> Failure | None:
    word = None if source.long else contrary(statement, source.whole)
    if word is None and (found := contrary_in_place(statement, source.sentences)):
        word = found[0]
    return Failure("opposite", f"The cited text says the opposite of “{word}”.") if word else None


def _scope(statement: Reading, source: Source) -> Failure | None:
    for said, needed in _SCOPES:
        word = next((word for word in statement.words if word.folded in said), None)
        if word and not needed & source.whole.folded and not negations(statement):
            return Failure("scope", f"The cited text doesn't say “{word.text}”.")
    return None


def _status(statement: Reading, source: Source) -> Failure | None:
    if not _IN_FORCE_NOW.search(statement.text) or negations(statement):
        return None
    if not _IN_FORCE.search(source.whole.text):
        return Failure("status", "The cited text doesn't say that it is in force.")
    past = next((status for status in source.statuses if status and status.is_past), None)
    if past or any(status in _NOT_YET for status in source.statuses):
        word = (past or next(s for s in source.statuses if s in _NOT_YET)).value
        if _TENTATIVE.isdisjoint(statement.stems) and word not in statement.folded:
            return Failure("status", f"The source is marked {word}, the statement in force.")
    return None


def _order(statement: Reading, source: Source) -> Failure | None:
    for sentence in sentences(statement.text):
        found = clash(sentence, source.sentences)
        # One word in another's place: who sums up a long text says it in words of their own.
        if found and not (source.long and found.kind in {"support", "modal"}):
            own = found.kind in {"negation", "modal", "opposite", "support"}
            return Failure(
                found.kind if own else "order",
                f"“{found.said}” stands where the cited text has “{found.source}”.",
            )
    return None


def _support(statement: Reading, source: Source) -> Failure | None:
    content = list(content_words(statement))
    if not content:
        return None
    lacking = [not is_supported(word, source) for word in content]
    share = 1 - sum(lacking) / len(lacking)
    if share < FLOOR:
        return Failure("support", "Too few of its words are in the cited text.")
    run = longest = 0
    for lacks in lacking:
        run = run + 1 if lacks else 0
        longest = max(longest, run)
    if longest > LONGEST_UNSUPPORTED or _predicate_lacks(statement, source):
        return Failure("support", "It says more than the cited text.")
    return None


def content_words(statement: Reading) -> Iterator[Word]:
    """Yield the words that no other check looks at: no names, numbers, dates or denials."""
    text = statement.text
    spans = [(quantity.start, quantity.end) for quantity in quantities(text)]
    spans += [(moment.start, moment.end) for moment in moments(text)]
    denials = {negation.place for negation in negations(statement)}
    for place, word in enumerate(statement.words):
        if word.name or place in denials or word.folded in STOP_WORDS or word.stem in _LIGHT:
            continue
        if not any(start <= word.start and word.end <= end for start, end in spans):
            yield word


def _predicate_lacks(statement: Reading, source: Source) -> bool:
    """Whether what a thing "is" or "was" is not in the source: "exports are unlimited"."""
    content = set(content_words(statement))
    return any(
        word.folded in _COPULAS and following in content and not is_supported(following, source)
        for word, following in pairwise(statement.words)
    )


def is_supported(word: Word, source: Source) -> bool:
    """Whether a content word of a statement is in the source, by stem or a known stand-in."""
    stems = source.whole.stems
    if word.stem in stems or any(char.isdigit() for char in word.folded):
        return True
    if word.name and source.known.knows(word.folded):
        return True
    if any(same_side(word.stem, other) for other in stems):
        return True
    # One root with another ending: "licence", "licensing"; "restrict", "restriction".
    root = word.folded[: max(5, len(word.folded) - 4)]
    return len(root) >= 5 and any(other.folded.startswith(root) for other in source.whole.words)


_Check = Callable[[Reading, Source], Failure | None]
_CHECKS: tuple[_Check, ...] = (
    _numbers,
    _dates,
    _names,
    _negations,
    _modals,
    _opposites,
    _scope,
    _status,
    _order,
    _support,
)
# Of a long source these tell nothing: it says more, and in more ways, than any statement of it,
# and a statement that sums it up has words of its own.
_WORD_BY_WORD: frozenset[_Check] = frozenset({_modals, _scope, _status, _support})
