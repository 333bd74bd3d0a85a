"""The host of all rounds of this process: it takes events in, has them committed, and does what they bring about.

An event is applied at once, so that what comes next is judged by it, and nothing is said of it before it is durable.
Where the ledger does not take it, the state is thrown away and made anew from the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from random import Random
from typing import Final

from bot.ledger import Ledger, LedgerError, RoundRunning, StoreUnavailable
from bot.trivia import effects, events
from bot.trivia.effects import Effect
from bot.trivia.round import current
from bot.trivia.stage import BusyError, LostError, MessageGoneError, Stage
from bot.trivia.state import Phase, Round
from bot.trivia.table import Table, body_of
from bot.trivia.timing import Handle, Timing
from facts.position import Position
from facts.questions import Pool, TriviaQuestion

log = logging.getLogger(__name__)

PoolOf = Callable[[str, Position], Awaitable[Pool]]
"""The questions of a show that may be asked at a position."""

PRIVATE: Final = (
    effects.Taken,
    effects.AskWhich,
    effects.AskToJoin,
    effects.Refuse,
    effects.Welcome,
    effects.Farewell,
    effects.Voted,
)
"""Effects that are told to whoever did something; all others are the channel's."""

_HEARTBEAT: Final = 2_000
_RETRY: Final = 1_000
_KEPT: Final = 900_000
"""Milliseconds for which a round that is over is kept, so that its questions can be reported."""
_TRIES: Final = 5


class Host:
    """Rounds by their ids; one round a channel. ``chance`` gives random numbers for a seed."""

    def __init__(self, ledger: Ledger, pool_of: PoolOf, stage: Stage, timing: Timing) -> None:
        self._ledger = ledger
        self._pool_of = pool_of
        self._stage = stage
        self.timing = timing
        self._tables: dict[int, Table] = {}
        self._channels: dict[int, Table] = {}
        """The round of each channel, and after its end the last one, for reports of its questions."""
        self._beating = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    # Rounds

    def table(self, round_id: int) -> Table | None:
        """The round of that id, if it is being played here."""
        return self._tables.get(round_id)

    def in_channel(self, channel: int) -> Table | None:
        """The round that is being played in a channel."""
        table = self._channels.get(channel)
        return None if table is None or table.over else table

    def in_guild(self, guild: int) -> list[Table]:
        """The rounds that are being played in a server."""
        return [table for table in self._tables.values() if table.guild == guild and not table.over]

    def of_player(self, player: int) -> list[Table]:
        """The rounds that somebody is in."""
        return [table for table in self._tables.values() if player in table.state.present and not table.over]

    async def open(self, opened: events.Opened) -> Table:
        """Open a lobby; raise ``RoundRunning`` where one runs in that channel, or a ``LedgerError``."""
        try:
            round_id = await self._ledger.rounds.open(
                body_of(opened),
                guild=opened.guild,
                channel=opened.channel,
                host=opened.host,
                show=opened.show,
                at_ms=opened.at,
            )
        except RoundRunning as running:
            # A round that nobody here plays, as after an opening whose outcome was never heard: it goes on, so that no
            # channel stays locked.
            if self.table(running.round_id) is None:
                await self._adopt(running.round_id)
            raise
        table = Table(round_id, Round(opened))
        table.used = set(await self._ledger.rounds.used(opened.channel, opened.show))
        self._put(table)
        self._do(table, current(table.state))
        self._beat()
        return table

    async def submit(self, table: Table, event: events.Event) -> tuple[Effect, ...]:
        """Apply an event and return what its author is to be told, once that is durable; raise ``LedgerError``."""
        if table.broken:
            raise StoreUnavailable("the round is being read again")
        before = table.state.length
        done = table.apply(event)
        if table.state.length != before:
            await self._commit(table, event, done)
            self._do(table, (effect for effect in done if not isinstance(effect, PRIVATE)))
        return tuple(effect for effect in done if isinstance(effect, PRIVATE))

    async def answer(self, table: Table, event: events.Answered | events.Unclear, message: int) -> tuple[Effect, ...]:
        """Submit an answer that was given on ``message``, which shows that the question has been posted."""
        if table.state.phase is Phase.POSTING and table.state.number == event.number:
            # Posted, and then the process died before it knew.
            await self.submit(table, events.Posted(event.number, message))
        return await self.submit(table, event)

    async def resume(self, mine: Callable[[int], bool]) -> None:
        """Take up the rounds of this process's servers where they were when the last process ended."""
        for stored in await self._ledger.rounds.running(mine):
            if stored.round_id not in self._tables:
                await self._take_up(Table.of(stored), stored.alive)

    async def back(self, guilds: Callable[[int], bool], since: int) -> None:
        """Take out the time in which these servers' answers could not reach this process."""
        for table in list(self._tables.values()):
            if guilds(table.guild) and not table.over:
                await self._try(table, events.Resumed(self.timing.now(), since))

    async def lost(self, channel: int) -> None:
        """A channel or thread has been deleted."""
        table = self.in_channel(channel)
        if table is not None:
            await self._try(table, events.Lost(self.timing.now(), "channel"))

    async def lost_guild(self, guild: int) -> None:
        """The bot is no longer in a server."""
        for table in self.in_guild(guild):
            await self._try(table, events.Lost(self.timing.now(), "guild"))

    async def ceiling_set(self, table: Table, ceiling: Position) -> None:
        """A round's channel may speak of no more than this."""
        await self._try(table, events.CeilingSet(self.timing.now(), ceiling))

    async def leave_all(self, player: int) -> None:
        """Take somebody out of every round, as before their data is deleted."""
        for table in self.of_player(player):
            await self._try(table, events.Left(self.timing.now(), player))

    def last_asked(self, channel: int) -> tuple[int, int, TriviaQuestion] | None:
        """Round, number and text of the last question of a channel whose answer has been shown."""
        table = self._channels.get(channel)
        found = None if table is None else table.last_asked()
        return None if table is None or found is None else (table.round_id, *found)

    async def rescore(self, guild: int, key: str) -> None:
        """Score anew the rounds of a server in which a question was asked that now counts, or no longer counts."""
        banned = await self._ledger.reports.banned(guild)
        for round_id in await self._ledger.rounds.asked(guild, key):
            stored = await self._ledger.rounds.stored(round_id)
            if stored is None or stored.ended is None:
                continue
            plain = Table.of(stored)
            void = {number for number, question in plain.asked.items() if question.id in banned}
            await self._ledger.rounds.rescore(round_id, Table.of(stored, void).final_award())
        await self._ledger.reports.scored(guild, key)

    async def close(self) -> None:
        """Leave all rounds as they are, for the next process to take up."""
        self._closed = True
        for table in self._tables.values():
            if table.timer is not None:
                table.timer.cancel()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._tables:
            await self._alive()

    # The ledger

    async def _commit(self, table: Table, event: events.Event, done: tuple[Effect, ...]) -> None:
        award = next((table.award(effect.standings) for effect in done if isinstance(effect, effects.Award)), None)
        drawn = event.question if isinstance(event, events.Drawn) else None
        seq, table.next_seq = table.next_seq, table.next_seq + 1
        try:
            await self._ledger.rounds.append(
                table.round_id,
                seq,
                body_of(event),
                user=getattr(event, "player", None),
                at_ms=event.at,
                used=None if drawn is None else drawn.id,
                award=award,
                release=any(isinstance(effect, effects.Release) for effect in done),
            )
        except LedgerError:
            self._mend(table)
            raise

    def _mend(self, table: Table) -> None:
        """The log is the truth: read it again, as soon as it can be read."""
        if not table.broken and self._tables.get(table.round_id) is table:
            table.broken = True
            table.todo.clear()
            if table.timer is not None:
                table.timer.cancel()
            table.timer = self._later(self.timing.now() + _RETRY, lambda: self._reread(table))

    async def _reread(self, table: Table) -> None:
        try:
            stored = await self._ledger.rounds.stored(table.round_id)
        except LedgerError:
            table.timer = self._later(self.timing.now() + _RETRY, lambda: self._reread(table))
            return
        self._drop(table)
        if stored is not None and stored.ended is None:
            await self._take_up(Table.of(stored), stored.alive)
        elif stored is not None:
            ended = Table.of(stored)
            self._put(ended)
            self._do(ended, current(ended.state))

    async def _adopt(self, round_id: int) -> None:
        stored = await self._ledger.rounds.stored(round_id)
        if stored is not None and stored.ended is None and round_id not in self._tables:
            await self._take_up(Table.of(stored), stored.alive)

    async def _take_up(self, table: Table, alive: int) -> None:
        table.used |= await self._ledger.rounds.used(table.channel, table.state.opened.show)
        self._put(table)
        await self._try(table, events.Resumed(max(self.timing.now(), alive), alive))
        self._beat()

    def _beat(self) -> None:
        if not self._beating and not self._closed:
            self._beating = True
            self._later(self.timing.now() + _HEARTBEAT, self._heartbeat)

    async def _heartbeat(self) -> None:
        await self._alive()
        self._beating = False
        if any(not table.over for table in self._tables.values()):
            self._beat()

    async def _alive(self) -> None:
        running = [table.round_id for table in self._tables.values() if not table.over]
        try:
            await self._ledger.rounds.heartbeat(running, self.timing.now())
        except LedgerError as error:
            log.warning("the rounds' sign of life was not saved: %s", error)

    # What is to be done

    def _do(self, table: Table, done: Iterable[Effect]) -> None:
        for effect in done:
            match effect:
                case effects.Wake(at=at):
                    self._wake(table, at)
                case effects.ShowLobby() if table.todo and isinstance(table.todo[-1], effects.ShowLobby):
                    continue  # one edit shows all that has happened
                case effects.Award() | effects.NewHost() | effects.Release():
                    continue  # in the ledger already, or shown with what follows
                case _:
                    table.todo.append(effect)
        if table.over:
            if table.timer is not None:
                table.timer.cancel()
            table.timer = self.timing.at(self.timing.now() + _KEPT, lambda: self._drop(table))
        if table.todo and table.doing is None and not self._closed:
            table.doing = self._start(self._drain(table))

    def _put(self, table: Table) -> None:
        older = self._channels.get(table.channel)
        if older is not None:
            self._drop(older)
        self._tables[table.round_id] = self._channels[table.channel] = table

    def _drop(self, table: Table) -> None:
        if self._tables.get(table.round_id) is table:
            del self._tables[table.round_id]
        if self._channels.get(table.channel) is table:
            del self._channels[table.channel]

    def _wake(self, table: Table, at: int) -> None:
        if table.timer is not None:
            table.timer.cancel()
        table.timer = self._later(at, lambda: self._try(table, events.Ticked(max(at, self.timing.now()))))

    async def _try(self, table: Table, event: events.Event) -> None:
        """Submit an event that nobody waits for."""
        try:
            await self.submit(table, event)
        except LedgerError as error:
            log.warning("round %d: an event was not saved: %s", table.round_id, error)

    async def _drain(self, table: Table) -> None:
        try:
            while table.todo and not table.broken:
                await self._show(table, table.todo.popleft())
        finally:
            table.doing = None
        if table.todo and not table.broken and not self._closed:
            table.doing = self._start(self._drain(table))

    async def _show(self, table: Table, effect: Effect) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                await self._perform(table, effect)
            except LostError as lost:
                await self._try(table, events.Lost(self.timing.now(), lost.what))
            except MessageGoneError:
                message = table.messages.get(0 if isinstance(effect, effects.ShowLobby) else table.state.number)
                if message is not None:
                    await self._try(table, events.MessageGone(self.timing.now(), message))
            except Exception as error:  # whatever it is, the round goes on or ends, and never hangs
                if not isinstance(error, BusyError | LedgerError):
                    log.exception("round %d: %s failed", table.round_id, type(effect).__name__)
                if attempt < _TRIES:
                    await asyncio.sleep(attempt)
                    continue
                log.warning("round %d: given up: %s", table.round_id, error)
                await self._try(table, events.Lost(self.timing.now(), "channel"))
            return

    async def _perform(self, table: Table, effect: Effect) -> None:
        match effect:
            case effects.ShowLobby():
                before = table.messages.get(0)
                message = await self._stage.lobby(table, before)
                if before is None:
                    await self._try(table, events.Posted(0, message))
            case effects.Draw(number=number, position=position):
                question = await self._draw(table, number, position)
                await self._try(table, events.Drawn(self.timing.now(), number, question))
            case effects.Post(number=number):
                closes = self.timing.now() + table.state.settings.time
                message = await self._stage.ask(table, effect, closes)
                self.timing.hear(message)
                await self._try(table, events.Posted(number, message))
            case effects.ShowQuestion(number=number) if number in table.messages:
                await self._stage.reask(table, table.messages[number])
            case effects.Reveal(number=number):
                await self._stage.reveal(table, effect, table.messages.get(number))
            case effects.Void(number=number):
                await self._stage.void(table, effect, table.messages.get(number))
            case effects.Podium():
                await self._stage.podium(table, effect)

    async def _draw(self, table: Table, number: int, position: Position) -> TriviaQuestion | None:
        opened, settings = table.state.opened, table.state.settings
        pool = await self._pool_of(opened.show, position)
        banned = await self._ledger.reports.banned(opened.guild)
        lately = {topic for question in table.asked.values() for topic in question.topics}
        here = {question.id for question in table.asked.values()}

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

    def _later(self, moment: int, work: Callable[[], Awaitable[None]]) -> Handle:
        def begin() -> None:
            if not self._closed:
                self._start(work())

        return self.timing.at(moment, begin)

    def _start(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a round's work failed", exc_info=task.exception())
