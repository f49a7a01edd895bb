"""What a topic, a rule or a term names: the documents that are about it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retrieval.documents import Document, Sentence
from retrieval.encoder import Vectors
from retrieval.index import Index
from retrieval.question import Filters, Question
from retrieval.search import Hit, Ranking, search
from retrieval.tokens import terms

# A document is about a topic when it, its header and its topics hold this share of the topic's
# idf weight: all of a short topic, and all but a small word of a long one.
ABOUT = 0.7
# Passages looked at; a topic's documents lie far above this depth in a corpus of any size.
DEPTH = 80


@dataclass(frozen=True)
class Subject:
    """A topic read against a generation. `vectors` has shape (1 + parts, d)."""

    index: Index
    question: Question
    vectors: Vectors

    @property
    def name(self) -> str:
        """The topic as it was typed."""
        return self.question.asked


def hits_about(
    subject: Subject, filters: Filters | None, keep: Callable[[Document], bool]
) -> list[Hit]:
    """Return the best passage of each document about `subject` that `keep` lets pass, best first.

    A document named by its title or an alias is always among them.
    """
    index, question = subject.index, subject.question
    weights = {stem: index.lexical.idf(stem) for stem in set(question.stems)}
    named = set(question.documents)
    found: dict[str, Hit] = {}
    # A topic of many words states nothing.
    for hit in search(index, question, subject.vectors, DEPTH, filters, Ranking()):
        document = hit.passage.document
        if document.id not in found and keep(document):
            held = index.lexical.term_sets[hit.position] | topic_stems(document)
            if document.id in named or coverage(weights, held) >= ABOUT:
                found[document.id] = hit
    return list(found.values())


def topic_stems(document: Document) -> frozenset[str]:
    """Return the stems of a document's topics."""
    return frozenset(terms(" ".join(document.topics).replace("-", " ")))


def coverage(weights: dict[str, float], held: Iterable[str]) -> float:
    """Return the share of `weights` (stem → weight) whose stems are in `held`."""
    total = sum(weights.values())
    known = frozenset(held)
    return sum(w for stem, w in weights.items() if stem in known) / total if total else 0.0


def sentences_in(index: Index, document: Document) -> list[Sentence]:
    """Return every sentence of `document`, in order."""
    positions = index.catalogue.documents.get(document.id, ())
    return [sentence for i in positions for sentence in index.passages[i].sentences]


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known names most like `name`, best first, for a remedy in an error."""
    by_form = {item.casefold(): item for item in known}
    close = difflib.get_close_matches(name.casefold(), by_form, count, cutoff=0.5)
    return [by_form[form] for form in close]
