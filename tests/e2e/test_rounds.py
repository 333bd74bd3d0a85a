"""Rounds of trivia in a channel, as players play them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

import pytest

from bot.ledger import Progress, StoreUnavailable
from bot.sandbox.clock import ManualClock
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, Message
from bot.trivia import events
from bot.trivia.state import Phase
from bot.trivia.table import Table, body_of
from facts.position import Position
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, fields, labels, text, title, watched
from tests.support.trivia import begun, opened, passes, played_again, quiet, right_label, wrong_label


async def test_round_is_played_from_lobby_to_podium(fans: Fans) -> None:
    table = await opened(fans, "/trivia start questions:3")
    lobby = fans.posted()[-1]
    assert labels(lobby) == ["Join", "Leave", "Start now"]
    assert title(await fans.bob.press(lobby, label="Join")) == "You are in"
    await begun(fans, table)
    for number in (1, 2, 3):
        asked = fans.posted()[-1]
        assert title(asked) == f"Question {number} of 3"
        assert title(await fans.ann.press(asked, label=right_label(table))) == "Your answer is in"
        assert title(await fans.bob.press(asked, label=wrong_label(table))) == "Your answer is in"
        await passes(fans, 4)
        assert table.asked[number].answer in fields(asked)["Answer"]
        assert str(fans.ann.user.id) in fields(asked)["Right"]
        assert str(fans.bob.user.id) not in fields(asked)["Right"]
        await passes(fans, 10)
    podium = fans.posted()[-1]
    assert "🥇" in fields(podium)["Podium"]
    assert "Play again" in labels(podium)
    board = await fans.bot.ledger.boards.board(table.guild, "for-all-mankind")
    assert [row.user for row in board.rows] == [fans.ann.user.id, fans.bob.user.id]
    assert board.rows[0].right == 3
    assert fans.bot.rounds.in_channel(fans.lounge.id) is None


async def test_lobby_starts_by_itself_and_a_round_nobody_answers_ends(fans: Fans) -> None:
    await opened(fans)
    await passes(fans, 31)
    assert title(fans.posted()[-1]) == "Question 1 of 10"
    await passes(fans, 120)
    assert "Nobody answered two questions" in text(fans.posted()[-1])


async def test_second_start_says_where_the_first_is(fans: Fans) -> None:
    await opened(fans)
    reply = await fans.bob.command("/trivia start")
    await settled()
    assert title(reply) == "There is a round here already"
    assert str(fans.lounge.id) in text(reply)


async def test_second_late_old_and_outside_answers_get_clear_replies(fans: Fans) -> None:
    table = await opened(fans)
    first = await begun(fans, table)
    await fans.ann.press(first, label=wrong_label(table))
    again = await fans.ann.press(first, label=right_label(table))
    assert "first answer counts" in text(again)
    assert title(await fans.bob.press(first, label=right_label(table))) == "Your answer is in"  # joins with it
    data = {"component_type": 2, "custom_id": f"answer|{table.round_id}|1|0"}
    await passes(fans, 10)
    late = await fans.bob.interact(3, data, message=first)
    assert title(late) == "That does not count"
    await passes(fans, 10)
    old = await fans.bob.interact(3, data, message=first)
    assert "earlier question" in text(old)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("", "This channel may speak of more than you have watched"),
        (" through:S1E5", "This round goes further than you have watched"),
    ],
)
async def test_who_is_behind_is_asked_privately_before_joining(fans: Fans, options: str, words: str) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    await watched(fans.ann, "S2")
    table = await opened(fans, f"/trivia start{options}")
    lobby = fans.posted()[-1]
    asked = await fans.bob.press(lobby, label="Join")
    assert asked.ephemeral
    assert title(asked) == words
    assert fans.bob.user.id not in table.state.present
    await fans.bob.press(asked, label="Join anyway")
    assert fans.bob.user.id in table.state.present


async def asked_to_confirm(fans: Fans) -> tuple[Table, Message, Reply]:
    """A question that ann and bob play; the moderator, who is behind, pressed the right answer after two seconds."""
    await fans.mod.command("/channel ceiling to:S2")
    await watched(fans.ann, "S2")
    await watched(fans.bob, "S2")
    table = await opened(fans, "/trivia start questions:1")
    await fans.bob.press(fans.posted()[-1], label="Join")
    question = await begun(fans, table)
    await passes(fans, 2)
    reply = await fans.mod.press(question, label=right_label(table))
    assert labels(reply) == ["Join anyway", "Sit it out"]
    await passes(fans, 10)
    return table, question, reply


def took(table: Table, actor: Actor) -> int:
    """After how many milliseconds somebody's answer counts."""
    return table.state.answers[actor.user.id].ms // 1000


async def test_answer_that_is_confirmed_counts_from_when_it_was_pressed(fans: Fans) -> None:
    table, _, reply = await asked_to_confirm(fans)
    assert title(await fans.mod.press(reply, label="Join anyway")) == "Your answer is in"
    assert took(table, fans.mod) == 2
    assert title(await fans.mod.press(reply, label="Join anyway")) == "Your answer is in"  # the same one


async def test_other_answer_than_the_first_counts_from_its_confirmation(fans: Fans) -> None:
    table, question, _ = await asked_to_confirm(fans)
    reply = await fans.mod.press(question, label=wrong_label(table))
    await passes(fans, 1)
    assert title(await fans.mod.press(reply, label="Join anyway")) == "Your answer is in"
    assert took(table, fans.mod) == 13


@pytest.mark.parametrize("forged", ["", "|{question}"])
async def test_confirmation_of_what_was_never_pressed_counts_from_its_own_time(fans: Fans, forged: str) -> None:
    table, question, _ = await asked_to_confirm(fans)
    table.pressed.clear()  # as after a restart
    place = table.state.asked.options.index(right_label(table))
    custom_id = f"answeranyway|{table.round_id}|1|{place}" + forged.format(question=question.id + 1)
    data = {"component_type": 2, "custom_id": custom_id, "id": 1}
    told = title(await fans.mod.interact(3, data, message=question))
    if forged:
        assert told == "Out of date"
        assert fans.mod.user.id not in table.state.answers
    else:
        assert told == "Your answer is in"
        assert took(table, fans.mod) == 12


async def test_round_for_everyone_is_lowered_to_the_furthest_behind(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S3")
    await watched(fans.ann, "S3")
    await watched(fans.bob, "S1E4")
    table = await opened(fans, "/trivia start fit:everyone")
    await fans.bob.press(fans.posted()[-1], label="Join")
    await begun(fans, table)
    assert str(table.state.position) == "S1E4"
    assert "S1E4" not in text(fans.posted()[0])


@pytest.mark.parametrize("pressed", [True, False])
@pytest.mark.parametrize(
    ("moves", "goes"),
    [("/progress rewatch season:1 episode:2", "S1E2"), ("/progress set season:2", "S2E10")],
)
async def test_round_for_everyone_fits_where_they_are_when_it_starts(
    fans: Fans, moves: str, goes: str, pressed: bool
) -> None:
    await fans.mod.command("/channel ceiling to:S3")
    await watched(fans.ann, "S3")
    await watched(fans.bob, "S1")
    table = await opened(fans, "/trivia start fit:everyone")
    await fans.bob.press(fans.posted()[-1], label="Join")
    await fans.bob.command(moves)
    if pressed:
        await begun(fans, table)
    else:
        await passes(fans, 31)
    assert table.state.number == 1
    assert str(table.state.position) == goes


async def test_lobby_for_everyone_waits_until_it_is_known_where_they_are(
    fans: Fans, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = await opened(fans, "/trivia start fit:everyone")
    lobby = fans.posted()[-1]

    async def fail(user: int, show: str) -> Progress:
        raise StoreUnavailable

    with monkeypatch.context() as failing:
        failing.setattr(fans.bot.ledger.progress, "get", fail)
        await passes(fans, 40)
        assert table.state.phase is Phase.LOBBY
        assert title(await fans.ann.press(lobby, label="Start now")) == "Not possible now"
    await passes(fans, 2)
    assert table.state.number == 1


async def test_round_goes_no_further_than_ceiling_and_host(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.ann, "S3")
    refused = await fans.ann.command("/trivia start through:S2")
    assert title(refused) == "Too far"
    table = await opened(fans)
    assert str(table.state.position) == "S1E10"


async def test_lowered_ceiling_ends_the_round(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    await watched(fans.ann, "S2")
    await opened(fans)
    await fans.mod.command("/channel ceiling to:S1")
    await quiet(fans.bot)
    assert "ceiling was lowered" in text(fans.posted()[-1])


async def test_typed_answers_are_judged(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    await watched(fans.ann, "S1")
    await watched(fans.bob, "S1")
    table = await opened(fans, "/trivia start answer:typed kind:played_by")
    await fans.bob.press(fans.posted()[-1], label="Join")
    asked = await begun(fans, table)
    form = await fans.ann.press(asked, label="Answer")
    taken = await fans.ann.submit(form, {"Answer": table.state.asked.answer.upper() + "!"})
    assert title(taken) == "Your answer is in"
    form = await fans.bob.press(asked, label="Answer")
    await fans.bob.submit(form, {"Answer": "somebody else entirely"})
    await passes(fans, 4)
    assert str(fans.ann.user.id) in fields(asked)["Right"]
    assert str(fans.bob.user.id) not in fields(asked)["Right"]


async def test_stop_and_skip_by_host_moderator_and_majority(fans: Fans) -> None:
    table = await opened(fans)
    await fans.bob.press(fans.posted()[-1], label="Join")
    first = await begun(fans, table)
    vote = await fans.bob.command("/trivia skip")
    assert "1 of 2 votes" in text(vote)
    await fans.mod.command("/trivia skip")
    await quiet(fans.bot)
    assert "Skipped" in text(first)
    await passes(fans, 10)
    await fans.ann.command("/trivia stop")
    await quiet(fans.bot)
    assert "was stopped" in text(fans.posted()[-1])
    assert title(await fans.ann.command("/trivia stop")) == "No round here"


async def test_deleted_channel_frees_everything(fans: Fans) -> None:
    table = await opened(fans)
    fans.lounge.delete()
    await until(lambda: table.over)
    await quiet(fans.bot)
    assert await fans.bot.ledger.rounds.running() == ()


async def test_round_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            table = await opened(fans, "/trivia start questions:2")
            await fans.bob.press(fans.posted()[-1], label="Join")
            asked = await begun(fans, table)
            await fans.ann.press(asked, label=right_label(table))
        cast("ManualClock", discord.world.clock).advance(3600)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            await until(lambda: bot.rounds.in_channel(fans.lounge.id) is not None)
            await quiet(bot)
            again = bot.rounds.in_channel(fans.lounge.id)
            assert again is not None
            assert title(await fans.bob.press(asked, label=right_label(again))) == "Your answer is in"
            await passes(fans, 4)
            assert str(fans.ann.user.id) in fields(asked)["Right"]
            assert str(fans.bob.user.id) in fields(asked)["Right"]
            await passes(fans, 60)
            assert "Podium" in fields(fans.posted()[-1])


async def test_play_again_opens_another(fans: Fans) -> None:
    await opened(fans)
    table = await played_again(fans)
    assert table.state.host == fans.bob.user.id


async def test_buttons_of_a_round_do_nothing_from_another_channel_or_server(fans: Fans) -> None:
    table = await opened(fans)
    world = fans.discord.world
    eve = world.add_user("eve")
    theirs = world.add_guild("Others", owner=eve).add_text("theirs")
    await settled()
    boss = fans.discord.user(eve, theirs)
    before = table.state
    for actor in (boss, fans.bob.at(fans.log), fans.mod.at(fans.log)):
        for rest in ("join", "joinanyway", "leave", "start"):
            data = {"component_type": 2, "custom_id": f"{rest}|{table.round_id}", "id": 1}
            assert title(await actor.interact(3, data)) == "It is over"
        for rest in (
            f"answer|{table.round_id}|1|0",
            f"answeranyway|{table.round_id}|1|0",
            f"form|{table.round_id}|1",
        ):
            assert title(await actor.interact(3, {"component_type": 2, "custom_id": rest, "id": 1})) == "It is over"
        again = {"component_type": 2, "custom_id": f"again|{table.round_id}", "id": 1}
        assert title(await actor.interact(3, again)) == "Out of date"
    await quiet(fans.bot)
    assert table.state == before
    assert title(await fans.bob.press(fans.posted()[-1], label="Join")) == "You are in"


async def stored_elsewhere(fans: Fans, guild: int, channel: int) -> int:
    """Open a round as another process does, of which this one knows nothing; return its number."""
    await until(lambda: fans.bot.rounds.presence.taken_up.is_set())
    now = fans.bot.rounds.timing.now()
    opening = events.Opened(now, guild, channel, 777, "for-all-mankind", Position(1, 10), events.Settings())
    return await fans.bot.ledger.rounds.open(
        body_of(opening), guild=guild, channel=channel, host=777, show=opening.show, at_ms=now
    )


async def assert_left_alone(fans: Fans, round_id: int, presser: Actor) -> None:
    """Press all that a round has, and a minute later check that nothing has happened to it."""
    for action, rest in (
        *((action, "") for action in ("join", "joinanyway", "leave", "start")),
        *(("answer", "|1|0"), ("answeranyway", "|1|0"), ("form", "|1")),
    ):
        data = {"component_type": 2, "custom_id": f"{action}|{round_id}{rest}", "id": 1}
        assert title(await presser.interact(3, data)) == "It is over"
    await passes(fans, 60)
    assert fans.bot.rounds.table(round_id) is None
    stored = await fans.bot.ledger.rounds.stored(round_id)
    assert stored is not None
    assert stored.ended is None
    assert len(stored.events) == 1


async def test_button_with_the_id_of_a_round_elsewhere_leaves_it_to_its_own_process(fans: Fans) -> None:
    await assert_left_alone(fans, await stored_elsewhere(fans, 555_555, 666_666), fans.bob)


async def test_round_is_taken_up_only_where_its_server_can_be_reached(fans: Fans) -> None:
    world = fans.discord.world
    eve = world.add_user("eve", installed=True)
    theirs: Channel = world.add_guild("Others", owner=eve, bot_installed=False).add_text("theirs")
    assert theirs.guild is not None
    await settled()
    round_id = await stored_elsewhere(fans, theirs.guild.id, theirs.id)
    await assert_left_alone(fans, round_id, fans.discord.user(eve, theirs))


async def test_end_is_counted_once_whatever_is_saved_with_it(fans: Fans) -> None:
    table = await opened(fans)
    rounds, now = fans.bot.rounds, fans.bot.rounds.timing.now()
    joined = events.Joined(now, fans.bob.user.id)
    stopped = events.StopAsked(now, fans.ann.user.id)
    await asyncio.gather(rounds.submit(table, joined), rounds.submit(table, stopped))
    assert rounds.ended == {"stopped": 1}
