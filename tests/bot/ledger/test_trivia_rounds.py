"""Rounds in the ledger: logs without gaps, one that runs a channel, everything there again after a restart."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import (
    Award,
    Body,
    KindScore,
    Ledger,
    RoundRunning,
    Score,
    StoredEvent,
    StoreUnavailable,
    WriteRefused,
)
from bot.ledger.tables import GuildId, metadata
from facts.store import open_engine

DATABASES = ["sqlite", "postgresql"]
GUILD, CHANNEL, HOST, ANNE, BOB = (10**18 + n for n in range(5))
SHOW = "for-all-mankind"
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


async def opened(ledger: Ledger, channel: int = CHANNEL, host: int = HOST, guild: int = GUILD) -> int:
    body: Body = [1, "opened", {"at": ms(NOON), "host": host, "channel": channel}]
    return await ledger.rounds.open(body, guild=guild, channel=channel, host=host, show=SHOW, at_ms=ms(NOON))


async def answered(ledger: Ledger, round_id: int, seq: int, user: int, text: str = "Gordo") -> None:
    body: Body = [1, "answered", {"player": user, "number": seq, "text": text}]
    await ledger.rounds.append(round_id, seq, body, user=user, at_ms=ms(NOON) + seq)


async def ticked(ledger: Ledger, round_id: int, seq: int, **more: Any) -> None:
    await ledger.rounds.append(round_id, seq, [1, "ticked", {}], user=None, at_ms=ms(NOON) + seq, **more)


async def log(ledger: Ledger, round_id: int) -> tuple[StoredEvent, ...]:
    stored = await ledger.rounds.stored(round_id)
    assert stored is not None
    return stored.events


async def seqs(ledger: Ledger, round_id: int) -> list[int]:
    return [each.seq for each in await log(ledger, round_id)]


def award(*users: int, points: int = 100) -> Award:
    return Award(NOON, [Score(user, points, 1, 2, 1, 900, {"cast": KindScore(2, 1, points)}) for user in users])


@pytest.fixture
async def other(engine: AsyncEngine) -> AsyncIterator[Ledger]:
    """Give the ledger of another process over the same database."""
    theirs = open_engine(engine.url.render_as_string(hide_password=False))
    ledger = Ledger(theirs, lambda: NOON, patience=10)
    yield ledger
    await ledger.close()
    await theirs.dispose()


async def test_stored_is_what_was_appended(ledger: Ledger) -> None:
    round_id = await opened(ledger)
    await ticked(ledger, round_id, 2)
    await answered(ledger, round_id, 3, ANNE)
    stored = await ledger.rounds.stored(round_id)
    assert stored is not None
    assert (stored.round_id, stored.guild, stored.channel, stored.show) == (round_id, GUILD, CHANNEL, SHOW)
    assert stored.host == HOST
    assert stored.opened == [1, "opened", {"at": ms(NOON), "host": HOST, "channel": CHANNEL}]
    assert stored.events[1:] == (
        StoredEvent(2, None, [1, "ticked", {}], ms(NOON) + 2),
        StoredEvent(3, ANNE, [1, "answered", {"player": ANNE, "number": 3, "text": "Gordo"}], ms(NOON) + 3),
    )
    assert (stored.next_seq, stored.alive, stored.ended) == (4, ms(NOON) + 3, None)
    assert await ledger.rounds.stored(round_id + 1) is None


async def test_open_says_where_the_first_one_is(ledger: Ledger) -> None:
    round_id = await opened(ledger)
    with pytest.raises(RoundRunning) as caught:
        await opened(ledger, host=ANNE)
    assert (caught.value.round_id, caught.value.channel) == (round_id, CHANNEL)
    assert await opened(ledger, CHANNEL + 1) != round_id


async def test_open_at_once_gives_one_round_a_channel_over_processes_too(ledger: Ledger, other: Ledger) -> None:
    outcomes = await asyncio.gather(
        *(opened(each, CHANNEL + n % 3, host=ANNE + n) for n in range(12) for each in (ledger, other)),
        return_exceptions=True,
    )
    ids = {outcome for outcome in outcomes if isinstance(outcome, int)}
    assert len(ids) == 3
    assert [outcome for outcome in outcomes if not isinstance(outcome, int | RoundRunning)] == []
    assert {outcome.round_id for outcome in outcomes if isinstance(outcome, RoundRunning)} == ids
    assert {each.round_id for each in await other.rounds.running()} == ids
    assert [await seqs(ledger, each) for each in ids] == [[1]] * 3


async def test_release_frees_the_channel_and_ends_the_log(ledger: Ledger) -> None:
    round_id = await opened(ledger)
    await ticked(ledger, round_id, 2, release=True)
    stored = await ledger.rounds.stored(round_id)
    assert stored is not None
    assert stored.ended is not None
    assert ms(stored.ended) == ms(NOON) + 2
    assert await ledger.rounds.running() == ()
    with pytest.raises(WriteRefused):
        await answered(ledger, round_id, 3, ANNE)
    assert await seqs(ledger, round_id) == [1, 2]
    again = await opened(ledger)
    assert again != round_id
    assert [each.round_id for each in await ledger.rounds.running()] == [again]


async def test_append_refuses_a_gap_a_place_that_is_taken_and_an_unknown_round(ledger: Ledger) -> None:
    round_id = await opened(ledger)
    await ticked(ledger, round_id, 2)
    for unfit in (1, 2, 4):
        with pytest.raises(WriteRefused):
            await answered(ledger, round_id, unfit, ANNE)
    with pytest.raises(WriteRefused):
        await ticked(ledger, round_id + 1, 2)
    assert [(each.seq, each.user) for each in await log(ledger, round_id)] == [(1, HOST), (2, None)]


async def test_append_of_several_at_once_stores_none_behind_one_that_failed(ledger: Ledger) -> None:
    round_id, elsewhere = await opened(ledger), await opened(ledger, CHANNEL + 1)
    outcomes = await asyncio.gather(
        answered(ledger, round_id, 2, ANNE),
        answered(ledger, round_id, 4, BOB),
        answered(ledger, elsewhere, 2, ANNE),
        answered(ledger, round_id, 5, HOST),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), WriteRefused, type(None), WriteRefused]
    assert await seqs(ledger, round_id) == await seqs(ledger, elsewhere) == [1, 2]


async def test_thousand_appends_at_once_are_few_commits_and_in_order(ledger: Ledger, engine: AsyncEngine) -> None:
    round_id = await opened(ledger)
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    start = time.monotonic()
    await asyncio.gather(*(answered(ledger, round_id, 2 + n, ANNE + n) for n in range(1000)))
    assert time.monotonic() - start < 3
    assert len(commits) <= 3
    assert [each.user for each in await log(ledger, round_id)] == [HOST, *(ANNE + n for n in range(1000))]


async def test_append_with_all_that_comes_with_it_is_one_commit(ledger: Ledger, engine: AsyncEngine) -> None:
    round_id = await opened(ledger)
    await answered(ledger, round_id, 2, ANNE)
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    await ticked(ledger, round_id, 3, used="q1", award=award(HOST, ANNE), release=True)
    assert len(commits) == 1
    assert await ledger.rounds.used(CHANNEL, SHOW) == {"q1"}
    assert (await ledger.boards.board(GUILD, SHOW)).total == 2
    assert await ledger.rounds.running() == ()


async def test_append_that_is_refused_leaves_nothing_of_what_comes_with_it(ledger: Ledger) -> None:
    round_id = await opened(ledger)
    with pytest.raises(WriteRefused):
        await ticked(ledger, round_id, 3, used="q1", award=award(HOST), release=True)
    assert await ledger.rounds.used(CHANNEL, SHOW) == frozenset()
    assert (await ledger.boards.board(GUILD, SHOW)).total == 0
    assert len(await ledger.rounds.running()) == 1


async def test_running_has_every_round_and_its_events_after_a_restart(ledger: Ledger, other: Ledger) -> None:
    ids = [await opened(ledger, CHANNEL + n, guild=GUILD + n % 2) for n in range(5)]
    await ticked(ledger, ids[2], 2, release=True)
    for seq in range(2, 13):
        await asyncio.gather(*(answered(ledger, each, seq, ANNE + seq % 3) for each in ids if each != ids[2]))
    await ledger.close()
    found = await other.rounds.running()
    assert [each.round_id for each in found] == [ids[0], ids[1], ids[3], ids[4]]
    for each in found:
        assert [one.seq for one in each.events] == list(range(1, 13))
        assert [one.user for one in each.events[1:]] == [ANNE + seq % 3 for seq in range(2, 13)]
    mine = await other.rounds.running(lambda guild: guild == GUILD + 1)
    assert [each.round_id for each in mine] == [ids[1], ids[3]]


async def test_running_reads_more_rounds_than_one_portion(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ledger.rounds.PORTION", 2)
    ids = [await opened(ledger, CHANNEL + n) for n in range(5)]
    assert [each.round_id for each in await ledger.rounds.running()] == ids


async def test_heartbeat_is_the_last_sign_of_life_unless_an_event_is(ledger: Ledger) -> None:
    first, second = await opened(ledger), await opened(ledger, CHANNEL + 1)
    await ticked(ledger, second, 2)
    await ledger.rounds.heartbeat([first], ms(NOON) + 500)
    await ledger.rounds.heartbeat([first, second], ms(NOON) + 1)
    await ledger.rounds.heartbeat([], ms(NOON) + 900)
    assert [each.alive - ms(NOON) for each in await ledger.rounds.running()] == [500, 2]


async def test_used_is_a_channel_s_and_a_show_s_until_cleared(ledger: Ledger, other: Ledger) -> None:
    first, second = await opened(ledger), await opened(ledger, CHANNEL + 1)
    for seq, key in enumerate(("q1", "q2"), start=2):
        await ticked(ledger, first, seq, used=key)
    await ticked(ledger, second, 2, used="q1")
    assert await other.rounds.used(CHANNEL, SHOW) == {"q1", "q2"}
    assert await other.rounds.used(CHANNEL, "severance") == frozenset()
    await ledger.rounds.clear_used(CHANNEL, SHOW)
    await ticked(ledger, first, 4, used="q1")
    assert await other.rounds.used(CHANNEL, SHOW) == {"q1"}
    assert await other.rounds.used(CHANNEL + 1, SHOW) == {"q1"}
    assert await other.rounds.asked(GUILD, "q1") == (first, second)
    assert await other.rounds.asked(GUILD, "q2") == (first,)
    assert await other.rounds.asked(GUILD + 1, "q1") == ()


async def test_delete_leaves_stand_ins_that_are_the_same_in_all_of_a_round(ledger: Ledger) -> None:
    round_id, other = await opened(ledger), await opened(ledger, CHANNEL + 1, host=BOB)
    for seq, user in enumerate((ANNE, HOST, BOB, ANNE), start=2):
        await answered(ledger, round_id, seq, user)
    await answered(ledger, other, 2, ANNE)
    await ledger.delete(ANNE)
    await ledger.delete(HOST)
    events = await log(ledger, round_id)
    assert [each.user for each in events] == [-1, -2, -1, BOB, -2]
    assert [each.user for each in await log(ledger, other)] == [BOB, -2]
    assert events[0].body == [1, "opened", {"at": ms(NOON), "host": -1, "channel": CHANNEL}]
    assert events[4].body == [1, "answered", {"player": -2, "number": 5, "text": None}]
    assert events[3].body == [1, "answered", {"player": BOB, "number": 4, "text": "Gordo"}]


async def test_delete_leaves_no_trace_of_the_person_in_the_file(ledger: Ledger, engine: AsyncEngine) -> None:
    round_id = await opened(ledger, host=ANNE)
    await answered(ledger, round_id, 2, ANNE, "the very words")
    await answered(ledger, round_id, 3, BOB)
    await ticked(ledger, round_id, 4, award=award(ANNE, BOB), release=True)
    assert str(ANNE) in str(await ledger.export(ANNE))
    assert "the very words" in str(await ledger.export(ANNE))
    await ledger.delete(ANNE)
    async with engine.connect() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in await connection.execute(select(table))]
    assert len(rows) > 5
    assert [row for row in rows if str(ANNE) in row or "the very words" in row] == []
    assert [row for row in rows if str(BOB) in row] != []


async def test_delete_in_one_group_with_answers_keeps_the_order(ledger: Ledger) -> None:
    round_id = await opened(ledger)
    await asyncio.gather(
        answered(ledger, round_id, 2, ANNE),
        answered(ledger, round_id, 3, BOB),
        ledger.delete(ANNE),
        answered(ledger, round_id, 4, ANNE),
    )
    assert [each.user for each in await log(ledger, round_id)][2:] == [BOB, ANNE]
    assert (await log(ledger, round_id))[1].user == -2


async def test_forget_guild_erases_its_trivia_and_no_other(ledger: Ledger, engine: AsyncEngine) -> None:
    for guild in (GUILD, GUILD + 1):
        round_id = await opened(ledger, CHANNEL + guild, guild=guild)
        await ticked(ledger, round_id, 2, used="q1", award=award(HOST))
        await ledger.reports.report(guild, "q1", ask="Who?", user=HOST)
        await ledger.reports.settle(guild, "q1", True, by=HOST)
    assert await ledger.reports.banned(GUILD) == {"q1"}
    await ledger.forget_guild(GUILD)
    assert await ledger.reports.banned(GUILD) == frozenset()
    assert await ledger.reports.banned(GUILD + 1) == {"q1"}
    async with engine.connect() as connection:
        found = {}
        for table in metadata.sorted_tables:
            for column in table.c:
                if isinstance(column.type, GuildId):
                    found[table.name] = set(await connection.scalars(select(column)))
        assert await connection.scalar(select(func.count()).select_from(metadata.tables["trivia_round"])) == 1
    assert {name for name, guilds in found.items() if guilds} >= {"trivia_round", "round_event", "round_question"}
    assert {guild for guilds in found.values() for guild in guilds} == {GUILD + 1}
    with pytest.raises(WriteRefused):
        await ticked(ledger, round_id + 1, 3)


async def rows(engine: AsyncEngine, name: str) -> Sequence[Any]:
    async with engine.connect() as connection:
        return (await connection.execute(select(metadata.tables[name]))).all()


async def test_award_is_not_given_to_who_is_gone_or_nobody(ledger: Ledger, engine: AsyncEngine) -> None:
    round_id = await opened(ledger)
    await answered(ledger, round_id, 2, ANNE)
    await ledger.delete(ANNE)
    await ticked(ledger, round_id, 3, award=award(HOST, ANNE, -2, 0))
    assert {row.user_id for row in await rows(engine, "round_score")} == {HOST}
    assert {row.user_id for row in await rows(engine, "round_kind")} == {HOST}


async def test_award_twice_counts_once(ledger: Ledger) -> None:
    round_id = await opened(ledger)
    await ticked(ledger, round_id, 2, award=award(HOST))
    await ticked(ledger, round_id, 3, award=award(HOST, points=70), release=True)
    stats = await ledger.boards.stats(HOST, SHOW)
    assert (stats.points, stats.rounds, stats.kinds) == (100, 1, {"cast": KindScore(2, 1, 100)})


async def test_rescore_replaces_and_keeps_when_it_was(ledger: Ledger, engine: AsyncEngine) -> None:
    round_id = await opened(ledger)
    await answered(ledger, round_id, 2, ANNE)
    await answered(ledger, round_id, 3, BOB)
    await ticked(ledger, round_id, 4, award=award(ANNE, BOB), release=True)
    later = Award(NOON.replace(year=2031), award(ANNE, points=40).scores)
    await ledger.rounds.rescore(round_id, later)
    (score,) = await rows(engine, "round_score")
    (kind,) = await rows(engine, "round_kind")
    assert (score.user_id, score.points, kind.points) == (ANNE, 40, 40)
    assert ms(score.at) == ms(NOON) + 4


async def test_rescore_does_not_bring_back_who_has_gone(ledger: Ledger, engine: AsyncEngine) -> None:
    round_id = await opened(ledger)
    await answered(ledger, round_id, 2, ANNE)
    await ticked(ledger, round_id, 3, award=award(ANNE, HOST), release=True)
    await asyncio.gather(ledger.delete(ANNE), ledger.rounds.rescore(round_id, award(ANNE, HOST, points=50)))
    assert [(row.user_id, row.points) for row in await rows(engine, "round_score")] == [(HOST, 50)]


async def test_append_given_up_takes_those_behind_it_along(
    ledger: Ledger, engine: AsyncEngine, database: str, request: pytest.FixtureRequest
) -> None:
    if database != "sqlite":
        pytest.skip("locks a file")
    round_id = await opened(ledger)
    lock = sqlite3.connect(request.getfixturevalue("file"), isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    ledger._turns._patience = 0.02
    first = asyncio.ensure_future(answered(ledger, round_id, 2, ANNE))
    await asyncio.wait({first}, timeout=0)
    ledger._turns._patience = 10
    second = asyncio.ensure_future(answered(ledger, round_id, 3, BOB))
    with pytest.raises(StoreUnavailable):
        await first
    lock.execute("ROLLBACK")
    lock.close()
    with pytest.raises((WriteRefused, StoreUnavailable)):
        await second
    assert await seqs(ledger, round_id) == [1]
    await answered(ledger, round_id, 2, BOB)
    assert await seqs(ledger, round_id) == [1, 2]
