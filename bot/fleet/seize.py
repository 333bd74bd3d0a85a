"""Advisory locks of PostgreSQL on shards: they last as long as the connection that holds them, and no longer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from bot.fleet.share import Share, TakenError

if TYPE_CHECKING:
    from asyncpg import Connection  # type: ignore[import-untyped]

GIVEN_UP: Final = 5
"""Seconds without a word after which the server ends the connection of a process, and with it the locks."""

_GATE: Final = -1
"""Who holds this one looks at all others and takes its own: nobody else does so meanwhile."""
_PAUSE: Final = 0.05
"""Seconds between two tries."""

# Those that this server has: what ends a connection whose other end is gone, whatever stands in between.
_SETTINGS: Final = f"""
SELECT set_config(name, value, false) FROM pg_settings JOIN (VALUES
    ('idle_session_timeout', '{GIVEN_UP}s'), ('tcp_user_timeout', '{GIVEN_UP}s'), ('lock_timeout', '2s'),
    ('tcp_keepalives_idle', '2'), ('tcp_keepalives_interval', '1'), ('tcp_keepalives_count', '3')
) AS wanted (name, value) USING (name)
"""  # noqa: S608  (a number of ours)
_OTHERS: Final = """
SELECT l.objid::bigint AS number, l.pid, a.application_name AS name, a.backend_start AS since,
    coalesce(host(a.client_addr), 'the database''s own machine') AS address
FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.classid = $1::bigint::oid
    AND l.objid <> $2::bigint::oid AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def prepare(connection: Connection) -> None:
    """Have the server end this connection soon where the process is gone."""
    await connection.fetch(_SETTINGS)


async def seize(connection: Connection, share: Share, name: str) -> None:
    """Lock all shards of a share, or none and raise ``TakenError``.

    A connection of the same application name is an earlier one of this process, of whose end the server has not heard.
    """
    while ghosts := await _try(connection, share, name):
        for pid in ghosts:
            await connection.execute("SELECT pg_terminate_backend($1)", pid)
        await asyncio.sleep(_PAUSE)


async def _try(connection: Connection, share: Share, name: str) -> set[int]:
    """Lock all shards, unless earlier connections of this process are in the way: return these."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1, $2)", share.bot, _GATE)
        others = await connection.fetch(_OTHERS, share.bot, _GATE & 0xFFFFFFFF)
        ghosts = {other["pid"] for other in others if other["name"] == name}
        if not ghosts:
            _refuse(share, others)
            for number in share.numbers:
                await connection.execute("SELECT pg_advisory_lock($1, $2)", share.bot, number)
        return ghosts


def _refuse(share: Share, others: list[Any]) -> None:
    for other in others:
        clash = share.clash((other["number"],))
        if clash is not None:
            since = f", since {other['since']:%Y-%m-%d %H:%M:%S} UTC" if other["since"] else ""
            raise TakenError(f"another process, on {other['address']}{since}, {clash}")
