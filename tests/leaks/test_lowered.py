"""What a round has yet to post when its channel's ceiling is lowered is never posted, however late its turn comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from bot.sandbox.clock import ManualClock
from bot.sandbox.world import Message
from bot.trivia.pace import Pace
from bot.trivia.state import Phase
from bot.trivia.table import Table
from tests.support.airlock import stand_in, started
from tests.support.discord import until
from tests.support.fans import Fans, fans_of_the_show, labels, text, title, watched
from tests.support.harbour import harbour
from tests.support.packs import small_pack, write_pack
from tests.support.timing import ManualTiming
from tests.support.trivia import begun, opened, passes, quiet, wrong_label

EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
WITHHELD = "This channel may no longer speak of it."


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """Fans of the show that ships."""
    async with fans_of_the_show(tmp_path) as people:
        yield people


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """While it is not set no post has its turn, as where many wait for theirs."""
    gate, turn = asyncio.Event(), Pace.turn
    gate.set()

    async def held(pace: Pace) -> None:
        await gate.wait()
        await turn(pace)

    monkeypatch.setattr(Pace, "turn", held)
    return gate


async def asked(fans: Fans, questions: int = 3) -> tuple[Table, Message]:
    """A round through season 2 whose first question everybody who plays has answered."""
    await fans.mod.command("/channel ceiling to:S2")
    await watched(fans.ann, "S2")
    table = await opened(fans, f"/trivia start questions:{questions}")
    message = await begun(fans, table)
    await fans.ann.press(message, label=wrong_label(table))
    return table, message


async def lowered(fans: Fans) -> None:
    """Lower the ceiling, and see that it is."""
    assert title(await fans.mod.command("/channel ceiling to:S0")) == "Saved"


async def falls_due(fans: Fans, table: Table, phase: Phase) -> None:
    """Let time pass until a round has come to that phase, while posts wait for their turn."""
    timing = cast("ManualTiming", fans.bot.rounds.timing)
    clock = cast("ManualClock", fans.discord.world.clock)
    wake = table.state.wake or 0
    while (due := timing.next_at()) is not None and due <= wake:
        clock.advance(max(0.0, due / 1000 - clock.now()))
        timing.fire()
    await until(lambda: table.state.phase is phase and table.doing is not None)


def told(table: Table, number: int, message: Message) -> list[str]:
    """Whatever a message tells of a question."""
    question = table.asked[number]
    parts = (question.ask, question.explain, *question.options)
    return [part for part in parts if part and part in repr((text(message), labels(message)))]


async def test_answer_that_waits_for_its_turn_is_not_shown(fans: Fans, gate: asyncio.Event) -> None:
    table, message = await asked(fans)
    assert told(table, 1, message)
    gate.clear()
    await falls_due(fans, table, Phase.PAUSE)
    await lowered(fans)
    gate.set()
    await quiet(fans.bot)
    assert WITHHELD in text(message)
    assert told(table, 1, message) == []
    assert "ceiling was lowered" in text(fans.posted()[-1])


async def test_last_answer_that_waits_is_not_shown_either(fans: Fans, gate: asyncio.Event) -> None:
    table, message = await asked(fans, questions=1)
    gate.clear()
    await falls_due(fans, table, Phase.OVER)
    await lowered(fans)
    gate.set()
    await quiet(fans.bot)
    assert told(table, 1, message) == []
    assert "Podium" in text(fans.posted()[-1])


async def test_answer_stays_unsaid_where_the_ceiling_rises_again(fans: Fans, gate: asyncio.Event) -> None:
    table, message = await asked(fans)
    gate.clear()
    await falls_due(fans, table, Phase.PAUSE)
    await lowered(fans)
    await until(lambda: table.over)
    await fans.mod.command("/channel ceiling to:S2")
    gate.set()
    await quiet(fans.bot)
    assert told(table, 1, message) == []


async def test_question_that_waits_for_its_turn_is_not_asked(fans: Fans, gate: asyncio.Event) -> None:
    table, message = await asked(fans)
    await passes(fans, 4)
    shown = text(message)
    gate.clear()
    await falls_due(fans, table, Phase.POSTING)
    await lowered(fans)
    gate.set()
    await quiet(fans.bot)
    assert [told(table, 2, each) for each in fans.posted()[2:]] == [[]]
    assert text(message) == shown  # what was said before stays


async def test_answer_that_is_tried_again_is_not_shown(fans: Fans) -> None:
    table, message = await asked(fans)
    fans.discord.rest.forced[EDIT] = [(503, {"message": "no healthy upstream", "code": 0})] * 4
    await passes(fans, 2)
    assert table.state.phase is Phase.PAUSE
    await lowered(fans)
    await passes(fans, 30)
    assert not fans.discord.rest.forced[EDIT]
    assert WITHHELD in text(message)
    assert told(table, 1, message) == []


async def test_answer_that_discord_py_tries_again_by_itself_is_not_shown(fans: Fans) -> None:
    table, message = await asked(fans)
    bad = fans.discord.rest.forced[EDIT] = [(502, {"message": "Bad Gateway", "code": 0})]
    await falls_due(fans, table, Phase.PAUSE)
    await until(lambda: not bad)
    await lowered(fans)
    await quiet(fans.bot)
    assert WITHHELD in text(message)
    assert told(table, 1, message) == []


async def test_question_that_is_open_is_taken_back_without_its_words(fans: Fans) -> None:
    table, message = await asked(fans)
    await lowered(fans)
    await quiet(fans.bot)
    assert text(message).startswith("Question 1 of 3\nThe round has ended.")
    assert told(table, 1, message) == []


async def test_question_is_taken_back_where_its_channel_is_moved_to_another_category(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S2 channel:Season 3")
    await watched(fans.ann, "S2")
    table = await opened(fans)
    message = await begun(fans, table)
    assert told(table, 1, message)
    fans.lounge.move(None)
    await until(lambda: table.over)
    await quiet(fans.bot)
    assert told(table, 1, message) == []
    assert "ceiling was lowered" in text(fans.posted()[-1])


async def test_answer_that_was_not_shown_before_a_restart_is_not_shown_after_it(tmp_path: Path) -> None:
    async with stand_in() as discord:
        fans = Fans.of(discord)
        async with started(discord, tmp_path) as fans.bot:
            table, message = await asked(fans)
            # The process dies between the commit and the first word about it.
            fans.bot.rounds._performer.perform = lambda *_: None  # type: ignore[method-assign]
            await passes(fans, 2)
            assert table.state.phase is Phase.PAUSE
            await lowered(fans)
        async with started(discord, tmp_path) as fans.bot:
            await until(lambda: fans.bot.rounds.presence.taken_up.is_set())
            await passes(fans, 5)
        assert WITHHELD in text(message)
        assert told(table, 1, message) == []
        assert "ceiling was lowered" in text(fans.posted()[-1])


async def test_round_ends_where_the_server_follows_another_show(tmp_path: Path) -> None:
    other = small_pack()
    other["show"] |= {"id": "barn", "title": "Barn Lights"}
    write_pack(tmp_path / "packs" / "barn", other)
    async with harbour(tmp_path) as fans:
        await fans.mod.command("/server set show:harbour ceiling:S2")
        table = await opened(fans)
        message = await begun(fans, table)
        await fans.mod.command("/server set show:barn ceiling:S2")
        await quiet(fans.bot)
        assert table.over
        assert told(table, 1, message) == []
        assert "ceiling was lowered" in text(fans.posted()[-1])
