"""Who belongs to which season, how they are billed and who plays them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from facts.model import Billing, Character, Fact
from facts.position import Position
from facts.seasons import Seasons
from facts.view import casting
from tests.support.rooms import billed, character, fact, name, played

P = Position.parse
SEASONS = Seasons((3, 3, 2))


def somebody(id_: str = "ada", since: str = "S0", **more: object) -> Character:
    return character(id_, since, name(since, id_.title()), **more)


def seasons_of(one: Character, *facts: Fact) -> list[int]:
    return sorted(casting.by_season([one], {one.id: facts}, SEASONS))


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ((), None),
        (("S1E1", "S2E1"), 1),
        (("S2E1", "S1E1"), 0),
        (("S1E1", "S1E1"), 1),
        (("S1E3", "S1"), 1),
        (("S1", "S1E3"), 1),
        (("S1E1", "S2E1", "S1E2"), 1),
    ],
)
def test_last_is_known_latest_and_written_last(written: Sequence[str], last: int | None) -> None:
    items = [billed(since, "main") for since in written]
    found = casting.last(items, SEASONS)
    assert found is (None if last is None else items[last])


def test_billing_is_the_last() -> None:
    assert casting.billing(somebody(), SEASONS) is None
    assert casting.billing(somebody(cast=(billed("S1", "main"), billed("S0", "guest"))), SEASONS) == "main"


@pytest.mark.parametrize(
    ("castings", "players"),
    [
        ([], []),
        ([("S0", "ann", None), ("S1E2", "ben", None)], ["ben"]),
        ([("S1E2", "ben", None), ("S0", "ann", None)], ["ben"]),
        ([("S1E3", "ben", None), ("S1", "cleo", None), ("S0", "ann", None)], ["ben", "cleo"]),
        ([("S0", "ann", None), ("S1E1", "kid", "child"), ("S1E2", "teen", "child")], ["ann", "teen"]),
    ],
)
def test_played_by_holds_the_last_of_each_portrayal(
    castings: list[tuple[str, str, str | None]], players: list[str]
) -> None:
    one = somebody(played_by=tuple(played(since, person, as_=as_) for since, person, as_ in castings))
    assert [found.person for found in casting.played_by(one, SEASONS)] == players


def test_cast_is_listed_by_billing_and_then_in_the_order_of_the_pack() -> None:
    billings: list[Billing | None] = [None, "guest", "recurring", "main", "main", "guest"]
    cast = [
        somebody(f"no-{number}", "S1E1", cast=(billed("S1E1", billing),) if billing else ())
        for number, billing in enumerate(billings)
    ]
    found = casting.by_season(cast, {}, SEASONS)
    assert [(one.id, billing) for one, billing in found[1]] == [
        ("no-3", "main"),
        ("no-4", "main"),
        ("no-2", "recurring"),
        ("no-1", "guest"),
        ("no-5", "guest"),
        ("no-0", None),
    ]
    assert found.keys() == {1}


def billings(of: str, *cast: Character) -> list[Billing | None]:
    """How one of a cast is billed in each season they belong to."""
    found = casting.by_season(cast, {}, SEASONS)
    return [billing for season in sorted(found) for one, billing in found[season] if one.id == of]


@pytest.mark.parametrize(
    ("written", "billed_as"),
    [
        (["S0 recurring", "S1E2 guest", "S1 main"], ["guest", "main"]),
        (["S1E2 guest", "S0 recurring"], ["guest"]),
        (["S1 recurring", "S2E1 main", "S2 main"], ["recurring", "main", "main"]),
        (["S1 recurring", "S1 main"], ["recurring", "main"]),
        (["S1 main", "S1 recurring"], ["recurring", "recurring"]),
        (["S1 guest", "S2 recurring", "S3 guest"], ["guest", "recurring", "guest"]),
        (["S2 recurring"], [None, "recurring"]),
        (["S1 main"], [None, "main"]),
        (["S2 main"], [None, "main"]),
        (["S3 main"], [None, "main"]),
        (["S0 main"], ["main"]),
        (["S1E2 main"], ["main"]),
        (["S2E3 main"], [None, "main"]),
    ],
    ids=str,
)
def test_billing_of_a_season_is_the_last_that_is_not_for_a_later_one(
    written: list[str], billed_as: list[Billing | None]
) -> None:
    cast = tuple(billed(since, as_) for since, as_ in (text.split() for text in written))  # type: ignore[arg-type]
    since = "S0" if "S0 main" in written else "S1E1"
    assert billings("ada", somebody(since=since, cast=cast)) == billed_as


def test_main_billing_ends_with_a_season_that_lists_others() -> None:
    names = (name("S1E1", "Ada"), name("S2E1", "Mrs Ada"), name("S3E1", "Lady Ada"))
    ada = character("ada", "S1E1", *names, cast=(billed("S0", "main"),))
    assert billings("ada", ada) == ["main", "main", "main"]
    assert billings("ada", ada, somebody("ben", cast=(billed("S1", "main"),))) == ["main", None, "main"]
    assert billings("ada", ada, somebody("ben", cast=(billed("S2", "guest"),))) == ["main", "main", "main"]
    often = character("ada", "S1E1", *names, cast=(billed("S1", "recurring"),))
    assert billings("ada", often, somebody("ben", cast=(billed("S1", "main"),))) == ["recurring"] * 3


@pytest.mark.parametrize(
    ("written", "castings", "players"),
    [
        ([], [("S0", "ann", None), ("S2E1", "ben", None)], [["ann"], ["ben"], ["ben"]]),
        ([], [("S1E2", "kid", None), ("S2E1", "ann", "adult")], [["kid"], ["ann"], ["ann"]]),
        ([], [("S0", "ann", None), ("S2E1", "kid", "child")], [["ann"], ["ann", "kid"], ["ann", "kid"]]),
        ([], [("S1E2", "kid", "child"), ("S2E1", "ann", "adult")], [["kid"], ["kid", "ann"], ["kid", "ann"]]),
        ([], [("S1E1", "kid", None), ("S1E2", "ann", "adult")], [["kid", "ann"]] * 3),
        ([], [("S1E1", "ann", "adult"), ("S2E2", "ben", None)], [["ann"], ["ann", "ben"], ["ann", "ben"]]),
        ([], [("S0", "kid", None), ("S1E1", "ann", "adult")], [["kid", "ann"]] * 3),
        ([], [("S0", "kid", None), ("S2E1", "ann", "adult")], [["kid"], ["ann"], ["ann"]]),
        ([], [("S1", "ann", None)], [["ann"]] * 3),
        (["S1 main"], [("S1", "ann", None)], [[], ["ann"], ["ann"]]),
        (["S1 recurring"], [("S1", "ann", None)], [["ann"]] * 3),
        (["S2 main"], [("S1", "ann", None)], [["ann"]] * 3),
        (["S0 main"], [("S0", "ann", None)], [["ann"]] * 3),
        (["S1E3 main"], [("S1E3", "ann", None)], [["ann"]] * 3),
        (["S3 main"], [("S3", "ann", None)], [[], [], ["ann"]]),
        (["S2 main"], [("S1E1", "kid", None), ("S2", "ann", "adult")], [["kid"], ["kid"], ["ann"]]),
    ],
    ids=str,
)
def test_players_of_a_season_are_the_last_that_are_not_for_a_later_one(
    written: list[str], castings: list[tuple[str, str, str | None]], players: list[list[str]]
) -> None:
    cast = tuple(billed(since, as_) for since, as_ in (text.split() for text in written))  # type: ignore[arg-type]
    one = somebody(cast=cast, played_by=tuple(played(since, person, as_=as_) for since, person, as_ in castings))
    found = [[player.person for player in casting.played_by(one, SEASONS, season)] for season in (1, 2, 3)]
    assert found == players


@pytest.mark.parametrize(
    ("one", "seasons"),
    [
        (somebody(since="S0"), [1]),
        (somebody(since="S1"), [2]),
        (somebody(since="S3"), [3]),
        (somebody(since="S2E1"), [2]),
        (somebody(cast=(billed("S0", "main"),)), [1]),
        (somebody(cast=(billed("S1", "main"),)), [2]),
        (somebody(cast=(billed("S3", "main"),)), [3]),
        (somebody(cast=(billed("S1E2", "main"),)), [1]),
        (somebody(cast=(billed("S2", "guest"),)), [2]),
        (somebody(cast=(billed("S0", "guest"),)), [1]),
        (somebody(cast=(billed("S0", "guest"), billed("S2", "main"))), [3]),
        (somebody(since="S1E1", cast=(billed("S1", "main"),)), [1, 2]),
        (somebody(since="S1E1", cast=(billed("S2", "recurring"),)), [1, 2]),
        (somebody(since="S1E1", played_by=(played("S2E2", "ann"), played("S3", "ben"))), [1, 2]),
        (character("ada", "S0", name("S0", "Ada"), name("S3E1", "Ada Marsh")), [3]),
    ],
    ids=str,
)
def test_character_belongs_to_the_seasons_that_tell_of_them(one: Character, seasons: list[int]) -> None:
    assert seasons_of(one) == seasons


def test_facts_put_a_character_into_a_season() -> None:
    one = somebody(since="S1E1")
    assert seasons_of(one, fact("met", "S2E1", "ada")) == [1, 2]
    assert seasons_of(one, fact("all-along", "S2", "ada")) == [1, 2]
    assert seasons_of(one, fact("born", "S0", "ada")) == [1]
    for kind in ("production", "award", "note", "world"):
        assert seasons_of(one, fact("said", "S2E1", "ada", kind=kind)) == [1]
    assert seasons_of(somebody(), fact("born", "S0", "ada")) == [1]


@pytest.mark.parametrize(
    ("since", "nested", "told", "first"),
    [
        ("S1E2", [], [], "S1E2"),
        ("S2E1", ["S1E1"], [], "S2E1"),
        ("S1", ["S1E1"], [], None),
        ("S0", [], [], None),
        ("S0", ["S0"], [], None),
        ("S0", ["S0", "S1E2", "S1E1"], [], "S1E1"),
        ("S0", [], [("S1E3", "event"), ("S1E2", "status")], "S1E2"),
        ("S0", ["S1E2"], [("S1E1", "production"), ("S1E1", "world")], "S1E2"),
        ("S0", ["S2E1"], [], None),
        ("S0", ["S1"], [], None),
        ("S0", ["S1", "S1E3"], [], "S1E3"),
        ("S0", ["S1E3", "S1"], [], "S1E3"),
    ],
)
def test_first_episode_is_the_earliest_that_is_known(
    since: str, nested: list[str], told: list[tuple[str, str]], first: str | None
) -> None:
    facts = [fact(f"fact-{number}", position, "ada", kind=kind) for number, (position, kind) in enumerate(told)]
    found = casting.first_episode(P(since), [P(text) for text in nested], facts)
    assert found == (first and P(first))
