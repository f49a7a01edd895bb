"""A store in each database: SQLite in a file, and a throw-away Postgres where its programs are."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import asyncpg
import pytest

from bot.store import Store

GIVEN = "CHOKEPOINT_TEST_POSTGRES_URL"


def programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres():
    """The address of a Postgres server: the one given, else one started for these tests."""
    if given := os.environ.get(GIVEN):
        yield given
        return
    bin_ = programs()
    if bin_ is None:
        pytest.skip(f"no Postgres here; install it, or name one in {GIVEN}")
    # Postgres refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="chokepoint-pg-", dir="/tmp"))
    if user:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    subprocess.run(
        [bin_ / "initdb", "-D", data, "-U", "chokepoint", "-A", "trust", "-N", "-E", "UTF8"],
        check=True,
        capture_output=True,
        user=user,
        cwd=folder,
    )
    server = subprocess.Popen(
        [bin_ / "postgres", "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", str(port), "-F"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
        cwd=folder,
    )
    ready = [bin_ / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(300):
        if subprocess.run(ready, capture_output=True).returncode == 0:
            break
        time.sleep(0.1)
    try:
        yield f"postgresql://chokepoint@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


async def emptied(url: str) -> str:
    connection = await asyncpg.connect(url)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
    return url


@pytest.fixture(params=["sqlite", "postgres"])
async def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    return await emptied(request.getfixturevalue("postgres"))


@pytest.fixture
async def store(url):
    async with await Store.open(url) as opened:
        yield opened
