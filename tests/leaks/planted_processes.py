"""Planted leaks between processes: what one changes, and another goes on saying."""

from __future__ import annotations

from typing import Final

from tests.leaks.catalogue import Planted

_SHARED: Final = "tests/bot/ledger/test_shared.py::test_"
_CACHE: Final = "tests/bot/ledger/test_cache.py::test_"
_LINE: Final = "tests/bot/fleet/test_line.py::test_"

PROCESSES: Final = (
    Planted(
        38,
        "a change that no other process is told of",
        "bot/ledger/transaction.py",
        "        await tell(connection, words)\n",
        "        list(words)\n",
        f"{_SHARED}what_one_process_changes_the_other_reads_anew[postgresql]",
    ),
    Planted(
        38,
        "a group of changes that no other process is told of",
        "bot/ledger/writer.py",
        "            await tell(connection, news(wanted))\n",
        "",
        f"{_SHARED}what_one_process_changes_the_other_reads_anew[postgresql]",
    ),
    Planted(
        38,
        "what is in memory counts though nobody is heard",
        "bot/ledger/cache.py",
        "        if value is None or not self._hears():\n            return None\n",
        "        if value is None:\n            return None\n",
        f"{_CACHE}nothing_in_memory_counts_while_others_are_not_heard",
    ),
    Planted(
        38,
        "a line that is silent is trusted",
        "bot/fleet/line.py",
        "        return time.monotonic() < self._fresh_until\n",
        "        return self._connection is not None\n",
        f"{_LINE}silence_is_noticed_and_ones_own_earlier_connection_is_no_obstacle",
    ),
    Planted(
        38,
        "memory is kept over a line that was lost",
        "bot/elsewhere.py",
        "        self._bot.ledger.hear(None)\n",
        "",
        "tests/faults/test_line.py::test_what_was_changed_while_the_line_was_lost_is_read_anew",
    ),
    Planted(
        38,
        "what is committed is kept though another change followed it",
        "bot/ledger/cache.py",
        "            self.drop(key)\n        else:\n            self.assume(key, change)\n",
        "            self.assume(key, change)\n        else:\n            self.assume(key, change)\n",
        f"{_CACHE}changes_are_made_from_the_database_and_read_anew_where_others_make_them_too",
    ),
    Planted(
        38,
        "changes are made from what another process has changed meanwhile",
        "bot/ledger/cache.py",
        "        return await (self._read(key) if self._shared else self.get(key))\n",
        "        return await self.get(key)\n",
        f"{_CACHE}changes_are_made_from_the_database_and_read_anew_where_others_make_them_too",
    ),
    Planted(
        38,
        "two processes change the same at once, and what one has lowered the other raises again",
        "bot/ledger/transaction.py",
        '                await connection.execute(_LOCK, {"key": self._key})\n',
        '                await connection.exec_driver_sql("SELECT 1")\n',
        f"{_SHARED}changes_of_one_user_by_two_processes_are_all_made[postgresql]",
    ),
    Planted(
        38,
        "a pack that another process has loaded is not looked for",
        "facts/store/views.py",
        "        return self._hears() and self._refreshed == self._expired\n",
        "        return True\n",
        "tests/facts/store/test_views.py"
        "::test_nothing_is_served_before_it_has_been_looked_for_a_pack_that_may_have_been_loaded[sqlite]",
    ),
    Planted(
        37,
        "two processes serve the same shard, each with a ceiling of its own",
        "bot/fleet/line.py",
        "        while self._share is not None:\n",
        "        while False:\n",
        f"{_LINE}same_shard_is_refused_until_it_is_let_go",
    ),
)
