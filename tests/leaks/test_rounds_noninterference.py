"""Rounds of trivia tell nothing of what comes later, and no button tells which option is right."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from bot.trivia.table import Table
from facts.pack.read import read_pack
from facts.pack.truncate import truncate
from facts.position import Position
from facts.questions import KINDS, Pool
from facts.view import View
from tests.leaks.test_noninterference import SHIPPED, assert_same
from tests.support.airlock import stand_in, started
from tests.support.fans import Fans, labels, watched
from tests.support.packs import Pair, pairs, write_pack
from tests.support.trivia import opened, passes, quiet

QUESTIONS = 12


async def play(packs: Path, position: Position, line: str) -> str:
    """Play a round at a position, right and wrong answers in turns; return everything that the bot sends."""
    with tempfile.TemporaryDirectory() as folder:
        async with stand_in() as discord:
            fans = Fans.of(discord)
            async with started(discord, Path(folder), packs) as bot:
                fans.bot = bot
                if position.season:
                    await fans.mod.command(f"/channel ceiling to:{position}")
                    await watched(fans.ann, str(position))
                    await watched(fans.bob, str(position))
                table = await opened(fans, line)
                await fans.bob.press(fans.posted()[-1], label="Join")
                await fans.ann.press(fans.posted()[-1], label="Start now")
                await quiet(bot)
                while not table.over:
                    await answer(fans, table)
                    await passes(fans, 12)
                await fans.ann.command("/trivia stop")
                await passes(fans, 2)
            return discord.transcript.text()


async def answer(fans: Fans, table: Table) -> None:
    """Answer the question that is up: by its place, so that both futures are answered alike."""
    asked = fans.posted()[-1]
    number = table.state.number
    if "Answer" in labels(asked):
        for player, words in ((fans.ann, table.state.asked.answer), (fans.bob, "Margo Madison")):
            await player.submit(await player.press(asked, label="Answer"), {"Answer": words})
    elif any("answer|" in str(row) for row in asked.components):
        await fans.ann.press(asked, index=number % len(labels(asked)))
        await fans.bob.press(asked, index=0)


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("S1E7", "buttons"),
        ("S2E9", "typed"),
        pytest.param("S1E7", "typed", marks=pytest.mark.proof),
        pytest.param("S2E9", "buttons", marks=pytest.mark.proof),
    ],
)
async def test_rounds_of_the_shipped_pack_and_of_its_truncation_are_alike(
    written: str, answered: str, tmp_path: Path
) -> None:
    position = Position.parse(written)
    cut = tmp_path / "cut" / SHIPPED.name
    cut.mkdir(parents=True)
    for name, content in truncate(SHIPPED, position).items():
        (cut / name).write_text(content, encoding="utf-8")
    line = f"/trivia start questions:{QUESTIONS} answer:{answered}"
    whole = await play(SHIPPED.parent, position, line)
    assert whole.count('"title": "Question ') > QUESTIONS
    assert_same(whole, await play(cut.parent, position, line))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=pairs(most=24))
async def test_rounds_of_any_two_futures_are_alike(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pair")
    heard = []
    for number, data in enumerate((pair.one, pair.other)):
        write_pack(folder / str(number) / data["show"]["id"], data)
        heard.append(await play(folder / str(number), pair.position, "/trivia start questions:5"))
    assert heard[0] == heard[1]


def test_right_option_has_no_place_of_its_own() -> None:
    view = View.of(read_pack(SHIPPED), Position(4))
    pool, used = Pool.of(view), set[str]()
    places: Counter[tuple[int, int]] = Counter()
    shares: Counter[str] = Counter()
    for number in range(600):
        question = pool.pick(Random(f"7/{number}"), used, kinds=None, apart=set(), only_open=False)
        assert question is not None
        used.add(question.id)
        places[len(question.options), question.options.index(question.answer)] += 1
        # Neither by length nor by order of the alphabet can it be told.
        shares["longest"] += question.answer == max(question.options, key=len)
        shares["first"] += question.answer == min(question.options) and len(question.options) == 4
    assert len(KINDS) >= 10
    of_four = [places[4, place] for place in range(4)]
    assert sum(of_four) > 200
    assert max(of_four) < 1.4 * sum(of_four) / 4
    assert min(of_four) > 0.6 * sum(of_four) / 4
    assert shares["first"] < 0.45 * sum(of_four)
    assert shares["longest"] < 0.6 * 600
