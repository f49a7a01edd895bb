"""What the librarian's side tells is shown to moderators in their own language."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest

import bot
import retrieval
from benchmarks.hashing import HashEncoder
from bot.cards.corpus import problem_lines, status_card
from bot.cards.keeping import ACTS, kept_card, preview_card
from bot.cards.moderation import audit_card
from bot.cards.phrases import Say, english
from bot.faults import fault_text
from bot.store import Actor, AuditEntry, ReviewVerdict
from bot.translations import load_catalogues
from retrieval.build import ReloadReport
from retrieval.corpus import read_corpus
from retrieval.documents import Document
from retrieval.drafts import file_draft
from retrieval.errors import ChokepointError
from retrieval.generations import Generations
from retrieval.keeping import Keeper, Preview
from retrieval.lifecycle import Lifecycle
from retrieval.passages import passages_of
from retrieval.question_file import read_questions
from retrieval.settings import RetrievalSettings

JAPANESE = discord.Locale.japanese
SAY = load_catalogues()[JAPANESE]


def shown(view: discord.ui.LayoutView) -> str:
    return "\n".join(
        item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)
    )


@pytest.fixture
def faulty(small_corpus: Path) -> Path:
    (small_corpus / "articles/bad.md").write_text("---\nstatus: {x}\ntitel: A\n---\nText.\n")
    (small_corpus / "articles/binary.txt").write_bytes(b"\xff")
    return small_corpus


def test_reasons_are_told_in_the_readers_language(faulty: Path) -> None:
    def lines(say: Say) -> list[str]:
        return [one.replace("\\:", ":") for one in problem_lines(problems, say)[1:]]

    problems = read_corpus(faulty).problems
    assert lines(english) == [
        '- articles/bad.md:2: "status" must be text',
        '- articles/bad.md:3: unknown key "titel"; did you mean "title"?',
        "- articles/binary.txt:1: the file is not UTF-8 text (byte 0); save it as UTF-8",
    ]
    assert lines(SAY) == [
        '- articles/bad.md:2: "status" は文字列にしてください',
        '- articles/bad.md:3: 不明なキー "titel"。"title" ではありませんか',
        "- articles/binary.txt:1: ファイルが UTF-8 のテキストではありません（0 バイト目）。"
        "UTF-8 で保存してください",
    ]


def test_they_are_so_after_a_restart_and_while_somebody_changes_the_corpus(
    faulty: Path, tmp_path: Path
) -> None:
    settings = RetrievalSettings(corpus=faulty, data=tmp_path / "data")
    Lifecycle.open(settings, HashEncoder(), Generations(settings.data), None).close()
    lifecycle = Lifecycle.open(settings, HashEncoder(), Generations(settings.data), None)
    try:
        with lifecycle.turn.taken(
            "Ana", "{name} is adding “{title}” since {time} UTC", title="*x*"
        ):
            card = shown(status_card(lifecycle.status(), SAY))
            with pytest.raises(ChokepointError) as busy:
                Keeper(settings, lifecycle).restore("ferry", "Bo")
    finally:
        lifecycle.close()
    assert '不明なキー "titel"' in card
    assert "UTC から「\\*x\\*」を追加しています" in card
    assert "Ana が" in fault_text(busy.value, SAY)
    assert fault_text(busy.value, SAY).endswith("。終わるのを待って、もう一度試してください。")


def test_a_reason_within_a_fault_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(ChokepointError) as refused:
        file_draft("note.md", b"---\nstatus: live\n---\nText.")
    assert str(refused.value).startswith("note.md can't be added, line 2: \"status\" can't be")
    told = fault_text(refused.value, SAY)
    assert told.startswith(
        'note.md を追加できません（2 行目）："status" を "live" にはできません。'
    )

    (tmp_path / "questions.jsonl").write_text("{}")
    with pytest.raises(ChokepointError) as unusable:
        read_questions(tmp_path / "questions.jsonl")
    assert "この行に質問がありません" in fault_text(unusable.value, SAY)


def test_the_audit_log_names_acts_and_outcomes_in_the_readers_language() -> None:
    entry = AuditEntry(1, datetime.now(UTC), Actor("Ana"), None, "feed add", "Gazette", "done")
    assert "Ana: フィード追加 Gazette · 完了" in shown(audit_card([entry], SAY))
    assert "Ana: feed add Gazette · done" in shown(audit_card([entry], english))


def test_a_single_document_and_passage_are_counted_as_one() -> None:
    document = Document("ferry", "The ferry was built in 1987.", "The ferry")
    preview = Preview(document, passages_of(document))
    assert "\n1 passage:\n" in shown(preview_card(preview, english))
    report = ReloadReport("g", ("ferry",), (), (), (), 1, 1, 1, 0.25)
    assert "1 document is live; it took 0.2 s." in shown(kept_card(report, "Ferry", english))


def acts(folder: Path) -> set[str]:
    """Return every act that code notes in the audit log or the history."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", None)
            place = {"noted": 1, "_commit": 2, "_build": 2, "_bring_back": 2}.get(name or "")
            given: Any = node.args[place:][:1] if isinstance(node, ast.Call) and place else ()
            found |= {one.value for one in given if isinstance(one, ast.Constant)}
    return found


def test_every_act_has_a_name() -> None:
    noted = {act for module in (bot, retrieval) for act in acts(Path(module.__file__).parent)}
    assert {"reload", "add", "rollback", "close gap"} <= noted
    assert noted | {verdict.value for verdict in ReviewVerdict} | {"build"} <= ACTS.keys()
