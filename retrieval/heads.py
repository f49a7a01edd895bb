"""What a document without metadata says of itself in its opening lines.

Plain text files often open with a headline, an outlet and a date, on short lines above the first
paragraph ("Source: The Post", "By A. Writer | 7 October 2023"). Read here for the search only:
nothing found so is shown as a document's publisher or date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from retrieval.dates import DateMention, date_mentions
from retrieval.documents import Document

_LINES = 6
_LONGEST_LINE = 140
_LONGEST_NAME = 5
# Between the entries of a byline: bars, dots, dashes, brackets, and a comma or colon.
_BETWEEN = re.compile(r"\s*(?:[|·•–—()\[\]*#>;:]|,\s|\s-\s)\s*")
_LABEL = re.compile(
    r"^(?:(?:originally )?(?:published|posted|updated|printed|reported)(?: (?:by|in|on))?|source"
    r"|publisher|outlet|publication|from|by|via|in)\s+",
    re.IGNORECASE,
)
# A line by itself above the text that is no label, dateline or byline: the headline.
_ALONE = re.compile(r"([^\s#>|*+•-][^\n|]*)\r?\n[ \t]*\r?\n\s*\S")
_NO_HEADLINE = re.compile(
    r"(?:by|source|published|posted|updated|from|date|author)\b|.*[:,;][\"”’)]*$|.*\d{4}-\d\d-\d\d|"
    r".*\b(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},) \d{4}\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*$")


def headline_of(text: str) -> str | None:
    """Return the headline that opens a text, unmarked on a line of its own; None without one."""
    match = _ALONE.match(text)
    line = match[1].strip() if match else ""
    if len(line) > _LONGEST_LINE or len(line.split()) < _FEWEST_WORDS or line[-1:] == ".":
        return None
    return None if _NO_HEADLINE.match(line) else line


def head_lines(document: Document) -> list[str]:
    """Return the short lines at the top of a document that names no publisher or no date.

    Empty when the document names both, or opens with running text.
    """
    if document.publisher and document.published:
        return []
    lines = [line.strip() for line in document.text[:1200].split("\n")]
    head: list[str] = []
    for line in filter(None, lines):
        is_prose = len(line) > _LONGEST_LINE or (
            _SENTENCE_END.search(line) and len(line.split()) > 5
        )
        if is_prose or len(head) == _LINES:
            return head
        head.append(line)
    # Nothing but short lines: a list or a poem, not a head.
    return []


def head_dates(document: Document) -> tuple[DateMention, ...]:
    """Return the dates in the head of a document that has no publication date."""
    if document.published:
        return ()
    return date_mentions("\n".join(head_lines(document)))


def head_names(document: Document) -> list[str]:
    """Return the entries of the head that look like a name: one to five words, capitalised."""
    names: list[str] = []
    for line in head_lines(document):
        for entry in _BETWEEN.split(line):
            name = _LABEL.sub("", entry).strip(" .\"'“”")
            words = name.split()
            is_name = 1 <= len(words) <= _LONGEST_NAME and words[0][:1].isupper()
            if is_name and not date_mentions(name):
                names.append(name)
    return names


def head_outlets(documents: Iterable[Document]) -> dict[str, str]:
    """Return document id → outlet for documents that name theirs only in the head.

    A name counts as an outlet when the heads of two documents or more carry it: headlines and
    bylines of one article hardly ever recur. Of several, the most frequent is the outlet.
    """
    names = {document.id: head_names(document) for document in documents if not document.publisher}
    counts = Counter(name for found in names.values() for name in set(found))
    outlets: dict[str, str] = {}
    for document_id, found in names.items():
        recurring = [name for name in found if counts[name] > 1]
        if recurring:
            outlets[document_id] = max(recurring, key=lambda name: counts[name])
    return outlets
