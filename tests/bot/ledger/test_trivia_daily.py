"""The question of the day: due on time, drawn once, one try each, streaks."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import AlreadyAnswered, DailyQuestion, DailyRow, DailySettings, Ledger, Streak
from facts.store import open_engine

DATABASES = ["sqlite", "postgresql"]
GUILD, CHANNEL, ANNE, BOB, CARL, MODERATOR = (10**18 + n for n in range(6))
SHOW = "for-all-mankind"
DAY = date(2030, 1, 1)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
AT_NINE = DailySettings(CHANNEL, SHOW, 9, 30, "Europe/Berlin", next_at=NOON)


async def posted(ledger: Ledger, day: int, key: str = "q") -> None:
    on = DAY + timedelta(days=day)
    await ledger.daily.draw(GUILD, on, {"ask": "Who?"}, key=f"{key}{day}", show=SHOW, channel=CHANNEL)
    await ledger.daily.posted(GUILD, on, 100 + day, None)


async def answered(ledger: Ledger, day: int, user: int, right: bool, ms: int = 900) -> None:
    await ledger.daily.answer(GUILD, DAY + timedelta(days=day), user, right=right, ms=ms)


async def test_set_is_kept_and_logged(ledger: Ledger, engine: AsyncEngine) -> None:
    assert await ledger.daily.settings(GUILD) is None
    assert await ledger.daily.set(GUILD, AT_NINE, by=MODERATOR) == (None, AT_NINE)
    later = replace(AT_NINE, hour=18, enabled=False)
    await ledger.daily.set(GUILD, replace(AT_NINE, hour=18), by=MODERATOR)
    await ledger.daily.set(GUILD, later, by=MODERATOR)
    assert await Ledger(engine, lambda: NOON).daily.settings(GUILD) == later
    assert await ledger.daily.set(GUILD, None, by=MODERATOR) == (later, None)
    assert await ledger.daily.settings(GUILD) is None
    changes = await ledger.guilds.changes(GUILD)
    assert [(change.what, change.before, change.after) for change in changes] == [
        ("daily", None, None),
        ("daily", "18:30 Europe/Berlin", None),
        ("daily", "09:30 Europe/Berlin", "18:30 Europe/Berlin"),
        ("daily", None, "09:30 Europe/Berlin"),
    ]
    assert {(change.by, change.show, change.channel) for change in changes} == {(MODERATOR, SHOW, CHANNEL)}


async def test_set_without_effect_is_not_logged(ledger: Ledger) -> None:
    await ledger.daily.set(GUILD, AT_NINE, by=MODERATOR)
    await ledger.daily.set(GUILD, AT_NINE, by=MODERATOR)
    await ledger.daily.set(GUILD, replace(AT_NINE, next_at=None), by=MODERATOR)
    assert len(await ledger.guilds.changes(GUILD)) == 1
    await ledger.daily.set(GUILD, replace(AT_NINE, channel=CHANNEL + 1), by=MODERATOR)
    assert len(await ledger.guilds.changes(GUILD)) == 2


async def test_due_has_guilds_whose_time_has_come_the_longest_first(ledger: Ledger) -> None:
    times = [NOON, NOON - timedelta(hours=1), NOON + timedelta(seconds=1), None, NOON - timedelta(hours=2)]
    for guild, next_at in enumerate(times):
        await ledger.daily.set(guild, replace(AT_NINE, next_at=next_at, enabled=guild != 4), by=MODERATOR)
    due = await ledger.daily.due(NOON)
    assert [guild for guild, _ in due] == [1, 0]
    assert due[0][1] == replace(AT_NINE, next_at=times[1])
    await ledger.daily.set_next(1, NOON + timedelta(days=1))
    assert [guild for guild, _ in await ledger.daily.due(NOON)] == [0]
    assert [guild for guild, _ in await ledger.daily.due(NOON + timedelta(days=1))] == [0, 2, 1]


async def test_draw_gives_the_first_one_of_a_day_and_posted_ends_being_due(ledger: Ledger) -> None:
    await ledger.daily.set(GUILD, AT_NINE, by=MODERATOR)
    draws = [
        ledger.daily.draw(GUILD, DAY, {"ask": key, "options": [1, 2]}, key=key, show=SHOW, channel=CHANNEL)
        for key in ("q1", "q2", "q3")
    ]
    first = DailyQuestion(GUILD, DAY, SHOW, CHANNEL, "q1", {"ask": "q1", "options": [1, 2]}, None)
    assert await asyncio.gather(*draws) == [first] * 3
    assert await ledger.daily.latest(GUILD) is None
    assert len(await ledger.daily.due(NOON)) == 1
    await ledger.daily.posted(GUILD, DAY, 555, NOON + timedelta(days=1))
    assert await ledger.daily.due(NOON) == ()
    assert await ledger.daily.question(GUILD, DAY) == await ledger.daily.latest(GUILD) == replace(first, message=555)
    assert await ledger.daily.question(GUILD, DAY + timedelta(days=1)) is None
    assert await ledger.daily.question(GUILD + 1, DAY) is None


async def test_answer_is_taken_once(ledger: Ledger) -> None:
    await posted(ledger, 0)
    outcomes = await asyncio.gather(*(answered(ledger, 0, ANNE, n == 0) for n in range(4)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None)] + [AlreadyAnswered] * 3
    assert isinstance(outcomes[1], AlreadyAnswered)
    assert outcomes[1].right
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(1, 1)
    await answered(ledger, 0, BOB, False)
    with pytest.raises(AlreadyAnswered) as caught:
        await answered(ledger, 0, BOB, True)
    assert not caught.value.right


async def test_streak_is_broken_by_a_question_missed_but_not_by_the_one_that_is_open(ledger: Ledger) -> None:
    for day in (0, 1, 4):
        await posted(ledger, day)
        await answered(ledger, day, ANNE, True)
    await posted(ledger, 5)
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(3, 3)
    await posted(ledger, 6)
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(0, 3)


async def test_streak_is_not_broken_by_banned_questions(ledger: Ledger) -> None:
    for day in range(3):
        await posted(ledger, day)
        await answered(ledger, day, ANNE, day != 1)
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(1, 1)
    await ledger.reports.settle(GUILD, "q1", True, by=MODERATOR)
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(2, 2)
    await ledger.reports.settle(GUILD, "q1", False, by=MODERATOR)
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(1, 1)


async def test_days_has_when_and_where_each_question_was_asked(ledger: Ledger) -> None:
    for day, key in enumerate(("q1", "q2", "q1")):
        on = DAY + timedelta(days=day)
        await ledger.daily.draw(GUILD, on, {"ask": key}, key=key, show=SHOW, channel=CHANNEL + day)
    assert await ledger.daily.days(GUILD) == {
        "q1": [(DAY + timedelta(days=2), CHANNEL + 2), (DAY, CHANNEL)],
        "q2": [(DAY + timedelta(days=1), CHANNEL + 1)],
    }
    assert await ledger.daily.days(GUILD + 1) == {}


async def test_withdrawn_question_counts_as_one_that_was_never_posted(ledger: Ledger) -> None:
    for day in range(2):
        await posted(ledger, day)
        await answered(ledger, day, ANNE, day != 1)
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(0, 1)
    third = DAY + timedelta(days=2)
    await ledger.daily.draw(GUILD, third, {"ask": "Who?"}, key="q2", show=SHOW, channel=CHANNEL)
    await ledger.daily.posted(GUILD, third, 102, None, DAY + timedelta(days=1))
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(1, 1)
    latest = await ledger.daily.latest(GUILD)
    assert latest is not None
    assert latest.day == third


async def test_discard_forgets_what_was_drawn_but_not_what_was_posted(ledger: Ledger) -> None:
    await posted(ledger, 0)
    await ledger.daily.discard(GUILD, DAY)
    assert await ledger.daily.question(GUILD, DAY) == await ledger.daily.latest(GUILD) is not None
    following = DAY + timedelta(days=1)
    for key in ("q1", "q2"):
        drawn = await ledger.daily.draw(GUILD, following, {"ask": key}, key=key, show=SHOW, channel=CHANNEL)
        assert drawn.key == key
        await ledger.daily.discard(GUILD, following)
        assert await ledger.daily.question(GUILD, following) is None


async def test_board_has_the_right_ones_first_and_ties_share_a_rank(ledger: Ledger) -> None:
    await posted(ledger, 0)
    for user, right, ms in ((ANNE, True, 900), (BOB, False, 100), (CARL, True, 900), (5, True, 200), (6, False, 50)):
        await answered(ledger, 0, user, right, ms)
    expected = (
        DailyRow(1, 5, True, 200),
        DailyRow(2, ANNE, True, 900),
        DailyRow(2, CARL, True, 900),
        DailyRow(4, 6, False, 50),
        DailyRow(4, BOB, False, 100),
    )
    assert await ledger.daily.board(GUILD, DAY) == expected
    assert await ledger.daily.board(GUILD, DAY, limit=2) == expected[:2]
    await ledger.boards.leave(5)
    await ledger.delete(ANNE)
    assert await ledger.daily.board(GUILD, DAY) == (
        DailyRow(1, CARL, True, 900),
        DailyRow(2, 6, False, 50),
        DailyRow(2, BOB, False, 100),
    )
    assert await ledger.daily.streak(ANNE, GUILD) == Streak(0, 0)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["right", "wrong", "missed", "none"]), max_size=8))
def test_streak_is_what_counting_days_gives(migrated: Path, days: list[str]) -> None:
    asked = [each for each in days if each != "none"]
    if asked and asked[-1] == "missed":
        asked.pop()
    runs = [len(run) for run in "".join("x" if each == "right" else " " for each in asked).split(" ")]

    async def play() -> Streak:
        with tempfile.TemporaryDirectory() as folder:
            engine = open_engine(f"sqlite+aiosqlite:///{shutil.copy(migrated, folder)}")
            ledger = Ledger(engine, lambda: NOON, patience=10)
            for day, what in enumerate(days):
                if what != "none":
                    await posted(ledger, day)
                    await answered(ledger, day, BOB, True)
                if what in ("right", "wrong"):
                    await answered(ledger, day, ANNE, what == "right")
            found = await ledger.daily.streak(ANNE, GUILD)
            await ledger.close()
            await engine.dispose()
            return found

    assert asyncio.run(play()) == Streak(runs[-1], max(runs))
