"""The guard's notices, by the real bot: how long they stay, who can still have what was hidden, who is told of it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.world import posting
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, labels, text, title
from tests.support.guarded import HARMLESS, OTHER, SPOILER, cog, forget, forum, guarded, notice, watching

CLOSED_WITHIN = 5


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot with the intent, in a server whose lounge and forum may speak of seasons 1 and 2."""
    async with watching(tmp_path) as people:
        yield people


async def test_notice_of_what_was_hidden_stays_while_its_author_can_have_it_back(fans: Fans) -> None:
    cog(fans)._notices.shown = 0.01
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    posted = await notice(fans)
    await guarded(fans, "hint")
    fans.ann.say(OTHER)
    await until(lambda: len(fans.posted()) > 1)
    await until(lambda: len(fans.posted()) == 1)
    assert SPOILER in text(await fans.ann.press(posted, label="Why?"))


async def test_notice_goes_once_what_was_hidden_is_kept_no_longer(fans: Fans) -> None:
    notices = cog(fans)._notices
    assert notices.kept == 15 * 60
    notices.kept = 0.01
    await guarded(fans, "hide")
    said = fans.ann.say(SPOILER)
    await until(lambda: said.deleted)
    await settled()
    await until(lambda: not fans.posted())


async def test_author_of_what_was_hidden_and_found_harmless_can_have_it_back(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    posted = await notice(fans)
    assert title(await fans.mod.press(posted, label="Not a spoiler")) == "Noted"
    await until(lambda: title(posted) == "Found harmless")
    assert not posted.deleted
    assert "Kuznetsov" not in text(posted) + posted.content
    assert labels(posted) == ["What was it?"]
    back = await fans.ann.press(posted, label="What was it?")
    assert back.ephemeral
    assert SPOILER in text(back)
    assert "Kuznetsov" not in text(await fans.bob.press(posted, label="What was it?"))
    again = fans.ann.say(SPOILER)
    fans.bob.say(OTHER)
    await notice(fans, count=2)
    assert not again.deleted


async def test_moderators_are_told_who_was_hidden_where_and_never_what(fans: Fans) -> None:
    assert title(await fans.mod.command("/server set log:log")) == "This server's settings"
    await guarded(fans, "hint")
    fans.ann.say(OTHER)
    await notice(fans)
    await guarded(fans, "hide")
    fans.bob.say(SPOILER)
    await notice(fans, count=2)
    await until(lambda: "Hidden" in map(title, fans.posted(fans.log)))
    (told,) = (text(message) + message.content for message in fans.posted(fans.log) if title(message) == "Hidden")
    assert f"<@{fans.bob.user.id}>" in told
    assert fans.lounge.mention in told
    assert not any(word in told for word in SPOILER.split())


async def test_notices_go_when_the_process_stops(tmp_path: Path) -> None:
    async with watching(tmp_path) as people:
        await guarded(people, "hide")
        people.ann.say(SPOILER)
        await notice(people)
        await guarded(people, "hint")
        people.ann.say(OTHER)
        await notice(people, count=2)
    assert not people.posted()


async def test_process_stops_though_its_notices_cannot_be_taken_away(tmp_path: Path) -> None:
    async with stand_in() as discord:
        people = Fans.of(discord)
        people.allow_guard()
        async with started(discord, tmp_path, message_content=True) as bot:
            people.bot = bot
            await people.mod.command("/channel ceiling to:S2")
            await guarded(people, "hint")
            people.ann.say(SPOILER)
            await notice(people)
            start = time.monotonic()
            discord.rest.answering.clear()
        assert time.monotonic() - start < CLOSED_WITHIN
        discord.rest.answering.set()


@pytest.mark.parametrize("label", ["Why?", "Not a spoiler"])
async def test_notice_of_what_is_forgotten_goes_once_it_is_pressed(fans: Fans, label: str) -> None:
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    posted = await notice(fans)
    forget(fans)
    assert title(await fans.mod.press(posted, label=label)) == "Too late"
    await until(lambda: posted.deleted)


async def test_message_that_is_no_notice_stays_whatever_is_pressed_on_it(fans: Fans) -> None:
    await fans.mod.command("/server panel")
    panel = await notice(fans)
    data = {"component_type": 2, "custom_id": f"guard-why|{panel.id}", "id": 1}
    assert title(await fans.ann.interact(3, data, message=panel)) == "Too late"
    await settled()
    assert not panel.deleted


async def test_what_was_hidden_is_forgotten_with_its_authors_data(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    posted = await notice(fans)
    fans.bob.say(OTHER)
    others = await notice(fans, count=2)
    look = await fans.mod.press(posted, label="Why?")
    asked = await fans.ann.command("/privacy delete")
    assert title(await fans.ann.press(asked, label="Delete everything")) == "Deleted"
    await settled()
    assert "Kuznetsov" not in repr(vars(cog(fans).hidden))
    assert title(await fans.mod.press(look, label="Show it to me")) == "Too late"
    await until(lambda: posted.deleted)
    assert OTHER in text(await fans.bob.press(others, label="Why?"))


async def test_hint_goes_with_what_it_points_out(fans: Fans) -> None:
    await guarded(fans, "hint")
    edited, deleted, purged, kept = (fans.ann.say(f"{SPOILER} {number}") for number in range(4))
    await notice(fans, count=4)
    posting.edit(fans.discord.world, edited, {"content": HARMLESS})
    await until(lambda: len(fans.posted()) == 3)
    posting.delete(fans.discord.world, deleted)
    await until(lambda: len(fans.posted()) == 2)
    posting.delete_many(fans.discord.world, fans.lounge, [purged])
    await until(lambda: len(fans.posted()) == 1)
    assert [noticed.subject.id for noticed in cog(fans).hidden._kept.values()] == [kept.id]
    (left,) = fans.posted()
    assert title(await fans.ann.press(left, label="Why?")) == "Why?"


async def test_hint_follows_a_message_that_is_edited_and_still_goes_too_far(fans: Fans) -> None:
    await guarded(fans, "hint")
    said = fans.ann.say(SPOILER)
    first = await notice(fans)
    posting.edit(fans.discord.world, said, {"content": OTHER})
    await until(lambda: first.deleted)
    await notice(fans)


async def test_hint_about_a_title_goes_once_that_is_changed(fans: Fans) -> None:
    await guarded(fans, "hint", channel="theories")
    post = forum(fans).add_post("Kuznetsov and Kronos", fans.ann.user, "What do you think?")
    posted = await notice(fans, post)
    post.rename("Who?")
    await until(lambda: posted.deleted)
    assert not cog(fans).hidden._kept


async def test_hint_says_how_to_post_it_behind_a_button(fans: Fans) -> None:
    await guarded(fans, "hint")
    fans.ann.say(SPOILER)
    why = text(await fans.ann.press(await notice(fans), label="Why?"))
    assert "/spoiler post" in why
    assert "Hide as spoiler" in why
