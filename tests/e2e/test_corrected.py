"""A question that was tagged too early, or worded badly, and what is told of it once its pack is right."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import cast

import discord
import pytest

from bot.cogs.trivia import Trivia
from bot.sandbox.clock import ManualClock
from bot.sandbox.world import Message
from facts.store import load_pack
from tests.support.fans import Fans, fields, text, title
from tests.support.harbour import everything, harbour, moved
from tests.support.packs import Data, as_pack, small_pack

ASK = "Which office does Ellen Waverly win in 1983?"
ANSWER = "Mayor of Harbour"
MAIL: Data = {
    "id": "mail",
    "since": "S0",
    "about": ["ellen-waverly"],
    "ask": "What does Ellen Waverly fly?",
    "answer": "The mail",
    "wrong": ["A kite", "A glider", "A flag"],
    "sources": ["gazette"],
}
HOUR = 3600


def pack(since: str = "S0", *more: Data, ask: str = ASK, wrong: str = "Pilot") -> Data:
    """The small pack with a question that is asked before the first episode, or was until it was corrected."""
    mayor = {
        "id": "mayor",
        "since": since,
        "about": ["ellen-waverly"],
        "ask": ask,
        "answer": ANSWER,
        "wrong": [wrong, "Sheriff", "Judge"],
        "sources": ["gazette"],
        "explain": "She wins it in the finale.",
    }
    return {**small_pack(), "questions": [mayor, *more]}


@asynccontextmanager
async def daily(folder: Path) -> AsyncIterator[Fans]:
    """A server that has a question of the day at six, in a channel that may speak of nothing."""
    async with harbour(folder, pack()) as fans:
        await fans.mod.command("/server set show:harbour ceiling:S0")
        assert title(await fans.mod.command("/server daily time:18:00 zone:UTC")) == "Saved"
        yield fans


async def corrected(fans: Fans, data: Data) -> None:
    """Load the pack as it is now."""
    await load_pack(fans.bot.views._engine, as_pack(data), "corrected")
    await fans.bot.views.refresh()


async def due(fans: Fans, hours: int = 24) -> list[Message]:
    """Let hours pass, and return all that is posted by then."""
    cast("ManualClock", fans.discord.world.clock).advance(hours * HOUR)
    await cast("Trivia", fans.bot.get_cog("Trivia")).daily_posts.look()
    return fans.posted()


@contextmanager
def unreachable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nothing be posted for a while."""

    async def fail(*_: object, **__: object) -> None:
        raise TimeoutError

    with monkeypatch.context() as patched:
        patched.setattr(discord.TextChannel, "send", fail)
        yield


async def test_question_that_was_drawn_and_then_corrected_gives_way_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with daily(tmp_path) as fans:
        with unreachable(monkeypatch):
            assert await due(fans, 18) == []
            await corrected(fans, pack("S2E1", MAIL))
        (message,) = await due(fans, 0)
        assert MAIL["ask"] in text(message)
        assert ANSWER not in everything(message)
        assert title(await fans.bob.press(message, index=0)) in ("Right", "Not right")


async def test_question_that_was_drawn_and_then_corrected_is_not_posted_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with daily(tmp_path) as fans:
        with unreachable(monkeypatch):
            await due(fans, 18)
            await corrected(fans, pack("S2E1"))
        assert await due(fans, 0) == []
        assert await due(fans) == []


async def test_question_that_was_posted_and_then_corrected_is_told_no_more(tmp_path: Path) -> None:
    async with daily(tmp_path) as fans:
        (message,) = await due(fans, 18)
        assert title(await fans.ann.press(message, label=ANSWER)) == "Right"
        await corrected(fans, pack("S2E1", MAIL))
        for actor in (fans.bob, fans.ann):
            shown = await actor.command("/trivia daily")
            assert ASK not in text(shown)
            assert ANSWER not in everything(shown)
            assert "Today's board" not in fields(shown)
            pressed = await actor.press(message, index=0)
            assert title(pressed) == "Withdrawn"
            assert ANSWER not in everything(pressed)
        _, following = await due(fans)
        assert MAIL["ask"] in text(following)
        assert fields(following) == {}
        assert ANSWER not in everything(following)
        assert "streak: **0** · best 0" in text(await fans.ann.press(following, label="A kite"))
        assert title(await fans.bob.press(message, index=0)) == "Closed"


async def test_question_that_was_worded_anew_is_told_in_its_new_words(tmp_path: Path) -> None:
    async with daily(tmp_path) as fans:
        await due(fans, 18)
        better = "Which office does Ellen Waverly win?"
        await corrected(fans, pack(ask=better))
        assert text(await fans.bob.command("/trivia daily")).splitlines()[1] == better
        _, following = await due(fans)
        assert f"{better}\n**{ANSWER}**" in fields(following)["The question before"]


async def test_question_one_of_whose_options_was_wrong_is_withdrawn(tmp_path: Path) -> None:
    async with daily(tmp_path) as fans:
        (message,) = await due(fans, 18)
        await corrected(fans, pack(wrong="Captain"))
        assert "Pilot" not in everything(await fans.bob.command("/trivia daily"))
        assert title(await fans.bob.press(message, index=0)) == "Withdrawn"
        _, following = await due(fans)
        assert "Pilot" not in everything(following)
        assert "Captain" in text(following)


async def test_moderator_is_asked_before_a_reported_question_that_was_tagged_too_early(tmp_path: Path) -> None:
    async with daily(tmp_path) as fans:
        (message,) = await due(fans, 18)
        await fans.bob.press(await fans.bob.press(message, index=0), label="Report")
        await moved(fans, fans.mod, "S1E1")
        reported = await fans.mod.press(await fans.mod.command("/server settings"), label="Reported questions (1)")
        assert ASK in text(reported)
        await corrected(fans, pack("S2E1", MAIL))
        asked = await fans.mod.press(await fans.mod.command("/server settings"), label="Reported questions (1)")
        assert title(asked) == "You have not watched that far"
        assert ANSWER not in everything(asked)
        assert ASK in text(await fans.mod.press(asked, label="Show it to me"))
        await moved(fans, fans.mod, "S2E2")
        again = await fans.mod.press(await fans.mod.command("/server settings"), label="Reported questions (1)")
        assert ASK in text(again)
