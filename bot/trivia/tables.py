"""The rounds that a process plays, and what is known of those that it played last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.trivia.table import Table

REMEMBERED: Final = 900_000
"""Milliseconds for which it is known what a channel's last round asked last, so that it can be reported."""


class Tables:
    """Rounds by their ids and channels, until their channels are free for another."""

    def __init__(self) -> None:
        self._by_id: dict[int, Table] = {}
        self._by_channel: dict[int, Table] = {}
        self._last: dict[int, tuple[int, int, int]] = {}
        """Of channels, in the order of their last rounds' ends: when that was, the round and its last question."""

    def __iter__(self) -> Iterator[Table]:
        """All, also those that have ended and are still to say so; they may come and go meanwhile."""
        return iter(tuple(self._by_id.values()))

    def get(self, round_id: int) -> Table | None:
        """The round of that id."""
        return self._by_id.get(round_id)

    def last_in(self, channel: int) -> Table | None:
        """The round that is being played in a channel, or is still to say there how it ended."""
        return self._by_channel.get(channel)

    def on(self) -> list[Table]:
        """The rounds that have not ended."""
        return [table for table in self if not table.over]

    def put(self, table: Table) -> None:
        """Hold a round, instead of the one that was read from the log before."""
        self._by_id[table.round_id] = table
        last = self._by_channel.get(table.channel)
        if last is None or last.over or last.round_id <= table.round_id:
            self._by_channel[table.channel] = table

    def drop(self, table: Table) -> None:
        """Hold a round no longer."""
        if self._by_id.get(table.round_id) is table:
            del self._by_id[table.round_id]
        if self._by_channel.get(table.channel) is table:
            del self._by_channel[table.channel]

    def close(self, table: Table, now: int) -> None:
        """Hold a round no longer whose end has been shown; only its last question is remembered for a while."""
        self.drop(table)
        self._last.pop(table.channel, None)
        if table.last_asked is not None:
            self._last[table.channel] = (now, table.round_id, table.last_asked)
        while self._last and self._is_old(first := next(iter(self._last)), now):
            del self._last[first]

    def last_asked(self, channel: int, now: int) -> tuple[int, int] | None:
        """Round and number of the last question of a channel whose answer has been shown."""
        table = self._by_channel.get(channel)
        if table is not None and table.last_asked is not None:
            return table.round_id, table.last_asked
        return None if channel not in self._last or self._is_old(channel, now) else self._last[channel][1:]

    def _is_old(self, channel: int, now: int) -> bool:
        return now - self._last[channel][0] > REMEMBERED
