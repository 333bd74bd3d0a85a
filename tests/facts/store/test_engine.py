"""A database that cannot be used is named in one line."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from facts.errors import StoreError, StoreSetupError
from facts.store import exclusive, open_engine, upgrade, writing
from facts.store.engine import plainly

REPOSITORY = Path(__file__).parents[3]

LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) SELECT count(*) FROM n"
"""A query of some hundredths of a second."""

Begin: TypeAlias = Callable[[AsyncEngine], AbstractAsyncContextManager[AsyncConnection]]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("airlock.db", "cannot be read"),
        ("", "cannot be read"),
        ("postgresql+asyncpg://airlock:secret/airlock", "cannot be read"),
        ("sqlite:///airlock.db", "sqlite+aiosqlite"),
        ("mysql+aiomysql://root:secret@localhost/airlock", "postgresql+asyncpg"),
        ("postgresql://localhost/airlock", "postgresql+asyncpg"),
        ("sqlite+aiosqlite://localhost/airlock.db", "cannot be used: Invalid SQLite URL"),
        ("sqlite+aiosqlite:///airlock.db?timeout=long", "cannot be used: could not convert"),
        ("sqlite+aiosqlite:///airlock.db?timeout=1&timeout=2", "holds 'timeout' more than once"),
    ],
)
def test_open_engine_refuses_urls_in_one_line(url: str, words: str) -> None:
    with pytest.raises(StoreSetupError, match=re.escape(words)) as caught:
        open_engine(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_open_engine_names_a_driver_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(
        StoreSetupError, match=r"needs asyncpg, which is not installed: `python -m pip install .*postgresql"
    ):
        open_engine("postgresql+asyncpg://localhost/airlock")


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="files there have owners of another kind")
async def test_file_is_made_for_its_owner_alone_and_then_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "airlock.db"
    for mode in (0o600, 0o640):
        engine = open_engine(f"sqlite+aiosqlite:///{file}")
        await upgrade(engine)
        assert modes(tmp_path) == {mode}
        await engine.dispose()
        file.chmod(0o640)


async def test_errors_do_not_repeat_what_was_to_be_written(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError) as caught:
            await connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "private words"})
    assert "private" not in str(caught.value)


async def refused(url: str) -> str:
    engine = open_engine(url)
    with pytest.raises(StoreError) as caught:
        await upgrade(engine)
    await engine.dispose()
    message = str(caught.value)
    assert "\n" not in message
    return message


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere"
    assert f"there is no folder {path}" in await refused(f"sqlite+aiosqlite:///{path}/airlock.db")


async def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    assert f"{tmp_path} is a folder" in await refused(f"sqlite+aiosqlite:///{tmp_path}")


async def test_another_file_in_place_of_the_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "airlock.db"
    path.write_text("Dear diary, " * 1000)
    assert "not a database" in await refused(f"sqlite+aiosqlite:///{path}")
    assert path.read_text() == "Dear diary, " * 1000


@pytest.mark.parametrize("migrated", [False, True])
async def test_a_read_only_database_is_refused_at_start(tmp_path: Path, migrated: bool) -> None:
    path = tmp_path / "airlock.db"
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    if migrated:
        await upgrade(engine)
    else:
        async with engine.begin() as connection:
            await connection.execute(text("CREATE TABLE other (id INTEGER)"))
    await engine.dispose()
    assert "readonly" in await refused(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true")


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    message = await refused("postgresql+asyncpg://airlock:secret@127.0.0.1:9/airlock")
    assert "127.0.0.1" in message
    assert "secret" not in message


async def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facts.store.engine.ANSWERED", 0.05)
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with asyncio.timeout(5):  # the driver's own patience is a minute
            message = await refused(f"postgresql+asyncpg://airlock@127.0.0.1:{port}/airlock?ssl=disable")
    assert "not answered in time" in message


async def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    assert "cannot be reached" in await refused(f"sqlite+aiosqlite:///{tmp_path / ('a' * 300)}")


async def test_sqlite_is_opened_durably(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    async with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [await connection.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]
    await engine.dispose()
    assert found == ["wal", 2, 1, 1500]


@pytest.fixture
def read_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, sqlite3.Connection]]:
    """A new file that somebody reads, and SQLite not waiting, as where several turn a file to WAL at once."""
    monkeypatch.setattr("facts.store.engine._PRAGMAS", ("busy_timeout=0", "journal_mode=WAL"))
    path = tmp_path / "airlock.db"
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE item (something INTEGER); BEGIN; SELECT * FROM item")
        yield f"sqlite+aiosqlite:///{path}", other


async def test_a_new_file_that_another_uses_is_waited_for(
    read_by_another: tuple[str, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, other = read_by_another
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        other.rollback()

    monkeypatch.setattr("facts.store.engine.asyncio.sleep", sleep)
    engine = open_engine(url)
    async with engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
    await engine.dispose()
    assert waits == [0.01]


async def test_a_new_file_that_stays_locked_is_not_waited_for_longer_than_a_write(
    read_by_another: tuple[str, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facts.store.engine.BUSY_MS", 50)
    engine = open_engine(read_by_another[0])
    with pytest.raises(StoreError, match="locked"):
        await upgrade(engine)
    await engine.dispose()


async def test_postgresql_frees_what_a_silent_process_holds_but_at_start_is_patient(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    async with engine.connect() as connection:
        await connection.rollback()
        assert await connection.scalar(text("SHOW idle_in_transaction_session_timeout")) == "5s"
    async with exclusive(engine) as connection:
        assert await connection.scalar(text("SHOW idle_in_transaction_session_timeout")) == "5min"
    async with engine.connect() as connection:
        assert await connection.scalar(text("SHOW idle_in_transaction_session_timeout")) == "5s"
    await engine.dispose()


async def test_exclusive_leaves_the_time_a_write_may_wait_as_it_was(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA busy_timeout")) == 1500
    await engine.dispose()


@pytest.mark.parametrize("begin", [writing, exclusive])
async def test_a_transaction_that_may_write_has_the_lock_from_its_beginning_on(tmp_path: Path, begin: Begin) -> None:
    path = tmp_path / "airlock.db"
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    await upgrade(engine)
    async with begin(engine):
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")
    with closing(sqlite3.connect(path, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
    async with engine.connect() as connection, connection.begin():
        with closing(sqlite3.connect(path, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")  # who only reads keeps nobody from writing
    await engine.dispose()


@pytest.mark.parametrize(
    ("begin", "statements"),
    [
        (writing, ["BEGIN IMMEDIATE"]),
        (exclusive, ["PRAGMA busy_timeout=30000", "BEGIN IMMEDIATE", "PRAGMA busy_timeout=1500"]),
    ],
)
async def test_exclusive_waits_longer_than_any_write(tmp_path: Path, begin: Begin, statements: list[str]) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    heard: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    async with begin(engine) as connection:
        assert heard == statements
        await connection.execute(text("CREATE TABLE other (id INTEGER)"))
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM other")) == 0
    assert heard[len(statements) + 1 :] == ["BEGIN", "SELECT count(*) FROM other"]
    await engine.dispose()


async def test_errors_that_are_not_the_databases_stay_what_they_are(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    with pytest.raises(KeyError), plainly(engine):
        raise KeyError
    with pytest.raises(StoreError, match=r"^as it was$"), plainly(engine):
        raise StoreError("as it was")
    with pytest.raises(StoreError, match=r"cannot use the database sqlite.*: no space left"), plainly(engine):
        raise OSError("no space left\non device")
    with pytest.raises(StoreError, match="it has not answered in time"), plainly(engine):
        raise TimeoutError
    with pytest.raises(StoreError, match="ConnectionResetError"), plainly(engine):
        raise ConnectionResetError
    await engine.dispose()


async def test_a_database_that_is_named_in_sqlites_own_way_is_left_to_it() -> None:
    engine = open_engine("sqlite+aiosqlite:///file:no-such-folder/airlock.db?uri=true")
    with plainly(engine):
        pass
    await engine.dispose()


async def test_writing_undoes_everything_on_an_error(url: str) -> None:
    engine = open_engine(url)
    await upgrade(engine)

    async def fail() -> None:
        async with writing(engine) as connection:
            await connection.execute(text("INSERT INTO show VALUES ('a', 'b', 'c', '[]', 1, 'd')"))
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM show")) == 0
    await engine.dispose()


async def test_threads_of_connections_end_with_their_engine(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    async with engine.connect():
        threads = set(threading.enumerate()) - before
    await engine.dispose()
    assert threads
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_a_process_ends_though_a_connection_was_left_open(tmp_path: Path) -> None:
    code = f"""
import asyncio
from facts.store import open_engine

engine = open_engine("sqlite+aiosqlite:///{tmp_path}/airlock.db")
connection = asyncio.run(engine.connect().start())
"""
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True, timeout=60)


# What is closed after the loop is, as a process ends, has nobody to tell.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("steps", range(8))
async def test_all_tasks_cancelled_while_a_connection_is_given_up_come_to_an_end(tmp_path: Path, steps: int) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/airlock.db")

    async def count() -> None:
        async with engine.connect() as connection:
            await connection.execute(text(LONG))

    counting = asyncio.create_task(count())
    await asyncio.sleep(0.02)
    counting.cancel()
    for _ in range(steps):
        await asyncio.sleep(0)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:  # a busy machine may have given the connection up by now
        _, endless = await asyncio.wait(others, timeout=30)
        assert not endless
    await engine.dispose()
