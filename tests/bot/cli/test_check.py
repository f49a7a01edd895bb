from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main

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


def test_check_prints_the_verdict_with_the_deciding_span(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    claim = "Northland capped exports of graphene wafers at 90,000 a year"
    assert main(["check", claim, *folders]) == 0
    out = capsys.readouterr().out
    assert f"Contradicted: {claim}" in out
    assert "- Northland's trade ministry capped exports of graphene wafers at 12,000" in out
    assert "[1] Northland caps exports of graphene wafers · The Harbour Gazette" in out


def test_check_json_holds_every_claim_and_its_spans(
    folders: list[str], capsys: pytest.CaptureFixture[str], small_corpus: Path
) -> None:
    message = "The Saltmarsh ferry was built in 1987. It is the ugliest boat ever."
    assert main(["check", message, "--json", *folders]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [claim["verdict"] for claim in report["claims"]] == ["supported", "opinion"]
    (citation, *_) = report["claims"][0]["supporting"]
    text = (small_corpus / "articles/ferry.txt").read_text(encoding="utf-8").strip()
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert report["sources"][citation["source"] - 1]["document"] == citation["document"]


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("The Lakers won the championship in 2020", "Not in the corpus"),
        ("Northland should be ashamed of itself", "Opinion, not checkable"),
        ("Why would anyone do that?", "makes no claim"),
    ],
)
def test_a_message_the_corpus_does_not_decide_exits_with_three(
    message: str, says: str, folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", message, *folders]) == 3
    assert says in capsys.readouterr().out


def test_an_empty_message_is_a_fault_with_a_remedy(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", " … ", *folders]) == 1
    assert "type what should be checked" in capsys.readouterr().err
