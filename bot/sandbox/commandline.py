"""Reads a line such as ``/cast character name:Margo Madison share:true`` as Discord's input box does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.sandbox.world.commands import Command

SUBCOMMAND: Final = 1
GROUP: Final = 2
STRING: Final = 3
INTEGER: Final = 4
BOOLEAN: Final = 5
USER: Final = 6
CHANNEL: Final = 7
ROLE: Final = 8
MENTIONABLE: Final = 9
NUMBER: Final = 10
ATTACHMENT: Final = 11

_CHAT_INPUT: Final = 1


class NotOfferedError(Exception):
    """Discord's own client would not let a user send this."""


@dataclass(frozen=True)
class Line:
    """A command, the way to its subcommand, and what was typed into its options, in the order typed."""

    command: Command
    path: tuple[str, ...]
    options: Sequence[Mapping[str, Any]]
    typed: Mapping[str, str]

    def option(self, name: str) -> Mapping[str, Any]:
        """Return the description of an option; raise ``NotOfferedError`` if there is none of that name."""
        for option in self.options:
            if option["name"] == name:
                return option
        raise NotOfferedError(f"/{' '.join(self.path)} has no option {name!r}")


def parse(text: str, commands: Iterable[Command]) -> Line:
    """Find the command that a line names and split its options; raise ``NotOfferedError`` if there is none.

    A value runs to the next name of an option; in double quotes it may contain such names.
    """
    rest = text.strip().removeprefix("/")
    word, _, rest = rest.partition(" ")
    for command in commands:
        if command["name"] == word and command["type"] == _CHAT_INPUT:
            break
    else:
        raise NotOfferedError(f"there is no command /{word} here")
    path = [word]
    node: Mapping[str, Any] = command
    while _children(node):
        word, _, rest = rest.strip().partition(" ")
        child = next((child for child in _children(node) if child["name"] == word), None)
        if child is None:
            names = ", ".join(str(child["name"]) for child in _children(node))
            raise NotOfferedError(f"/{' '.join(path)} goes on with one of: {names}")
        path.append(word)
        node = child
    options = node.get("options") or []
    return Line(command, tuple(path), options, _split(rest, [str(option["name"]) for option in options], path))


def convert(option: Mapping[str, Any], typed: str) -> Any:
    """Return a typed text as the option's type; raise ``NotOfferedError`` where Discord would mark it red.

    Users, channels and roles are left to whoever knows them.
    """
    name, kind = option["name"], option["type"]
    value: Any = typed
    if kind == ATTACHMENT:
        raise NotOfferedError(f"{name} takes a file, which cannot be typed")
    if kind == INTEGER:
        if not re.fullmatch(r"[+-]?\d+", typed):
            raise NotOfferedError(f"{name} must be a whole number")
        value = int(typed)
    elif kind == NUMBER:
        try:
            value = float(typed)
        except ValueError:
            raise NotOfferedError(f"{name} must be a number") from None
    elif kind == BOOLEAN:
        if typed.casefold() not in ("true", "false"):
            raise NotOfferedError(f"{name} must be true or false")
        value = typed.casefold() == "true"
    return value


def check_value(option: Mapping[str, Any], value: Any) -> Any:
    """Return the value to send; raise ``NotOfferedError`` if it is outside what the option allows."""
    name = option["name"]
    choices = option.get("choices")
    if choices:
        for choice in choices:
            if value == choice["value"] or str(value).casefold() == str(choice["name"]).casefold():
                return choice["value"]
        raise NotOfferedError(f"{name} must be one of: {', '.join(str(choice['name']) for choice in choices)}")
    if isinstance(value, str):
        if len(value) < (option.get("min_length") or 0) or len(value) > (option.get("max_length") or 6000):
            raise NotOfferedError(f"{name} is too short or too long")
    elif option["type"] in (INTEGER, NUMBER):
        low, high = option.get("min_value"), option.get("max_value")
        if (low is not None and value < low) or (high is not None and value > high):
            raise NotOfferedError(f"{name} must be {_between(low, high)}")
    return value


def _between(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return f"from {low} to {high}"


def nest(path: Sequence[str], options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Wrap options into the subcommand and group that the path names after the command."""
    kinds = {2: [SUBCOMMAND], 3: [GROUP, SUBCOMMAND]}.get(len(path), [])
    for name, kind in reversed(list(zip(path[1:], kinds, strict=True))):
        options = [{"name": name, "type": kind, "options": options}]
    return options


def _children(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [option for option in node.get("options") or () if option["type"] in (SUBCOMMAND, GROUP)]


def _split(text: str, names: Sequence[str], path: Sequence[str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    name_pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    start = re.compile(rf"\s*({name_pattern}):[ \t]?") if names else None
    following = re.compile(rf"\s+(?:{name_pattern}):") if names else None
    quoted = re.compile(r'"((?:[^"\\]|\\.)*)"(?=\s|$)')
    while text.strip():
        match = start.match(text) if start else None
        if match is None:
            takes = f"it takes {', '.join(f'{name}:' for name in names)}" if names else "it takes no options"
            raise NotOfferedError(f"/{' '.join(path)} does not understand {text.strip()!r}; {takes}")
        text = text[match.end() :]
        in_quotes = quoted.match(text)
        if in_quotes:
            value = re.sub(r"\\(.)", r"\1", in_quotes[1])
            text = text[in_quotes.end() :]
        else:
            end = following.search(f" {text}") if following else None
            # The blank put in front lets an empty value end at once; it is taken off the position again.
            cut = len(text) if end is None else max(0, end.start() - 1)
            value, text = text[:cut].strip(), text[cut:]
        typed[match[1]] = value
    return typed
