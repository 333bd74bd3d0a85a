"""The question of the day: when and where a guild has it, which one it was, and everybody's one answer to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import BigInteger, Row, and_, bindparam, case, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.boards import on_boards
from bot.ledger.change_log import logged
from bot.ledger.errors import AlreadyAnswered
from bot.ledger.reader import Reader
from bot.ledger.statements import Step, inserting, upsert
from bot.ledger.tables import GuildId, Moment, UserId
from bot.ledger.trivia_tables import daily, daily_answer, daily_question, question_verdict
from bot.ledger.turns import Turns


@dataclass(frozen=True, slots=True)
class DailySettings:
    """When and where a guild has its question of the day."""

    channel: int
    show: str
    hour: int
    minute: int = 0
    zone: str = "UTC"
    """A name of the time zone database."""
    enabled: bool = True
    next_at: datetime | None = None
    """When the next question is to be posted."""


@dataclass(frozen=True, slots=True)
class DailyQuestion:
    """The question of one day in one guild."""

    guild: int
    day: date
    show: str
    channel: int
    key: str
    question: dict[str, Any]
    message: int | None
    """``None`` until it is posted."""


@dataclass(frozen=True, slots=True)
class DailyRow:
    """Where somebody stands on one day; those right in as much time share a rank, and so do all who were wrong."""

    rank: int
    user: int
    right: bool
    ms: int


@dataclass(frozen=True, slots=True)
class Streak:
    """Right answers to questions of the day that followed each other."""

    current: int = 0
    best: int = 0


_guild: Final = bindparam("guild", type_=GuildId)
_day: Final = bindparam("on", type_=daily_question.c.day.type)
_me: Final = bindparam("me", type_=UserId)
_SETTINGS: Final = select(daily).where(daily.c.guild_id == _guild)
_REMOVE: Final = delete(daily).where(daily.c.guild_id == _guild)
_DUE: Final = (
    select(daily)
    .where(daily.c.enabled, daily.c.next_at <= bindparam("now", type_=Moment))
    .order_by(daily.c.next_at, daily.c.guild_id)
)
_SET_NEXT: Final = update(daily).where(daily.c.guild_id == _guild).values(next_at=bindparam("next"))
_QUESTION: Final = select(daily_question).where(daily_question.c.guild_id == _guild, daily_question.c.day == _day)
_LATEST: Final = (
    select(daily_question)
    .where(daily_question.c.guild_id == _guild, daily_question.c.message_id.is_not(None))
    .order_by(daily_question.c.day.desc())
    .limit(1)
)
_DAYS: Final = (
    select(daily_question.c.key, daily_question.c.day, daily_question.c.channel_id)
    .where(daily_question.c.guild_id == _guild)
    .order_by(daily_question.c.day.desc())
)
_POSTED: Final = (
    update(daily_question)
    .where(daily_question.c.guild_id == _guild, daily_question.c.day == _day)
    .values(message_id=bindparam("message"))
)
_WITHDRAW: Final = (
    update(daily_question)
    .where(daily_question.c.guild_id == _guild, daily_question.c.day == _day)
    .values(message_id=None)
)
_DISCARD: Final = delete(daily_question).where(
    daily_question.c.guild_id == _guild, daily_question.c.day == _day, daily_question.c.message_id.is_(None)
)
_ANSWER: Final = insert(daily_answer)
_ANSWERED: Final = select(daily_answer.c.right).where(
    daily_answer.c.guild_id == _guild, daily_answer.c.day == _day, daily_answer.c.user_id == _me
)
_counts: Final = ~exists(
    select(question_verdict.c.key).where(
        question_verdict.c.guild_id == daily_question.c.guild_id,
        question_verdict.c.key == daily_question.c.key,
        question_verdict.c.banned,
    )
)
_HISTORY: Final = (
    select(daily_answer.c.right)
    .select_from(daily_question)
    .outerjoin(
        daily_answer,
        and_(
            daily_answer.c.guild_id == daily_question.c.guild_id,
            daily_answer.c.day == daily_question.c.day,
            daily_answer.c.user_id == _me,
        ),
    )
    .where(daily_question.c.guild_id == _guild, daily_question.c.message_id.is_not(None), _counts)
    .order_by(daily_question.c.day)
)
_time: Final = case((daily_answer.c.right, daily_answer.c.ms), else_=0)
_BOARD: Final = (
    select(
        func.rank().over(order_by=(daily_answer.c.right.desc(), _time)).label("place"),
        daily_answer.c.user_id,
        daily_answer.c.right,
        daily_answer.c.ms,
    )
    .where(daily_answer.c.guild_id == _guild, daily_answer.c.day == _day, on_boards(daily_answer.c.user_id))
    .order_by(daily_answer.c.right.desc(), _time, daily_answer.c.user_id)
    .limit(bindparam("most", type_=BigInteger))
)


class Daily:
    """Questions of the day of all guilds."""

    def __init__(self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        columns = [column.name for column in daily.c if not column.primary_key]
        self._set = upsert(engine.dialect.name, daily, *columns)
        self._draw = inserting(engine.dialect.name, daily_question).on_conflict_do_nothing()

    async def settings(self, guild: int) -> DailySettings | None:
        """Return when and where a guild has its question, ``None`` where it never had; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_SETTINGS, {"guild": guild}))
        return _settings(rows[0]) if rows else None

    async def set(
        self, guild: int, settings: DailySettings | None, *, by: int
    ) -> tuple[DailySettings | None, DailySettings | None]:
        """Say when and where a guild has its question; return what holds before and after. Logged as ``daily``."""
        async with self._turns.of(("guild", guild)) as turn:
            (rows,) = await turn.by_deadline(self._reader.fetch((_SETTINGS, {"guild": guild})))
            before = _settings(rows[0]) if rows else None
            if settings != before:
                change: Step = (_REMOVE, {"guild": guild})
                if settings is not None:
                    change = (self._set, {"guild_id": guild, **_row(settings)})
                await turn.write((change, *self._log(guild, by, before, settings)), about=[("user", by)])
            return before, settings

    async def due(self, now: datetime) -> tuple[tuple[int, DailySettings], ...]:
        """Return the guilds whose question is to be posted by ``now``, the one that waits longest first."""
        (rows,) = await self._reader.fetch((_DUE, {"now": now}))
        return tuple((row.guild_id, _settings(row)) for row in rows)

    async def set_next(self, guild: int, next_at: datetime | None) -> None:
        """Say when a guild's next question is to be posted; raise a ``LedgerError``."""
        await self._turns.at_once([("guild", guild)], [(_SET_NEXT, {"guild": guild, "next": next_at})])

    async def draw(
        self, guild: int, day: date, question: dict[str, Any], *, key: str, show: str, channel: int
    ) -> DailyQuestion:
        """Choose a day's question before it is posted, and return it: the one that was chosen first stays."""
        row = {
            "guild_id": guild,
            "day": day.isoformat(),
            "channel_id": channel,
            "show": show,
            "key": key,
            "body": orjson.dumps(question).decode(),
        }
        await self._turns.at_once([("guild", guild)], [(self._draw, row)])
        chosen = await self.question(guild, day)
        return chosen or DailyQuestion(guild, day, show, channel, key, question, None)

    async def discard(self, guild: int, day: date) -> None:
        """Forget a day's question that was chosen, unless it is posted; raise a ``LedgerError``."""
        await self._turns.at_once([("guild", guild)], [(_DISCARD, {"guild": guild, "on": day.isoformat()})])

    async def posted(
        self, guild: int, day: date, message: int, next_at: datetime | None, withdrawn: date | None = None
    ) -> None:
        """Note, in one commit, which message a day's question is in and when the next one is to be posted.

        The question of the day ``withdrawn`` counts from now on as one that was never posted: for nobody.
        """
        steps: list[Step] = [
            (_POSTED, {"guild": guild, "on": day.isoformat(), "message": message}),
            (_SET_NEXT, {"guild": guild, "next": next_at}),
        ]
        if withdrawn is not None:
            steps.append((_WITHDRAW, {"guild": guild, "on": withdrawn.isoformat()}))
        await self._turns.at_once([("guild", guild)], steps)

    async def question(self, guild: int, day: date) -> DailyQuestion | None:
        """Return a day's question, posted or not; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_QUESTION, {"guild": guild, "on": day.isoformat()}))
        return _question(rows[0]) if rows else None

    async def latest(self, guild: int) -> DailyQuestion | None:
        """Return the question that was posted last; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_LATEST, {"guild": guild}))
        return _question(rows[0]) if rows else None

    async def days(self, guild: int) -> dict[str, list[tuple[date, int]]]:
        """Return when and where each question of a guild was asked, the last time first; raise ``StoreUnavailable``."""
        (rows,) = await self._reader.fetch((_DAYS, {"guild": guild}))
        found: dict[str, list[tuple[date, int]]] = {}
        for row in rows:
            found.setdefault(row.key, []).append((date.fromisoformat(row.day), row.channel_id))
        return found

    async def answer(self, guild: int, day: date, user: int, *, right: bool, ms: int) -> None:
        """Store somebody's one answer; raise ``AlreadyAnswered`` with what came of the first, or a ``LedgerError``."""
        row = {
            "guild_id": guild,
            "day": day.isoformat(),
            "user_id": user,
            "right": right,
            "ms": ms,
            "at": self._clock(),
        }
        async with self._turns.of(("user", user)) as turn:
            query = (_ANSWERED, {"guild": guild, "on": day.isoformat(), "me": user})
            (rows,) = await turn.by_deadline(self._reader.fetch(query))
            if rows:
                raise AlreadyAnswered(rows[0].right)
            await turn.write(((_ANSWER, row),))

    async def streak(self, user: int, guild: int) -> Streak:
        """Return how many questions that followed each other somebody got right, now and at best.

        Days without a question break nothing, nor do questions that are banned, nor the last one while it is open.
        """
        (rows,) = await self._reader.fetch((_HISTORY, {"guild": guild, "me": user}))
        return _streak([row.right for row in rows])

    async def board(self, guild: int, day: date, *, limit: int = 10) -> tuple[DailyRow, ...]:
        """Return who answered a day's question, those who were right first and of them the quickest."""
        values = {"guild": guild, "on": day.isoformat(), "most": limit}
        (rows,) = await self._reader.fetch((_BOARD, values))
        return tuple(DailyRow(row.place, row.user_id, row.right, row.ms) for row in rows)

    def _log(self, guild: int, by: int, before: DailySettings | None, after: DailySettings | None) -> Iterable[Step]:
        if _shown(before) == _shown(after) and before and after and before.channel == after.channel:
            return
        about = after or before
        show, channel = (None, None) if about is None else (about.show, about.channel)
        yield logged(guild, self._clock(), by, "daily", _shown(before), _shown(after), show=show, channel=channel)


def _shown(settings: DailySettings | None) -> str | None:
    if settings is None or not settings.enabled:
        return None
    return f"{settings.hour:02}:{settings.minute:02} {settings.zone}"


def _row(settings: DailySettings) -> dict[str, Any]:
    return {
        "channel_id": settings.channel,
        "show": settings.show,
        "hour": settings.hour,
        "minute": settings.minute,
        "zone": settings.zone,
        "enabled": settings.enabled,
        "next_at": settings.next_at,
    }


def _settings(row: Row[Any]) -> DailySettings:
    return DailySettings(row.channel_id, row.show, row.hour, row.minute, row.zone, row.enabled, row.next_at)


def _question(row: Row[Any]) -> DailyQuestion:
    day, question = date.fromisoformat(row.day), orjson.loads(row.body)
    return DailyQuestion(row.guild_id, day, row.show, row.channel_id, row.key, question, row.message_id)


def _streak(history: Sequence[bool | None]) -> Streak:
    """Count in what became of each question: right, wrong, or (``None``) not answered."""
    if history and history[-1] is None:
        history = history[:-1]
    now = best = 0
    for right in history:
        now = now + 1 if right else 0
        best = max(best, now)
    return Streak(now, best)
