"""Rounds of the engine kept in the ledger: they go on as they were, also without those who had their data deleted."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger import Ledger, StoredRound
from bot.trivia import events
from bot.trivia.round import replay
from bot.trivia.scoring import Standing
from bot.trivia.serial import from_json, to_json
from bot.trivia.state import Phase, Round
from facts.store import open_engine
from tests.support.rounds import HOST, Played

PLAYERS = (HOST, 2, 3, 4)
GUILD, CHANNEL = 7, 8
STEPS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(PLAYERS), st.integers(0, 3)),
    st.tuples(st.sampled_from(["join", "leave", "skip", "start", "type"]), st.sampled_from(PLAYERS), st.just(0)),
    st.tuples(st.just("go on"), st.just(0), st.just(0)),
)


def act(played: Played, what: str, who: int, option: int) -> None:
    """Do one thing in a round, as far as it can be done there."""
    now = played.now = played.now + 300
    number = played.state.number
    match what:
        case "answer":
            if played.state.phase is Phase.OPEN:
                played.answer(who, option=option)
        case "type":
            played.do(events.Answered(who, number, played.id(), text=f"the words of {who}", right=True))
        case "join":
            played.do(events.Joined(now, who))
        case "leave":
            played.do(events.Left(now, who))
        case "skip":
            played.do(events.SkipAsked(now, who))
        case "start":
            played.do(events.StartAsked(now, who))
        case _ if played.state.phase is Phase.DRAWING:
            played.ask()
        case _ if played.state.wake is not None:
            played.tick()


async def keep(ledger: Ledger, played: Played) -> int:
    """Store a round as its host does."""
    bodies = [orjson.loads(to_json(each)) for each in played.log]
    opened = played.state.opened
    round_id = await ledger.rounds.open(
        bodies[0], guild=GUILD, channel=CHANNEL, host=HOST, show=opened.show, at_ms=opened.at
    )
    await asyncio.gather(
        *(
            ledger.rounds.append(round_id, seq, body, user=getattr(each, "player", None), at_ms=each.at)
            for seq, (each, body) in enumerate(zip(played.log[1:], bodies[1:], strict=True), start=2)
        )
    )
    return round_id


def revived(stored: StoredRound | None) -> Round:
    assert stored is not None
    return replay(from_json(orjson.dumps(each.body)) for each in stored.events)


def known(state: Round, without: Collection[int]) -> list[Standing]:
    """Where those stand who are somebody and not among these."""
    return [each for each in state.standings() if each.player > 0 and each.player not in without]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(STEPS, min_size=5, max_size=40),
    st.lists(st.sampled_from(PLAYERS), unique=True, min_size=1, max_size=3),
    st.integers(0, 3),
)
def test_round_replays_without_those_who_are_gone_and_the_same_for_the_others(
    migrated: Path, script: list[tuple[str, int, int]], gone: list[int], lead: int
) -> None:
    played = Played(events.Settings(questions=5))
    played.join(*PLAYERS[1 : 1 + lead])
    for step in script:
        act(played, *step)

    async def live() -> None:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{shutil.copy(migrated, folder)}"
            engine = open_engine(url)
            ledger = Ledger(engine, datetime.now, patience=10)
            round_id = await keep(ledger, played)
            assert revived(await ledger.rounds.stored(round_id)) == played.state
            for user in gone:
                await ledger.delete(user)
            await ledger.close()
            await engine.dispose()
            again = open_engine(url)
            (stored,) = await Ledger(again, datetime.now, patience=10).rounds.running()
            check(revived(stored))
            await again.dispose()

    def check(state: Round) -> None:
        assert set(gone).isdisjoint(state.present)
        assert set(gone).isdisjoint(state.tallies)
        assert set(gone).isdisjoint(state.answers)
        assert known(state, ()) == known(played.state, gone)
        assert (state.phase, state.number, state.length) == (
            played.state.phase,
            played.state.number,
            played.state.length,
        )
        assert (state.wake, state.ending, len(state.present)) == (
            played.state.wake,
            played.state.ending,
            len(played.state.present),
        )

    asyncio.run(live())
