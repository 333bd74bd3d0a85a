"""Acting as a user: typing commands, pressing buttons, choosing, filling in forms, reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.sandbox import commandline
from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.components import find_component, resolve_values, select_values
from bot.sandbox.forms import fill_in
from bot.sandbox.permissions import Permission, in_channel, may_write
from bot.sandbox.reply import Choice, Reply
from bot.sandbox.resolve import Resolved, resolve_option, resolved_message
from bot.sandbox.waiting import PATIENCE, UnansweredError, settled
from bot.sandbox.world import Channel, ContextType, Interaction, InteractionType, Message, Role, User, World
from bot.sandbox.world.commands import Command
from bot.sandbox.world.posting import Upload

__all__ = ["Actor", "NotOfferedError", "UnansweredError"]

_MESSAGE_COMMAND: Final = 3


class Actor:
    """A user at a place. Their interactions wait until the bot has answered.

    All methods raise ``NotOfferedError`` for what Discord's own client would not let a user do, and
    ``UnansweredError`` when the bot does not answer.
    """

    def __init__(self, world: World, user: User, where: Channel, *, patience: float = PATIENCE) -> None:
        self.world = world
        self.user = user
        self.where = where
        self.patience = patience

    def at(self, where: Channel) -> Actor:
        """Return the same user at another place."""
        return Actor(self.world, self.user, where, patience=self.patience)

    def commands(self) -> list[Command]:
        """Return the commands that are offered to this user here."""
        return [command for command in self.world.commands.usable_in(self._guild_id) if self._owners(command)]

    def parse(self, line: str) -> commandline.Line:
        """Read a line as a command that is offered here; say why where it is one that is not."""
        offered = self.commands()
        word = line.strip().removeprefix("/").partition(" ")[0]
        for command in self.world.commands.usable_in(self._guild_id):
            if command["name"] == word and command not in offered:
                raise NotOfferedError(f"/{word} is {self._why_not(command)}")
        return commandline.parse(line, offered)

    async def command(self, line: str, /, **values: Any) -> Reply:
        """Send a slash command; ``values`` are options given as they are, without being read from the line."""
        data = self._command_data(line, values)
        return await self._send(InteractionType.COMMAND, *data)

    async def autocomplete(self, line: str, /, *, focused: str | None = None) -> list[Choice]:
        """Return what is suggested while typing; the last option of the line has the focus, or the one named."""
        parsed = self.parse(line)
        focused = focused or next(reversed(list(parsed.typed)), None)
        if focused is None:
            raise NotOfferedError("no option is being typed")
        option = parsed.option(focused)
        if option.get("choices"):
            return [Choice(choice["name"], choice["value"]) for choice in option["choices"]]
        if not option.get("autocomplete"):
            raise NotOfferedError(f"{focused} has no suggestions")
        options = []
        for name, typed in parsed.typed.items():
            option = parsed.option(name)
            # What is being typed is sent as it is, whatever the type of the option.
            value = (
                typed if name == focused or option["type"] == commandline.STRING else commandline.convert(option, typed)
            )
            options.append({"name": name, "type": option["type"], "value": value})
        for option in options:
            if option["name"] == focused:
                option["focused"] = True
        data = self._head(parsed.command) | {"options": commandline.nest(parsed.path, options)}
        reply = await self._send(InteractionType.AUTOCOMPLETE, data, self._owners(parsed.command))
        return [Choice(choice["name"], choice["value"]) for choice in reply.interaction.choices or ()]

    async def message_command(self, name: str, message: Message) -> Reply:
        """Use a command of a message's menu."""
        command = self._context_command(name, _MESSAGE_COMMAND)
        data = self._head(command) | {"target_id": str(message.id), "resolved": resolved_message(message)}
        return await self._send(InteractionType.COMMAND, data, self._owners(command))

    async def press(
        self,
        on: Reply | Message,
        *,
        custom_id: str | None = None,
        label: str | None = None,
        index: int | None = None,
        stale: bool = False,
    ) -> Reply:
        """Press a button, found by its id, its label or its number from 0.

        ``stale`` lets a user press what they still see although it was deleted or changed a moment ago.
        """
        message = self._visible(on, stale=stale)
        button = find_component(message, (2,), custom_id=custom_id, label=label, index=index, stale=stale)
        if button.get("disabled") and not stale:
            raise NotOfferedError(f"the button {button.get('label')!r} is disabled")
        if "custom_id" not in button:
            raise NotOfferedError("that button opens a page and tells the bot nothing")
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": button["id"]}
        return await self._send(InteractionType.COMPONENT, data, self._owners_of(message), message=message)

    async def select(
        self,
        on: Reply | Message,
        values: Sequence[str | User | Role | Channel] | str,
        *,
        custom_id: str | None = None,
        index: int = 0,
        stale: bool = False,
    ) -> Reply:
        """Choose from a menu: options by value or label, or users, roles and channels."""
        message = self._visible(on, stale=stale)
        select = find_component(
            message, (3, 5, 6, 7, 8), custom_id=custom_id, index=None if custom_id is not None else index, stale=stale
        )
        if select.get("disabled") and not stale:
            raise NotOfferedError("the menu is disabled")
        chosen = [values] if isinstance(values, str) else list(values)
        data: dict[str, Any] = {
            "component_type": select["type"],
            "custom_id": select["custom_id"],
            "id": select["id"],
            **select_values(select, chosen),
        }
        if select["type"] != 3:
            data["resolved"] = resolve_values(self.where, chosen)
        return await self._send(InteractionType.COMPONENT, data, self._owners_of(message), message=message)

    async def submit(self, form: Reply, fields: dict[str, Any]) -> Reply:
        """Fill in the form of a reply, fields named by ``custom_id`` or label, and send it."""
        modal = form.modal
        if modal is None:
            raise NotOfferedError("there is no form to fill in")
        data = fill_in(modal, fields)
        opened_by = form.interaction
        return await self._send(
            InteractionType.MODAL, data, opened_by.owners, message=opened_by.message, source=opened_by
        )

    async def interact(
        self,
        type: InteractionType | int,  # noqa: A002  (Discord's word)
        data: dict[str, Any],
        *,
        message: Message | None = None,
        overrides: dict[str, Any] | None = None,
    ) -> Reply:
        """Send an interaction as it is given, however wrong; ``overrides`` replace parts of its envelope."""
        kind = InteractionType(type)
        return await self._send(kind, data, self._owners_here(), message=message, overrides=overrides)

    def say(self, text: str, *, reply_to: Message | None = None, uploads: Sequence[Upload] = ()) -> Message:
        """Write a message."""
        if not may_write(self.where, self.user):
            raise NotOfferedError(f"{self.user.name} may not write here")
        body: dict[str, Any] = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to.id)}
        return self.world.post(self.where, self.user, body, uploads=uploads)

    def messages_seen(self, channel: Channel | None = None) -> list[Message]:
        """Return what this user sees in a channel, oldest first; others' private replies are not seen."""
        channel = channel or self.where
        if not in_channel(channel, self.user) & Permission.VIEW_CHANNEL:
            return []
        return [message for message in channel.messages.values() if message.is_seen_by(self.user)]

    @property
    def _guild_id(self) -> int | None:
        return self.where.guild.id if self.where.guild else None

    def _owners_here(self) -> dict[str, str]:
        return self.world.owners(self.where, self.user)

    def _owners_of(self, message: Message) -> dict[str, str]:
        """Return by whose installation a component works: that of whoever made the bot post it."""
        return message.interaction.owners if message.interaction else self._owners_here()

    def _owners(self, command: Command) -> dict[str, str]:
        """Return by whose installation the command is offered here; empty if it is not."""
        owners = {
            kind: owner for kind, owner in self._owners_here().items() if int(kind) in command["integration_types"]
        }
        contexts = command["contexts"]
        if contexts is None and not command["dm_permission"]:
            contexts = [ContextType.GUILD]
        if contexts is not None and self.world.context(self.where) not in contexts:
            return {}
        permissions = in_channel(self.where, self.user)
        if self.where.guild is not None:
            if not permissions & Permission.USE_APPLICATION_COMMANDS:
                return {}
            needed = command["default_member_permissions"]
            if needed is not None and (int(needed) == 0 or int(needed) & ~permissions):
                # A user's own application is not held to what the guild asks of members.
                owners.pop("0", None)
        return owners if permissions else {}

    def _why_not(self, command: Command) -> str:
        """Why a command is not offered here."""
        needed = Permission(int(command["default_member_permissions"] or 0))
        if self.where.guild is None:
            return "not for direct messages"
        if needed & ~in_channel(self.where, self.user):
            names = " and ".join(str(one.name).replace("GUILD", "SERVER").replace("_", " ").title() for one in needed)
            return f"offered to who has {names} here, and {self.user.display_name} has not"
        return "not offered here"

    def _command_data(self, line: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        parsed = self.parse(line)
        resolved = Resolved(self.where)
        given: dict[str, Any] = {}
        for name, typed in parsed.typed.items():
            option = parsed.option(name)
            given[name] = commandline.convert(option, typed)
        given |= values
        options = []
        for name, value in given.items():
            option = parsed.option(name)
            value = resolve_option(resolved, option, value, self.user)
            options.append({"name": name, "type": option["type"], "value": commandline.check_value(option, value)})
        for option in parsed.options:
            if option.get("required") and option["name"] not in given:
                raise NotOfferedError(f"{option['name']} is required")
        data = self._head(parsed.command) | {"options": commandline.nest(parsed.path, options)}
        if resolved.data:
            data["resolved"] = resolved.data
        return data, self._owners(parsed.command)

    def _context_command(self, name: str, kind: int) -> Command:
        for command in self.commands():
            if (command["name"], command["type"]) == (name, kind):
                return command
        raise NotOfferedError(f"there is no command {name!r} in that menu")

    def _head(self, command: Command) -> dict[str, Any]:
        head = {"id": command["id"], "name": command["name"], "type": command["type"]}
        return head | {"guild_id": command["guild_id"]} if "guild_id" in command else head

    def _visible(self, on: Reply | Message, *, stale: bool) -> Message:
        message = on.interaction.original if isinstance(on, Reply) else on
        if message is None:
            raise NotOfferedError("there is no message")
        if message.visible_to not in (None, self.user):
            raise NotOfferedError(f"{self.user.name} does not see that message")
        if message.deleted and not stale:
            raise NotOfferedError("that message was deleted")
        return message

    async def _send(
        self,
        kind: InteractionType,
        data: dict[str, Any],
        owners: dict[str, str],
        *,
        message: Message | None = None,
        source: Interaction | None = None,
        overrides: dict[str, Any] | None = None,
    ) -> Reply:
        place = self.where if message is None else message.channel
        interaction = self.world.interact(
            kind, self.user, place, data, owners, message=message, source=source, overrides=overrides
        )
        await settled(interaction, self.patience)
        if not interaction.answered:
            raise UnansweredError(interaction)
        return Reply(interaction)
