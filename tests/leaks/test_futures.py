"""A short visit with a small pack: two futures sound alike, from the first command to the last, over sockets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from facts.pack.read import read_pack
from facts.position import Position
from facts.seasons import Seasons
from facts.view import View
from tests.leaks.test_noninterference import assert_same
from tests.support.harbour import SHOW
from tests.support.packs import Data, small_pack, write_pack
from tests.support.scenario import Visit, transcript

HIDDEN = ("Ellen Wilson", "Dev Ayesa", "dev-ayesa", "Station Nine", "Edie Gathers", "dead mayor", "nobody at all")


def without_future(data: Any, seasons: Seasons, position: Position) -> Any:
    """Drop every mapping revealed after ``position``."""
    if isinstance(data, dict):
        return {key: without_future(value, seasons, position) for key, value in data.items()}
    if isinstance(data, list):
        known = (
            part
            for part in data
            if not (isinstance(part, dict) and "since" in part)
            or seasons.canonical(Position.parse(part["since"])) <= position
        )
        return [without_future(part, seasons, position) for part in known]
    return data


def with_other_future(data: Data, seasons: Seasons, position: Position) -> Data:
    """Let the story go on otherwise: other people, names, castings, facts, titles, sources."""
    then = str(seasons.after(position))
    other: Data = without_future(data, seasons, position)
    other["people"].insert(0, {"id": "joe-parker", "since": then, "name": "Joe Parker"})
    for character in other["characters"]:
        number = len(character["names"])
        character["names"].append({"since": then, "name": f"Admiral {number} {character['id']}"})
        character.setdefault("cast", []).append({"since": then, "as": "guest"})
        character.setdefault("played_by", []).append({"since": then, "person": "joe-parker"})
        character.setdefault("same_as", []).append({"since": then, "character": "deva-yes"})
    other["characters"].insert(
        0,
        {
            "id": "deva-yes",
            "since": then,
            "names": [{"since": then, "name": "Dev Ayes"}, {"since": then, "name": "Ellen Waverley", "also": True}],
            "cast": [{"since": then, "as": "main"}],
            "played_by": [{"since": then, "person": "joel-park"}],
        },
    )
    for thing in other["things"]:
        thing["names"].append({"since": then, "name": "Fort Nine"})
    other["things"].insert(
        0, {"id": "boat", "since": then, "type": "vessel", "names": [{"since": then, "name": "Joel Park"}]}
    )
    other["sources"].insert(0, {"id": "end", "title": "How it ends", "publisher": "Later Herald"})
    later: list[Data] = [
        {
            "id": f"later-{number}",
            "since": then,
            "about": list(dict.fromkeys([character["id"], "deva-yes"])),
            "kind": "status",
            "value": "dead",
            "text": "A pilot flies the mail no more, mayor or mail or marriage.",
            "replaces": [fact["id"] for fact in other["facts"] if fact["about"][0] == character["id"]],
            "sources": ["end", "gazette"],
        }
        for number, character in enumerate(other["characters"])
    ]
    other["facts"][:0] = later
    other["episodes"].insert(0, {"since": str(seasons.concrete(Position.parse(then))), "title": "High Water"})
    return other


@pytest.mark.parametrize("written", ["S0", "S1E1", "S1E2"])
async def test_futures_of_the_small_pack_sound_alike(written: str, tmp_path: Path) -> None:
    position = Position.parse(written)
    whole = small_pack()
    seasons = Seasons(whole["show"]["episodes"])
    packs = (whole, without_future(whole, seasons, position), with_other_future(whole, seasons, position))
    folders = [tmp_path / name for name in ("whole", "cut", "other")]
    for folder, data in zip(folders, packs, strict=True):
        write_pack(folder / SHOW, data)
    visit = Visit(View.of(read_pack(folders[0] / SHOW), position), HIDDEN, brief=True)
    heard = [await transcript(folder, visit) for folder in folders]
    assert_same(heard[0], heard[1])
    assert_same(heard[0], heard[2])
