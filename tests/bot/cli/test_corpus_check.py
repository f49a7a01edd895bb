from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.app import main

OLD = """\
---
title: The first quota
published: 2019-06-01
status: superseded
superseded_by: [cap]
topics: [wafers]
---
Northland set a quota of 8,000 wafers a year on 1 June 2019.
"""
NEW = """\
---
title: The cap
published: 2020-03-04
supersedes: [quota]
---
Northland capped exports at 12,000 wafers a year on 4 March 2020.
"""


def test_names_file_line_and_reason_and_fails_only_for_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = tmp_path / "corpus" / "articles"
    articles.mkdir(parents=True)
    (articles / "cap.md").write_text(NEW, encoding="utf-8")
    (articles / "quota.md").write_text(OLD.replace("topics:", "topic:"), encoding="utf-8")
    arguments = ["corpus", "check", "--corpus", str(articles.parent), "--data", str(tmp_path)]
    assert main(arguments) == 0
    assert capsys.readouterr().out == (
        'articles/quota.md:6: unknown key "topic"; did you mean "topics"? (warning)\n'
        "2 documents (0 of them quotes), 1 problems.\n"
    )
    (articles / "quota.md").write_text(OLD.replace("superseded\n", "in_force\n"), encoding="utf-8")
    assert main([*arguments, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "documents": 2,
        "quotes": 0,
        "problems": [
            {
                "path": "articles/quota.md",
                "line": 4,
                "reason": 'the status is in_force though "cap" supersedes it; say superseded, '
                "suspended or rescinded",
                "severity": "error",
            }
        ],
    }


def test_a_file_that_cannot_be_read_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = tmp_path / "corpus" / "articles"
    articles.mkdir(parents=True)
    (articles / "broken.md").write_text("---\ntitle: [a\n---\nText here.\n", encoding="utf-8")
    (articles / "cap.md").write_text(NEW.replace("supersedes: [quota]\n", ""), encoding="utf-8")
    arguments = ["corpus", "check", "--corpus", str(articles.parent), "--data", str(tmp_path)]
    assert main(arguments) == 1
    assert capsys.readouterr().out.startswith("articles/broken.md:2: the YAML is broken")
