"""Texts that lint must refuse, and such as only resemble them: two lists of our own, and how well lint does on them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import pytest

from bot.settings import SHIPPED_PACKS
from facts.pack.lint import Item, Lint, Words
from facts.pack.read import read
from facts.position import Position

FOLDER: Final = Path(__file__).parent / "words"
Name = Literal["refused", "harmless"]
Half = Literal["tuning", "held out"]


class Text(NamedTuple):
    """A text as an author might write it, with the row of the catalogue that it is about."""

    row: int
    since: Position
    text: str
    is_id: bool


def texts(name: Name, half: Half | None = None) -> list[Text]:
    """Read a list, or a half of it: of each row every second text is held out."""
    found: list[Text] = []
    row = number = 0
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            row, number = int(line[3:]), 0
            continue
        tag, _, said = line.partition(" | ")
        if half is None or half == ("tuning", "held out")[number % 2]:
            found.append(Text(row, Position.parse(tag.removeprefix("id:")), said, tag.startswith("id:")))
        number += 1
    return found


@cache
def shipped() -> Lint:
    """Lint of the pack that ships."""
    reading = read(SHIPPED_PACKS / "for-all-mankind")
    assert reading.pack is not None
    return Lint(reading.pack, reading)


def is_refused(text: Text) -> bool:
    """Whether lint finds an error in a fact with that text, or of that id."""
    words = Words(("facts", 0, "id" if text.is_id else "text"), text.text, is_id=text.is_id, prose=not text.is_id)
    found = shipped().item(Item(text.since, [words], path=("facts", 0)))
    return any(not problem.warning for problem in found)


def wrong(name: Name, half: Half) -> list[str]:
    """The texts of a half that lint takes for the other kind."""
    return [
        f"{text.row} {text.since} {text.text}" for text in texts(name, half) if is_refused(text) != (name == "refused")
    ]


MISSED: Final[dict[tuple[Name, Half], tuple[int, int]]] = {
    ("refused", "tuning"): (2, 78),
    ("refused", "held out"): (12, 77),
    ("harmless", "tuning"): (3, 82),
    ("harmless", "held out"): (4, 81),
}
"""How many texts lint takes for the other kind, and of how many: it may become better, and not worse."""


@pytest.mark.parametrize(("which", "most"), MISSED.items(), ids=["-".join(which) for which in MISSED])
def test_lint_tells_the_lists_apart(which: tuple[Name, Half], most: tuple[int, int]) -> None:
    found = wrong(*which)
    assert len(texts(*which)) == most[1]
    assert len(found) <= most[0], "\n".join(found)


@pytest.mark.parametrize("name", ["refused", "harmless"])
def test_lists_have_texts_of_every_row_that_only_words_can_open(name: Name) -> None:
    found = texts(name)
    assert len(found) >= 150
    assert len(set(found)) == len(found)
    assert min(Counter(text.row for text in found).values()) >= 30
    assert {text.row for text in found} == {13, 14, 15, 16}
    seasons = shipped().seasons
    assert all(seasons.has(text.since) for text in found)


@pytest.mark.parametrize(
    ("since", "text", "says"),
    [
        ("S1E9", "Deke Slayton dies.", "dies"),
        ("S1E9", "The late Deke Slayton is praised.", "late"),
        ("S1E5", "Danielle Poole, a widow, flies.", "a widow"),
        ("S1E5", "Danielle Poole’s late husband is praised.", "late husband"),
        ("S1E5", "It is Tracy Stevens’s ex-husband.", "ex-husband"),
        ("S2E10", "It is Danielle Poole’s second husband.", "second husband"),
        ("S2E10", "Molly Cobb is now blind.", "is now blind"),
        ("S3E10", "Margo Madison, the defector, reads.", "the defector"),
        ("S4E3", "Hardliners topple Mikhail Gorbachev in a coup.", "topple"),
        ("S4E2", "The overthrow of Gorbachev is quick.", "overthrow of"),
        ("S4E2", "Mikhail Gorbachev is toppled.", "is toppled"),
        ("S3E9", "Karen Baldwin ousts Dev Ayesa.", "ousts"),
        ("S1E3", "She signs on as Ellen Waverly, the name she grew up with.", "the name she grew up with"),
        ("S1E3", "It is Ellen Waverly's maiden name.", "maiden name"),
        ("S1E3", "Larry Wilson is to be the husband of Ellen Waverly.", "husband of"),
        ("S1E4", "Danielle Poole’s husband waits.", "husband"),
        ("S1E3", "Danny Stevens is the elder son of Tracy Stevens and Gordo Stevens.", "elder son of"),
        ("S1E3", "Gordo Stevens's elder son is called Danny.", "elder son"),
    ],
)
def test_what_is_foretold_of_somebody_is_named(since: str, text: str, says: str) -> None:
    lint = shipped()
    mentions = lint.mentions.find(text)
    position = lint.seasons.canonical(Position.parse(since))
    assert [said.words for said in lint.foretelling.beyond(text, position, mentions)] == [says]


@pytest.mark.parametrize(
    ("since", "text"),
    [
        ("S1", "Deke Slayton dies."),
        ("S1E9", "Deke Slayton drives a dead car."),
        ("S1E3", "Tracy Stevens is an astronaut candidate."),
        ("S1E3", "Tracy Stevens, an astronaut's wife, waits."),
        ("S2E4", "Danielle Poole, a widow, flies."),
        ("S1E7", "She signed on as Ellen Waverly, the name she grew up with."),
        ("S1E5", "Danielle Poole's husband waits."),
        ("S1E6", "Danny Stevens is the elder son of Gordo Stevens."),
        ("S1E3", "Danny Stevens is the son of Gordo Stevens."),
        ("S1E1", "The widow of a pilot waits for Danielle Poole."),
        ("S4E4", "Hardliners topple Mikhail Gorbachev."),
        ("S4E3", "Mikhail Gorbachev topples a chair."),
        ("S3E9", "Dev Ayesa ousts a director."),
    ],
)
def test_what_is_known_or_said_of_others_is_let_be(since: str, text: str) -> None:
    lint = shipped()
    position = lint.seasons.canonical(Position.parse(since))
    assert list(lint.foretelling.beyond(text, position, lint.mentions.find(text))) == []
