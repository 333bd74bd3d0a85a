"""Watch parties: one a channel, kept until its hour, settled once and by what then holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import GuildSettings, Ledger, Outcome, Party
from bot.ledger.parties import NOT_POSTED
from facts.position import NOTHING, Position

DATABASES = ["sqlite", "postgresql"]
GUILD, OTHER, CHANNEL, MODERATOR, BOT = (10**18 + n for n in range(5))
SHOW = "for-all-mankind"
EVENING = datetime(2030, 1, 1, 20, tzinfo=UTC)
PARTY = Party(1, GUILD, CHANNEL, SHOW, Position(2, 3), Position(2, 2), EVENING, MODERATOR, CHANNEL)


def always(outcome: Outcome) -> Callable[[GuildSettings], Outcome]:
    return lambda _: outcome


async def log_of(ledger: Ledger) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(each.what, each.by, each.before, each.after) for each in await ledger.guilds.changes(GUILD)]


async def test_plan_is_kept_and_logged_and_another_word_takes_its_place(ledger: Ledger, engine: AsyncEngine) -> None:
    assert await ledger.parties.of(GUILD) == ()
    assert await ledger.parties.plan(PARTY) is None
    await ledger.parties.said(PARTY, 99)
    later = replace(PARTY, id=2, ceiling=Position(2, 4), at=EVENING + timedelta(days=1))
    assert await ledger.parties.plan(later) == replace(PARTY, message=99)
    elsewhere = replace(PARTY, id=3, channel=CHANNEL + 7, above=NOTHING)
    assert await ledger.parties.plan(elsewhere) is None
    assert await ledger.parties.plan(replace(PARTY, id=4, show="other")) is None
    again = Ledger(engine, lambda: EVENING)
    assert set(await again.parties.of(GUILD)) == {later, elsewhere, replace(PARTY, id=4, show="other")}
    assert (await log_of(ledger))[2:] == [
        ("follow", MODERATOR, "S2E3 2030-01-01T20:00+00:00", "S2E4 2030-01-02T20:00+00:00"),
        ("follow", MODERATOR, None, "S2E3 2030-01-01T20:00+00:00"),
    ]


async def test_due_are_those_whose_hour_has_come_and_those_not_announced(ledger: Ledger) -> None:
    for number in range(4):
        party = replace(PARTY, id=number + 1, guild=GUILD + number, at=EVENING + timedelta(hours=number))
        await ledger.parties.plan(party)
        if number != 3:
            await ledger.parties.said(party, NOT_POSTED if number == 2 else 99)
    moments = (EVENING - timedelta(seconds=1), EVENING, EVENING + timedelta(hours=2))
    due = [[party.id for party in await ledger.parties.due(now)] for now in moments]
    assert due == [[4], [1, 4], [1, 2, 3, 4]]


async def test_settling_raises_to_what_was_announced_once(ledger: Ledger) -> None:
    await ledger.guilds.set_ceiling(GUILD, SHOW, Position(2, 2), by=MODERATOR, channel=CHANNEL)
    await ledger.parties.plan(PARTY)
    seen: list[GuildSettings] = []

    def decide(settings: GuildSettings) -> Outcome:
        seen.append(settings)
        return Outcome.RISES

    outcomes = await asyncio.gather(*(ledger.parties.settle(PARTY, decide, ended_by=BOT) for _ in range(3)))
    assert [outcome is not None for outcome in outcomes] == [True, False, False]
    assert [settings.ceilings for settings in seen] == [{CHANNEL: Position(2, 2)}]
    assert (await ledger.guilds.get(GUILD)).ceilings == {CHANNEL: Position(2, 3)}
    (waiting,) = await ledger.parties.of(GUILD)
    assert waiting.raised
    assert await ledger.parties.due(EVENING) == (waiting,)
    assert (await log_of(ledger))[0] == ("ceiling", MODERATOR, "S2E2", "S2E3")
    assert not await ledger.parties.call_off(waiting, by=MODERATOR)
    await ledger.parties.over(waiting)
    assert await ledger.parties.of(GUILD) == ()


@pytest.mark.parametrize("outcome", [each for each in Outcome if each not in (Outcome.RISES, Outcome.THERE)])
async def test_what_does_not_rise_ends_and_changes_no_ceiling(ledger: Ledger, outcome: Outcome) -> None:
    await ledger.parties.plan(PARTY)
    settled = await ledger.parties.settle(PARTY, always(outcome), ended_by=BOT)
    assert settled is not None
    assert settled.before == settled.after == GuildSettings()
    assert await ledger.parties.of(GUILD) == ()
    assert (await log_of(ledger))[0] == ("follow", BOT, "S2E3 2030-01-01T20:00+00:00", None)


async def test_what_is_there_already_changes_nothing_and_waits_to_be_told(ledger: Ledger) -> None:
    await ledger.parties.plan(PARTY)
    before = await log_of(ledger)
    assert await ledger.parties.settle(PARTY, always(Outcome.THERE), ended_by=BOT) is not None
    assert (await ledger.guilds.get(GUILD)).ceilings == {}
    assert await log_of(ledger) == before
    assert [party.raised for party in await ledger.parties.of(GUILD)] == [True]


async def test_word_that_was_taken_back_or_replaced_settles_nothing(ledger: Ledger) -> None:
    await ledger.parties.plan(PARTY)
    assert await ledger.parties.call_off(PARTY, by=OTHER)
    assert not await ledger.parties.call_off(PARTY, by=OTHER)
    assert await ledger.parties.settle(PARTY, always(Outcome.RISES), ended_by=BOT) is None
    await ledger.parties.plan(replace(PARTY, id=2))
    assert await ledger.parties.settle(PARTY, always(Outcome.RISES), ended_by=BOT) is None
    await ledger.parties.over(PARTY)
    await ledger.parties.said(PARTY, 5)
    assert await ledger.parties.of(GUILD) == (replace(PARTY, id=2),)
    assert (await ledger.guilds.get(GUILD)).ceilings == {}


async def test_whoever_has_their_data_deleted_leaves_their_word_but_not_their_name(ledger: Ledger) -> None:
    await ledger.parties.plan(PARTY)
    await ledger.parties.set_zone(MODERATOR, "Europe/Berlin")
    exported = await ledger.export(MODERATOR)
    assert exported["watch_party"][0]["ceiling"] == "S2E3"
    assert exported["user_zone"] == [{"user_id": str(MODERATOR), "zone": "Europe/Berlin"}]
    await ledger.delete(MODERATOR)
    assert await ledger.parties.zone(MODERATOR) is None
    assert await ledger.parties.of(GUILD) == (replace(PARTY, by=None),)
    # As one that was read before: who gave the word is looked up anew.
    await ledger.parties.settle(PARTY, always(Outcome.RISES), ended_by=BOT)
    assert not any((await ledger.export(MODERATOR)).values())
    assert ("ceiling", None, None, "S2E3") in await log_of(ledger)


async def test_guild_that_is_forgotten_has_no_watch_party(ledger: Ledger) -> None:
    await ledger.parties.plan(PARTY)
    await ledger.forget_guild(GUILD)
    assert await ledger.parties.of(GUILD) == ()


async def test_zone_is_that_named_last(ledger: Ledger) -> None:
    assert await ledger.parties.zone(MODERATOR) is None
    for zone in ("Europe/Berlin", "UTC+05:30"):
        await ledger.parties.set_zone(MODERATOR, zone)
        assert await ledger.parties.zone(MODERATOR) == zone
