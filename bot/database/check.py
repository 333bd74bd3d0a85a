"""Looking at a database without changing it."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.errors import DatabaseError
from bot.database.tables import TABLES
from bot.database.transfer import Say, require_file, require_whole
from bot.ledger import guard_tables, role_tables, tables, trivia_tables
from facts.store import writing
from facts.store.migrate import stored_revision
from facts.store.migrations import HEAD

_WRITTEN_BACK: Final = text("UPDATE alembic_version SET version_num = version_num")
_BYTES: Final = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


async def check(engine: AsyncEngine, say: Say) -> None:
    """Say what the database is like; raise ``StoreError`` or ``DatabaseError`` for the first thing that is wrong."""
    require_file(engine)
    async with engine.connect() as connection:
        version = ".".join(map(str, connection.dialect.server_version_info or ()))
        say(f"reachable: {engine.dialect.name} {version}")
        await require_revision(connection)
        say(f"revision: {HEAD}, this version's")
    await require_writable(engine)
    say("writable: yes")
    async with engine.connect() as connection:
        size = await connection.scalar(text(_BYTES[engine.dialect.name]))
        say(f"size: {size or 0:,} bytes")
        for table in TABLES:
            rows = await connection.scalar(select(func.count()).select_from(table))
            say(f"  {table.name}: {rows or 0:,} rows")


class Configured(NamedTuple):
    """A channel in which a server's moderators want the bot to post, or what they want in all of the server."""

    guild: int
    channel: int | None
    what: str
    permissions: tuple[str, ...] = ()
    """What the bot must be allowed there, besides posting where it is a channel, by discord.py's names."""


async def configured(engine: AsyncEngine) -> tuple[list[Configured], dict[int, str]]:
    """Return what moderators have set, and the digest of the registered commands by application."""
    log, daily = tables.guild_setting.c, trivia_tables.daily.c
    channels = {
        "log": select(log.guild_id, log.log_channel_id).where(log.log_channel_id.is_not(None)),
        "daily question": select(daily.guild_id, daily.channel_id).where(daily.enabled),
    }
    async with engine.connect() as connection:
        found = [
            Configured(guild, channel, what)
            for what, query in channels.items()
            for guild, channel in (await connection.execute(query)).all()
        ]
        guarded = guard_tables.channel_guard.c
        query = select(guarded.guild_id, guarded.channel_id).where(guarded.mode == "hide")
        found += [
            Configured(guild, channel, "guard", ("manage_messages", "manage_threads"))
            for guild, channel in (await connection.execute(query)).all()
        ]
        roles = role_tables.season_role.c
        query = select(roles.guild_id).where(~roles.retired).distinct()
        found += [
            Configured(guild, None, "season roles", ("manage_roles",)) for guild in await connection.scalars(query)
        ]
        commands = tables.registered_commands.c
        rows = await connection.execute(select(commands.application_id, commands.digest))
        return found, {row.application_id: row.digest for row in rows}


async def require_writable(engine: AsyncEngine) -> None:
    """Write what is there already, and take it back."""
    async with writing(engine) as connection:
        await connection.execute(_WRITTEN_BACK)
        await connection.rollback()


class OlderError(DatabaseError):
    """The database is empty or of an earlier version: a start makes or upgrades its tables."""


async def require_revision(connection: AsyncConnection) -> None:
    """Raise ``DatabaseError`` where the tables are not this version's, or not all of them."""
    revision = await connection.run_sync(stored_revision)
    if revision == HEAD:
        await require_whole(connection)
        return
    if revision is None:
        raise OlderError("the database is empty: `python -m bot db upgrade` or the first start makes its tables")
    said = f"the database is of revision {revision}, and this version's is {HEAD}: "
    if revision < HEAD:
        raise OlderError(said + "`python -m bot db upgrade` or the next start brings it up to date")
    raise DatabaseError(said + "a newer version has used it")
