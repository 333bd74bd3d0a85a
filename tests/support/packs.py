"""Small valid packs, as plain data and as files: one written by hand, and strategies for any number of others."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from hypothesis import strategies as st

from facts.model import Pack
from facts.pack.shape import validator
from facts.position import Position
from facts.seasons import Seasons

Data = dict[str, Any]
T = TypeVar("T")

LISTS = ("sources", "episodes", "people", "characters", "things", "facts", "together", "questions")


def small_pack() -> Data:
    """Return a pack of two seasons in which somebody turns out to be somebody else, marries and dies."""
    return copy.deepcopy(_SMALL)


def as_pack(data: Data) -> Pack:
    """Make the model of plain data, without the checks of a reader."""
    pack: Pack = validator().validate_python(data)
    return pack


def write_pack(folder: Path, data: Data, *, split: bool = False) -> Path:
    """Write a pack's files into ``folder``, which is made: one file, or one a key."""
    folder.mkdir(parents=True, exist_ok=True)
    head: Data = {key: value for key, value in data.items() if key in ("pack", "show")}
    rest = {key: value for key, value in data.items() if key not in head}
    files: dict[str, Data] = (
        {"show": head, **{key: {key: value} for key, value in rest.items()}} if split else {"pack": data}
    )
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(to_yaml(content), encoding="utf-8")
    return folder


def to_yaml(data: Data) -> str:
    """Write plain data as YAML, keys in their order, every item of a list and every key on a line of its own."""
    text: str = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def large_pack(facts: int) -> Data:
    """Return a valid pack of that many facts, with a fifth as many characters, over five seasons of ten episodes."""
    syllables = ("ka", "ri", "mo", "ta", "le", "su", "no", "vi", "da", "pe")
    spoken = ["".join(parts) for parts in itertools.product(syllables, repeat=3)]
    names = [f"{first.title()} {last.title()}son" for last in spoken for first in spoken[::7]][: max(facts // 5, 2)]
    ids = [_slug(name) for name in names]
    show = {"id": "large", "title": "A Large Show", "premise": "Everybody is in it.", "episodes": [10] * 5}
    return {
        "pack": 1,
        "show": show | {"years": [{"since": "S0", "season": 1, "from": 1969, "to": 1974}]},
        "sources": [{"id": "gazette", "title": "All about it", "publisher": "Gazette"}],
        "characters": [
            {"id": id_, "since": "S1E1", "names": [{"since": "S1E1", "name": name}]}
            for id_, name in zip(ids, names, strict=True)
        ],
        "facts": [
            {
                "id": f"fact-{number}",
                "since": f"S{number % 5 + 1}E{number % 10 + 1}",
                "about": [ids[number % len(ids)], ids[(number * 7 + 1) % len(ids)]],
                "kind": "event",
                "text": f"{names[number % len(ids)]} meets {names[(number * 7 + 1) % len(ids)]}, and tells of rockets, "
                "of oxygen and of all that it takes to fly.",
                "year": 1970,
                "sources": ["gazette"],
            }
            for number in range(facts)
        ],
    }


class Pair(NamedTuple):
    """Two packs that hold the same up to ``position`` and differ after it in any way, or not at all."""

    position: Position
    one: Data
    other: Data


@st.composite
def packs(draw: st.DrawFn, *, most: int = 14) -> Data:
    """Generate valid packs that lint without errors."""
    author = _Author.begin(draw)
    author.write(author.positions, draw(st.integers(0, most)), _KNOWN_NAMES + _LATER_NAMES)
    return author.data


@st.composite
def pairs(draw: st.DrawFn, *, most: int = 10, later: int = 8) -> Pair:
    """Generate pairs of valid packs with one past, and two futures of up to ``later`` items each."""
    author = _Author.begin(draw)
    index = draw(st.integers(0, len(author.positions) - 1))
    before, after = author.positions[: index + 1], author.positions[index + 1 :]
    author.write(before, draw(st.integers(1, most)), _KNOWN_NAMES)
    one, other = author, author.copy()
    for future in (one, other):
        if after:
            names = draw(st.permutations(_LATER_NAMES))
            future.write(after, draw(st.integers(0, later)), names)
    return Pair(before[-1], one.data, other.data)


@st.composite
def kin(draw: st.DrawFn, *, most: int, later: int, count: int) -> tuple[Position, tuple[Data, ...]]:
    """Generate a past and ``count`` packs that hold it, each with up to ``later`` items of another future."""
    author = _Author.begin(draw)
    # A show that ends where everybody is has no future to hide.
    index = draw(st.integers(0, max(0, len(author.positions) - 2)))
    before, after = author.positions[: index + 1], author.positions[index + 1 :]
    author.write(before, draw(st.integers(most // 2, most)), _KNOWN_NAMES)
    futures = []
    for number in range(count):
        future = author.copy()
        if after:
            future.write(
                after, draw(st.integers(later // 2 if number else 0, later)), draw(st.permutations(_LATER_NAMES))
            )
        # No two are the same files, so that loading one after the other is always a change.
        future.data["sources"].append({"id": f"kin-{number}", "title": f"Part {number}", "publisher": "Gazette"})
        futures.append(future.data)
    return before[-1], tuple(futures)


# The later names resemble the known ones, so that what is near, first or most frequent could shift.
_KNOWN_NAMES = (
    "Mara Voss",
    "Tom Reed",
    "Mara",
    "Ines Duarte",
    "Station Nine",
    "Élan Vital",
    "Captain Oduya",
    "Rosa Lindqvist",
    "The Harbour",
    "Jun Mori",
    "Anna Maria Bell",
    "Kestrel",
    "Otto Brandt",
    "Red Door",
    "Lena Fox",
)
_LATER_NAMES = (
    "Mara Vass",
    "Tomas Reed",
    "Marina Voss",
    "Inez Duarte",
    "Station Ninety",
    "Elan Vitale",
    "President Oduya",
    "Rosalind Quist",
    "The Haven",
    "June Moore",
    "Anne Marie Bell",
    "Kestrel Two",
    "Otto Brand",
    "Blue Door",
    "Lina Fuchs",
    "Zoe Zander",
)
_DEEDS = (
    "opens a door",
    "meets somebody in the rain",
    "wins at cards",
    "tells a lie",
    "leaves the room",
    "finds a key",
)
_RELATIONS = ("spouse", "partner", "parent", "child", "sibling", "friend", "rival", "mentor")
_WORD_VALUES = {
    "status": ("dead", "missing", "retired", "injured"),
    "role": ("pilot", "engineer", "mayor"),
    "rank": ("captain", "colonel"),
    "nationality": ("French", "Kenyan"),
}
_ENTRY_VALUES = ("member_of", "home")
_PLAIN_KINDS = ("event", "world", "production", "award", "note", "quote")


class _Author:
    """Writes items into a pack, each at a position, with words that are known there."""

    def __init__(self, draw: st.DrawFn, data: Data) -> None:
        self.draw = draw
        self.data = data
        self.seasons = Seasons(data["show"]["episodes"])
        self.positions = tuple(self.seasons.positions())

    @classmethod
    def begin(cls, draw: st.DrawFn) -> _Author:
        lengths = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
        show = {"id": "harbour", "title": "Harbour Lights", "premise": "A town by the sea.", "episodes": lengths}
        source = {"id": "gazette", "title": "All about it", "publisher": "Gazette"}
        data: Data = {"pack": 1, "show": show | {"years": []}, "sources": [source]}
        return cls(draw, data | {key: [] for key in LISTS[1:]})

    def copy(self) -> _Author:
        return _Author(self.draw, copy.deepcopy(self.data))

    def write(self, positions: Sequence[Position], count: int, names: Iterable[str]) -> None:
        """Add ``count`` items at some of ``positions``; they may stand anywhere between the items there are."""
        fresh = iter(names)
        for position in sorted(self.draw(st.lists(st.sampled_from(positions), min_size=count, max_size=count))):
            self.add(position, positions, next(fresh, None))

    def add(self, position: Position, positions: Sequence[Position], name: str | None) -> None:
        """Add one item or two at ``position``; ``name`` is for what needs a new one."""
        makers: list[Callable[[], None]] = [lambda: self.show_fact(position)]
        if name is not None:
            makers += [lambda: self.entry(position, name), lambda: self.person(position, name)]
        if self.known(position):
            makers += [lambda: self.fact(position), lambda: self.fact(position), lambda: self.question(position)]
            if name is not None:
                makers.append(lambda: self.rename(position, name))
            makers += [lambda: self.nested(position), lambda: self.together(position, positions)]
        self.one_of(makers)()
        extras: list[Callable[[], None]] = [lambda: self.episode(position, name), lambda: self.years(position)]
        if self.draw(st.booleans()):
            self.one_of(extras)()

    def one_of(self, choices: Sequence[T]) -> T:
        return self.draw(st.sampled_from(choices))

    def since(self, position: Position) -> str:
        """Write a position in one of its forms."""
        return str(self.one_of([position, self.seasons.concrete(position)]))

    def at(self, item: Data) -> Position:
        return self.seasons.canonical(Position.parse(item["since"]))

    def insert(self, key: str, item: Data) -> None:
        items = self.data[key]
        items.insert(self.draw(st.integers(0, len(items))), item)

    def known(self, position: Position, *kinds: str) -> list[Data]:
        kinds = kinds or ("characters", "things")
        return [item for kind in kinds for item in self.data[kind] if self.at(item) <= position]

    def called(self, entry: Data, position: Position) -> str:
        """Return a name that an entry is known by at ``position``."""
        if "name" in entry:
            return str(entry["name"])
        return str(self.one_of([name["name"] for name in entry["names"] if self.at(name) <= position]))

    def entry(self, position: Position, name: str) -> None:
        since = self.since(position)
        item: Data = {"id": _slug(name), "since": since}
        if self.draw(st.booleans()):
            item |= {"names": [{"since": since, "name": name}]}
            self.insert("characters", item)
        else:
            item |= {"type": self.one_of(["place", "vessel", "organisation", "mission"])}
            self.insert("things", item | {"names": [{"since": since, "name": name}]})

    def person(self, position: Position, name: str) -> None:
        self.insert("people", {"id": _slug(name), "since": self.since(position), "name": name})

    def rename(self, position: Position, name: str) -> None:
        entry = self.one_of(self.known(position))
        also = {"also": True} if self.draw(st.booleans()) else {}
        entry["names"].append({"since": self.since(position), "name": name} | also)

    def nested(self, position: Position) -> None:
        characters = self.known(position, "characters")
        if not characters:
            return
        character = self.one_of(characters)
        since = self.since(position)
        character.setdefault("cast", []).append({"since": since, "as": self.one_of(["main", "recurring", "guest"])})
        if people := self.known(position, "people"):
            character.setdefault("played_by", []).append({"since": since, "person": self.one_of(people)["id"]})
        if others := [other for other in characters if other is not character]:
            character.setdefault("same_as", []).append({"since": since, "character": self.one_of(others)["id"]})

    def episode(self, position: Position, name: str | None) -> None:
        since = self.seasons.concrete(position)
        if since.season and all(episode["since"] != str(since) for episode in self.data["episodes"]):
            title = {"title": f"{name} Calling"} if name else {}
            self.insert("episodes", {"since": str(since)} | title | {"aired": f"2019-11-{since.episode:02}"})

    def years(self, position: Position) -> None:
        season = min(position.season + 1, len(self.seasons))
        if all(years["season"] != season for years in self.data["show"]["years"]):
            first = 1960 + 10 * season
            years = {"since": self.since(position), "season": season, "from": first, "to": first + 5}
            self.data["show"]["years"].append(years)

    def source(self, position: Position) -> str:
        """Return the id of a source; items of one position may share one that no earlier item cites."""
        id_ = self.one_of(["gazette", f"gazette-{position.rank}"])
        if all(source["id"] != id_ for source in self.data["sources"]):
            source = {"id": id_, "title": f"Issue {position.rank}", "publisher": f"Gazette {position.rank}"}
            self.insert("sources", source | {"url": f"https://example.org/{position.rank}"})
        return id_

    def show_fact(self, position: Position) -> None:
        kind = self.one_of(["production", "award", "note"])
        self.add_fact(position, {"about": ["show"], "kind": kind, "text": f"A crew {self.one_of(_DEEDS)}."})

    def fact(self, position: Position) -> None:
        known = self.known(position)
        entry, other = self.one_of(known), self.one_of(known)
        kind = self.one_of([*_RELATIONS, *_WORD_VALUES, *_ENTRY_VALUES, *_PLAIN_KINDS])
        about = [entry["id"]]
        if other is not entry and self.draw(st.booleans()):
            about.append(other["id"])
        text = f"{self.called(entry, position)} {self.one_of(_DEEDS)} near {self.called(other, position)}."
        item: Data = {"about": about, "kind": kind}
        if kind in _WORD_VALUES:
            item["value"] = self.one_of(_WORD_VALUES[kind])
        elif kind not in _PLAIN_KINDS:
            item["value"] = {"id": other["id"]}
        if kind == "quote":
            item["speaker"] = other["id"]
        if kind == "world":
            item["real"] = "It never happened."
        spans = [years["from"] for years in self.data["show"]["years"] if self.at(years) <= position]
        if spans and kind == "event":
            item["year"] = self.one_of(spans)
        self.add_fact(position, item | {"text": text})

    def add_fact(self, position: Position, item: Data) -> None:
        number = len(self.data["facts"]) + 1
        alike = (fact for fact in self.data["facts"] if fact["kind"] == item["kind"])
        older: list[str] = [fact["id"] for fact in alike if self.at(fact) < position]
        replacing = self.draw(st.booleans())
        if older and replacing:
            item["replaces"] = [self.one_of(older)]
        item["sources"] = [self.source(position)]
        self.insert("facts", {"id": f"fact-{number}", "since": self.since(position)} | item)

    def question(self, position: Position) -> None:
        known = self.known(position)
        entry = self.one_of(known)
        answer = self.called(entry, position)
        wrong = {self.called(other, position) for other in known if other is not entry} - {answer}
        item = {
            "id": f"question-{len(self.data['questions']) + 1}",
            "since": self.since(position),
            "about": [entry["id"]],
            "ask": f"Who {self.one_of(_DEEDS)}?",
            "answer": answer,
            "wrong": sorted(wrong)[:3] or ["Nobody"],
            "sources": [self.source(position)],
        }
        self.insert("questions", item)

    def together(self, position: Position, positions: Sequence[Position]) -> None:
        """Add two entries that no item names together before one of ``positions``, up to ``position``."""
        known = self.known(position)
        one, other = self.one_of(known), self.one_of(known)
        ids = {one["id"], other["id"]}
        first = max(self.at(one), self.at(other))
        last = min((since for since, named in self._named() if ids <= named), default=position)
        allowed = [since for since in positions if first <= since <= min(last, position)]
        if len(ids) == 2 and allowed:
            self.insert("together", {"since": self.since(self.one_of(allowed)), "ids": sorted(ids)})

    def _named(self) -> Iterable[tuple[Position, set[str]]]:
        """Yield of every item since when it is known, and the ids that it refers to or mentions by name."""
        names = [(name["name"], item["id"]) for item in self.known(self.positions[-1]) for name in item["names"]]
        for item in (*self.data["facts"], *self.data["questions"]):
            said = str(item)
            named = {id_ for name, id_ in names if name in said} | {id_ for _, id_ in names if repr(id_) in said}
            yield self.at(item), named
        for character in self.data["characters"]:
            for same in character.get("same_as", ()):
                yield self.at(same), {character["id"], same["character"]}


def _slug(name: str) -> str:
    return "-".join(name.lower().replace("é", "e").split())


_SMALL: Data = {
    "pack": 1,
    "show": {
        "id": "harbour",
        "title": "Harbour Lights",
        "premise": "A town by the sea, and the people who keep its lighthouse.",
        "episodes": [3, 2],
        "years": [
            {"since": "S0", "season": 1, "from": 1969, "to": 1974},
            {"since": "S1", "season": 2, "from": 1983, "to": 1984},
        ],
    },
    "sources": [
        {"id": "gazette", "title": "A guide to the town", "publisher": "Gazette"},
        {"id": "finale", "title": "The finale explained", "publisher": "Herald", "url": "https://example.org/finale"},
    ],
    "episodes": [
        {"since": "S1E1", "title": "Low Tide", "aired": "2019-11-01"},
        {"since": "S1E2", "title": "Best-Laid Plans", "aired": "2019-11-08"},
        {"since": "S1E3", "title": "Station Nine"},
        {"since": "S2E1", "title": "Rich"},
    ],
    "people": [
        {"id": "joel-park", "since": "S0", "name": "Joel Park"},
        {"id": "edie-gathers", "since": "S1", "name": "Edie Gathers"},
    ],
    "characters": [
        {
            "id": "ellen-waverly",
            "since": "S0",
            "names": [
                {"since": "S0", "name": "Ellen Waverly"},
                {"since": "S1E2", "name": "Ellen Wilson"},
                {"since": "S2E1", "name": "Mayor Wilson", "also": True},
            ],
            "cast": [{"since": "S0", "as": "main"}],
            "played_by": [{"since": "S0", "person": "joel-park"}],
        },
        {"id": "karen", "since": "S1E1", "names": [{"since": "S1E1", "name": "Karen Stevens"}]},
        {
            "id": "dev-ayesa",
            "since": "S2E1",
            "names": [{"since": "S2E1", "name": "Dev Ayesa"}],
            "played_by": [{"since": "S2E1", "person": "edie-gathers"}],
            "same_as": [{"since": "S2E2", "character": "karen"}],
        },
    ],
    "things": [
        {"id": "station-nine", "since": "S1E3", "type": "place", "names": [{"since": "S1E3", "name": "Station Nine"}]}
    ],
    "facts": [
        {
            "id": "ellen-pilot",
            "since": "S0",
            "about": ["ellen-waverly"],
            "kind": "role",
            "value": "pilot",
            "text": "Ellen Waverly flies the mail in 1969.",
            "sources": ["gazette"],
        },
        {
            "id": "karen-marries",
            "since": "S1E2",
            "about": ["karen", "ellen-waverly"],
            "kind": "spouse",
            "value": {"id": "ellen-waverly"},
            "text": "Karen Stevens marries Ellen Wilson.",
            "year": 1970,
            "sources": ["gazette"],
        },
        {
            "id": "ellen-mayor",
            "since": "S2E1",
            "about": ["ellen-waverly"],
            "kind": "role",
            "value": "mayor",
            "text": "Ellen Wilson is mayor in 1983.",
            "replaces": ["ellen-pilot"],
            "sources": ["finale"],
        },
        {
            "id": "show-renewed",
            "since": "S0",
            "about": ["show"],
            "kind": "production",
            "text": "The series was renewed in 1984.",
            "sources": ["gazette"],
        },
    ],
    "together": [{"since": "S2E2", "ids": ["dev-ayesa", "karen"], "why": "who Dev Ayesa is"}],
    "questions": [
        {
            "id": "who-marries",
            "since": "S1E2",
            "about": ["karen"],
            "ask": "Whom does Karen Stevens marry?",
            "answer": "Ellen Wilson",
            "wrong": ["Joel Park", "Nobody"],
            "sources": ["gazette"],
        }
    ],
}
