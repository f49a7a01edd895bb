from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from retrieval.encoder import Encoder

pytestmark = pytest.mark.usefixtures("one_encoder", "quiet_environment")


@pytest.fixture
def quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run where no .env and no setting of the machine takes part."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "CORPUS_DIR", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folders(small_corpus: Path, tmp_path: Path) -> list[str]:
    return ["--corpus", str(small_corpus), "--data", str(tmp_path / "data")]


def test_ask_prints_statements_with_numbers_and_sources(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "How many graphene wafers may be exported a year?", *folders]) == 0
    out = capsys.readouterr().out
    assert "12,000" in out
    assert "[1] Northland caps exports of graphene wafers · The Harbour Gazette" in out


def test_ask_names_whose_words_and_whose_position_it_shows(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "What did Ada Verne say about the cap?", *folders]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "no cap at all.” [1] In the words of Ada Verne, trade minister of Northland" in out
    assert main(["ask", "What does Tomas Okoro think of the wafer cap?", *folders]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Position of Tomas Okoro, Wafer Makers' League" in out


def test_ask_json_keeps_the_contract(
    folders: list[str], capsys: pytest.CaptureFixture[str], small_corpus: Path
) -> None:
    assert main(["ask", "When was the Saltmarsh ferry built?", "--json", *folders]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"question", "status", "confidence", "as_of", "seconds"} <= answer.keys()
    assert answer["status"] == "answered"
    citation = answer["statements"][0]["citations"][0]
    text = (small_corpus / "articles/ferry.txt").read_text(encoding="utf-8").strip()
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert answer["sources"][citation["source"] - 1]["document"] == citation["document"]


def test_abstaining_exits_with_three(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "Who won the 2022 World Cup?", *folders]) == 3
    assert "does not hold the answer" in capsys.readouterr().out


def test_batch_gives_a_line_a_question_in_order(folders: list[str], tmp_path: Path) -> None:
    questions = [{"id": i, "question": f"How many wafers in {2000 + i}?"} for i in range(70)]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(map(json.dumps, questions)) + "\n\n")
    assert main(["batch", str(source), str(target), *folders]) == 0
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert [row["id"] for row in rows] == list(range(70))
    assert [row["question"] for row in rows] == [item["question"] for item in questions]


@pytest.mark.parametrize(
    ("line", "reason"),
    [("{", "not JSON"), ('{"id": 1}', "no question"), ("[]", "no question")],
)
def test_batch_names_the_line_that_is_wrong(
    folders: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    line: str,
    reason: str,
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 0, "question": "Why?"}\n' + line)
    assert main(["batch", str(source), str(tmp_path / "out"), *folders]) == 1
    error = capsys.readouterr().err
    assert f"{source}:2:" in error
    assert reason in error


def test_reload_status_and_rollback(
    folders: list[str], small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", "status", "--json", *folders]) == 0
    before = json.loads(capsys.readouterr().out)
    (small_corpus / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")
    assert main(["corpus", "reload", "--json", *folders]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["added"] == ["canal"]
    assert main(["corpus", "rollback", "--json", *folders]) == 0
    assert json.loads(capsys.readouterr().out)["removed"] == ["canal"]
    assert main(["corpus", "status", "--json", *folders]) == 0
    assert json.loads(capsys.readouterr().out)["generation"] == before["generation"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ask"], 2, "Missing argument"),
        (["ask", "", "--corpus", "{corpus}"], 1, "The question is empty"),
        (["ask", "x" * 4000, "--corpus", "{corpus}"], 1, "shorten it to 2,000"),
        (["ask", "Why?", "--corpus", "nowhere"], 1, "does not exist"),
        (["fly"], 2, "No such command"),
        (["batch", "nowhere.jsonl", "out.jsonl"], 1, "could not be read"),
    ],
)
def test_bad_input_is_one_plain_line_and_the_right_exit_code(
    arguments: list[str],
    code: int,
    words: str,
    small_corpus: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    filled = [item.replace("{corpus}", str(small_corpus)) for item in arguments]
    if "--corpus" in filled:
        filled += ["--data", str(tmp_path / "data")]
    assert main(filled) == code
    error = capsys.readouterr().err.strip()
    assert words in error
    assert "Traceback" not in error


def test_an_empty_corpus_folder_says_what_to_put_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    arguments = ["--corpus", str(tmp_path / "empty"), "--data", str(tmp_path / "data")]
    assert main(["ask", "Why?", *arguments]) == 1
    assert "put .md" in capsys.readouterr().err


def test_an_unknown_setting_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHOKEPOINT_DATTA", "x")
    assert main(["corpus", "check"]) == 1
    assert "the nearest one is CHOKEPOINT_DATA" in capsys.readouterr().err


def test_a_bug_shows_a_reference_and_no_trace(
    folders: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    one_encoder: Encoder,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(one_encoder, "read_questions", broken)
    assert main(["ask", "Why?", *folders]) == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("Something went wrong in Chokepoint itself (reference ")
    reference = error.split("reference ")[1].split(")")[0]
    assert any(reference in record.getMessage() for record in caplog.records)


def test_doctor_looks_at_everything_and_names_the_remedy(
    folders: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["doctor", *folders]) == 0
    out = capsys.readouterr().out
    for name in ("settings", "corpus", "disk", "index", "encoder", "chat model", "token"):
        assert f" {name}: " in out
    monkeypatch.setenv("CHOKEPOINT_ENCODER", "/no/such/model")
    assert main(["doctor", *folders]) == 1
    assert "CHOKEPOINT_ENCODER" in capsys.readouterr().out
