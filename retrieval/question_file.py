"""Questions from a file of JSON lines: those of a batch, and those a reload is judged by."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from retrieval.errors import ChokepointError, QuestionError
from retrieval.question import checked

OFF_TOPIC = "off-topic"


class Verdict(StrEnum):
    """What the corpus says of a claim."""

    TRUE = "true"
    FALSE = "false"
    HALF_TRUE = "half-true"


@dataclass(frozen=True, slots=True)
class RegressionQuestion:
    """A question with what its answer must be.

    `kind` groups the figures; questions of kind "off-topic" are figured apart. `documents` are
    ids of which each holds the answer or a part of it. `facts` must all be in the answer, each in
    one of its spellings. A question that is not `answerable` must be abstained from. `history`
    holds the earlier questions of a follow-up, oldest first.
    """

    id: str
    question: str
    kind: str
    documents: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    answerable: bool = True
    history: tuple[str, ...] = ()
    verdict: Verdict | None = None


class QuestionFileError(ChokepointError):
    """A file of questions that can't be used: at which line, from 1, and why."""

    def __init__(self, path: Path, line: int, phrase: str, /, **values: object) -> None:
        self.line = line
        self.reason = ChokepointError(phrase, **values)
        super().__init__("{path}:{line}: {reason}", path=path, line=line, reason=self.reason)


def read_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Read lines of JSON objects that have a question, each with its line number.

    Raises:
        QuestionFileError: the file can't be read, or a line isn't such an object.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if not isinstance(error, OSError):
            raise QuestionFileError(path, 1, "the file is not UTF-8 text.") from error
        reason = error.strerror
        raise QuestionFileError(
            path, 1, "the file could not be read ({reason}).", reason=reason
        ) from error
    rows: list[tuple[int, dict[str, Any]]] = []
    # Not splitlines(): a JSON string may hold U+2028, which is no end of line here.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QuestionFileError(
                path, number, "this line is not JSON ({reason}).", reason=error
            ) from error
        question = row.get("question") if isinstance(row, dict) else None
        if not isinstance(question, str) or not question.strip():
            raise QuestionFileError(
                path, number, 'this line has no question; write {"id": …, "question": "…"}.'
            )
        rows.append((number, row))
    return rows


def read_questions(path: Path) -> tuple[RegressionQuestion, ...]:
    """Read the questions that a reload is judged by, in the order of the file.

    Raises:
        QuestionFileError: the file can't be read, or a line says something that can't be used.
    """
    return tuple(question for _, question in numbered_questions(path))


def numbered_questions(path: Path) -> tuple[tuple[int, RegressionQuestion], ...]:
    """Read the same, each question with its line number, from 1.

    Raises:
        QuestionFileError: as `read_questions`.
    """
    questions: list[tuple[int, RegressionQuestion]] = []
    lines: dict[str, int] = {}
    for number, row in read_rows(path):
        try:
            question = _question(row, f"line-{number}")
        except (_FieldError, QuestionError) as error:
            raise QuestionFileError(path, number, error.phrase, **error.values) from error
        if question.id in lines:
            raise QuestionFileError(
                path,
                number,
                'the id "{name}" is taken by line {number}; give each question its own.',
                name=question.id,
                number=lines[question.id],
            )
        lines[question.id] = number
        questions.append((number, question))
    if not questions:
        raise QuestionFileError(path, 1, "there is no question; write one JSON object a line.")
    return tuple(questions)


class _FieldError(ChokepointError):
    """A field that can't be used."""


def _question(row: dict[str, Any], default_id: str) -> RegressionQuestion:
    documents = _texts(row, "documents")
    answerable = row.get("answerable", bool(documents))
    if not isinstance(answerable, bool):
        raise _FieldError('"answerable" must be true or false.')
    if answerable and not documents:
        raise _FieldError('an answerable question needs "documents": the ids that hold the answer.')
    verdict = row.get("verdict")
    if verdict is not None and verdict not in set(Verdict):
        raise _FieldError('"verdict" must be one of {choices}.', choices=", ".join(Verdict))
    return RegressionQuestion(
        id=str(row.get("id") or default_id),
        question=checked(row["question"]),
        kind=str(row.get("kind") or "other"),
        documents=documents,
        facts=_facts(row),
        answerable=answerable,
        history=_texts(row, "history"),
        verdict=Verdict(verdict) if verdict else None,
    )


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _FieldError('"{name}" must be a list of texts.', name=key)
    return tuple(value)


def _facts(row: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    value = row.get("facts") or []
    facts = [fact if isinstance(fact, list) else [fact] for fact in _listed(value)]
    if not all(fact and all(isinstance(item, str) for item in fact) for fact in facts):
        raise _FieldError('"facts" must list texts, or lists of the spellings of one fact.')
    return tuple(tuple(fact) for fact in facts)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _FieldError('"facts" must be a list.')
    return value
