import asyncio
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.store import Actor, Store, database_url
from bot.store.models import Base
from retrieval.errors import ChokepointError


async def test_the_migrations_make_the_tables_that_the_code_expects(store):
    def differences(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)

    async with store._engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_what_was_stored_is_there_after_opening_again(url):
    async with await Store.open(url) as store:
        await store.options.set("refresh", {"hours": 6})
        await store.audit.record(Actor("a moderator", 7), "reload")
    async with await Store.open(url) as store:
        assert await store.options.get("refresh") == {"hours": 6}
        entry = (await store.audit.latest())[0]
    assert (entry.actor, entry.act, entry.outcome) == (Actor("a moderator", 7), "reload", "done")
    assert entry.at.utcoffset().total_seconds() == 0


async def test_a_store_closes_when_what_runs_has_given_its_connection_back(url):
    store = await Store.open(url)
    pool = store._engine.pool
    async with store._engine.connect() as connection:
        closing = asyncio.create_task(store.close())
        await asyncio.sleep(0.1)
        assert not closing.done()
        assert (await connection.execute(text("SELECT 1"))).scalar() == 1
    await closing
    assert pool.checkedout() == 0


async def test_a_store_waits_for_what_was_cancelled_in_a_transaction(url):
    store = await Store.open(url)
    pool = store._engine.pool
    inside = asyncio.Event()

    async def stuck():
        async with store.options._sessions() as session:
            await session.execute(text("SELECT 1"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    await store.close()
    assert pool.checkedout() == 0


async def test_stores_that_open_at_the_same_time_share_one_database(url):
    stores = await asyncio.gather(*(Store.open(url) for _ in range(4)))
    await asyncio.gather(
        *(store.audit.record(Actor(str(i)), "add") for i in range(5) for store in stores)
    )
    assert len(await stores[0].audit.latest()) == 20
    await asyncio.gather(*(store.close() for store in stores))


async def test_text_that_a_database_cannot_hold_is_kept_without_the_faulty_signs(store):
    await store.audit.record(Actor("a\0b"), "add", "half \ud83d pair, whole \U0001f600")
    entry = (await store.audit.latest())[0]
    assert (entry.actor.name, entry.subject) == (
        "a\ufffdb",
        "half \ufffd pair, whole \U0001f600",
    )


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://localhost/x", "begins with mysql:"),
        ("no address", "is no address of a database"),
        ("sqlite:////proc/nowhere/bot.db", "folder /proc/nowhere can't be made"),
        ("postgresql://somebody:secret@127.0.0.1:1/none", "can't be used"),
    ],
)
async def test_an_address_that_cannot_be_used_is_one_plain_sentence(url, says):
    with pytest.raises(ChokepointError, match=says) as caught:
        await Store.open(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_file_that_is_no_database_is_one_plain_sentence(tmp_path):
    path = tmp_path / "store.db"
    path.write_text("this is a letter, not a database, and a long enough one at that" * 20)
    with pytest.raises(ChokepointError, match="can't be used"):
        await Store.open(f"sqlite:///{path}")


async def test_a_database_of_a_newer_version_is_one_plain_sentence(url):
    async with await Store.open(url) as store, store._engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'z9'"))
    with pytest.raises(ChokepointError, match="was written by a newer Chokepoint; update"):
        await Store.open(url)


async def test_without_a_setting_the_database_is_a_file_in_the_data_folder(tmp_path):
    url = database_url(None, tmp_path / "new")
    async with await Store.open(url):
        pass
    with sqlite3.connect(tmp_path / "new" / "chokepoint.db") as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert {"answers", "audit", "feeds", "queue", "alembic_version"} <= names
    assert database_url("postgresql://h/d", tmp_path) == "postgresql://h/d"
