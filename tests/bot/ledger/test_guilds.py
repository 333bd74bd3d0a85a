"""What moderators set, which show it belongs to, and its log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Change, GuildSettings, Ledger
from facts.position import NOTHING, Position

DATABASES = ["sqlite", "postgresql"]
GUILD, CHANNEL, THREAD, MODERATOR = 10**18, 10**18 + 1, 10**18 + 2, 10**18 + 3
SHOW, OTHER = "for-all-mankind", "severance"


def reopened(engine: AsyncEngine) -> Ledger:
    return Ledger(engine, lambda: datetime(2031, 1, 1, tzinfo=UTC))


async def test_get_of_an_unknown_guild_is_empty(ledger: Ledger) -> None:
    assert ledger.guilds.peek(GUILD) is None
    assert await ledger.guilds.get(GUILD) == GuildSettings()
    assert ledger.guilds.peek(GUILD) == GuildSettings()


async def test_settings_are_kept_in_memory_and_in_the_database(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.guilds.set_show(GUILD, SHOW, by=MODERATOR)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(2, 10), by=MODERATOR)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=MODERATOR, channel=CHANNEL)
    await ledger.guilds.set_ceiling(GUILD, SHOW, NOTHING, by=MODERATOR, channel=THREAD)
    await ledger.guilds.set_log_channel(GUILD, CHANNEL, by=MODERATOR)
    expected = GuildSettings(SHOW, Position(2, 10), CHANNEL, {CHANNEL: Position(1, 3), THREAD: NOTHING})
    # Where others write too, what is committed is read anew.
    assert ledger.guilds.peek(GUILD) == (expected if engine.dialect.name == "sqlite" else None)
    assert await ledger.guilds.get(GUILD) == ledger.guilds.peek(GUILD) == expected
    assert await reopened(engine).guilds.get(GUILD) == expected
    assert await ledger.guilds.get(GUILD + 1) == GuildSettings()


async def test_set_ceiling_returns_before_and_after(ledger: Ledger) -> None:
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(2, 10), by=MODERATOR)
    before, after = await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 1), by=MODERATOR)
    assert (before.ceiling, after.ceiling) == (Position(2, 10), Position(1, 1))


async def test_set_ceiling_to_none_removes_it(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(2, 10), by=MODERATOR)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 1), by=MODERATOR, channel=CHANNEL)
    await ledger.guilds.set_ceiling(GUILD, SHOW, None, by=MODERATOR, channel=CHANNEL)
    _, after = await ledger.guilds.set_ceiling(GUILD, SHOW, None, by=MODERATOR)
    assert after == GuildSettings(SHOW)
    assert await reopened(engine).guilds.get(GUILD) == GuildSettings(SHOW)


async def test_set_ceiling_refuses_a_whole_season(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="S3 is a whole season"):
        await ledger.guilds.set_ceiling(GUILD, SHOW, Position(3), by=MODERATOR)
    assert await ledger.guilds.get(GUILD) == GuildSettings()
    assert await ledger.guilds.changes(GUILD) == ()


async def test_ceilings_belong_to_their_show(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(3, 10), by=MODERATOR)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(2, 1), by=MODERATOR, channel=CHANNEL)
    _, after = await ledger.guilds.set_show(GUILD, OTHER, by=MODERATOR)
    assert after == GuildSettings(OTHER)
    assert await reopened(engine).guilds.get(GUILD) == GuildSettings(OTHER)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 1), by=MODERATOR)
    assert await ledger.guilds.get(GUILD) == GuildSettings(OTHER)
    _, back = await ledger.guilds.set_show(GUILD, SHOW, by=MODERATOR)
    assert back == GuildSettings(SHOW, Position(1, 1), None, {CHANNEL: Position(2, 1)})


async def test_changes_are_logged_newest_first(ledger: Ledger) -> None:
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=MODERATOR, channel=CHANNEL)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 2), by=MODERATOR, channel=CHANNEL)
    await ledger.guilds.set_log_channel(GUILD, CHANNEL, by=MODERATOR + 1)
    changes = await ledger.guilds.changes(GUILD)
    assert [(change.what, change.before, change.after) for change in changes] == [
        ("log_channel", None, str(CHANNEL)),
        ("ceiling", "S1E3", "S1E2"),
        ("ceiling", None, "S1E3"),
        ("show", None, SHOW),
    ]
    assert changes[1] == Change(changes[1].at, MODERATOR, "ceiling", SHOW, CHANNEL, "S1E3", "S1E2")
    assert changes[0].by == MODERATOR + 1
    assert changes[0].at.tzinfo == UTC
    assert changes[0].at > changes[1].at > changes[2].at >= datetime(2030, 1, 1, tzinfo=UTC)
    assert await ledger.guilds.changes(GUILD, 1) == changes[:1]
    assert await ledger.guilds.changes(GUILD + 1) == ()


async def test_change_without_effect_is_not_logged(ledger: Ledger) -> None:
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=MODERATOR)
    changes = await ledger.guilds.changes(GUILD)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=MODERATOR)
    await ledger.guilds.set_ceiling(GUILD, SHOW, None, by=MODERATOR, channel=CHANNEL)
    await ledger.guilds.set_show(GUILD, SHOW, by=MODERATOR)
    await ledger.guilds.set_log_channel(GUILD, None, by=MODERATOR)
    assert await ledger.guilds.changes(GUILD) == changes


async def test_change_and_its_entry_are_one_commit(
    ledger: Ledger, engine: AsyncEngine, clock: Callable[[], datetime]
) -> None:
    commits: list[object] = []
    await ledger.guilds.get(GUILD)
    event.listen(engine.sync_engine, "commit", commits.append)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=MODERATOR)
    assert len(commits) == 1
    assert len(await ledger.guilds.changes(GUILD)) == 2


async def test_changes_of_one_guild_at_once_follow_each_other(ledger: Ledger) -> None:
    await asyncio.gather(
        *(ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, episode), by=MODERATOR) for episode in range(1, 11))
    )
    log = [(change.before, change.after) for change in await ledger.guilds.changes(GUILD) if change.what == "ceiling"]
    assert log[::-1] == [(f"S1E{n - 1}" if n > 1 else None, f"S1E{n}") for n in range(1, 11)]


async def test_forget_guild_erases_it_and_nothing_else(ledger: Ledger, engine: AsyncEngine) -> None:
    for guild in (GUILD, GUILD + 1):
        await ledger.guilds.set_ceiling(guild, SHOW, Position(1, 3), by=MODERATOR, channel=CHANNEL)
    await ledger.forget_guild(GUILD)
    for each in (ledger, reopened(engine)):
        assert await each.guilds.get(GUILD) == GuildSettings()
        assert await each.guilds.changes(GUILD) == ()
        assert (await each.guilds.get(GUILD + 1)).ceilings == {CHANNEL: Position(1, 3)}
        assert len(await each.guilds.changes(GUILD + 1)) == 2
