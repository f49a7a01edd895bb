"""Documents changed, quotes added and queued items corrected from a terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.conftest import SMALL_CORPUS
from tests.retrieval.sources.web import served


def documents(run) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in run("list")[1]}


def test_a_rule_is_marked_and_what_is_not_given_stays(run, small_corpus: Path) -> None:
    code, report, _ = run(
        "edit", "quota-2031", "--status", "superseded", "--superseded-by", "quota-2030"
    )
    assert (code, report["changed"]) == (0, ["quota-2031"])
    assert documents(run)["quota-2031"]["status"] == "superseded"
    before = SMALL_CORPUS["articles/quota-2031.md"].splitlines()
    after = (small_corpus / "articles/quota-2031.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after] == ["status: in_force"]
    added = ["status: superseded", "superseded_by:", "- quota-2030"]
    assert [line for line in after if line not in before] == added
    run("edit", "quota-2031", "--status", "none", "--superseded-by", "none")
    assert documents(run)["quota-2031"]["status"] is None
    assert run("audit")[1][0]["act"] == "edit"


def test_a_document_is_saved_changed_and_given_back(run, tmp_path: Path) -> None:
    shown = run("show", "ferry")[1]
    assert "It was built in 1987." in shown["content"]
    saved = Path(run("show", "ferry", "--save", ".")[1]["file"])
    saved.write_text(saved.read_text().replace("1987", "1988"))
    preview = run("edit", "ferry", "--file", str(saved), "--preview")[1]
    assert "1988" in preview["passages"][0]
    assert "1987" in run("show", "ferry")[1]["content"]
    assert run("edit", "ferry", "--file", str(saved))[0] == 0
    assert "1988" in run("show", "ferry")[1]["content"]
    code, _, fault = run("edit", "ferry", "--file", str(saved))
    assert (code, "changed by somebody else" in fault) == (1, True)
    run("edit", "ferry", "--text", "The ferry sank.", "--title", "No ferry")
    assert documents(run)["ferry"]["title"] == "No ferry"


def test_a_quote_is_added_and_edited(run) -> None:
    words = ("quote", "add", "Ida Fenn", "Nobody counts wafers.", "--verbatim")
    assert run(*words, "--affiliation", "lock keeper", "--preview")[1]["id"] == "quotes/ida-fenn"
    assert "quotes/ida-fenn" not in documents(run)
    assert run(*words, "--affiliation", "lock keeper")[1]["added"] == ["quotes/ida-fenn"]
    assert run("edit", "quotes/ida-fenn", "--speaker", "Ida M. Fenn")[0] == 0
    content = run("show", "quotes/ida-fenn")[1]["content"]
    assert "speaker: Ida M. Fenn" in content
    assert "verbatim: true" in content
    assert run(*words)[0] == 0
    assert "in the corpus already" in run(*words)[2]


def test_a_text_is_piped_in(run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(b"The canal is nine miles long.")

    assert "needs a --title" in run("add", "-")[2]
    monkeypatch.setattr(sys, "stdin", Piped)
    report = run("add", "-", "--title", "The canal", "--topics", "canal, water")[1]
    assert report["added"] == ["the-canal"]
    assert "- water" in run("show", "the-canal")[1]["content"]


def test_the_status_has_a_picture(run, tmp_path: Path) -> None:
    assert run("status", "--picture", "status.png")[0] == 0
    assert (tmp_path / "status.png").read_bytes().startswith(b"\x89PNG")
    assert run("status", "--picture", "none/status.png")[0] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("edit", "none", "--status", "superseded"), "holds no document “none”"),
        (("edit", "ferry"), "Say what to change"),
        (("edit", "ferry", "--status", "gone"), "use one of in_force"),
        (("edit", "ferry", "--published", "May"), "is no date"),
        (("edit", "ferry", "--superseded-by", "none-such"), "holds no document “none-such”"),
        (("edit", "ferry", "--superseded-by", "ferry"), "by itself"),
        (("edit", "ferry", "--speaker", "Ida"), "has no speaker"),
        (("edit", "ferry", "--title", ""), "can't be empty"),
        (("edit", "ferry", "--file", "none.md"), "could not be read"),
        (("edit", "quotes/verne-cap", "--file", "corpus/articles/ferry.txt"), "by a file"),
        (("show", "none"), "holds no document"),
        (("show", "ferry", "--save", "none"), "could not be written"),
        (("quote", "add", "Ida Fenn", " "), "needs the speaker and the words"),
        (("add", "corpus/articles/ferry.txt"), "in the corpus already"),
        (("queue", "edit", "9"), "There is no item 9"),
    ],
)
def test_a_fault_is_one_plain_line_and_changes_nothing(run, words, says) -> None:
    before = documents(run)
    code, _, fault = run(*words)
    assert code == 1
    assert says in fault
    assert fault.count("\n") == 1
    assert documents(run) == before


async def test_a_queued_item_is_corrected(run, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    async with served() as web:
        monkeypatch.setenv("CHOKEPOINT_PRIVATE_ADDRESSES", next(iter(web.allowed)))

        async def command(*words: str):
            return await asyncio.to_thread(run, *words)

        await command("feeds", "add", f"{web.base}/rss")
        (item,) = (await command("queue", "list"))[1]
        corrected = ("queue", "edit", str(item["id"]), "--title", "Berth two")
        preview = (await command(*corrected, "--preview"))[1]
        assert preview["title"] == "Berth two"
        assert len((await command("queue", "list"))[1]) == 1
        (added,) = (await command(*corrected))[1]["added"]
        assert added.startswith("berth-two")
        assert (await command("queue", "list"))[1] == []
        fault = (await command(*corrected))[2]
        assert "was accepted by" in fault
