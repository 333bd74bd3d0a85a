"""A small pack of a made-up show, with something of everything."""

from __future__ import annotations

from typing import Any

from facts.model import (
    Billing,
    Cast,
    Character,
    Episode,
    Fact,
    Name,
    Pack,
    Person,
    PlayedBy,
    Question,
    Ref,
    SameAs,
    Show,
    Source,
    Thing,
    Years,
)
from facts.position import NOTHING, Position

P = Position.parse


def name(since: str, text: str, also: bool = False) -> Name:
    return Name(since=P(since), name=text, also=also)


def billed(since: str, billing: Billing) -> Cast:
    return Cast(since=P(since), as_=billing)


def played(since: str, person: str, **more: Any) -> PlayedBy:
    return PlayedBy(since=P(since), person=person, **more)


def character(id_: str, since: str, *names: Name, **more: Any) -> Character:
    return Character(id=id_, since=P(since), names=names, **more)


def fact(id_: str, since: str, about: str, text: str = "Something happens.", **more: Any) -> Fact:
    more = {"kind": "event", "sources": ("guide",), **more}
    return Fact(id=id_, since=P(since), about=tuple(about.split()), text=text, **more)


ROOMS = Pack(
    pack=1,
    show=Show(
        id="rooms",
        title="Rooms",
        premise="Some people share a house.",
        episodes=(3, 3, 2),
        years=(
            Years(since=NOTHING, season=1, from_=1969, to=1970),
            Years(since=P("S1"), season=2, from_=1983, to=1984),
        ),
    ),
    sources=(
        Source(id="guide", title="All about Rooms", publisher="The Guide"),
        Source(id="attic", title="Who lives in the attic", publisher="The Attic"),
        Source(id="finale", title="The finale explained", publisher="The Finale"),
    ),
    episodes=(
        Episode(since=P("S1E1"), title="The door"),
        Episode(since=P("S1E3"), title="The roof"),
        Episode(since=P("S2E1"), title="The cellar"),
    ),
    people=(
        Person(id="guest-actor", since=P("S2"), name="Gwen Guest"),
        Person(id="adam-actor", since=NOTHING, name="Adam Actor"),
        Person(id="anna-actor", since=NOTHING, name="Anna Actor"),
    ),
    characters=(
        character(
            "masked", "S1E1", name("S1E1", "The Masked Man"), cast=(billed("S1E1", "guest"), billed("S2", "main"))
        ),
        character(
            "ellen",
            "S0",
            name("S0", "Ellen Waverly"),
            name("S1E2", "The Pilot", also=True),
            name("S2E1", "Ellen Wilson"),
            cast=(billed("S0", "main"),),
            played_by=(
                played("S0", "anna-actor"),
                played("S2E2", "adam-actor", as_="child"),
                played("S2E3", "guest-actor"),
            ),
        ),
        character(
            "tom",
            "S0",
            name("S0", "Tom"),
            cast=(billed("S0", "main"),),
            played_by=(played("S0", "adam-actor"),),
            same_as=(SameAs(since=P("S2E3"), character="masked"),),
        ),
        character("newcomer", "S2", name("S2", "José O’Brien"), cast=(billed("S2", "main"),)),
    ),
    things=(Thing(id="boat", since=P("S1E2"), type="vessel", names=(name("S1E2", "Tom"),)),),
    facts=(
        fact(
            "tom-dead",
            "S2E3",
            "tom",
            "Tom dies.",
            kind="status",
            value="dead",
            replaces=("tom-alive",),
            sources=("finale",),
        ),
        fact("tom-alive", "S1E1", "tom", "Tom lives in the attic.", kind="status", value="alive", sources=("attic",)),
        fact("ellen-spouse", "S1E3", "ellen", "Ellen marries Tom.", kind="spouse", value=Ref(id="tom"), year=1970),
        fact("tom-spouse", "S2E1", "tom", "Tom is Ellen's husband.", kind="spouse", value=Ref(id="ellen")),
        fact("tom-child", "S2E1", "tom", "The masked man is Tom's son.", kind="child", value=Ref(id="masked")),
        fact("launch", "S1E2", "boat ellen", "The boat is launched.", year=1969),
        fact("made", "S0", "show", "Filming began.", kind="production"),
        fact("flashback", "S2E1", "masked ellen", "He built the first house.", date=None, year=1950),
        fact("then", "S2E2", "masked ellen", "The cellar floods."),
    ),
    questions=(
        Question(
            id="q", since=P("S1E2"), about=("boat",), ask="What floats?", answer="Tom", wrong=("A",), sources=("guide",)
        ),
    ),
)
