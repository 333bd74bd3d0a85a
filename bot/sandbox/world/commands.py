"""The application's commands as they were registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox.snowflakes import Snowflakes

Command = dict[str, Any]


class Commands:
    """Global commands and those of single guilds, each list as it was last written."""

    def __init__(self, ids: Snowflakes) -> None:
        self._ids = ids
        self._lists: dict[int | None, dict[tuple[int, str], Command]] = {}

    def all(self, guild_id: int | None = None) -> list[Command]:
        """Return the commands of one guild, or the global ones."""
        return list(self._lists.get(guild_id, {}).values())

    def usable_in(self, guild_id: int | None) -> Iterator[Command]:
        """Yield the commands that can be seen there; a guild's own hide global ones of the same name."""
        own = self._lists.get(guild_id, {}) if guild_id is not None else {}
        yield from own.values()
        yield from (command for key, command in self._lists.get(None, {}).items() if key not in own)

    def get(self, command_id: int, guild_id: int | None = None) -> Command | None:
        """Find a command by its id."""
        return next((c for c in self.all(guild_id) if c["id"] == str(command_id)), None)

    def overwrite(
        self, application_id: int, bodies: Sequence[Mapping[str, Any]], guild_id: int | None = None
    ) -> list[Command]:
        """Replace a list; commands of the same kind and name keep their ids."""
        old = self._lists.get(guild_id, {})
        self._lists[guild_id] = {}
        for body in bodies:
            key = _key(body)
            self._put(application_id, body, guild_id, old.get(key))
        return self.all(guild_id)

    def add(self, application_id: int, body: Mapping[str, Any], guild_id: int | None = None) -> Command:
        """Add one command, or replace the one of the same kind and name."""
        old = self._lists.setdefault(guild_id, {}).get(_key(body))
        return self._put(application_id, body, guild_id, old)

    def remove(self, command_id: int, guild_id: int | None = None) -> bool:
        """Remove a command; return whether there was one."""
        commands = self._lists.get(guild_id, {})
        for key, command in commands.items():
            if command["id"] == str(command_id):
                del commands[key]
                return True
        return False

    def _put(self, application_id: int, body: Mapping[str, Any], guild_id: int | None, old: Command | None) -> Command:
        command: Command = {
            "id": old["id"] if old else str(self._ids.next()),
            "application_id": str(application_id),
            "version": str(self._ids.next()),
            "type": 1,
            "description": "",
            "default_member_permissions": None,
            "dm_permission": True,
            "nsfw": False,
            "contexts": None,
            "integration_types": [0],
            **{key: value for key, value in body.items() if value is not None and key != "id"},
        }
        if command["default_member_permissions"] is not None:
            command["default_member_permissions"] = str(command["default_member_permissions"])
        if guild_id is not None:
            command["guild_id"] = str(guild_id)
        self._lists[guild_id][_key(body)] = command
        return command


def _key(body: Mapping[str, Any]) -> tuple[int, str]:
    return int(body.get("type") or 1), str(body["name"])
