"""Practice, the question of the day and reports: what follows a position changes nothing of what is sent."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings

from bot.cogs.trivia import Trivia
from bot.ledger import Practised
from bot.sandbox.clock import ManualClock
from bot.sandbox.reply import Reply
from bot.sandbox.user import Actor
from bot.trivia import daily
from bot.trivia.practice import choose
from facts.pack.truncate import truncate
from facts.position import Position
from facts.questions import KINDS, Pool
from facts.view import View
from tests.leaks.test_noninterference import assert_same
from tests.support.airlock import stand_in, started
from tests.support.discord import settled
from tests.support.fans import Fans, watched
from tests.support.futures import with_other_future, without_future
from tests.support.packs import Pair, pairs, write_pack
from tests.support.pools import shipped_pack

SHIPPED = Path(__file__).parents[2] / "facts" / "packs" / "for-all-mankind"
DAYS = 3


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer in one step however long it takes: two are a matter of the machine and its load."""
    monkeypatch.setattr("bot.answering._BEFORE_HOLDING", 20.0)


async def visit(packs: Path, position: Position) -> str:
    """Everything that the bot sends while somebody at a position practises, and their server has its daily question."""
    with tempfile.TemporaryDirectory() as folder:
        async with stand_in() as discord:
            fans = Fans.of(discord)
            async with started(discord, Path(folder), packs) as fans.bot:
                for actor in (fans.ann, fans.mod):
                    await watched(actor, str(position))
                await fans.mod.command(f"/server set ceiling:{position} log:#log")
                for kind in (None, *KINDS):
                    await _practise(fans, fans.ann, "/trivia practice" + (f" kind:{kind}" if kind else ""))
                await fans.mod.command("/server daily time:23:30")
                for _ in range(DAYS):
                    await _day(fans)
                await settled()
            return discord.transcript.text()


async def _practise(fans: Fans, actor: Actor, line: str) -> None:
    reply = await actor.command(line)
    for place in range(3):
        await settled()
        options = _ids(reply, "prac|")
        if not options:
            return
        cast("ManualClock", fans.discord.world.clock).advance(1)
        reply = await actor.press(reply, custom_id=options[place % len(options)])
        await settled()
        reply = await actor.press(reply, label="Next")


async def _day(fans: Fans) -> None:
    cast("ManualClock", fans.discord.world.clock).advance(24 * 3600)
    await cast("Trivia", fans.bot.get_cog("Trivia")).daily_posts.look()
    shown = await fans.ann.command("/trivia daily")
    options = _ids(shown, "daily|")
    if not options:  # a small pack may have nothing to ask
        return
    await fans.ann.press(shown, custom_id=options[0])
    await fans.bob.press(fans.posted()[-1], custom_id=options[1])
    await fans.ann.command("/trivia daily")
    await fans.bob.command("/trivia daily")
    await fans.bob.command("/trivia report")
    await settled()
    notices = [message for message in fans.posted(fans.log) if _ids(message, "reported|")]  # type: ignore[arg-type]
    await fans.mod.at(fans.log).press(notices[-1], label="Show")


def _ids(reply: Reply, prefix: str) -> list[str]:
    found = (one["custom_id"] for row in reply.components for one in row["components"])
    return [custom_id for custom_id in found if custom_id.startswith(prefix)]


@pytest.mark.parametrize("written", ["S0", "S2E9"])
async def test_shipped_pack_and_its_truncation_ask_alike(written: str, tmp_path: Path) -> None:
    cut = tmp_path / "cut" / SHIPPED.name
    cut.mkdir(parents=True)
    for name, text in truncate(SHIPPED, Position.parse(written)).items():
        (cut / name).write_text(text, encoding="utf-8")
    one = await visit(SHIPPED.parent, Position.parse(written))
    assert one.count("prac|") > 100
    assert one.count('"custom_id": "daily|') >= 4 * DAYS
    assert one.count("is not asked") + one.count("A reported question") >= DAYS
    assert_same(one, await visit(cut.parent, Position.parse(written)))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=pairs())
async def test_any_two_futures_ask_alike(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pair")
    said = []
    for number, data in enumerate((pair.one, pair.other)):
        write_pack(folder / str(number) / data["show"]["id"], data)
        said.append(await visit(folder / str(number), pair.position))
    assert_same(*said)


@pytest.mark.parametrize("written", ["S0", "S1E5", "S2E3"])
def test_what_is_chosen_is_the_same_whatever_follows(written: str) -> None:
    position = Position.parse(written)
    chosen = []
    for pack in (without_future(shipped_pack(), position), with_other_future(shipped_pack(), position)):
        pool = Pool.of(View.of(pack, position))
        chosen.append((_practised(pool), _daily(pool)))
    assert chosen[0] == chosen[1]
    assert len(chosen[0][0]) == 120


def _practised(pool: Pool) -> list[object]:
    practised: dict[str, Practised] = {}
    questions: list[object] = []
    for number in range(120):
        key = choose(pool, practised, Random(number))
        assert key is not None
        questions.append(pool.make(key, Random(number)))
        before = practised.pop(key, Practised(0, 0, 0, None))  # type: ignore[arg-type]  # times play no part
        wrong = number % 3 == 0
        box = 0 if wrong else before.box + 1
        practised = {key: replace(before, wrong=before.wrong + wrong, box=box), **practised}
    return questions


def _daily(pool: Pool) -> list[object]:
    last: str | None = None
    questions: list[object] = []
    for number in range(60):
        last = daily.choose(pool, 7, last)
        assert last is not None
        questions.append(pool.make(last, Random(number)))
    return questions
