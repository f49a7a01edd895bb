from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.app import main


def test_names_file_line_and_reason_and_fails_only_for_errors(
    small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["corpus", "check", "--corpus", str(small_corpus), "--data", str(tmp_path / "data")]
    article = small_corpus / "articles" / "quota-2030.md"
    sound = article.read_text(encoding="utf-8")
    article.write_text(sound.replace("topics:", "topic:"), encoding="utf-8")
    assert main(arguments) == 0
    assert (
        'articles/quota-2030.md:8: unknown key "topic"; did you mean "topics"? (warning)'
        in capsys.readouterr().out
    )
    article.write_text(sound.replace("status: superseded", "status: in_force"), encoding="utf-8")
    assert main(arguments) == 1
    assert (
        'articles/quota-2030.md:6: the status is in_force though "quota-2031" supersedes it; say '
        "superseded, suspended or rescinded (error)" in capsys.readouterr().out
    )
    assert main([*arguments, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["documents"], found["quotes"]) == (6, 2)
    assert [item["severity"] for item in found["problems"]] == ["warning", "error"]
