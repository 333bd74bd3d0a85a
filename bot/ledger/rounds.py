"""Rounds of trivia as logs of events: a log has no gaps and ends with its round, and a channel has one that runs.

Both hold in the database itself. An event whose predecessor is not stored is refused, so that when one was not stored
no later one is; and a second round in a channel is refused whoever opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.bodies import Body, put, take
from bot.ledger.errors import RoundRunning, StoreUnavailable, Unsettled, WriteRefused
from bot.ledger.reader import Reader
from bot.ledger.scores import Award, Scores, users
from bot.ledger.statements import Step, inserting
from bot.ledger.tables import ChannelId, UserId
from bot.ledger.trivia_tables import Milliseconds, RoundId, round_event, round_question, trivia_round
from bot.ledger.turns import Turn, Turns

PORTION: Final = 200
"""How many rounds are read at once."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event of a round; a negative user is a stand-in for somebody whose data was deleted."""

    seq: int
    user: int | None
    body: Body
    at: int
    """In milliseconds, on Discord's clock."""


@dataclass(frozen=True, slots=True)
class StoredRound:
    """A round as it is in the database, with its whole log."""

    round_id: int
    guild: int
    channel: int
    show: str
    events: tuple[StoredEvent, ...]
    """The first one is its opening."""
    alive: int
    """The last sign of life, in milliseconds."""
    ended: datetime | None

    @property
    def opened(self) -> Body:
        """What it was opened with."""
        return self.events[0].body

    @property
    def host(self) -> int:
        """Who opened it, or their stand-in."""
        return self.events[0].user or 0

    @property
    def next_seq(self) -> int:
        """The place of the next event."""
        return self.events[-1].seq + 1


_previous = round_event.alias("previous")
_round: Final = bindparam("round", type_=RoundId)
_channel: Final = bindparam("channel", type_=ChannelId)
_show: Final = bindparam("of", type_=trivia_round.c.show.type)
_ms: Final = bindparam("ms", type_=Milliseconds)


def _running(column: Any) -> Any:
    return select(column).where(trivia_round.c.channel_id == _channel, trivia_round.c.ended_at.is_(None))


def _of_round(column: Any) -> Any:
    return select(column).where(trivia_round.c.id == _round, trivia_round.c.ended_at.is_(None)).scalar_subquery()


_RUNNING: Final = _running(trivia_round.c.id)
_OPEN: Final = insert(trivia_round)
_OPENING: Final = insert(round_event).values(
    round_id=_running(trivia_round.c.id).scalar_subquery(),
    seq=1,
    guild_id=_running(trivia_round.c.guild_id).scalar_subquery(),
    user_id=bindparam("user"),
    at=_ms,
    body=bindparam("json"),
    words=bindparam("typed"),
)
_APPEND: Final = insert(round_event).values(
    round_id=_round,
    # Null, and so refused, where the one before it is missing or the round has ended.
    seq=select(_previous.c.seq + 1)
    .where(_previous.c.round_id == _round, _previous.c.seq == bindparam("last"))
    .scalar_subquery(),
    guild_id=_of_round(trivia_round.c.guild_id),
    user_id=bindparam("user"),
    at=_ms,
    body=bindparam("json"),
    words=bindparam("typed"),
)
_END: Final = update(trivia_round).where(trivia_round.c.id == _round).values(ended_at=bindparam("end"))
_ALIVE: Final = (
    update(trivia_round).where(trivia_round.c.id == _round, trivia_round.c.alive < _ms).values(alive=bindparam("ms"))
)
_USED: Final = select(round_question.c.key).where(
    round_question.c.channel_id == _channel, round_question.c.show == _show, round_question.c.fresh
)
_CLEAR_USED: Final = (
    update(round_question)
    .where(round_question.c.channel_id == _channel, round_question.c.show == _show, round_question.c.fresh)
    .values(fresh=False)
)
_ASKED: Final = (
    select(round_question.c.round_id)
    .where(round_question.c.guild_id == bindparam("guild"), round_question.c.key == bindparam("question"))
    .order_by(round_question.c.round_id)
)
_ALL_RUNNING: Final = (
    select(trivia_round.c.id, trivia_round.c.guild_id)
    .where(trivia_round.c.ended_at.is_(None))
    .order_by(trivia_round.c.id)
)
_SOME: Final = bindparam("some", expanding=True, type_=RoundId)
_ROUNDS: Final = select(trivia_round).where(trivia_round.c.id.in_(_SOME)).order_by(trivia_round.c.id)
_EVENTS: Final = (
    select(
        round_event.c.round_id,
        round_event.c.seq,
        round_event.c.user_id,
        round_event.c.stand_in,
        round_event.c.at,
        round_event.c.body,
        round_event.c.words,
    )
    .where(round_event.c.round_id.in_(_SOME))
    .order_by(round_event.c.round_id, round_event.c.seq)
)
_LEAVE: Final = (
    update(round_event)
    .where(round_event.c.user_id == bindparam("me", type_=UserId))
    .values(
        words=None,
        stand_in=select(func.min(_previous.c.seq))
        .where(_previous.c.round_id == round_event.c.round_id, _previous.c.user_id == bindparam("me", type_=UserId))
        .correlate(round_event)
        .scalar_subquery(),
    )
)


def anonymous(user: int) -> Step:
    """Return the step after which a user's events say what somebody did, the same one in all of a round, but not who.

    The events themselves stay: without them the rest of the log would come to something else for the others.
    """
    return _LEAVE, {"me": user}


class Rounds:
    """The logs of all rounds."""

    def __init__(self, engine: AsyncEngine, reader: Reader, turns: Turns) -> None:
        self._reader = reader
        self._turns = turns
        self._scores = Scores(engine.dialect.name)
        question = inserting(engine.dialect.name, round_question).values(
            round_id=_round,
            key=bindparam("question"),
            guild_id=_of_round(trivia_round.c.guild_id),
            channel_id=_of_round(trivia_round.c.channel_id),
            show=_of_round(trivia_round.c.show),
            fresh=True,
        )
        self._question = question.on_conflict_do_update(
            index_elements=[*round_question.primary_key.columns], set_={"fresh": True}
        )

    async def open(self, opened: Body, *, guild: int, channel: int, host: int, show: str, at_ms: int) -> int:
        """Store a round with its first event, and return its number; raise ``RoundRunning`` or a ``LedgerError``.

        After ``Unsettled`` it may be there all the same: whoever opens the next one in that channel learns of it.
        """
        body, words = take(opened, host)
        steps: list[Step] = [
            (_OPEN, {"guild_id": guild, "channel_id": channel, "show": show, "alive": at_ms, "ended_at": None}),
            (_OPENING, {"channel": channel, "user": host, "ms": at_ms, "json": body, "typed": words}),
        ]
        async with self._turns.of(("channel", channel)) as turn:
            await self._check_free(turn, channel)
            try:
                await turn.write(steps, about=[("user", host)])
            except WriteRefused:
                await self._check_free(turn, channel)  # another process was quicker
                raise
            try:
                return (await self._find(turn, channel))[0]
            except (StoreUnavailable, IndexError) as error:
                raise Unsettled("the round is stored, but cannot be read") from error

    async def append(
        self,
        round_id: int,
        seq: int,
        body: Body,
        *,
        user: int | None,
        at_ms: int,
        used: str | None = None,
        award: Award | None = None,
        release: bool = False,
    ) -> None:
        """Store the event that is a round's ``seq``-th and all that comes with it, in one commit.

        ``used`` is the question that it draws, ``award`` what the players have from it, and ``release`` says that it is
        the last one. Events of one round are stored in the order of the calls, which need not wait for each other.
        After any ``LedgerError`` what is stored is the truth, and none of the later ones is.
        """
        text, words = take(body, user)
        row = {"round": round_id, "last": seq - 1, "user": user, "ms": at_ms, "json": text, "typed": words}
        steps: list[Step] = [(_APPEND, row)]
        keys: set[tuple[str, int]] = set() if user is None else {("user", user)}
        if used is not None:
            steps.append((self._question, {"round": round_id, "question": used}))
        if release:
            steps.append((_END, {"round": round_id, "end": datetime.fromtimestamp(at_ms / 1000, UTC)}))
        if award is not None:
            steps += self._scores.award(round_id, award)
            keys |= {("round", round_id), *users(award)}
        await self._turns.at_once(keys, steps)

    async def rescore(self, round_id: int, award: Award) -> None:
        """Replace what a round came to; it goes on counting for the time when it ended."""
        await self._turns.at_once({("round", round_id), *users(award)}, self._scores.replace(round_id, award))

    async def heartbeat(self, round_ids: Collection[int], at_ms: int) -> None:
        """Note that these rounds were being held at this time."""
        if round_ids:
            await self._turns.at_once((), [(_ALIVE, [{"round": each, "ms": at_ms} for each in round_ids])])

    async def running(self, mine: Callable[[int], bool] | None = None) -> tuple[StoredRound, ...]:
        """Return the rounds that have not ended, of the guilds that are ``mine``; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_ALL_RUNNING, {}))
        ids = [row.id for row in rows if mine is None or mine(row.guild_id)]
        found: list[StoredRound] = []
        for start in range(0, len(ids), PORTION):
            found += await self._read(ids[start : start + PORTION])
        return tuple(found)

    async def stored(self, round_id: int) -> StoredRound | None:
        """Return a round with its log, ``None`` where there is none; raise ``StoreUnavailable``."""
        found = await self._read([round_id])
        return found[0] if found else None

    async def used(self, channel: int, show: str) -> frozenset[str]:
        """Return the questions not to be repeated in a channel; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_USED, {"channel": channel, "of": show}))
        return frozenset(row.key for row in rows)

    async def clear_used(self, channel: int, show: str) -> None:
        """Have all questions asked again in a channel, now that there are no others; raise a ``LedgerError``."""
        await self._turns.at_once((), [(_CLEAR_USED, {"channel": channel, "of": show})])

    async def asked(self, guild: int, key: str) -> tuple[int, ...]:
        """Return the rounds of a guild in which a question was drawn; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_ASKED, {"guild": guild, "question": key}))
        return tuple(row.round_id for row in rows)

    async def _check_free(self, turn: Turn, channel: int) -> None:
        for round_id in await self._find(turn, channel):
            raise RoundRunning(round_id, channel)

    async def _find(self, turn: Turn, channel: int) -> list[int]:
        (rows,) = await turn.by_deadline(self._reader.fetch((_RUNNING, {"channel": channel})))
        return [row.id for row in rows]

    async def _read(self, ids: Sequence[int]) -> list[StoredRound]:
        rounds, events = await self._reader.fetch((_ROUNDS, {"some": ids}), (_EVENTS, {"some": ids}))
        logs: dict[int, list[StoredEvent]] = {row.id: [] for row in rounds}
        for event in events:
            if event.round_id in logs:
                logs[event.round_id].append(_event(event))
        return [
            StoredRound(
                row.id,
                row.guild_id,
                row.channel_id,
                row.show,
                tuple(logs[row.id]),
                max(row.alive, *(event.at for event in logs[row.id])),
                row.ended_at,
            )
            for row in rounds
        ]


def _event(row: Row[Any]) -> StoredEvent:
    user = row.user_id if row.stand_in is None else -row.stand_in
    return StoredEvent(row.seq, user, put(row.body, user, row.words), row.at)
