"""The lines a chat model answers in: plain text, since structured output differs by provider.

    S 1,4: a statement that sentences 1 and 4 show
    Q 3                     sentence 3, word for word
    D 2,7: how sentences 2 and 7 differ
    N                       the sentences don't hold the answer

A weak model bends the form; what can be read is read ("S [1][4] …", "- S 1, 4 - …", a sentence
with its numbers at the end), the rest is garbage. Reading is safe to be lenient about: every line
that asserts something still has to pass the gate.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """What a line of the reply is."""

    STATEMENT = "S"
    QUOTE = "Q"
    DIFFERENCE = "D"
    NOTHING = "N"
    GARBAGE = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply: its kind, the sentence numbers it names, and its text."""

    kind: LineKind
    sentences: tuple[int, ...] = ()
    text: str = ""


# "[3]", "[1][4]", "(sentences 3 and 4)", "1, 4".
_WORD = r"(?:sentences?|sources?|ids?|nos?\.?|numbers?|#)\s*"
_LIST = r"\d{1,3}(?!\d)(?:(?:\s*[,;&]\s*(?:and\s+)?|\s+and\s+)\d{1,3}(?!\d))*"
_GROUP = rf"[\[(]\s*(?:{_WORD})?{_LIST}\s*[\])]"
_IDS = rf"(?:{_GROUP}(?:[\s,;&]*{_GROUP})*|(?:{_WORD})?{_LIST})"
_BULLET = r"(?:[-*•>]\s*|\d+[.)]\s+)?"
_MARKED = re.compile(
    rf"^{_BULLET}(?P<kind>S|Q|D|STATEMENT|QUOTE|DIFFERENCE)(?:\b|(?=\d))\s*:?\s*(?P<ids>{_IDS})"
    r"\s*(?:[:.)\]—–-]+\s*)?(?P<text>.*)$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"^{_BULLET}(?P<text>.+?)\s*(?P<ids>(?:\[\s*(?:{_WORD})?{_LIST}\s*\]\s*|\(\s*{_WORD}{_LIST}\s*\))+)"
    r"\s*\.?$",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"^(?:[-*•>]\s*)?(?:N|NONE|NOT IN (?:THE )?(?:CORPUS|SOURCES|SENTENCES))\b"
    r"(?:[\s.:!]*|\s*[:—–-]\s.*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}")
_EMPHASIS = re.compile(r"\*\*|__|`")


def read_line(raw: str) -> Line:
    """Read one line of a reply; never fails."""
    line = _EMPHASIS.sub("", _visible(raw)).strip()
    if _NOTHING.match(line):
        return Line(LineKind.NOTHING)
    match = _MARKED.match(line)
    if match:
        kind = LineKind(match["kind"][0].upper())
        text = match["text"].strip()
        if kind is LineKind.QUOTE or text:
            return Line(kind, _sentences(match["ids"]), text)
        return Line(LineKind.GARBAGE, text=line)
    match = _TRAILING.match(line)
    if match:
        return Line(LineKind.STATEMENT, _sentences(match["ids"]), match["text"].strip())
    return Line(LineKind.GARBAGE, text=line)


def _visible(text: str) -> str:
    """Return `text` without characters that show nothing but may turn or split what is shown.

    Zero-width spaces, joiners, marks of writing direction: what is verified must be what is read.
    """
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _sentences(ids: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(ids)))


class LineReader:
    """Collects the pieces of a streamed reply into lines, and stops at a length.

    `full` is true once `longest` characters have come: an endless reply is read no further.
    """

    def __init__(self, longest: int) -> None:
        """Read at most `longest` characters."""
        self._longest = longest
        self._rest = ""
        self.read = 0

    @property
    def full(self) -> bool:
        """Whether no more is read."""
        return self.read >= self._longest

    def feed(self, piece: str) -> list[Line]:
        """Take a piece; return the lines it completes."""
        piece = piece[: self._longest - self.read]
        self.read += len(piece)
        *lines, self._rest = (self._rest + piece).split("\n")
        return [read_line(line) for line in lines if line.strip()]

    def end(self) -> list[Line]:
        """Return the last line, if the reply didn't end with a line feed.

        A line cut by the length limit is no line.
        """
        rest, self._rest = self._rest, ""
        return [read_line(rest)] if rest.strip() and not self.full else []
