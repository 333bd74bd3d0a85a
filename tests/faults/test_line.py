"""The running bot and its line to PostgreSQL: what it says, serves and does while the line is whole, lost and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ledger import Ledger, Progress
from bot.metrics import observed
from bot.wiring import airlock
from facts.loading import load_folders
from facts.pack.digest import pack_folders
from facts.position import Position
from facts.store import open_engine
from tests.e2e.test_metrics import get, numbers
from tests.support.airlock import settings_for
from tests.support.discord import running, settled, stand_in, until
from tests.support.fans import Fans, text, title
from tests.support.packs import small_pack, write_pack
from tests.support.postgres import postgres_server, postgres_url
from tests.support.processes import SHOW, UNAVAILABLE
from tests.support.proxy import Proxy

__all__ = ["postgres_server", "postgres_url"]

SHARE = "/cast character name:Ellen Waverly share:true"


class Lined(Fans):
    """Fans of a bot on PostgreSQL, and what can be done to it from elsewhere."""

    proxy: Proxy
    other: Ledger
    """Of another process, which keeps nothing."""
    url: str
    packs: Path
    where: str
    """The address of its metrics."""

    async def watched(self, position: str) -> None:
        """Say at another process that ann has watched so far."""
        to = Progress(Position.parse(position))
        await self.other.progress.change(self.ann.user.id, SHOW, lambda _: to)

    async def ceiling(self, position: str) -> None:
        """Set the server's ceiling at another process."""
        assert self.lounge.guild is not None
        await self.other.guilds.set_ceiling(self.lounge.guild.id, SHOW, Position.parse(position), by=1)


@pytest.fixture
async def fans(postgres_url: str, tmp_path: Path) -> AsyncIterator[Lined]:
    """Give the running bot, in this process."""
    write_pack(tmp_path / "packs" / SHOW, small_pack())
    async with AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(Proxy.to(postgres_url))
        discord = await stack.enter_async_context(stand_in())
        people = Lined.of(discord)
        assert isinstance(people, Lined)
        settings = replace(settings_for(discord, tmp_path, tmp_path / "packs"), database_url=proxy.url(postgres_url))
        bot = await stack.enter_async_context(airlock(settings))
        port = await stack.enter_async_context(observed(bot, 0))
        await stack.enter_async_context(running(bot, discord))
        engine = open_engine(postgres_url)
        stack.push_async_callback(engine.dispose)
        people.bot, people.proxy, people.url, people.packs = bot, proxy, postgres_url, tmp_path / "packs"
        people.where = f"http://127.0.0.1:{port}"
        people.other = Ledger(engine, lambda: datetime.now(UTC), patience=30)
        stack.push_async_callback(people.other.close)
        await until(lambda: bot.is_ready() and bot.fleet.hears())
        await people.watched("S2E2")
        await people.other.users.mark_asked(people.ann.user.id)
        await people.ceiling("S2E2")
        yield people
        proxy.heal()


async def test_what_was_changed_while_the_line_was_lost_is_read_anew(fans: Lined) -> None:
    await until(fans.bot.fleet.hears)
    await fans.ann.command("/progress show")
    await settled()
    fans.proxy.refuses = True
    fans.proxy.cut()
    await until(lambda: not fans.bot.fleet.hears())
    await fans.watched("S1E1")
    await fans.ceiling("S1E1")
    assert UNAVAILABLE in text(await fans.ann.command(SHARE))
    assert fans.posted() == []
    fans.proxy.heal()
    await until(fans.bot.fleet.hears)
    assert "1 of 5 episodes" in text(await fans.ann.command("/progress show"))
    await fans.ann.command(SHARE)
    await settled()
    assert ["as of S1E1" in text(message) for message in fans.posted()] == [True]


async def test_health_and_numbers_tell_of_the_line(fans: Lined) -> None:
    await until(fans.bot.fleet.hears)
    assert await get(f"{fans.where}/readyz") == (200, "ready\n")
    assert (await numbers(fans.where))["airlock_line", "holds"] == 1
    fans.proxy.refuses = True
    fans.proxy.cut()
    await until(lambda: not fans.bot.fleet.holds())
    status, words = await get(f"{fans.where}/readyz")
    assert status == 503
    assert "line to the database is lost" in words
    found = await numbers(fans.where)
    assert (found["airlock_line", "holds"], found["airlock_line", "hears"]) == (0, 0)
    assert (await get(f"{fans.where}/healthz"))[0] == 200


async def test_pack_that_is_loaded_elsewhere_is_served(fans: Lined) -> None:
    assert "again" not in text(await fans.ann.command("/cast character name:Ellen Waverly"))
    changed = small_pack()
    changed["show"]["title"] = "Harbour Lights, again"
    write_pack(fans.packs / SHOW, changed)
    engine = open_engine(fans.url)
    await load_folders(engine, pack_folders(fans.packs))
    await engine.dispose()
    await until(lambda: fans.bot.views.shows()[0].title == "Harbour Lights, again")
    assert "again" in text(await fans.ann.command("/cast character name:Ellen Waverly"))


async def test_rounds_forget_who_had_their_data_deleted_elsewhere(fans: Lined, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[int] = []

    async def forget(user: int) -> None:
        forgotten.append(user)

    monkeypatch.setattr(fans.bot.rounds, "forget", forget)
    await fans.other.delete(fans.ann.user.id)
    await until(lambda: forgotten == [fans.ann.user.id])


async def test_round_stands_still_while_its_shard_may_be_anothers(fans: Lined) -> None:
    await fans.other.progress.change(fans.mod.user.id, SHOW, lambda _: Progress(Position.parse("S2E2")))
    await until(fans.bot.fleet.hears)
    assert title(await fans.mod.command("/trivia start")) == "The lobby is open"
    await until(lambda: bool(fans.posted()))
    await fans.mod.press(fans.posted()[-1], label="Start now")
    await until(lambda: len(fans.posted()) > 1)
    question = fans.posted()[-1]
    fans.proxy.refuses = True
    fans.proxy.cut()
    await until(lambda: not fans.bot.fleet.holds())
    reply = await fans.ann.press(question, index=0)
    assert UNAVAILABLE in text(reply)
    assert title(await fans.mod.command("/trivia start")) == "Not possible now"
    assert len(fans.posted()) == 2
    fans.proxy.heal()
    await until(fans.bot.fleet.holds)

    async with asyncio.timeout(30):
        while title(await fans.mod.press(question, index=0)) == "Not possible now":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert title(await fans.mod.command("/trivia stop")) == "Done"
