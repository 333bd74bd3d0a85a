"""What holds for every card: Discord takes it, all of it is shown, and whatever can be pressed leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings

from bot.settings import SHIPPED_PACKS
from facts.model import (
    Cast,
    Character,
    Episode,
    Fact,
    FactKind,
    Name,
    Pack,
    Person,
    PlayedBy,
    Portrayal,
    Ref,
    SameAs,
    Show,
    Source,
    Thing,
)
from facts.pack.read import read_pack
from facts.position import NOTHING, Position
from facts.seasons import Seasons
from facts.view import View
from tests.support.cards import Made, assert_fits_discord, assert_leads_somewhere, every_card, unlocked
from tests.support.packs import Data, as_pack, packs

P = Position.parse

SHIPPED = SHIPPED_PACKS / "for-all-mankind"
TYPED = ("a", "ed", "Mars landing", "the", "nobody at all", "**@everyone**", "", "x" * 200, "|||", "\ud800 moon", "😀")


@cache
def shipped() -> Pack:
    """The pack that ships."""
    return read_pack(SHIPPED)


def all_cards(view: View) -> Iterator[Made]:
    names = [view.name(id_) for id_ in (*view.characters, *view.things, *view.people)]
    return every_card(view, (*TYPED, *names[::9]))


def assert_good(view: View) -> int:
    """Check all cards of a view; return how many there are."""
    cards = list(all_cards(view))
    for made in cards:
        assert_fits_discord(made)
        assert_leads_somewhere(view, made)
    return len(cards)


@pytest.mark.parametrize("position", ["S0", "S1", "S3E10", "S5"])
def test_cards_of_the_shipped_pack(position: str) -> None:
    assert assert_good(View.of(shipped(), P(position))) > 200


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(packs(most=20))
def test_cards_of_any_pack(data: Data) -> None:
    pack = as_pack(data)
    views = [View.of(pack, position) for position in Seasons(pack.show.episodes).positions()]
    for view in views:
        assert_good(view)
        assert_fits_discord(unlocked(views[0], view))


def test_cards_of_a_pack_with_nothing_in_it_do_not_tease() -> None:
    # What these cards say is all ours: a pack adds only what is known.
    bare = View.of(Pack(pack=1, show=Show(id="rooms", title="Rooms", premise="A house.", episodes=(2, 2))), NOTHING)
    told = [made.card for made in all_cards(bare) if made.asked != "about"]
    words = {word for card in told for word in re.findall(r"[a-z]+", f"{card.title} {card.text}".lower())}
    assert "nothing" in words
    assert not words & {
        "yet",
        "far",
        "still",
        "later",
        "soon",
        "hidden",
        "spoiler",
        "secret",
        "beyond",
        "more",
        "until",
    }


def sized(stem: str, size: int, fill: str = "w") -> str:
    """A text of exactly ``size`` characters."""
    return (stem + fill * size)[:size]


_PORTRAYALS: tuple[Portrayal | None, ...] = (None, "child", "adult", "voice")


def huge() -> Pack:
    """A pack in which everything is as long as the format lets it be, and there is much of it."""
    people = [Person(id=sized(f"p{n}-", 50), since=NOTHING, name=sized(f"P{n} ", 80)) for n in range(30)]
    ids = [sized(f"c{n}-", 50) for n in range(34)]
    characters = [
        Character(
            id=id_,
            since=NOTHING,
            # All but the first few end alike and are told apart by what follows the name.
            names=tuple(Name(since=NOTHING, name=sized(f"N{n % 7}{k} ", 80, "é")) for k in range(15, -1, -1)),
            cast=(Cast(since=NOTHING, as_=("main", "recurring", "guest")[n % 3]),),
            played_by=tuple(
                PlayedBy(since=NOTHING, person=person.id, as_=as_)
                for person, as_ in zip(people[n % 26 :], _PORTRAYALS, strict=False)
            ),
            same_as=(SameAs(since=NOTHING, character=ids[n - 1]),),
        )
        for n, id_ in enumerate(ids)
    ]
    things = [
        Thing(id=sized(f"t{n}-", 50), since=NOTHING, type="organisation", names=(Name(since=NOTHING, name="T" * 80),))
        for n in range(8)
    ]
    sources = [Source(id=sized(f"s{n}-", 60), title="t", publisher=sized(f"S{n} ", 80)) for n in range(30)]
    kinds = get_args(FactKind)
    facts = []
    for n in range(130):
        kind = kinds[n % len(kinds)]
        facts.append(
            Fact(
                id=sized(f"f{n}-", 60),
                since=(NOTHING, P("S1E1"), P("S1"), P("S2E200"))[n // 7 % 4],
                about=(ids[n % 3], *ids[n % 20 : n % 20 + 9]),
                kind=kind,
                text=sized(f"F{n} mars ", 1000, "word "),
                sources=tuple(source.id for source in sources),
                value=Ref(id=ids[10 + n % 24]) if n % 2 else sized("v", 80),
                real=sized("r", 1000),
                speaker=ids[5],
            )
        )
    episodes = [Episode(since=Position(2, n), title=sized(f"E{n} ", 80)) for n in range(1, 201)]
    return Pack(
        pack=1,
        show=Show(id="s" * 30, title="T" * 80, premise="p" * 1000, episodes=(1, 200, *[1] * 97)),
        sources=tuple(sources),
        episodes=(Episode(since=P("S1E1"), title="E" * 80), *episodes),
        people=tuple(people),
        characters=tuple(characters),
        things=tuple(things),
        facts=tuple(facts),
    )


@pytest.mark.parametrize("position", ["S1", "S2E200"])
def test_cards_of_a_pack_as_large_as_the_format_allows(position: str) -> None:
    assert assert_good(View.of(huge(), P(position))) > 500
