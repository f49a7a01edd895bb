"""What a phrased statement may leave out of the sentence it cites, and what of a list it may mix.

A cut makes a sentence shorter and may make it say more: of what was said of some things only, the
restriction is gone; of what one thing tells of another, the other is left to tell it itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from retrieval.quantities import quantities
from retrieval.tokens import STOP_WORDS, TOKEN, fold, stem
from retrieval.verify.failure import Failure
from retrieval.verify.moments import moments
from retrieval.verify.reading import read

_RELATIVE = frozenset({"that", "which", "who", "whose"})
_DETERMINERS = frozenset("a an one two some several another each its their his her the".split())
_BREAK = re.compile(r"[,;:.!?()—–]")
_LIST = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+")
# What a member of a list is: the words behind its article, up to a preposition.
_MEMBER = re.compile(r"\b(?:an?|the)\s+((?:(?!in\b|of\b|for\b|with\b|to\b|on\b)\w\S*\s*)+)")
# Two in a list can't be told from two things said of one.
_MEMBERS = 3
_Token = tuple[str, int, int]


def miscut(text: str, spans: Sequence[str]) -> Failure | None:
    """Return what `text` wrongly leaves out of one of the `spans`, or mixes of its lists."""
    for span in spans:
        if found := _cut(text, span) or _mixed(text, span):
            return found
    return None


def _cut(text: str, span: str) -> Failure | None:
    said = _stems(text)
    for gap, dropped, after in _cuts(text, span):
        words = [word for word, *_ in dropped]
        if _BREAK.search(gap):
            continue
        out = span[dropped[0][1] : dropped[-1][2]]
        if words[0] == "for" and not (_identifies(out) or _stems(out) <= said):
            return Failure("support", f"The cited text says it “{out}” only.")
        told = len(words) > 2 and words[-2] in _RELATIVE
        telling = len(words) > 2 and words[-1].endswith("ing") and words[0] in _DETERMINERS
        if after and (told or telling):
            return Failure("order", f"The cited text has “{out}” before “{after}”.")
    return None


def _cuts(text: str, span: str) -> Iterator[tuple[str, Sequence[_Token], str]]:
    """Yield each stretch of `span` left out behind words kept.

    With it come the signs between it and its neighbours, and the word kept behind it, if any.
    """
    ours, theirs = _tokens(text), _tokens(span)
    matcher = SequenceMatcher(
        None, [word for word, *_ in theirs], [word for word, *_ in ours], autojunk=False
    )
    for tag, start, end, *_ in matcher.get_opcodes():
        if tag != "delete" or not start:
            continue
        gap = span[theirs[start - 1][2] : theirs[start][1]]
        if end == len(theirs):
            yield gap, theirs[start:end], ""
        else:
            gap += span[theirs[end - 1][2] : theirs[end][1]]
            yield gap, theirs[start:end], theirs[end][0]


def _identifies(out: str) -> bool:
    """Whether what is left out names, counts or dates, which tells what is meant and no more."""
    return bool(read(out).names or quantities(out) or moments(out))


def _tokens(text: str) -> list[_Token]:
    return [(fold(match.group()), *match.span()) for match in TOKEN.finditer(text)]


def _mixed(text: str, span: str) -> Failure | None:
    """Whether two members of a list are each made of two of the source's: heads exchanged."""
    theirs = _members(span)
    mixed = [
        member
        for member, said in _members(text).items()
        if not any(said <= other for other in theirs.values())
        and said <= set().union(*(other for other in theirs.values() if said & other))
    ]
    if len(theirs) < _MEMBERS or len(mixed) < 2:
        return None
    return Failure("order", f"The cited text has no “{mixed[0]}” in its list.")


def _members(text: str) -> dict[str, set[str]]:
    """Return the members of a list, "a Taiwan-based manager", each with its stems."""
    matches = [_MEMBER.search(part) for part in _LIST.split(text)]
    return {match.group(): _stems(match[1]) for match in matches if match}


def _stems(text: str) -> set[str]:
    words = [word for word, *_ in _tokens(text) if word not in STOP_WORDS]
    return set(stem([word.removesuffix("'s") for word in words]))
