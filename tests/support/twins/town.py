"""A made-up show that has enough of everything to be asked about for long, and what may come after any position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from facts.position import Position
from facts.seasons import Seasons
from tests.support.otherwise import with_other_future, without_future
from tests.support.packs import Data, kin

SHOW: Final = "harbour"
FUTURES: Final = 4
"""How many futures a past has here: two to begin with, and others to be loaded later."""


_HERE: Final = ("S1E2", "S2E1", "S1", "S2E2", "S1E1", "S0")


class Kin(NamedTuple):
    """Packs that hold the same up to ``position`` and differ after it."""

    position: Position
    packs: tuple[Data, ...]

    @property
    def seasons(self) -> Seasons:
        """The seasons, which are public and so the same in all."""
        return Seasons(self.packs[0]["show"]["episodes"])

    def known(self) -> list[str]:
        """Names and ids that somebody at the position may know."""
        return list(dict.fromkeys(_named(self.packs[0], self.seasons, self.position, later=False)))

    def hidden(self) -> list[str]:
        """Names and ids of any of the futures."""
        known = {text.casefold() for text in self.known()}
        found = [text for pack in self.packs for text in _named(pack, self.seasons, self.position, later=True)]
        return [text for text in dict.fromkeys(found) if text.casefold() not in known]


@st.composite
def families(draw: st.DrawFn) -> Kin:
    """Generate the packs of one run: of the town, which has much to ask about, or any."""
    if draw(st.sampled_from(["town", "town", "any"])) == "town":
        whole = town()
        seasons = Seasons(whole["show"]["episodes"])
        position = draw(st.sampled_from([Position.parse(text) for text in _HERE]))
        return Kin(position, tuple(draw(st.permutations(futures(whole, seasons, position)))))
    position, packs = draw(kin(most=24, later=8, count=FUTURES))
    return Kin(position, packs)


def futures(whole: Data, seasons: Seasons, position: Position) -> list[Data]:
    """What may come after a position: nothing, what does come, something else, and something else again."""
    end = Position(2, 1)
    sooner = with_other_future(whole, seasons, position)
    # A story that goes on for a while, and then as nobody expected.
    between = with_other_future(whole, seasons, max(end, position))
    return [whole, without_future(whole, seasons, position), sooner, _marked(between)]


def _marked(pack: Data) -> Data:
    """Tell it from a pack that is otherwise the same."""
    pack["sources"].append({"id": "late-edition", "title": "The late edition", "publisher": "Evening Post"})
    return pack


def _named(pack: Data, seasons: Seasons, position: Position, *, later: bool) -> list[str]:
    found = []
    for entry in (*pack["characters"], *pack["things"], *pack["people"]):
        for since, text in (
            (entry["since"], entry["id"]),
            *((name["since"], name["name"]) for name in entry.get("names", [{**entry, "name": entry.get("name")}])),
        ):
            if (seasons.canonical(Position.parse(since)) > position) is later:
                found.append(text)
    return found


# since, id, name, actor, role, nationality
_PEOPLE: Final[Sequence[tuple[str, str, str, str, str, str]]] = (
    ("S0", "ellen-waverly", "Ellen Waverly", "Joel Park", "pilot", "American"),
    ("S0", "tom-reed", "Tom Reed", "Edie Gathers", "engineer", "British"),
    ("S0", "mara-voss", "Mara Voss", "Nina Holt", "doctor", "German"),
    ("S0", "otto-brandt", "Otto Brandt", "Paul Sand", "captain", "German"),
    ("S1E1", "karen", "Karen Stevens", "Rita Moss", "teacher", "American"),
    ("S1E1", "jun-mori", "Jun Mori", "Ken Ito", "painter", "Japanese"),
    ("S1E2", "ines-duarte", "Ines Duarte", "Ana Reis", "lawyer", "Portuguese"),
    ("S1E3", "lena-fox", "Lena Fox", "Ida Lund", "reporter", "Danish"),
    ("S2E1", "dev-ayesa", "Dev Ayesa", "Sam Rao", "banker", "Indian"),
    ("S2E1", "rosa-lind", "Rosa Lind", "Eva Berg", "smuggler", "Swedish"),
    ("S2E3", "max-orlov", "Max Orlov", "Lev Gor", "admiral", "Russian"),
    ("S3E1", "elena-waverly", "Elena Waverly", "Joy Park", "judge", "Chilean"),
)
_THINGS: Final = (
    ("S0", "lighthouse", "place", "The Lighthouse"),
    ("S0", "mail-boat", "vessel", "The Petrel"),
    ("S1E2", "station-nine", "place", "Station Nine"),
    ("S2E1", "harbour-board", "organisation", "The Harbour Board"),
    ("S3E1", "deep-dive", "mission", "Deep Dive"),
)
_RELATIONS: Final = (
    ("S0", "sibling", "ellen-waverly", "tom-reed"),
    ("S1E1", "friend", "karen", "mara-voss"),
    ("S1E2", "spouse", "karen", "ellen-waverly"),
    ("S1E3", "rival", "otto-brandt", "lena-fox"),
    ("S2E1", "mentor", "otto-brandt", "dev-ayesa"),
    ("S2E2", "spouse", "mara-voss", "tom-reed"),
    ("S2E3", "parent", "max-orlov", "rosa-lind"),
    ("S3E1", "child", "elena-waverly", "ellen-waverly"),
)
_STATUS: Final = (
    ("S0", "ellen-waverly", "active", None),
    ("S1E2", "otto-brandt", "missing", None),
    ("S1E3", "jun-mori", "injured", None),
    ("S2E1", "otto-brandt", "dead", "otto-brandt-missing"),
    ("S2E2", "tom-reed", "retired", None),
    ("S3E1", "ellen-waverly", "dead", "ellen-waverly-active"),
)
_EVENTS: Final = (
    ("S0", 1969, "ellen-waverly", "flies the mail to the island"),
    ("S0", 1970, "tom-reed", "repairs the lamp"),
    ("S1E1", 1971, "karen", "opens the school"),
    ("S1E1", 1970, "mara-voss", "opens a door and finds a key"),
    ("S1E2", 1972, "ines-duarte", "wins a case at court"),
    ("S1E2", 1973, "otto-brandt", "sails into the storm"),
    ("S1E3", 1974, "lena-fox", "prints the story"),
    ("S2E1", 1983, "dev-ayesa", "buys the harbour"),
    ("S2E2", 1983, "rosa-lind", "hides the cargo"),
    ("S2E3", 1984, "max-orlov", "takes the town"),
    ("S3E1", 1991, "elena-waverly", "comes back"),
    ("S3E2", 1992, "ellen-waverly", "is buried at sea"),
)


def town() -> Data:
    """Return a pack of three seasons, in which people arrive, marry, vanish and die."""
    sources = [{"id": "gazette", "title": "A guide to the town", "publisher": "Gazette"}]
    facts = [*_roles(), *_relations(), *_statuses(), *_events()]
    names = {id_: name for _, id_, name, *_ in _PEOPLE}
    characters: list[Data] = [
        {
            "id": id_,
            "since": since,
            "names": [{"since": since, "name": name}],
            "cast": [{"since": since, "as": ("main", "recurring", "guest")[number % 3]}],
            "played_by": [{"since": since, "person": _slug(actor)}],
        }
        for number, (since, id_, name, actor, *_) in enumerate(_PEOPLE)
    ]
    characters[0]["names"] += [
        {"since": "S1E2", "name": "Ellen Wilson"},
        {"since": "S2E1", "name": "Mayor Wilson", "also": True},
    ]
    characters[8]["same_as"] = [{"since": "S2E3", "character": "jun-mori"}]
    return {
        "pack": 1,
        "show": {
            "id": SHOW,
            "title": "Harbour Lights",
            "premise": "A town by the sea, and the people who keep its lighthouse.",
            "episodes": [3, 3, 2],
            "years": [
                {"since": "S0", "season": 1, "from": 1969, "to": 1974},
                {"since": "S1", "season": 2, "from": 1983, "to": 1984},
                {"since": "S2", "season": 3, "from": 1991, "to": 1992},
            ],
        },
        "sources": sources,
        "episodes": [
            {"since": since, "title": title, "aired": f"20{19 + int(since[1])}-11-0{since[3]}"}
            for since, title in (
                *(("S1E1", "Low Tide"), ("S1E2", "Best-Laid Plans"), ("S1E3", "Undertow")),
                *(("S2E1", "Rich"), ("S2E2", "Ballast"), ("S2E3", "Breakwater")),
                *(("S3E1", "High Water"), ("S3E2", "Landfall")),
            )
        ],
        "people": [{"id": _slug(actor), "since": since, "name": actor} for since, _, _, actor, *_ in _PEOPLE],
        "characters": characters,
        "things": [
            {"id": id_, "since": since, "type": type_, "names": [{"since": since, "name": name}]}
            for since, id_, type_, name in _THINGS
        ],
        "facts": facts,
        "together": [{"since": "S2E3", "ids": ["dev-ayesa", "jun-mori"], "why": "who he is"}],
        "questions": [
            {
                "id": f"asked-{number}",
                "since": since,
                "about": [id_],
                "ask": f"Who {what}?",
                "answer": names[id_],
                "wrong": [name for since_, other, name, *_ in _PEOPLE if other != id_ and since_ <= since][:3],
                "sources": ["gazette"],
            }
            for number, (since, _, id_, what) in enumerate(_EVENTS)
        ],
    }


def _fact(id_: str, since: str, kind: str, about: list[str], text: str, **more: Any) -> Data:
    item = {"id": id_, "since": since, "about": about, "kind": kind, **more}
    return item | {"text": text, "sources": ["gazette"]}


def _roles() -> list[Data]:
    found = []
    for since, id_, name, _, role, nationality in _PEOPLE:
        found += [
            _fact(f"{id_}-role", since, "role", [id_], f"{name} is a {role} here.", value=role),
            _fact(f"{id_}-from", since, "nationality", [id_], f"{name} is {nationality}.", value=nationality),
            _fact(f"{id_}-home", since, "home", [id_, "lighthouse"], f"{name} lives near The Lighthouse.",
                  value={"id": "lighthouse"}),
        ]  # fmt: skip
    return found


def _relations() -> list[Data]:
    names = {id_: name for _, id_, name, *_ in _PEOPLE}
    return [
        _fact(f"{one}-{kind}", since, kind, [one, other], f"{names[one]} and {names[other]} are close.",
              value={"id": other})
        for since, kind, one, other in _RELATIONS
    ]  # fmt: skip


def _statuses() -> list[Data]:
    names = {id_: name for _, id_, name, *_ in _PEOPLE}
    return [
        _fact(f"{id_}-{value}", since, "status", [id_], f"{names[id_]} is {value}.", value=value,
              **({"replaces": [replaced]} if replaced else {}))
        for since, id_, value, replaced in _STATUS
    ]  # fmt: skip


def _events() -> list[Data]:
    names = {id_: name for _, id_, name, *_ in _PEOPLE}
    return [
        _fact(f"event-{number}", since, "event", [id_], f"{names[id_]} {what}.", year=year)
        for number, (since, year, id_, what) in enumerate(_EVENTS)
    ]


def _slug(name: str) -> str:
    return "-".join(name.lower().split())
