"""``kill -9`` at any moment of a round under load: what was acknowledged is there, once, and the round goes on."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path

import orjson
import pytest

from bot.sandbox.clock import SystemClock
from bot.trivia import effects, events
from bot.trivia.clock import milliseconds
from bot.trivia.pulse import HEARTBEAT
from bot.trivia.round import apply
from bot.trivia.serial import from_json
from bot.trivia.state import Phase, Round
from bot.trivia.table import Table
from tests.support.arena import REFUSED, TAKEN, Arena, Hall, fields_of
from tests.support.discord import stand_in, until
from tests.support.fans import text, title

WITHIN = 5.0
"""Seconds of being ready within which a round goes on."""
PAUSE = 20.0
KILLS = 20
"""Kills of one long run; as many runs are made as ``RUNS`` has seeds."""
RUNS = range(10)


async def test_killed_rounds_go_on_and_lose_nothing(tmp_path: Path) -> None:
    await survive(tmp_path, seed=0, kills=4)


@pytest.mark.proof
@pytest.mark.parametrize("seed", [seed + 1 for seed in RUNS])
async def test_two_hundred_kills_lose_nothing(seed: int, tmp_path: Path) -> None:
    await survive(tmp_path, seed, KILLS)


async def survive(folder: Path, seed: int, kills: int) -> None:
    """Kill the bot so often while three rounds are played, look at everything each time, and play to the end."""
    async with stand_in(SystemClock(), validated=False) as discord:
        arena = await Arena.of(discord, folder, seed)
        try:
            await under_load(arena, kills)
            await finish(arena)
            check_ledger(arena)
            check_scores(arena)
            assert arena.terminate() == 0
        finally:
            arena.end()
        assert "Traceback" not in arena.log(), arena.log()
        assert sum(press.told == TAKEN for press in arena.presses()) >= kills


async def under_load(arena: Arena, kills: int) -> None:
    """Start the bot and kill it, again and again, and look at everything in between."""
    await arena.start()
    while arena.kills < kills:
        arena.play()
        if arena.chance.random() < 0.5:
            # Between questions there is a pause: more happens while one is being answered.
            await until(lambda: any(map(arena.is_answering, arena.halls)), PAUSE)
        await asyncio.sleep(arena.chance.uniform(0.0, 1.5))
        arena.check_load()
        arena.kill()
        killed = arena.killed_at
        if arena.chance.random() < 0.2 and arena.kills < kills:
            # Again, while it takes the rounds up.
            await arena.start()
            await asyncio.sleep(arena.chance.uniform(0.0, 0.8))
            arena.kill()
        check_ledger(arena)
        before = arena.running()
        await arena.start()
        await asyncio.gather(*(goes_on(arena, hall, table) for hall, table in before))
        check_clocks(arena, before, killed)


def check_ledger(arena: Arena) -> None:
    """Check that every answer that was acknowledged is there once, as it was given, and none that was refused."""
    stored: dict[int, tuple[int, int | None, int, int]] = {}
    given: Counter[tuple[int, int | None, int]] = Counter()
    for each in arena.rounds():
        assert [event.seq for event in each.events] == list(range(1, len(each.events) + 1))
        for event in each.events:
            kind, said = fields_of(event)
            if kind == "answered":
                assert said["interaction"] not in stored, "an answer is there twice"
                stored[said["interaction"]] = (each.round_id, event.user, said["number"], said["option"])
                given[each.round_id, event.user, said["number"]] += 1
    assert not [answer for answer, times in given.items() if times > 1], "an answer counts twice"
    for press in arena.presses():
        if press.told == TAKEN:
            assert stored.get(press.interaction) == (press.round_id, press.player, press.number, press.option)
        else:
            assert press.interaction not in stored, f"{press} was refused, and counts"


async def goes_on(arena: Arena, hall: Hall, before: Table) -> None:
    """Check that the buttons of a round work again in time, and take an answer wherever there is time left for it."""
    state = before.state
    if state.phase is Phase.LOBBY and state.lobby_message in hall.channel.messages:
        reply = await hall.host.press(hall.channel.messages[state.lobby_message], label="Start now")
        assert title(reply) in ("Done", REFUSED)
    elif state.phase is Phase.OPEN and state.message is not None:
        in_time = state.taken(int(arena.killed_at * 1000)) < state.settings.time - WITHIN * 1000 and state.cut is None
        waiting = [player for player in hall.players if player.user.id not in state.answers]
        probe = (waiting or hall.players)[0]
        message = hall.channel.messages[state.message]
        reply = await probe.press(message, custom_id=f"answer|{before.round_id}|{state.number}|0", stale=True)
        assert title(reply) in ((TAKEN,) if in_time and waiting else (TAKEN, REFUSED)), text(reply)
    # In the other phases it is the clock that goes on, or what was to be posted.
    await until(lambda: len(arena.log_of(before.round_id)) >= before.next_seq, WITHIN)
    assert time.time() - arena.connected_at < WITHIN


def check_clocks(arena: Arena, before: list[tuple[Hall, Table]], played_until: float) -> None:
    """Check that the time between the last sign of life and the return was taken out."""
    stored = {each.round_id: each for each in arena.rounds()}
    for _, table in before:
        # What was appended to the log since; the first is the return of the bot.
        later = stored[table.round_id].events[table.next_seq - 1 :]
        if table.over:
            continue
        resumed = from_json(orjson.dumps(later[0].body))
        assert isinstance(resumed, events.Resumed)
        killed, back = arena.killed_at * 1000, arena.connected_at * 1000
        assert resumed.at > back - 1000
        assert resumed.at < back + WITHIN * 1000
        assert resumed.since < killed + 100
        # Whoever was killed while starting may have been alive or not.
        assert resumed.since > played_until * 1000 - HEARTBEAT - 1000
        deadline = table.state.deadline
        apply(table.state, resumed)
        if deadline is not None and table.state.phase in (Phase.OPEN, Phase.PAUSE):
            assert table.state.deadline == deadline + resumed.at - max(resumed.since, table.state.began)


async def finish(arena: Arena) -> None:
    """Play on to the end, and see that every channel is free for another round."""
    arena.stopping = True
    arena.play()
    await asyncio.sleep(1.5)
    arena.check_load()
    arena.quieten()
    for hall, _ in arena.running():
        reply = await hall.host.command("/trivia stop")
        assert title(reply) in ("Done", "No round here", REFUSED), text(reply)
    await until(lambda: not arena.running(), 30)
    for hall in arena.halls:
        assert title(await hall.host.command("/trivia start")) == "The lobby is open"
        assert title(await hall.host.command("/trivia stop")) == "Done"
    await until(lambda: not arena.running(), 30)
    for hall in arena.halls:
        assert sum("Play again" in str(message.components) for message in hall.posted()) == len(
            [each for each in arena.rounds() if each.channel == hall.channel.id]
        ), "every round has said once how it ended"


def check_scores(arena: Arena) -> None:
    """Check that what the boards count is what the logs come to, and that answers stand in Discord's order."""
    scores = arena.scores()
    folded = {}
    for each in arena.rounds():
        for score in Table.of(each).final_award().scores:
            folded[each.round_id, score.user] = (score.points, score.right, score.answered)
        log = [from_json(orjson.dumps(event.body)) for event in each.events]
        assert isinstance(log[0], events.Opened)
        state = Round(log[0])
        pressed: dict[tuple[int, int], int] = {}
        for event in log[1:]:
            if isinstance(event, events.Answered):
                pressed[event.number, event.player] = event.interaction
            for effect in apply(state, event):
                if isinstance(effect, effects.Reveal):
                    order = [milliseconds(pressed[effect.number, result.player]) for result in effect.results]
                    assert order == sorted(order)
    assert scores == folded
