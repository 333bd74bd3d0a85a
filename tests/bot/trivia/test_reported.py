"""Where a reported question was asked, as buttons carry it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trivia.reported import Source


@given(
    st.one_of(st.builds(Source, st.integers(1, 10**17), st.integers(1, 999)), st.dates().map(lambda d: Source(day=d)))
)
def test_source_is_read_as_it_was_written(source: Source) -> None:
    written = str(source)
    assert Source.parse(written) == source
    assert len(written) <= 23


@pytest.mark.parametrize(
    "text", ["", "r1", "r1.", "r.1", "d2026-02-30", "d2026-1-1", "x1.1", "r1.1 ", "r-1.1", "r1.1|2"]
)
def test_anything_else_is_no_source(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Source.parse(text)


def test_source_names_a_day_or_a_round() -> None:
    assert str(Source(day=date(2026, 1, 31))) == "d2026-01-31"
    assert str(Source(12, 3)) == "r12.3"
