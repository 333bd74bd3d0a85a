"""One's own data: all of it handed out, and all of it gone."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, event, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Ledger, Progress, User
from bot.ledger.personal import about_users, erasing, everything
from bot.ledger.tables import Moment, Rank, UserId, metadata
from facts.position import Position

DATABASES = ["sqlite", "postgresql"]
ME, OTHER, GUILD = 10**18, 10**18 + 1, 10**18 + 2
SHOW = "for-all-mankind"


def value(column: Column[Any], user: int) -> Any:
    if isinstance(column.type, UserId):
        return user
    if isinstance(column.type, Rank):
        return Position(2, 3)
    if isinstance(column.type, Moment):
        return datetime(2030, 1, 1, tzinfo=UTC)
    return {int: user % 1000, str: "x", bool: True, bytes: b"x"}[column.type.python_type]


async def fill(engine: AsyncEngine) -> None:
    """Write a row a user into every table that says anything about users."""
    async with engine.begin() as connection:
        for table in about_users(metadata):
            for user in (ME, OTHER):
                await connection.execute(insert(table), {column.name: value(column, user) for column in table.c})


async def test_export_has_every_column_of_every_table_about_users_but_words_of_the_bot(
    ledger: Ledger, engine: AsyncEngine
) -> None:
    await fill(engine)
    found = await ledger.export(ME)
    assert set(found) == {table.name for table in about_users(metadata)}
    assert {"progress", "user_setting", "guild_change", "round_event", "practice"} <= set(found)
    for name, rows in found.items():
        assert len(rows) == 1
        left_out = {"ask"} if name == "question_report" else set()
        assert set(rows[0]) == set(metadata.tables[name].c.keys()) - left_out
        assert rows[0]["user_id"] == str(ME)
        assert None not in rows[0].values()
    assert found["progress"][0]["watched_through"] == "S2E3"
    assert found["progress"][0]["at"] == "2030-01-01T00:00:00+00:00"
    assert json.loads(json.dumps(found)) == found


async def test_export_of_somebody_unknown_is_empty(ledger: Ledger) -> None:
    assert await ledger.export(ME) == {table.name: [] for table in about_users(metadata)}


async def test_delete_leaves_nothing_about_the_user_and_all_about_others(ledger: Ledger, engine: AsyncEngine) -> None:
    await fill(engine)
    theirs = await ledger.export(OTHER)
    await ledger.delete(ME)
    assert not any((await ledger.export(ME)).values())
    assert await ledger.export(OTHER) == theirs
    async with engine.connect() as connection:
        for table, columns in about_users(metadata).items():
            mine = select(table).where(or_(*(column == ME for column in columns)))
            assert (await connection.execute(mine)).all() == []


async def test_delete_keeps_what_was_changed_in_a_guild_but_not_by_whom(ledger: Ledger) -> None:
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=ME)
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 2), by=OTHER)
    await ledger.delete(ME)
    changes = await ledger.guilds.changes(GUILD)
    assert [(change.by, change.after) for change in changes] == [(OTHER, "S1E2"), (None, "S1E3"), (None, SHOW)]


async def test_delete_is_followed_by_memory(ledger: Ledger) -> None:
    await ledger.progress.change(ME, SHOW, lambda _: Progress(Position(3, 1)))
    await ledger.users.mark_asked(ME)
    await ledger.delete(ME)
    assert ledger.users.peek(ME) is None
    assert await ledger.progress.get(ME, SHOW) == Progress()
    assert await ledger.users.get(ME) == User()
    assert await ledger.progress.undo(ME, SHOW) is None


async def test_delete_is_not_undone_by_what_was_under_way(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.progress.change(ME, SHOW, lambda _: Progress(Position(3, 1)))
    began: list[object] = []

    def note(_: object) -> None:
        began.append(ledger.users.leaving.copy())
        ledger.users.note_last_show(ME, SHOW)

    event.listen(engine.sync_engine, "commit", note)
    ledger.users.note_asked(ME)
    await ledger.delete(ME)
    await ledger.close()
    assert {ME} in began
    assert not any((await ledger.export(ME)).values())


async def test_delete_is_not_undone_by_a_change_of_a_guild_in_the_same_group(ledger: Ledger) -> None:
    await asyncio.gather(ledger.guilds.get(GUILD), ledger.users.get(ME))
    await asyncio.gather(
        ledger.guilds.set_ceiling(GUILD, SHOW, Position(1, 3), by=ME), ledger.users.mark_asked(OTHER), ledger.delete(ME)
    )
    assert not any((await ledger.export(ME)).values())
    assert [change.by for change in await ledger.guilds.changes(GUILD)] == [None, None]


async def test_delete_is_seen_by_a_change_that_waited_for_it(ledger: Ledger) -> None:
    await ledger.progress.change(ME, SHOW, lambda _: Progress(Position(3, 1)))
    _, (before, after) = await asyncio.gather(
        ledger.delete(ME), ledger.progress.change(ME, SHOW, lambda now: Progress(Position(1, 1), now.watched_through))
    )
    assert before == Progress()
    assert after == Progress(Position(1, 1))
    assert len((await ledger.export(ME))["progress"]) == 1


def test_tables_to_come_are_covered_by_the_types_of_their_columns() -> None:
    later = MetaData()
    answer = Table("answer", later, Column("player", UserId, nullable=False), Column("text", String))
    Table("shard", later, Column("name", String))
    assert [(table, [column.name for column in columns]) for table, columns in about_users(later).items()] == [
        (answer, ["player"])
    ]
    assert list(everything(later, ME)) == ["answer"]
    assert [str(statement).split()[0] for statement, _ in erasing(later, ME)] == ["DELETE"]
