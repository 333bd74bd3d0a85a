"""Season roles where something is in the way: permissions, hierarchy, deleted roles, outages, members who leave."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from tests.support.airlock import stand_in
from tests.support.discord import settled, until
from tests.support.fans import Fans, fields, labels, text, title
from tests.support.season_roles import (
    MEMBER,
    ROLE,
    asked,
    go,
    held,
    join,
    keeper,
    kept,
    make_roles,
    names,
    press,
    running_in,
    season_fans,
    server,
    set_up,
    takes_part,
    watched_role,
)

NIGHT = 24 * 3600


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """A server in which the bot may manage roles, with a log."""
    async with season_fans(tmp_path) as people:
        await asked(people.mod, "/server set log:#log")
        yield people


async def wrong(fans: Fans) -> str:
    """What managers are told to mend."""
    return fields(await asked(fans.mod, "/server roles")).get("To be mended", "")


async def told(fans: Fans) -> list[str]:
    """What moderators read in their log about roles that need them."""
    return [text(message) for message in fans.posted(fans.log) if title(message) == "Season roles need you"]


async def picks(fans: Fans, card: Reply, role: object, season: int) -> Reply:
    """Choose a role for a season."""
    reply = await fans.mod.select(card, [] if role is None else [role], index=season - 1)  # type: ignore[list-item]
    await settled()
    return reply


def asked_of_discord(fans: Fans) -> int:
    """How often the bot has asked for, given or taken anything of a member."""
    return sum(sent.route in (MEMBER, ROLE) for sent in fans.discord.transcript.requests)


async def test_own_roles_are_chosen_replaced_and_emptied(fans: Fans) -> None:
    guild = server(fans)
    first, second = guild.add_lowest_role("S1 done"), guild.add_lowest_role("S1 seen")
    card = await press(fans.mod, await asked(fans.mod, "/server roles"), "Choose roles of mine")
    await picks(fans, card, first, 1)
    await go(fans, fans.ann, "S1")
    await join(fans, fans.ann)
    assert held(fans, fans.ann) == ["S1 done"]
    await picks(fans, card, second, 1)
    await keeper(fans).look()
    assert held(fans, fans.ann) == ["S1 seen"]
    assert title(await picks(fans, card, second, 2)) == "That role is taken"
    assert "S1 seen" not in text(await press(fans.mod, card, "Seasons from 5"))
    await asked(fans.mod, "/server roles")
    await press(fans.mod, card, "Seasons from 1")
    await picks(fans, card, None, 1)
    assert title(await press(fans.mod, card, "Done")) == "Season roles"
    await keeper(fans).look()
    assert held(fans, fans.ann) == []
    assert not await takes_part(fans, fans.ann)
    assert guild.roles[second.id] is second


async def test_roles_that_nobody_should_get_by_a_button_are_refused_with_the_reason(fans: Fans) -> None:
    guild, world = server(fans), fans.discord.world
    card = await press(fans.mod, await asked(fans.mod, "/server roles"), "Choose roles of mine")
    bots_own = guild.role("Airlock")
    kick = guild.add_lowest_role("kick", permissions=int(Permission.KICK_MEMBERS))
    guild.change_role(guild.role("managers"), position=2)
    theirs = guild.add_lowest_role("theirs")
    guild.change_role(theirs, position=3)
    for role, reason in (
        (guild.everyone, "Everybody has that role"),
        (bots_own, "belongs to a bot"),
        (guild.add_role("above"), "not below my own"),
        (kick, "what moderators do"),
        (theirs, "You may not give that role"),
    ):
        await until(lambda role=role: fans.bot.get_guild(guild.id).get_role(role.id) is not None)  # type: ignore[misc,union-attr]
        refused = await picks(fans, card, role, 1)
        assert title(refused) == "I cannot do that", role
        assert reason in text(refused)
    assert not (await fans.bot.ledger.roles.get(guild.id)).shows
    assert world.bot.id in guild.members


async def test_missing_permission_is_explained_and_what_was_missed_is_made_up_for(fans: Fans) -> None:
    guild = server(fans)
    await make_roles(fans)
    await join(fans, fans.ann)
    guild.change_role(guild.role("roles"), permissions=0)
    await go(fans, fans.ann, "S1")
    assert held(fans, fans.ann) == []
    assert "Manage Roles" in await wrong(fans)
    assert "For 1 member" in await wrong(fans)
    await go(fans, fans.ann, "S2")
    (notice,) = await told(fans)
    assert "Manage Roles" in notice
    assert str(fans.ann.user.id) not in notice
    assert "not allowed" in text(await asked(fans.ann, "/progress roles"))
    assert fans.discord.rest.refusals == []
    guild.change_role(guild.role("roles"), permissions=int(Permission.MANAGE_ROLES))
    await press(fans.mod, await asked(fans.mod, "/server roles"), "Check now")
    await kept(fans)
    assert held(fans, fans.ann) == names(1, 2)
    assert await wrong(fans) == ""


async def test_bot_that_may_not_manage_roles_makes_none_and_says_why(fans: Fans) -> None:
    guild = server(fans)
    guild.change_role(guild.role("roles"), permissions=0)
    reply = await press(fans.mod, await asked(fans.mod, "/server roles"), "Make the roles and switch on")
    assert "Manage Roles" in text(reply.followups[0] if reply.followups else reply)
    assert not (await fans.bot.ledger.roles.get(guild.id)).shows


async def test_refusal_that_nobody_foresaw_is_noted_and_tried_again_the_next_night(fans: Fans) -> None:
    await make_roles(fans)
    await join(fans, fans.ann)
    refusal = (403, {"message": "Missing Permissions", "code": 50013})
    fans.discord.rest.forced[f"PUT {ROLE}"] = [refusal]
    await go(fans, fans.ann, "S1")
    assert held(fans, fans.ann) == []
    assert "For 1 member" in await wrong(fans)
    before = asked_of_discord(fans)
    await keeper(fans).look()
    assert asked_of_discord(fans) == before
    fans.discord.world.clock.advance(NIGHT)  # type: ignore[attr-defined]
    await keeper(fans).look()
    assert held(fans, fans.ann) == names(1)


async def test_role_that_is_deleted_is_missed_and_made_anew(fans: Fans) -> None:
    guild = server(fans)
    await make_roles(fans)
    await go(fans, fans.ann, "S2")
    await join(fans, fans.ann)
    guild.delete_role(watched_role(fans, 1))
    await until(lambda: any("season 1" in text(message) for message in fans.posted(fans.log)[-1:]))
    assert "Season 1: It was deleted" in await wrong(fans)
    assert held(fans, fans.ann) == names(2)
    reply = await press(fans.mod, await asked(fans.mod, "/server roles"), "Make the missing roles")
    assert "To be mended" not in fields(reply)
    await keeper(fans).look()
    assert held(fans, fans.ann) == names(1, 2)


async def test_role_that_has_become_dangerous_or_was_raised_is_given_no_more(fans: Fans) -> None:
    guild = server(fans)
    await make_roles(fans)
    await join(fans, fans.ann)
    guild.change_role(watched_role(fans, 1), permissions=int(Permission.ADMINISTRATOR))
    guild.change_role(watched_role(fans, 2), position=99)
    await go(fans, fans.ann, "S3")
    assert held(fans, fans.ann) == names(3)
    assert "what moderators do" in await wrong(fans)
    assert "Drag mine above it" in await wrong(fans)


async def test_outage_and_rate_limit_are_waited_out(fans: Fans) -> None:
    await make_roles(fans)
    await join(fans, fans.ann)
    fans.discord.ratelimits.provoke(f"PUT {ROLE}", times=2)
    await go(fans, fans.ann, "S1")
    assert held(fans, fans.ann) == names(1)
    fans.discord.rest.forced[f"PUT {ROLE}"] = [(503, {"message": "overloaded", "code": 0})]
    await go(fans, fans.ann, "S2")
    assert held(fans, fans.ann) == names(1)
    await keeper(fans).look()
    assert held(fans, fans.ann) == names(1, 2)


async def test_member_who_left_is_forgotten_and_asked_anew_when_they_return(fans: Fans) -> None:
    await make_roles(fans)
    await go(fans, fans.ann, "S1")
    await join(fans, fans.ann)
    server(fans).remove_member(fans.ann.user)
    fans.discord.world.clock.advance(NIGHT)  # type: ignore[attr-defined]
    await keeper(fans).look()
    assert not await takes_part(fans, fans.ann)
    server(fans).add_member(fans.ann.user)
    await go(fans, fans.ann, "S2")
    assert held(fans, fans.ann) == []


async def test_every_night_what_others_changed_is_mended_also_after_a_restart(tmp_path: Path) -> None:
    async with stand_in() as discord:
        people = set_up(discord)
        clock = discord.world.clock
        async with running_in(people, tmp_path):
            await make_roles(people)
            for actor in (people.ann, people.bob):
                await go(people, actor, "S2")
                await join(people, actor)
            members = server(people).members
            members[people.ann.user.id].set_roles([watched_role(people, 3)])
            before = asked_of_discord(people)
            await keeper(people).look()
            assert asked_of_discord(people) == before
            clock.advance(NIGHT)  # type: ignore[attr-defined]
            await keeper(people).look()
            assert held(people, people.ann) == names(1, 2)
            assert asked_of_discord(people) == before + 2 + 3
            before = asked_of_discord(people)
            await keeper(people).look()
            assert asked_of_discord(people) == before
        members[people.bob.user.id].set_roles([])
        clock.advance(NIGHT)  # type: ignore[attr-defined]
        async with running_in(people, tmp_path, looks=True):
            await until(lambda: held(people, people.bob) == names(1, 2))


async def test_what_a_process_left_undone_the_next_one_does(tmp_path: Path) -> None:
    async with stand_in() as discord:
        people = set_up(discord)
        async with running_in(people, tmp_path):
            await make_roles(people)
            await go(people, people.ann, "S2")
            await join(people, people.ann)
            # As in a process that ends between the change and what follows from it, or in another one.
            people.bot.ledger.progress.changed = lambda user, show: None
            await go(people, people.ann, "S1")
            assert held(people, people.ann) == names(1, 2)
        async with running_in(people, tmp_path, looks=True):
            await until(lambda: held(people, people.ann) == names(1))


@pytest.mark.parametrize("label", ["Off, and delete the 5 roles I made", "Off, and leave the roles there"])
async def test_switching_off_takes_the_roles_and_ends_consent(fans: Fans, label: str) -> None:
    await make_roles(fans)
    await go(fans, fans.ann, "S2")
    await join(fans, fans.ann)
    question = await press(fans.mod, await asked(fans.mod, "/server roles"), "Switch off")
    assert label in labels(question)
    assert "Off. I take" in (await press(fans.mod, question, label)).text
    await kept(fans)
    assert held(fans, fans.ann) == []
    assert not await takes_part(fans, fans.ann)
    assert ("Watched season 1" in [role.name for role in server(fans).roles.values()]) is ("leave" in label)
    assert not (await fans.bot.ledger.roles.get(server(fans).id)).retired
    assert await told(fans) == []
    assert title(await asked(fans.ann, "/progress roles")) == "No season roles here"


async def test_deleting_ones_data_takes_the_roles_away(fans: Fans) -> None:
    await make_roles(fans)
    await go(fans, fans.ann, "S2")
    await join(fans, fans.ann)
    exported = await asked(fans.ann, "/privacy export")
    assert exported.message is not None
    (row,) = json.loads(exported.message.attachments[0].data)["role_member"]
    assert row["guild_id"] == str(server(fans).id)
    deleted = await press(fans.ann, await asked(fans.ann, "/privacy delete"), "Delete everything")
    assert title(deleted) == "Deleted"
    assert "could not" not in text(deleted)
    assert held(fans, fans.ann) == []
    assert not await takes_part(fans, fans.ann)


async def test_deleting_ones_data_names_the_servers_that_keep_a_role(fans: Fans) -> None:
    await make_roles(fans)
    await go(fans, fans.ann, "S1")
    await join(fans, fans.ann)
    server(fans).change_role(server(fans).role("roles"), permissions=0)
    await settled()
    deleted = await press(fans.ann, await asked(fans.ann, "/privacy delete"), "Delete everything")
    assert title(deleted) == "Deleted"
    assert "in **Fans**. Ask a moderator" in text(deleted)
    assert not await takes_part(fans, fans.ann)
