"""Look further for what decides a question that yes or no, or somebody's name, would answer.

What decides is often said in other words than the question's, and so lies below the passages that
are most like it. Its names are there, though: passages are ranked anew with more weight to words,
and of those further down only the ones with a sentence that decides are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from retrieval.deciding import tells
from retrieval.encoder import Vectors
from retrieval.index import Index
from retrieval.offices import OFFICES
from retrieval.polar import Polar
from retrieval.question import Filters, Question
from retrieval.search import Hit, Ranking, search

# Words count more than likeness here; so many passages are looked at, and so many taken.
RANKING = Ranking(dense=0.3)
DEPTH = 40
MOST = 10


def deciding_hits(
    index: Index,
    question: Question,
    asked: Polar,
    vectors: Vectors,
    hits: Sequence[Hit],
    filters: Filters | None,
) -> list[Hit]:
    """Return the passages beside `hits` that hold a sentence that decides what is `asked`.

    `vectors` are of the question and its parts, shape (1 + parts, d).
    """
    known = {hit.position for hit in hits}
    if asked.head:
        question = replace(question, stems=(*question.stems, *sorted(OFFICES)))
    found = search(index, question, vectors, DEPTH, filters, RANKING)
    new = (hit for hit in found if hit.position not in known and _decides(index, asked, hit))
    return list(islice(new, MOST))


def _decides(index: Index, asked: Polar, hit: Hit) -> bool:
    passage = hit.passage
    return any(
        tells(asked, passage.document, passage.sentence_text(item), index.lexical.idf)
        for item in passage.sentences
    )
