"""The guard and titles of threads and posts, by the real bot: a title is not its first message, whose id it shares."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.world import Channel, Message, posting
from tests.support.discord import until
from tests.support.fans import Fans, text, title
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
