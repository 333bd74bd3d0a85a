"""Where moderators switch the guard on and see that it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.permissions import Permission
from tests.support.airlock import stand_in, started
from tests.support.discord import settled
from tests.support.fans import Fans, fields, text
from tests.support.guarded import guarded, watching


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot with the intent, in a server whose lounge and forum may speak of seasons 1 and 2."""
    async with watching(tmp_path) as people:
        yield people


async def test_channel_show_says_what_the_guard_does_and_where_that_is_set(fans: Fans) -> None:
    assert fields(await fans.mod.command("/channel show"))["Guard"].startswith("**off**, not set")
    await guarded(fans, "hide", strict=True, channel="Season 3")
    shown = fields(await fans.mod.at(fans.thread).command("/channel show"))["Guard"]
    assert shown.startswith(f"**hide, strict**, set for {fans.category.mention}")
    await guarded(fans, "hint")
    shown = fields(await fans.mod.at(fans.thread).command("/channel show"))["Guard"]
    assert shown.startswith(f"**hint, strict**, set for {fans.lounge.mention}")


async def test_channel_show_tells_who_changed_the_guard(fans: Fans) -> None:
    await guarded(fans, "hint")
    await guarded(fans, "hide", strict=True)
    changes = fields(await fans.mod.command("/channel show"))["Changes"].splitlines()
    who, where = fans.mod.user.id, fans.lounge.mention
    assert changes[0].endswith(f"<@{who}>: guard of {where}, hint → hide, strict")
    assert changes[1].endswith(f"<@{who}>: guard of {where}, not set → hint")


async def test_who_changed_the_guard_is_forgotten_with_their_data(fans: Fans) -> None:
    await guarded(fans, "hint")
    asked = await fans.mod.command("/privacy delete")
    await fans.mod.press(asked, label="Delete everything")
    changes = fields(await fans.mod.command("/channel show"))["Changes"]
    assert f"guard of {fans.lounge.mention}" in changes
    assert f"<@{fans.mod.user.id}>" not in changes


async def test_server_settings_list_where_the_guard_is_on(fans: Fans) -> None:
    listed = "Channels with a guard setting"
    assert fields(await fans.mod.command("/server settings"))[listed] == "none"
    await guarded(fans, "hide", strict=True)
    await guarded(fans, "hint", channel="theories")
    lines = fields(await fans.mod.command("/server settings"))[listed].splitlines()
    assert f"{fans.lounge.mention}: hide, strict" in lines
    assert len(lines) == 2


async def test_guard_says_which_ceiling_holds_there(fans: Fans) -> None:
    assert "Ceiling there: **all of season 2**." in text(await fans.mod.command("/channel guard mode:hint"))
    reply = text(await fans.mod.command("/channel guard mode:hint channel:#log"))
    assert "Nothing counts as watched" in reply
    assert "/channel ceiling" in reply
    assert "Ceiling" not in text(await fans.mod.command("/channel guard mode:off"))


async def test_guard_says_what_the_bot_lacks_there(fans: Fans) -> None:
    us = fans.discord.world.bot
    assert "I need" not in text(await fans.mod.command("/channel guard mode:hide"))
    fans.lounge.deny(us, Permission.MANAGE_MESSAGES)
    await settled()
    assert "I need **Manage Messages** there" in text(await fans.mod.command("/channel guard mode:hide"))
    assert "I need" not in text(await fans.mod.command("/channel guard mode:hint"))
    fans.lounge.deny(us, Permission.SEND_MESSAGES | Permission.EMBED_LINKS)
    await settled()
    assert "I need **Send Messages** and **Embed Links** there" in text(
        await fans.mod.command("/channel guard mode:hint")
    )


async def test_guard_stays_strict_until_it_is_told_otherwise(fans: Fans) -> None:
    await guarded(fans, "hide", strict=True)
    assert "hint, strict" in text(await fans.mod.command("/channel guard mode:hint"))
    assert ": hide\n" in text(await fans.mod.command("/channel guard mode:hide strict:false"))
    assert ": hint\n" in text(await fans.mod.command("/channel guard mode:hint"))


async def test_guard_that_the_host_has_not_allowed_is_shown_to_do_nothing(tmp_path: Path) -> None:
    async with stand_in() as discord:
        people = Fans.of(discord)
        people.allow_guard()
        async with started(discord, tmp_path, message_content=True) as bot:
            people.bot = bot
            await guarded(people, "hint")
        async with started(discord, tmp_path) as bot:
            people.bot = bot
            assert "has not allowed" in fields(await people.mod.command("/channel show"))["Guard"]
            listed = fields(await people.mod.command("/server settings"))["Channels with a guard setting"]
            assert "has not allowed" in listed
