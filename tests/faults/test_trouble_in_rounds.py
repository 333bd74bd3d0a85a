"""Rounds when Discord or the database fails: they go on or end, say so, and lock no channel."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.ledger import RoundRunning, StoreUnavailable, Unsettled
from bot.sandbox.clock import ManualClock
from bot.sandbox.standin import StandIn
from bot.sandbox.world.world import BOT_PERMISSIONS
from bot.trivia import events
from bot.trivia.round import replay
from bot.trivia.serial import from_json
from bot.trivia.state import Phase
from bot.trivia.table import body_of
from bot.trivia.timing import LoopTiming
from facts.position import NOTHING
from tests.support.airlock import stand_in, started
from tests.support.discord import settled, until
from tests.support.fans import Fans, fields, labels, text, title, watched
from tests.support.rounds import snowflake
from tests.support.trivia import begun, opened, passes, quiet, right_label, wrong_label

POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
REFUSALS: dict[str, list[tuple[int, dict[str, Any]]]] = {
    "forbidden": [(403, {"message": "Missing Access", "code": 50001})] * 50,
    "no channel": [(404, {"message": "Unknown Channel", "code": 10003})] * 50,
    "no message": [(404, {"message": "Unknown Message", "code": 10008})],
    "invalid": [(400, {"message": "Invalid Form Body", "code": 50035})],
    "out of order": [(503, {"message": "no healthy upstream", "code": 0})] * 3,
    "out of order for long": [(503, {"message": "no healthy upstream", "code": 0})] * 50,
}
"""Answers of Discord; those that will not change are given again and again."""


async def play_on(fans: Fans) -> None:
    """Play until the round is over, whatever happens, ann answering all that can be answered."""
    for _ in range(40):
        await passes(fans, 5)
        table = fans.bot.rounds.in_channel(fans.lounge.id)
        if table is None:
            return
        asked = next((each for each in reversed(fans.posted()) if "answer|" in str(each.components)), None)
        if asked is not None:
            await fans.ann.press(asked, index=0)
    raise AssertionError("this round does not end")


async def assert_free(fans: Fans) -> None:
    """Check that the ledger holds no round and that the channel takes another one, which works."""
    await until_free(fans)
    fans.discord.rest.forced.clear()
    table = await opened(fans)
    asked = await begun(fans, table)
    assert title(await fans.ann.press(asked, label=right_label(table))) == "Your answer is in"
    await fans.ann.command("/trivia stop")
    await until_free(fans)


async def until_free(fans: Fans) -> None:
    """Let a moment pass until the channel has been released."""
    await until(lambda: fans.bot.rounds.presence.taken_up.is_set())
    for _ in range(20):
        await passes(fans, 1)
        if not await fans.bot.ledger.rounds.running():
            return
    raise AssertionError("the channel stays locked")


# Discord


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("route", [POST, EDIT])
@pytest.mark.parametrize("after", range(4))
async def test_refused_posts_and_edits_end_the_round_or_are_made_again(
    fans: Fans, route: str, refusal: str, after: int
) -> None:
    table = await opened(fans, "/trivia start questions:2")
    forced = fans.discord.rest.forced
    refuse = [*REFUSALS[refusal]]
    if after == 0:
        forced[route] = refuse
    await fans.ann.press(fans.posted()[-1], label="Start now")
    await quiet(fans.bot)
    if after == 1:
        forced[route] = refuse
    await passes(fans, 25 if after == 1 else 5)
    if after == 2 and table.state.phase is Phase.OPEN:
        forced[route] = refuse
        await fans.ann.press(fans.posted()[-1], index=0)
    if after == 3 and not table.over:
        forced[route] = refuse
        await fans.ann.command("/trivia stop")
    await play_on(fans)
    await assert_free(fans)


@pytest.mark.parametrize("route", [POST, EDIT])
async def test_rate_limited_posts_and_edits_are_made_a_moment_later(fans: Fans, route: str) -> None:
    table = await opened(fans, "/trivia start questions:1")
    fans.discord.ratelimits.provoke(route, retry_after=0.01, times=2)
    asked = await begun(fans, table)
    await fans.ann.press(asked, label=right_label(table))
    fans.discord.ratelimits.provoke(route, retry_after=0.01, times=2)
    await passes(fans, 4)
    assert fields(asked)["Answer"] == table.asked[1].answer
    assert "Podium" in fields(fans.posted()[-1])
    await assert_free(fans)


@pytest.mark.parametrize("status", [500, 502])
async def test_post_that_failed_and_was_made_all_the_same_is_not_made_twice(fans: Fans, status: int) -> None:
    table = await opened(fans)
    real = fans.discord.world.listeners
    made: list[object] = []
    real.append(lambda happened: made.append(happened) if happened.name == "MESSAGE_CREATE" else None)
    lobby = len(fans.posted())
    async with losing_answers(fans.discord, POST, status):
        await fans.ann.press(fans.posted()[-1], label="Start now")
        await quiet(fans.bot)
    assert len(fans.posted()) == lobby + 1
    assert table.state.phase is Phase.OPEN
    assert table.state.message == fans.posted()[-1].id


@asynccontextmanager
async def losing_answers(discord: StandIn, route: str, status: int) -> AsyncIterator[None]:
    """Have the next request of a route done, and its answer lost on the way."""
    rest = discord.rest
    handle = rest._handle
    lost: list[object] = []

    async def once(request: Any, template: str, handler: Any) -> Any:
        response = await handle(request, template, handler)
        if not lost and f"{request.method} {template}" == route:
            lost.append(response)
            response.set_status(status)
        return response

    rest._handle = once  # type: ignore[method-assign]
    yield
    assert lost
    rest._handle = handle  # type: ignore[method-assign]


async def test_gateway_that_was_cut_stops_the_clock(fans: Fans) -> None:
    table = await opened(fans)
    asked = await begun(fans, table)
    await passes(fans, 5)
    before = table.state.closes
    assert before is not None
    fans.discord.gateway.closed = True
    await fans.discord.gateway.drop()
    await until(lambda: bool(fans.bot.rounds._pulse.cut_off))
    await passes(fans, 60)
    assert table.state.phase is Phase.OPEN, "nobody could answer"
    fans.discord.gateway.closed = False
    await until(lambda: not fans.bot.rounds._pulse.cut_off, 30)
    await quiet(fans.bot)
    assert table.state.closes == before + 60_000
    assert f"<t:{(before + 60_000) // 1000}:R>" in text(asked)
    assert title(await fans.bob.press(asked, label=right_label(table))) == "Your answer is in"
    await passes(fans, 20)
    assert "(5.0 s)" in fields(asked)["Right"]


async def test_deleted_question_is_answered_in_a_message_of_its_own(fans: Fans) -> None:
    table = await opened(fans, "/trivia start questions:1")
    asked = await begun(fans, table)
    await fans.ann.press(asked, label=right_label(table))
    asked.deleted = True
    del fans.lounge.messages[asked.id]
    await passes(fans, 5)
    assert any(fields(message).get("Answer") == table.asked[1].answer for message in fans.posted())
    await assert_free(fans)


async def test_deleted_lobby_ends_the_round(fans: Fans) -> None:
    await opened(fans)
    lobby = fans.posted()[-1]
    lobby.deleted = True
    del fans.lounge.messages[lobby.id]
    await fans.bob.interact(3, {"component_type": 2, "custom_id": "join|1"}, message=lobby)
    await quiet(fans.bot)
    assert "The lobby's message was deleted" in text(fans.posted()[-1])
    await assert_free(fans)


async def test_removed_bot_ends_its_rounds_and_can_come_back(fans: Fans) -> None:
    table = await opened(fans)
    await begun(fans, table)
    guild = fans.lounge.guild
    assert guild is not None
    guild.remove_bot()
    await until(lambda: table.over)
    await until_free(fans)
    guild.invite_bot(int(BOT_PERMISSIONS))
    await until(lambda: fans.bot.get_guild(guild.id) is not None)
    await assert_free(fans)


async def test_bot_removed_while_it_was_away_ends_its_rounds(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            await opened(fans)
        guild = fans.lounge.guild
        assert guild is not None
        guild.remove_bot()
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            await until_free(fans)


async def test_host_who_leaves_hands_the_round_on(fans: Fans) -> None:
    table = await opened(fans)
    await fans.bob.press(fans.posted()[-1], label="Join")
    await fans.ann.press(fans.posted()[-1], label="Leave")
    assert title(await fans.bob.press(fans.posted()[-1], label="Start now")) == "Done"
    await quiet(fans.bot)
    await fans.bob.press(fans.posted()[-1], label=right_label(table))
    assert title(await fans.bob.command("/trivia stop")) == "Done"
    await assert_free(fans)


@pytest.mark.parametrize("who", ["ann", "bob"])
async def test_deleting_ones_data_leaves_the_round_and_others_scores(fans: Fans, who: str) -> None:
    table = await opened(fans, "/trivia start questions:2")
    gone, stays = (fans.ann, fans.bob) if who == "ann" else (fans.bob, fans.ann)
    await fans.bob.press(fans.posted()[-1], label="Join")
    asked = await begun(fans, table)
    await gone.press(asked, label=right_label(table))
    await stays.press(asked, label=right_label(table))
    await passes(fans, 12)
    confirm = await gone.command("/privacy delete")
    await gone.press(confirm, index=0)
    await settled()
    await quiet(fans.bot)
    now = fans.bot.rounds.in_channel(fans.lounge.id)
    assert now is not None
    assert gone.user.id not in now.state.tallies
    assert title(await stays.press(fans.posted()[-1], label=right_label(now))) == "Your answer is in"
    await passes(fans, 15)
    podium = fields(fans.posted()[-1])["Podium"]
    assert f"<@{stays.user.id}>" in podium
    assert f"<@{gone.user.id}>" not in podium
    guild = fans.lounge.guild
    assert guild is not None
    board = await fans.bot.ledger.boards.board(guild.id, "for-all-mankind")
    assert [(row.user, row.right) for row in board.rows] == [(stays.user.id, 2)]
    await assert_free(fans)


async def test_round_parked_twice_goes_on_with_its_time(tmp_path: Path) -> None:
    async with stand_in() as discord:
        clock = discord.world.clock
        assert isinstance(clock, ManualClock)
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            table = await opened(fans)
            asked = await begun(fans, table)
            await passes(fans, 7)
        for _ in range(2):
            clock.advance(1000)
            async with started(discord, tmp_path) as bot:
                fans.bot = bot
                await until(lambda: fans.bot.rounds.in_channel(fans.lounge.id) is not None)
                await quiet(bot)
                await passes(fans, 3)
        clock.advance(1000)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            await until(lambda: fans.bot.rounds.in_channel(fans.lounge.id) is not None)
            await quiet(bot)
            assert title(await fans.ann.press(asked, label=right_label(table))) == "Your answer is in"
            await passes(fans, 4)
            assert "(13.0 s)" in fields(asked)["Right"]


async def test_ceiling_lowered_while_the_bot_was_away_ends_the_round_unseen(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            await fans.mod.command("/channel ceiling to:S2")
            await watched(fans.ann, "S2")
            table = await opened(fans)
            await begun(fans, table)
            guild = fans.lounge.guild
            assert guild is not None
        with sqlite3.connect(tmp_path / "airlock.db") as connection:
            connection.execute("DELETE FROM ceiling")
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            await until_free(fans)
        assert "ceiling was lowered" in text(fans.posted()[-1])


async def test_servers_that_come_back_together_are_asked_for_once(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            table = await opened(fans)
            await begun(fans, table)
        ours = fans.lounge.guild
        assert ours is not None
        guilds = [discord.world.add_guild(f"Server {number}") for number in range(20)] + [ours]
        for guild in guilds:
            guild.set_available(False)
        async with started(discord, tmp_path) as bot:
            fans.bot, reads = bot, 0
            running = bot.ledger.rounds.running

            async def counted(*given: Any) -> Any:
                nonlocal reads
                reads += 1
                return await running(*given)

            bot.ledger.rounds.running = counted  # type: ignore[method-assign, assignment]
            for guild in guilds:
                guild.set_available(True)
            await until(lambda: bot.rounds.in_channel(fans.lounge.id) is not None)
            assert reads == 1


async def test_presses_before_the_rounds_are_taken_up_wait_for_them(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            table = await opened(fans)
            asked = await begun(fans, table)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            assert title(await fans.ann.press(asked, label=right_label(table))) == "Your answer is in"


# Clocks


async def test_clock_that_is_set_wrong_is_corrected_and_jumps_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = time.time
    for wrong in (-3600.0, 3600.0):
        monkeypatch.setattr(time, "time", lambda wrong=wrong: wall() + wrong)
        timing = LoopTiming(asyncio.get_running_loop())
        timing.learn(int(wall() * 1000))
        assert abs(timing.now() - wall() * 1000) < 500
        monkeypatch.setattr(time, "time", lambda: wall() + 86_400)
        assert abs(timing.now() - wall() * 1000) < 500
        timing.hear(snowflake(int(wall() * 1000)))
        assert abs(timing.now() - wall() * 1000) < 500
        called = asyncio.Event()
        timing.at(timing.now() + 10, called.set)
        await asyncio.wait_for(called.wait(), 5)


# The ledger


FAILING = range(2, 12)
"""The places in the log of a short round."""


@pytest.mark.parametrize("error", [StoreUnavailable, Unsettled])
@pytest.mark.parametrize("seq", FAILING)
async def test_event_that_is_not_saved_is_mended_and_no_acknowledged_answer_is_lost(
    fans: Fans, seq: int, error: type[Exception]
) -> None:
    told: list[tuple[int, str]] = []
    async with failing(fans, {seq}, error) as failed:
        await fans.ann.command("/trivia start questions:2")
        await quiet(fans.bot)
        for _ in range(60):
            table = fans.bot.rounds.in_channel(fans.lounge.id)
            if table is None:
                break
            shown = fans.posted()[-1]
            if "Start now" in labels(shown):
                await fans.bob.press(shown, label="Join")
                await fans.ann.press(shown, label="Start now")
            elif "answer|" in str(shown.components):
                for player in (fans.ann, fans.bob):
                    reply = await player.press(shown, index=0)
                    told.append((reply.interaction.id, title(reply)))
            await quiet(fans.bot)
            await passes(fans, 1.5)
    assert failed == [seq]
    await until_free(fans)
    (stored,) = [each for each in [await fans.bot.ledger.rounds.stored(1)] if each is not None]
    log = [from_json(orjson.dumps(each.body)) for each in stored.events]
    answers = [each.interaction for each in log if isinstance(each, events.Answered)]
    assert sorted(set(answers)) == sorted(answers)
    taken = [interaction for interaction, heard in told if heard == "Your answer is in"]
    assert len(taken) >= 3
    assert set(taken) <= set(answers)
    assert replay(log).phase is Phase.OVER
    await assert_free(fans)


@asynccontextmanager
async def failing(fans: Fans, places: set[int], error: type[Exception]) -> AsyncIterator[list[int]]:
    """Have the ledger not take some events, or, where it is unsettled, take them and not say so."""
    rounds = fans.bot.ledger.rounds
    append = rounds.append
    failed: list[int] = []

    async def fail(round_id: int, seq: int, body: Any, **options: Any) -> None:
        if seq in places:
            places.discard(seq)
            failed.append(seq)
            if error is Unsettled:
                await append(round_id, seq, body, **options)
            raise error("the disk is slow")
        await append(round_id, seq, body, **options)

    rounds.append = fail  # type: ignore[method-assign]
    yield failed
    rounds.append = append  # type: ignore[method-assign]


async def test_who_joins_by_answering_sees_that_the_bot_thinks_while_it_is_saved(
    fans: Fans, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = await opened(fans)
    asked = await begun(fans, table)
    late = fans.discord.user(fans.discord.world.add_user("late"), fans.lounge)
    assert fans.lounge.guild is not None
    fans.lounge.guild.add_member(late.user)
    goes_on, append = asyncio.Event(), fans.bot.ledger.rounds.append

    async def slow(*given: Any, **named: Any) -> None:
        await goes_on.wait()
        await append(*given, **named)

    monkeypatch.setattr(fans.bot.ledger.rounds, "append", slow)
    sent = fans.discord.transcript
    before, pressed = len(sent), asyncio.create_task(late.press(asked, label=right_label(table)))
    await until(lambda: any(one.route.endswith("/callback") for one in sent.requests[before:]))
    assert not pressed.done()
    goes_on.set()
    assert title(await pressed) == "Your answer is in"


async def test_locked_database_refuses_answers_honestly_and_the_round_goes_on(fans: Fans, tmp_path: Path) -> None:
    table = await opened(fans)
    asked = await begun(fans, table)
    other = sqlite3.connect(tmp_path / "airlock.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    one, two = await asyncio.gather(
        fans.ann.press(asked, label=right_label(table)), fans.bob.press(asked, label=wrong_label(table))
    )
    other.execute("ROLLBACK")
    other.close()
    assert {title(one), title(two)} == {"Not possible now"}
    await passes(fans, 2)
    again = fans.bot.rounds.in_channel(fans.lounge.id)
    assert again is not None
    assert again.state.answers == {}
    assert title(await fans.ann.press(asked, label=right_label(table))) == "Your answer is in"


async def test_ceiling_that_cannot_be_saved_ends_the_round_as_soon_as_it_can(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2")
    await watched(fans.ann, "S2")
    table = await opened(fans)
    await begun(fans, table)
    async with failing(fans, {table.next_seq, table.next_seq + 1}, StoreUnavailable):
        await fans.mod.command("/channel ceiling to:S1")
        await quiet(fans.bot)
    posted = len(fans.posted())
    await passes(fans, 3)
    assert [title(each) for each in fans.posted()[posted:]] == ["Trivia: For All Mankind"]
    assert "ceiling was lowered" in text(fans.posted()[-1])
    await assert_free(fans)


async def test_two_openings_at_once_make_one_round(fans: Fans) -> None:
    replies = await asyncio.gather(
        *(player.command("/trivia start") for player in (fans.ann, fans.bob, fans.mod) for _ in range(2))
    )
    await settled()
    await quiet(fans.bot)
    titles = sorted(title(reply) for reply in replies)
    assert titles == ["The lobby is open", *["There is a round here already"] * 5]
    assert sum("Start now" in labels(each) for each in fans.posted()) == 1
    assert len(await fans.bot.ledger.rounds.running()) == 1


async def test_opening_of_another_process_is_adopted_and_played(fans: Fans) -> None:
    guild = fans.lounge.guild
    assert guild is not None
    now = fans.bot.rounds.timing.now()
    opening = events.Opened(
        now, guild.id, fans.lounge.id, fans.ann.user.id, "for-all-mankind", NOTHING, events.Settings()
    )
    round_id = await fans.bot.ledger.rounds.open(
        body_of(opening), guild=guild.id, channel=fans.lounge.id, host=opening.host, show=opening.show, at_ms=now
    )
    with pytest.raises(RoundRunning):
        await fans.bot.rounds.open(opening)
    await quiet(fans.bot)
    table = fans.bot.rounds.in_channel(fans.lounge.id)
    assert table is not None
    assert table.round_id == round_id
    await begun(fans, table)
    await fans.ann.command("/trivia stop")
    await assert_free(fans)


async def test_end_that_was_committed_and_not_shown_is_shown_after_a_restart(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            table = await opened(fans)
            asked = await begun(fans, table)
            await fans.ann.press(asked, label=right_label(table))
            # The process dies between the commit of the end and the first word about it.
            bot.rounds._performer.perform = lambda *_: None  # type: ignore[method-assign]
            await fans.ann.command("/trivia stop")
            assert table.over
        async with started(discord, tmp_path) as bot:
            fans.bot = bot
            await until_free(fans)
            assert "was stopped" in text(fans.posted()[-1])
            assert "It counts for nobody" in text(asked)
            await assert_free(fans)
