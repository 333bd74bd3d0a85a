"""Whether anything came of what should have had no effect: rows, pings, posts, errors in the log."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.reply import Reply
from bot.sandbox.world import CallbackType, Message
from tests.support import databases
from tests.support.discord import settled
from tests.support.fans import Fans, title

ANSWER_WITHIN = 3.0
"""Seconds that Discord gives a bot."""


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored but the packs, by table; ``database`` is the file, whether or not it is one."""
    if databases.chosen() == "postgresql":
        return databases.rows_in(database.parent)
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)
            for name in names
            if name not in databases.NOT_OWNED
        }
    finally:
        connection.close()


@asynccontextmanager
async def unharmed(fans: Fans, database: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    """Fail if anything is stored, posted or pinged inside, or an error is logged."""
    caplog.clear()
    before, seen = rows(database), {message.id for message in everywhere(fans)}
    yield
    await settled()
    after = rows(database)
    assert after == before, [(name, after[name], before[name]) for name in after if after[name] != before[name]]
    new = [message for message in everywhere(fans) if message.id not in seen and message.author.bot]
    assert [message for message in new if message.visible_to is None and message.channel.guild is not None] == []
    for message in new:
        assert_pings_nobody(message)
    assert_calm(caplog)


def everywhere(fans: Fans) -> list[Message]:
    """All messages of the world."""
    return [message for channel in fans.discord.world.channels.values() for message in channel.messages.values()]


def assert_pings_nobody(message: Message) -> None:
    """Fail if somebody was notified."""
    assert not message.pings.users
    assert not message.pings.roles
    assert not message.pings.everyone


def assert_calm(caplog: pytest.LogCaptureFixture) -> None:
    """Fail if something was logged as an error."""
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert errors == [], "\n".join(logging.Formatter().format(record) for record in errors)


def assert_answered(reply: Reply, *titles: str) -> str:
    """Fail unless there is one clear private answer; return its title, one of ``titles`` where some are given."""
    assert reply.type is not None
    if reply.type is CallbackType.MODAL:
        return str((reply.modal or {})["title"])
    assert not reply.followups or reply.type is CallbackType.DEFERRED_UPDATE
    message = reply.followups[0] if reply.followups else reply.message
    assert message is not None
    assert message.ephemeral or message.channel.is_private
    assert not message.loading
    found = title(message)
    assert found
    assert found != "Something went wrong", message.embeds
    assert not titles or found in titles, (found, titles)
    return found
