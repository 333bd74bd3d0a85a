"""What rounds ask, judge and show keeps to their position, and shows nobody's progress and no answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from facts.position import Position
from facts.questions import Pool
from facts.view import View
from tests.support.airlock import stand_in, started
from tests.support.fans import Fans, text, title, watched
from tests.support.pools import shipped_pack
from tests.support.trivia import begun, opened, passes, right_label

HERE = Position(1)


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """Fans of the show that ships: the small one has too few questions."""
    async with stand_in() as discord:
        people = Fans.of(discord)
        async with started(discord, tmp_path) as people.bot:
            yield people


async def test_rounds_ask_and_offer_only_what_their_position_knows(fans: Fans) -> None:
    known = View.of(shipped_pack(), HERE)
    pool = Pool.of(known)
    await watched(fans.bob, "S4")
    # Somebody who is further practises first, so that what they may be asked is in memory.
    await fans.bob.command("/trivia practice")
    await fans.mod.command(f"/channel ceiling to:{HERE}")
    await watched(fans.ann, "S4")
    table = await opened(fans, "/trivia start questions:8")
    await begun(fans, table)
    while not table.over:
        if table.state.question is not None and fans.ann.user.id not in table.state.answers:
            await fans.ann.press(fans.posted()[-1], label=right_label(table))
        await passes(fans, 12)
    assert len(table.asked) == 8
    for question in table.asked.values():
        assert question.id in pool
        assert all(known.entry(about) is not None or about == "show" for about in question.about)


async def test_judge_knows_no_names_beyond_the_round(fans: Fans) -> None:
    await fans.mod.command(f"/channel ceiling to:{HERE}")
    await watched(fans.ann, "S4")
    table = await opened(fans, "/trivia start answer:typed kind:plays")
    asked = await begun(fans, table)
    # At the end of the show several go by it; here nobody does.
    reply = await fans.ann.submit(await fans.ann.press(asked, label="Answer"), {"Answer": "Dale"})
    assert title(reply) == "Your answer is in"


async def test_buttons_of_answers_differ_in_nothing_but_their_place(fans: Fans) -> None:
    table = await opened(fans)
    asked = await begun(fans, table)
    buttons = [button for row in asked.components for button in row["components"]]
    assert len(buttons) >= 2
    shapes = set()
    for place, button in enumerate(buttons):
        assert button["custom_id"] == f"answer|{table.round_id}|1|{place}"
        shapes.add(tuple(sorted((key, button[key]) for key in button if key not in ("custom_id", "label", "id"))))
    assert len(shapes) == 1


async def test_lobby_shows_nobody_s_progress(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S4")
    await watched(fans.ann, "S2E5")
    await watched(fans.bob, "S1E4")
    table = await opened(fans)
    assert "S2E5" not in text(fans.posted()[-1])
    await fans.ann.command("/trivia stop")
    assert table.over
    everyone = await opened(fans, "/trivia start fit:everyone")
    await fans.bob.press(fans.posted()[-1], label="Join")
    await begun(fans, everyone)
    assert all("S1E4" not in text(message).partition("Known from")[0] for message in fans.posted())
