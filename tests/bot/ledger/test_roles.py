"""Roles that follow progress: which they are, who takes part, and that no change is ever forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import Ledger, Participants, Progress, RoleInUse, SeasonRole, Taking
from facts.position import Position

DATABASES = ["sqlite", "postgresql"]
GUILD, ANN, BOB, MANAGER = 10**18, 10**18 + 1, 10**18 + 2, 10**18 + 3
SHOW, OTHER = "for-all-mankind", "severance"
ONE, TWO, THREE = SeasonRole(101, made=True), SeasonRole(102), SeasonRole(103)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def reopened(engine: AsyncEngine) -> Ledger:
    return Ledger(engine, lambda: datetime(2031, 1, 1, tzinfo=UTC))


async def set_up(ledger: Ledger, *users: int) -> None:
    """Two seasons have roles, and some people take part, of whom Discord was told everything."""
    await ledger.roles.set_role(GUILD, SHOW, 1, ONE, by=MANAGER)
    await ledger.roles.set_role(GUILD, SHOW, 2, TWO, by=MANAGER)
    for user in users:
        await ledger.role_members.join(GUILD, user, SHOW)
        await settle(ledger, user)


async def settle(ledger: Ledger, user: int, *, stuck: bool = False) -> None:
    for taking in await ledger.role_members.of(GUILD, user):
        await ledger.role_members.done(taking, stuck=stuck, over=taking.leaving)


async def due(ledger: Ledger, night: datetime = LONG_AGO) -> tuple[int, ...]:
    return await ledger.role_members.users_due(GUILD, night, 10)


async def test_roles_are_kept_and_told_apart_by_show(ledger: Ledger, engine: AsyncEngine) -> None:
    assert not (await ledger.roles.get(GUILD)).of(SHOW).on
    await set_up(ledger)
    await ledger.roles.set_role(GUILD, OTHER, 1, THREE, by=MANAGER)
    for each in (ledger, reopened(engine)):
        known = await each.roles.get(GUILD)
        assert known.of(SHOW).seasons == {1: ONE, 2: TWO}
        assert known.of(OTHER).ids == {1: THREE.id}
        assert known.season_of(TWO.id) == (SHOW, 2)
        assert not (await each.roles.get(GUILD + 1)).shows


async def test_role_stands_for_one_season(ledger: Ledger) -> None:
    await set_up(ledger)
    for show, season in ((SHOW, 2), (OTHER, 1)):
        with pytest.raises(RoleInUse) as refused:
            await ledger.roles.set_role(GUILD, show, season, ONE, by=MANAGER)
        assert (refused.value.show, refused.value.season) == (SHOW, 1)
    before, after = await ledger.roles.set_role(GUILD, SHOW, 1, SeasonRole(ONE.id), by=MANAGER)
    assert before == after
    assert after.seasons[1].made


async def test_role_that_is_replaced_is_kept_until_it_is_taken_from_everybody(
    ledger: Ledger, engine: AsyncEngine
) -> None:
    await set_up(ledger, ANN, BOB)
    _, after = await ledger.roles.set_role(GUILD, SHOW, 1, THREE, by=MANAGER)
    assert after.ids == {1: THREE.id, 2: TWO.id}
    assert after.retired == {ONE.id}
    assert set(await due(ledger)) == {ANN, BOB}
    for user, stuck in ((ANN, False), (BOB, True)):
        await settle(ledger, user, stuck=stuck)
        await ledger.roles.tidy(GUILD)
        assert (await ledger.roles.get(GUILD)).retired == {ONE.id}
    assert await ledger.role_members.count(GUILD, SHOW) == Participants(members=2, stuck=1)
    await settle(ledger, BOB)
    await ledger.roles.tidy(GUILD)
    for each in (ledger, reopened(engine)):
        assert (await each.roles.get(GUILD)).retired == set()
        assert (await each.roles.get(GUILD)).of(SHOW).ids == {1: THREE.id, 2: TWO.id}


async def test_role_that_is_chosen_again_is_retired_no_more(ledger: Ledger) -> None:
    await set_up(ledger, ANN)
    await ledger.roles.set_role(GUILD, SHOW, 1, None, by=MANAGER)
    assert (await ledger.roles.get(GUILD)).retired == {ONE.id}
    await ledger.roles.set_role(GUILD, SHOW, 3, ONE, by=MANAGER)
    known = await ledger.roles.get(GUILD)
    assert known.of(SHOW).ids == {2: TWO.id, 3: ONE.id}
    assert not known.retired


async def test_role_that_is_gone_is_forgotten(ledger: Ledger) -> None:
    await set_up(ledger)
    await ledger.roles.set_role(GUILD, SHOW, 1, THREE, by=MANAGER, gone=True)
    assert (await ledger.roles.get(GUILD)).retired == set()
    await ledger.roles.set_role(GUILD, SHOW, 1, None, by=MANAGER)
    await ledger.roles.drop(GUILD, [THREE.id, TWO.id])
    assert (await ledger.roles.get(GUILD)).of(SHOW).ids == {2: TWO.id}
    assert (await ledger.roles.get(GUILD)).retired == set()


async def test_switching_off_ends_everybodys_consent(ledger: Ledger, engine: AsyncEngine) -> None:
    await set_up(ledger, ANN)
    await ledger.role_members.join(GUILD, ANN, OTHER)
    _, after = await ledger.roles.switch_off(GUILD, SHOW, by=MANAGER)
    assert not after.on
    assert after.retired == {ONE.id, TWO.id}
    await ledger.roles.drop(GUILD, [ONE.id])
    assert (await ledger.roles.get(GUILD)).retired == {TWO.id}
    mine = {taking.show: taking.leaving for taking in await reopened(engine).role_members.of(GUILD, ANN)}
    assert mine == {SHOW: True, OTHER: False}
    await ledger.roles.set_role(GUILD, SHOW, 1, ONE, by=MANAGER)
    assert [t.leaving for t in await ledger.role_members.of(GUILD, ANN) if t.show == SHOW] == [True]
    await settle(ledger, ANN)
    await ledger.roles.tidy(GUILD)
    assert [t.show for t in await ledger.role_members.of(GUILD, ANN)] == [OTHER]
    assert (await ledger.roles.get(GUILD)).retired == set()


async def test_changes_are_logged_with_what_was_before(ledger: Ledger) -> None:
    await set_up(ledger)
    await ledger.roles.set_role(GUILD, SHOW, 1, None, by=MANAGER)
    await ledger.roles.switch_off(GUILD, SHOW, by=MANAGER)
    await ledger.roles.switch_off(GUILD, SHOW, by=MANAGER)
    changes = await ledger.guilds.changes(GUILD)
    assert [(change.what, change.show, change.by, change.before, change.after) for change in changes] == [
        ("roles", SHOW, MANAGER, "on", "off"),
        ("roles", SHOW, MANAGER, "season 1 <@&101>", "season 1 none"),
        ("roles", SHOW, MANAGER, "season 2 none", "season 2 <@&102>"),
        ("roles", SHOW, MANAGER, "season 1 none", "season 1 <@&101>"),
    ]


async def test_change_of_progress_and_what_is_due_are_one_commit(ledger: Ledger, engine: AsyncEngine) -> None:
    await set_up(ledger, ANN, BOB)
    heard: list[tuple[int, str]] = []
    ledger.progress.changed = lambda user, show: heard.append((user, show))
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    await ledger.progress.change(ANN, SHOW, lambda _: Progress(Position(1, 1)))
    assert len(commits) == 1
    assert await due(reopened(engine)) == (ANN,)
    await settle(ledger, ANN)
    assert await due(ledger) == ()
    await ledger.progress.change(ANN, OTHER, lambda _: Progress(Position(1, 1)))
    assert await due(ledger) == ()
    await ledger.progress.undo(ANN, SHOW)
    assert await due(ledger) == (ANN,)
    assert heard == [(ANN, SHOW), (ANN, OTHER), (ANN, SHOW)]


async def test_change_that_comes_while_discord_is_told_of_another_stays_due(ledger: Ledger) -> None:
    await set_up(ledger, ANN)
    await ledger.progress.change(ANN, SHOW, lambda _: Progress(Position(1, 1)))
    (seen,) = await ledger.role_members.of(GUILD, ANN)
    await ledger.progress.change(ANN, SHOW, lambda _: Progress(Position(2, 1)))
    await ledger.role_members.done(seen, stuck=False, over=False)
    assert await due(ledger) == (ANN,)
    await ledger.role_members.leave(GUILD, ANN, SHOW)
    await ledger.role_members.join(GUILD, ANN, SHOW)
    (again,) = await ledger.role_members.of(GUILD, ANN)
    assert not again.leaving
    assert again.due > seen.due


async def test_who_leaves_is_forgotten_once_the_roles_are_taken(ledger: Ledger) -> None:
    await set_up(ledger, ANN)
    await ledger.role_members.leave(GUILD, ANN, SHOW)
    assert await due(ledger) == (ANN,)
    await settle(ledger, ANN, stuck=True)
    assert await ledger.role_members.of(GUILD, ANN) == (Taking(GUILD, ANN, SHOW, True, 0, True),)
    await settle(ledger, ANN)
    assert await ledger.role_members.of(GUILD, ANN) == ()
    await ledger.role_members.leave(GUILD, ANN, SHOW)
    assert await ledger.role_members.of(GUILD, ANN) == ()


async def test_everybody_is_looked_at_once_a_night_those_first_who_wait(
    ledger: Ledger, clock: Callable[[], datetime]
) -> None:
    await set_up(ledger, ANN, BOB)
    assert await ledger.role_members.guilds_due(LONG_AGO) == ()
    night = clock() + timedelta(seconds=1)
    assert await ledger.role_members.guilds_due(night) == (GUILD,)
    assert await due(ledger, night) == (ANN, BOB)
    await ledger.progress.change(BOB, SHOW, lambda _: Progress(Position(1, 1)))
    assert await due(ledger, night) == (BOB, ANN)
    await settle(ledger, BOB)
    await settle(ledger, ANN)
    assert await due(ledger, night) == ()
    await ledger.role_members.mark(GUILD)
    assert set(await due(ledger)) == {ANN, BOB}
    assert await ledger.role_members.guilds_due(LONG_AGO) == (GUILD,)


async def test_member_who_has_left_is_forgotten(ledger: Ledger) -> None:
    await set_up(ledger, ANN, BOB)
    await ledger.role_members.join(GUILD + 1, ANN, SHOW)
    await ledger.role_members.forget(GUILD, ANN)
    assert [taking.guild for taking in await ledger.role_members.of_user(ANN)] == [GUILD + 1]
    assert len(await ledger.role_members.of(GUILD, BOB)) == 1


async def test_ones_own_part_is_exported_and_deleted(ledger: Ledger) -> None:
    await set_up(ledger, ANN, BOB)
    (row,) = (await ledger.export(ANN))["role_member"]
    assert (row["guild_id"], row["show"], row["leaving"]) == (str(GUILD), SHOW, False)
    await ledger.role_members.join(GUILD + 1, ANN, SHOW)
    await ledger.role_members.leave_all(ANN)
    assert all(taking.leaving for taking in await ledger.role_members.of_user(ANN))
    await ledger.delete(ANN)
    assert await ledger.role_members.of_user(ANN) == ()
    assert len(await ledger.role_members.of_user(BOB)) == 1
    await ledger.forget_guild(GUILD)
    assert await ledger.role_members.of_user(BOB) == ()
    assert not (await ledger.roles.get(GUILD)).of(SHOW).on


async def test_changes_of_one_guilds_roles_at_once_follow_each_other(ledger: Ledger) -> None:
    await asyncio.gather(
        *(ledger.roles.set_role(GUILD, SHOW, season, SeasonRole(season), by=MANAGER) for season in range(1, 9)),
        *(ledger.role_members.join(GUILD, user, SHOW) for user in range(1, 9)),
    )
    assert (await ledger.roles.get(GUILD)).of(SHOW).ids == {season: season for season in range(1, 9)}
    assert await ledger.role_members.count(GUILD, SHOW) == Participants(8, 0)
    assert await ledger.role_members.count(GUILD, SHOW) != await ledger.role_members.count(GUILD, OTHER)
