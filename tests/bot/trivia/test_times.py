"""What is typed for the hour and the zone of the question of the day."""

from __future__ import annotations

import pytest

from bot.cogs.trivia.times import read_time
from bot.errors import OptionError


@pytest.mark.parametrize(
    ("typed", "time"),
    [("18:00", (18, 0)), ("6:30", (6, 30)), ("06.30", (6, 30)), (" 7 ", (7, 0)), ("0:00", (0, 0)), ("23h59", (23, 59))],
)
def test_time_is_read(typed: str, time: tuple[int, int]) -> None:
    assert read_time(typed) == time


@pytest.mark.parametrize("typed", ["", "24:00", "18:60", "6pm", "18:0", "-1", "١٨:٠٠", "18:00:00"])
def test_anything_else_is_no_time(typed: str) -> None:
    with pytest.raises(OptionError):
        read_time(typed)
