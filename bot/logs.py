"""Logging as the settings ask for it."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

from bot.handling import current
from bot.log_filters import Repeats, is_for_hosts, put_in_our_words
from bot.settings import LogFormat, LogLevel


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without(record, record.getMessage()),
        }
        if interaction := getattr(record, "interaction", ""):
            entry["interaction"] = interaction
        if record.exc_info:
            entry["trace"] = without(record, self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """A line that names the interaction it is about, if it is about one."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        return without(record, super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        """Format the line before a trace."""
        line = super().formatMessage(record)
        interaction = getattr(record, "interaction", "")
        return f"{line} [{interaction}]" if interaction else line


def without(record: logging.LogRecord, text: str) -> str:
    """Take out of a text what its interaction holds of anybody."""
    private = sorted(getattr(record, "private", ()), key=len, reverse=True)
    if not private:
        return text
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, private))})(?!\w)", "…", text)


def written(words: str, form: LogFormat) -> str:
    """Write the last words of a process, which are told whatever the level is."""
    if form == "text":
        return words
    return JsonFormatter().format(logging.makeLogRecord({"name": "bot", "levelname": "CRITICAL", "msg": words}))


def set_up_logging(level: LogLevel, form: LogFormat) -> None:
    """Send all log records of at least ``level`` to standard error."""
    handler = logging.StreamHandler()
    plain = TextFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if form == "json" else plain)
    for each in (is_for_hosts, _named, put_in_our_words, Repeats()):
        handler.addFilter(each)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # What the libraries tell of themselves is of use only where everything is.
    for library in ("discord", "alembic"):
        logging.getLogger(library).setLevel(
            level if level == "DEBUG" else max(logging.getLevelName(level), logging.WARNING)
        )


def _named(record: logging.LogRecord) -> bool:
    """Let a record bear the id of the interaction that is being handled."""
    handling = current()
    record.interaction = "" if handling is None else handling.id
    if handling is not None and (record.exc_info or record.levelno >= logging.WARNING):
        record.private = handling.private()  # errors repeat what they were given
    return True
