"""Season roles by the real bot: who gets them and who does not, as progress goes up and down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.permissions import Permission
from tests.support.discord import settled, until
from tests.support.fans import Fans, fields, labels, text, title
from tests.support.season_roles import (
    SHOW,
    asked,
    go,
    held,
    join,
    keeper,
    kept,
    make_roles,
    names,
    press,
    season_fans,
    server,
    takes_part,
    watched_role,
)


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """A server in which the bot may manage roles."""
    async with season_fans(tmp_path) as people:
        yield people


async def test_roles_follow_progress_of_who_has_agreed_and_of_nobody_else(fans: Fans) -> None:
    assert title(await asked(fans.ann, "/progress roles")) == "No season roles here"
    assert "Season roles" not in labels(await asked(fans.ann, "/progress show"))
    await make_roles(fans)
    assert all(watched_role(fans, season).permissions == 0 for season in range(1, 6))
    await go(fans, fans.ann, "S2")
    await go(fans, fans.bob, "S3")
    assert held(fans, fans.ann) == held(fans, fans.bob) == []
    offered = await press(fans.ann, await asked(fans.ann, "/progress show"), "Season roles")
    assert "Roles are public" in text(offered)
    await keeper(fans).look()
    assert not await takes_part(fans, fans.ann)
    assert held(fans, fans.ann) == []
    assert title(await press(fans.ann, offered, "Show my seasons")) == "You show your seasons here now"
    await kept(fans)
    assert held(fans, fans.ann) == names(1, 2)
    await go(fans, fans.ann, "S1E3")
    assert held(fans, fans.ann) == []
    await asked(fans.ann, "/progress undo")
    await kept(fans)
    assert held(fans, fans.ann) == names(1, 2)
    await go(fans, fans.ann, "S3E9")
    assert held(fans, fans.ann) == names(1, 2)
    await press(fans.ann, await asked(fans.ann, "/progress show"), "Watched S3E10")
    await kept(fans)
    assert held(fans, fans.ann) == names(1, 2, 3)
    await asked(fans.ann, "/progress clear")
    await kept(fans)
    assert held(fans, fans.ann) == []
    assert held(fans, fans.bob) == []


async def test_large_step_gives_roles_only_once_it_is_confirmed_and_undoing_takes_them(fans: Fans) -> None:
    await make_roles(fans)
    await join(fans, fans.ann)
    question = await asked(fans.ann, "/progress set season:4")
    await keeper(fans).look()
    await kept(fans)
    assert held(fans, fans.ann) == []
    saved = await press(fans.ann, question, "Yes, I have watched all of season 4")
    await kept(fans)
    assert held(fans, fans.ann) == names(1, 2, 3, 4)
    await press(fans.ann, saved, "Undo")
    await kept(fans)
    assert held(fans, fans.ann) == []


async def test_rewatch_is_not_shown_to_anybody(fans: Fans) -> None:
    await make_roles(fans)
    await go(fans, fans.ann, "S2")
    await join(fans, fans.ann)
    await asked(fans.ann, "/progress rewatch season:1 episode:2")
    await kept(fans)
    assert "A rewatch changes nothing" in text(await asked(fans.ann, "/progress roles"))
    await asked(fans.ann, "/progress next")
    await kept(fans)
    await keeper(fans).look()
    assert held(fans, fans.ann) == names(1, 2)


async def test_opting_out_takes_the_bots_roles_and_no_others(fans: Fans) -> None:
    await make_roles(fans)
    await go(fans, fans.ann, "S2")
    await join(fans, fans.ann)
    member = server(fans).members[fans.ann.user.id]
    member.set_roles([*member.roles, server(fans).add_lowest_role("painter")])
    card = await asked(fans.ann, "/progress roles")
    assert title(card) == "You show your seasons here"
    assert title(await press(fans.ann, card, "Take my season roles away")) == "You are not shown any more"
    await kept(fans)
    assert held(fans, fans.ann) == ["painter"]
    assert not await takes_part(fans, fans.ann)
    await go(fans, fans.ann, "S3")
    assert held(fans, fans.ann) == ["painter"]


async def test_progress_is_answered_while_discord_is_slow_and_changes_meanwhile_are_seen_to_once(
    fans: Fans, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_roles(fans)
    await join(fans, fans.ann)
    let_go, began = asyncio.Event(), []
    get_member = fans.bot.http.get_member

    async def slowly(*ids: Any) -> Any:
        began.append(ids)
        await let_go.wait()
        return await get_member(*ids)

    monkeypatch.setattr(fans.bot.http, "get_member", slowly)
    for episode in range(1, 6):
        assert title(await asked(fans.ann, f"/progress set season:1 episode:{episode}")) == "Saved"
    await until(lambda: bool(began))
    assert title(await asked(fans.ann, "/progress set season:1")) == "Saved"
    let_go.set()
    await kept(fans)
    assert held(fans, fans.ann) == names(1)
    # What came while the first was under way was seen to together.
    assert len(began) == 2


async def test_panel_and_post_let_members_choose_and_show_nothing_by_themselves(fans: Fans) -> None:
    await asked(fans.mod, "/server panel")
    assert "Season roles" not in labels(fans.posted()[-1])
    await make_roles(fans)
    await asked(fans.mod, "/server panel")
    panel = fans.posted()[-1]
    await press(fans.mod, await asked(fans.mod, "/server roles"), "Tell members here")
    await until(lambda: len(fans.posted()) == 3)
    for message in (panel, fans.posted()[-1]):
        offered = await press(fans.ann, message, "Season roles")
        assert offered.ephemeral
        assert title(offered) == "Show your seasons here?"
    assert not await takes_part(fans, fans.ann)


async def test_settings_log_and_help_tell_of_season_roles(fans: Fans) -> None:
    await asked(fans.mod, "/server set log:#log")
    await make_roles(fans)
    assert fields(await asked(fans.mod, "/server settings"))["Season roles"] == "on for 5 seasons of For All Mankind"
    await until(lambda: "season 5" in "".join(map(text, fans.posted(fans.log))))
    assert "season roles, season 5 none → season 5" in text(await asked(fans.mod, "/channel show"))
    assert "/progress roles" in text(await asked(fans.ann, "/help"))


async def test_managers_buttons_need_a_manager_at_every_press(fans: Fans) -> None:
    await make_roles(fans)
    before = await fans.bot.ledger.roles.get(server(fans).id)
    overview = (await asked(fans.mod, "/server roles")).message
    rests = {"roles-choose": "|0", "roles-pick": "|0|1", "roles-end": "|delete"}
    for action in ("over", "make", "choose", "pick", "check", "post", "off", "end"):
        custom_id = f"roles-{action}|{SHOW}{rests.get(f'roles-{action}', '')}"
        data = {"component_type": 2, "custom_id": custom_id, "values": []}
        reply = await fans.ann.interact(3, data, message=None if overview is None else overview)
        await settled()
        assert title(reply) == "Not allowed", action
    assert await fans.bot.ledger.roles.get(server(fans).id) == before
    command = next(one for one in fans.discord.world.commands.all() if one["name"] == "server")
    options: list[dict[str, Any]] = [{"type": 1, "name": "roles", "options": []}]
    data = {"id": str(command["id"]), "name": "server", "type": 1, "options": options}
    assert title(await fans.ann.interact(2, data)) == "Not allowed"


async def test_same_person_in_two_servers_agrees_in_each(fans: Fans) -> None:
    await make_roles(fans)
    world = fans.discord.world
    may = Permission.MANAGE_ROLES | Permission.SEND_MESSAGES | Permission.VIEW_CHANNEL
    other = world.add_guild("Others", members=(fans.ann.user,), bot_permissions=int(may))
    other.add_member(fans.mod.user, permissions=Permission.MANAGE_GUILD)
    there = other.add_text("talk")
    await until(lambda: fans.bot.get_channel(there.id) is not None)
    mod = fans.mod.at(there)
    await press(mod, await asked(mod, "/server roles"), "Make the roles and switch on")
    await join(fans, fans.ann)
    await go(fans, fans.ann, "S1")
    assert held(fans, fans.ann) == names(1)
    assert other.members[fans.ann.user.id].roles == []
    await join(fans, fans.ann.at(there))
    assert [role.name for role in other.members[fans.ann.user.id].roles] == names(1)
