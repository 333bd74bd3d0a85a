"""Limits on application commands."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from bot.sandbox.limits.form import REQUIRED, Form, mapping

MOST: Final = {1: 100, 2: 15, 3: 15}
"""How many commands of each kind one list may have."""

TOTAL_LENGTH: Final = 8000
OPTIONS: Final = 25
CHOICES: Final = 25

_SUBCOMMAND: Final = 1
_GROUP: Final = 2
_CHAT_INPUT: Final = 1


def check_commands(form: Form, commands: Any) -> None:
    """Report what is wrong with a list of commands."""
    bodies = [mapping(form.at(index), body) for index, body in enumerate(form.count(commands, 0, sum(MOST.values())))]
    for index, body in enumerate(bodies):
        check_command(form.at(index), body)
    keys = Counter(map(_key, bodies))
    for index, body in enumerate(bodies):
        if keys[_key(body)] > 1:
            form.at(index).add("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    for kind, most in MOST.items():
        if sum(body.get("type", _CHAT_INPUT) == kind for body in bodies) > most:
            form.add("APPLICATION_COMMANDS_MAX_EXCEEDED", f"Maximum number of application commands reached ({most})")


def check_command(form: Form, body: dict[str, Any]) -> None:
    """Report what is wrong with one command."""
    kind = body.get("type") or _CHAT_INPUT
    if not form.at("type").choice(kind, tuple(MOST)):
        return
    form.at("name").required_text(body.get("name"), 1, 32)
    if kind == _CHAT_INPUT:
        _check_name(form.at("name"), body.get("name"))
        form.at("description").required_text(body.get("description"), 1, 100)
        _check_options(form.at("options"), body.get("options"), depth=0)
    else:
        if body.get("description"):
            form.at("description").add(
                "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Context menu commands cannot have a description"
            )
        if body.get("options"):
            form.at("options").add(
                "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands cannot have options"
            )
    for key, allowed in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        if body.get(key) is not None:
            for index, value in enumerate(form.at(key).count(body[key], 1, len(allowed))):
                form.at(key, index).choice(value, allowed)
    if _size(body) > TOTAL_LENGTH:
        form.add("APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({TOTAL_LENGTH})")


def _check_options(form: Form, options: Any, *, depth: int) -> None:
    found = [mapping(form.at(index), option) for index, option in enumerate(form.count(options, 0, OPTIONS))]
    names = Counter(str(option.get("name")) for option in found)
    optional_seen = False
    for index, option in enumerate(found):
        here = form.at(index)
        kind = option.get("type")
        if not here.at("type").choice(kind, tuple(range(1, 12))):
            continue
        here.at("name").required_text(option.get("name"), 1, 32)
        _check_name(here.at("name"), option.get("name"))
        here.at("description").required_text(option.get("description"), 1, 100)
        if names[str(option.get("name"))] > 1:
            here.add("APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option names must be unique")
        if kind in (_SUBCOMMAND, _GROUP):
            if depth > (0 if kind == _GROUP else 1):
                here.at("type").add(
                    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option type cannot be nested here"
                )
            _check_options(here.at("options"), option.get("options"), depth=depth + 1)
            continue
        if option.get("required") and optional_seen:
            here.add(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        _check_choices(here, option)
    kinds = {option.get("type") in (_SUBCOMMAND, _GROUP) for option in found}
    if len(kinds) > 1:
        form.add("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands and other options cannot be mixed")


def _check_choices(form: Form, option: dict[str, Any]) -> None:
    choices = form.at("choices").count(option.get("choices"), 0, CHOICES)
    if choices and option.get("autocomplete"):
        form.at("autocomplete").add(
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "Options with choices cannot have autocomplete"
        )
    if option.get("autocomplete") and option["type"] not in (3, 4, 10):
        form.at("autocomplete").add(
            "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID_TYPE", "This option type cannot have autocomplete"
        )
    for index, choice in enumerate(choices):
        here = form.at("choices", index)
        choice = mapping(here, choice)
        here.at("name").required_text(choice.get("name"), 1, 100)
        if option["type"] == 3:
            here.at("value").required_text(choice.get("value"), 1, 100)
        elif choice.get("value") is None:
            here.at("value").add(*REQUIRED)
    form.at("min_length").whole(option.get("min_length"), 0, 6000)
    form.at("max_length").whole(option.get("max_length"), 1, 6000)


def _key(body: dict[str, Any]) -> tuple[str, str]:
    return str(body.get("type") or _CHAT_INPUT), str(body.get("name"))


def _check_name(form: Form, name: Any) -> None:
    if isinstance(name, str) and name and not _is_name(name):
        form.add("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _is_name(name: str) -> bool:
    """Whether it has letters, digits, dashes and underscores only, and no capitals."""
    return name == name.lower() and all(char.isalnum() or char in "-_'" or ord(char) > 0x900 for char in name)


def _size(body: dict[str, Any]) -> int:
    """Count names, descriptions and values of choices, those of subcommands included."""
    children = _objects(body.get("options"))
    texts = [body.get("name"), body.get("description")]
    for choice in _objects(body.get("choices")):
        texts += [choice.get("name"), str(choice.get("value"))]
    return sum(len(str(text)) for text in texts if text) + sum(map(_size, children))


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
