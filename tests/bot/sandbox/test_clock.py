"""Time that is moved, and ids made from it."""

from __future__ import annotations

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.clock import ManualClock, SystemClock
from bot.sandbox.snowflakes import Snowflakes, shard_of


@settings(deadline=None)
@given(st.lists(st.floats(0, 10_000), max_size=20))
def test_snowflakes_grow_and_carry_the_time(steps: list[float]) -> None:
    clock = ManualClock()
    ids = Snowflakes(clock)
    made = []
    for step in steps:
        clock.advance(step)
        made.append(ids.next())
        assert discord.utils.snowflake_time(made[-1]).timestamp() == pytest.approx(clock.now(), abs=0.001)
        assert 0 <= shard_of(made[-1], 3) < 3
    assert made == sorted(set(made))


def test_manual_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="backwards"):
        ManualClock().advance(-1)


def test_system_clock_runs() -> None:
    clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic()
    assert clock.now() > 1_700_000_000
