"""Which roles a guild has for the seasons of a show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.cache import Cache
from bot.ledger.change_log import logged
from bot.ledger.errors import RoleInUse
from bot.ledger.reader import Reader
from bot.ledger.role_members import END_SHOW, MARK_SHOW
from bot.ledger.role_tables import RoleId, role_member, season_role
from bot.ledger.role_values import GuildRoles, SeasonRole, ShowRoles
from bot.ledger.statements import Step, upsert
from bot.ledger.tables import GuildId
from bot.ledger.turns import Turns

_guild: Final = bindparam("guild", type_=GuildId)
_role: Final = bindparam("role", type_=RoleId)
_this: Final = (season_role.c.guild_id == _guild, season_role.c.role_id == _role)
_ROLES: Final = select(season_role).where(season_role.c.guild_id == _guild).order_by(season_role.c.season)
_RETIRE: Final = update(season_role).where(*_this).values(retired=True)
_DROP: Final = delete(season_role).where(*_this)
_TIDY: Final = delete(season_role).where(
    season_role.c.guild_id == _guild,
    season_role.c.retired,
    ~exists(
        select(role_member.c.user_id).where(
            role_member.c.guild_id == season_role.c.guild_id,
            role_member.c.show == season_role.c.show,
            or_(role_member.c.due > 0, role_member.c.stuck, role_member.c.leaving),
        )
    ),
)


class Roles:
    """The roles of guilds, kept in memory while they are used."""

    def __init__(
        self, engine: AsyncEngine, reader: Reader, turns: Turns, clock: Callable[[], datetime], size: int
    ) -> None:
        self._reader = reader
        self._turns = turns
        self._clock = clock
        self._set = upsert(engine.dialect.name, season_role, "show", "season", "made", "retired")
        self.memory: Cache[int, GuildRoles] = Cache(size, self._read)

    def peek(self, guild: int) -> GuildRoles | None:
        """Return a guild's roles if they are in memory."""
        return self.memory.peek(guild)

    async def get(self, guild: int) -> GuildRoles:
        """Return a guild's roles; raise ``StoreUnavailable``."""
        return await self.memory.get(guild)

    async def set_role(
        self, guild: int, show: str, season: int, role: SeasonRole | None, *, by: int, gone: bool = False
    ) -> tuple[ShowRoles, ShowRoles]:
        """Say which role a season has, ``None``: none; return the show's roles before and after.

        The one it had before is taken from who has it, unless it is ``gone`` from Discord. Raises ``RoleInUse`` for a
        role that stands for something else already, or a ``LedgerError``.
        """
        async with self._turns.of(("roles", guild)) as turn:
            everything = await turn.read(self.memory, guild)
            used = None if role is None else everything.season_of(role.id)
            if used not in (None, (show, season)):
                raise RoleInUse(*used)
            before = everything.of(show)
            old = before.seasons.get(season)
            if old == role or (old is not None and role is not None and old.id == role.id):
                return before, before
            steps: list[Step] = []
            seasons, retired = dict(before.seasons), set(before.retired)
            seasons.pop(season, None)
            if old is not None:
                steps.append((_DROP if gone else _RETIRE, {"guild": guild, "role": old.id}))
                retired |= set() if gone else {old.id}
            if role is not None:
                row = {"guild_id": guild, "role_id": role.id, "show": show, "season": season}
                steps.append((self._set, {**row, "made": role.made, "retired": False}))
                seasons[season] = role
                retired -= {role.id}
            steps += [
                (MARK_SHOW, {"guild": guild, "of": show}),
                self._entry(guild, by, show, _named(season, old), _named(season, role)),
            ]
            after = ShowRoles(MappingProxyType(dict(sorted(seasons.items()))), frozenset(retired))
            await turn.write(
                steps, lambda: self._apply(guild, show, after), lambda: self.memory.drop(guild), about=[("user", by)]
            )
            return before, after

    async def switch_off(self, guild: int, show: str, *, by: int) -> tuple[ShowRoles, ShowRoles]:
        """End a show's roles, which are then taken from who has them; return them before and after.

        Nobody's consent outlives it: whoever switches the roles on again has to ask anew. Raises a ``LedgerError``.
        """
        async with self._turns.of(("roles", guild)) as turn:
            before = (await turn.read(self.memory, guild)).of(show)
            ids = before.ids.values()
            steps: list[Step] = [
                *((_RETIRE, {"guild": guild, "role": role}) for role in ids),
                (END_SHOW, {"guild": guild, "of": show}),
            ]
            if before.on:
                steps.append(self._entry(guild, by, show, "on", "off"))
            after = ShowRoles(retired=before.retired | set(ids))
            await turn.write(
                steps, lambda: self._apply(guild, show, after), lambda: self.memory.drop(guild), about=[("user", by)]
            )
            return before, after

    async def drop(self, guild: int, roles: Iterable[int]) -> None:
        """Forget retired roles that are gone from Discord; raise a ``LedgerError``."""
        async with self._turns.of(("roles", guild)) as turn:
            known = (await turn.read(self.memory, guild)).retired
            steps: list[Step] = [(_DROP, {"guild": guild, "role": role}) for role in roles if role in known]
            if steps:
                await turn.write(steps, lambda: self.memory.drop(guild), lambda: self.memory.drop(guild))

    async def tidy(self, guild: int) -> None:
        """Forget retired roles that are taken from everybody by now; raise a ``LedgerError``."""
        async with self._turns.of(("roles", guild)) as turn:
            if (await turn.read(self.memory, guild)).retired:
                step: Step = (_TIDY, {"guild": guild})
                await turn.write((step,), lambda: self.memory.drop(guild), lambda: self.memory.drop(guild))

    def _apply(self, guild: int, show: str, after: ShowRoles) -> None:
        self.memory.update(guild, lambda known: replace(known, shows=MappingProxyType({**known.shows, show: after})))

    def _entry(self, guild: int, by: int, show: str, before: str | None, after: str | None) -> Step:
        return logged(guild, self._clock(), by, "roles", before, after, show=show)

    async def _read(self, guild: int) -> GuildRoles:
        (rows,) = await self._reader.fetch((_ROLES, {"guild": guild}))
        seasons: dict[str, dict[int, SeasonRole]] = {}
        retired: dict[str, set[int]] = {}
        for row in rows:
            if row.retired:
                retired.setdefault(row.show, set()).add(row.role_id)
            else:
                seasons.setdefault(row.show, {})[row.season] = SeasonRole(row.role_id, row.made)
        return GuildRoles(
            MappingProxyType(
                {
                    show: ShowRoles(MappingProxyType(seasons.get(show, {})), frozenset(retired.get(show, ())))
                    for show in {**seasons, **retired}
                }
            )
        )


def _named(season: int, role: SeasonRole | None) -> str:
    return f"season {season} {'none' if role is None else f'<@&{role.id}>'}"
