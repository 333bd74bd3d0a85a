"""A database that cannot be used is named in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from facts.errors import StoreError
from facts.store import open_engine, upgrade, writing


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("airlock.db", "cannot be read"),
        ("", "cannot be read"),
        ("sqlite:///airlock.db", "sqlite+aiosqlite"),
        ("mysql+aiomysql://root:secret@localhost/airlock", "postgresql+asyncpg"),
        ("postgresql://localhost/airlock", "postgresql+asyncpg"),
    ],
)
def test_open_engine_refuses_urls_in_one_line(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=re.escape(words)) as caught:
        open_engine(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


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


async def test_sqlite_is_opened_durably(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    async with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [await connection.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]
    await engine.dispose()
    assert found == ["wal", 2, 1, 1500]


async def test_exclusive_leaves_the_time_a_write_may_wait_as_it_was(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'airlock.db'}")
    await upgrade(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA busy_timeout")) == 1500
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
