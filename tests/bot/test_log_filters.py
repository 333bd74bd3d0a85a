"""What is told of what: not over and over, in our words, and nothing of anybody."""

from __future__ import annotations

import logging
import sys
from typing import Any

import aiohttp
import pytest
from discord.gateway import ReconnectWebSocket

from bot.handling import Handling
from bot.log_filters import Repeats, is_for_hosts, put_in_our_words
from bot.logs import TextFormatter

API = "https://discord.com/api/v10"
ID = "123456789012345678"


def record(
    name: str, message: str, *arguments: Any, level: int = logging.WARNING, error: Exception | None = None
) -> logging.LogRecord:
    raised: Any = None
    if error is not None:
        try:
            raise error
        except Exception:
            raised = sys.exc_info()
    return logging.LogRecord(name, level, __file__, 1, message, arguments, raised)


def test_repeats_are_told_three_times_in_ten_minutes_and_then_counted() -> None:
    now = [0.0]
    repeats = Repeats(lambda: now[0])

    def told(second: float) -> list[str]:
        now[0] = second
        line = record("bot.trivia.host", "round %d: an event was not saved: %s", int(second), "locked")
        return [line.getMessage()] if repeats(line) else []

    lines = [line for second in range(700) for line in told(second)]
    assert lines[:2] == [f"round {second}: an event was not saved: locked" for second in range(2)]
    assert lines[2] == "round 2: an event was not saved: locked (more like this within ten minutes is not told)"
    assert lines[3] == "round 600: an event was not saved: locked (and 597 more like this before)"
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("name", "message", "level"),
    [
        ("bot.answering", "interaction %s: Discord did not take the answer: %s", logging.WARNING),
        ("bot.answering", "interaction %s failed: %s", logging.ERROR),
        ("bot.wiring", "%s %s", logging.ERROR),
        ("bot.connection", "shard %s: connected, in %s", logging.INFO),
    ],
)
def test_repeats_that_hosts_need_are_all_told(name: str, message: str, level: int) -> None:
    repeats = Repeats()
    assert all(repeats(record(name, message, number, "x", level=level)) for number in range(50))


@pytest.mark.parametrize(
    ("message", "arguments", "error", "told"),
    [
        (
            "Attempting a reconnect for shard ID %s in %.2fs",
            (3, 4.2),
            TimeoutError(),
            "shard 3: not connected; trying again in 4 s: no answer in time",
        ),
        (
            "Failed to connect for shard_id: %s. Retrying...",
            (0,),
            ReconnectWebSocket(0),
            "shard 0: cannot connect; trying again: the connection ended",
        ),
        (
            "We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds.",
            (
                "PATCH",
                f"{API}/webhooks/{ID}/aW50ZXJhY3Rpb24/messages/@original",
                1.5,
            ),
            None,
            f"We are being rate limited. PATCH {API}/webhooks/…/messages/@original responded with "
            "429. Retrying in 1.50 seconds.",
        ),
        (
            "We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds.",
            ("POST", f"{API}/channels/{ID}/messages", 1.5),
            None,
            f"We are being rate limited. POST {API}/channels/…/messages responded with 429. Retrying in 1.50 seconds.",
        ),
        (
            "Shard ID %s heartbeat blocked for more than %s seconds.\nLoop thread traceback:\n%s",
            (0, 10, '  File "a.py", line 1\n    sleep()\n'),
            None,
            "Shard ID 0 heartbeat blocked for more than 10 seconds. sleep()",
        ),
        ("Ignoring trouble", (), aiohttp.ServerDisconnectedError(), "Ignoring trouble: the connection broke"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_lines_of_discord_py_are_one_line_in_our_words(
    message: str, arguments: tuple[Any, ...], error: Exception | None, told: str
) -> None:
    line = record("discord.shard", message, *arguments, error=error)
    assert put_in_our_words(line)
    assert TextFormatter("%(message)s").format(line) == told


def test_trace_of_a_defect_is_kept() -> None:
    line = record("discord.client", "Ignoring exception in %s", "on_ready", error=ValueError("broken"))
    assert put_in_our_words(line)
    assert "ValueError: broken" in TextFormatter("%(message)s").format(line)


def test_steps_of_libraries_are_no_news() -> None:
    for name in ("discord.gateway", "aiosqlite", "asyncio", "sqlalchemy.engine"):
        assert not is_for_hosts(record(name, "payload", level=logging.DEBUG))
        assert is_for_hosts(record(name, "trouble"))
    assert is_for_hosts(record("bot.cogs.guard", "step", level=logging.DEBUG))


def test_private_is_what_was_typed_and_who_it_was_and_no_name_of_ours() -> None:
    handling = Handling(
        {
            "id": "1",
            "member": {"user": {"id": "123456789012345678", "username": "ann_of_fans", "global_name": "Ann"}},
            "data": {
                "name": "cast",
                "options": [
                    {"name": "character", "type": 1, "options": [{"name": "name", "type": 3, "value": "Margo"}]}
                ],
            },
        }
    )
    assert handling.private() == {"123456789012345678", "ann_of_fans", "Ann", "Margo"}
    direct = Handling({"id": "1", "user": {"id": "123456789012345679", "username": "bo"}, "data": {"values": ["S2E4"]}})
    assert direct.private() == {"123456789012345679", "S2E4"}
