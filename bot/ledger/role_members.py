"""Who takes part in roles that follow progress, and what is still to be carried to Discord.

``due`` counts changes that Discord has not been told of. It is written in the commit of the change itself, so that
whatever happens to the process, the next one finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.reader import Reader
from bot.ledger.role_tables import role_member
from bot.ledger.role_values import Participants, Taking
from bot.ledger.statements import Step, inserting
from bot.ledger.tables import GuildId, Moment, UserId
from bot.ledger.turns import Turns

_guild: Final = bindparam("guild", type_=GuildId)
_user: Final = bindparam("user", type_=UserId)
_show: Final = bindparam("of", type_=role_member.c.show.type)
_night: Final = bindparam("night", type_=Moment)
_mine: Final = and_(role_member.c.guild_id == _guild, role_member.c.user_id == _user)
_this: Final = and_(_mine, role_member.c.show == _show)
_seen: Final = role_member.c.due == bindparam("seen", type_=BigInteger)
_theirs: Final = and_(role_member.c.guild_id == _guild, role_member.c.show == _show)
_waits: Final = or_(role_member.c.due > 0, role_member.c.checked_at < _night)
_again: Final = {"due": role_member.c.due + 1}

_OF: Final = select(role_member).where(_mine).order_by(role_member.c.show)
_OF_USER: Final = select(role_member).where(role_member.c.user_id == _user).order_by(role_member.c.guild_id)
_count: Final[Any] = func.count()
_COUNTS: Final = (
    select(
        _count.filter(~role_member.c.leaving).label("members"),
        _count.filter(role_member.c.stuck).label("stuck"),
    )
    .select_from(role_member)
    .where(_theirs)
)
_GUILDS_DUE: Final = select(role_member.c.guild_id).where(_waits).distinct().order_by(role_member.c.guild_id)
_USERS_DUE: Final = (
    select(role_member.c.user_id)
    .where(role_member.c.guild_id == _guild, _waits)
    .group_by(role_member.c.user_id)
    .order_by(func.max(role_member.c.due).desc(), func.min(role_member.c.checked_at), role_member.c.user_id)
    .limit(bindparam("most", type_=BigInteger))
)
_MARK_ALL: Final = update(role_member).where(role_member.c.guild_id == _guild).values(_again)
_LEAVE: Final = update(role_member).where(_this).values({**_again, "leaving": True})
_LEAVE_ALL: Final = update(role_member).where(role_member.c.user_id == _user).values({**_again, "leaving": True})
_DONE: Final = (
    update(role_member).where(_this, _seen).values(due=0, stuck=bindparam("now_stuck"), checked_at=bindparam("now"))
)
_GONE: Final = delete(role_member).where(_this, _seen)
_FORGET: Final = delete(role_member).where(_mine)

MARK: Final = update(role_member).where(role_member.c.user_id == _user, role_member.c.show == _show).values(_again)
"""Somebody's progress in a show changes: part of that change's own commit."""
MARK_SHOW: Final = update(role_member).where(_theirs).values(_again)
"""A guild's roles for a show change: part of that change's own commit."""
END_SHOW: Final = update(role_member).where(_theirs).values({**_again, "leaving": True})
"""A guild's roles for a show end, and with them everybody's consent."""


class RoleMembers:
    """Those who take part."""

    def __init__(self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        self._join = inserting(engine.dialect.name, role_member).on_conflict_do_update(
            index_elements=[*role_member.primary_key.columns], set_={"leaving": False, **_again}
        )

    async def of(self, guild: int, user: int) -> tuple[Taking, ...]:
        """Return in what somebody takes part in a guild; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_OF, {"guild": guild, "user": user}))
        return tuple(map(_taking, rows))

    async def of_user(self, user: int) -> tuple[Taking, ...]:
        """Return in what somebody takes part anywhere; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_OF_USER, {"user": user}))
        return tuple(map(_taking, rows))

    async def count(self, guild: int, show: str) -> Participants:
        """Return how many take part; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_COUNTS, {"guild": guild, "of": show}))
        return Participants(rows[0].members, rows[0].stuck)

    async def join(self, guild: int, user: int, show: str) -> None:
        """Somebody agrees to be shown by a guild's roles; raise a ``LedgerError``."""
        row = {"guild_id": guild, "user_id": user, "show": show, "leaving": False, "due": 1, "stuck": False}
        async with self._turns.of(("user", user)) as turn:
            await turn.write(((self._join, {**row, "checked_at": self._clock()}),))

    async def leave(self, guild: int, user: int, show: str) -> None:
        """Somebody does not agree any more; what is stored goes once the roles are taken. Raises a ``LedgerError``."""
        async with self._turns.of(("user", user)) as turn:
            await turn.write(((_LEAVE, {"guild": guild, "user": user, "of": show}),))

    async def leave_all(self, user: int) -> None:
        """Somebody does not agree any more, anywhere; raise a ``LedgerError``."""
        async with self._turns.of(("user", user)) as turn:
            await turn.write(((_LEAVE_ALL, {"user": user}),))

    async def guilds_due(self, night: datetime) -> tuple[int, ...]:
        """Return the guilds in which somebody waits, or was not looked at since ``night``."""
        (rows,) = await self._reader.fetch((_GUILDS_DUE, {"night": night}))
        return tuple(row.guild_id for row in rows)

    async def users_due(self, guild: int, night: datetime, limit: int) -> tuple[int, ...]:
        """Return some of those who wait or were not looked at since ``night``, those first who wait."""
        (rows,) = await self._reader.fetch((_USERS_DUE, {"guild": guild, "night": night, "most": limit}))
        return tuple(row.user_id for row in rows)

    async def mark(self, guild: int) -> None:
        """Have everybody of a guild looked at again; raise a ``LedgerError``."""
        await self._turns.at_once([("roles", guild)], [(_MARK_ALL, {"guild": guild})])

    async def done(self, taking: Taking, *, stuck: bool, over: bool) -> None:
        """Note what Discord was told, unless more has changed since ``taking`` was read; ``over``: forget it.

        Raises a ``LedgerError``.
        """
        key = {"guild": taking.guild, "user": taking.user, "of": taking.show, "seen": taking.due}
        step: Step = (_GONE, key)
        if not over or stuck:
            step = (_DONE, {**key, "now_stuck": stuck, "now": self._clock()})
        await self._turns.at_once([("user", taking.user)], [step])

    async def forget(self, guild: int, user: int) -> None:
        """Forget a member who has left; raise a ``LedgerError``."""
        await self._turns.at_once([("user", user)], [(_FORGET, {"guild": guild, "user": user})])


def _taking(row: Any) -> Taking:
    return Taking(row.guild_id, row.user_id, row.show, row.leaving, row.due, row.stuck)
