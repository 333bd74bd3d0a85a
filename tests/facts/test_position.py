"""Positions: how they are written, and that they are ordered as one would watch."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from facts.position import MAX_SEASON, NOTHING, WHOLE, Position

IN_ORDER = ["S0", "S1E1", "S1E2", "S1E10", "S1E998", "S1", "S2E1", "S2", "S10E1", "S99E998", "S99"]
"""Each as it is written."""


def test_positions_are_ordered_as_one_would_watch() -> None:
    positions = [Position.parse(text) for text in IN_ORDER]
    backwards = positions[::-1]
    assert sorted(backwards) == positions
    assert sorted(backwards, key=lambda position: position.rank) == positions
    assert len({position.rank for position in positions}) == len(positions)


def test_position_is_read_and_written_alike() -> None:
    assert [str(Position.parse(text)) for text in IN_ORDER] == IN_ORDER
    assert Position.parse("S3E4") == (3, 4)
    assert Position.parse("S3") == (3, WHOLE) == Position(3)
    assert Position.parse("S0") == (0, 0) == NOTHING


def test_position_has_a_rank_that_databases_keep() -> None:
    # Stored: what these mean may never change.
    assert NOTHING.rank == 0
    assert Position(3, 4).rank == 3004
    assert Position(3).rank == 3999
    assert all(Position.from_rank(Position.parse(text).rank) == Position.parse(text) for text in IN_ORDER)


def test_position_is_whole_only_where_no_episode_is_named() -> None:
    assert [text for text in IN_ORDER if Position.parse(text).whole] == ["S1", "S2", "S99"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "S",
        "S00",
        "S01",
        "S0E1",
        "S1E0",
        "S1E01",
        "S1E999",
        "S1E1000",
        "S100",
        "S-1",
        "s1",
        "S1e1",
        " S1",
        "S1 ",
        "S1E",
        "1",
        "S1E1\n",
        "S१",
    ],
)
def test_position_refuses_whatever_else_is_written(text: str) -> None:
    with pytest.raises(ValueError, match="is not a position such as S0, S3 or S3E4"):
        Position.parse(text)


def test_position_is_a_text_in_packs_and_their_schema() -> None:
    adapter = TypeAdapter(Position)
    assert adapter.validate_python("S3E4") == Position(3, 4)
    assert adapter.dump_python(Position(3), mode="json") == "S3"
    for value in (3, None, (3, 4), "S3E"):
        with pytest.raises(ValidationError, match="is not a position such as"):
            adapter.validate_python(value)
    schema = adapter.json_schema()
    assert schema["type"] == "string"
    assert schema["pattern"].startswith("^")
    assert [Position.parse(text) for text in schema["examples"]] == [NOTHING, Position(3), Position(3, 4)]


def test_seasons_go_as_far_as_can_be_written() -> None:
    assert Position.parse(f"S{MAX_SEASON}").season == MAX_SEASON
    with pytest.raises(ValueError, match="is not a position"):
        Position.parse(f"S{MAX_SEASON + 1}")
