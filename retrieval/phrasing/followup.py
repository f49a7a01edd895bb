"""Whether a model's line says a follow-up in full and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.question import Turn
from retrieval.tokens import STOP_WORDS, words

# "Rewritten question: …", "- …", a line in quotation marks.
_LABEL = re.compile(r"^(?:[-*•>]\s*|(?:[A-Za-z]+ ){0,3}[Qq]uestion\s*:\s*|[Rr]ewritten\s*:\s*)+")
_MARKS = " \t\"'“”‘’`*"
# What a question may begin with beside the words that the lexical side leaves out.
_OPENERS = frozenset("explain list name describe compare show summarize summarise define".split())
_DENIALS = frozenset(
    "not no never none without cannot isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt "
    "cant couldnt wont wouldnt shouldnt mustnt".split()
)


def said_in_full(reply: str, asked: str, history: Sequence[Turn]) -> str | None:
    """Return the question that `reply` holds, or None where it can't be trusted.

    It is one line, names and numbers nothing that the conversation doesn't, and keeps a denial.
    """
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    line = _LABEL.sub("", lines[0].strip(_MARKS)).strip(_MARKS)
    if not any(char.isalpha() for char in line):
        return None
    said = set(words(" ".join([asked, *(f"{turn.question} {turn.answer}" for turn in history)])))
    if not _introduces_nothing(line, said) or _denies(line) != _denies(asked):
        return None
    return line


def _introduces_nothing(line: str, said: set[str]) -> bool:
    tokens = line.split()
    marked = [
        token
        for place, token in enumerate(tokens)
        if any(char.isdigit() for char in token)
        or (token.lstrip(_MARKS + "(")[:1].isupper() and not (place == 0 and _opens(token)))
    ]
    return all(word in said for token in marked for word in words(token))


def _opens(token: str) -> bool:
    return all(word in STOP_WORDS | _OPENERS for word in words(token))


def _denies(text: str) -> bool:
    return not _DENIALS.isdisjoint(words(text))
