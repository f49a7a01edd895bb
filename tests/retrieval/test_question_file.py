from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import ChokepointError
from retrieval.question_file import RegressionQuestion, Verdict, read_questions, read_rows


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "questions.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_reads_a_question_with_what_its_answer_must_be(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {
            "id": "a",
            "question": " How many? ",
            "kind": "number",
            "documents": ["x", "terms/y"],
            "facts": ["12,000", ["one", "1"]],
            "answerable": True,
            "history": ["What is the cap?"],
            "verdict": "half-true",
        },
    )
    assert read_questions(path) == (
        RegressionQuestion(
            "a",
            "How many?",
            "number",
            ("x", "terms/y"),
            (("12,000",), ("one", "1")),
            True,
            ("What is the cap?",),
            Verdict.HALF_TRUE,
        ),
    )


def test_what_names_no_document_is_not_answerable(tmp_path: Path) -> None:
    (question,) = read_questions(written(tmp_path, {"question": "Who?"}))
    assert (question.id, question.kind, question.answerable) == ("line-1", "other", False)


def test_blank_lines_a_byte_order_mark_and_a_line_separator_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes('\ufeff{"question": "a\u2028b"}\r\n\r\n{"question": "c"}\n'.encode())
    assert [(number, row["question"]) for number, row in read_rows(path)] == [
        (1, "a\u2028b"),
        (3, "c"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ([1], "no question"),
        ({"question": "  "}, "no question"),
        ({"question": "??"}, "empty"),
        ({"question": "x" * 2001}, "2,001 characters"),
        ({"question": "a", "answerable": True}, "documents"),
        ({"question": "a", "answerable": "yes"}, "answerable"),
        ({"question": "a", "documents": "x"}, "documents"),
        ({"question": "a", "history": [1]}, "history"),
        ({"question": "a", "facts": "x"}, "facts"),
        ({"question": "a", "facts": [[]]}, "facts"),
        ({"question": "a", "facts": [3]}, "facts"),
        ({"question": "a", "verdict": "maybe"}, "half-true"),
        ({"id": "first", "question": "a"}, "taken by line 1"),
    ],
)
def test_names_the_line_and_the_reason_of_what_it_cannot_use(
    tmp_path: Path, row: Any, reason: str
) -> None:
    path = written(tmp_path, {"id": "first", "question": "Who?"}, row)
    with pytest.raises(ChokepointError, match=reason) as caught:
        read_questions(path)
    assert str(caught.value).startswith(f"{path}:2: ")


def test_a_file_without_a_question_or_without_text_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ChokepointError, match="there is no question"):
        read_questions(written(tmp_path, ""))
    with pytest.raises(ChokepointError, match="No such file"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ChokepointError, match="not UTF-8"):
        read_questions(tmp_path / "bytes.jsonl")
