"""Interactions as Discord's own apps would send them, of every command, button, menu and form that there is.

Commands come from what is registered, actions from the bot itself, buttons and forms from what it has sent: what is new
is covered without a word here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from bot.sandbox.permissions import in_channel
from bot.sandbox.resolve import Resolved, resolved_message
from bot.sandbox.user import Actor
from bot.sandbox.world import Channel, Interaction, InteractionType, Message, User
from tests.fuzz import junk
from tests.fuzz.stage import SHOW, Stage

COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
GROUPS: Final = (1, 2)
_KEPT: Final = 8
"""Samples of each action's buttons that are kept."""
_TEXTS: Final = {
    "name": ("Ellen Waverly", "Karen Stevens", "Joel Park", "karen"),
    "number": ("S1E1", "S1E2", "S2E1"),
    "to": ("S1", "S1E2", "S2", "inherit"),
    "as": ("S1", "S2", "S0"),
    "ceiling": ("S1", "S2", "inherit"),
    "through": ("S1", "S0", "S1E1"),
    "show": (SHOW, "Harbour Lights"),
    "kind": ("who-plays", "status"),
    "time": ("18:00", "06:30"),
    "zone": ("UTC", "Europe/Berlin"),
}
_ARGUMENTS: Final = (
    SHOW,
    "S1",
    "S2",
    "S2E2",
    "S0",
    "1",
    "0",
    "2",
    "set",
    "rewatch",
    "ellen-waverly",
    "late-one",
    "-",
    "any",
)


@dataclass(frozen=True)
class Sent:
    """One interaction before it is sent: whose, where, and what."""

    actor: Actor
    kind: int
    data: dict[str, Any]
    message: Message | None = None
    source: Interaction | None = None


@dataclass
class Grammar:
    """What can be sent now; ``learn`` adds what the bot has sent."""

    stage: Stage
    buttons: dict[str, list[tuple[Message, dict[str, Any]]]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, list[tuple[dict[str, Any], Interaction]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.leaves = [leaf for command in self.stage.discord.world.commands.all() for leaf in _leaves(command, ())]
        self.menus = [command for command in self.stage.discord.world.commands.all() if command["type"] == 3]
        self.actions = sorted(self.stage.bot.action_names())
        self.names = sorted({part["name"] for command, path in self.leaves for part in (command, *path)})

    def custom_ids(self) -> list[str]:
        """Of all buttons and menus that are known."""
        return [part["custom_id"] for found in self.buttons.values() for _, part in found]

    def learn(self, interaction: Interaction) -> None:
        """Keep the buttons and the form of an answer."""
        if interaction.modal is not None:
            action = str(interaction.modal["custom_id"]).partition("|")[0]
            self.forms[action] = [(interaction.modal, interaction), *self.forms[action]][:_KEPT]
        for message in (interaction.original, *interaction.followups):
            if message is not None:
                self.see(message)

    def see(self, message: Message) -> None:
        """Keep the buttons of a message."""
        for row in message.components:
            for part in row.get("components", ()):
                if "custom_id" in part:
                    action = part["custom_id"].partition("|")[0]
                    known = [one for one in self.buttons[action] if one[1]["custom_id"] != part["custom_id"]]
                    self.buttons[action] = [(message, part), *known][:_KEPT]

    # Making

    def any(self, chance: Random, actor: Actor) -> Sent:
        """One interaction of any kind."""
        kind = chance.random()
        if kind < 0.35:
            return self.command(chance, actor)
        if kind < 0.5:
            return self.completion(chance, actor)
        if kind < 0.55:
            return self.menu(chance, actor)
        return self.press(chance, actor) if kind < 0.88 else self.form(chance, actor)

    def command(self, chance: Random, actor: Actor) -> Sent:
        """A slash command with options that could be right."""
        command, path = chance.choice(self.leaves)
        resolved = Resolved(actor.where)
        options = [
            self._option(option, chance, actor, resolved)
            for option in (path[-1] if path else command).get("options") or []
            if option.get("required") or chance.random() < 0.4
        ]
        data = _data(command, path, [option for option in options if option is not None])
        return Sent(actor, COMMAND, data | ({"resolved": resolved.data} if resolved.data else {}))

    def completion(self, chance: Random, actor: Actor) -> Sent:
        """An option that is being typed."""
        offering = [
            (command, path, option)
            for command, path in self.leaves
            for option in (path[-1] if path else command).get("options") or []
            if option.get("autocomplete")
        ]
        command, path, focused = chance.choice(offering)
        typed = {"name": focused["name"], "type": focused["type"], "value": junk.text(chance)[:100], "focused": True}
        others = [
            self._option(option, chance, actor, Resolved(actor.where))
            for option in (path[-1] if path else command).get("options") or []
            if option is not focused and option["type"] in (3, 4, 5) and chance.random() < 0.4
        ]
        return Sent(actor, AUTOCOMPLETE, _data(command, path, [*(one for one in others if one is not None), typed]))

    def menu(self, chance: Random, actor: Actor) -> Sent:
        """A command of a message's menu."""
        messages = [message for message in actor.where.messages.values() if message.is_seen_by(actor.user)]
        if not messages:
            return self.command(chance, actor)
        message, command = chance.choice(messages), chance.choice(self.menus)
        data = {"id": command["id"], "name": command["name"], "type": command["type"], "target_id": str(message.id)}
        return Sent(actor, COMMAND, data | {"resolved": resolved_message(message)})

    def press(self, chance: Random, actor: Actor) -> Sent:
        """A button or menu: one that was sent, to whomever, or one that never was."""
        action = chance.choice(self.actions)
        if self.buttons[action] and chance.random() < 0.75:
            message, part = chance.choice(self.buttons[action])
            where = message.channel
            actor = actor.at(where) if _may_be(actor.user, where) else actor
            data: dict[str, Any] = {"component_type": part["type"], "custom_id": part["custom_id"], "id": 1}
            if part["type"] == 3:
                data["values"] = [chance.choice(part["options"])["value"]]
            return Sent(actor, COMPONENT, data, message)
        custom_id = "|".join(
            (action, *(chance.choice((*_ARGUMENTS, str(chance.randrange(9)))) for _ in range(chance.randrange(5))))
        )
        seen = [message for message in actor.where.messages.values() if message.author.bot]
        data = {"component_type": chance.choice((2, 3)), "custom_id": custom_id[:100], "id": 1}
        if data["component_type"] == 3:
            data["values"] = [chance.choice(_ARGUMENTS)]
        return Sent(actor, COMPONENT, data, chance.choice(seen) if seen and chance.random() < 0.8 else None)

    def form(self, chance: Random, actor: Actor) -> Sent:
        """A form, filled in: one that was opened, by whomever, or one that never was."""
        known = sorted(action for action, found in self.forms.items() if found)
        if known and chance.random() < 0.7:
            modal, source = chance.choice(self.forms[chance.choice(known)])
            actor = actor.at(source.channel) if _may_be(actor.user, source.channel) else actor
            rows = [_filled(row, chance) for row in modal["components"]]
            return Sent(actor, FORM, {"custom_id": modal["custom_id"], "components": rows}, source.message, source)
        fields = [
            {"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": name, "value": junk.text(chance)}]}
            for name in ("since", "title", "text", "answer")
            if chance.random() < 0.6
        ]
        custom_id = "|".join(
            (chance.choice(self.actions), *(chance.choice(_ARGUMENTS) for _ in range(chance.randrange(4))))
        )
        return Sent(actor, FORM, {"custom_id": custom_id, "components": fields})

    def _option(
        self, option: dict[str, Any], chance: Random, actor: Actor, resolved: Resolved
    ) -> dict[str, Any] | None:
        head = {"name": option["name"], "type": option["type"]}
        if option.get("choices"):
            return head | {"value": chance.choice(option["choices"])["value"]}
        match option["type"]:
            case 3:
                value: Any = chance.choice(_TEXTS.get(option["name"], ("harbour", "karen", "a lamp")))
            case 4:
                value = chance.choice((option.get("min_value", 0), 1, 2))
            case 5:
                value = chance.random() < 0.5
            case 7 if actor.where.guild is not None:
                channel = chance.choice(list(actor.where.guild.channels.values()))
                resolved.add_channel(channel, actor.user)
                value = str(channel.id)
            case 8 if actor.where.guild is not None:
                role = chance.choice(list(actor.where.guild.roles.values()))
                resolved.add_role(role)
                value = str(role.id)
            case 11:
                file = self.stage.discord.world.upload("lamp.png", b"\x89PNG", "image/png")
                resolved.add_file(file)
                value = str(file.id)
            case _:
                return None
        return head | {"value": value}


def _filled(row: dict[str, Any], chance: Random) -> dict[str, Any]:
    inner = row["component"] if row["type"] == 18 else row["components"][0]
    value = chance.choice(("S1", "S2", "S1E2", "Ellen", "what a lamp", junk.text(chance)))
    if inner["custom_id"] == "title" and chance.random() < 0.7:
        value = ""
    filled = {"type": inner["type"], "id": 2, "custom_id": inner["custom_id"], "value": value}
    return (
        {"type": 18, "id": 1, "component": filled}
        if row["type"] == 18
        else {"type": 1, "id": 1, "components": [filled]}
    )


def _may_be(user: User, where: Channel) -> bool:
    """Whether somebody can be there at all."""
    return user in where.recipients if where.guild is None else bool(in_channel(where, user))


def _data(command: dict[str, Any], path: tuple[dict[str, Any], ...], options: list[dict[str, Any]]) -> dict[str, Any]:
    for part in reversed(path):
        options = [{"name": part["name"], "type": part["type"], "options": options}]
    return {"id": str(command["id"]), "name": command["name"], "type": command["type"], "options": options}


def _leaves(
    command: dict[str, Any], path: tuple[dict[str, Any], ...]
) -> Iterator[tuple[dict[str, Any], tuple[dict[str, Any], ...]]]:
    inner = [part for part in (path[-1] if path else command).get("options") or [] if part["type"] in GROUPS]
    for part in inner:
        yield from _leaves(command, (*path, part))
    if not inner and command["type"] == 1:
        yield command, path


def kind_of(value: object) -> InteractionType | None:
    """The kind that a number names, where a bot must answer it."""
    if isinstance(value, int) and not isinstance(value, bool) and value in (COMMAND, COMPONENT, AUTOCOMPLETE, FORM):
        return InteractionType(value)
    return None
