from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.app import main
from retrieval.encoder import Encoder

ROWS = [
    {
        "id": "cap",
        "question": "How many graphene wafers may Northland export a year?",
        "kind": "number",
        "documents": ["quota-2031"],
        "facts": ["12,000"],
    },
    {
        "id": "colour",
        "question": "How many cars does the Saltmarsh ferry carry?",
        "kind": "number",
        "documents": ["ferry"],
        "facts": ["ninety"],
    },
    {"id": "cup", "question": "Who won the 2022 World Cup?", "kind": "off-topic"},
]


@pytest.fixture
def arguments(small_corpus: Path, tmp_path: Path, one_encoder: Encoder) -> list[str]:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    folders = ["--corpus", str(small_corpus), "--data", str(tmp_path / "data")]
    return ["evaluate", str(questions), *folders]


def test_prints_the_figures_and_names_what_failed(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith("Generation ")
    assert "right in full" in out
    assert "66.7%" in out
    assert "colour: How many cars does the Saltmarsh ferry carry? (facts missing)" in out
    assert "cap: " not in out


def test_json_holds_every_figure(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["questions"] == 3
    assert result["generation"]
    facts = next(item for item in result["figures"] if item["name"] == "facts")
    assert facts == {"name": "facts", "total": 2, "failing": ["colour"]}


def test_a_line_that_cannot_be_used_is_one_plain_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(arguments[1]).write_text('{"id": "x"}\n', encoding="utf-8")
    assert main(arguments) == 1
    assert "questions.jsonl:1: this line has no question" in capsys.readouterr().err
