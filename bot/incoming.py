"""What Discord sends with a command, held against the commands that are registered.

Discord keeps to them, but an app may send an older form of a command, and discord.py answers nobody whose options it
cannot read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias, cast

import discord
from discord import AppCommandOptionType as Kind
from discord import app_commands

from bot.custom_id import is_snowflake

_TYPES: Final = {kind.value: kind for kind in discord.AppCommandType}
_GROUPS: Final = (Kind.subcommand.value, Kind.subcommand_group.value)
_KINDS: Final[dict[Kind, tuple[type, ...]]] = {
    Kind.string: (str,),
    Kind.integer: (int,),
    Kind.boolean: (bool,),
    Kind.number: (int, float),
}
"""What values of an option are; those of all other kinds are ids."""


Meant: TypeAlias = tuple[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu, list[dict[str, Any]]]
"""A command, with the options that were given."""


def as_registered(interaction: discord.Interaction[Any], tree: app_commands.CommandTree[Any]) -> Meant | None:
    """The command that is meant, where there is one that takes what was given, and of a user.

    While something is being typed options may be missing, but one that offers suggestions has the focus.
    """
    data = cast("object", interaction.data)
    found = _find(tree, data) if isinstance(data, dict) else None
    if not isinstance(data, dict) or found is None or not is_of_somebody(interaction):
        return None
    command, options = found
    completing = interaction.type is discord.InteractionType.autocomplete
    if isinstance(command, app_commands.ContextMenu):
        return found if not completing and _has_target(data) and _is_resolved(interaction) else None
    if not _are_taken(command, options, completing=completing):
        return None
    return found if "resolved" not in data or _is_resolved(interaction) else None


def given(interaction: discord.Interaction[Any], name: str) -> object:
    """What was given for an option of a command that is as registered, ``None`` for nothing.

    The same as in discord.py's namespace, which reads all that came along, and takes longer than a suggestion.
    """
    options = cast("dict[str, Any]", interaction.data).get("options", [])
    while options and options[0]["type"] in _GROUPS:
        options = options[0].get("options", [])
    for option in options:
        if option["name"] == name:
            return cast("object", option["value"])
    return None


def is_of_somebody(interaction: discord.Interaction[Any]) -> bool:
    """Whether an interaction is of a user, at a place, whose ids are such as Discord gives, on a message if any."""
    if interaction.user is discord.utils.MISSING:
        return False
    if interaction.message is not None and not isinstance(cast("object", interaction.message.flags.value), int):
        return False
    for key in (interaction.user.id, interaction.guild_id, interaction.channel_id):
        if key is not None and not 0 < key < 1 << 63:
            return False
    return True


def _find(tree: app_commands.CommandTree[Any], data: dict[str, Any]) -> Meant | None:
    """The command that is meant, inside its groups, with what follows it."""
    name, kind, options = data.get("name"), data.get("type", 1), data.get("options", [])
    if not isinstance(name, str) or kind not in (1, 2, 3):
        return None
    command: Any = tree.get_command(name, type=_TYPES[kind])
    while isinstance(command, app_commands.Group):
        inner = options[0] if isinstance(options, list) and len(options) == 1 else None
        if not isinstance(inner, dict) or inner.get("type") not in _GROUPS or not isinstance(inner.get("name"), str):
            return None
        command, options = command.get_command(inner["name"]), inner.get("options", [])
    return None if command is None or not isinstance(options, list) else (command, options)


def _are_taken(command: app_commands.Command[Any, ..., Any], options: list[Any], *, completing: bool) -> bool:
    # This is done for every key that is typed.
    taken = _taken(command)
    given = set()
    focused = 0
    for option in options:
        if not isinstance(option, dict):
            return False
        name, value = option.get("name"), option.get("value")
        if not isinstance(name, str) or name in given:
            return False
        takes = taken.get(name)
        if takes is None or option.get("type") != takes.kind:
            return False
        given.add(name)
        if completing and option.get("focused"):
            focused += 1
            if not takes.completed or not isinstance(value, str):
                return False
        elif not takes.fits(value):
            return False
    if completing:
        return focused == 1
    return all(name in given for name, takes in taken.items() if takes.required)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What an option takes, which never changes."""

    kind: int
    types: tuple[type, ...] | None
    """``None`` for ids."""
    required: bool
    completed: bool
    least: float | None
    most: float | None
    choices: tuple[object, ...]

    def fits(self, value: object) -> bool:
        """Whether a value is one that it takes."""
        if self.types is None:
            return is_snowflake(value)
        if not isinstance(value, self.types) or isinstance(value, bool) != (self.kind == Kind.boolean.value):
            return False
        if isinstance(value, int | float) and not isinstance(value, bool):
            least, most = self.least, self.most
            if (least is not None and value < least) or (most is not None and value > most):
                return False
        return not self.choices or value in self.choices


@lru_cache(maxsize=256)
def _taken(command: app_commands.Command[Any, ..., Any]) -> Mapping[str, _Taken]:
    return {
        parameter.display_name: _Taken(
            parameter.type.value,
            _KINDS.get(parameter.type),
            parameter.required,
            parameter.autocomplete,
            parameter.min_value,
            parameter.max_value,
            tuple(choice.value for choice in parameter.choices),
        )
        for parameter in command.parameters
    }


def _has_target(data: Mapping[str, Any]) -> bool:
    """Whether that whose menu was used came along."""
    target, resolved = data.get("target_id"), data.get("resolved")
    if not is_snowflake(target) or not isinstance(resolved, dict):
        return False
    return any(isinstance(found, dict) and target in found for found in resolved.values())


def _is_resolved(interaction: discord.Interaction[Any]) -> bool:
    """Whether the users, channels and messages that came along can be read."""
    try:
        # discord.py writes what it cannot take into its error: it must be possible to write.
        return all(isinstance(str(value), str) for _, value in interaction.namespace)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


class Recent:
    """The ids seen last, to tell what comes a second time."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._ids: dict[int, None] = {}

    def is_new(self, key: int) -> bool:
        """Whether an id has not been seen, which from now on it has."""
        if key in self._ids:
            return False
        self._ids[key] = None
        if len(self._ids) > self._limit:
            del self._ids[next(iter(self._ids))]
        return True
