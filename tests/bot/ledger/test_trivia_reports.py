"""Reports of questions: once each, settled by moderators, and scored anew even when that was interrupted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Body, Ledger

DATABASES = ["sqlite", "postgresql"]
GUILD, ANNE, BOB, MODERATOR, CHANNEL = (10**18 + n for n in range(5))


async def reported(
    ledger: Ledger, key: str, user: int, text: str = "", guild: int = GUILD, number: int = 4, round_id: int = 9
) -> bool:
    return await ledger.reports.report(
        guild, key, ask=f"Who is {key}?", user=user, text=text, round_id=round_id, number=number
    )


def reopened(engine: AsyncEngine) -> Ledger:
    return Ledger(engine, lambda: datetime(2031, 1, 1, tzinfo=UTC))


async def test_report_counts_once_a_user_and_guild(ledger: Ledger) -> None:
    assert await asyncio.gather(*(reported(ledger, "q1", ANNE) for _ in range(3))) == [True, False, False]
    assert await reported(ledger, "q1", BOB)
    assert await reported(ledger, "q1", ANNE, guild=GUILD + 1)
    (found,) = await ledger.reports.open(GUILD)
    assert found.count == 2


async def test_open_has_what_moderators_need_the_oldest_first(ledger: Ledger) -> None:
    opened: Body = [1, "opened", {"host": ANNE}]
    played = await ledger.rounds.open(opened, guild=GUILD, channel=CHANNEL, host=ANNE, show="harbour", at_ms=0)
    await reported(ledger, "q1", ANNE, "He is dead by then.", round_id=played)
    await reported(ledger, "q2", ANNE, number=5, round_id=played)
    await reported(ledger, "q1", BOB, "Not so.", number=7, round_id=played)
    await ledger.reports.report(GUILD, "q1", ask="Who is q1?", user=MODERATOR)
    first, second = await ledger.reports.open(GUILD)
    assert (first.key, first.ask, first.count) == ("q1", "Who is q1?", 3)
    assert first.texts == ("Not so.", "He is dead by then.")
    assert first.rounds == ((played, 7, CHANNEL), (played, 4, CHANNEL))
    assert (second.key, second.count, second.texts, second.rounds) == ("q2", 1, (), ((played, 5, CHANNEL),))
    assert first.at < second.at
    assert first.at.tzinfo == UTC
    assert await ledger.reports.open(GUILD, limit=1) == (first,)
    assert await ledger.reports.open(GUILD + 1) == ()


async def test_settle_bans_in_one_guild_in_memory_and_in_the_database(ledger: Ledger, engine: AsyncEngine) -> None:
    await reported(ledger, "q1", ANNE)
    assert ledger.reports.peek_banned(GUILD) is None
    assert await ledger.reports.banned(GUILD) == frozenset()
    assert await ledger.reports.settle(GUILD, "q1", True, by=MODERATOR)
    for each in (ledger, reopened(engine)):
        assert await each.reports.banned(GUILD) == {"q1"}
        assert await each.reports.banned(GUILD + 1) == frozenset()
        assert await each.reports.open(GUILD) == ()
    assert ledger.reports.peek_banned(GUILD) == frozenset({"q1"})


async def test_settle_says_whether_anything_is_another(ledger: Ledger) -> None:
    settle = ledger.reports.settle
    verdicts = [False, True, True, False, False]
    assert [await settle(GUILD, "q1", banned, by=MODERATOR) for banned in verdicts] == [False, True, False, True, False]
    assert await ledger.reports.banned(GUILD) == frozenset()


async def test_settled_questions_are_not_open_again(ledger: Ledger) -> None:
    await reported(ledger, "q1", ANNE)
    await ledger.reports.settle(GUILD, "q1", False, by=MODERATOR)
    await reported(ledger, "q1", BOB)
    assert await ledger.reports.open(GUILD) == ()


async def test_unscored_lasts_over_a_restart_until_scored(ledger: Ledger, engine: AsyncEngine) -> None:
    await ledger.reports.settle(GUILD, "q1", True, by=MODERATOR)
    await ledger.reports.settle(GUILD, "q2", False, by=MODERATOR)
    await ledger.reports.settle(GUILD, "q3", True, by=MODERATOR)
    again = reopened(engine)
    assert await again.reports.unscored() == ((GUILD, "q1"), (GUILD, "q3"))
    await ledger.reports.scored(GUILD, "q1")
    assert await again.reports.unscored() == ((GUILD, "q3"),)
    await ledger.reports.settle(GUILD, "q1", False, by=MODERATOR)
    assert await again.reports.unscored() == ((GUILD, "q3"), (GUILD, "q1"))


async def test_delete_takes_a_report_along_but_not_a_verdict(ledger: Ledger) -> None:
    await reported(ledger, "q1", ANNE, "mine")
    await reported(ledger, "q1", BOB, "theirs")
    await ledger.reports.settle(GUILD, "q2", True, by=ANNE)
    await ledger.delete(ANNE)
    (left,) = await ledger.reports.open(GUILD)
    assert (left.count, left.texts) == (1, ("theirs",))
    assert await ledger.reports.banned(GUILD) == {"q2"}
