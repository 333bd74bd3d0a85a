"""The database or Discord in trouble while the bot runs: a clear answer in time, nothing half done, and recovery."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import event
from sqlalchemy.util import await_only

from bot.client import Airlock
from bot.sandbox.permissions import Permission
from bot.sandbox.user import UnansweredError
from bot.settings import SHIPPED_PACKS
from facts.loading import load_folders
from facts.position import Position
from tests.support.airlock import stand_in, started
from tests.support.databases import on_sqlite
from tests.support.discord import settled, until
from tests.support.fans import Fans, fields, labels, text, title, watched
from tests.support.harm import ANSWER_WITHIN, assert_answered, assert_calm, rows

POST = "POST /channels/{channel_id}/messages"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOLLOW_UP = "POST /webhooks/{webhook_id}/{webhook_token}"
EDIT = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
FAILING: tuple[int, Any] = (500, {"message": "500: Internal Server Error", "code": 0})
WRITES = (
    *(
        "/progress set season:1 episode:9",
        "/progress next",
        "/progress undo",
        "/progress clear",
        "/channel ceiling to:S1",
    ),
    "/server set ceiling:S2 log:#log",
)
MEMORY = ("/cast character name:Margo Madison", "/facts random", "/progress show", "/help")


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """The bot in a server of fans; Discord may well refuse things here."""
    async with stand_in(clean=False) as discord:
        people = Fans.of(discord)
        async with started(discord, tmp_path) as bot:
            people.bot = bot
            await watched(people.mod, "S1E5")
            yield people
        assert not discord.rest.crashes
        assert not discord.rest.complaints


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "airlock.db"


T = TypeVar("T")


async def in_time(asked: Awaitable[T]) -> T:
    began = time.monotonic()
    reply = await asked
    assert time.monotonic() - began < ANSWER_WITHIN
    return reply


@contextmanager
def locked(database: Path) -> Iterator[None]:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def pragma(bot: Airlock, name: str, during: int, afterwards: int) -> Iterator[None]:
    """Have every connection handed out set a pragma."""
    value = during

    def configure(connection: Any, *_: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    engine = bot.views._engine.sync_engine
    event.listen(engine, "checkout", configure)
    yield
    value = afterwards


@contextmanager
def gone(database: Path) -> Iterator[None]:
    elsewhere = database.with_name("elsewhere")
    elsewhere.mkdir()
    files = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    for path in files:
        path.rename(elsewhere / path.name)
    yield
    assert not database.exists()
    for path in files:
        (elsewhere / path.name).rename(path)


def trouble(kind: str, bot: Airlock, database: Path) -> Any:
    match kind:
        case "locked":
            return locked(database)
        case "read-only":
            return pragma(bot, "query_only", 1, 0)
        case _:
            return gone(database)


@on_sqlite
@pytest.mark.parametrize("kind", ["locked", "read-only", "gone"])
async def test_database_in_trouble_saves_nothing_and_recovers(
    kind: str, fans: Fans, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await fans.mod.command("/server settings")  # what is in memory stays useful
    before = rows(database)
    with trouble(kind, fans.bot, database):
        replies = await asyncio.gather(*(in_time(fans.mod.command(line)) for line in WRITES))
        assert {assert_answered(reply) for reply in replies} == {"Not possible now"}
        for line in MEMORY:
            assert title(await in_time(fans.mod.command(line))) != "Not possible now"
        assert "S1E5" in text(await fans.mod.command("/progress show"))
    assert rows(database) == before
    for reply in await asyncio.gather(*(in_time(fans.mod.command(line)) for line in MEMORY)):
        assert_answered(reply)
    assert title(await fans.mod.command("/progress next")) == "Saved"
    assert "S1E6" in text(await fans.mod.command("/progress show"))
    assert fields(await fans.mod.command("/server set ceiling:S2 log:#log"))["Ceiling"] == "all of season 2"
    await settled()
    assert_calm(caplog)


@on_sqlite
async def test_full_database_keeps_what_it_has_and_recovers(
    fans: Fans, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pragma(fans.bot, "max_page_count", 1, 2**30):
        for turn in range(500):
            before = rows(database)
            reply = await in_time(fans.mod.command(f"/progress set season:1 episode:{6 + turn % 2}"))
            if assert_answered(reply) == "Not possible now":
                break
        else:
            pytest.fail("the database never was full")
        assert rows(database) == before
        assert title(await fans.mod.command("/cast character name:Margo Madison")) == "Margo Madison"
        assert f"S1E{6 + (turn - 1) % 2}" in text(await fans.mod.command("/progress show"))
    assert title(await fans.mod.command("/progress set season:1 episode:8")) == "Saved"
    assert len(rows(database)["progress"]) == len(before["progress"]) + 1
    assert_calm(caplog)


@pytest.mark.parametrize("kind", ["hanging", pytest.param("gone", marks=on_sqlite)])
async def test_newcomers_are_told_so_while_the_database_is_out_of_reach(
    kind: str, fans: Fans, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with hanging(fans.bot) if kind == "hanging" else gone(database):
        asked = (fans.ann.command("/progress set season:1"), fans.bob.command("/cast list season:1"))
        typing = in_time(fans.ann.autocomplete("/cast character name:ed"))
        replies, choices = await asyncio.gather(asyncio.gather(*map(in_time, asked)), typing)
        assert {assert_answered(reply) for reply in replies} == {"Not possible now"}
        assert choices == []
    assert title(await fans.ann.command("/progress set season:1")) == "Saved"
    assert "Ed Baldwin" in [choice.name for choice in await fans.ann.autocomplete("/cast character name:ed")]
    assert_calm(caplog)


@contextmanager
def hanging(bot: Airlock) -> Iterator[None]:
    """Let no connection do anything."""
    go_on = asyncio.Event()
    event.listen(bot.views._engine.sync_engine, "begin", lambda _: await_only(go_on.wait()))
    yield
    go_on.set()


@on_sqlite
async def test_several_settings_are_saved_together_or_not_at_all(fans: Fans, database: Path) -> None:
    before = rows(database)
    with locked(database):
        reply = await in_time(fans.mod.command("/server set show:for-all-mankind ceiling:S2 log:#log"))
        assert title(reply) == "Not possible now"
    assert rows(database) == before
    assert fields(await fans.mod.command("/server settings"))["Log"] == "not set"


async def test_everything_slow_at_once_is_answered_behind_thinking(fans: Fans) -> None:
    """Reads and writes that follow each other, together longer than Discord waits."""
    assert fans.lounge.guild is not None
    fans.bot.ledger.guilds.memory.drop(fans.lounge.guild.id)
    fans.bot.ledger.users.memory.drop(fans.mod.user.id)
    engine = fans.bot.views._engine.sync_engine
    slow = 0.8
    event.listen(engine, "begin", lambda _: await_only(asyncio.sleep(slow)))
    sent = fans.discord.transcript
    before, began = len(sent), time.monotonic()
    asked = asyncio.create_task(fans.mod.command("/progress next"))
    await until(lambda: any(one.route.endswith("/callback") and one.status for one in sent.requests[before:]))
    assert time.monotonic() - began < 3 * slow
    assert not asked.done()
    assert title(await asked) == "Saved"
    assert "S1E6" in text(await fans.mod.command("/progress show"))


async def test_view_that_takes_long_is_awaited_behind_thinking(fans: Fans, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = asyncio.Event()
    load = fans.bot.views.load

    async def slowly(show: str, position: Position) -> Any:
        await go_on.wait()
        return await load(show, position)

    monkeypatch.setattr(fans.bot.views, "load", slowly)
    monkeypatch.setattr(fans.bot.views, "get", lambda *_: None)
    asked = asyncio.create_task(fans.mod.command("/cast character name:Ed Baldwin"))
    sent = fans.discord.transcript
    before = len(sent)
    await until(lambda: any(one.route.endswith("/callback") for one in sent.requests[before:]))
    assert not asked.done()
    go_on.set()
    reply = await asked
    assert title(reply) == "Ed Baldwin"
    assert reply.ephemeral


async def test_server_error_on_a_reply_is_tried_again(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    fans.discord.rest.forced[CALLBACK] = [FAILING]
    assert title(await in_time(fans.mod.command("/progress next"))) == "Saved"
    assert "S1E6" in text(await fans.mod.command("/progress show"))
    assert_calm(caplog)


async def test_rate_limits_are_waited_for(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    await fans.mod.command("/channel ceiling to:S1")
    for route in (CALLBACK, POST, EDIT):
        fans.discord.ratelimits.provoke(route, retry_after=0.05, times=2)
    await watched(fans.bob, "S1")
    reply = await in_time(fans.bob.command("/cast character name:Ed Baldwin share:true"))
    await settled()
    assert title(reply) == "Posted"
    assert len(fans.posted()) == 1
    assert_calm(caplog)


async def test_post_that_discord_fails_to_take_is_told(
    fans: Fans, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_pauses(monkeypatch)
    fans.discord.rest.forced[POST] = [FAILING] * 5
    reply = await in_time(fans.mod.command("/server panel"))
    await settled()
    assert text(reply).startswith("Not possible now")
    assert reply.ephemeral
    assert fans.posted() == []
    assert_calm(caplog)


def skip_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py try again at once."""
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.http.asyncio.sleep", lambda seconds, *more: sleep(min(seconds, 0.001), *more))


async def test_reply_that_discord_never_takes_ends_in_one_line(
    fans: Fans, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_pauses(monkeypatch)
    fans.discord.rest.forced[CALLBACK] = [FAILING] * 10
    fans.ann.patience = 0.5
    with pytest.raises(UnansweredError):
        await fans.ann.command("/help")
    await settled()
    lines = [record for record in caplog.records if record.name == "bot.answering"]
    assert [record.levelno for record in lines] == [logging.WARNING] * 2
    assert title(await fans.mod.command("/help"))
    assert_calm(caplog)


async def test_answer_that_was_taken_though_discord_said_otherwise_stands(
    fans: Fans, caplog: pytest.LogCaptureFixture
) -> None:
    fans.discord.rest.forced[CALLBACK] = [(400, {"message": "Already acknowledged.", "code": 40060})]
    fans.mod.patience = 0.5
    with pytest.raises(UnansweredError):
        await fans.mod.command("/progress next")
    await settled()
    assert [record.levelno for record in caplog.records if record.name == "bot.answering"] == [logging.WARNING]
    assert "S1E6" in text(await fans.mod.command("/progress show"))
    assert_calm(caplog)


async def test_answer_after_three_seconds_is_one_line_in_the_log(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    async def late(interaction: Any) -> bool:
        fans.discord.world.clock.advance(4)  # type: ignore[attr-defined]  # a clock that tests move
        return True

    check = fans.bot.tree.interaction_check
    fans.bot.tree.interaction_check = late  # type: ignore[method-assign]
    with pytest.raises(UnansweredError):
        await fans.mod.command("/help")
    fans.bot.tree.interaction_check = check  # type: ignore[method-assign]
    await settled()
    (line,) = [record for record in caplog.records if record.name.startswith("bot")]
    assert line.levelno == logging.WARNING
    assert line.exc_info is None
    assert title(await fans.mod.command("/help"))


async def test_connection_that_breaks_between_command_and_reply(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    asked = asyncio.create_task(fans.mod.command("/progress next"))
    await asyncio.sleep(0)
    await fans.discord.gateway.drop()
    assert title(await asked) == "Saved"
    await until(lambda: bool(fans.discord.gateway.connected))
    assert "S1E6" in text(await fans.mod.command("/progress show"))
    assert_calm(caplog)


async def test_command_sent_while_cut_off_is_answered_after_the_resume(
    fans: Fans, caplog: pytest.LogCaptureFixture
) -> None:
    await fans.discord.gateway.drop()
    assert title(await fans.mod.command("/progress next")) == "Saved"
    assert "S1E6" in text(await fans.mod.command("/progress show"))
    assert any(session.resumed for session in fans.discord.gateway.sessions.values())
    assert_calm(caplog)


async def test_posting_that_is_forbidden_says_what_is_missing(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    fans.discord.rest.forced[POST] = [(403, {"message": "Missing Permissions", "code": 50013})]
    reply = await fans.mod.command("/server panel")
    await settled()
    assert title(reply) == "I may not post here"
    assert fans.posted() == []
    assert_calm(caplog)


async def test_channel_that_is_deleted_before_the_post_is_told(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    fans.discord.rest.forced[POST] = [(404, {"message": "Unknown Channel", "code": 10003})]
    reply = await fans.mod.command("/server panel")
    await settled()
    assert title(reply) == "I may not post here"
    assert_calm(caplog)


@pytest.mark.parametrize("how", ["deleted", "forbidden", "failing", "cut"])
async def test_change_holds_though_the_log_channel_cannot_be_written(
    how: str, fans: Fans, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_pauses(monkeypatch)
    await fans.mod.command("/server set log:#log")
    await settled()
    if how == "deleted":
        fans.log.delete()
    elif how == "forbidden":
        fans.log.deny(fans.discord.world.application.bot, Permission.SEND_MESSAGES)
    elif how == "failing":
        fans.discord.rest.forced[POST] = [FAILING] * 5
    else:
        fans.discord.rest.forced[POST] = [(404, {"message": "Unknown Channel", "code": 10003})]
    reply = await fans.mod.command("/channel ceiling to:S1")
    await settled()
    assert title(reply) == "Saved"
    assert "S1" in text(await fans.mod.command("/channel show"))
    assert_calm(caplog)


async def test_server_that_removes_the_bot_while_a_command_runs(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    guild = fans.lounge.guild
    assert guild is not None
    lines = ("/channel ceiling to:S1", "/facts random share:true", "/cast list season:1", "/server settings")
    asked = [asyncio.create_task(fans.mod.command(line)) for line in lines]
    await asyncio.sleep(0)
    guild.remove_bot()
    for reply in await asyncio.gather(*asked):
        assert_answered(reply)
    await settled()
    assert_calm(caplog)


async def test_pack_that_is_replaced_while_commands_run(
    fans: Fans, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bot, packs = fans.bot, tmp_path / "packs"
    shutil.copytree(SHIPPED_PACKS, packs)
    show = packs / "for-all-mankind" / "show.yaml"
    show.write_text(
        show.read_text(encoding="utf-8").replace("premise:", "premise: Renewed."[:0] + "premise:") + "\n#\n"
    )
    engine = bot.views._engine

    async def ask() -> set[str]:
        found = set()
        for line in ("/cast character name:Ed Baldwin", "/facts random", "/recap season:1", "/progress next") * 5:
            found.add(assert_answered(await in_time(fans.mod.command(line))))
        return found

    async def renew() -> None:
        (loaded,) = await load_folders(engine, [packs / "for-all-mankind"])
        assert loaded.changed
        await bot.views.refresh()

    found, _ = await asyncio.gather(ask(), renew())
    assert {"Ed Baldwin", "Saved"} <= found
    assert title(await fans.mod.command("/cast character name:Margo Madison")) == "Margo Madison"
    assert_calm(caplog)


@asynccontextmanager
async def without_show(bot: Airlock) -> AsyncIterator[None]:
    served, public = bot.views._served, bot.views._public
    bot.views._served, bot.views._public = {}, ()
    yield
    bot.views._served, bot.views._public = served, public


async def test_show_that_is_taken_away_is_told_and_comes_back(fans: Fans, caplog: pytest.LogCaptureFixture) -> None:
    card = await fans.mod.command("/cast character name:Ed Baldwin")
    async with without_show(fans.bot):
        for asked in (fans.mod.command("/facts random"), fans.mod.press(card, index=0)):
            assert assert_answered(await asked) == "Not found"
        assert await fans.mod.autocomplete("/cast character name:ed") == []
    assert labels(await fans.mod.press(card, index=0))
    assert_calm(caplog)


async def test_show_that_goes_between_question_and_view_is_told(
    fans: Fans, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = fans.bot.views._served
    ask: Callable[..., Awaitable[Any]] = fans.bot.caller

    async def gone_then(*arguments: Any) -> Any:
        found = await ask(*arguments)
        fans.bot.views._served = {}
        return found

    monkeypatch.setattr(fans.bot, "caller", gone_then)
    assert assert_answered(await fans.mod.command("/facts random")) == "Just renewed"
    fans.bot.views._served = served
    assert_calm(caplog)
