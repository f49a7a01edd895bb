"""The moderators' tasks from a terminal, one after another on one data folder."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.retrieval.sources.web import served


def test_documents_come_and_go_and_the_history_tells(run, tmp_path: Path):
    (tmp_path / "canal.md").write_text("# The canal\n\nThe Dunmere canal is nine miles long.")
    code, report, _ = run("add", "canal.md", "--published", "2031-02", "--author", "Ida Fenn")
    assert (code, report["added"], report["encoded"]) == (0, ["the-canal-2031-02"], 1)
    code, _, fault = run("add", "canal.md")
    assert (code, "in the corpus already" in fault) == (1, True)
    assert run("remove", "ferry")[1]["removed"] == ["ferry"]
    assert [row["document"] for row in run("removed")[1]] == ["ferry"]
    assert run("restore", "ferry")[1]["added"] == ["ferry"]
    history = run("history")[1]
    assert [(row["state"], row["origin"]["act"]) for row in history] == [
        ("live", "restore"),
        ("kept", "remove"),
        ("kept", "add"),
        ("kept", "build"),
    ]
    assert "(terminal)" in history[0]["origin"]["by"]
    assert run("rollback", history[3]["generation"])[1]["removed"] == ["the-canal-2031-02"]
    assert run("reload")[1]["added"] == ["the-canal-2031-02"]
    acts = [(row["act"], row["outcome"] == "done") for row in reversed(run("audit")[1])]
    assert acts == [
        ("add", True),
        ("remove", True),
        ("restore", True),
        ("rollback", True),
        ("reload", True),
    ]


def test_a_worse_reload_is_held_back_until_somebody_decides(run, small_corpus: Path):
    question = {"question": "When was the Saltmarsh ferry built?", "documents": ["ferry"]}
    (small_corpus / "questions.jsonl").write_text(json.dumps(question))
    run("status")
    (small_corpus / "articles/ferry.txt").unlink()
    report = run("reload")[1]
    assert (report["live"], report["comparison"]["worse"][0]["id"]) == (False, "line-1")
    assert run("discard")[1] == {"discarded": report["generation"]}
    assert run("activate")[0] == 1
    held = run("reload")[1]["generation"]
    assert run("activate")[1]["generation"] == held


def test_a_worse_reload_names_the_questions_and_what_to_do(
    run, small_corpus: Path, capsys: pytest.CaptureFixture[str]
):
    questions = [
        {"question": "When was the Saltmarsh ferry built?", "documents": ["ferry"]},
        {"question": "What is a graphene wafer?", "documents": ["terms/graphene-wafer"]},
    ]
    (small_corpus / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)))
    run("status")
    (small_corpus / "articles/ferry.txt").unlink()
    run("reload", plain=True)
    out = " ".join(capsys.readouterr().out.split())
    assert "worse: line-1: When was the Saltmarsh ferry built?" in out
    assert "What is a graphene wafer?" not in out
    assert "right in full: 100.0% → 50.0% ↓" in out
    assert "`chokepoint corpus activate`" in out
    assert "ferry" in {row["id"] for row in run("list")[1]}


def test_the_export_is_a_zip(run, tmp_path: Path):
    code, made, _ = run("export", "out.zip")
    assert code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert "corpus/articles/ferry.txt" in archive.namelist()
    assert made["bytes"] == (tmp_path / "out.zip").stat().st_size
    assert run("export", "none/out.zip")[0] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "none.md"), "could not be read"),
        (("add", "http://127.0.0.1/x"), "not a public address"),
        (("remove", "none"), "holds no document"),
        (("restore", "none"), "No removed document"),
        (("rollback",), "no previous index"),
        (("rollback", "g-1"), 'no earlier index "g-1"'),
        (("discard",), "No candidate"),
        (("feeds", "add"), "Give a feed's address"),
        (("feeds", "remove", "9"), "There is no feed 9"),
        (("queue", "accept", "9"), "There is no item 9"),
    ],
)
def test_a_fault_is_one_plain_line(run, words, says):
    code, _, fault = run(*words)
    assert code == 1
    assert says in fault
    assert fault.count("\n") == 1


async def test_feeds_and_their_queue(run, monkeypatch: pytest.MonkeyPatch):
    import asyncio

    async with served() as web:
        monkeypatch.setenv("CHOKEPOINT_PRIVATE_ADDRESSES", next(iter(web.allowed)))
        monkeypatch.setenv("CHOKEPOINT_FEDERAL_REGISTER", web.base)

        async def command(*words: str):
            return await asyncio.to_thread(run, *words)

        code, feed, _ = await command("feeds", "add", f"{web.base}/rss")
        assert (code, feed["title"]) == (0, "Coast Radio")
        await command("feeds", "add", "--agency", "bureau", "--term", "wafers")
        assert len((await command("feeds", "list"))[1]) == 2
        assert [row["fault"] for row in (await command("feeds", "fetch"))[1]] == [None, None]
        (item,) = (await command("queue", "list"))[1]
        added = (await command("queue", "accept", str(item["id"])))[1]["added"]
        assert added == ["second-berth-opens-in-saltmarsh-2025-04-10"]
        assert (await command("queue", "list"))[1] == []
        assert (await command("feeds", "remove", str(feed["id"])))[0] == 0
        assert (await command("gaps"))[1] == []
