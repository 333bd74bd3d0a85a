"""Lines are split into options as Discord's input box does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.commandline import NotOfferedError, check_value, convert, nest, parse

OPTIONS = [{"name": name, "type": 3} for name in ("name", "share", "as")]
COMMANDS: list[dict[str, Any]] = [
    {"name": "cast", "type": 1, "options": [{"name": "character", "type": 1, "options": OPTIONS}]},
    {"name": "set", "type": 1, "options": [{"name": "in", "type": 2, "options": [{"name": "deep", "type": 1}]}]},
    {"name": "help", "type": 1},
    {"name": "Hide", "type": 3},
]


@pytest.mark.parametrize(
    ("rest", "typed"),
    [
        ("", {}),
        ("name:Margo Madison share:true", {"name": "Margo Madison", "share": "true"}),
        ("name: Margo  as:S1", {"name": "Margo", "as": "S1"}),
        ("name:", {"name": ""}),
        ("name: share:true", {"name": "", "share": "true"}),
        ('name:"a share:b" share:"x"', {"name": "a share:b", "share": "x"}),
        ('name:say "hi" share:no', {"name": 'say "hi"', "share": "no"}),
        ("name:basename:x", {"name": "basename:x"}),
        ("name:12:30 pm", {"name": "12:30 pm"}),
    ],
)
def test_parse_splits_values_at_names_of_options(rest: str, typed: dict[str, str]) -> None:
    line = parse(f"/cast character {rest}", COMMANDS)
    assert line.path == ("cast", "character")
    assert line.typed == typed


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["name", "share", "as"]), st.text(st.characters(exclude_categories=["Cs"]))))
def test_parse_takes_anything_in_quotes(typed: dict[str, str]) -> None:
    quoted = {key: value.replace("\\", "\\\\").replace('"', '\\"') for key, value in typed.items()}
    rest = " ".join(f'{key}:"{value}"' for key, value in quoted.items())
    assert parse(f"/cast character {rest}", COMMANDS).typed == typed


@pytest.mark.parametrize("line", ["/nothing", "/cast", "/cast actor", "/Hide", "/help me", "/set in", ""])
def test_parse_refuses_what_is_not_there(line: str) -> None:
    with pytest.raises(NotOfferedError):
        parse(line, COMMANDS)


def test_nest_wraps_options_in_groups() -> None:
    assert parse("set in deep", COMMANDS).path == ("set", "in", "deep")
    assert nest(("set",), []) == []
    assert nest(("set", "in", "deep"), []) == [
        {"name": "in", "type": 2, "options": [{"name": "deep", "type": 1, "options": []}]}
    ]


@pytest.mark.parametrize(
    ("kind", "typed", "value"), [(3, "7", "7"), (4, "-7", -7), (5, "True", True), (10, "1.5", 1.5)]
)
def test_convert_reads_the_options_type(kind: int, typed: str, value: object) -> None:
    assert convert({"name": "o", "type": kind}, typed) == value


@pytest.mark.parametrize(("kind", "typed"), [(4, "7.5"), (4, ""), (5, "yes"), (10, "x")])
def test_convert_refuses_other_types(kind: int, typed: str) -> None:
    with pytest.raises(NotOfferedError):
        convert({"name": "o", "type": kind}, typed)


def test_check_value_knows_choices_and_ranges() -> None:
    choices = {"name": "o", "type": 3, "choices": [{"name": "Season One", "value": "S1"}]}
    assert check_value(choices, "season one") == "S1"
    for option, value in (
        (choices, "S2"),
        ({"name": "o", "type": 4, "min_value": 1}, 0),
        ({"name": "o", "type": 4, "max_value": 1}, 2),
        ({"name": "o", "type": 3}, "x" * 6001),
        ({"name": "o", "type": 3, "min_length": 1}, ""),
    ):
        with pytest.raises(NotOfferedError):
            check_value(option, value)
    with pytest.raises(NotOfferedError, match="o must be one of: Season One"):
        check_value(choices, "S2")
    with pytest.raises(NotOfferedError, match="o must be at least 1"):
        check_value({"name": "o", "type": 4, "min_value": 1}, 0)
