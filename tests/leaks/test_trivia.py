"""What rounds ask, judge and show keeps to their position, and shows nobody's progress and no answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from facts.position import Position
from facts.questions import Pool
from facts.view import View
from tests.support.fans import Fans, fans_of_the_show, text, title, watched
from tests.support.pools import shipped_pack
from tests.support.trivia import begun, opened, passes, played_again, right_label

HERE = Position(1)


@pytest.fixture
async def fans(tmp_path: Path) -> AsyncIterator[Fans]:
    """Fans of the show that ships: the small one has too few questions."""
    async with fans_of_the_show(tmp_path) as people:
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


async def test_who_is_asked_before_joining_learns_nothing_of_how_far_the_host_is(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S4")
    await watched(fans.ann, "S2E3")
    await opened(fans)
    replies = {}
    for position in ("S1E9", "S2E2", "S2E3", "S2E4", "S3E9", "S4"):
        await watched(fans.bob, position)
        replies[position] = text(await fans.bob.press(fans.posted()[-1], label="Join"))
    assert replies.pop("S4").startswith("You are in")
    (words,) = set(replies.values())
    assert words.startswith("This channel may speak of more than you have watched")


@pytest.mark.parametrize("through", ["", " through:S4"])
async def test_who_is_asked_before_answering_learns_nothing_of_who_is_furthest_behind(fans: Fans, through: str) -> None:
    await fans.mod.command("/channel ceiling to:S4")
    await watched(fans.ann, "S4")
    await watched(fans.mod, "S1E7")
    table = await opened(fans, f"/trivia start fit:everyone{through}")
    lobby = fans.posted()[-1]
    await fans.mod.press(lobby, label="Join")
    asked = await begun(fans, table)
    assert str(table.state.position) == "S1E7"
    join = {"component_type": 2, "custom_id": f"join|{table.round_id}", "id": 1}
    replies = set()
    for position in ("S1E5", "S1E7", "S1E8", "S3E9"):
        await watched(fans.bob, position)
        replies.add(text(await fans.bob.press(asked, label=right_label(table))))
        replies.add(text(await fans.bob.interact(3, join, message=lobby)))
    assert len(replies) == 1
    assert "than you have watched" in replies.pop()


async def test_who_was_counted_in_is_asked_only_after_going_back(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S4")
    await watched(fans.ann, "S4")
    await watched(fans.bob, "S1E7")
    table = await opened(fans, "/trivia start fit:everyone")
    joined = await fans.bob.press(fans.posted()[-1], label="Join")
    asked = await begun(fans, table)
    await fans.bob.press(joined, label="Leave")
    assert fans.bob.user.id not in table.state.present
    await fans.bob.command("/progress rewatch season:1 episode:2")
    again = await fans.bob.press(asked, label=right_label(table))
    assert title(again) == "This channel may speak of more than you have watched"
    await fans.bob.command("/progress undo")
    assert title(await fans.bob.press(asked, label=right_label(table))) == "Your answer is in"


async def test_round_that_is_played_again_shows_nothing_of_how_far_its_host_is(fans: Fans) -> None:
    await fans.mod.command("/channel ceiling to:S4")
    await watched(fans.ann, "S3")
    await watched(fans.bob, "S1E7")
    await opened(fans, "/trivia start through:S2E4")
    assert "The questions go through S2E4." in text(fans.posted()[-1])
    table = await played_again(fans)
    assert str(table.state.position) == "S1E7"
    assert "S1E7" not in text(fans.posted()[-1])
