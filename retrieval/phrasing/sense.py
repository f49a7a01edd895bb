"""What a phrased statement may do to its sources beyond the gate's checks of single words.

Each check is for a way in which words that are all in the source come to say something else: two
values change places, what is in doubt is told as settled, a part becomes the whole, one side of a
contrast gets the other's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from retrieval.quantities import quantities
from retrieval.tokens import STOP_WORDS, TOKEN, fold, stem
from retrieval.verify.failure import Failure
from retrieval.verify.moments import moments

_WHOLE = re.compile(
    r"\b(?:all|any|anyone|every|everyone|entire(?:ly)?|whole|always|only|sole(?:ly)?|total|together|"
    r"combined|altogether|complete(?:ly)?|unlimited|fully|except|excluding|apart from|other than|"
    r"(?:everywhere|everything|nothing|none|anywhere) but)\b",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(r"\b(?:whether|unless|if|provided that)\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:whether|unless|if|provided|unknown|unclear|open|not (?:known|clear|stated|said)|"
    r"would|could|(?-i:may)|might|can|was to|is to|were to|no source|expect(?:s|ed)|plan(?:s|ned)|"
    r"forecasts?)\b",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[:;]\s")
_UNLIKE = re.compile(r",?\s*\bunlike\b\s*", re.IGNORECASE)
_CONTRAST = re.compile(r"[;,]?\s+\b(?:while|whereas)\b\s*|;\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s+|\s+(?:and|but|while|whereas|which|who)\s+", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom\s+(.+?)\s+to\s+(.+?)(?=\s+from\b|[,.;:]|$)", re.IGNORECASE)
_RELATION = re.compile(
    r"\s(behind|ahead of|than|in place of|instead of|rather than)\s", re.IGNORECASE
)
_SOFTENER = re.compile(r"(?<!not )\b(just|only|merely|simply)\b", re.IGNORECASE)
# Function words that say when, or who allows: what no other check looks at.
_TIMES = re.compile(r"\b(after|before|following|lets?|letting)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:certain|some|several|selected|part of|parts of|most|many|few)\b", re.IGNORECASE
)
_MUTUAL = frozenset({"differs", "differed", "matches", "equals", "agreed", "agrees", "contrasts"})
# Behind a verb that does nothing to anything: "came on 4 March".
_NO_OBJECT = re.compile(r"(?:on|in|at|for|with|under|by|into|as|from|to|of)\b")
_PASSIVE = r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+)?"
_CODE = re.compile(r"(?=\w*\d)(?=\w*[A-Za-z])\w+")


def misread(text: str, spans: Sequence[str]) -> Failure | None:
    """Return how `text` turns what the `spans` say, or None."""
    checks: tuple[Callable[[str, Sequence[str]], Failure | None], ...] = (
        _wholes,
        _codes,
        _doubts,
        _contrasts,
        _mingles,
        _turns,
        _doers,
        _parts,
        _places,
    )
    return next((failure for check in checks if (failure := check(text, spans))), None)


def _wholes(text: str, spans: Sequence[str]) -> Failure | None:
    there = {word.lower() for span in spans for word in _WHOLE.findall(span)}
    for word in _WHOLE.findall(text):
        if word.lower() not in there:
            return Failure("support", f"The cited text has no “{word}”.")
    return None


def _parts(text: str, spans: Sequence[str]) -> Failure | None:
    """What is said of certain things isn't said of all, nor an order of time put in."""
    whole = " ".join(spans)
    there = {word.lower() for word in _TIMES.findall(whole)}
    if new := next((word for word in _TIMES.findall(text) if word.lower() not in there), None):
        return Failure("order", f"The cited text has no “{new}”.")
    if _PARTS.search(text):
        return None
    said = set(_stems(text))
    for match in _PARTS.finditer(whole):
        of = _stems(whole[match.end() :])[:3]
        if len(said.intersection(of)) >= min(2, len(of)) > 0:
            return Failure("support", f"The cited text says it of “{match.group()}” only.")
    return None


def _codes(text: str, spans: Sequence[str]) -> Failure | None:
    """A code of letters and digits ("1970i") is copied or it is another code."""
    known = {fold(token) for span in spans for token in _CODE.findall(span)}
    counted = [(q.start, q.end) for q in quantities(text)]
    counted += [(moment.start, moment.end) for moment in moments(text)]
    for match in _CODE.finditer(text):
        plain = fold(match.group())
        if plain in known or plain.rstrip("s") in known or f"{plain}s" in known:
            continue
        if not any(start < match.end() and match.start() < end for start, end in counted):
            return Failure("name", f"“{match.group()}” is not in the cited text.")
    return None


def _doubts(text: str, spans: Sequence[str]) -> Failure | None:
    """What stands under a condition or a "whether" keeps it."""
    if _DOUBT.search(text):
        return None
    said = set(_stems(text))
    for span in spans:
        segments = _SEGMENT.split(span)
        settled = {root for part in segments if not _DOUBTFUL.search(part) for root in _stems(part)}
        if not said - settled:
            return None
    for span in spans:
        for segment in _SEGMENT.split(span):
            others = set(_stems(" ".join(spans).replace(segment, " ")))
            if _DOUBTFUL.search(segment) and said & set(_stems(segment)) - others:
                return Failure("modal", "The cited text leaves open what is said as settled.")
    return None


def _contrasts(text: str, spans: Sequence[str]) -> Failure | None:
    """What is said of one thing is not what the source says of the other."""
    for span in spans:
        for marker, strict in ((_UNLIKE, True), (_CONTRAST, False)):
            sides = [set(_stems(part)) for part in marker.split(span)]
            if len(sides) != 2:
                continue
            own = [sides[0] - sides[1], sides[1] - sides[0]]
            for clause in marker.split(text):
                places = [side for root in _stems(clause) for side in (0, 1) if root in own[side]]
                if len(set(places)) < 2 or _elsewhere(clause, span, spans):
                    continue
                subject, rest = places[0], places[1:]
                if strict or rest.count(subject) < rest.count(1 - subject):
                    return Failure("order", "The cited text says this of something else.")
    return None


def _elsewhere(clause: str, span: str, spans: Sequence[str]) -> bool:
    """Whether another span holds all of a clause."""
    said = set(_stems(clause))
    return any(said <= set(_stems(other)) for other in spans if other is not span)


def _mingles(text: str, spans: Sequence[str]) -> Failure | None:
    """Of several spans, one bears each clause: a name of one with a verb of another is no fact."""
    held = [set(_stems(span)) for span in spans]
    for clause in _CLAUSE.split(text):
        said = set(_stems(clause)) & set().union(*held)
        if not any(said <= own for own in held):
            return Failure("order", f"No single cited sentence says “{clause}”.")
    return None


def _turns(text: str, spans: Sequence[str]) -> Failure | None:
    """What stands on the two sides of "from … to", "behind", "instead of" stays there."""
    there = [pair for span in spans for pair in _pairs(span)]
    for word, begin, end in _pairs(text):
        for same, before, behind in there:
            earlier, later = before - behind, behind - before
            crossed = len(begin & later), len(end & earlier)
            straight = len(begin & earlier) + len(end & later)
            if word == same and all(crossed) and sum(crossed) > 2 * straight:
                return Failure("order", f"“{word}” stands the other way round in the cited text.")
    whole = " ".join(spans)
    for match in _SOFTENER.finditer(text):
        if f"not {match.group().lower()}" in whole.lower() and not _SOFTENER.search(whole):
            return Failure("negation", f"The cited text says “not {match.group()}”.")
    return None


def _doers(text: str, spans: Sequence[str]) -> Failure | None:
    """Who does something to whom: the two sides of a verb stay its sides."""
    for span in spans:
        for verb in set(re.findall(r"\b[a-z]{3,}\b", text)) - _MUTUAL - STOP_WORDS:
            one, other = text.split(f" {verb} "), span.split(f" {verb} ")
            if len(one) != 2 or len(other) != 2 or _NO_OBJECT.match(one[1]):
                continue
            if bool(re.search(_PASSIVE + verb, text)) != bool(re.search(_PASSIVE + verb, span)):
                continue
            begin, end = (set(_stems(part)) for part in one)
            before, behind = (set(_stems(part)) for part in other)
            subject = begin & (before | behind)
            if subject and before and subject <= behind - before and before <= end:
                return Failure("order", f"The cited text has the sides of “{verb}” exchanged.")
    return None


def _pairs(text: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield what stands before and behind each word that sets two things against each other."""
    for one, other in _FROM_TO.findall(text):
        yield "from … to", set(_stems(one)), set(_stems(other))
    for clause in re.split(r"[,;:]\s", text):
        for match in _RELATION.finditer(clause):
            before, after = clause[: match.start()], clause[match.end() :]
            yield match[1].lower(), set(_stems(before)), set(_stems(after))


@dataclass(frozen=True, slots=True)
class _Value:
    """A number or a date with the words that stand nearest to it."""

    key: tuple[object, ...]
    start: int
    end: int
    near: frozenset[str]


def _places(text: str, spans: Sequence[str]) -> Failure | None:
    """Two values of one kind haven't changed places."""
    there = [(span, _values(span)) for span in spans]
    for one, other in combinations(_values(text), 2):
        if one.key[0] != other.key[0] or _overlap(one.key, other.key):
            continue
        first, second = _about(one.key, other.key, there), _about(other.key, one.key, there)
        apart = first - second, second - first
        crossed = one.near & apart[1], other.near & apart[0]
        straight = one.near & apart[0], other.near & apart[1]
        if all(crossed) and len(crossed[0]) + len(crossed[1]) > len(straight[0]) + len(straight[1]):
            values = text[one.start : one.end], text[other.start : other.end]
            return Failure("order", f"“{values[0]}” and “{values[1]}” have changed places.")
    return None


def _overlap(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two values may be one: "October 7" and "7 October 2022"."""
    return all(a == b or a is None or b is None for a, b in zip(one, other, strict=True))


def _about(
    key: tuple[object, ...],
    other: tuple[object, ...],
    there: Sequence[tuple[str, Sequence[_Value]]],
) -> frozenset[str]:
    """Return the words that belong to a value where the sources give it.

    They are all words of a sentence that doesn't give the other value, and else the nearest ones.
    """
    roots: set[str] = set()
    for span, values in there:
        keys = {value.key for value in values}
        if key in keys and other not in keys:
            roots.update(_stems(span))
        else:
            roots.update(root for value in values if value.key == key for root in value.near)
    return frozenset(roots)


def _values(text: str) -> list[_Value]:
    """Return the values of a sentence; each word belongs to the nearest of its kind."""
    dates = [
        (("date", moment.year, moment.month, moment.day), moment.start, moment.end)
        for moment in moments(text)
        # "NXT:2000" is no year.
        if text[max(0, moment.start - 1) : moment.start] in {"", " ", "("}
    ]
    numbers = [
        (("number", quantity.low, quantity.unit), quantity.start, quantity.end)
        for quantity in quantities(text)
        if not any(start <= quantity.start and quantity.end <= end for _, start, end in dates)
    ]
    taken = [(start, end) for _, start, end in dates + numbers]
    words = [
        (root, begin, last)
        for root, begin, last in _placed(text)
        if not any(start <= begin < end for start, end in taken)
    ]
    found: list[_Value] = []
    for kind in (dates, numbers):
        near: list[set[str]] = [set() for _ in kind]
        for root, begin, last in words:
            if kind:
                gaps = [
                    _gap(text[last:start] if begin < start else text[end:begin])
                    for _, start, end in kind
                ]
                near[gaps.index(min(gaps))].add(root)
        found += [
            _Value(key, start, end, frozenset(own))
            for (key, start, end), own in zip(kind, near, strict=True)
        ]
    return found


def _gap(between: str) -> int:
    """Return how far a word is from a value; what parts clauses puts it further away."""
    breaks = sum(char in ",;:" for char in between) + len(re.findall(r"\band\b", between))
    return len(between) + 40 * breaks


def _placed(text: str) -> list[tuple[str, int, int]]:
    matches = [match for match in TOKEN.finditer(text) if fold(match.group()) not in STOP_WORDS]
    roots = stem([fold(match.group()).removesuffix("'s") for match in matches])
    return [(root, *match.span()) for root, match in zip(roots, matches, strict=True)]


def _stems(text: str) -> list[str]:
    return [root for root, *_ in _placed(text)]
