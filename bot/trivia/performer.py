"""Doing in channels what rounds want done: one thing after the other for each round, again where Discord fails."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from random import Random
from typing import Final

from bot.ledger import Ledger, LedgerError
from bot.trivia import effects, events
from bot.trivia.effects import Effect
from bot.trivia.stage import BusyError, LostError, MessageGoneError, Stage
from bot.trivia.state import Phase
from bot.trivia.table import Table
from bot.trivia.timing import Timing
from bot.trivia.work import RETRY, Work
from facts.errors import StoreError
from facts.position import Position
from facts.questions import Pool, TriviaQuestion

log = logging.getLogger(__name__)

PoolOf = Callable[[str, Position], Awaitable[Pool]]
"""The questions of a show that may be asked at a position."""

TRIES: Final = 5
"""How often something is tried, each time a second later than before, until the channel is given up."""

_SHOWN: Final = 1_000
"""Milliseconds by which a countdown that is shown may be wrong."""


class Performer:
    """Performs what rounds want; ``tell`` takes the events that come of it, ``release`` frees a channel at the end.

    Nothing more is begun while ``holds`` says that it may be another process's to do.
    """

    def __init__(
        self,
        ledger: Ledger,
        pool_of: PoolOf,
        stage: Stage,
        timing: Timing,
        work: Work,
        tell: Callable[[Table, events.Event], Awaitable[None]],
        release: Callable[[Table], Awaitable[None]],
        holds: Callable[[], bool],
    ) -> None:
        self._ledger = ledger
        self._pool_of = pool_of
        self._stage = stage
        self._timing = timing
        self._work = work
        self._tell = tell
        self._release = release
        self._holds = holds

    def perform(self, table: Table, wanted: Iterable[Effect]) -> None:
        """Do these after what is still to be done."""
        for effect in wanted:
            # One edit shows all that has happened in a lobby.
            if not (isinstance(effect, effects.ShowLobby) and table.todo and table.todo[-1] == effect):
                table.todo.append(effect)
        self._go_on(table)

    def _go_on(self, table: Table) -> None:
        idle = table.doing is None and table.rest is None and not table.broken and not self._work.closed
        if table.todo and idle and self._holds():
            table.doing = self._work.start(self._drain(table))

    async def _drain(self, table: Table) -> None:
        try:
            while table.todo and table.rest is None and not table.broken and self._holds():
                await self._show(table, table.todo.popleft())
        finally:
            table.doing = None
        self._go_on(table)

    async def _show(self, table: Table, effect: Effect) -> None:
        try:
            await self._perform(table, effect)
        except LostError as lost:
            await self._tell(table, events.Lost(self._timing.now(), lost.what))
        except MessageGoneError:
            message = table.messages.get(0 if isinstance(effect, effects.ShowLobby) else table.state.number)
            if message is not None:
                await self._tell(table, events.MessageGone(self._timing.now(), message))
        except Exception as error:  # whatever it is, the round goes on or ends, and never hangs
            if not isinstance(error, BusyError | LedgerError | StoreError):
                log.exception("round %d: %s failed", table.round_id, type(effect).__name__)
            table.failed += 1
            if table.failed < TRIES:
                table.todo.appendleft(effect)
                table.rest = self._work.later(table.failed * RETRY, lambda: self._rested(table))
                return
            log.warning("round %d: given up: %s", table.round_id, error)
            await self._tell(table, events.Lost(self._timing.now(), "channel"))
        table.failed = 0

    async def _rested(self, table: Table) -> None:
        table.rest = None
        self._go_on(table)

    async def _perform(self, table: Table, effect: Effect) -> None:
        state = table.state
        match effect:
            case effects.ShowLobby():
                before = table.messages.get(0)
                message = await self._stage.lobby(table, before)
                if before is None:
                    await self._tell(table, events.Posted(0, message))
                    if state.away:  # it may have been in the channel already, with another time
                        await self._stage.lobby(table, message)
            case effects.Draw(number=number, position=position):
                await self._look(table)
                if state.phase is Phase.DRAWING and state.number == number:
                    question = await self._draw(table, number, position)
                    await self._tell(table, events.Drawn(self._timing.now(), number, question))
            case effects.Post(number=number):
                if state.phase is Phase.POSTING and state.number == number:
                    await self._post(table, effect)
            case effects.ShowQuestion(number=number):
                if number in table.messages:
                    await self._stage.reask(table, table.messages[number])
            case effects.Reveal(number=number):
                await self._stage.reveal(table, effect, table.messages.get(number))
            case effects.Void(number=number):
                await self._stage.void(table, effect, table.messages.get(number))
            case effects.Podium():
                await self._stage.podium(table, effect)
            case effects.Release():
                await self._release(table)

    async def _post(self, table: Table, effect: effects.Post) -> None:
        closes = self._timing.now() + table.state.settings.time
        message = await self._stage.ask(table, effect, closes)
        if message is None:
            await self._look(table)
            if table.state.phase is Phase.POSTING:
                raise BusyError("the channel's ceiling was below the round for a moment")
            return
        await self._tell(table, events.Posted(effect.number, message))
        # It may have been in the channel already, with another time.
        if table.state.closes is not None and abs(table.state.closes - closes) > _SHOWN:
            await self._stage.reask(table, table.messages[effect.number])

    async def _look(self, table: Table) -> None:
        """Have the round end where its channel has a lower ceiling by now: it may have been moved."""
        await self._tell(table, events.CeilingSet(self._timing.now(), await self._stage.ceiling(table)))

    async def _draw(self, table: Table, number: int, position: Position) -> TriviaQuestion | None:
        opened, settings = table.state.opened, table.state.settings
        pool = await self._pool_of(opened.show, position)
        banned = await self._ledger.reports.banned(opened.guild)
        lately = {topic for question in table.asked.values() for topic in question.topics}
        here = {question.id for question in table.asked.values()}
        if table.used is None:
            table.used = {*await self._ledger.rounds.used(opened.channel, opened.show)} | here

        def pick(used: set[str]) -> TriviaQuestion | None:
            # Chance is made anew for each question, so that a restart changes nothing of what comes.
            return pool.pick(
                Random(f"{settings.seed}/{number}"),  # noqa: S311  # for games, not for secrets
                used | banned,
                kinds=None if settings.kind is None else {settings.kind},
                apart=lately,
                only_open=settings.typed,
            )

        question = pick(table.used)
        if question is None and table.used - here:
            # Everything has been asked in this channel: begin again, but repeat nothing of this round.
            await self._ledger.rounds.clear_used(table.channel, opened.show)
            table.used = set(here)
            question = pick(table.used)
        return question
