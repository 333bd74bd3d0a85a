"""The question of the day: set up, posted, answered, and what can go wrong with it."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import discord
import pytest
import sqlalchemy

from bot.client import Airlock
from bot.cogs.trivia import Trivia
from bot.ledger import DailyQuestion, StoreUnavailable
from bot.sandbox.clock import ManualClock
from bot.sandbox.permissions import Permission
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from bot.sandbox.world import Message
from bot.trivia.daily import Asked
from facts.errors import StoreError
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, fields, labels, text, title, watched

SIX = "/server daily time:18:00 zone:UTC"
HOUR = 3600


def pass_time(fans: Fans, seconds: float) -> None:
    """Move the clock of Discord and of the bot."""
    cast("ManualClock", fans.discord.world.clock).advance(seconds)


async def due(bot: Airlock) -> None:
    """Post what is due now."""
    await cast("Trivia", bot.get_cog("Trivia")).daily_posts.look()


async def posted(fans: Fans) -> Message:
    """Set it up for six o'clock, and let it become six."""
    assert title(await fans.mod.command(SIX)) == "Saved"
    return await next_day(fans, 18)


async def next_day(fans: Fans, hours: float = 24) -> Message:
    """Let time pass, and return the question that is posted then."""
    before = len(fans.posted())
    pass_time(fans, hours * HOUR)
    await due(fans.bot)
    assert len(fans.posted()) == before + 1
    return fans.posted()[-1]


async def stored(fans: Fans) -> DailyQuestion:
    """The question that was posted last."""
    assert fans.lounge.guild is not None
    latest = await fans.bot.ledger.daily.latest(fans.lounge.guild.id)
    assert latest is not None
    return latest


async def answered(fans: Fans, actor: Actor, message: Message | Reply, *, right: bool) -> Reply:
    """Press the right option, or the first wrong one."""
    question = Asked.of((await stored(fans)).question).question
    place = question.options.index(question.answer if right else question.wrong[0])
    found = [one["custom_id"] for row in message.components for one in row["components"]]
    return await actor.press(message, custom_id=found[place])


async def test_question_is_posted_at_its_hour_once_up_to_the_ceiling(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    assert title(await fans.mod.command(SIX)) == "Saved"
    pass_time(fans, 18 * HOUR - 1)
    await due(fans.bot)
    assert fans.posted() == []
    message = await next_day(fans, 1 / HOUR)
    assert title(message) == "Question of the day"
    assert "as of S1" in text(message)
    assert len(labels(message)) == 4
    assert not message.pings.users
    for _ in range(3):
        await due(fans.bot)
        pass_time(fans, HOUR)
    assert len(fans.posted()) == 1
    assert (await stored(fans)).day == date(2026, 1, 1)


async def test_right_and_wrong_are_told_in_private_and_one_try_counts(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.ann, "S1")
    message = await posted(fans)
    question = Asked.of((await stored(fans)).question).question
    before = repr((message.embeds, message.components))
    right = await answered(fans, fans.ann, message, right=True)
    assert right.ephemeral
    assert title(right) == "Right"
    assert "streak: **1**" in text(right)
    assert question.answer in text(right)
    again = await answered(fans, fans.ann, message, right=False)
    assert title(again) == "You have had your try"
    assert "It was right" in text(again)
    wrong = await answered(fans, fans.bob, message, right=False)
    assert title(wrong) == "Not right"
    assert "streak: **0**" in text(wrong)
    assert repr((message.embeds, message.components)) == before


async def test_who_is_behind_gets_neither_answer_nor_explanation(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S3")
    await watched(fans.ann, "S1")
    message = await posted(fans)
    question = Asked.of((await stored(fans)).question).question
    reply = await answered(fans, fans.ann, message, right=False)
    assert title(reply) == "Not right"
    assert question.answer not in text(reply)
    assert question.explain not in text(reply) or not question.explain
    assert fields(reply) == {}


async def test_next_post_tells_the_answer_and_how_many_had_it(fans: Fans) -> None:
    message = await posted(fans)
    first = Asked.of((await stored(fans)).question).question
    await answered(fans, fans.ann, message, right=True)
    await answered(fans, fans.bob, message, right=False)
    following = await next_day(fans)
    told = fields(following)["The question before"]
    assert f"**{first.answer}** · 1 of 2 had it." in told
    assert (await stored(fans)).key != first.id
    assert title(await fans.mod.press(message, index=0)) == "Closed"
    assert "streak: **2**" in text(await answered(fans, fans.ann, following, right=True))


async def test_answer_is_not_told_where_the_ceiling_has_been_lowered_meanwhile(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S3")
    await posted(fans)
    await fans.mod.command("/channel ceiling to:S1")
    following = await next_day(fans)
    assert "as of S1" in text(following)
    assert fields(following) == {}


async def test_question_that_waits_to_be_posted_while_the_ceiling_is_lowered_is_not(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S3")
    assert title(await fans.mod.command(SIX)) == "Saved"
    pass_time(fans, 18 * HOUR)
    bad = fans.discord.rest.forced["POST /channels/{channel_id}/messages"] = [(502, {"message": "Bad", "code": 0})]
    posting = asyncio.create_task(due(fans.bot))
    await until(lambda: not bad)  # discord.py tries again by itself, a second later
    await fans.mod.command("/channel ceiling to:S0")
    await posting
    assert fans.posted() == []
    await due(fans.bot)
    (message,) = fans.posted()
    assert "before the first episode" in text(message)


async def test_daily_shows_the_question_then_the_board_and_when_the_next_one_comes(fans: Fans) -> None:
    assert title(await fans.ann.command("/trivia daily")) == "No question of the day"
    message = await posted(fans)
    pass_time(fans, 65)
    shown = await fans.ann.command("/trivia daily")
    assert shown.ephemeral
    assert text(shown) == text(message)
    assert title(await answered(fans, fans.ann, shown, right=True)) == "Right"
    overview = await fans.ann.command("/trivia daily")
    assert fields(overview)["Today's board"] == f"1. <@{fans.ann.user.id}> (1 min)"
    tomorrow = int(datetime(2026, 1, 2, 18, tzinfo=UTC).timestamp())
    assert f"<t:{tomorrow}:F>" in text(overview)


async def test_daily_repeats_nothing_to_who_is_behind_the_channel(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S3")
    await watched(fans.ann, "S2")
    message = await posted(fans)
    reply = await fans.ann.command("/trivia daily")
    assert text(message).splitlines()[1] not in text(reply)
    assert labels(reply) == []
    assert "lies beyond your own progress" in text(reply)
    await watched(fans.ann, "S3")
    assert text(message).splitlines()[1] in text(await fans.ann.command("/trivia daily"))


async def test_time_zone_and_hour_can_be_changed_and_a_day_gets_no_second_question(fans: Fans) -> None:
    await posted(fans)
    saved = await fans.mod.command("/server daily time:20:00")
    second = int(datetime(2026, 1, 2, 20, tzinfo=UTC).timestamp())
    assert f"<t:{second}:F>" in text(saved)
    saved = await fans.mod.command("/server daily time:6 zone:europe/berlin")
    assert "06:00" in text(saved)
    assert "Europe/Berlin" in text(saved)
    assert f"<t:{int(datetime(2026, 1, 2, 5, tzinfo=UTC).timestamp())}:F>" in text(saved)
    shown = await fans.mod.command("/server daily")
    assert "06:00" in text(shown)
    assert "06:00 Europe/Berlin" in fields(await fans.mod.command("/server settings"))["Question of the day"]
    assert "18:00 UTC → 20:00 UTC" in fields(await fans.mod.command("/channel show"))["Changes"]


async def test_turned_off_nothing_is_posted(fans: Fans) -> None:
    await fans.mod.command(SIX)
    assert "Off" in text(await fans.mod.command("/server daily off:true"))
    pass_time(fans, 30 * HOUR)
    await due(fans.bot)
    assert fans.posted() == []


async def test_options_that_are_none_change_nothing(fans: Fans) -> None:
    for line in ("/server daily time:25:00", "/server daily time:noon"):
        assert title(await fans.mod.command(line)) == "I can't read that"
    assert title(await fans.mod.command("/server daily zone:Mars/Base")) == "Not a time zone"
    assert "Off" in text(await fans.mod.command("/server daily"))
    zones = await fans.mod.autocomplete("/server daily zone:berl")
    assert [choice.value for choice in zones] == ["Europe/Berlin"]
    times = await fans.mod.autocomplete("/server daily time:6")
    assert [choice.value for choice in times] == ["06:00", "06:30"]


async def test_members_cannot_set_it_up_even_if_discord_lets_them(fans: Fans) -> None:
    command = next(one for one in fans.discord.world.commands.all() if one["name"] == "server")
    options = [{"type": 1, "name": "daily", "options": [{"type": 5, "name": "off", "value": True}]}]
    reply = await fans.ann.interact(2, {"id": str(command["id"]), "name": "server", "type": 1, "options": options})
    assert title(reply) == "Not allowed"


async def test_without_permission_it_cannot_be_set_up(fans: Fans) -> None:
    fans.lounge.deny(fans.discord.world.application.bot, Permission.SEND_MESSAGES)
    assert "Send Messages" in text(await fans.mod.command(SIX))


async def test_channel_that_is_gone_or_closed_turns_it_off_with_a_note(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    for ruin in ("closed", "deleted"):
        await fans.mod.command(SIX)
        if ruin == "closed":
            fans.lounge.deny(fans.discord.world.application.bot, Permission.SEND_MESSAGES)
        else:
            fans.lounge.allow(fans.discord.world.application.bot, Permission.SEND_MESSAGES)
            await fans.mod.command(SIX)
            fans.mod = fans.mod.at(fans.log)
            fans.lounge.delete()
        await settled()
        for _ in range(3):
            pass_time(fans, 24 * HOUR)
            await due(fans.bot)
        notes = [text(note) for note in fans.posted(fans.log) if "is off" in text(note)]
        assert len(notes) == (1 if ruin == "closed" else 2)
        assert "Send Messages" in notes[0]
    assert "Off" in text(await fans.mod.command("/server daily"))


async def test_post_that_discord_refuses_is_left_out_and_not_tried_again_and_again(fans: Fans) -> None:
    await fans.mod.command(SIX)
    pass_time(fans, 18 * HOUR)
    route = "POST /channels/{channel_id}/messages"
    fans.discord.rest.forced[route] = [(400, {"message": "no", "code": 50035})]
    await due(fans.bot)
    await due(fans.bot)
    assert fans.posted() == []
    # What will not mend by itself is left out for the day, and nothing more is tried.
    assert len(fans.discord.transcript.matching("POST", "/channels/{channel_id}/messages")) == 1
    assert title(await next_day(fans)) == "Question of the day"


@pytest.mark.parametrize("trouble", ["rate limit", "database"])
async def test_trouble_that_passes_leaves_no_day_out(fans: Fans, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await fans.mod.command(SIX)
    pass_time(fans, 18 * HOUR)

    async def fails(*_: object, **__: object) -> None:
        if trouble == "database":
            raise StoreError("the database does not answer")
        raise discord.HTTPException(SimpleNamespace(status=429, reason="Too Many Requests"), "banned")

    target: object = fans.bot.views if trouble == "database" else fans.bot.ledger.daily
    with monkeypatch.context() as failing:
        failing.setattr(target, "load" if trouble == "database" else "draw", fails)
        await due(fans.bot)
    assert fans.posted() == []
    await due(fans.bot)
    assert [title(message) for message in fans.posted()] == ["Question of the day"]


async def test_time_zone_that_is_not_known_any_more_turns_it_off_here_and_nowhere_else(fans: Fans) -> None:
    await fans.mod.command("/server set log:#log")
    await fans.mod.command(f"{SIX} zone:Europe/Berlin")
    async with fans.bot.views._engine.begin() as connection:
        await connection.execute(sqlalchemy.text("UPDATE daily SET zone = 'Mars/Happy_Valley'"))
    pass_time(fans, 18 * HOUR)
    await due(fans.bot)
    assert "does not know the time zone Mars/Happy_Valley" in text(fans.posted(fans.log)[-1])
    assert "Off" in text(await fans.mod.command("/server daily"))


async def test_process_that_ends_between_posting_and_noting_posts_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as fans.bot:
            await fans.mod.command(SIX)
            pass_time(fans, 18 * HOUR)

            async def crash(*_: object) -> None:
                raise StoreUnavailable

            monkeypatch.setattr(fans.bot.ledger.daily, "posted", crash)
            await due(fans.bot)
        (message,) = fans.posted()
        async with started(discord, tmp_path) as fans.bot:
            reply = await fans.ann.press(message, index=0)
            assert title(reply) in ("Right", "Not right")
            await due(fans.bot)
            assert fans.posted() == [message]
            assert (await stored(fans)).message == message.id


async def test_question_missed_for_hours_is_left_out(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as fans.bot:
            await fans.mod.command(SIX)
        pass_time(fans, 31 * HOUR)
        async with started(discord, tmp_path) as fans.bot:
            await due(fans.bot)
            assert fans.posted() == []
            await next_day(fans, 12)


async def test_banned_question_is_not_drawn_and_one_that_is_banned_later_counts_for_nobody(fans: Fans) -> None:
    message = await posted(fans)
    latest = await stored(fans)
    await answered(fans, fans.ann, message, right=False)
    await fans.bot.ledger.reports.settle(latest.guild, latest.key, True, by=fans.mod.user.id)
    assert title(await answered(fans, fans.bob, message, right=True)) == "Withdrawn"
    assert "Today's board" not in fields(await fans.ann.command("/trivia daily"))
    following = await next_day(fans)
    assert fields(following) == {}
    assert (await stored(fans)).key != latest.key


async def test_buttons_hold_nothing_but_server_day_and_place(fans: Fans) -> None:
    message = await posted(fans)
    assert fans.lounge.guild is not None
    found = [one["custom_id"] for row in message.components for one in row["components"]]
    assert found == [f"daily|{fans.lounge.guild.id}|2026-01-01|{place}" for place in range(4)]
    assert len({re.sub(r"\d$", "", one) for one in found}) == 1
    styles = {one["style"] for row in message.components for one in row["components"]}
    assert len(styles) == 1
    for odd in ("2026-01-02|0", "2026-13-01|0", "2026-01-01|4", "2026-01-01|x", "2026-01-01"):
        data = {"component_type": 2, "custom_id": f"daily|{fans.lounge.guild.id}|{odd}", "id": 1}
        assert title(await fans.ann.interact(3, data, message=message)) in ("Out of date", "Nothing here")
    other = {"component_type": 2, "custom_id": "daily|1|2026-01-01|0", "id": 1}
    assert title(await fans.ann.interact(3, other, message=message)) == "Nothing here"
