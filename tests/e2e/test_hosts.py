"""What hosts get wrong, and what they read then: one line that says what to do, and a status that restarts mind."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from sqlalchemy import text

from bot.__main__ import main
from bot.check import check
from bot.settings import SHIPPED_PACKS, Settings
from facts.store import open_engine, upgrade
from tests.e2e.test_process import TOKEN, Ended, loaded, one_line, ran
from tests.support.databases import loaded_file
from tests.support.postgres import postgres_server, postgres_url
from tests.support.proxy import Proxy

__all__ = ["loaded", "postgres_server", "postgres_url"]

NOWHERE = {"DISCORD_API_URL": "http://127.0.0.1:9/api/v10", "DISCORD_GATEWAY_URL": "ws://127.0.0.1:9/gateway/"}
COMMANDS = [("run", "--service"), ("check",), ("db", "check")]


def made_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_what_no_driver_knows_of_an_address_is_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    url = "postgresql+asyncpg://airlock:hunter2@127.0.0.1:9/airlock?sslmode=require&channel_binding=require"
    found = await ran(tmp_path, *command, DATABASE_URL=url)
    one_line(found, 2, "DATABASE_URL", "'channel_binding'")
    found = await ran(tmp_path, *command, DATABASE_URL="postgresql+asyncpg://airlock:hun@ter/2@127.0.0.1:9/airlock")
    one_line(found, 2, "DATABASE_URL", "%40")
    assert not any(part in found.err for part in ("hun@", "ter/", "ter%2F", "2@127"))
    found = await ran(tmp_path, *command, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/airlock.db?sslmode=require")
    one_line(found, 2, "DATABASE_URL", "'sslmode'")
    assert made_in(tmp_path) == []


async def test_copy_to_an_address_with_what_no_driver_knows_is_one_line(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://airlock:hunter2@127.0.0.1:9/airlock?chanel=x"
    found = await ran(tmp_path, "db", "copy", "--to", url)
    one_line(found, 2, "'chanel'")
    assert "hunter2" not in found.err
    assert made_in(tmp_path) == []


async def test_address_as_providers_print_it_reaches_the_server(postgres_url: str, tmp_path: Path) -> None:
    async with Proxy.to(postgres_url) as proxy:
        url = f"{proxy.url(postgres_url)}?sslmode=prefer"
        found = await ran(tmp_path, "db", "upgrade", DATABASE_URL=url)
        assert (found.status, found.out, found.err) == (0, "the tables are up to date\n", "")
        found = await ran(tmp_path, "run", "--service", DATABASE_URL=url.replace("prefer", "require"))
        one_line(found, 1, "SSL")


Command = Callable[..., Ended]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process, with these settings and no others."""
    monkeypatch.chdir(tmp_path)
    for variable in (entry.name.upper() for entry in fields(Settings)):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(f"{variable}_FILE", raising=False)
    for variable, value in NOWHERE.items():
        monkeypatch.setenv(variable, value)
    for owner, name in ((Route, "BASE"), (DiscordWebSocket, "DEFAULT_GATEWAY")):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # so that it is put back

    def run(*arguments: str, **settings: str) -> Ended:
        for variable, value in settings.items():
            monkeypatch.setenv(variable, value)
        with logging_restored():
            status = main(arguments)
        return Ended(status, *capsys.readouterr())

    return run


@contextmanager
def logging_restored() -> Iterator[None]:
    """Leave logging as it was: a command sets it up for its process."""
    loggers = [logging.getLogger(name) for name in ("", "discord", "alembic")]
    before = [(each, each.level, each.handlers[:]) for each in loggers]
    for each in loggers:
        each.handlers[:] = []  # so that they are not closed
    try:
        yield
    finally:
        for each, level, handlers in before:
            each.setLevel(level)
            each.handlers[:] = handlers


def closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let nobody look into a folder: tests may run as root, who may do everything."""
    folder.mkdir()

    def refusing(name: str) -> Callable[..., Any]:
        real = getattr(Path, name)

        def refuse(path: Path, *given: Any, **named: Any) -> Any:
            if folder in path.parents or (name == "iterdir" and path == folder):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *given, **named)

        return refuse

    for name in ("stat", "iterdir", "open"):
        monkeypatch.setattr(Path, name, refusing(name))
    return folder


def test_database_in_a_folder_that_may_not_be_read_is_named(
    here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = closed(tmp_path / "closed", monkeypatch)
    url = f"sqlite+aiosqlite:///{folder / 'airlock.db'}"
    found = here("check", DATABASE_URL=url)
    assert (found.status, found.err) == (1, "")
    states = dict(line.split(maxsplit=2)[1::-1] for line in found.out.splitlines())
    assert f"{folder / 'airlock.db'} cannot be reached: Permission denied" in found.out
    # It goes on with the rest.
    assert (states["database:"], states["token:"], states["pack"]) == ("bad", "bad", "ok")
    one_line(here("run", DISCORD_TOKEN=TOKEN), 1, "airlock.db cannot be reached: Permission denied")
    one_line(here("db", "check"), 1, "airlock.db cannot be reached: Permission denied")


def test_packs_that_may_not_be_read_are_named(here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = closed(tmp_path / "closed", monkeypatch)
    found = here("check", PACKS_DIR=str(folder))
    assert (found.status, found.err) == (1, "")
    assert f"bad  packs: {folder} cannot be read: Permission denied; see PACKS_DIR\n" in found.out
    assert "database: " in found.out
    one_line(here("run", DISCORD_TOKEN=TOKEN), 2, f"PACKS_DIR: {folder} cannot be read: Permission denied")
    one_line(here("run", PACKS_DIR=str(folder / "packs")), 2, "PACKS_DIR", "may not reach")


def test_pack_in_place_of_the_folder_of_packs_is_told(here: Command) -> None:
    pack = str(SHIPPED_PACKS / "for-all-mankind")
    one_line(here("run", DISCORD_TOKEN=TOKEN, PACKS_DIR=pack), 2, f"in {pack}, which is one itself: name the folder")
    assert (
        f"bad  PACKS_DIR: there is no pack to serve in {pack}, which is one itself" in here("check", PACKS_DIR=pack).out
    )


def test_file_that_is_in_the_way_is_not_taken_for_discord(here: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "/somewhere")

    monkeypatch.setattr("bot.__main__.airlock", fail)
    one_line(here("run", DISCORD_TOKEN=TOKEN), 1, "Airlock cannot run: /somewhere: No space left on device")


@pytest.mark.parametrize("command", [("run",), ("check",)], ids=" ".join)
def test_shards_that_others_serve_need_postgresql(command: tuple[str, ...], here: Command, tmp_path: Path) -> None:
    found = here(*command, DISCORD_TOKEN=TOKEN, SHARD_COUNT="2", SHARD_IDS="0")
    one_line(found, 2, "SHARD_IDS", "DATABASE_URL must be a PostgreSQL")
    assert made_in(tmp_path) == []


def test_check_says_where_the_first_start_may_not_make_the_database(
    here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "warn database: there is no database airlock.db: the first start makes it\n" in here("check").out
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path) != tmp_path)
    for url in ("sqlite+aiosqlite:///airlock.db", f"sqlite+aiosqlite:///{tmp_path}/airlock.db"):
        found = here("check", DATABASE_URL=url)
        assert found.status == 1
        assert f"bad  database: there is none, and this user may not write into {tmp_path} to make it\n" in found.out
    assert made_in(tmp_path) == []


def test_mistakes_in_the_file_of_settings_are_told(here: Command, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKN={TOKEN}\n")
    note = ".env: there is no setting 'DISCORD_TOKN'; did you mean DISCORD_TOKEN?"
    assert f"warn settings: {note}\n" in here("check").out
    found = here("run", "--service")
    assert found.status == 2
    assert [line.partition("WARNING bot.__main__: ")[2] for line in found.lines] == [note, ""]
    assert found.lines[1] == "DISCORD_TOKEN is not set"
    dotenv.write_text(f"LOG_LEVEL=INFO\nDISCORD_TOKEN='{TOKEN}\n")
    for command in (("check",), ("run",), ("db", "check")):
        one_line(here(*command), 2, ".env, line 2: expected NAME=value")


@pytest.mark.parametrize("command", [("run", "--service"), ("check",)], ids=" ".join)
def test_token_that_is_more_than_a_token_is_one_line(command: tuple[str, ...], here: Command, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"# of the bot\n{TOKEN}\n")
    nowhere = f"sqlite+aiosqlite:///{tmp_path}/none/airlock.db"  # so that it ends in any case
    found = here(*command, DISCORD_TOKEN_FILE=str(file), DATABASE_URL=nowhere)
    one_line(found, 2, "DISCORD_TOKEN_FILE", "it must be the token alone")
    assert TOKEN not in found.err


def refused(*_: object, **__: object) -> None:
    raise PermissionError(13, "error while attempting to bind")


def test_port_that_cannot_be_had_is_told_alike_by_check_and_run(
    here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(loaded_file(), tmp_path / "airlock.db")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        words = f"METRICS_PORT: {port} is used by another program; choose another"
        assert f"bad  {words}\n" in here("check", METRICS_PORT=port).out
        one_line(here("run", DISCORD_TOKEN=TOKEN), 2, words)
    monkeypatch.setattr("asyncio.start_server", refused)
    monkeypatch.setattr("aiohttp.web.TCPSite.start", refused)
    words = "METRICS_PORT: this user may not listen on 80; choose one from 1024 on"
    assert f"bad  {words}\n" in here("check", METRICS_PORT="80").out
    one_line(here("run"), 2, words)


def test_last_words_of_a_log_of_objects_are_one(here: Command, tmp_path: Path) -> None:
    def told(found: Ended, status: int) -> str:
        one_line(found, status)
        entry = json.loads(found.err)
        assert set(entry) == {"at", "level", "logger", "message"}
        assert (entry["level"], entry["logger"]) == ("CRITICAL", "bot")
        return str(entry["message"])

    nowhere = f"sqlite+aiosqlite:///{tmp_path}/none/airlock.db"
    assert "there is no folder" in told(here("run", LOG_FORMAT="JSON", DATABASE_URL=nowhere, DISCORD_TOKEN=TOKEN), 1)
    assert told(here("run", LOG_LEVEL="loud"), 2).startswith("LOG_LEVEL is 'loud'")
    # What is asked in a terminal is answered in words.
    assert here("check").err.startswith("LOG_LEVEL is 'loud'")
    (tmp_path / ".env").write_text("LOG_FORMAT=json\n'")
    assert here("run", LOG_FORMAT="", LOG_LEVEL="").err.startswith(".env, line 2")


async def test_database_that_never_answers_is_given_up_by_check_and_run_alike(tmp_path: Path) -> None:
    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    writers: list[asyncio.StreamWriter] = []
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"postgresql+asyncpg://airlock:x@127.0.0.1:{port}/airlock"
        words = (
            f"cannot use the database postgresql+asyncpg://airlock:***@127.0.0.1:{port}/airlock: it has not answered"
        )
        one_line(await ran(tmp_path, "run", "--service", DATABASE_URL=url), 1, words)
        one_line(await ran(tmp_path, "db", "check", DATABASE_URL=url), 1, words)
        found = await ran(tmp_path, "check", DATABASE_URL=url, **NOWHERE)
        assert f"bad  database: {words} in time\n" in found.out
        for writer in writers:
            writer.close()


async def test_check_gives_up_a_database_that_answers_no_questions(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(postgres_url)
    await upgrade(engine)
    monkeypatch.setattr("bot.check._PATIENCE", 1.0)
    lines: list[str] = []
    async with engine.begin() as connection:
        await connection.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        assert await check(Settings(database_url=postgres_url), lines.append) == 1
    assert "bad  database: it has not answered in time" in lines
    await engine.dispose()


def test_database_in_memory_is_one_line_and_one_in_ones_home_is_found(
    here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (("run",), ("check",), ("db", "upgrade")):
        one_line(here(*command, DATABASE_URL="sqlite+aiosqlite:///:memory:"), 2, "DATABASE_URL names no file")
    monkeypatch.setenv("HOME", str(tmp_path))
    url = "sqlite+aiosqlite:///~/mine.db"
    one_line(here("db", "copy", "--to", "sqlite+aiosqlite:///", DATABASE_URL=url), 2, "names no file")
    monkeypatch.chdir("/")
    assert here("db", "upgrade").out == "the tables are up to date\n"
    assert "mine.db" in made_in(tmp_path)
