"""Boards and statistics against dictionaries: whatever happened in whatever order, both say the same."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger import Award, BoardRow, KindScore, Ledger, Score, Stats
from facts.store import open_engine

USERS = tuple(10**18 + n for n in range(4))
GUILDS = (10**18 + 10, 10**18 + 11)
SHOWS = ("for-all-mankind", "severance")
NOW = datetime(2030, 3, 31, 12, tzinfo=UTC)
WINDOWS = {"all": timedelta(days=9999), "month": timedelta(days=30), "week": timedelta(days=7)}


@dataclass(frozen=True)
class Play:
    """A round that is played to its end, so many days ago."""

    guild: int
    show: str
    days: int
    scores: tuple[Score, ...]


@dataclass(frozen=True)
class Rescore:
    """What one of the rounds so far comes to after a report."""

    which: int
    scores: tuple[Score, ...]


@dataclass(frozen=True)
class Personal:
    """What somebody does about their data."""

    what: str
    user: int


Step: TypeAlias = Play | Rescore | Personal | list[Play]


@st.composite
def scores(draw: st.DrawFn) -> tuple[Score, ...]:
    found = []
    for user in draw(st.lists(st.sampled_from(USERS), unique=True, max_size=4)):
        kinds = {
            kind: KindScore(draw(st.integers(1, 3)), 1, draw(st.sampled_from([0, 50, 100])))
            for kind in draw(st.lists(st.sampled_from(["cast", "year", "status"]), unique=True, min_size=1))
        }
        points = sum(each.points for each in kinds.values())
        streak, time = draw(st.integers(0, 5)), draw(st.integers(0, 9999))
        found.append(
            Score(user, points, len(kinds), sum(each.answered for each in kinds.values()), streak, time, kinds)
        )
    return tuple(found)


PLAYS = st.builds(Play, st.sampled_from(GUILDS), st.sampled_from(SHOWS), st.sampled_from([0, 3, 7, 8, 31]), scores())
STEPS = st.one_of(
    PLAYS,
    PLAYS,
    st.lists(PLAYS, min_size=2, max_size=5),
    st.builds(Rescore, st.integers(0, 9), scores()),
    st.builds(Personal, st.sampled_from(["leave", "join", "delete"]), st.sampled_from(USERS)),
)


@dataclass
class Model:
    """What the ledger should hold, as simply as it can be written down."""

    rounds: list[tuple[Play, dict[int, Score]]] = field(default_factory=list)
    players: list[set[int]] = field(default_factory=list)
    left: set[int] = field(default_factory=set)

    def apply(self, step: Step) -> None:
        match step:
            case list():
                for play in step:
                    self.apply(play)
            case Play():
                self.rounds.append((step, {score.user: score for score in step.scores}))
                self.players.append(set(USERS))
            case Rescore():
                if self.rounds:
                    which = step.which % len(self.rounds)
                    known = self.players[which]
                    self.rounds[which] = (
                        self.rounds[which][0],
                        {score.user: score for score in step.scores if score.user in known},
                    )
            case Personal("leave", user):
                self.left.add(user)
            case Personal("join", user):
                self.left.discard(user)
            case Personal(_, user):
                self.left.discard(user)
                for _, found in self.rounds:
                    found.pop(user, None)
                for known in self.players:
                    known.discard(user)

    def scores(self, show: str, guild: int | None, since: datetime) -> Iterable[Score]:
        for play, found in self.rounds:
            if play.show == show and guild in (None, play.guild) and NOW - timedelta(days=play.days) >= since:
                yield from found.values()

    def board(self, guild: int, show: str, since: datetime) -> list[BoardRow]:
        by_user: dict[int, list[Score]] = defaultdict(list)
        for score in self.scores(show, guild, since):
            if score.user not in self.left:
                by_user[score.user].append(score)
        points = {user: sum(score.points for score in mine) for user, mine in by_user.items()}
        rows = [
            BoardRow(
                1 + sum(other > points[user] for other in points.values()),
                user,
                points[user],
                sum(score.right for score in mine),
                sum(score.answered for score in mine),
                len(mine),
                max(score.best_streak for score in mine),
            )
            for user, mine in by_user.items()
        ]
        return sorted(rows, key=lambda row: (row.rank, -row.right, row.user))

    def stats(self, user: int, show: str, guild: int) -> Stats:
        mine = [score for score in self.scores(show, None, NOW - WINDOWS["all"]) if score.user == user]
        kinds: dict[str, KindScore] = {}
        for score in mine:
            for kind, more in score.kinds.items():
                sofar = kinds.get(kind, KindScore(0, 0, 0))
                kinds[kind] = KindScore(
                    sofar.answered + more.answered, sofar.right + more.right, sofar.points + more.points
                )
        ranks = {row.user: row.rank for row in self.board(guild, show, NOW - WINDOWS["all"])}
        return Stats(
            sum(score.points for score in mine),
            sum(score.right for score in mine),
            sum(score.answered for score in mine),
            len(mine),
            max((score.best_streak for score in mine), default=0),
            sum(score.ms for score in mine),
            kinds,
            ranks.get(user),
        )


class Real:
    """The same, of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.rounds: list[int] = []

    async def apply(self, step: Step) -> None:
        match step:
            case list():
                self.rounds += await asyncio.gather(
                    *(self._play(play, channel) for channel, play in enumerate(step, start=1))
                )
            case Play():
                self.rounds.append(await self._play(step, 1))
            case Rescore():
                if self.rounds:
                    which = self.rounds[step.which % len(self.rounds)]
                    await self.ledger.rounds.rescore(which, Award(NOW, step.scores))
            case Personal("leave", user):
                await self.ledger.boards.leave(user)
            case Personal("join", user):
                await self.ledger.boards.join(user)
            case Personal(_, user):
                await self.ledger.delete(user)

    async def _play(self, play: Play, channel: int) -> int:
        at = int((NOW - timedelta(days=play.days)).timestamp() * 1000)
        rounds = self.ledger.rounds
        round_id = await rounds.open({}, guild=play.guild, channel=channel, host=USERS[0], show=play.show, at_ms=at)
        joined = [rounds.append(round_id, 2 + n, {}, user=user, at_ms=at) for n, user in enumerate(USERS)]
        end = rounds.append(
            round_id, 2 + len(USERS), {}, user=None, at_ms=at, award=Award(NOW, play.scores), release=True
        )
        await asyncio.gather(*joined, end)
        return round_id


async def assert_same(ledger: Ledger, model: Model) -> None:
    for user in USERS:
        assert await ledger.boards.has_left(user) == (user in model.left)
    for guild in GUILDS:
        for show in SHOWS:
            for name, window in WINDOWS.items():
                expected = model.board(guild, show, NOW - window)
                board = await ledger.boards.board(guild, show, None if name == "all" else NOW - window)
                assert (list(board.rows), board.total) == (expected, len(expected))
            page = await ledger.boards.board(guild, show, limit=2, offset=1)
            assert list(page.rows) == model.board(guild, show, NOW - WINDOWS["all"])[1:3]
            for user in USERS:
                assert await ledger.boards.stats(user, show, guild) == model.stats(user, show, guild)


@settings(max_examples=15, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=10))
def test_boards_are_sums_over_awards(migrated: Path, script: list[Step]) -> None:
    asyncio.run(play(migrated, script))


async def play(migrated: Path, script: list[Step]) -> None:
    """Follow a script, in which rounds of one list end at once, and look at everything."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite+aiosqlite:///{shutil.copy(migrated, folder)}")
        model = Model()
        ledger = Ledger(engine, lambda: NOW, patience=10)
        real = Real(ledger)
        for step in script:
            model.apply(step)
            await real.apply(step)
        await assert_same(ledger, model)
        await ledger.close()
        await engine.dispose()
