"""Questions that players report, and what a guild's moderators say about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, bindparam, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.cache import Cache
from bot.ledger.reader import Reader
from bot.ledger.statements import upsert
from bot.ledger.tables import GuildId, UserId
from bot.ledger.trivia_tables import question_report, question_verdict, trivia_round
from bot.ledger.turns import Turns

TEXTS: Final = 5
"""How many of the reporters' own words are handed out for one question."""


@dataclass(frozen=True, slots=True)
class Report:
    """A question that waits for a moderator's word."""

    key: str
    ask: str
    count: int
    """How many have reported it."""
    at: datetime
    """When it was first reported."""
    texts: tuple[str, ...]
    """What the last few reporters say, the last one first."""
    rounds: tuple[tuple[int, int, int], ...]
    """Round, number of the question and channel, where it was reported from a round."""


_report: Final = question_report.c
_guild: Final = bindparam("guild", type_=GuildId)
_key: Final = bindparam("question", type_=_report.key.type)
_settled: Final = exists(
    select(question_verdict.c.key).where(
        question_verdict.c.guild_id == _report.guild_id, question_verdict.c.key == _report.key
    )
)
_REPORTED: Final = select(_report.key).where(
    _report.guild_id == _guild, _report.key == _key, _report.user_id == bindparam("me", type_=UserId)
)
_OPEN: Final = (
    select(
        _report.key,
        func.min(_report.ask).label("ask"),
        func.count().label("reports"),
        func.min(_report.at).label("first"),
    )
    .where(_report.guild_id == _guild, ~_settled)
    .group_by(_report.key)
    .order_by(func.min(_report.at), _report.key)
    .limit(bindparam("most", type_=BigInteger))
)
_DETAILS: Final = (
    select(_report.key, _report.text, _report.round_id, _report.number, trivia_round.c.channel_id)
    .select_from(question_report.outerjoin(trivia_round, trivia_round.c.id == _report.round_id))
    .where(_report.guild_id == _guild, _report.key.in_(bindparam("some", expanding=True)))
    .order_by(_report.at.desc(), _report.user_id)
)
_VERDICT: Final = select(question_verdict.c.banned).where(
    question_verdict.c.guild_id == _guild, question_verdict.c.key == _key
)
_BANNED: Final = select(question_verdict.c.key).where(question_verdict.c.guild_id == _guild, question_verdict.c.banned)
_UNSCORED: Final = (
    select(question_verdict.c.guild_id, question_verdict.c.key)
    .where(~question_verdict.c.scored)
    .order_by(question_verdict.c.at)
)
_SCORED: Final = (
    update(question_verdict)
    .where(question_verdict.c.guild_id == _guild, question_verdict.c.key == _key)
    .values(scored=True)
)


class Reports:
    """Reports and verdicts, by guild; which questions are banned is kept in memory."""

    def __init__(
        self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime], size: int
    ) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        self._settle = upsert(engine.dialect.name, question_verdict, "banned", "user_id", "at", "scored")
        self.memory: Cache[int, frozenset[str]] = Cache(size, self._read)

    async def report(
        self,
        guild: int,
        key: str,
        *,
        ask: str,
        user: int,
        text: str = "",
        round_id: int | None = None,
        number: int | None = None,
    ) -> bool:
        """Note that somebody finds fault with a question; return whether they have not done so before."""
        row = {
            "guild_id": guild,
            "key": key,
            "user_id": user,
            "ask": ask,
            "text": text,
            "round_id": round_id,
            "number": number,
            "at": self._clock(),
        }
        async with self._turns.of(("user", user)) as turn:
            query = (_REPORTED, {"guild": guild, "question": key, "me": user})
            (before,) = await turn.by_deadline(self._reader.fetch(query))
            if not before:
                await turn.write(((insert(question_report), row),))
            return not before

    async def open(self, guild: int, limit: int = 25) -> tuple[Report, ...]:
        """Return the questions nobody has settled yet, the one that waits longest first; raise ``StoreUnavailable``."""
        (found,) = await self._reader.fetch((_OPEN, {"guild": guild, "most": limit}))
        (details,) = await self._reader.fetch((_DETAILS, {"guild": guild, "some": [row.key for row in found]}))
        reports = []
        for row in found:
            ours = [detail for detail in details if detail.key == row.key]
            texts = [detail.text for detail in ours if detail.text][:TEXTS]
            rounds = {
                (detail.round_id, detail.number, detail.channel_id): None
                for detail in ours
                if detail.channel_id is not None
            }
            reports.append(Report(row.key, row.ask, row.reports, row.first, tuple(texts), tuple(rounds)))
        return tuple(reports)

    async def settle(self, guild: int, key: str, banned: bool, *, by: int) -> bool:
        """Say whether a question may still be asked in a guild; return whether that is not as it was before.

        If so the answers to it are to be scored anew, and ``unscored`` has it until ``scored`` is called.
        """
        async with self._turns.of(("guild", guild)) as turn:
            query = (_VERDICT, {"guild": guild, "question": key})
            (rows,) = await turn.by_deadline(self._reader.fetch(query))
            changed = banned != (bool(rows) and rows[0].banned)
            if changed or not rows:
                row = {
                    "guild_id": guild,
                    "key": key,
                    "banned": banned,
                    "user_id": by,
                    "at": self._clock(),
                    "scored": not changed,
                }
                await turn.write(
                    ((self._settle, row),),
                    lambda: self.memory.update(guild, lambda keys: keys | {key} if banned else keys - {key}),
                    lambda: self.memory.drop(guild),
                    about=[("user", by)],
                )
            return changed

    async def unscored(self) -> tuple[tuple[int, str], ...]:
        """Return guild and key of every question whose answers are still to be scored anew."""
        (rows,) = await self._reader.fetch((_UNSCORED, {}))
        return tuple((row.guild_id, row.key) for row in rows)

    async def scored(self, guild: int, key: str) -> None:
        """Note that the answers to a question have been scored anew; raise a ``LedgerError``."""
        await self._turns.at_once([("guild", guild)], [(_SCORED, {"guild": guild, "question": key})])

    def peek_banned(self, guild: int) -> frozenset[str] | None:
        """Return the questions not to be asked in a guild if they are in memory."""
        return self.memory.peek(guild)

    async def banned(self, guild: int) -> frozenset[str]:
        """Return the questions not to be asked in a guild; raise ``StoreUnavailable``."""
        return await self.memory.get(guild)

    async def _read(self, guild: int) -> frozenset[str]:
        (rows,) = await self._reader.fetch((_BANNED, {"guild": guild}))
        return frozenset(row.key for row in rows)
