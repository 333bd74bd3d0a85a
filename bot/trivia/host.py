"""The host of all rounds of this process: it takes events in, has them committed, and does what they bring about.

An event is applied at once, so that what comes next is judged by it, and nothing is said of it before it is durable.
Where the ledger does not take it, the state is thrown away and made anew from the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from bot.ledger import GuildSettings, Ledger, LedgerError, RoundRunning, StoreUnavailable, Unsettled
from bot.trivia import effects, events
from bot.trivia.effects import Effect
from bot.trivia.performer import Performer, PoolOf
from bot.trivia.presence import Presence
from bot.trivia.pulse import Pulse
from bot.trivia.recorder import Recorder
from bot.trivia.rescoring import rescore, score_ended
from bot.trivia.round import current
from bot.trivia.rules import refusal
from bot.trivia.stage import Stage
from bot.trivia.state import Phase, Round
from bot.trivia.table import Table, body_of
from bot.trivia.tables import Tables
from bot.trivia.timing import Timing
from bot.trivia.work import RETRY, Work

log = logging.getLogger(__name__)

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

_MOMENT: Final = 2.0
"""Seconds for which an opening waits until the channel's last round has said how it ended."""


class Host:
    """Rounds by their ids; one round a channel.

    Nothing is done for them while ``holds`` says that another process may be doing it.
    """

    def __init__(
        self, ledger: Ledger, pool_of: PoolOf, stage: Stage, timing: Timing, holds: Callable[[], bool] = lambda: True
    ) -> None:
        self._ledger = ledger
        self._stage = stage
        self.timing = timing
        self._work = Work(timing)
        self._tables = Tables()
        self._recorder = Recorder(ledger, self._tables, stage, timing, self._work, self._go_on, holds)
        self._pulse = Pulse(ledger, self._tables, timing, self._work, holds)
        self._performer = Performer(ledger, pool_of, stage, timing, self._work, self._told, self._release, holds)
        self.presence = Presence(ledger, self._tables, timing, self._work, self._recorder, self._pulse, self._told)
        self.started = 0
        self.ended: Counter[str] = Counter()
        """How many rounds ended here, by why."""
        self.late: Callable[[int], None] = lambda _: None
        """Hears by how many milliseconds the clock of a round was late."""

    # Rounds

    @property
    def running(self) -> int:
        """How many rounds are being played."""
        return len(self._tables.on())

    @property
    def busy(self) -> bool:
        """Whether anything is being done for rounds, other than waiting for the clock."""
        return self._work.busy

    def table(self, round_id: int) -> Table | None:
        """The round of that id, if it is being played here."""
        return self._tables.get(round_id)

    def in_channel(self, channel: int) -> Table | None:
        """The round that is being played in a channel."""
        table = self._tables.last_in(channel)
        return None if table is None or table.over else table

    def in_guild(self, guild: int) -> list[Table]:
        """The rounds that are being played in a server."""
        return [table for table in self._tables.on() if table.guild == guild]

    def last_asked(self, channel: int) -> tuple[int, int] | None:
        """Round and number of the last question of a channel whose answer has been shown."""
        return self._tables.last_asked(channel, self.timing.now())

    async def find(self, round_id: int, guild: int, channel: int) -> Table | None:
        """The round of that id in that channel; raise ``LedgerError``.

        One that runs and is played by nobody is taken up, but none of a server that another process may serve.
        """
        await self.presence.ready()
        self._recorder.require_held()
        if self._tables.get(round_id) is None and self._stage.serves(guild):
            stored = await self._ledger.rounds.stored(round_id)
            if stored is not None and stored.ended is None and (stored.guild, stored.channel) == (guild, channel):
                await self._recorder.take_up(stored)
        table = self._tables.get(round_id)
        return table if table is not None and (table.guild, table.channel) == (guild, channel) else None

    async def open(self, opened: events.Opened) -> Table:
        """Open a lobby; raise ``RoundRunning`` where one runs in that channel, or a ``LedgerError``."""
        self._recorder.require_held()
        last = self._tables.last_in(opened.channel)
        if last is not None and last.over and last.doing is not None:
            await asyncio.wait({last.doing}, timeout=_MOMENT)  # it is about to say how it ended
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
            # One that nobody plays, as after an opening whose outcome was never heard: no channel stays locked.
            await self.find(running.round_id, opened.guild, opened.channel)
            raise
        except Unsettled:
            self._work.later(RETRY, lambda: self.presence.resume(lambda guild: guild == opened.guild))
            raise
        # Nothing is waited for before it is at hand: a second opening would find it stored and take it up.
        table = Table(round_id, Round(opened))
        self.started += 1
        self._tables.put(table)
        self._do(table, current(table.state))
        self._pulse.beat()
        return table

    async def submit(self, table: Table, event: events.Event) -> tuple[Effect, ...]:
        """Apply an event and return what its author is to be told, once that is durable; raise ``LedgerError``."""
        if isinstance(event, events.StartAsked | events.Ticked) and table.state.phase is Phase.LOBBY:
            await self._fit(table, event)
        self._recorder.require_held()
        if table.broken:
            raise StoreUnavailable("the round is being read again")
        before, was_on = table.state.length, not table.over
        done = table.apply(event)
        ends = was_on and table.over  # by this event: others may end it while this one is saved
        if table.state.length != before:
            await self._recorder.save(table, event, done)
            if ends and table.state.ending is not None:
                self.ended[table.state.ending.value] += 1
            self._do(table, (effect for effect in done if not isinstance(effect, PRIVATE)))
        elif table.saving is not None and not table.saving.done():
            # What it was judged by is not durable yet, and may turn out not to be so.
            await asyncio.wait({table.saving})
            if table.broken:
                raise StoreUnavailable("the round is being read again")
        return tuple(effect for effect in done if isinstance(effect, PRIVATE))

    async def answer(self, table: Table, event: events.Answered | events.Unclear, message: int) -> tuple[Effect, ...]:
        """Submit an answer that was given on ``message``, which shows that the question has been posted."""
        if message and table.state.phase is Phase.POSTING and table.state.number == event.number:
            # Posted, and then the process died before it knew.
            await self.submit(table, events.Posted(event.number, message))
        return await self.submit(table, event)

    async def lost(self, channel: int) -> None:
        """A channel or thread has been deleted."""
        table = self.in_channel(channel)
        if table is not None:
            await self._insist(table, events.Lost(self.timing.now(), "channel"))

    async def lost_guild(self, guild: int) -> None:
        """The bot is no longer in a server."""
        for table in self.in_guild(guild):
            await self._insist(table, events.Lost(self.timing.now(), "guild"))

    async def ceilings_set(self, guild: int, settings: GuildSettings) -> None:
        """The channels of a server may speak of something else from now on."""
        for table in self.in_guild(guild):
            ceiling = await self._stage.ceiling(table, settings)
            await self._insist(table, events.CeilingSet(self.timing.now(), ceiling))

    async def leave_all(self, player: int) -> None:
        """Take somebody out of every round, as before their data is deleted; raise ``LedgerError``."""
        for table in self._tables.on():
            if player in table.state.present:
                await self.submit(table, events.Left(self.timing.now(), player))

    async def forget(self, player: int) -> None:
        """Take the rounds from the ledger again, which no longer names somebody whose data was deleted."""
        for table in self._tables:
            if player in table.state.tallies and not table.broken:
                self._recorder.break_off(table)
                await self._recorder.read(table.round_id, instead_of=table)

    async def rescore(self) -> None:
        """Score rounds anew by what moderators have decided, later where the database is away."""
        try:
            await rescore(self._ledger)
        except LedgerError as error:
            log.warning("rounds could not be scored anew: %s", error)
            self._work.later(RETRY, self.rescore)

    async def close(self) -> None:
        """Leave all rounds as they are, for the next process to take up."""
        self._work.closed = True
        for table in self._tables:
            if table.timer is not None:
                table.timer.cancel()
        await self._work.close()
        await self._pulse.once()

    # What is to be done

    async def _go_on(self, table: Table, alive: int) -> None:
        """Play on a round that has been made from its log, and that nobody has played since ``alive``."""
        try:
            for event in (*table.owed, events.Resumed(max(self.timing.now(), alive), alive)):
                await self.submit(table, event)
        except LedgerError as error:
            log.warning("round %d could not be taken up: %s", table.round_id, error)
            return
        table.owed.clear()
        if table.over:
            self._do(table, current(table.state))
        self._pulse.beat()

    def _do(self, table: Table, wanted: Iterable[Effect]) -> None:
        if table.broken:
            return  # the log tells what is to be done, once it has been read again
        shown = []
        for effect in wanted:
            match effect:
                case effects.Wake(at=at):
                    self._wake(table, at)
                case effects.Award() | effects.NewHost():
                    continue  # in the ledger already, or shown with what follows
                case _:
                    shown.append(effect)
        if table.over and table.timer is not None:
            table.timer.cancel()
        self._performer.perform(table, shown)

    def _wake(self, table: Table, at: int) -> None:
        if table.timer is not None:
            table.timer.cancel()
        table.timer = self._work.at(at, lambda: self._tick(table, at))

    async def _tick(self, table: Table, at: int) -> None:
        if self._pulse.reaches(table):  # else the clock is set anew when it is back
            now = self.timing.now()
            self.late(now - at)
            await self._told(table, events.Ticked(max(at, now)))
            if table.state.phase is Phase.LOBBY and table.state.wake == at and not table.broken:
                # It could not be read how far the players are.
                table.timer = self._work.later(RETRY, lambda: self._tick(table, at))

    async def _release(self, table: Table) -> None:
        await self._recorder.release(table)
        try:
            await score_ended(self._ledger, table)
        except LedgerError as error:
            log.warning("round %d could not be scored anew: %s", table.round_id, error)

    async def _fit(self, table: Table, start: events.StartAsked | events.Ticked) -> None:
        """Read anew how far all are whom a round that is about to start is to fit; raise ``LedgerError``."""
        if not table.state.settings.everyone or refusal(table.state, start) is not None:
            return
        for player in tuple(table.state.present):
            position = await self._stage.own(table, player)
            await self.submit(table, events.Moved(self.timing.now(), player, position))

    async def _told(self, table: Table, event: events.Event) -> None:
        """Submit an event that nobody waits for, and that comes again where it was not saved."""
        try:
            await self.submit(table, event)
        except LedgerError as error:
            log.warning("round %d: an event was not saved: %s", table.round_id, error)

    async def _insist(self, table: Table, event: events.Event) -> None:
        """Submit an event that must not be missed: where it cannot be saved now it is the first one later."""
        try:
            await self.submit(table, event)
        except LedgerError as error:
            log.warning("round %d: an event is saved later: %s", table.round_id, error)
            table.owed.append(event)
