"""Open the database, bring its tables up to date, hand out the groups of methods."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import QueuePool

from bot.store.answers import Answers
from bot.store.audit import Audit
from bot.store.feedback import Feedback
from bot.store.feeds import Feeds
from bot.store.guilds import Guilds
from bot.store.members import Members
from bot.store.options import Options
from bot.store.personal import Personal
from bot.store.queue import Queue
from bot.store.reviews import Reviews
from retrieval.errors import ChokepointError

FILE = "chokepoint.db"
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
# Any number does, as long as nothing else in that database uses the same advisory lock.
MIGRATION_LOCK = 4_829_117
BUSY_SECONDS = 15
# How often, and how far apart, a closing store looks whether its connections are back.
CLOSING_LOOKS = 500
CLOSING_LOOK_SECONDS = 0.01


def database_url(configured: str | None, data: Path) -> str:
    """Return the database's address: as configured, else a SQLite file in the data folder."""
    return configured or f"sqlite:///{data.resolve() / FILE}"


class Store:
    """The database of one bot. Safe to share by tasks; use as an async context manager."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use `Store.open`; this only puts the groups together."""
        self._engine = engine
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        self.answers = Answers(sessions)
        self.feedback = Feedback(sessions)
        self.reviews = Reviews(sessions)
        self.guilds = Guilds(sessions)
        self.members = Members(sessions)
        self.personal = Personal(sessions)
        self.audit = Audit(sessions)
        self.feeds = Feeds(sessions)
        self.queue = Queue(sessions)
        self.options = Options(sessions)

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect to `url` (sqlite:///file or postgresql://…) and bring the tables up to date.

        Raises:
            ChokepointError: the address can't be used, or the database can't be reached.
        """
        engine = _engine(url)
        try:
            async with engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    # Two processes that start together must not both create the tables.
                    await connection.execute(
                        text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK}
                    )
                await connection.run_sync(_upgrade)
        except BaseException as error:
            await engine.dispose()
            if isinstance(error, SQLAlchemyError | OSError):
                raise ChokepointError(
                    f"The database {_shown(url)} can't be used ({_reason(error)}); check "
                    "CHOKEPOINT_DATABASE_URL and that its server runs."
                ) from error
            if isinstance(error, CommandError):
                raise ChokepointError(
                    f"The database {_shown(url)} was written by a newer Chokepoint; update this "
                    "one, or set CHOKEPOINT_DATABASE_URL to another."
                ) from error
            raise
        return cls(engine)

    async def __aenter__(self) -> Self:
        """Return the store itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        await self.close()

    async def close(self) -> None:
        """Close the connections when those in use are given back, or after some seconds.

        What was cancelled in the midst of a transaction gives its connection back a moment later.
        """
        pool = self._engine.pool
        for _ in range(CLOSING_LOOKS):
            if not isinstance(pool, QueuePool) or not pool.checkedout():
                break
            await asyncio.sleep(CLOSING_LOOK_SECONDS)
        await self._engine.dispose()


def _engine(url: str) -> AsyncEngine:
    try:
        parsed = make_url(url)
        scheme = parsed.drivername.partition("+")[0]
        if scheme not in DRIVERS:
            raise ChokepointError(
                f"CHOKEPOINT_DATABASE_URL begins with {scheme}:, which can't be used; write "
                "sqlite:///path/to/file or postgresql://user:password@host/name."
            )
        if scheme == "sqlite":
            if parsed.database:
                _make_folder(Path(parsed.database).parent)
            engine = create_async_engine(
                parsed.set(drivername=DRIVERS[scheme]), connect_args={"timeout": BUSY_SECONDS}
            )
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
            return engine
        return create_async_engine(parsed.set(drivername=DRIVERS[scheme]), pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise ChokepointError(
            "CHOKEPOINT_DATABASE_URL is no address of a database; write sqlite:///path/to/file or "
            "postgresql://user:password@host/name."
        ) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ChokepointError(
            f"The database's folder {folder} can't be made ({error.strerror or error}); make its "
            "place writable, or set CHOKEPOINT_DATABASE_URL to another."
        ) from error


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver would begin transactions itself, and leave table changes out of them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # At once for writing: a transaction that reads first could not wait for another writer.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _reason(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).split("\n")[0][:200] or type(cause).__name__
