"""The guard where it may not do all of what it should: it hides nothing of which it can tell nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.permissions import Permission
from tests.support.discord import settled, until
from tests.support.fans import Fans, text, title
from tests.support.guarded import OTHER, SPOILER, forum, guarded, notice, watching

DELETE = "DELETE /channels/{channel_id}/messages/{message_id}"
RENAME = "PATCH /channels/{channel_id}"


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot with the intent, in a server with a log, whose lounge and forum may speak of seasons 1 and 2."""
    async with watching(tmp_path) as people:
        assert title(await people.mod.command("/server set log:log")) == "This server's settings"
        yield people


def told(fans: Fans) -> list[str]:
    """What moderators are told of what the guard lacks."""
    return [text(message) for message in fans.posted(fans.log) if title(message) == "The guard lacks a permission"]


@pytest.mark.parametrize("lacked", [Permission.SEND_MESSAGES, Permission.EMBED_LINKS])
@pytest.mark.parametrize("mode", ["hide", "hint"])
async def test_nothing_is_hidden_where_nobody_could_be_told(fans: Fans, mode: str, lacked: Permission) -> None:
    await guarded(fans, mode)
    fans.lounge.deny(fans.discord.world.bot, lacked)
    said = [fans.ann.say(SPOILER)]
    await until(lambda: len(told(fans)) == 1)
    said.append(fans.ann.say(OTHER))
    await until(lambda: fans.bot.counted["guard_noticed", mode] == 2)
    await settled()
    assert not any(message.deleted for message in said)
    assert not fans.posted()
    (words,) = told(fans)
    assert ("Send Messages" if lacked is Permission.SEND_MESSAGES else "Embed Links") in words
    assert fans.lounge.mention in words
    assert "Kuznetsov" not in words


async def test_no_title_is_hidden_where_nobody_could_be_told(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    forum(fans).deny(fans.discord.world.bot, Permission.SEND_MESSAGES_IN_THREADS)
    post = forum(fans).add_post("Kuznetsov and Kronos", fans.ann.user, "What do you think?")
    await until(lambda: len(told(fans)) == 1)
    await settled()
    assert post.name == "Kuznetsov and Kronos"
    assert "Send Messages in Threads" in told(fans)[0]


async def test_nothing_is_hidden_in_a_thread_of_a_channel_that_is_not_known(fans: Fans) -> None:
    await guarded(fans, "hide", channel=str(fans.thread.name))
    assert fans.lounge.guild is not None
    guild = fans.bot.get_guild(fans.lounge.guild.id)
    assert guild is not None
    guild._channels.pop(fans.lounge.id)
    said = fans.ann.at(fans.thread).say(SPOILER)
    await until(lambda: len(told(fans)) == 1)
    assert not said.deleted


async def test_message_that_cannot_be_deleted_is_hinted_at(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.discord.rest.forced[DELETE] = [(400, {"message": "no", "code": 50021})]
    said = fans.ann.say(SPOILER)
    posted = await notice(fans)
    assert title(posted) == "Mind the ceiling"
    assert not said.deleted


async def test_title_that_cannot_be_changed_is_hinted_at(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    fans.discord.rest.forced[RENAME] = [(400, {"message": "no", "code": 50083})]
    post = forum(fans).add_post("Kuznetsov and Kronos", fans.ann.user, "What do you think?")
    assert title(await notice(fans, post)) == "Mind the ceiling"
