"""What Discord sends with a command, held against the commands that are registered.

Discord keeps to them, but an app may send an older form of a command, and discord.py answers nobody whose options it
cannot read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, cast

import discord
from discord import AppCommandOptionType as Kind
from discord import app_commands

from bot.custom_id import is_snowflake

_GROUPS: Final = (Kind.subcommand.value, Kind.subcommand_group.value)
_KINDS: Final[dict[Kind, tuple[type, ...]]] = {
    Kind.string: (str,),
    Kind.integer: (int,),
    Kind.boolean: (bool,),
    Kind.number: (int, float),
}
"""What values of an option are; those of all other kinds are ids."""


def is_as_registered(interaction: discord.Interaction[Any], tree: app_commands.CommandTree[Any]) -> bool:
    """Whether an interaction is of a command that there is, with options as it takes them, and of a user.

    While something is being typed options may be missing, but one that offers suggestions has the focus.
    """
    data = cast("object", interaction.data)
    found = _find(tree, data) if isinstance(data, dict) else None
    if not isinstance(data, dict) or found is None or not is_of_somebody(interaction):
        return False
    command, options = found
    if isinstance(command, app_commands.ContextMenu):
        return _has_target(data) and _is_resolved(interaction)
    if not _are_taken(command, options, completing=interaction.type is discord.InteractionType.autocomplete):
        return False
    return "resolved" not in data or _is_resolved(interaction)


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


def _find(tree: app_commands.CommandTree[Any], data: dict[str, Any]) -> tuple[Any, list[dict[str, Any]]] | None:
    """The command that is meant, inside its groups, with what follows it."""
    name, kind, options = data.get("name"), data.get("type", 1), data.get("options", [])
    if not isinstance(name, str) or kind not in (1, 2, 3):
        return None
    command: Any = tree.get_command(name, type=discord.AppCommandType(kind))
    while isinstance(command, app_commands.Group):
        inner = options[0] if _are_options(options) and len(options) == 1 else {}
        command = command.get_command(inner["name"]) if inner.get("type") in _GROUPS else None
        options = inner.get("options", [])
    return None if command is None or not _are_options(options) else (command, options)


def _are_options(options: Any) -> bool:
    if not isinstance(options, list):
        return False
    for option in options:  # noqa: SIM110  (quicker than all(…), and done twice for each command)
        if not isinstance(option, dict) or not isinstance(option.get("name"), str):
            return False
    return True


def _are_taken(
    command: app_commands.Command[Any, ..., Any], options: list[dict[str, Any]], *, completing: bool
) -> bool:
    # This is done for every key that is typed.
    parameters = _parameters(command)
    given = set()
    focused = 0
    for option in options:
        name, value = option["name"], option.get("value")
        parameter = parameters.get(name)
        if parameter is None or name in given or option.get("type") != parameter.type.value:
            return False
        given.add(name)
        if completing and option.get("focused"):
            focused += 1
            if not parameter.autocomplete or not isinstance(value, str):
                return False
        elif not _fits(parameter, value):
            return False
    if completing:
        return focused == 1
    return not any(parameter.required for name, parameter in parameters.items() if name not in given)


@lru_cache(maxsize=256)
def _parameters(command: app_commands.Command[Any, ..., Any]) -> Mapping[str, app_commands.Parameter]:
    # discord.py makes them anew each time, and what a command takes never changes.
    return {parameter.display_name: parameter for parameter in command.parameters}


def _fits(parameter: app_commands.Parameter, value: object) -> bool:
    if parameter.type not in _KINDS:
        return is_snowflake(value)
    if not isinstance(value, _KINDS[parameter.type]) or isinstance(value, bool) != (parameter.type is Kind.boolean):
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        least, most = parameter.min_value, parameter.max_value
        if (least is not None and value < least) or (most is not None and value > most):
            return False
    return not parameter.choices or value in [choice.value for choice in parameter.choices]


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
