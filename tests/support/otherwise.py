"""The same past with another future, as plain data: cut off after a position, or going on otherwise."""

from __future__ import annotations

from typing import Any

from facts.position import Position
from facts.seasons import Seasons
from tests.support.packs import Data


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
