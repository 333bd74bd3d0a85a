"""The command tree: what is as registered goes to its command, and everything else is answered, too."""

from __future__ import annotations

from collections.abc import Awaitable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands

from bot.errors import OptionError, TooLongError
from bot.incoming import Meant, as_registered
from bot.ledger.errors import StoreUnavailable

if TYPE_CHECKING:
    from bot.client import Airlock


_Command = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


class Tree(app_commands.CommandTree["Airlock"]):
    """The command tree; its errors are answered like all others."""

    def add_command(self, command: _Command, /, **options: Any) -> None:
        """Add a command; what is for servers is offered nowhere else, which its own mark does not bring about."""
        super().add_command(command, **options)
        if command.guild_only:
            command.allowed_contexts = app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            )

    async def interaction_check(self, interaction: discord.Interaction[Airlock], /) -> bool:
        """Let through what is as registered and comes for the first time; raise what the rest is refused with."""
        return _meant(interaction, self) is not None

    async def _call(self, interaction: discord.Interaction[Airlock]) -> None:
        """Handle a command; discord.py itself would tell nobody of an exception that is not one of its own."""
        try:
            if interaction.type is discord.InteractionType.autocomplete:
                meant = _meant(interaction, self)
                if meant is not None:
                    await _suggest(interaction, *meant)
            else:
                await super()._call(interaction)
        except app_commands.AppCommandError:
            raise
        except Exception as error:  # whatever it is, the caller gets an answer
            await interaction.client.fail(interaction, error)

    async def on_error(self, interaction: discord.Interaction[Airlock], error: app_commands.AppCommandError, /) -> None:
        """Answer what went wrong in a command."""
        await interaction.client.fail(interaction, _reason(error))


def _meant(interaction: discord.Interaction[Airlock], tree: Tree) -> Meant | None:
    """The command that is meant, ``None`` where it was handled before; raise what it is refused with."""
    bot = interaction.client
    if not bot.is_first_delivery(interaction):
        return None
    if not bot.fleet.serves():
        raise StoreUnavailable("another process may serve this shard")
    meant = as_registered(interaction, tree)
    if meant is None:
        raise OptionError
    return meant


def _suggest(interaction: discord.Interaction[Airlock], command: Any, options: list[dict[str, Any]]) -> Awaitable[None]:
    """Offer suggestions: discord.py would look for the command once more, and read options that nobody asks for."""
    focused: dict[str, Any] = {}
    for option in options:
        if option.get("focused"):
            focused = option
    typed = SimpleNamespace(**{focused["name"]: focused["value"]})
    return cast("Awaitable[None]", command._invoke_autocomplete(interaction, focused["name"], typed))  # noqa: SLF001


def _reason(error: app_commands.AppCommandError) -> Exception:
    match error:
        case app_commands.CommandInvokeError(original=original):
            return original
        case app_commands.TransformerError(value=str(value), transformer=transformer):
            limit = transformer.max_value
            return TooLongError("text", int(limit)) if limit is not None and len(value) > limit else OptionError()
        case app_commands.TransformerError() | app_commands.CommandSignatureMismatch() | app_commands.CommandNotFound():
            return OptionError()
        case _:
            return error
