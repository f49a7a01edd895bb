"""A long text in parts that fit into a form; each is an exact stretch of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A form takes 4,000 characters; the rest is room to add something.
LONGEST_PART = 3000
# Where a part may end, the best first: at a heading, a paragraph, a line, a sentence, a word.
_ENDS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (r"\n(?=#{1,6} )", r"\n[ \t]*\n", r"\n", r"(?<=[.!?])\s|(?<=[。！？])", r"\s")
)


@dataclass(frozen=True, slots=True)
class TextPart:
    """`[start, end)` of a text, in characters, without white space around."""

    start: int
    end: int


def parts_of(text: str, longest: int = LONGEST_PART) -> list[TextPart]:
    """Return the parts of `text` in order; only white space lies between them."""
    parts: list[TextPart] = []
    start = _skipped(text, 0)
    while start < len(text):
        end = len(text) if len(text) - start <= longest else _end(text, start, start + longest)
        stretch = text[start:end]
        parts.append(TextPart(start, start + len(stretch.rstrip())))
        start = _skipped(text, end)
    return parts


def _skipped(text: str, start: int) -> int:
    """Return where the white space ends that begins at `start`."""
    return len(text) - len(text[start:].lstrip())


def _end(text: str, start: int, limit: int) -> int:
    """Return where a part that begins at `start` ends, `limit` at the latest."""
    # A good place in the second half is worth more than a full part.
    half = (start + limit) // 2
    for pattern in _ENDS:
        ends = [found.end() for found in pattern.finditer(text, half, limit)]
        if ends:
            return ends[-1]
    return limit
