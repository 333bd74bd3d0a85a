"""Progress non-interference over real sockets: what follows a position never changes what is sent to who is at it."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from facts.pack.read import read_pack
from facts.pack.truncate import truncate
from facts.position import Position
from facts.view import View
from tests.support.packs import Pair, pairs, write_pack
from tests.support.scenario import Visit, transcript

SHIPPED = Path(__file__).parents[2] / "facts" / "packs" / "for-all-mankind"


@pytest.mark.parametrize("written", ["S0", "S1E7", "S2E9", "S3E9"])
async def test_shipped_pack_and_its_truncation_sound_alike(written: str, tmp_path: Path) -> None:
    position = Position.parse(written)
    pack = read_pack(SHIPPED)
    view, end = View.of(pack, position), View.of(pack, Position(len(pack.show.episodes)))
    hidden = [end.name(entry) for entry in end.characters if entry not in view.characters][:6]
    later_ids = [entry for entry in end.characters if entry not in view.characters][:2]
    visit = Visit(view, (*hidden, *later_ids, "nobody at all", "Ellen Wilson"))
    cut = tmp_path / "cut" / SHIPPED.name
    cut.mkdir(parents=True)
    for name, text in truncate(SHIPPED, position).items():
        (cut / name).write_text(text, encoding="utf-8")
    assert_same(await transcript(SHIPPED.parent, visit), await transcript(cut.parent, visit))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=pairs())
async def test_any_two_futures_sound_alike(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pair")
    packs = []
    for number, data in enumerate((pair.one, pair.other)):
        packs.append(folder / str(number))
        write_pack(packs[-1] / data["show"]["id"], data)
    one = read_pack(packs[0] / pair.one["show"]["id"])
    view = View.of(one, pair.position)
    hidden = [name["name"] for data in (pair.one, pair.other) for name in _later_names(data, view)]
    visit = Visit(view, (*dict.fromkeys(hidden), "nobody at all"))
    assert_same(await transcript(packs[0], visit), await transcript(packs[1], visit))


def _later_names(data: dict[str, object], view: View) -> list[dict[str, str]]:
    characters: list[dict[str, list[dict[str, str]]]] = data.get("characters", [])  # type: ignore[assignment]
    return [name for entry in characters for name in entry["names"] if not view.find(name["name"])]


def assert_same(one: str, other: str) -> None:
    """Fail with the first lines in which two transcripts differ."""
    assert len(one) > 10_000
    if one != other:
        differing = list(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=0))
        pytest.fail("two futures sound different:\n" + "\n".join(line[:2000] for line in differing[:8]))
