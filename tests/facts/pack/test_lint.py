"""Lint: what a pack says too early, in any of its texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facts.pack.digest import SHIPPED, pack_folders
from facts.pack.lint import lint
from facts.pack.problem import Problem
from facts.pack.truncate import truncate
from facts.position import Position
from tests.support.packs import Data, small_pack, write_pack

Change = Callable[[Data], Any]


@pytest.fixture
def linted(tmp_path: Path) -> Callable[[Change], list[Problem]]:
    """Give a function that lints the small pack after a change."""

    def change_and_lint(change: Change) -> list[Problem]:
        data = small_pack()
        change(data)
        return lint(write_pack(tmp_path / "pack", data)).problems

    return change_and_lint


def errors(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems if not problem.warning]


def warnings(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems if problem.warning]


def set_fact(number: int = 0, /, **keys: Any) -> Change:
    return lambda data: data["facts"][number].update(keys)


def set_question(**keys: Any) -> Change:
    return lambda data: data["questions"][0].update(keys)


def test_lint_finds_nothing_in_the_small_pack(linted: Callable[[Change], list[Problem]]) -> None:
    assert linted(lambda data: None) == []


@pytest.mark.parametrize(
    ("change", "name", "known", "shown"),
    [
        (set_fact(text="She is to be Ellen Wilson."), "Ellen Wilson", "S1E2", "S0"),
        (set_fact(text="She knows Karen Stevens's boat."), "Karen Stevens", "S1E1", "S0"),
        (set_fact(text="It is about dev-ayesa."), "dev-ayesa", "S2E1", "S0"),
        (set_fact(text="Then comes Low Tide."), "Low Tide", "S1E1", "S0"),
        (set_fact(text="Edie Gathers joins."), "Edie Gathers", "S1", "S0"),
        (set_fact(3, text="Edie Gathers joins."), "Edie Gathers", "S1", "S0"),
        (set_fact(value="Mayor Wilson"), "Mayor Wilson", "S2E1", "S0"),
        (set_fact(id="karen-stevens-pilot"), "karen-stevens", "S1E1", "S0"),
        (set_fact(id="rich-pilot"), "rich", "S2E1", "S0"),
        (set_fact(1, kind="world", real="There was no Dev Ayesa."), "Dev Ayesa", "S2E1", "S1E2"),
        (set_question(ask="Who is Dev Ayesa?"), "Dev Ayesa", "S2E1", "S1E2"),
        (set_question(answer="Dev Ayesa"), "Dev Ayesa", "S2E1", "S1E2"),
        (set_question(wrong=["Joel Park", "Dev Ayesa"]), "Dev Ayesa", "S2E1", "S1E2"),
        (set_question(accept=["Mayor Wilson"]), "Mayor Wilson", "S2E1", "S1E2"),
        (set_question(explain="As Dev Ayesa says."), "Dev Ayesa", "S2E1", "S1E2"),
        (set_question(id="is-it-dev-ayesa"), "dev-ayesa", "S2E1", "S1E2"),
        (lambda data: data["show"].update(premise="Karen Stevens comes."), "Karen Stevens", "S1E1", "S0"),
        (lambda data: data["sources"][0].update(publisher="Rich"), "Rich", "S2E1", "S0"),
        (lambda data: data["characters"][0].update(id="ellen-wilson"), "ellen-wilson", "S1E2", "S0"),
        (lambda data: data["episodes"][1].update(title="Dev Ayesa's Plan"), "Dev Ayesa", "S2E1", "S1E2"),
        (lambda data: data["characters"][0]["names"][0].update(name="The Dev Ayesa of Old"), "Dev Ayesa", "S2E1", "S0"),
        (
            lambda data: data["together"].append(
                {"since": "S1E2", "ids": ["karen", "ellen-waverly"], "why": "Dev Ayesa"}
            ),
            "Dev Ayesa",
            "S2E1",
            "S1E2",
        ),
    ],
)
def test_lint_finds_names_that_are_said_too_early(
    linted: Callable[[Change], list[Problem]], change: Change, name: str, known: str, shown: str
) -> None:
    found = errors(linted(change))
    assert any(f"“{name}” is known from {known}, but this is shown from {shown}" in message for message in found)


def test_lint_points_at_the_text(tmp_path: Path) -> None:
    write_pack(tmp_path, small_pack())
    more = "facts:\n- id: extra\n  since: S1E1\n  about: [show]\n  kind: note\n  text: It is Dev Ayesa.\n"
    (tmp_path / "more.yaml").write_text(f"{more}  sources: [gazette]\n")
    (problem,) = lint(tmp_path).problems
    assert str(problem).startswith(f"{tmp_path / 'more.yaml'}:6:9: text: “Dev Ayesa” is known from S2E1")


def test_lint_takes_the_last_episode_for_the_season(linted: Callable[[Change], list[Problem]]) -> None:
    def change(data: Data) -> None:
        data["people"][1]["since"] = "S1"
        data["facts"][3].update(since="S1E3", text="Edie Gathers joins.")

    assert linted(change) == []


@pytest.mark.parametrize(
    ("change", "year"),
    [
        (set_fact(text="It is 1983."), "1983"),
        (set_fact(text="It is 1984, or so."), "1984"),
        (set_fact(text="Back in the 1980s."), "1980s"),
        (set_fact(value="pilot since 1983"), "1983"),
        (set_fact(id="pilot-1983"), "1983"),
        (set_fact(year=1983), "1983"),
        (set_fact(date="1984-05-01"), "1984"),
        (set_question(ask="What comes in 1983?"), "1983"),
        (set_question(wrong=["1983"]), "1983"),
    ],
)
def test_lint_finds_years_that_the_story_reaches_later(
    linted: Callable[[Change], list[Problem]], change: Change, year: str
) -> None:
    assert any(f"that the story reaches {year} is known from S1" in message for message in errors(linted(change)))


@pytest.mark.parametrize(
    "change",
    [
        set_fact(text="It is 1969."),
        set_fact(text="It is 1950."),
        set_fact(text="It is 2050."),
        set_fact(text="She has 1,983 stamps, 19831 coins and 1.1983 boats."),
        set_fact(text="Back in the 1960s."),
        set_fact(2, text="Ellen Wilson is mayor in 1983."),
        set_fact(kind="world", value=None, real="It was so in 1983."),
        set_fact(3, text="It was renewed in 1984.", year=1984),
        set_fact(3, kind="award", text="It won in 1984."),
        lambda data: data["episodes"][0].update(aired="1983-11-01"),
        lambda data: (
            data["show"]["years"].append({"since": "S0", "season": 2, "from": 1983, "to": 1983})
            or data["facts"][0].update(text="It is 1983.")
        ),
    ],
)
def test_lint_lets_other_years_be(linted: Callable[[Change], list[Problem]], change: Change) -> None:
    assert errors(linted(change)) == []


@pytest.mark.parametrize(
    "change",
    [
        set_fact(2, about=["ellen-waverly", "karen", "dev-ayesa"]),
        set_fact(2, about=["karen"], text="Dev Ayesa is here."),
        set_fact(2, about=["ellen-waverly"], text="Karen Stevens knows Dev Ayesa."),
        set_fact(2, about=["karen"], kind="friend", value={"id": "dev-ayesa"}),
        set_fact(2, about=["karen"], kind="quote", value=None, speaker="dev-ayesa"),
        lambda data: data["characters"][2]["same_as"][0].update(since="S2E1"),
    ],
)
def test_lint_finds_what_is_named_together_too_early(linted: Callable[[Change], list[Problem]], change: Change) -> None:
    (message,) = errors(linted(change))
    assert message == "dev-ayesa and karen are named together, which is a spoiler before S2"


@pytest.mark.parametrize(
    "text",
    [
        "She is a pilot, for now.",
        "So far nobody knows.",
        "He has not yet told her.",
        "It is the first of many flights.",
        "It happens before the accident.",
        "At this point she is free.",
        "She will later marry.",
        "She eventually marries.",
        "They meet for the last time.",
        "He is still alive.",
        "He would one day be king.",
        "She is a pilot when the story opens.",
        "At the beginning of the series he is a pilot.",
        "He has died, which the series does not show.",
        "He has died; the show never shows it.",
    ],
)
def test_lint_refuses_phrases_that_tell_what_comes(linted: Callable[[Change], list[Problem]], text: str) -> None:
    (message,) = errors(linted(set_fact(text=text)))
    assert message.endswith("tells that something is to come")


@pytest.mark.parametrize(
    "text", ["She sits still.", "It is her last coin.", "Two days later she flies.", "Wait until May."]
)
def test_lint_warns_of_words_that_may_tell_what_comes(linted: Callable[[Change], list[Problem]], text: str) -> None:
    problems = linted(set_fact(text=text))
    assert errors(problems) == []
    assert len(warnings(problems)) == 1


def test_lint_lets_facts_of_our_world_speak_of_the_future(linted: Callable[[Change], list[Problem]]) -> None:
    assert linted(set_fact(3, text="It has not yet been filmed, and will later be shown.")) == []


def test_lint_warns_of_somebody_alive_whom_nobody_thought_dead(linted: Callable[[Change], list[Problem]]) -> None:
    problems = linted(set_fact(kind="status", value="alive"))
    assert errors(problems) == []
    assert len(warnings(problems)) == 1
    assert linted(set_fact(2, kind="status", value="alive")) == []


def test_lint_warns_of_part_of_a_later_name(linted: Callable[[Change], list[Problem]]) -> None:
    problems = linted(set_fact(text="She is a Wilson."))
    assert errors(problems) == []
    assert warnings(problems) == ["“Wilson” is part of the name “Ellen Wilson”, which is known from S1E2"]
    assert linted(set_fact(1, text="She is a Wilson.")) == []


def test_lint_reports_what_reading_finds_too(linted: Callable[[Change], list[Problem]]) -> None:
    def change(data: Data) -> None:
        data["facts"][1]["kind"] = "x"
        data["facts"][0]["text"] = "It is Dev Ayesa."

    assert len(errors(linted(change))) == 2


@pytest.mark.parametrize("folder", pack_folders(SHIPPED), ids=lambda folder: folder.name)
def test_lint_passes_the_packs_that_ship(folder: Path) -> None:
    reading = lint(folder)
    assert [str(problem) for problem in reading.problems if not problem.warning] == []
    assert reading.pack is not None
    assert len(reading.pack.facts) > 500


@pytest.mark.parametrize("written", ["S0", "S2", "S4"])
@pytest.mark.parametrize("folder", pack_folders(SHIPPED), ids=lambda folder: folder.name)
def test_lint_passes_truncations_of_the_packs_that_ship(folder: Path, written: str, tmp_path: Path) -> None:
    for name, text in truncate(folder, Position.parse(written)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [str(problem) for problem in lint(tmp_path).problems if not problem.warning] == []
