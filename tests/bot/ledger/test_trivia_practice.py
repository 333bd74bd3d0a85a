"""Practice: what one got wrong comes back sooner, and is nobody else's matter."""

from __future__ import annotations

import asyncio

from bot.ledger import Ledger
from bot.ledger.practice import LAST_BOX

DATABASES = ["sqlite", "postgresql"]
ME, OTHER = 10**18, 10**18 + 1
SHOW = "for-all-mankind"


async def boxes(ledger: Ledger, *answers: bool) -> list[int]:
    found = []
    for right in answers:
        await ledger.practice.record(ME, SHOW, "q1", right)
        found.append((await ledger.practice.weights(ME, SHOW))["q1"].box)
    return found


async def test_record_moves_a_question_up_a_box_and_back_to_the_first(ledger: Ledger) -> None:
    assert await boxes(ledger, *[True] * 7) == [1, 2, 3, 4, 5, LAST_BOX, LAST_BOX]
    assert await boxes(ledger, False, False, True) == [0, 0, 1]
    practised = (await ledger.practice.weights(ME, SHOW))["q1"]
    assert (practised.seen, practised.wrong) == (10, 2)


async def test_first_answer_that_is_wrong_begins_in_the_first_box(ledger: Ledger) -> None:
    assert await boxes(ledger, False, True, True) == [0, 1, 2]


async def test_record_at_once_counts_every_answer(ledger: Ledger) -> None:
    await asyncio.gather(*(ledger.practice.record(ME, SHOW, "q1", n % 2 == 0) for n in range(20)))
    practised = (await ledger.practice.weights(ME, SHOW))["q1"]
    assert (practised.seen, practised.wrong, practised.box) == (20, 10, 0)


async def test_weights_are_one_s_own_by_show_the_last_first(ledger: Ledger) -> None:
    for key in ("q1", "q2", "q3", "q1"):
        await ledger.practice.record(ME, SHOW, key, True)
    await ledger.practice.record(ME, "severance", "q4", True)
    await ledger.practice.record(OTHER, SHOW, "q5", True)
    found = await ledger.practice.weights(ME, SHOW)
    assert list(found) == ["q1", "q3", "q2"]
    assert found["q1"].last > found["q3"].last > found["q2"].last
    assert list(await ledger.practice.weights(ME, SHOW, limit=2)) == ["q1", "q3"]
    await ledger.delete(ME)
    assert await ledger.practice.weights(ME, SHOW) == {}
    assert list(await ledger.practice.weights(OTHER, SHOW)) == ["q5"]
