"""Values that nobody expects: wrong types, extremes, and what other tools' testers have learnt to try."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Final

TEXTS: Final = (
    *("", " ", "\t\n", "\x00", "\x00\x07 a", "|", "||||", "-1", "0", "NaN", "null", "undefined", "[object Object]"),
    *(
        "\u202eנועם\u202c",
        "\u200b",
        "\u200b\u2060\ufeff",
        "🚀" * 40,
        "👩‍👩‍👧‍👦",
        "e\u0301" * 60,
        "ſ3e4",
        "S٣E٤",
        "İ",
        "ß" * 99,
    ),
    *("S0", "S1", "S1E1", "S1E2", "S2", "S2E2", "S9E99", "S0E1", "S1E0", "S100", "S1E1000", "3x4", "2", "inherit"),
    *(
        "harbour",
        "other-show",
        "HARBOUR",
        "ellen-waverly",
        "Ellen Waverly",
        "karen",
        "dev-ayesa",
        "late-one",
        "Xanthippe",
    ),
    *(
        "hint",
        "hide",
        "off",
        "week",
        "month",
        "all time",
        "buttons",
        "typed",
        "host",
        "everyone",
        "set",
        "rewatch",
        "any",
    ),
    *(
        "'; DROP TABLE progress; --",
        "%s {0} ${x} {{7*7}}",
        "../../etc/passwd",
        "18:00",
        "25:61",
        "Europe/Berlin",
        "2026-01-01",
    ),
    *(
        "@everyone @here <@&1> <@1> <#1>",
        "[x](http://evil.example)",
        "**b** ||s|| `c` ```d```",
        "</cast:1> <t:0:R> <:a:1>",
    ),
    *("x" * 100, "x" * 101, "x" * 4000, "x" * 6001, "é" * 100, "\U000e0001", "\uffff", "a\r\nb"),
)
HUGE: Final = 60_000
"""Characters of the longest texts, far beyond what Discord takes anywhere."""

NUMBERS: Final = (-1, 0, 1, 2, 3, 5, 99, 1000, -(2**31), 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), 1.5, -0.0, 1e300)

SNOWFLAKES: Final = (
    "0",
    "1",
    "-1",
    "00",
    "9" * 18,
    "9" * 19,
    "9" * 40,
    str(2**63 - 1),
    str(2**63),
    str(2**64),
    "1.5",
    "٣",
)


def nested(depth: int, *, lists: bool) -> Any:
    """Something inside of something, many times."""
    made: Any = "x"
    for _ in range(depth):
        made = [made] if lists else {"options": made}
    return made


def text(chance: Random) -> str:
    """Some text or other."""
    if chance.random() < 0.02:
        return chance.choice("xé🚀 |") * HUGE
    if chance.random() < 0.2:
        return "".join(chr(chance.choice((chance.randrange(1, 128), chance.randrange(0xA0, 0xD7FF)))) for _ in range(8))
    return chance.choice(TEXTS)


def anything(chance: Random, ids: Sequence[str]) -> Any:
    """Some JSON or other; ``ids`` are snowflakes that mean something."""
    kind = chance.randrange(10)
    match kind:
        case 0:
            return None
        case 1:
            return chance.choice((True, False))
        case 2 | 3:
            return chance.choice(NUMBERS)
        case 4 | 5:
            return text(chance)
        case 6:
            return chance.choice((*SNOWFLAKES, *ids))
        case 7:
            return chance.choice(
                ([], {}, [None], [[]], [{}], {"": None}, {"id": "1"}, ["S1", "S2"], [7], {"a": {"b": 1}})
            )
        case 8:
            return nested(chance.choice((3, 30, 200)), lists=chance.random() < 0.5)
        case _:
            return [text(chance) for _ in range(chance.choice((1, 2, 30, 300)))]
