"""What moderators ask of a thread that is asleep: discord.py no longer knows it, Discord does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.permissions import Permission
from bot.sandbox.user import Actor
from tests.support.discord import until
from tests.support.fans import Fans, fields, text, title
from tests.support.guarded import SPOILER, guarded, notice, watching


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot with the intent, in a server whose thread is asleep and whose log is used."""
    async with watching(tmp_path) as people:
        assert title(await people.mod.command("/server set log:log")) == "This server's settings"
        people.thread.archive()
        await until(lambda: people.bot.get_channel(people.thread.id) is None)
        yield people


@pytest.fixture(params=["inside", "elsewhere"])
def mod(request: pytest.FixtureRequest, fans: Fans) -> Actor:
    """The moderator, in the thread or in another channel."""
    return fans.mod.at(fans.thread if request.param == "inside" else fans.log)


async def test_guard_of_a_thread_that_is_asleep_is_set_and_told(fans: Fans, mod: Actor) -> None:
    reply = text(await mod.command("/channel guard mode:hide channel:rewatch"))
    assert f"{fans.thread.mention}: hide" in reply
    assert "all of season 2" in reply
    assert "I need" not in reply
    line = f"Guard of {fans.thread.mention}: off → hide"
    await until(lambda: any(line in text(message) for message in fans.posted(fans.log)))
    fans.thread.archive(archived=False)
    said = fans.ann.at(fans.thread).say(SPOILER)
    await notice(fans, fans.thread)
    assert said.deleted


async def test_guard_of_a_thread_that_is_asleep_is_inherited(fans: Fans, mod: Actor) -> None:
    await guarded(fans, "hide")
    reply = text(await mod.command("/channel guard mode:inherit channel:rewatch"))
    assert f"{fans.thread.mention}: hide (from above)" in reply


async def test_thread_that_is_asleep_is_shown(fans: Fans, mod: Actor) -> None:
    shown = await mod.command("/channel show channel:rewatch")
    assert title(shown) == "Ceiling for For All Mankind"
    assert fans.thread.mention in fields(shown)["Set here and above"]
    assert "all of season 2" in text(shown)


async def test_watch_party_in_a_thread_that_is_asleep_is_announced_there(fans: Fans, mod: Actor) -> None:
    asked = await mod.command("/channel follow to:S3E1 when:20:00 channel:rewatch")
    assert title(await mod.press(asked, label="Announce it")) == "Announced"
    assert len(fans.posted(fans.thread)) == 1


async def test_private_thread_that_the_bot_does_not_see_is_not_there(fans: Fans) -> None:
    guild = fans.lounge.guild
    assert guild is not None
    ours = guild.members[fans.discord.world.bot.id]
    ours.set_roles([role for role in ours.roles if not role.permissions & Permission.MANAGE_THREADS])
    thread = fans.lounge.add_thread("secret", fans.mod.user, private=True)
    reply = await fans.mod.command(f"/channel show channel:{thread.id}")
    assert title(reply) == "Not here"
