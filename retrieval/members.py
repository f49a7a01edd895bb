"""Questions for a list of things of one kind ("list all bills"): one statement for each thing.

A document tells of a member where one of its names ends in the noun asked for, or in one that
stands for it ("bill": "Chip Security Act"). Where fewer than three do, the question is answered
like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.documents import Document, Kind
from retrieval.index import Index
from retrieval.picking import Span
from retrieval.question import Intent, Question
from retrieval.standing import event_date, sort_day
from retrieval.subject import sentences_in
from retrieval.tokens import STOP_WORDS, stem, words
from retrieval.verify.referents import FAMILIES
from retrieval.verify.verbs import IRREGULAR

# Fewer make no list.
FEWEST = 3
_LISTS = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you|ok|so)\W+)*(?:list|enumerate|name|give (?:me|us)|"
    r"show (?:me|us)|tell me)\s+(?P<run>(?:[\w'’-]+\s*){1,6})|"
    r"^\W*(?:which|what)\s+(?P<which>(?:[\w'’-]+\s+){1,4})(?:are there|exist)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|after|from)\b", re.IGNORECASE)
_LEADS = frozenset("all every each any some main important recent current different us".split())
# What ends the noun in a question, and what no name of a thing goes on with.
_ENDS = frozenset(
    "on in of for by about that which who against from with since before after under to and as "
    "would will could can did do does are is was were have has had may might must should".split()
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The noun a list is asked of, in the plural, and the words that may end a member's name."""

    noun: str
    kin: frozenset[str]


def listing(question: Question) -> Listing | None:
    """Return what a question wants a list of; None where it wants none, or one of another kind."""
    other = (Intent.TIMELINE, Intent.SIDES, Intent.WHO_SAID, Intent.COMPARE, Intent.HOW_MANY)
    match = _LISTS.match(question.asked)
    if match is None or question.wants(*other):
        return None
    said = words(match["run"] or match["which"])
    run = [word for word in said[: _end(said)] if word not in STOP_WORDS | _LEADS]
    if not run or not (run[-1].endswith("s") or "every" in said):
        return None
    noun = run[-1] if run[-1].endswith("s") else f"{run[-1]}s"
    single = {noun[:-1], noun.removesuffix("es")} - {noun}
    single |= {f"{noun.removesuffix('ies')}y"} if noun.endswith("ies") else set()
    family = next((kin for kin in FAMILIES if not single.isdisjoint(kin)), frozenset[str]())
    return Listing(noun, family | single)


def _end(said: Sequence[str]) -> int:
    """Return where the noun ends: at a preposition, or a participle behind it."""
    for i, word in enumerate(said):
        done = word in IRREGULAR or word.endswith(("ed", "ing"))
        if word in _ENDS or (done and i and said[i - 1].endswith(("s", "people"))):
            return i
    return len(said)


def members_of(index: Index, question: Question) -> list[Span]:
    """Return one sentence for each thing of the kind asked for, the newest thing first.

    What tells of several of them at once comes before. Empty where the question asks for no list,
    or the corpus has too few such documents.
    """
    asked = listing(question)
    if asked is None:
        return []
    kin = frozenset(stem(list(asked.kin)))
    dates = [word for one in question.dates for word in words(question.text[one.start : one.end])]
    asking = frozenset(stem(["list", "name", "since", *_LEADS, *dates]))
    rest = frozenset(question.stems) - kin - asking
    found = [
        index.corpus.by_id[id_]
        for id_, positions in index.catalogue.documents.items()
        if not kin.isdisjoint(index.lexical.header_terms[positions[0]])
        and _is_about(index, id_, asked, rest)
        and _is_of_the_time(question, index.corpus.by_id[id_])
    ]
    found.sort(key=sort_day, reverse=True)
    single = list(_singly(asked, found))
    if len(single) < FEWEST:
        return []
    several = [doc for doc in found if doc not in single and _tells_of_several(doc, asked, single)]
    first = ((doc, sentences_in(index, doc)[:1]) for doc in (*several[:1], *single))
    return [Span(doc, one.start, one.end) for doc, sentences in first for one in sentences]


def _is_about(index: Index, id_: str, asked: Listing, rest: frozenset[str]) -> bool:
    """Whether a document speaks of the noun and of half of what else the question names."""
    held = frozenset().union(*(index.lexical.term_sets[i] for i in index.catalogue.documents[id_]))
    return not held.isdisjoint(stem([asked.noun])) and 2 * len(rest & held) >= len(rest)


def _singly(asked: Listing, documents: list[Document]) -> Iterator[Document]:
    """Yield the documents that are named as one thing of the kind, each thing once."""
    told: set[tuple[str, ...]] = set()
    for document in documents:
        own = set(_names(document, asked))
        if own and own.isdisjoint(told) and document.kind is not Kind.QUOTE:
            yield document
        told |= own


def _names(document: Document, asked: Listing) -> Iterator[tuple[str, ...]]:
    """Yield the names of one thing of the kind: "chip security act", "harbour fee rule"."""
    if asked.noun in words(document.title):
        return
    for name in (document.title, *document.aliases):
        form = tuple(words(name))
        # Headlines are sentences: "Traders met over the Zinc Act".
        if form and form[-1] in asked.kin and _ENDS.isdisjoint(form) and "the" not in form[1:]:
            yield form


def _tells_of_several(document: Document, asked: Listing, single: list[Document]) -> bool:
    """Whether a document is named in the plural, and names several of the things."""
    if asked.noun not in words(document.title) or document.kind is Kind.QUOTE:
        return False
    text = " ".join(words(document.text))
    named = [any(" ".join(form) in text for form in _names(one, asked)) for one in single]
    return sum(named) >= 2


def _is_of_the_time(question: Question, document: Document) -> bool:
    """Whether what a document tells of happened in the time that the question names, if any."""
    if not question.dates:
        return True
    when = event_date(document)
    first = min(mention.first for mention in question.dates)
    last = max(mention.last for mention in question.dates)
    open_ = _SINCE.search(question.asked) is not None
    return when is not None and first <= when.first and (open_ or when.first <= last)
