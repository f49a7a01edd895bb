"""Cut a document into sentences and passages without losing a character's place.

Sentences come from `sentencex` (rule based, knows abbreviations) applied block by block, so that
a heading or a list item never runs into the sentence beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from retrieval.documents import Document, Passage, Sentence

# About 200 word pieces: within the 256 that MiniLM reads, and near the size at which recall of
# supporting passages was best on the development sets (benchmarks/README.md).
PASSAGE_CHARACTERS = 900
# A "sentence" beyond this is a table, a list run together or text without punctuation.
SENTENCE_CHARACTERS = 700

_BLANK = re.compile(r"\n[ \t]*\n")
_MARKER = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+|>[ \t]?|\|[ \t]*)+")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]")
_QUOTE_MARK = re.compile(r"[\"'`“”‘’«»„‹›]")
_RULE = re.compile(r"[ \t]*(?:[-*_=|:][ \t]*){3,}$")


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order, without list markers, headings or white space."""
    return tuple(sentence for block in _blocks(text) for sentence in _sentences(text, *block))


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Cut `document` into passages of whole sentences, at most `PASSAGE_CHARACTERS` long.

    Blocks (paragraphs, list items) are kept together while they fit; a block that is too long
    by itself is cut between sentences into parts of about equal length.
    """
    groups: list[list[Sentence]] = []
    current: list[Sentence] = []
    for part in _parts(document.text):
        if current and part[-1].end - current[0].start > PASSAGE_CHARACTERS:
            groups.append(current)
            current = []
        current = current + part
    if current:
        groups.append(current)
    return tuple(Passage(document, group[0].start, group[-1].end, tuple(group)) for group in groups)


def _parts(text: str) -> Iterator[list[Sentence]]:
    for block in _blocks(text):
        sentences = list(_sentences(text, *block))
        if not sentences:
            continue
        length = sentences[-1].end - sentences[0].start
        count = -(-length // PASSAGE_CHARACTERS)
        yield from _evenly(sentences, length / count) if count > 1 else [sentences]


def _evenly(sentences: list[Sentence], target: float) -> Iterator[list[Sentence]]:
    part: list[Sentence] = []
    for sentence in sentences:
        grown = sentence.end - part[0].start if part else 0
        if part and (
            grown > PASSAGE_CHARACTERS or grown - target > target - (part[-1].end - part[0].start)
        ):
            yield part
            part = []
        part.append(sentence)
    if part:
        yield part


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield `[start, end)` of each paragraph and list item; headings and rules are left out."""
    position = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _lines(text, position, end)
        position = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    block_start: int | None = None
    position = start
    while position < end:
        newline = text.find("\n", position, end)
        line_end = end if newline < 0 else newline
        line = text[position:line_end]
        marker = _MARKER.match(line)
        heading = bool(_HEADING.match(line) or _RULE.match(line))
        if block_start is not None and (marker or heading):
            yield block_start, position
            block_start = None
        if not heading and block_start is None and line.strip():
            block_start = position + (marker.end() if marker else 0)
        position = line_end + 1
    if block_start is not None and block_start < end:
        yield block_start, end


def _sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    for first, last in _bounds(text[start:end]):
        # What stands between quotation marks is kept whole, up to the next mark of the kind. Where
        # one is missing, or marks are mixed, that takes in whole sentences: they are cut again.
        unit = text[start + first : start + last]
        again = _bounds(_QUOTE_MARK.sub("_", unit)) if len(unit) > SENTENCE_CHARACTERS else ()
        for inner, outer in again or [(0, last - first)]:
            yield from _trimmed(text, start + first + inner, start + first + outer)


def _bounds(block: str) -> list[tuple[int, int]]:
    found = get_sentence_boundaries("en", block)
    return [(boundary["start_index"], boundary["end_index"]) for boundary in found]


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > SENTENCE_CHARACTERS:
        window = start + SENTENCE_CHARACTERS // 2, start + SENTENCE_CHARACTERS
        stops = (text.rfind(mark, *window) + len(mark) - 1 for mark in ("; ", ", ", " "))
        cut = next((stop for stop in stops if stop >= window[0]), window[1])
        yield Sentence(start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start and any(char.isalnum() for char in text[start:end]):
        yield Sentence(start, end)
