"""Logging as the settings ask for it, seen from outside: what a process writes to standard error."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from datetime import datetime

import pytest

from bot.logs import JsonFormatter

SCRIPT = """
import logging, sys
from bot.logs import set_up_logging
set_up_logging(sys.argv[1], sys.argv[2])
log = logging.getLogger("bot.somewhere")
for level in ("debug", "info", "warning", "error"):
    getattr(log, level)("%s of\\nours", level)
logging.getLogger("discord.gateway").info("chatter")
logging.getLogger("discord.gateway").warning("trouble")
"""


def written(level: str, form: str) -> list[str]:
    """The lines that a process writes which logs at every level."""
    run = subprocess.run([sys.executable, "-c", SCRIPT, level, form], capture_output=True, text=True, check=True)
    assert run.stdout == ""
    return run.stderr.splitlines()


@pytest.mark.parametrize(
    ("level", "ours", "of_discord"),
    [
        ("DEBUG", ["debug", "info", "warning", "error"], ["chatter", "trouble"]),
        ("INFO", ["info", "warning", "error"], ["trouble"]),
        ("ERROR", ["error"], []),
    ],
)
def test_json_log_is_one_object_a_line_from_its_level_on(level: str, ours: list[str], of_discord: list[str]) -> None:
    entries = [json.loads(line) for line in written(level, "json")]
    assert [entry["message"] for entry in entries] == [f"{name} of\nours" for name in ours] + of_discord
    for entry in entries:
        assert set(entry) == {"at", "level", "logger", "message"}
        assert datetime.fromisoformat(entry["at"]).tzinfo is not None
        assert entry["logger"] in ("bot.somewhere", "discord.gateway")


def test_text_log_names_level_and_logger() -> None:
    lines = written("WARNING", "text")
    assert any(line.endswith("WARNING bot.somewhere: warning of") for line in lines)
    assert any(line.endswith("WARNING discord.gateway: trouble") for line in lines)
    assert not any("info" in line or "chatter" in line for line in lines)


def test_json_formatter_keeps_the_trace_within_the_line() -> None:
    try:
        raise RuntimeError("it broke\nin two")
    except RuntimeError:
        record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "failed: %s", ("x",), sys.exc_info())
    line = JsonFormatter().format(record)
    assert len(line.splitlines()) == 1
    entry = json.loads(line)
    assert entry["message"] == "failed: x"
    assert "RuntimeError: it broke\nin two" in entry["trace"]


def test_what_libraries_lack_for_voice_is_no_news() -> None:
    script = (
        SCRIPT + 'logging.getLogger("discord.client").warning("davey is not installed, voice will NOT be supported")\n'
    )
    run = subprocess.run([sys.executable, "-c", script, "DEBUG", "text"], capture_output=True, text=True, check=True)
    assert "trouble" in run.stderr
    assert "voice" not in run.stderr


def test_migrations_are_silent_unless_everything_is_logged() -> None:
    script = SCRIPT + 'logging.getLogger("alembic.runtime").info("Context impl")\n'
    for level, told in (("DEBUG", True), ("INFO", False)):
        run = subprocess.run([sys.executable, "-c", script, level, "text"], capture_output=True, text=True, check=True)
        assert ("Context impl" in run.stderr) is told
