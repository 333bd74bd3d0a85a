"""Watch parties: the next step of a channel's ceiling, on a moderator's word and at the hour that they named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.change_log import logged
from bot.ledger.guilds import Guilds
from bot.ledger.party_tables import WordId, user_zone, watch_party
from bot.ledger.reader import Reader
from bot.ledger.statements import Step, upsert
from bot.ledger.tables import ChannelId, GuildId, Moment, UserId, concrete
from bot.ledger.turns import Turn, Turns
from bot.ledger.values import Guild, GuildSettings
from facts.position import Position

NOT_POSTED: Final = 0
"""Stands where the id of an announcement does that cannot be posted; no message has it."""


@dataclass(frozen=True, slots=True)
class Party:
    """One announced step of one channel's ceiling."""

    id: int
    """Of the moderator's word, another for each announcement."""
    guild: int
    channel: int
    """Whose ceiling is to be raised: a channel, category, thread, forum or post."""
    show: str
    ceiling: Position
    """Concrete: what it is raised to, and no further."""
    above: Position
    """Concrete: how far the channel might speak when it was announced."""
    at: datetime
    by: int | None
    """Who gave the word; ``None`` once they have had their data deleted."""
    told_in: int
    """The channel in which it is announced."""
    message: int | None = None
    """Of the announcement: ``None`` until it is posted, ``NOT_POSTED`` where it cannot be."""
    raised: bool = False
    """Whether the hour has come and the ceiling been raised; what remains is to say so."""


class Outcome(Enum):
    """What comes of a watch party."""

    RISES = auto()
    THERE = auto()
    """The channel may speak of it already."""
    LOWERED = auto()
    """Moderators have lowered the ceiling since it was announced, so their word of then does not hold."""
    OTHER_SHOW = auto()
    NO_EPISODE = auto()
    """The pack has shrunk, or is not there any more."""
    GONE = auto()
    """The channel is."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What has come of a watch party, and a guild's settings before and after."""

    outcome: Outcome
    before: GuildSettings
    after: GuildSettings


_of: Final = (
    watch_party.c.guild_id == bindparam("guild", type_=GuildId),
    watch_party.c.channel_id == bindparam("channel", type_=ChannelId),
    watch_party.c.show == bindparam("of", type_=watch_party.c.show.type),
)
_this: Final = (*_of, watch_party.c.id == bindparam("word", type_=WordId))
_ALL: Final = (
    select(watch_party).where(watch_party.c.guild_id == bindparam("guild", type_=GuildId)).order_by(watch_party.c.at)
)
_ONE: Final = select(watch_party).where(*_of)
_DUE: Final = (
    select(watch_party)
    .where(or_(watch_party.c.at <= bindparam("now", type_=Moment), watch_party.c.message_id.is_(None)))
    .order_by(watch_party.c.at, watch_party.c.guild_id)
)
_SAID: Final = update(watch_party).where(*_this).values(message_id=bindparam("message"))
_RAISED: Final = update(watch_party).where(*_this).values(raised_at=bindparam("now", type_=Moment))
_OVER: Final = delete(watch_party).where(*_this)
_ZONE: Final = select(user_zone.c.zone).where(user_zone.c.user_id == bindparam("me", type_=UserId))


class WatchParties:
    """The watch parties of all guilds; what they do to ceilings is done in the guild's turn."""

    def __init__(
        self, engine: AsyncEngine, reader: Reader, turns: Turns, guilds: Guilds, clock: Callable[[], datetime]
    ) -> None:
        self._reader = reader
        self._turns = turns
        self._guilds = guilds
        self._clock = clock
        columns = [column.name for column in watch_party.c if not column.primary_key]
        self._set = upsert(engine.dialect.name, watch_party, *columns)
        self._set_zone = upsert(engine.dialect.name, user_zone, "zone")

    async def of(self, guild: int) -> tuple[Party, ...]:
        """Return a guild's watch parties, the next one first; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_ALL, {"guild": guild}))
        return tuple(_party(row) for row in rows)

    async def due(self, now: datetime) -> tuple[Party, ...]:
        """Return those of all guilds whose hour has come by ``now``, and those that are to be announced."""
        (rows,) = await self._reader.fetch((_DUE, {"now": now}))
        return tuple(_party(row) for row in rows)

    async def plan(self, party: Party) -> Party | None:
        """Keep a moderator's word, in place of an earlier one of that channel and show, which is returned. Logged."""
        async with self._turns.of(("guild", party.guild)) as turn:
            before = await self._read(turn, party)
            row = {
                "guild_id": party.guild,
                "channel_id": party.channel,
                "show": party.show,
                "id": party.id,
                "user_id": party.by,
                "ceiling": concrete(party.ceiling),
                "above": concrete(party.above),
                "at": party.at,
                "told_in": party.told_in,
                "message_id": None,
                "raised_at": None,
            }
            about = [] if party.by is None else [("user", party.by)]
            await turn.write(((self._set, row), self._entry(party, party.by, before, party)), about=about)
            return before

    async def call_off(self, party: Party, *, by: int) -> bool:
        """Take a word back; return whether it was still waiting for its hour. Logged."""
        async with self._turns.of(("guild", party.guild)) as turn:
            now = await self._read(turn, party)
            if now is None or now.id != party.id or now.raised:
                return False
            await turn.write(((_OVER, _key(party)), self._entry(party, by, now, None)), about=[("user", by)])
            return True

    async def said(self, party: Party, message: int) -> None:
        """Note which message announces it."""
        await self._turns.at_once([("guild", party.guild)], [(_SAID, {**_key(party), "message": message})])

    async def settle(
        self, party: Party, decide: Callable[[GuildSettings], Outcome], *, ended_by: int
    ) -> Settled | None:
        """Keep a word whose hour has come, in one commit; ``None`` where it was taken back or kept meanwhile.

        ``decide`` sees the settings that then hold. What does not rise, and is not there already, ends and is logged
        as ended by ``ended_by``.
        """
        async with AsyncExitStack() as turns:
            if party.by is not None:
                # Whoever gave the word may be about to have their data deleted: then the log names nobody.
                await turns.enter_async_context(self._turns.of(("user", party.by)))
            turn = await turns.enter_async_context(self._turns.of(("guild", party.guild)))
            now = await self._read(turn, party)
            if now is None or now.id != party.id or now.raised:
                return None
            before = await turn.read(self._guilds.memory, party.guild)
            outcome = decide(before.settings)
            after, steps = self._kept(before, now, outcome, ended_by)
            await turn.write(
                steps,
                lambda: self._guilds.memory.update(party.guild, lambda _: after),
                lambda: self._guilds.memory.drop(party.guild),
                about=[] if now.by is None else [("user", now.by)],
            )
            return Settled(outcome, before.settings, after.settings)

    async def over(self, party: Party) -> None:
        """Forget one that has been told."""
        await self._turns.at_once([("guild", party.guild)], [(_OVER, _key(party))])

    async def zone(self, user: int) -> str | None:
        """Return the time zone in which somebody last said an hour; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_ZONE, {"me": user}))
        return str(rows[0].zone) if rows else None

    async def set_zone(self, user: int, zone: str) -> None:
        """Remember somebody's time zone."""
        await self._turns.at_once([("user", user)], [(self._set_zone, {"user_id": user, "zone": zone})])

    def _kept(self, before: Guild, party: Party, outcome: Outcome, ended_by: int) -> tuple[Guild, list[Step]]:
        raised = (_RAISED, {**_key(party), "now": self._clock()})
        match outcome:
            case Outcome.RISES:
                after, steps = self._guilds.with_ceiling(
                    party.guild, party.by, before, party.show, party.ceiling, party.channel
                )
                return after, [*steps, raised]
            case Outcome.THERE:
                return before, [raised]
            case _:
                return before, [(_OVER, _key(party)), self._entry(party, ended_by, party, None)]

    async def _read(self, turn: Turn, party: Party) -> Party | None:
        values = {"guild": party.guild, "channel": party.channel, "of": party.show}
        (rows,) = await turn.by_deadline(self._reader.fetch((_ONE, values)))
        return _party(rows[0]) if rows else None

    def _entry(self, party: Party, by: int | None, before: Party | None, after: Party | None) -> Step:
        shown = _shown(before), _shown(after)
        return logged(party.guild, self._clock(), by, "follow", *shown, show=party.show, channel=party.channel)


def _key(party: Party) -> dict[str, Any]:
    return {"guild": party.guild, "channel": party.channel, "of": party.show, "word": party.id}


def _shown(party: Party | None) -> str | None:
    return None if party is None else f"{party.ceiling} {party.at.isoformat(timespec='minutes')}"


def _party(row: Row[Any]) -> Party:
    return Party(
        row.id,
        row.guild_id,
        row.channel_id,
        row.show,
        row.ceiling,
        row.above,
        row.at,
        row.user_id,
        row.told_in,
        row.message_id,
        row.raised_at is not None,
    )
