"""Backing up, restoring and moving a database: all of it arrives, or nothing changes."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, delete, event, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.backup import back_up, restore
from bot.database.check import check
from bot.database.command import add_parser
from bot.database.command import run as command
from bot.database.errors import DatabaseError, UsageError
from bot.database.tables import TABLES, Content
from bot.database.transfer import opened, transfer
from bot.fleet import joined
from bot.ledger.tables import guild_setting, progress, user_setting
from bot.ledger.trivia_tables import trivia_round
from bot.settings import Settings
from facts.errors import StoreError
from facts.store import exclusive, open_engine, upgrade
from facts.store.migrations import HEAD
from tests.support.filled import ROWS, fill, value
from tests.support.history import upgraded_to


def quiet(_line: str) -> None:
    """Say nothing."""


async def contents(engine: AsyncEngine) -> dict[str, Content]:
    """What each table holds."""
    async with engine.connect() as connection:
        return {table.name: Content().plus((await connection.execute(select(table))).all()) for table in TABLES}


def beside(url: str, tmp_path: Path, postgres: Callable[[], str]) -> str:
    """The URL of a database of the other kind."""
    return f"sqlite+aiosqlite:///{tmp_path / 'other.db'}" if url.startswith("postgresql") else postgres()


@pytest.fixture
def other(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Give the URL of an empty database of the other kind."""
    return beside(url, tmp_path, lambda: str(request.getfixturevalue("postgres_url")))


async def test_copy_moves_everything_to_the_other_kind(engine: AsyncEngine, other: str) -> None:
    said: list[str] = []
    async with opened(other) as target:
        await transfer(engine, target, said.append)
        found = await contents(target)
        assert found == await contents(engine)
        assert {content.rows for content in found.values()} == {ROWS}
        assert len(said) == len(TABLES)
        # What comes next is counted on from there.
        for table in (progress, trivia_round):
            async with target.begin() as connection:
                row = {c.name: value(c, ROWS + 1) for c in table.c if c.name != "id"}
                result = await connection.execute(insert(table), row)
                assert result.inserted_primary_key == (ROWS + 1,)


async def test_copy_sees_one_moment(engine: AsyncEngine, tmp_path: Path) -> None:
    before = await contents(engine)
    writer = open_engine(engine.url.render_as_string(hide_password=False))

    async def change(_line: str) -> None:
        async with writer.begin() as connection:
            await connection.execute(delete(user_setting))

    changes: list[asyncio.Task[None]] = []

    def say(line: str) -> None:
        if not changes:
            changes.append(asyncio.ensure_future(change(line)))

    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}") as target:
        await transfer(engine, target, say)
        assert await contents(target) == before
    await asyncio.gather(*changes)
    assert (await contents(engine))["user_setting"].rows == 0
    await writer.dispose()


async def test_copy_outlasts_the_patience_of_the_server(
    engine: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facts.store.engine.ABANDONED", 1)
    reading = open_engine(engine.url.render_as_string(hide_password=False))
    slowly = iter([True])

    def say(_line: str) -> None:
        if next(slowly, False):
            time.sleep(1.5)  # as long as a large table takes to be compared

    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}") as target:
        await transfer(reading, target, say)
        assert await contents(target) == await contents(engine)
    await reading.dispose()


async def test_copy_refuses_a_target_that_holds_rows_unless_forced(engine: AsyncEngine, tmp_path: Path) -> None:
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'held.db'}") as target:
        await upgrade(target)
        await fill(target, 3)
        before = await contents(target)
        with pytest.raises(DatabaseError, match="--force"):
            await transfer(engine, target, quiet)
        assert await contents(target) == before
        await transfer(engine, target, quiet, force=True)
        assert await contents(target) == await contents(engine)


async def test_copy_that_fails_half_way_changes_nothing(engine: AsyncEngine, tmp_path: Path) -> None:
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'held.db'}") as target:
        await upgrade(target)
        await fill(target, 3)
        before = await contents(target)
        said: list[str] = []

        def fail(line: str) -> None:
            said.append(line)
            if len(said) == len(TABLES) // 2:
                raise DatabaseError("stopped")

        with pytest.raises(DatabaseError, match="stopped"):
            await transfer(engine, target, fail, force=True)
        assert await contents(target) == before


async def test_copy_notices_what_does_not_arrive_as_it_was(engine: AsyncEngine, tmp_path: Path) -> None:
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'broken.db'}") as target:
        await upgrade(target)
        async with target.begin() as connection:
            await connection.execute(
                text(
                    "CREATE TRIGGER t AFTER INSERT ON daily_answer WHEN NEW.ms = 7 "
                    "BEGIN UPDATE daily_answer SET ms = 8 WHERE ms = 7; END"
                )
            )
        with pytest.raises(DatabaseError, match="daily_answer did not arrive"):
            await transfer(engine, target, quiet)
        assert {content.rows for content in (await contents(target)).values()} == {0}


async def test_copy_leaves_no_table_out_silently(engine: AsyncEngine, tmp_path: Path) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Table("stranger", MetaData(), Column("id", Integer)).create)
    said: list[str] = []
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}") as target:
        await transfer(engine, target, said.append)
        assert await contents(target) == await contents(engine)
    assert said[0] == "left out, since Airlock did not make them: stranger"


@pytest.mark.parametrize(("revision", "what"), [("0001", "db upgrade"), ("9999", "a newer version has used it")])
async def test_copy_refuses_a_source_of_another_version(
    engine: AsyncEngine, tmp_path: Path, revision: str, what: str
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}") as target:
        with pytest.raises(DatabaseError, match=what):
            await transfer(engine, target, quiet)


async def test_copy_that_is_refused_upgrades_nothing(engine: AsyncEngine, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    async with opened(f"sqlite+aiosqlite:///{old}") as target:
        async with exclusive(target) as migrating:
            await migrating.run_sync(upgraded_to, "0002")
        async with target.begin() as connection:
            await connection.execute(text("INSERT INTO user_setting (user_id, last_show) VALUES (5, 'x')"))
        with pytest.raises(DatabaseError, match="--force"):
            await transfer(engine, target, quiet)
        async with target.connect() as connection:
            assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "0002"


def asked(*line: str) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    return parser.parse_args(["db", *line])


async def test_server_is_forgotten_and_no_other(url: str, engine: AsyncEngine) -> None:
    settings, said = Settings(database_url=url), list[str]()
    guilds = select(guild_setting.c.guild_id).order_by(guild_setting.c.guild_id)
    async with engine.connect() as connection:
        first, *others = (await connection.execute(guilds)).scalars().all()
    await command(asked("forget-server", str(first)), settings, said.append)
    assert said == [f"nothing is stored about the server {first} any more"]
    async with engine.connect() as connection:
        assert (await connection.execute(guilds)).scalars().all() == others
    with pytest.raises(SystemExit):
        asked("forget-server", "Fans")


@pytest.mark.parametrize("action", ["restore", "copy", "forget-server"])
async def test_nothing_is_replaced_under_a_bot_that_runs(action: str, backup: Path, sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url)
    options = asked(
        *{
            "restore": ["restore", str(backup), "--force"],
            "copy": ["copy", "--from", f"{sqlite_url}x", "--force"],
            "forget-server": ["forget-server", "815573390417412096"],
        }[action]
    )
    async with opened(sqlite_url) as engine, joined(settings, engine):
        before = await contents(engine)
        with pytest.raises(UsageError, match="the bot is running"):
            await command(options, settings, quiet)
        assert await contents(engine) == before


# Backups


async def test_backup_is_one_file_that_restores_everything(engine: AsyncEngine, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    said: list[str] = []
    await back_up(engine, file, said.append)
    assert said == [f"{file}: {ROWS * len(TABLES)} rows, checked"]
    assert [path.name for path in tmp_path.glob("*backup*")] == ["a.backup"]  # noqa: ASYNC240
    assert file.stat().st_mode & 0o077 == 0
    before = await contents(engine)
    taken = file.read_bytes()
    async with engine.begin() as connection:
        for table in reversed(TABLES):
            await connection.execute(delete(table))
    await restore(engine, file, quiet)
    assert await contents(engine) == before
    assert file.read_bytes() == taken


async def test_backup_is_taken_while_others_write(engine: AsyncEngine, tmp_path: Path) -> None:
    async def keep_writing() -> int:
        number = 0
        while not stop.is_set():
            number += 1
            async with engine.begin() as connection:
                for user in (2 * number, 2 * number + 1):  # two at a time, or none
                    await connection.execute(insert(user_setting), {"user_id": user, "last_show": "x"})
        return number

    stop = asyncio.Event()
    writing = asyncio.create_task(keep_writing())
    file = tmp_path / "a.backup"
    await back_up(engine, file, quiet)
    stop.set()
    assert await writing > 0
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}") as target:
        await restore(target, file, quiet)
        found = await contents(target)
    assert (found["user_setting"].rows - ROWS) % 2 == 0


async def test_backup_replaces_no_file_unless_forced(engine: AsyncEngine, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    file.write_text("precious")
    with pytest.raises(UsageError, match="--force"):
        await back_up(engine, file, quiet)
    assert file.read_text() == "precious"
    await back_up(engine, file, quiet, force=True)
    assert file.stat().st_size > 1000
    with pytest.raises(UsageError, match="no folder"):
        await back_up(engine, tmp_path / "no" / "a.backup", quiet)


@pytest.mark.parametrize("end", ["", "-wal", ".lock"])
async def test_backup_never_replaces_the_database(sqlite_url: str, tmp_path: Path, end: str) -> None:
    async with opened(sqlite_url) as engine:
        await upgrade(engine)
        (tmp_path / "link").symlink_to(tmp_path)
        with pytest.raises(UsageError, match="belongs to the database"):
            await back_up(engine, tmp_path / "link" / f"airlock.db{end}", quiet, force=True)
        await check(engine, quiet)


async def test_database_without_some_of_its_tables_is_not_called_whole(sqlite_url: str, tmp_path: Path) -> None:
    async with opened(sqlite_url) as engine:
        await upgrade(engine)
        async with engine.begin() as connection:
            await connection.execute(text("DROP TABLE ceiling"))
        with pytest.raises(DatabaseError, match="it has no table ceiling"):
            await back_up(engine, tmp_path / "a.backup", quiet)
        with pytest.raises(DatabaseError, match="it has no table ceiling"):
            await check(engine, quiet)
    assert not (tmp_path / "a.backup").exists()


async def test_what_a_killed_backup_left_goes_with_a_later_one(sqlite_url: str, tmp_path: Path) -> None:
    left, others = tmp_path / ".a.backup-killed", tmp_path / ".b.backup-killed"
    for folder in (left, others):
        folder.mkdir()
        (folder / "a.backup").write_text("what users own")
        os.utime(folder, (1, 1))
    fresh = tmp_path / ".a.backup-now"
    fresh.mkdir()
    async with opened(sqlite_url) as engine:
        await upgrade(engine)
        await back_up(engine, tmp_path / "a.backup", quiet)
    assert not left.exists()
    assert others.exists()
    assert fresh.exists()


async def test_backup_of_a_newer_version_is_told_from_the_database(engine: AsyncEngine, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    async with opened(f"sqlite+aiosqlite:///{newer}") as source:
        await upgrade(source)
        async with source.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await back_up(source, tmp_path / "a.backup", quiet)
    before = await contents(engine)
    with pytest.raises(DatabaseError, match=r"the backup .*a\.backup cannot be used: .* 9999"):
        await restore(engine, tmp_path / "a.backup", quiet, force=True)
    assert await contents(engine) == before


@pytest.mark.parametrize("harm", ["cut", "no database"])
async def test_damage_is_told_by_the_name_that_was_given(harm: str, backup: Path, tmp_path: Path) -> None:
    HARM[harm](backup)
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}") as target:
        with pytest.raises(DatabaseError, match=r"a\.backup"):
            await restore(target, backup, quiet)


async def test_source_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    torn = tmp_path / "torn.db"
    torn.write_text("hello " * 300)
    with pytest.raises(StoreError, match=r"torn\.db: file is not a database"):
        async with opened(f"sqlite+aiosqlite:///{torn}") as engine:
            await back_up(engine, tmp_path / "a.backup", quiet)
    assert os.listdir(tmp_path) == ["torn.db"]  # noqa: PTH208


@pytest.fixture
async def backup(sqlite_url: str, tmp_path: Path) -> Path:
    """Give a backup of a database with rows."""
    file = tmp_path / "a.backup"
    async with opened(sqlite_url) as engine:
        await upgrade(engine)
        await fill(engine)
        await back_up(engine, file, quiet)
    return file


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    at = data.index(b"\xc3\xbc\xe2\x80\x9957")
    data[at + 5] ^= 1
    file.write_bytes(bytes(data))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:9000])


def run(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


HARM: dict[str, Callable[[Path], object]] = {
    "flipped bit": flip,
    "cut": cut,
    "row gone": lambda file: run(file, "DELETE FROM progress WHERE id = 7"),
    "table gone": lambda file: run(file, "DROP TABLE practice"),
    "no list": lambda file: run(file, "DROP TABLE airlock_backup"),
    "no database": lambda file: file.write_text("hello " * 300),
    "nothing": lambda file: file.write_bytes(b""),
    "newer": lambda file: run(file, "UPDATE alembic_version SET version_num = '9999'"),
}


@pytest.mark.parametrize("harm", HARM)
async def test_restore_of_a_damaged_backup_changes_nothing(harm: str, backup: Path, tmp_path: Path) -> None:
    HARM[harm](backup)
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}") as target:
        await upgrade(target)
        await fill(target, 2)
        before = await contents(target)
        with pytest.raises(DatabaseError) as error:
            await restore(target, backup, quiet, force=True)
        assert len(str(error.value).splitlines()) == 1
        assert await contents(target) == before


async def test_restore_refuses_a_database_that_holds_rows_unless_forced(backup: Path, sqlite_url: str) -> None:
    async with opened(sqlite_url) as engine:
        with pytest.raises(DatabaseError, match="--force"):
            await restore(engine, backup, quiet)
        await restore(engine, backup, quiet, force=True)
        assert (await contents(engine))["progress"].rows == ROWS


async def test_restore_killed_half_way_changes_nothing(backup: Path, sqlite_url: str, tmp_path: Path) -> None:
    async with opened(sqlite_url) as engine:
        before = await contents(engine)
        images: list[Path] = []

        @event.listens_for(engine.sync_engine, "commit")
        def power_cut(_: object) -> None:
            image = tmp_path / f"image{len(images)}"
            image.mkdir()
            for path in tmp_path.glob("airlock.db*"):
                shutil.copy(path, image)
            images.append(image / "airlock.db")

        await restore(engine, backup, quiet, force=True)
    assert images
    async with opened(f"sqlite+aiosqlite:///{images[-1]}") as engine:
        assert await contents(engine) == before


async def test_backup_of_an_earlier_version_is_upgraded_while_being_restored(sqlite_url: str, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    async with opened(f"sqlite+aiosqlite:///{old}") as engine, exclusive(engine) as migrating:
        await migrating.run_sync(upgraded_to, "0002")
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("INSERT INTO user_setting (user_id, last_show) VALUES (5, 'x')")
        connection.commit()
    async with opened(f"sqlite+aiosqlite:///{old}") as engine, opened(sqlite_url) as target:
        await back_up(engine, tmp_path / "a.backup", quiet)
        await restore(target, tmp_path / "a.backup", quiet)
        assert (await contents(target))["user_setting"].rows == 1
        async with target.connect() as connection:
            assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


# Looking


async def test_check_says_what_there_is_and_changes_nothing(engine: AsyncEngine) -> None:
    said: list[str] = []
    before = await contents(engine)
    await check(engine, said.append)
    assert await contents(engine) == before
    assert f"revision: {HEAD}, this version's" in said
    assert "writable: yes" in said
    assert f"  progress: {ROWS:,} rows" in said
    async with engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(progress)) == ROWS


async def test_check_makes_no_database(sqlite_url: str, tmp_path: Path) -> None:
    async with opened(sqlite_url) as engine:
        with pytest.raises(DatabaseError, match="there is no database"):
            await check(engine, quiet)
    assert not (tmp_path / "airlock.db").exists()


async def test_check_of_an_empty_database_says_what_to_do(url: str, tmp_path: Path) -> None:
    (tmp_path / "airlock.db").touch()
    async with opened(url) as engine:
        with pytest.raises(DatabaseError, match="db upgrade"):
            await check(engine, quiet)
