"""Consult an index on many questions, their vectors made in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.answer import Answer
from retrieval.answering import Consulted, Found, conclude, find
from retrieval.encoder import Encoder
from retrieval.index import Index
from retrieval.question import Filters, Question, Turn, understand
from retrieval.reranker import Reranker
from retrieval.token_vectors import TokenVectors

# Questions are encoded together, this many at a time.
BATCH = 64


@dataclass(frozen=True, slots=True)
class QuestionInContext:
    """A question and the turns it follows."""

    text: str
    history: tuple[Turn, ...] = ()


def consult_many(
    index: Index,
    encoder: Encoder,
    asked: Sequence[QuestionInContext],
    *,
    today: str,
    stale_days: int,
    filters: Filters | None = None,
    reranker: Reranker | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Consulted]:
    """Consult `index` on each question, in order; the index need not be live.

    `today` is ISO 8601; `progress` gets the count done so far. Each quoting answer has its
    `seconds`, with its share of the encoding.

    Raises:
        QuestionError: one of them is empty or over 2,000 characters.
    """
    consulted: list[Consulted] = []
    for found in find_each(index, encoder, asked, filters, reranker, today):
        began = time.perf_counter() - found.seconds
        one = conclude(found, today=today, stale_days=stale_days)
        seconds = round(time.perf_counter() - began, 6)
        consulted.append(replace(one, quoting=replace(one.quoting, seconds=seconds)))
        if progress and (len(consulted) == len(asked) or len(consulted) % BATCH == 0):
            progress(len(consulted))
    return consulted


def find_each(
    index: Index,
    encoder: Encoder,
    asked: Sequence[QuestionInContext],
    filters: Filters | None = None,
    reranker: Reranker | None = None,
    today: str | None = None,
) -> Iterator[Found]:
    """Yield what `index` holds for each question, in order, and say nothing of it yet.

    The `seconds` hold a question's share of the encoding. With `today` (ISO 8601) "last year" is
    read as a date. The errors are those of `consult_many`.
    """
    questions = [understand(item.text, index.gazetteer, item.history, today) for item in asked]
    for start in range(0, len(questions), BATCH):
        batch = questions[start : start + BATCH]
        began = time.perf_counter()
        read = encoder.read_questions([text for item in batch for text in texts_of(item)])
        share = (time.perf_counter() - began) / len(batch)
        row = 0
        for question in batch:
            own = read.vectors[row : row + 1 + len(question.parts)]
            tokens = TokenVectors.picked([(read.tokens, row)])
            row += len(own)
            began = time.perf_counter() - share
            one = find(index, question, own, tokens, filters, reranker)
            yield replace(one, seconds=time.perf_counter() - began)


def answer_many(
    index: Index,
    encoder: Encoder,
    asked: Sequence[QuestionInContext],
    *,
    today: str,
    stale_days: int,
    progress: Callable[[int], None] | None = None,
) -> list[Answer]:
    """Answer every question by quoting; the arguments and errors are those of `consult_many`."""
    found = consult_many(
        index, encoder, asked, today=today, stale_days=stale_days, progress=progress
    )
    return [item.quoting for item in found]


def texts_of(question: Question) -> list[str]:
    """Return what is encoded of a question: the whole of it, then each part."""
    return [question.text, *(part.text for part in question.parts)]
