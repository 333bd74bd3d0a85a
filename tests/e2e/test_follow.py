"""Watch parties, by the real bot: announced on a moderator's word, kept at their hour, and what comes between."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from bot.client import Airlock
from bot.cogs.follow import Following
from bot.cogs.parties import Parties
from bot.ledger import Ledger, Progress, StoreUnavailable
from bot.sandbox.clock import ManualClock
from bot.sandbox.permissions import Permission
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, Message
from facts.position import Position
from facts.store import open_engine
from tests.support.airlock import stand_in, started
from tests.support.databases import url_in
from tests.support.discord import settled
from tests.support.fans import Fans, fields, labels, text, title, watched
from tests.support.harbour import everything

HOUR = 3600
TONIGHT = "/channel follow to:S2E1 when:20:00"
"""The clock stands at midnight of 1 January 2026 in UTC."""


def stamp(hour: int, day: int = 1) -> str:
    return f"<t:{int(datetime(2026, 1, day, hour, tzinfo=UTC).timestamp())}:F>"


async def pass_time(fans: Fans, hours: float) -> None:
    """Move the clock of Discord and of the bot, and let the bot look at what is due."""
    cast("ManualClock", fans.discord.world.clock).advance(hours * HOUR)
    await look(fans)


async def look(fans: Fans) -> None:
    await cast("Following", fans.bot.get_cog("Following")).parties.look()
    await settled()


async def announced(fans: Fans, line: str = TONIGHT, who: Actor | None = None, at: Channel | None = None) -> Message:
    """Announce a watch party; return what everybody sees of it."""
    before = len(fans.posted(at))
    actor = who or fans.mod
    asked = await actor.command(line)
    assert title(asked) == "Announce this watch party?", text(asked)
    assert asked.ephemeral
    assert len(fans.posted(at)) == before
    assert title(await actor.press(asked, label="Announce it")) == "Announced"
    await settled()
    assert len(fans.posted(at)) == before + 1
    return fans.posted(at)[-1]


async def ceiling_is(fans: Fans, words: str) -> bool:
    shown = await fans.mod.command("/channel show")
    return f"up to: **{words}**" in text(shown)


@pytest.fixture
async def followed(fans: Fans) -> Fans:
    """The lounge may speak of season 1."""
    await fans.mod.command("/channel ceiling to:S1")
    await fans.mod.command("/server set log:#log")
    return fans


async def test_ceiling_rises_at_its_hour_to_what_was_announced_and_no_further(followed: Fans) -> None:
    message = await announced(followed)
    assert "S2E1" in text(message)
    assert stamp(20) in text(message)
    assert labels(message) == []
    assert not message.pings.users
    await pass_time(followed, 20 - 1 / HOUR)
    assert len(followed.posted()) == 1
    assert await ceiling_is(followed, "all of season 1")
    await pass_time(followed, 1 / HOUR)
    (_, risen) = followed.posted()
    assert title(risen) == "It is time: S2E1"
    assert labels(risen) == ["I have watched it"]
    assert await ceiling_is(followed, "S2E1")
    for _ in range(4):
        await pass_time(followed, 7 * 24)
    assert len(followed.posted()) == 2
    assert await ceiling_is(followed, "S2E1")
    log = "\n".join(text(note) for note in followed.posted(followed.log))
    assert "all of season 1 → S2E1, as announced" in log
    assert log.count(f"By <@{followed.mod.user.id}>") >= 2
    changes = fields(await followed.mod.command("/channel show"))["Changes"]
    assert f"<@{followed.mod.user.id}>: ceiling of <#{followed.lounge.id}>, S1 → S2E1" in changes


async def test_what_is_announced_names_nothing_of_the_episode(followed: Fans) -> None:
    for person in (followed.ann, followed.mod):
        await watched(person, "S5")
    asked = await followed.mod.command(TONIGHT)
    shown = await followed.mod.command("/episode show number:S2E1")
    name = title(shown).partition("·")[2].strip()
    assert name
    saved = await followed.mod.press(asked, label="Announce it")
    assert title(saved) == "Announced"
    await pass_time(followed, 20)
    assert len(followed.posted()) == 2
    for said in (asked, saved):
        assert name not in everything(said)
    for message in (*followed.posted(), *followed.posted(followed.log)):
        assert name not in everything(message)


async def test_next_step_needs_a_word_of_its_own(followed: Fans) -> None:
    await announced(followed)
    asked = await followed.mod.command("/channel follow when:tomorrow 21:00")
    assert "takes the place of the one that is planned" in text(asked)
    assert "S2E1" in text(asked)
    await followed.mod.press(asked, label="Announce it")
    asked = await followed.mod.command("/channel follow to:S2E2")
    assert stamp(21, 2) in text(asked)
    assert "That is 2 episodes at once" in text(asked)
    await followed.mod.press(asked, label="Announce it")
    await pass_time(followed, 30)
    assert await ceiling_is(followed, "all of season 1")
    await pass_time(followed, 24)
    assert await ceiling_is(followed, "S2E2")
    # Without `to` the next one is meant.
    assert "**S2E3**" in text(await followed.mod.command("/channel follow when:in 2 hours"))
    assert title(await followed.mod.command("/channel follow to:S2E1 when:in 1 hour")) == "It is there already"


async def test_who_has_watched_it_says_so_and_large_steps_are_confirmed(followed: Fans) -> None:
    await watched(followed.ann, "S1")
    await watched(followed.mod, "S3")
    await announced(followed)
    await pass_time(followed, 20)
    risen = followed.posted()[-1]
    reply = await followed.ann.press(risen, label="I have watched it")
    assert title(reply) == "Saved"
    assert reply.ephemeral
    assert "through S2E1" in text(reply)
    ahead = await followed.mod.press(risen, label="I have watched it")
    assert "All of season 3" in text(ahead)
    asked = await followed.bob.press(risen, label="I have watched it")
    assert title(asked) == "Is that right?"
    await followed.bob.press(asked, label="No, leave it")
    assert (await followed.bot.ledger.progress.get(followed.bob.user.id, "for-all-mankind")) == Progress()
    assert title(await followed.bob.press(risen, label="I have watched it")) == "Is that right?"


async def test_called_off_nothing_rises_and_the_channel_is_told(followed: Fans) -> None:
    await announced(followed)
    planned = await followed.mod.command("/channel follow")
    assert stamp(20) in text(planned)
    assert f"<@{followed.mod.user.id}>" in text(planned)
    assert title(await followed.mod.press(planned, label="Call it off")) == "Called off"
    await settled()
    assert title(followed.posted()[-1]) == "Watch party called off"
    assert title(await followed.mod.press(planned, label="Call it off", stale=True)) == "Not planned any more"
    await pass_time(followed, 24)
    assert len(followed.posted()) == 2
    assert await ceiling_is(followed, "all of season 1")
    await announced(followed)
    assert title(await followed.mod.command("/channel follow off:true")) == "Called off"
    assert title(await followed.mod.command("/channel follow off:true")) == "Nothing planned"
    assert "None is planned" in text(await followed.mod.command("/channel follow"))


async def test_show_tells_of_what_is_planned_and_whether_it_will_rise(followed: Fans) -> None:
    assert "Watch party" not in fields(await followed.mod.command("/channel show"))
    await announced(followed)
    shown = fields(await followed.mod.command("/channel show"))
    assert shown["Watch party"].startswith("S2E1 at <t:")
    assert "raise nothing" not in shown["Watch party"]
    await followed.mod.command("/channel ceiling to:S1E3")
    assert "the ceiling was lowered" in fields(await followed.mod.command("/channel show"))["Watch party"]
    assert "the ceiling was lowered" in text(await followed.mod.command("/channel follow"))


async def test_ceiling_that_was_lowered_meanwhile_does_not_rise(followed: Fans) -> None:
    await announced(followed)
    await followed.mod.command("/channel ceiling to:S1E3")
    await pass_time(followed, 20)
    assert await ceiling_is(followed, "S1E3")
    assert len(followed.posted()) == 1
    assert "has raised nothing: the ceiling was lowered" in text(followed.posted(followed.log)[-1])
    await followed.mod.command("/channel ceiling to:S1")
    await pass_time(followed, 24)
    assert await ceiling_is(followed, "all of season 1")


async def test_ceiling_that_was_raised_beyond_is_never_lowered(followed: Fans) -> None:
    await announced(followed)
    await followed.mod.command("/channel ceiling to:S3")
    await pass_time(followed, 20)
    assert await ceiling_is(followed, "all of season 3")
    assert title(followed.posted()[-1]) == "It is time: S2E1"


async def test_server_that_follows_another_show_raises_nothing(followed: Fans) -> None:
    await announced(followed)
    guild = followed.lounge.guild
    assert guild is not None
    await followed.bot.ledger.guilds.set_show(guild.id, "another", by=followed.mod.user.id)
    await pass_time(followed, 20)
    assert len(followed.posted()) == 1
    assert "follows another show" in text(followed.posted(followed.log)[-1])
    await followed.bot.ledger.guilds.set_show(guild.id, "for-all-mankind", by=followed.mod.user.id)
    assert await ceiling_is(followed, "all of season 1")


async def test_channel_that_is_gone_raises_nothing(followed: Fans) -> None:
    await announced(followed)
    followed.lounge.delete()
    await settled()
    await pass_time(followed, 20)
    assert "the channel is gone" in text(followed.posted(followed.log)[-1])
    assert followed.lounge.guild is not None
    assert await followed.bot.ledger.parties.of(followed.lounge.guild.id) == ()


async def test_threads_posts_and_categories_have_their_own(followed: Fans) -> None:
    thread = followed.mod.at(followed.thread)
    message = await announced(followed, who=thread, at=followed.thread)
    assert "S2E1" in text(message)
    post = followed.mod.at(followed.post)
    await followed.mod.at(followed.log).command("/channel ceiling to:S1 channel:Season 3")
    await announced(followed, TONIGHT, post, followed.post)
    elsewhere = await followed.mod.at(followed.log).command(f"{TONIGHT} channel:Season 3")
    assert title(elsewhere) == "Nowhere to announce it"
    told = await announced(followed, f"{TONIGHT} channel:Season 3")
    assert f"<#{followed.category.id}>" in text(told)
    followed.thread.archive()
    await settled()
    await pass_time(followed, 20)
    for channel in (followed.thread, followed.post, followed.lounge):
        assert title(followed.posted(channel)[-1]) == "It is time: S2E1"
    shown = text(await thread.command("/channel show"))
    assert f"<#{followed.thread.id}>: S2E1" in shown
    assert f"<#{followed.category.id}>: S2E1" in shown
    assert f"<#{followed.lounge.id}>: all of season 1" in shown


async def test_thread_of_a_channel_that_is_not_known_is_followed_from_inside(followed: Fans) -> None:
    assert followed.lounge.guild is not None
    guild = followed.bot.get_guild(followed.lounge.guild.id)
    assert guild is not None
    guild._channels.pop(followed.lounge.id)
    message = await announced(followed, TONIGHT, followed.mod.at(followed.thread), followed.thread)
    assert "S2E1" in text(message)
    refused = await followed.mod.at(followed.log).command(f"{TONIGHT} channel:#rewatch")
    assert title(refused) == "I may not post here"


async def test_members_are_refused_even_if_discord_lets_them(followed: Fans) -> None:
    command = next(one for one in followed.discord.world.commands.all() if one["name"] == "channel")
    options = [
        {"type": 3, "name": "to", "value": "S2E1"},
        {"type": 3, "name": "when", "value": "20:00"},
    ]
    data = {"id": str(command["id"]), "name": "channel", "type": 1}
    for chosen in ([], options, [{"type": 5, "name": "off", "value": True}]):
        inner = [{"type": 1, "name": "follow", "options": chosen}]
        assert title(await followed.ann.interact(2, {**data, "options": inner})) == "Not allowed"
    asked = await followed.mod.command(TONIGHT)
    press = {"component_type": 2, "custom_id": asked.components[0]["components"][0]["custom_id"], "id": 1}
    assert title(await followed.ann.interact(3, press)) == "Not allowed"
    await announced(followed)
    planned = await followed.mod.command("/channel follow")
    off = planned.components[0]["components"][0]["custom_id"]
    press = {"component_type": 2, "custom_id": off, "id": 1}
    assert title(await followed.ann.interact(3, press)) == "Not allowed"
    # A moderator of one channel is none of another.
    followed.log.allow(followed.ann.user, Permission.MANAGE_MESSAGES)
    assert title(await followed.ann.at(followed.log).interact(3, press)) == "Not allowed"
    await pass_time(followed, 20)
    assert await ceiling_is(followed, "S2E1")


async def test_missing_permissions_are_told_before_anything_is_kept(followed: Fans) -> None:
    us = followed.discord.world.application.bot
    asked = await followed.mod.command(TONIGHT)
    followed.lounge.deny(us, Permission.SEND_MESSAGES)
    await settled()
    assert "Send Messages" in text(await followed.mod.command(TONIGHT))
    assert "Send Messages" in text(await followed.mod.press(asked, label="Announce it"))
    assert "None is planned" in text(await followed.mod.command("/channel follow"))


async def test_ceiling_rises_where_nothing_can_be_posted_any_more_and_moderators_are_told(followed: Fans) -> None:
    await announced(followed)
    followed.lounge.deny(followed.discord.world.application.bot, Permission.SEND_MESSAGES)
    await settled()
    await pass_time(followed, 20)
    await pass_time(followed, 1)
    assert await ceiling_is(followed, "S2E1")
    notes = [text(note) for note in followed.posted(followed.log)]
    assert sum("could not post" in note for note in notes) == 1


async def test_what_is_no_hour_zone_or_episode_changes_nothing(followed: Fans) -> None:
    for line, said in (
        ("to:S2E1 when:soon", "Not an hour"),
        ("to:S2E1 when:<t:1>", "That has passed"),
        ("to:S2E1 when:in 99 weeks", "Too far ahead"),
        ("to:S2E1 when:20:00 zone:Mars", "Not a time zone"),
        ("to:S2E1 when:20:00 pst", "Not a time zone"),
        ("to:S9E1 when:20:00", "No such episode"),
        ("to:banana when:20:00", "Not a position"),
        ("to:S2E1", "At which hour?"),
        ("to:S1E2 when:20:00", "It is there already"),
        ("to:S2E1 when:soon zone:europe/berlin", "Not an hour"),
        ("to:S2E1 when:<t:1> zone:europe/berlin", "That has passed"),
        ("to:S2E1 zone:europe/berlin", "At which hour?"),
    ):
        assert title(await followed.mod.command(f"/channel follow {line}")) == said, line
    assert "None is planned" in text(await followed.mod.command("/channel follow"))
    assert "Berlin" not in text(await followed.mod.command(TONIGHT))  # nor is a zone remembered


async def test_hour_is_read_in_ones_own_zone_which_is_remembered(followed: Fans) -> None:
    assert stamp(19) in text(await followed.mod.command(f"{TONIGHT} zone:europe/berlin"))
    assert "read it in Europe/Berlin" in text(await followed.mod.command(TONIGHT))
    offered = await followed.mod.autocomplete("/channel follow when:20:00")
    assert offered[0].name == "Thursday 1 January, 20:00 (Europe/Berlin)"
    assert offered[0].value == f"<t:{int(datetime(2026, 1, 1, 19, tzinfo=UTC).timestamp())}>"
    assert stamp(19) in text(await followed.mod.command(f"/channel follow to:S2E1 when:{offered[0].value}"))
    assert stamp(15) in text(await followed.mod.command("/channel follow to:S2E1 when:20:00 UTC+5"))
    offered = await followed.mod.autocomplete("/channel follow zone:utc+5:30")
    assert offered[0].value == "UTC+05:30"
    steps = await followed.mod.autocomplete("/channel follow to:")
    assert [step.value for step in steps][:2] == ["S2E1", "S2E2"]
    assert await followed.mod.autocomplete("/channel follow when:nonsense") == []


async def test_words_given_for_a_ceiling_that_has_moved_are_asked_for_anew(followed: Fans) -> None:
    asked = await followed.mod.command(TONIGHT)
    await followed.mod.command("/channel ceiling to:S2")
    assert title(await followed.mod.press(asked, label="Announce it")) == "It is there already"
    await followed.mod.command("/channel ceiling to:S1")
    await pass_time(followed, 21)
    assert title(await followed.mod.press(asked, label="Announce it")) == "That has passed"
    for odd in ("x", "for-all-mankind|S2E1|x|1", "for-all-mankind|S2E1|1|zz", "for-all-mankind|S2E1|999999999|1"):
        data = {"component_type": 2, "custom_id": f"party|{odd}", "id": 1}
        assert title(await followed.mod.interact(3, data)) in ("Out of date", "Not here")


async def test_hour_that_passed_while_the_bot_was_away_is_made_up_for(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as fans.bot:
            await fans.mod.command("/channel ceiling to:S1")
            await announced(fans)
        cast("ManualClock", discord.world.clock).advance(60 * HOUR)
        async with started(discord, tmp_path) as fans.bot:
            await look(fans)
            assert title(fans.posted()[-1]) == "It is time: S2E1"
            assert await ceiling_is(fans, "S2E1")
            await look(fans)
            assert len(fans.posted()) == 2


async def test_process_that_ends_between_two_steps_says_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise StoreUnavailable

    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as fans.bot:
            await fans.mod.command("/channel ceiling to:S1")
            with monkeypatch.context() as patched:
                patched.setattr(fans.bot.ledger.parties, "said", crash)
                await announced(fans)
        async with started(discord, tmp_path) as fans.bot:
            await look(fans)
            assert len(fans.posted()) == 1
            with monkeypatch.context() as patched:
                patched.setattr(fans.bot.ledger.parties, "over", crash)
                await pass_time(fans, 20)
            assert len(fans.posted()) == 2
        async with started(discord, tmp_path) as fans.bot:
            await look(fans)
            assert len(fans.posted()) == 2
            assert await ceiling_is(fans, "S2E1")


class Twin:
    """Another process with the same servers, as far as watch parties know: a ledger of its own on the same database."""

    def __init__(self, bot: Airlock, ledger: Ledger) -> None:
        self._bot = bot
        self.ledger = ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bot, name)


async def test_two_processes_that_both_find_it_due_say_it_once(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as fans.bot:
            await fans.mod.command("/channel ceiling to:S1")
            await announced(fans)
            engine = open_engine(url_in(tmp_path))
            ledger = Ledger(engine, lambda: datetime(2026, 1, 1, 20, tzinfo=UTC))
            twin = Parties(cast("Airlock", Twin(fans.bot, ledger)))
            cast("ManualClock", discord.world.clock).advance(20 * HOUR)
            await asyncio.gather(look(fans), twin.look())
            await look(fans)
            await twin.look()
            assert [title(message) for message in fans.posted()] == ["Watch party", "It is time: S2E1"]
            guild = fans.lounge.guild
            assert guild is not None
            assert (await ledger.guilds.get(guild.id)).ceilings[fans.lounge.id] == Position(2, 1)
            assert await ledger.parties.of(guild.id) == ()
            await ledger.close()
            await engine.dispose()
