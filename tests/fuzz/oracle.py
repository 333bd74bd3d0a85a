"""Which rows may change: those of whoever has acted, where they have acted, as far as what they did may change any."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.sandbox.permissions import Permission

Rows = dict[str, "Counter[tuple[object, ...]]"]

READS: Final = (
    *("cast", "facts", "episode", "timeline", "recap", "help", "about", "privacy export", "privacy delete"),
    *("channel show", "channel preview", "server settings", "server panel", "spoiler post", "Hide as spoiler"),
    *("trivia leaderboard", "trivia stats", "trivia privacy", "trivia daily", "progress show"),
    *("entry", "open", "search", "random", "episode-page", "board", "peek", "preview", "dismiss", "keep"),
    *("guard-why", "guard-look", "guard-gate", "spoiler-draft", "spoiler-page", "spoiler-manage", "spoiler-edit"),
    *("spoiler-tag", "prac-next", "prac-stop", "reports", "reported", "reported-sure", "form"),
)
"""Commands and actions that change nothing but what is remembered of having been asked."""
REMEMBERED: Final = "user_setting"
OF_MODERATORS: Final = (
    *("guild_setting", "ceiling", "channel_guard", "guard_pardon", "daily", "question_verdict", "guild_change"),
)
"""Tables that only moderators and managers of a guild write to."""
OF_ONE: Final = ("progress", "user_setting", "practice", "board_leaver", "daily_answer", "question_report")
"""Tables whose rows only their user changes."""
_ABLE: Final = Permission.ADMINISTRATOR | Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES


@dataclass(frozen=True)
class Act:
    """What was accepted: by whom, where, and of which command or action."""

    user: int
    guild: int | None
    name: str
    able: bool
    typing: bool

    @property
    def reads(self) -> bool:
        """Whether nothing is to change by it."""
        return self.typing or any(self.name == one or self.name.startswith(f"{one} ") for one in READS)


def act_of(payload: dict[str, Any]) -> Act | None:
    """What a payload is, where it can be told."""
    try:
        person = payload["user"] if payload.get("guild_id") is None else payload["member"]["user"]
        guild = payload.get("guild_id")
        return Act(
            int(person["id"]),
            None if guild is None else int(guild),
            name_of(payload),
            _able(payload),
            payload["type"] == 4,
        )
    except (KeyError, TypeError, ValueError):
        return None


def name_of(payload: dict[str, Any]) -> str:
    """The command or action that is meant."""
    data = payload.get("data")
    if not isinstance(data, dict):
        return "?"
    if "custom_id" in data:
        return str(data["custom_id"]).partition("|")[0]
    parts, options = [str(data.get("name"))], data.get("options")
    while isinstance(options, list) and len(options) == 1 and isinstance(options[0], dict):
        if options[0].get("type") not in (1, 2):
            break
        parts.append(str(options[0].get("name")))
        options = options[0].get("options")
    return " ".join(parts)


def _able(payload: dict[str, Any]) -> bool:
    """Whether Discord says of somebody that they may manage anything."""
    found = [_inside(payload, "member", "permissions")]
    channels = _inside(payload, "data", "resolved", "channels")
    found += [_inside(one, "permissions") for one in channels.values()] if isinstance(channels, dict) else []
    return any(isinstance(bits, str | int) and str(bits).lstrip("-").isdigit() and int(bits) & _ABLE for bits in found)


def _inside(found: Any, *keys: str) -> Any:
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found


class Database:
    """What is stored, read by another connection than the bot's."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        names = [name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self._columns = {
            name: [row[1] for row in self._connection.execute(f'PRAGMA table_info("{name}")')]
            for name in names
            if name not in ("item", "sqlite_sequence")
        }

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()

    def rows(self) -> Rows:
        """Everything that is stored but the packs."""
        return {name: Counter(self._connection.execute(f'SELECT * FROM "{name}"')) for name in self._columns}

    def unexplained(self, before: Rows, after: Rows, acts: Collection[Act]) -> Iterator[str]:
        """Changes that none of ``acts`` explains."""
        for table, columns in self._columns.items():
            changed = [("-", row) for row in before[table] - after[table]]
            changed += [("+", row) for row in after[table] - before[table]]
            for sign, row in changed:
                named = dict(zip(columns, row, strict=True))
                if not any(_explains(act, table, named) for act in acts):
                    yield f"{sign} {table}: {named}"


def _explains(act: Act, table: str, row: dict[str, object]) -> bool:
    theirs = row.get("user_id") == act.user
    if act.name == "delete" and (theirs or row.get("user_id") is None or table.startswith("round_")):
        return True
    if table == REMEMBERED:
        return theirs
    if act.reads:
        return False
    if table in OF_ONE or "guild_id" not in row:
        return theirs and row.get("guild_id") in (None, act.guild)
    if act.guild is None or row.get("guild_id") != act.guild:
        return False
    return act.able or table not in OF_MODERATORS


def newest(acts: Sequence[Act], window: int) -> Sequence[Act]:
    """The last of them."""
    return acts[-window:]
