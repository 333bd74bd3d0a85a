"""The guard in channels, by the real bot: what is read, what everybody sees, and who is told what."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cogs.spoiler import Spoilers
from bot.render.spoiler import FILE_BYTES
from bot.sandbox.permissions import Permission
from bot.sandbox.user import Actor
from bot.sandbox.world import Message, posting
from bot.sandbox.world.posting import Upload
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, labels, text, title, watched
from tests.support.guarded import HARMLESS, OTHER, SPOILER, cog, forget, forum, guarded, notice, watching

SECONDS_TO_ANSWER = 3


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot with the intent, in a server whose lounge may speak of seasons 1 and 2."""
    async with watching(tmp_path) as people:
        yield people


async def unnoticed(fans: Fans, actor: Actor, *said: str) -> None:
    """Have somebody say what is let through; what they say last is noticed, so nothing before it was."""
    before = len(fans.posted(actor.where))
    for words in said:
        actor.say(words)
    fans.bob.at(actor.where).say(SPOILER)
    await notice(fans, actor.where, before + 1)


def said_to_all(message: Message) -> object:
    """What everybody sees of a notice, without the id of what it is about."""
    return message.content, message.embeds, labels(message)


async def test_hint_names_nothing_and_tells_the_author_the_rule(fans: Fans) -> None:
    await guarded(fans, "hint")
    said = fans.ann.say(SPOILER)
    posted = await notice(fans)
    assert not said.deleted
    assert not any(word in text(posted) for word in ("Kuznetsov", "Kronos", "S3", "S4", "season"))
    why = await fans.ann.press(posted, label="Why?")
    assert why.ephemeral
    assert "season 2" in text(why).lower()
    assert not any(word in text(why) for word in ("Kuznetsov", "Kronos", "S3", "S4", "season 3"))
    assert title(await fans.bob.press(posted, label="Why?")) == "Not yours"


async def test_hide_deletes_and_gives_the_author_their_words(fans: Fans) -> None:
    await guarded(fans, "hide")
    said = fans.ann.say(SPOILER)
    posted = await notice(fans)
    assert said.deleted
    assert "Kuznetsov" not in text(posted) + posted.content
    why = await fans.ann.press(posted, label="Why?")
    assert SPOILER in text(why)
    form = await fans.ann.press(why, label="Post it behind a button")
    assert form.modal is not None
    assert SPOILER in str(form.modal)
    other = await fans.bob.press(posted, label="Why?")
    assert title(other) == "Not yours"
    assert "Kuznetsov" not in text(other)


async def test_what_was_hidden_is_posted_for_those_beyond_the_ceiling_only(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    why = await fans.ann.press(await notice(fans), label="Why?")
    form = await fans.ann.press(why, label="Post it behind a button")
    assert form.modal is not None
    assert "value" not in form.modal["components"][0]["components"][0]
    cog = fans.bot.get_cog("Spoilers")
    assert isinstance(cog, Spoilers)
    for _ in range(2):
        refused = await fans.ann.submit(form, {"since": "S2"})
        assert title(refused) == "That is too early"
        assert len(fans.posted()) == 1
        cog.drafts.drop(int(str(form.modal["custom_id"]).split("|")[1]), fans.ann.user.id)  # as after a restart
    assert title(await fans.ann.submit(form, {"since": "S4"})) == "Posted"
    await watched(fans.bob, "S2")
    assert title(await fans.bob.press(fans.posted()[-1], label="Reveal")) == "You have not watched that far"


async def test_files_of_what_was_hidden_are_posted_with_it(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await guarded(fans, "hide")
    large = Upload(1, "ship.png", b"x" * (FILE_BYTES + 1), "image/png")
    said = fans.ann.say(SPOILER, uploads=[Upload(0, "kronos.png", b"PNG", "image/png"), large])
    why = await fans.ann.press(await notice(fans), label="Why?")
    assert said.deleted
    form = await fans.ann.press(why, label="Post it behind a button")
    assert form.modal is not None
    assert form.modal["components"][2]["components"][0]["value"] == SPOILER
    done = await fans.ann.submit(form, {"since": "S4"})
    await settled()
    assert title(done) == "Posted"
    assert "could not keep 1 file" in done.text + text(done)
    shown = await fans.ann.press(fans.posted()[-1], label="Reveal")
    await settled()
    assert shown.message is not None
    assert SPOILER in text(shown)
    assert [(file.filename, file.data) for file in shown.message.attachments] == [("kronos.png", b"PNG")]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "facts"))]
    assert not [line for line in ours if "kronos" in line.lower()]


async def test_message_whose_files_cannot_be_read_is_hidden_all_the_same(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.discord.world.cdn_url = "http://127.0.0.1:9"
    said = fans.ann.say("look", uploads=[Upload(0, "Kuznetsov dies.png", b"PNG", "image/png")])
    why = await fans.ann.press(await notice(fans), label="Why?")
    assert said.deleted
    form = await fans.ann.press(why, label="Post it behind a button")
    assert form.modal is not None
    assert form.modal["components"][2]["components"][0]["value"] == "look"


async def test_notice_is_the_same_whatever_was_hidden(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    first = said_to_all(await notice(fans))
    fans.bob.say(OTHER)
    second = said_to_all(await notice(fans, count=2))
    assert first == second


async def test_what_was_hidden_is_shown_to_moderators_who_are_far_enough_or_want_to(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    posted = await notice(fans)
    asked = await fans.mod.press(posted, label="Why?")
    assert "Kuznetsov" not in text(asked)
    assert labels(asked) == ["Show it to me", "No, leave it"]
    assert SPOILER in text(await fans.mod.press(asked, label="Show it to me"))
    await watched(fans.mod, "S4")
    assert SPOILER in text(await fans.mod.press(posted, label="Why?"))


async def test_words_that_were_confirmed_by_who_has_fallen_back_are_asked_for_anew(fans: Fans) -> None:
    await guarded(fans, "hide")
    await watched(fans.mod, "S3")
    fans.ann.say(SPOILER)
    asked = await fans.mod.press(await notice(fans), label="Why?")
    await fans.mod.command("/progress clear")
    assert "Kuznetsov" not in text(await fans.mod.press(asked, label="Show it to me"))


async def test_what_was_hidden_is_forgotten_after_a_quarter_of_an_hour(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.ann.say(SPOILER)
    posted = await notice(fans)
    forget(fans)
    assert title(await fans.ann.press(posted, label="Why?")) == "Too late"
    assert SPOILER not in repr(vars(cog(fans).hidden))


async def test_message_within_the_ceiling_behind_bars_or_of_a_moderator_is_let_through(fans: Fans) -> None:
    await guarded(fans, "hide")
    fans.mod.say(SPOILER)
    await unnoticed(fans, fans.ann, HARMLESS, f"careful: ||{SPOILER}||")


async def test_strict_guard_looks_behind_spoiler_bars(fans: Fans) -> None:
    await guarded(fans, "hide", strict=True)
    said = fans.ann.say(f"careful: ||{SPOILER}||")
    await notice(fans)
    assert said.deleted


async def test_edit_is_read(fans: Fans) -> None:
    await guarded(fans, "hide")
    said = fans.ann.say(HARMLESS)
    posting.edit(fans.discord.world, said, {"content": SPOILER})
    await notice(fans)
    assert said.deleted


async def test_guard_is_off_where_nobody_has_asked_for_it(fans: Fans) -> None:
    await guarded(fans, "hint")
    fans.ann.at(fans.log).say(SPOILER)
    fans.ann.say(SPOILER)
    await notice(fans)
    assert not fans.posted(fans.log)
    await guarded(fans, "off")
    fans.ann.say(OTHER)
    assert title(await fans.mod.command("/channel show")).startswith("Ceiling")
    await notice(fans)


async def test_threads_and_titles_of_posts_are_guarded_with_their_category(fans: Fans) -> None:
    await guarded(fans, "hint", channel="theories")
    post = forum(fans).add_post("Kuznetsov and Kronos", fans.ann.user, "What do you think?")
    posted = await notice(fans, post)
    assert "Kuznetsov" not in text(posted)
    await guarded(fans, "hide")
    said = fans.ann.at(fans.thread).say(SPOILER)
    await notice(fans, fans.thread)
    assert said.deleted


async def test_hiding_without_permission_is_told_to_moderators_and_hinted(fans: Fans) -> None:
    assert title(await fans.mod.command("/server set log:log")) == "This server's settings"
    await guarded(fans, "hide")
    fans.lounge.deny(fans.discord.world.bot, Permission.MANAGE_MESSAGES)
    said = fans.ann.say(SPOILER)
    posted = await notice(fans)
    assert not said.deleted
    assert title(posted) == "Mind the ceiling"
    await until(lambda: "The guard lacks a permission" in map(title, fans.posted(fans.log)))
    told = [text(message) for message in fans.posted(fans.log)]
    assert "Manage Messages" in "\n".join(told)
    assert "Kuznetsov" not in "\n".join(told)


async def test_not_a_spoiler_lets_the_same_words_through_in_that_channel(fans: Fans) -> None:
    await guarded(fans, "hint")
    fans.ann.say(SPOILER)
    posted = await notice(fans)
    assert title(await fans.ann.press(posted, label="Not a spoiler")) != "Noted"
    assert title(await fans.mod.press(posted, label="Not a spoiler")) == "Noted"
    await until(lambda: posted.deleted)
    fans.ann.say(f"  {SPOILER.upper()}  ")
    fans.ann.say(OTHER)
    await notice(fans)


async def test_guard_needs_a_moderator(fans: Fans) -> None:
    assert "guard" not in [option["name"] for command in fans.ann.commands() for option in command.get("options", [])]


async def test_without_the_intent_the_guard_says_so_and_all_else_works(tmp_path: Path) -> None:
    async with stand_in() as discord:
        people = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            people.bot = bot
            reply = await people.mod.command("/channel guard mode:hide")
            assert title(reply) == "I cannot read messages"
            assert "MESSAGE_CONTENT" in text(reply)
            people.ann.say(SPOILER)
            assert title(await people.mod.command("/channel ceiling to:S2")) == "Saved"
            assert not people.posted()
            guild = people.lounge.guild
            assert guild is not None
            assert not (await bot.ledger.guards.get(guild.id)).channels


@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.proof)])
async def test_commands_are_answered_in_the_middle_of_a_raid(fans: Fans, count: int) -> None:
    await guarded(fans, "hint")

    async def ask(who: Actor) -> float:
        start = time.monotonic()
        assert title(await who.command("/progress show"))
        return time.monotonic() - start

    asked = []
    for number in range(count):
        fans.ann.say(f"{HARMLESS}, {number}")
        if number in (1, count // 2):
            asked += [asyncio.create_task(ask(who)) for who in (fans.ann, fans.bob)]
            await asyncio.sleep(0)  # sent now, in the middle
    took = await asyncio.gather(*asked)
    await until(lambda: fans.bot.counted["guard_read", "hint"] == count)
    assert not fans.posted()
    assert max(took) < SECONDS_TO_ANSWER
