"""Reading a folder: every problem of every file, each with its place and what was meant."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from facts.model import Ref
from facts.pack.problem import PackErrors, Problem
from facts.pack.read import read, read_pack
from facts.position import Position
from tests.support.packs import Data, as_pack, packs, small_pack, write_pack

Change = Callable[[Data], Any]


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(PackErrors) as caught:
        read_pack(folder)
    assert list(caught.value.problems) == sorted(caught.value.problems)
    return list(caught.value.problems)


def said(folder: Path) -> list[str]:
    """Return what is wrong, without places."""
    return [str(problem).split(": ", 1)[1] for problem in problems_of(folder)]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Change], list[str]]:
    """Give a function that says what is wrong with the small pack after a change."""

    def change_and_read(change: Change) -> list[str]:
        data = small_pack()
        change(data)
        return said(write_pack(tmp_path / "pack", data))

    return change_and_read


def test_read_pack_reads_the_small_pack(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path, small_pack()))
    assert pack.show.id == "harbour"
    assert pack.characters[0].names[1].name == "Ellen Wilson"
    assert pack.characters[0].names[1].since == Position(1, 2)
    assert pack.facts[1].value == Ref(id="ellen-waverly")
    assert str(pack.episodes[0].aired) == "2019-11-01"


@settings(max_examples=40, deadline=None)
@given(packs())
def test_read_pack_reads_what_the_model_says(tmp_path_factory: pytest.TempPathFactory, data: Data) -> None:
    folder = tmp_path_factory.mktemp("pack")
    assert read_pack(write_pack(folder, data)) == as_pack(data)


def test_read_pack_joins_lists_of_all_files(tmp_path: Path) -> None:
    data = small_pack()
    facts = data.pop("facts")
    write_pack(tmp_path, data, split=True)
    for number, fact in enumerate(facts):
        (tmp_path / f"facts-{number}.yaml").write_text(f"facts:\n- {fact!r}\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no: pack: at all")
    assert [fact.id for fact in read_pack(tmp_path).facts] == [fact["id"] for fact in facts]


def set_fact(key: str, value: Any, number: int = 0) -> Change:
    return lambda data: data["facts"][number].update({key: value})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (set_fact("abuot", 1), "found the unknown key “abuot”"),
        (set_fact("until", "S2"), "(nothing in a pack says when something ends"),
        (set_fact("kind", "roll"), "(did you mean role?)"),
        (
            set_fact("since", "s1e2"),
            "found the text “s1e2”, expected a position such as S0, S3 or S3E4 (did you mean S1E2?)",
        ),
        (set_fact("since", "S1E9"), "since: found S1E9, expected S1E1 to S1E3"),
        (set_fact("since", "S3"), "since: found S3, expected S0 to S2"),
        (set_fact("since", "S0E1"), "since: found the text “S0E1”"),
        (set_fact("text", "  "), "text: found an empty text"),
        (set_fact("text", "x" * 1001), "text: found 1,001 characters, expected at most 1,000"),
        (set_fact("text", None), "text: found nothing"),
        (set_fact("text", 1969), 'text: found the number 1969, expected text (put it in quotes: "1969")'),
        (set_fact("text", True), "text: found the truth value true, expected text"),
        (set_fact("about", []), "about: found an empty list, expected at least 1"),
        (set_fact("about", "karen"), "about: found the text “karen”, expected a list (write it in brackets: [karen])"),
        (
            set_fact("about", ["ellen-waverli"]),
            "“ellen-waverli”, expected a character or a person or a thing (did you mean ellen-waverly?)",
        ),
        (set_fact("about", ["karen", "karen"], 1), "about: karen is there twice"),
        (set_fact("about", ["dev-ayesa"]), "about: dev-ayesa is known since S2E1, but this is shown from S0"),
        (set_fact("value", {"id": "karen"}), "value: karen is known since S1E1, but this is shown from S0"),
        (set_fact("value", {"id": "nobody"}), "value: found the unknown id “nobody”"),
        (set_fact("value", ["x"]), "value: found a list of 1, expected text or {id: …}"),
        (set_fact("value", None), "this fact has no “value”, which the kind role needs"),
        (set_fact("speaker", "dev-ayesa"), "speaker: dev-ayesa is known since S2E1"),
        (
            set_fact("sources", ["gazete"]),
            "sources: found the unknown id “gazete”, expected a source (did you mean gazette?)",
        ),
        (
            set_fact("replaces", ["karen-marries"]),
            "replaces: karen-marries is known since S1E2, expected a fact older than S0",
        ),
        (
            set_fact("replaces", ["ellen-pilot"]),
            "replaces: ellen-pilot is known since S0, expected a fact older than S0",
        ),
        (set_fact("replaces", ["karen"]), "replaces: found karen, which is a character, expected a fact"),
        (set_fact("year", "1969"), "year: found the text “1969”, expected a whole number (without quotes: 1969)"),
        (set_fact("year", True), "year: found the truth value true, expected a whole number"),
        (set_fact("year", 19.5), "year: found the number 19.5, expected a whole number"),
        (set_fact("year", 800), "year: found the number 800, expected at least 1000"),
        (
            set_fact("date", "1969-02-30"),
            "date: found the text “1969-02-30”, expected a date such as 2019-11-01 that exists",
        ),
        (set_fact("date", 1969), "date: found the number 1969, expected a date"),
        (set_fact("id", "Karen_Marries"), "expected lower-case words joined by hyphens (did you mean karen-marries?)"),
        (set_fact("id", "karen-marries"), "is a fact already"),
        (
            lambda data: data["facts"][0].pop("since"),
            "this fact has no “since” (without it the item is hidden from everybody)",
        ),
        (lambda data: data["facts"].append("x"), "facts: found the text “x”, expected a mapping"),
        (lambda data: data["characters"][1].update(id="show"), "id: found “show”, which stands for the series itself"),
        (lambda data: data["things"][0].update(id="karen"), "id: “karen” is a character already"),
        (
            lambda data: data["things"][0].update(type="ship"),
            "type: found the text “ship”, expected organisation, place, vessel or mission",
        ),
        (
            lambda data: data["characters"][0]["names"][1].update(name=1969),
            'name: found the number 1969, expected text (put it in quotes: "1969")',
        ),
        (
            lambda data: data["characters"][0]["names"][1].update(name="x" * 81),
            "name: found 81 characters, expected at most 80",
        ),
        (lambda data: data["characters"][0]["names"][1].update(name="a\nb"), "name: found a line break"),
        (
            lambda data: data["characters"][0]["names"][1].update(also="yes"),
            "also: found the text “yes”, expected true or false",
        ),
        (lambda data: data["characters"][2]["names"][0].update(since="S1"), "since: found S1, expected S2E1 or later"),
        (
            lambda data: data["characters"][0]["names"][0].update(also=True),
            "names: the entry is known since S0, but none of its names is",
        ),
        (lambda data: data["characters"][0].update(names=[]), "names: found an empty list, expected at least 1"),
        (
            lambda data: data["characters"][0]["cast"][0].update({"as": "mian"}),
            "as: found the text “mian”, expected main, recurring or guest (did you mean main?)",
        ),
        (
            lambda data: data["characters"][0]["played_by"][0].update(person="karen"),
            "person: found karen, which is a character, expected a person",
        ),
        (
            lambda data: data["characters"][0]["played_by"][0].update(person="edie-gathers"),
            "person: edie-gathers is known since S1, but this is shown from S0",
        ),
        (
            lambda data: data["characters"][2]["same_as"][0].update(character="dev-ayesa"),
            "character: dev-ayesa is the entry itself",
        ),
        (lambda data: data["episodes"][1].update(since="S1E1"), "since: S1E1 is there already"),
        (lambda data: data["episodes"][1].update(since="S1"), "since: found S1, expected the episode itself"),
        (lambda data: data["episodes"][1].update(aired="soon"), "aired: found the text “soon”, expected a date"),
        (lambda data: data["together"][0].update(ids=["karen"]), "ids: found a list of one, expected at least 2"),
        (
            lambda data: data["together"][0].update(since="S1E1"),
            "ids: dev-ayesa is known since S2E1, but this is shown from S1E1",
        ),
        (
            lambda data: data["questions"][0].update(wrong=["ellen wilson"]),
            "wrong: “ellen wilson” is a right answer too",
        ),
        (lambda data: data["questions"][0].update(wrong=[]), "wrong: found an empty list"),
        (lambda data: data["questions"][0].update(wrong=list("abcd")), "wrong: found a list of 4, expected at most 3"),
        (lambda data: data["questions"][0].update(difficulty=6), "difficulty: found the number 6, expected at most 5"),
        (lambda data: data["questions"][0].update(ask="x" * 301), "ask: found 301 characters, expected at most 300"),
        (lambda data: data["show"]["years"][0].update(to=1960), "to: found 1960, expected 1969 or later"),
        (lambda data: data["show"]["years"][1].update(season=3), "season: found 3, expected 1 to 2"),
        (lambda data: data["show"]["years"][1].update(since="S4"), "since: found S4, expected S0 to S2"),
        (lambda data: data["show"].pop("title"), "this show has no “title”"),
        (lambda data: data["show"].update(episodes=[3, 0]), "episodes: found the number 0, expected at least 1"),
        (lambda data: data["show"].update(episodes=5), "episodes: found the number 5, expected a list"),
        (lambda data: data.update(show=[]), "show: found a list of 0, expected a mapping"),
        (lambda data: data.pop("show"), "the pack has no “show”"),
        (lambda data: data.pop("pack"), "the pack has no “pack”"),
        (lambda data: data.update(pack=2), "pack: found “2”, expected 1"),
        (lambda data: data.update(facts={"id": "x"}), "facts: found a mapping, expected a list"),
        (lambda data: data.update(things=None), "things: found nothing, expected a list"),
        (lambda data: data.update(fact=[]), "found the unknown key “fact”"),
    ],
)
def test_read_pack_says_what_is_wrong(changed: Callable[[Change], list[str]], change: Change, expected: str) -> None:
    found = changed(change)
    assert any(expected in problem for problem in found), found


def test_read_pack_says_one_thing_once(changed: Callable[[Change], list[str]]) -> None:
    assert len(changed(set_fact("value", 1969))) == 1
    assert len(changed(set_fact("sources", ["", "gazette"]))) == 1


def test_read_pack_reports_every_problem_of_every_file_with_its_place(tmp_path: Path) -> None:
    write_pack(tmp_path, small_pack(), split=True)
    (tmp_path / "more.yaml").write_text(
        "facts:\n- id: one\n  since: S1E9\n  about: [nobody]\n  kind: evnt\n  txt: x\n  text: x\n  sources: [gazette]\n"
    )
    (tmp_path / "latin.yaml").write_bytes(b"facts: \xe9")
    (tmp_path / "syntax.yaml").write_text("facts:\n- id: broken\n  text: a: b\n")
    found = [(Path(problem.file).name, problem.line, problem.column) for problem in problems_of(tmp_path)]
    assert found == [
        ("latin.yaml", 1, 8),
        ("more.yaml", 3, 10),
        ("more.yaml", 4, 11),
        ("more.yaml", 5, 9),
        ("more.yaml", 6, 3),
        ("syntax.yaml", 3, 10),
    ]


def test_read_pack_does_not_call_unknown_what_a_broken_file_may_hold(tmp_path: Path) -> None:
    data = small_pack()
    sources = data.pop("sources")
    write_pack(tmp_path, data)
    lines = "".join(f"- id: {source['id']}\n  title: a: b\n" for source in sources)
    (tmp_path / "sources.yaml").write_text(f"sources:\n{lines}")
    (problem,) = problems_of(tmp_path)
    assert "not readable as YAML" in problem.message


def test_read_pack_wants_one_show(tmp_path: Path) -> None:
    write_pack(tmp_path, small_pack())
    (tmp_path / "second.yaml").write_text("show: {id: x, title: X, premise: X, episodes: [1]}\n")
    (problem,) = problems_of(tmp_path)
    assert problem.message.startswith("found a second “show”")


def test_read_pack_says_that_a_folder_holds_no_pack(tmp_path: Path) -> None:
    assert said(tmp_path) == ["holds no *.yaml file, expected the files of a pack"]
    write_pack(tmp_path / "harbour", small_pack())
    (tmp_path / "empty").mkdir()
    assert said(tmp_path) == ["holds no *.yaml file, expected the files of a pack (did you mean its folder harbour?)"]
    assert said(tmp_path / "nowhere") == ["cannot be read: no such folder"]
    file = tmp_path / "file"
    file.touch()
    assert said(file) == ["cannot be read: not a directory"]


def test_read_pack_says_that_a_file_cannot_be_read(tmp_path: Path) -> None:
    write_pack(tmp_path, small_pack())
    (tmp_path / "folder.yaml").mkdir()
    (problem,) = problems_of(tmp_path)
    assert problem.message == "cannot be read: is a directory"
    assert Path(problem.file).name == "folder.yaml"
    assert stat.S_ISDIR((tmp_path / "folder.yaml").stat().st_mode)


def test_read_keeps_what_is_sound(tmp_path: Path) -> None:
    data = small_pack()
    data["facts"][0]["kind"] = "x"
    reading = read(write_pack(tmp_path, data))
    assert reading.pack is not None
    assert [fact.id for fact in reading.pack.facts] == [fact["id"] for fact in data["facts"][1:]]
    assert reading.at("facts", 0, "id").plain == "karen-marries"
