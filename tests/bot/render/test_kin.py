"""Who is whose child is told once at a time, by the fact that tells most."""

from __future__ import annotations

from dataclasses import replace

from bot.render.facts import about_card
from bot.render.kin import told_once
from facts.model import Ref
from facts.position import Position
from facts.view import View
from tests.support.rooms import ROOMS, fact

P = Position.parse
MAN, ELLEN, TOM = Ref(id="masked"), Ref(id="ellen"), Ref(id="tom")
BOTH = fact("both", "S1E1", "ellen masked tom", "The man is the son of Ellen and Tom.", kind="child", value=MAN)
FATHER = fact("father", "S1E1", "masked tom", "Tom is his father.", kind="parent", value=TOM)
MOTHER = fact("mother", "S1E1", "masked ellen", "Ellen is his mother.", kind="parent", value=ELLEN)
MARRIED = fact("married", "S1E1", "ellen tom", "Ellen is married to Tom.", kind="spouse", value=TOM)


def ids(*facts: object) -> list[str]:
    return [told.id for told in told_once(facts)]  # type: ignore[arg-type]


def test_parents_are_told_by_the_fact_that_tells_most() -> None:
    assert ids(FATHER, BOTH, MARRIED, MOTHER) == ["both", "married"]
    assert ids(FATHER, MOTHER) == ["father", "mother"]
    child = fact(
        "child", "S1E1", "ellen masked", "The man is a child of Ellen's.", kind="child", value=Ref(id="masked")
    )
    assert ids(FATHER, MOTHER, child) == ["father", "child"]


def test_what_is_told_elsewhere_or_of_others_stays() -> None:
    assert ids(replace(BOTH, since=P("S1E2")), FATHER) == ["both", "father"]
    assert ids(replace(BOTH, kind="event", value=None), FATHER) == ["both", "father"]
    assert ids(BOTH, replace(MARRIED, id="wed")) == ["both", "wed"]


def test_about_card_tells_it_once() -> None:
    view = View.of(replace(ROOMS, facts=(BOTH, FATHER, MOTHER)), P("S1"))
    card = about_card(view, view.characters["masked"])
    assert card.text == f"• {BOTH.text} *(S1E1 · The Guide)*"
