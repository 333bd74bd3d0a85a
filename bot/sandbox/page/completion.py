"""What the message box offers while a command is typed: commands, then options, then their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.sandbox import commandline
from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.user import Actor
from bot.sandbox.waiting import UnansweredError


@dataclass(frozen=True)
class Offer:
    """A line of the list: what it is called, what it is for, and what the box holds once it is taken."""

    name: str
    about: str
    line: str


@dataclass(frozen=True)
class Chip:
    """An option of the command that is being typed."""

    name: str
    line: str
    needed: bool
    filled: bool
    current: bool


@dataclass(frozen=True)
class Offers:
    """What is offered for ``typed``."""

    typed: str = ""
    title: str = ""
    rows: tuple[Offer, ...] = ()
    chips: tuple[Chip, ...] = ()
    eager: bool = False
    """Whether the first row is what Enter takes."""

    def json(self) -> dict[str, Any]:
        """Return it as the page's script reads it."""
        return asdict(self)


@dataclass(frozen=True)
class _Leaf:
    """A command or subcommand that can be sent."""

    path: str
    about: str
    options: Sequence[Mapping[str, Any]]

    @property
    def start(self) -> str:
        """What the box holds when the command was chosen: the first option that is needed follows at once."""
        first = next((option["name"] for option in self.options if option.get("required")), None)
        if first is None and len(self.options) == 0:
            return self.path
        return f"{self.path} {first}:" if first else f"{self.path} "


@dataclass
class Completion:
    """Completes for one user at one place, and knows which value stands behind a suggestion that was taken."""

    actor: Actor
    _values: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    async def offers(self, typed: str) -> Offers:
        """Return what to offer for a line; nothing for what is no command."""
        if not typed.startswith("/"):
            return Offers(typed)
        leaf, rest = self._leaf(typed)
        if leaf is None:
            words = typed.removeprefix("/").casefold().split()
            found = [one for one in self._leaves() if _matches(one, words)]
            found.sort(key=lambda one: not one.path.startswith(typed.strip()))
            rows = tuple(Offer(one.path, one.about, one.start) for one in found)
            return Offers(typed, "Commands", rows, eager=True)
        current, value = _current(rest, [option["name"] for option in leaf.options])
        filled = set(_named(rest, [option["name"] for option in leaf.options]))
        taken = current is not None and value.endswith(" ") and self._is_whole(leaf, current, value.strip())
        option = None if taken else next((o for o in leaf.options if o["name"] == current), None)
        chips = tuple(_chip(o, typed, filled, option) for o in leaf.options)
        if option is not None and current is not None:
            before = typed[: len(typed) - len(value)]
            rows = tuple([row async for row in self._choices(leaf, option, typed, before, value.strip())])
            return Offers(typed, f"{current} · {option['description']}", rows, chips, eager=True)
        begun = rest.rsplit(" ", 1)[-1].casefold() if not taken and current is None else ""
        start = typed[: len(typed) - len(begun)]
        rows = tuple(
            Offer(o["name"], o["description"], f"{start.rstrip()} {o['name']}:")
            for o in leaf.options
            if o["name"] not in filled and o["name"].startswith(begun)
        )
        return Offers(typed, "Options" if rows else leaf.about, rows, chips)

    def command(self, line: str) -> tuple[str, dict[str, Any]]:
        """Return the command of a line and its options with their values; raise ``NotOfferedError``."""
        parsed = self.actor.parse(line)
        path = "/" + " ".join(parsed.path)
        values = {}
        for name, typed in parsed.typed.items():
            known = self._values.get((path, name, typed))
            values[name] = commandline.convert(parsed.option(name), typed) if known is None else known
        return path, values

    def _leaf(self, typed: str) -> tuple[_Leaf | None, str]:
        """Return the command that a line names in full, and what follows it."""
        for leaf in sorted(self._leaves(), key=lambda one: -len(one.path)):
            if typed.startswith(f"{leaf.path} "):
                return leaf, typed[len(leaf.path) + 1 :]
        return None, ""

    def _leaves(self) -> Iterator[_Leaf]:
        for command in sorted(self.actor.commands(), key=lambda one: str(one["name"])):
            if command["type"] == 1:
                yield from _inside(f"/{command['name']}", command)

    def _is_whole(self, leaf: _Leaf, name: str, value: str) -> bool:
        """Whether a value that a blank follows is all that there is to say."""
        option = next(o for o in leaf.options if o["name"] == name)
        if option.get("autocomplete"):
            return (leaf.path, name, _unquoted(value)) in self._values
        return bool(value)

    async def _choices(
        self, leaf: _Leaf, option: Mapping[str, Any], typed: str, before: str, value: str
    ) -> Any:  # an asynchronous generator of offers
        names = [o["name"] for o in leaf.options]
        folded = _unquoted(value).casefold()
        if option.get("autocomplete"):
            for choice in await self._suggested(leaf, option["name"], typed):
                self._values[leaf.path, option["name"], str(choice[0])] = choice[1]
                yield Offer(str(choice[0]), "", f"{before}{_quoted(str(choice[0]), names)} ")
            return
        for name, about in self._fixed(option):
            if folded in name.casefold():
                yield Offer(name, about, f"{before}{_quoted(name, names)} ")

    def _fixed(self, option: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        kind, guild = option["type"], self.actor.where.guild
        if option.get("choices"):
            yield from ((str(choice["name"]), "") for choice in option["choices"])
        elif kind == commandline.BOOLEAN:
            yield from (("true", ""), ("false", ""))
        elif kind == commandline.CHANNEL and guild is not None:
            yield from ((f"#{channel.name}", channel.type.name.lower()) for channel in guild.channels.values())
        elif kind in (commandline.USER, commandline.MENTIONABLE) and guild is not None:
            yield from ((f"@{member.user.name}", member.user.display_name) for member in guild.members.values())
        elif kind == commandline.ROLE and guild is not None:
            yield from ((role.name, "role") for role in guild.roles.values())

    async def _suggested(self, leaf: _Leaf, name: str, typed: str) -> list[tuple[str, Any]]:
        try:
            parsed = commandline.parse(typed, self.actor.commands())
            names = [str(option["name"]) for option in leaf.options]
            # What was chosen before is told by the value that stands behind it, as Discord's client does.
            given = {key: self._values.get((leaf.path, key, text), text) for key, text in parsed.typed.items()}
            given[name] = parsed.typed.get(name, "")
            written = [f"{key}:{_quoted(str(value), names)}" for key, value in given.items()]
            choices = await self.actor.autocomplete(" ".join([leaf.path, *written]), focused=name)
        except (NotOfferedError, UnansweredError):
            return []
        return [(choice.name, choice.value) for choice in choices]


def _inside(path: str, node: Mapping[str, Any]) -> Iterator[_Leaf]:
    options = node.get("options") or []
    children = [option for option in options if option["type"] in (commandline.SUBCOMMAND, commandline.GROUP)]
    for child in children:
        yield from _inside(f"{path} {child['name']}", child)
    if not children:
        yield _Leaf(path, str(node.get("description") or ""), options)


def _matches(leaf: _Leaf, words: Sequence[str]) -> bool:
    """Whether every typed word begins a word of the command, or stands in what it is for."""
    return all(any(part.startswith(word) for part in leaf.path[1:].split()) for word in words) or (
        len(words) == 1 and len(words[0]) > 2 and words[0] in leaf.about.casefold()
    )


def _named(rest: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    return re.findall(rf"(?:^|\s)({'|'.join(map(re.escape, names))}):", _blanked(rest))


def _current(rest: str, names: Sequence[str]) -> tuple[str | None, str]:
    """Return the option that is being typed and its value so far, blanks behind it included."""
    if not names:
        return None, ""
    found = list(re.finditer(rf"(?:^|\s)({'|'.join(map(re.escape, names))}):", _blanked(rest)))
    return (found[-1][1], rest[found[-1].end() :]) if found else (None, "")


def _blanked(text: str) -> str:
    """Put blanks over what stands in quotes, where names of options mean nothing."""
    return re.sub(r'"(?:[^"\\]|\\.)*"?', lambda match: "_" * len(match[0]), text)


def _chip(option: Mapping[str, Any], typed: str, filled: set[str], current: Mapping[str, Any] | None) -> Chip:
    name = option["name"]
    line = typed if name in filled else f"{typed.rstrip()} {name}:"
    return Chip(name, line, bool(option.get("required")), name in filled, option is current)


def _quoted(value: str, names: Sequence[str]) -> str:
    """Put quotes around a value that would otherwise be read as several."""
    if value.startswith('"') or _named(f" {value}", names):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value


def _unquoted(value: str) -> str:
    inner = re.fullmatch(r'"((?:[^"\\]|\\.)*)"?', value)
    return re.sub(r"\\(.)", r"\1", inner[1]) if inner else value
