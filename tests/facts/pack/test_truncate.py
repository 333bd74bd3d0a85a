"""A pack as somebody at a position knows it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from facts.errors import UnknownPositionError
from facts.model import Pack
from facts.pack.lint import lint
from facts.pack.read import read_pack
from facts.pack.truncate import truncate
from facts.position import Position
from facts.seasons import Seasons
from tests.support.packs import Data, Pair, as_pack, packs, pairs, small_pack, write_pack


def written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def filtered(pack: Pack, position: Position) -> Pack:
    """Filter the model: what a truncation has to read as."""
    seasons = Seasons(pack.show.episodes)
    here = seasons.canonical(position)

    def visible(value: Any) -> Any:
        if isinstance(value, Position):
            return value
        if isinstance(value, tuple):
            kept = (part for part in value if not hasattr(part, "since") or seasons.canonical(part.since) <= here)
            return tuple(visible(part) for part in kept)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changes = {field.name: visible(getattr(value, field.name)) for field in dataclasses.fields(value)}
            return dataclasses.replace(value, **changes)
        return value

    kept: Pack = visible(pack)
    cited = {source for fact in kept.facts for source in fact.sources}
    cited |= {source for question in kept.questions for source in question.sources}
    return dataclasses.replace(kept, sources=tuple(source for source in kept.sources if source.id in cited))


def test_truncate_drops_what_is_revealed_later(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", small_pack(), split=True)
    pack = read_pack(written(tmp_path / "out", truncate(folder, Position(1, 1))))
    assert [character.id for character in pack.characters] == ["ellen-waverly", "karen"]
    assert [name.name for name in pack.characters[0].names] == ["Ellen Waverly"]
    assert [fact.id for fact in pack.facts] == ["ellen-pilot", "show-renewed"]
    assert [source.id for source in pack.sources] == ["gazette"]
    assert [years.season for years in pack.show.years] == [1]
    assert [episode.title for episode in pack.episodes] == ["Low Tide"]
    assert pack.show.episodes == (3, 2)


def test_truncate_writes_no_word_of_what_is_hidden(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", small_pack(), split=True)
    files = truncate(folder, Position(1, 1))
    assert "things.yaml" not in files
    assert not any(word in text for text in files.values() for word in ("Wilson", "Ayesa", "1983", "finale", "Station"))


def test_truncate_takes_a_seasons_last_episode_for_the_season(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", small_pack())
    assert truncate(folder, Position(1, 3)) == truncate(folder, Position(1))
    assert truncate(folder, Position(1, 2)) != truncate(folder, Position(1))


def test_truncate_refuses_a_position_beyond_the_show(tmp_path: Path) -> None:
    with pytest.raises(UnknownPositionError):
        truncate(write_pack(tmp_path, small_pack()), Position(9, 99))


@settings(max_examples=40, deadline=None)
@given(packs(), st.data())
def test_truncate_equals_filtering_the_pack(
    tmp_path_factory: pytest.TempPathFactory, data: Data, draw: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("truncate")
    folder = write_pack(root / "pack", data, split=draw.draw(st.booleans()))
    positions = list(Seasons(data["show"]["episodes"]).positions())
    one, other = draw.draw(st.sampled_from(positions)), draw.draw(st.sampled_from(positions))
    truncated = written(root / "one", truncate(folder, one))
    assert read_pack(truncated) == filtered(as_pack(data), one)
    assert [problem for problem in lint(truncated).problems if not problem.warning] == []
    assert truncate(truncated, other) == truncate(folder, min(one, other))


@settings(max_examples=40, deadline=None)
@given(pairs())
def test_truncate_leaves_pairs_of_packs_the_same(tmp_path_factory: pytest.TempPathFactory, pair: Pair) -> None:
    root = tmp_path_factory.mktemp("pairs")
    one, other = write_pack(root / "one", pair.one), write_pack(root / "other", pair.other)
    for folder in (one, other):
        assert [str(problem) for problem in lint(folder).problems if not problem.warning] == []
    assert truncate(one, pair.position) == truncate(other, pair.position)


def test_pairs_differ_after_the_position_in_many_ways() -> None:
    seen: set[str] = set()

    @settings(max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(pairs())
    def collect(pair: Pair) -> None:
        seen.update(key for key in pair.one if pair.one[key] != pair.other[key])
        seen.update("nothing" for _ in [pair] if pair.one == pair.other)

    collect()
    assert seen >= {"show", "sources", "episodes", "people", "characters", "things", "facts", "questions", "nothing"}
