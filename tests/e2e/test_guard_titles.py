"""The guard and titles of threads and posts, by the real bot: a title is not its first message, whose id it shares."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.permissions import Permission
from bot.sandbox.world import Channel, Message, posting
from tests.support.discord import settled, until
from tests.support.fans import Fans, labels, text, title
from tests.support.guarded import OTHER, SPOILER, forum, guarded, notice, watching

TITLE = "Kuznetsov and Kronos"


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot with the intent, in a server whose lounge and forum may speak of seasons 1 and 2."""
    async with watching(tmp_path) as people:
        yield people


def of_title(fans: Fans, post: Channel) -> Message:
    """The notice about a title."""
    (found,) = (message for message in fans.posted(post) if "title" in text(message))
    return found


def of_message(fans: Fans, post: Channel) -> Message:
    """The notice about a message."""
    (found,) = (message for message in fans.posted(post) if "title" not in text(message))
    return found


async def test_title_and_first_message_of_a_post_are_kept_apart(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post(TITLE, fans.ann.user, SPOILER)
    await notice(fans, post, 2)
    ann = fans.ann.at(post)
    assert SPOILER in text(await ann.press(of_message(fans, post), label="Why?"))
    form = await ann.press(await ann.press(of_message(fans, post), label="Why?"), label="Post it behind a button")
    assert SPOILER in str(form.modal)
    assert SPOILER not in text(await ann.press(of_title(fans, post), label="Why?"))


async def test_harmless_title_pardons_nothing_that_is_said_under_it(fans: Fans) -> None:
    await guarded(fans, "hint", channel="theories")
    post = forum(fans).add_post(TITLE, fans.ann.user, SPOILER)
    await notice(fans, post, 2)
    posted = of_title(fans, post)
    assert title(await fans.mod.at(post).press(posted, label="Not a spoiler")) == "Noted"
    await until(lambda: posted.deleted)
    fans.bob.at(post).say(SPOILER)
    await notice(fans, post, 2)


async def test_first_message_that_is_edited_to_the_words_of_its_title_is_noticed(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post(TITLE, fans.ann.user, "What do you think?")
    await notice(fans, post)
    (said,) = (message for message in post.messages.values() if message.author is fans.ann.user)
    posting.edit(fans.discord.world, said, {"content": TITLE})
    await until(lambda: said.deleted)


async def test_thread_from_a_message_takes_nothing_from_its_author(fans: Fans) -> None:
    await guarded(fans, "hint")
    said = fans.ann.say(SPOILER)
    posted = await notice(fans)
    thread = fans.lounge.add_thread(OTHER[:40], fans.bob.user, message=said)
    assert thread.id == said.id
    await notice(fans, thread)
    assert title(await fans.ann.press(posted, label="Why?")) == "Why?"
    assert title(await fans.bob.press(posted, label="Why?")) == "Not yours"
    assert title(await fans.bob.at(thread).press(of_title(fans, thread), label="Why?")) == "Why?"


async def test_hidden_title_is_given_back_to_its_author_alone(fans: Fans) -> None:
    assert title(await fans.mod.command("/server set log:log")) == "This server's settings"
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post(TITLE, fans.ann.user, "What do you think?")
    posted = await notice(fans, post)
    assert post.name == "Title hidden"
    assert "was hidden" in text(posted)
    assert "Kuznetsov" not in text(posted) + posted.content
    why = await fans.ann.at(post).press(posted, label="Why?")
    assert TITLE in text(why)
    assert "Behind" not in text(why)
    assert labels(why) == []
    assert "Kuznetsov" not in text(await fans.bob.at(post).press(posted, label="Why?"))
    await until(lambda: "Hidden" in map(title, fans.posted(fans.log)))
    (told,) = (text(message) for message in fans.posted(fans.log) if title(message) == "Hidden")
    assert f"<@{fans.ann.user.id}>" in told
    assert "Kuznetsov" not in told


async def test_title_comes_back_once_a_moderator_has_found_it_harmless(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post(TITLE, fans.ann.user, "What do you think?")
    posted = await notice(fans, post)
    reply = await fans.mod.at(post).press(posted, label="Not a spoiler")
    await settled()
    assert title(reply) == "Noted"
    assert "is back" in text(reply)
    assert post.name == TITLE
    await until(lambda: posted.deleted)
    fans.ann.at(post).say(SPOILER)
    await notice(fans, post)
    assert post.name == TITLE


async def test_title_that_cannot_come_back_is_given_to_its_author(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post(TITLE, fans.ann.user, "What do you think?")
    posted = await notice(fans, post)
    fans.discord.rest.forced["PATCH /channels/{channel_id}"] = [(400, {"message": "no", "code": 50083})]
    reply = await fans.mod.at(post).press(posted, label="Not a spoiler")
    await settled()
    assert "is back" not in text(reply)
    await until(lambda: title(posted) == "Found harmless")
    assert TITLE in text(await fans.ann.at(post).press(posted, label="What was it?"))


async def test_title_that_was_changed_since_is_left_alone(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post(TITLE, fans.ann.user, "What do you think?")
    posted = await notice(fans, post)
    post.rename("A better one")
    await settled()
    await fans.mod.at(post).press(posted, label="Not a spoiler")
    await settled()
    assert post.name == "A better one"


async def test_title_changed_while_it_is_read_is_left_alone(fans: Fans, monkeypatch: pytest.MonkeyPatch) -> None:
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post("Who?", fans.ann.user, "What do you think?")
    fetching, go = asyncio.Event(), asyncio.Event()
    fetch = fans.bot.http.get_member

    async def slow(*member: int) -> object:
        fetching.set()
        await go.wait()
        return await fetch(*member)

    monkeypatch.setattr(fans.bot.http, "get_member", slow)
    post.rename(TITLE)
    await asyncio.wait_for(fetching.wait(), 5)
    post.rename("Harmless after all")
    await until(lambda: getattr(fans.bot.get_channel(post.id), "name", "") == "Harmless after all")
    go.set()
    await settled()
    assert post.name == "Harmless after all"
    assert not fans.posted(post)


async def test_spoiler_bars_hide_nothing_in_a_title(fans: Fans) -> None:
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post(f"||{TITLE}||", fans.ann.user, "What do you think?")
    await notice(fans, post)
    assert post.name == "Title hidden"


def told(fans: Fans, channel: Channel) -> list[str]:
    """The titles that Discord's own messages tell in a channel."""
    return [message.content for message in channel.messages.values() if message.is_system]


@pytest.mark.parametrize("first", [True, False])
async def test_what_discord_tells_of_a_hidden_title_is_taken_away(fans: Fans, first: bool) -> None:
    await guarded(fans, "hide")
    assert told(fans, fans.lounge) == ["rewatch"]
    thread = fans.lounge.add_thread(TITLE, fans.ann.user, told_first=first)
    await notice(fans, thread)
    await until(lambda: told(fans, fans.lounge) == ["rewatch"])
    assert thread.name == "Title hidden"
    assert not fans.posted()
    assert TITLE in text(await fans.ann.at(thread).press(of_title(fans, thread), label="Why?"))


async def test_what_discord_tells_of_a_title_stays_where_the_title_does(fans: Fans) -> None:
    await guarded(fans, "hint")
    await notice(fans, fans.lounge.add_thread(TITLE, fans.ann.user))
    await guarded(fans, "hide")
    fans.lounge.add_thread(OTHER[:40], fans.mod.user)
    fans.lounge.add_thread("What a pair", fans.ann.user)
    fans.lounge.deny(fans.discord.world.bot, Permission.SEND_MESSAGES_IN_THREADS)
    unnoticed = fans.lounge.add_thread(TITLE, fans.bob.user)
    await until(lambda: fans.bot.counted["guard_noticed", "hide"] == 1)
    await settled()
    assert told(fans, fans.lounge) == ["rewatch", TITLE, OTHER[:40], "What a pair", TITLE]
    assert unnoticed.name == TITLE


async def test_thread_from_an_older_message_is_told_no_more(fans: Fans) -> None:
    await guarded(fans, "hide")
    said = fans.bob.say("What do you think?")
    fans.bob.say("Anybody?")
    thread = fans.lounge.add_thread(TITLE, fans.ann.user, message=said)
    await notice(fans, thread)
    await until(lambda: told(fans, fans.lounge) == ["rewatch"])
    assert not said.deleted


async def test_title_that_cannot_be_hidden_is_told_no_more_either(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.discord.rest.forced["PATCH /channels/{channel_id}"] = [(400, {"message": "no", "code": 50083})]
    thread = fans.lounge.add_thread(TITLE, fans.ann.user)
    assert title(await notice(fans, thread)) == "Mind the ceiling"
    await until(lambda: told(fans, fans.lounge) == ["rewatch"])


async def test_moderators_are_told_what_discord_keeps_of_a_new_title(fans: Fans) -> None:
    assert title(await fans.mod.command("/server set log:log")) == "This server's settings"
    await guarded(fans, "hide", channel="theories")
    post = forum(fans).add_post("Who?", fans.ann.user, "What do you think?")
    post.rename(TITLE)
    await notice(fans, post)
    assert post.name == "Title hidden"
    await until(lambda: "A line of Discord's stays" in map(title, fans.posted(fans.log)))
    assert told(fans, post) == [TITLE, "Title hidden"]
    (words,) = (text(message) for message in fans.posted(fans.log) if title(message) == "A line of Discord's stays")
    assert post.mention in words
    assert "Kuznetsov" not in words
    assert "The guard lacks a permission" not in map(title, fans.posted(fans.log))
