"""Reviews, servers' settings and the schedule from a terminal, also while the bot works."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.store import Asker, FeedKind, Store, database_url
from retrieval.librarian import Librarian
from retrieval.settings import RetrievalSettings

GUILD = 812_345_678_901_234_567
FERRY = "When was the Saltmarsh ferry built?"


@pytest.fixture
def in_store(run, tmp_path: Path):
    """Do something with the database of the data folder, between two commands."""

    def act(work: Callable[[Store], Awaitable[Any]]) -> Any:
        async def acted() -> Any:
            async with await Store.open(database_url(None, tmp_path / "data")) as store:
                return await work(store)

        return asyncio.run(acted())

    return act


@pytest.fixture
def reported(run, in_store, small_corpus: Path, tmp_path: Path) -> int:
    """Keep an answer that a member of GUILD reported."""

    async def work(store: Store) -> int:
        settings = RetrievalSettings(corpus=small_corpus, data=tmp_path / "data")
        async with await Librarian.open(settings) as librarian:
            answer = await librarian.ask(FERRY)
        number = await store.answers.keep(answer, Asker(1, GUILD))
        await store.feedback.vote(number, 1, helpful=False, reason="It is older")
        await store.feedback.vote(await store.answers.keep(answer, Asker(1)), 1, helpful=False)
        return number

    return in_store(work)


@pytest.mark.parametrize(
    ("words", "verdict", "text"),
    [
        (("endorse",), "endorsed", None),
        (("hide",), "hidden", None),
        (("correct", "In 1986."), "corrected", "In 1986."),
    ],
)
def test_a_reported_answer_is_decided(run, reported: int, in_store, words, verdict, text) -> None:
    (row,) = run("review", "list", "--server", str(GUILD))[1]
    assert (row["answer"], row["question"], row["votes"]) == (reported, FERRY, 1)
    assert row["reasons"] == ["It is older"]
    assert any("1987" in statement for statement in row["statements"])
    assert run("review", "list", "--server", "5")[1] == []
    name, *rest = words
    code, made, _ = run("review", name, str(reported), *rest)
    assert (code, made["verdict"]) == (0, verdict)
    assert run("review", "list")[1] == []
    kept = in_store(lambda store: store.reviews.find(GUILD, FERRY))
    assert (kept.verdict, kept.text) == (verdict, text)
    assert "(terminal)" in kept.by.name
    (entry,) = run("audit")[1]
    assert (entry["act"], entry["outcome"], entry["guild_id"]) == (verdict, "done", GUILD)
    assert run("review", "withdraw", str(reported))[0] == 0
    assert [row["answer"] for row in run("review", "list")[1]] == [reported]
    assert "Nothing was decided" in run("review", "withdraw", str(reported))[2]


def test_the_settings_of_a_server_are_changed_one_by_one(run, in_store) -> None:
    assert run("config", "show")[1] == []
    run("config", "set", str(GUILD), "--channels", "11, 12", "--person-cooldown", "5", "--label")
    code, now, _ = run("config", "set", str(GUILD), "--role", "77", "--human", "13", "--auto", "11")
    assert code == 0
    assert now["allowed_channels"] == [11, 12]
    assert (now["user_cooldown"], now["label_unreviewed"], now["moderator_role"]) == (5, True, 77)
    again = ("--channels", "all", "--role", "none", "--human", "none", "--no-label")
    now = run("config", "set", str(GUILD), *again)[1]
    assert (now["allowed_channels"], now["moderator_role"], now["human_channel"]) == (
        [],
        None,
        None,
    )
    assert (now["auto_channels"], now["user_cooldown"]) == ([11], 5)
    assert run("config", "show")[1] == run("config", "show", str(GUILD))[1] == [now]
    kept = in_store(lambda store: store.guilds.config(GUILD))
    assert (kept.auto_channels, kept.label_unreviewed) == ((11,), False)
    assert [entry["act"] for entry in run("audit")[1]] == ["config"] * 3


def test_the_schedule_is_shown_and_changed(run, in_store) -> None:
    assert run("schedule", "show")[1]["hours"] == 6
    run("schedule", "set", "100")
    late = datetime.now(UTC) + timedelta(hours=100)

    async def watch(store: Store) -> None:
        feed = await store.feeds.add(FeedKind.NEWS, "https://a.example/rss", "A", "ana")
        await store.feeds.fetched(feed.id, late, None, None)

    in_store(watch)
    now = run("schedule", "set", "0.5")[1]
    assert now["hours"] == 0.5
    assert datetime.fromisoformat(now["feeds"][0]["next_at"]) < late - timedelta(hours=98)
    assert run("schedule", "show")[1] == now


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("review", "endorse", "9"), 1, "There is no answer 9"),
        (("review", "hide", "2"), 1, "There is no answer 2"),
        (("review", "correct", "1", " "), 1, "correction is empty"),
        (("review", "correct", "1", "x" * 1001), 1, "shorten it to 1,000"),
        (("review", "endorse", "x"), 2, "--help"),
        (("review", "endorse", "9" * 30), 2, "--help"),
        (("config", "set", "5"), 1, "Say what to change"),
        (("config", "set", "5", "--role", "mods"), 1, "“mods” is no id"),
        (("config", "set", "5", "--channels", "1,x"), 1, "is no id"),
        (("config", "set", "5", "--person-cooldown", "-1"), 2, "--help"),
        (("config", "set", "5", "--person-cooldown", "nan"), 2, "--help"),
        (("config", "set", "0", "--label"), 2, "--help"),
        (("schedule", "set", "0.1"), 1, "between 0.25 and 168"),
        (("schedule", "set", "nan"), 1, "between 0.25 and 168"),
    ],
)
def test_a_fault_is_one_plain_line(run, reported: int, words, code, says) -> None:
    got, _, fault = run(*words)
    assert (got, says in fault) == (code, True), fault
    assert fault.count("\n") == 1
    assert run("config", "show")[1] == []
    assert run("schedule", "show")[1]["hours"] == 6


def test_the_database_is_changed_while_the_bot_holds_the_index(
    run, reported: int, small_corpus: Path, tmp_path: Path
) -> None:
    async def work() -> None:
        settings = RetrievalSettings(corpus=small_corpus, data=tmp_path / "data")
        async with await Librarian.open(settings):
            for words in (
                ("review", "endorse", str(reported)),
                ("config", "set", str(GUILD), "--person-cooldown", "3"),
                ("schedule", "set", "3"),
                ("feeds", "list"),
                ("queue", "list"),
                ("audit",),
                ("export", "out.zip"),
            ):
                assert (await asyncio.to_thread(run, *words))[0] == 0, words
            assert "in use" in (await asyncio.to_thread(run, "remove", "ferry"))[2]

    asyncio.run(work())
