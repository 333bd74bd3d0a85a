"""The process itself: its start, its end, what it prints and with which status it leaves."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.sandbox.clock import SystemClock
from bot.sandbox.ratelimits import DISCORD
from bot.sandbox.standin import StandIn
from bot.settings import SHIPPED_PACKS, Settings
from tests.support.databases import loaded_file
from tests.support.discord import until
from tests.support.fans import Fans, text, title, watched

TOKEN = "secret-token-that-is-never-printed"
ROOT = Path(__file__).parents[2]
STARTED_WITHIN = 30.0
STOPPED_WITHIN = 10.0
ENDED_WITHIN = 60.0


@dataclass
class Ended:
    """What a process left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it wrote to standard error."""
        return self.err.splitlines()


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """No settings of this machine's, and these."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "VIRTUAL_ENV", "LANG")}
    database = f"sqlite+aiosqlite:///{folder / 'airlock.db'}"
    return {**kept, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN, "DATABASE_URL": database, **settings}


async def launched(folder: Path, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        cwd=folder,
        env=environment(folder, **settings),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process, typed: str = "") -> Ended:
    out, err = await asyncio.wait_for(process.communicate(typed.encode()), ENDED_WITHIN)
    assert process.returncode is not None
    found = Ended(process.returncode, out.decode(), err.decode())
    assert TOKEN not in found.out + found.err
    return found


async def ran(folder: Path, *arguments: str, typed: str = "", **settings: str) -> Ended:
    return await ended(await launched(folder, *arguments, **settings), typed)


def prepared(folder: Path) -> Path:
    """Put a database with the shipped pack into a folder."""
    return Path(shutil.copy(loaded_file(), folder / "airlock.db"))


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Make the database that others are copies of, before a loop runs."""
    loaded_file()


@pytest.fixture
async def fans() -> AsyncIterator[Fans]:
    """A server of fans on a stand-in that the process is to find."""
    discord = await StandIn.start(SystemClock(), rules=DISCORD)
    discord.world.application.token = TOKEN
    yield Fans.of(discord)
    await discord.stop()


def there(fans: Fans) -> dict[str, str]:
    return {"DISCORD_API_URL": fans.discord.rest_url, "DISCORD_GATEWAY_URL": fans.discord.gateway_url}


@asynccontextmanager
async def serving(fans: Fans, folder: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as its host starts it, until it is connected."""
    process = await launched(folder, "run", **there(fans), **settings)
    try:
        await until(lambda: bool(fans.discord.gateway.connected) or process.returncode is not None, STARTED_WITHIN)
        assert process.returncode is None, await ended(process)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stopped(process: asyncio.subprocess.Process) -> Ended:
    """Ask it to stop, and see that it does."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    found = await ended(process)
    assert time.monotonic() - began < STOPPED_WITHIN
    assert found.status == 0, found
    assert "Traceback" not in found.err
    return found


async def test_process_serves_stops_on_request_and_goes_on_after_a_restart(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    async with serving(fans, tmp_path) as process:
        await watched(fans.ann, "S2")
        card = await fans.ann.command("/cast character name:Margo Madison")
        assert title(card) == "Margo Madison"
        assert (await stopped(process)).out == ""
    assert fans.discord.world.application.commands_put == 1
    async with serving(fans, tmp_path) as process:
        assert "all of season 2" in text(await fans.ann.command("/progress show")).lower()
        assert title(await fans.ann.press(card, index=0))
        await stopped(process)
    assert fans.discord.world.application.commands_put == 1
    assert not fans.discord.rest.crashes


async def test_process_stops_though_its_database_is_locked(fans: Fans, tmp_path: Path) -> None:
    database = prepared(tmp_path)
    async with serving(fans, tmp_path) as process:
        await watched(fans.ann, "S1")
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        asked = asyncio.create_task(fans.ann.command("/progress next"))
        await until(lambda: bool(fans.discord.world.interactions))
        await stopped(process)
        other.execute("ROLLBACK")
        other.close()
        asked.cancel()


async def test_process_stops_while_discord_is_cut_off(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    async with serving(fans, tmp_path) as process:
        fans.discord.gateway.closed = True
        await fans.discord.gateway.drop()
        await stopped(process)


def one_line(found: Ended, status: int, *words: str) -> None:
    assert found.status == status, found
    assert found.out == ""
    assert len(found.lines) == 1, found.err
    for word in words:
        assert word in found.lines[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"DATABASE_URL": "mysql://u:hunter2@host/db"},
        {"DATABASE_URL": "airlock.db"},
        {"PACKS_DIR": "/nowhere/at/all"},
        {"SHARD_COUNT": "0"},
        {"SHARD_IDS": "0,banana", "SHARD_COUNT": "2"},
        {"SHARD_IDS": "0"},
        {"SHARD_IDS": "7", "SHARD_COUNT": "2"},
        {"DISCORD_API_URL": "banana"},
        {"DISCORD_GATEWAY_URL": "http://127.0.0.1:1/"},
        {"RANDOM_SEED": "7"},
        {"LOG_LEVEL": "loud"},
        {"LOG_FORMAT": "xml"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_wrong_setting_is_named_in_one_line(
    wrong: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in (entry.name.upper() for entry in fields(Settings)):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in {"DISCORD_TOKEN": TOKEN, **wrong}.items():
        monkeypatch.setenv(variable, value)
    status = main(["run"])
    said = Ended(status, *capsys.readouterr())
    one_line(said, 2, next(iter(wrong)))
    assert "hunter2" not in said.err
    assert TOKEN not in said.err


async def test_wrong_setting_ends_the_process(tmp_path: Path) -> None:
    one_line(await ran(tmp_path, "run", "--service", DISCORD_TOKEN=""), 2, "DISCORD_TOKEN")
    one_line(await ran(tmp_path, "run", LOG_LEVEL="loud"), 2, "LOG_LEVEL")


async def test_wrong_token_is_one_line(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    fans.discord.world.application.token = "another"
    one_line(await ran(tmp_path, "run", **there(fans)), 2, "token")


async def test_token_that_is_revoked_ends_the_process(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    async with serving(fans, tmp_path, LOG_LEVEL="WARNING") as process:
        # The word may be lost with the connection: then the next one is refused for the same reason.
        fans.discord.world.application.token = "another"
        await fans.discord.gateway.drop(4004)
        one_line(await ended(process), 2, "Reset Token")


async def test_process_that_is_to_hold_waits_to_be_stopped_where_no_restart_helps(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    process = await launched(tmp_path, "run", "--hold", MESSAGE_CONTENT="on", LOG_LEVEL="WARNING", **there(fans))
    assert process.stderr is not None
    line = await asyncio.wait_for(process.stderr.readline(), STARTED_WITHIN)
    assert b"Message Content Intent" in line
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(process.wait(), 0.5)
    process.send_signal(signal.SIGTERM)
    found = await ended(process)
    assert (found.status, found.err) == (2, "")


async def test_discord_that_refuses_the_commands_is_one_line(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    fans.discord.rest.forced["PUT /applications/{application_id}/commands"] = [(403, {"message": "no", "code": 50001})]
    one_line(await ran(tmp_path, "run", **there(fans)), 2, "Discord", "50001")


async def test_discord_out_of_reach_is_one_line_and_tried_again(tmp_path: Path) -> None:
    prepared(tmp_path)
    nowhere = {"DISCORD_API_URL": "http://127.0.0.1:9/api/v10", "DISCORD_GATEWAY_URL": "ws://127.0.0.1:9/gateway/"}
    process = await launched(tmp_path, "run", LOG_LEVEL="WARNING", **nowhere)
    assert process.stderr is not None
    line = await asyncio.wait_for(process.stderr.readline(), STARTED_WITHIN)
    assert b"127.0.0.1:9 takes no connections" in line
    assert b"trying again" in line
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(process.wait(), 2)
    assert (await stopped(process)).err == ""


async def test_process_finishes_what_is_being_answered_before_it_stops(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    async with serving(fans, tmp_path) as process:
        await watched(fans.ann, "S1")
        fans.discord.rest.answering.clear()
        asked = asyncio.create_task(fans.ann.command("/cast character name:Margo Madison"))
        await until(lambda: fans.discord.rest.in_flight == 1)
        process.send_signal(signal.SIGTERM)
        await read_until(process, b"stopping")
        before = len(fans.discord.world.interactions)
        late = asyncio.create_task(fans.bob.command("/cast character name:Margo Madison"))
        await until(lambda: len(fans.discord.world.interactions) > before)
        fans.discord.rest.answering.set()
        assert title(await asked) == "Margo Madison"
        assert (await ended(process)).status == 0
        *_, last = fans.discord.world.interactions.values()
        assert (last.user, last.callback) == (fans.bob.user, None)
        late.cancel()


async def test_process_finishes_hiding_a_message_before_it_stops(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    fans.allow_guard()
    async with serving(fans, tmp_path, MESSAGE_CONTENT="on") as process:
        assert title(await fans.mod.command("/channel ceiling to:S2")) == "Saved"
        assert title(await fans.mod.command("/channel guard mode:hide")) == "Saved"
        fans.discord.rest.answering.clear()
        before = fans.lounge.message_count
        said = fans.ann.say("Kuznetsov dies when they try to tow Kronos")
        await until(lambda: fans.discord.rest.in_flight == 1)
        process.send_signal(signal.SIGTERM)
        await read_until(process, b"stopping")
        with pytest.raises(AssertionError, match="waited in vain"):
            await until(lambda: not fans.discord.gateway.connected, 0.5)
        fans.discord.rest.answering.set()
        assert (await ended(process)).status == 0
        assert said.deleted
        # The notice was posted, and went with the memory of what it was about.
        assert fans.lounge.message_count == before + 2
        assert not fans.posted()


async def test_process_stops_though_discord_answers_nothing(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    async with serving(fans, tmp_path) as process:
        fans.discord.rest.answering.clear()
        asked = asyncio.create_task(fans.ann.command("/cast list season:1"))
        await until(lambda: fans.discord.rest.in_flight == 1)
        await stopped(process)
        asked.cancel()
        fans.discord.rest.answering.set()


async def test_process_stops_though_its_database_says_nothing(tmp_path: Path) -> None:
    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.set()
        await asyncio.Event().wait()

    connected = asyncio.Event()
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    process = await launched(tmp_path, "run", DATABASE_URL=f"postgresql+asyncpg://airlock:x@127.0.0.1:{port}/airlock")
    await asyncio.wait_for(connected.wait(), STARTED_WITHIN)
    await stopped(process)
    server.close()


async def test_process_that_is_asked_to_stop_twice_stops_at_once(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    async with serving(fans, tmp_path) as process:
        fans.discord.rest.answering.clear()
        asked = asyncio.create_task(fans.ann.command("/cast list season:1"))
        await until(lambda: fans.discord.rest.in_flight == 1)
        process.send_signal(signal.SIGINT)
        await read_until(process, b"stopping")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        found = await ended(process)
        assert time.monotonic() - began < 1
        assert found.status == 0
        assert "stopped at once" in found.err
        asked.cancel()
        fans.discord.rest.answering.set()


async def read_until(process: asyncio.subprocess.Process, words: bytes) -> None:
    """Read what the process tells until it says so."""
    assert process.stderr is not None
    while words not in (line := await asyncio.wait_for(process.stderr.readline(), STARTED_WITHIN)):
        assert line


def folder_as_database(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}"


def missing_folder(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'no' / 'such' / 'airlock.db'}"


def no_database(folder: Path) -> str:
    (folder / "notes.db").write_text("This is no database. " * 400)
    return f"sqlite+aiosqlite:///{folder / 'notes.db'}"


def newer_schema(folder: Path) -> str:
    path = prepared(folder)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    return f"sqlite+aiosqlite:///{path}"


def broken_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'airlock.db'}?timeout=soon"


def read_only(folder: Path) -> str:
    return f"sqlite+aiosqlite:///file:{prepared(folder)}?mode=ro&uri=true"


def nobody_there(_folder: Path) -> str:
    return "postgresql+asyncpg://airlock:hunter2@127.0.0.1:9/airlock"


@pytest.mark.parametrize(
    ("database", "status"),
    [
        *((folder_as_database, 1), (missing_folder, 1), (no_database, 1), (newer_schema, 2), (read_only, 1)),
        *((nobody_there, 1), (broken_url, 2)),
    ],
)
async def test_unusable_database_is_one_line(database: Callable[[Path], str], status: int, tmp_path: Path) -> None:
    found = await ran(tmp_path, "run", DATABASE_URL=database(tmp_path))
    one_line(found, status, "cannot")
    assert "hunter2" not in found.err


async def test_broken_pack_is_reported_and_the_earlier_one_stays_served(fans: Fans, tmp_path: Path) -> None:
    prepared(tmp_path)
    packs = tmp_path / "packs"
    shutil.copytree(SHIPPED_PACKS, packs)
    episodes = packs / "for-all-mankind" / "episodes.yaml"
    episodes.write_text(episodes.read_text(encoding="utf-8") + "\nbanana: [1\n", encoding="utf-8")
    async with serving(fans, tmp_path, PACKS_DIR=str(packs)) as process:
        await watched(fans.ann, "S1")
        assert title(await fans.ann.command("/cast character name:Margo Madison")) == "Margo Madison"
        found = await stopped(process)
    assert re.search(r"episodes\.yaml:\d+:\d+: ", found.err), found.err
    assert "what was served before stays served" in found.err
    assert "Traceback" not in found.err


async def test_no_pack_at_all_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    one_line(await ran(tmp_path, "run", PACKS_DIR=str(tmp_path / "packs")), 2, "PACKS_DIR")


async def test_console_answers_what_is_typed(tmp_path: Path) -> None:
    lines = ("/cast character name:Margo Madison", "as bob", "at S3", "/cast character name:Karen Baldwin", "quit")
    found = await ran(tmp_path, "try", "--console", typed="\n".join([*lines, "x"]) + "\n", DISCORD_TOKEN="")
    assert found.status == 0, found
    assert found.err == ""
    assert "Margo Madison" in found.out
    assert "as of S3" in found.out
    assert "bob in #lounge" in found.out
    greeting = found.out.splitlines()[:3]
    assert any("pretended Discord" in line for line in greeting)


async def test_console_shows_what_the_readme_says(tmp_path: Path) -> None:
    example = (ROOT / "README.md").read_text().partition("`make console`")[2].split("```")[1]
    lines = [line.removeprefix("> ").partition("   ")[0] for line in example.split("\n") if line]
    assert [line for line in lines if line.startswith("as ")]
    found = await ran(tmp_path, "try", "--console", typed="\n".join(lines) + "\n", DISCORD_TOKEN="")
    assert found.err == ""
    early, late = re.findall(r"┌─ Margo Madison\n(.*?)└─", found.out, re.DOTALL)
    assert "as of S1\n" in early
    assert "as of S4\n" in late
    assert early.count("│") < late.count("│")


async def test_console_lets_the_guard_be_tried(tmp_path: Path) -> None:
    process = await launched(tmp_path, "try", "--console", DISCORD_TOKEN="")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"as mod\n/channel guard mode:hint\nas bob\nDanny Stevens dies alone on Mars\n")
    read = b""
    async with asyncio.timeout(ENDED_WITHIN):
        while b"may go beyond what this channel may speak of" not in read:
            process.stdin.write(b"look\n")
            read += await process.stdout.read(1 << 16)
            await asyncio.sleep(0.05)
    assert b"#lounge: hint" in read
    assert (await ended(process, "quit\n")).err == ""


async def test_console_ends_with_its_input(tmp_path: Path) -> None:
    found = await ran(tmp_path, "try", "--console", typed="/help", DISCORD_TOKEN="")
    assert (found.status, found.err) == (0, "")


async def test_console_logs_as_asked(tmp_path: Path) -> None:
    found = await ran(tmp_path, "try", "--console", typed="quit\n", DISCORD_TOKEN="", LOG_LEVEL="DEBUG")
    assert "loaded" in found.err
    assert "NOT be supported" not in found.err


async def test_wrong_usage_is_explained(tmp_path: Path) -> None:
    found = await ran(tmp_path, "conjure")
    assert found.status == 2
    assert "usage" in found.err
    assert "Traceback" not in found.err


async def test_backup_that_is_stopped_leaves_nothing_of_it(tmp_path: Path) -> None:
    prepared(tmp_path)
    with sqlite3.connect(tmp_path / "airlock.db") as connection:
        rows = ((user, "for-all-mankind", 1001, "2026-01-01") for user in range(400_000))
        connection.executemany("INSERT INTO progress (user_id, show, watched_through, at) VALUES (?, ?, ?, ?)", rows)
    process = await launched(tmp_path, "db", "backup", "a.backup")
    await until(lambda: [*tmp_path.glob(".a.backup-*")] != [])
    process.send_signal(signal.SIGTERM)
    assert (await ended(process)).status == 130
    assert [*tmp_path.glob("*a.backup*")] == []  # noqa: ASYNC240
