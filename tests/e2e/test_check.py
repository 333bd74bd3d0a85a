"""``python -m bot check`` against a set-up that is right, and against each thing that is wrong with one."""

from __future__ import annotations

import asyncio
import dataclasses
import shutil
import sqlite3
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import insert

from bot.check import check
from bot.ledger import Ledger
from bot.ledger.guards import Guarding
from bot.ledger.role_tables import season_role
from bot.metrics import observed
from bot.settings import SHIPPED_PACKS, Settings
from bot.wiring import utc_now
from facts.store import open_engine
from tests.support.airlock import settings_for, stand_in, started
from tests.support.databases import loaded_file, on_sqlite
from tests.support.fans import Fans


async def found(settings: Settings) -> tuple[int, list[str]]:
    lines: list[str] = []
    return await check(settings, lines.append), lines


def guild_of(fans: Fans) -> int:
    assert fans.lounge.guild is not None
    return fans.lounge.guild.id


def starting(lines: list[str], *words: str) -> list[str]:
    return [line for line in lines if line.split()[0] in words]


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """Give a database with the shipped pack."""
    return Path(shutil.copy(await asyncio.to_thread(loaded_file), tmp_path / "airlock.db"))


async def test_check_of_what_runs_finds_nothing_wrong(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            await bot.ledger.guilds.set_log_channel(guild_of(fans), fans.log.id, by=1)
        before = discord.world.application.commands_put
        status, lines = await found(settings_for(discord, tmp_path))
        assert status == 0, lines
        assert starting(lines, "warn", "bad") == []
        assert any("logs in as" in line and discord.world.bot.name in line for line in lines)
        assert any(f"channel {fans.log.id} of server" in line for line in lines)
        assert discord.world.application.commands_put == before
        assert discord.token not in "\n".join(lines)


@on_sqlite
async def test_check_warns_before_the_first_start_and_makes_nothing(tmp_path: Path) -> None:
    async with stand_in() as discord:
        status, lines = await found(settings_for(discord, tmp_path))
    assert status == 0, lines
    assert len(starting(lines, "warn")) == 2, lines
    assert not (tmp_path / "airlock.db").exists()


async def test_check_says_that_a_token_is_refused(database: Path, tmp_path: Path) -> None:
    async with stand_in() as discord:
        settings = dataclasses.replace(settings_for(discord, tmp_path), discord_token="another.token.altogether")
        status, lines = await found(settings)
        assert status == 1
        assert [line for line in starting(lines, "bad") if "token" in line]
        status, lines = await found(dataclasses.replace(settings, discord_token=None))
        assert status == 1
        assert [line for line in starting(lines, "bad") if "DISCORD_TOKEN" in line]


async def test_check_counts_what_is_wrong_in_packs(database: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(SHIPPED_PACKS, packs)
    episodes = next(packs.glob("*/episodes.yaml"))
    episodes.write_text(episodes.read_text(encoding="utf-8") + "\nbanana: [1\n", encoding="utf-8")
    async with stand_in() as discord:
        status, lines = await found(settings_for(discord, tmp_path, packs))
    assert status == 1
    assert [line for line in starting(lines, "bad") if "facts lint" in line]


@on_sqlite
async def test_check_says_what_is_wrong_with_the_database(database: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    async with stand_in() as discord:
        status, lines = await found(settings_for(discord, tmp_path))
    assert status == 1
    assert [line for line in starting(lines, "bad") if "newer version" in line]


@on_sqlite
async def test_check_says_that_a_channel_is_gone(database: Path, tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        engine = open_engine(f"sqlite+aiosqlite:///{database}")
        ledger = Ledger(engine, utc_now)
        await ledger.guilds.set_log_channel(guild_of(fans), 12345, by=1)
        await ledger.close()
        await engine.dispose()
        _, lines = await found(settings_for(discord, tmp_path))
    assert [line for line in starting(lines, "warn") if "12345" in line and "gone" in line]


@on_sqlite
async def test_check_looks_at_the_application(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        settings = dataclasses.replace(settings_for(discord, tmp_path), message_content=True)
        engine = open_engine(settings.database_url)
        ledger = Ledger(engine, utc_now)
        await ledger.guilds.set_log_channel(guild_of(fans), fans.log.id, by=1)
        await ledger.close()
        await engine.dispose()

        async def says(*words: str) -> None:
            _, lines = await found(settings)
            assert [line for line in lines if all(word in line for word in words)], lines

        await says("bad", "intents", "Message Content Intent")
        discord.world.application.granted_intents |= 1 << 15
        await says("ok", "intents")
        await says("ok", "shards", "999 of 1000")
        discord.rest.starts_left = 12
        await says("warn", "shards", "12 more times")
        discord.rest.starts_left = 0
        await says("bad", "shards", "0 more times")
        discord.rest.starts_left, discord.rest.shards = 999, 4
        settings = dataclasses.replace(settings, shard_count=2, shard_ids=(0,))
        await says("warn", "shards", "recommends 4")
        assert fans.lounge.guild is not None
        fans.lounge.guild.shows_commands = False
        await says("bad", str(guild_of(fans)), "add the bot again", "scope=bot+applications.commands")
        await says("ok", "clock")
        monkeypatch.setattr("bot.check_discord.time", SimpleNamespace(time=lambda: time.time() - 90))
        await says("warn", "clock", "s behind Discord's")


@on_sqlite
async def test_check_says_what_the_bot_may_not_do_where_it_guards(database: Path, tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        settings = settings_for(discord, tmp_path)
        engine = open_engine(settings.database_url)
        ledger = Ledger(engine, utc_now)
        await ledger.guards.set(guild_of(fans), fans.lounge.id, Guarding("hide", strict=False), by=1)
        await ledger.close()
        await engine.dispose()
        _, lines = await found(settings)
    assert [line for line in starting(lines, "warn") if "allow the bot Manage Messages, Manage Threads there" in line]


@on_sqlite
async def test_check_says_what_season_roles_need(database: Path, tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        engine = open_engine(f"sqlite+aiosqlite:///{database}")
        role = {"guild_id": guild_of(fans), "role_id": 1, "show": "x", "season": 1, "made": True, "retired": False}
        async with engine.begin() as connection:
            await connection.execute(insert(season_role), role)
        await engine.dispose()
        _, lines = await found(settings_for(discord, tmp_path))
    assert [
        line for line in starting(lines, "warn") if line.endswith("(season roles): allow the bot Manage Roles there")
    ]


@on_sqlite
async def test_check_says_whether_the_port_can_be_used(database: Path, tmp_path: Path) -> None:
    async with stand_in(clean=False) as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot, observed(bot, 0) as port:
            assert port is not None
            fans.bot = bot
            settings = dataclasses.replace(settings_for(discord, tmp_path), metrics_port=port)
            _, lines = await found(settings)
            assert f"ok   METRICS_PORT: {port} is served by the bot that runs" in lines
        _, lines = await found(settings)
        assert f"ok   METRICS_PORT: {port} is free" in lines
        other = int(discord.rest_url.split(":")[2].split("/")[0])
        status, lines = await found(dataclasses.replace(settings, metrics_port=other))
        assert status == 1
        assert f"bad  METRICS_PORT: {other} is used by another program; choose another" in lines


async def test_check_says_that_discord_is_out_of_reach(database: Path, tmp_path: Path) -> None:
    nowhere = Settings(
        discord_token="x.y.z",
        database_url=f"sqlite+aiosqlite:///{database}",
        discord_api_url="http://127.0.0.1:9/api/v10",
        discord_gateway_url="ws://127.0.0.1:9/",
    )
    status, lines = await found(nowhere)
    assert status == 1
    assert [line for line in starting(lines, "bad") if line.startswith("bad  Discord")]
