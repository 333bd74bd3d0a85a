"""What connects entries."""

from __future__ import annotations

from facts.model import Character, Fact, Ref, SameAs
from facts.position import Position
from facts.view import relations
from tests.support.rooms import character, fact, name

P = Position.parse


def related_to(id_: str, kind: str, about: str, other: str = "") -> Fact:
    return fact(id_, "S1E1", about, kind=kind, value=Ref(id=other) if other else "somebody")


def test_fact_names_whom_it_is_about_its_value_and_its_speaker_once() -> None:
    assert relations.named(fact("a", "S1E1", "ada")) == ("ada",)
    assert relations.named(fact("a", "S1E1", "ada ben")) == ("ada", "ben")
    assert relations.named(fact("a", "S1E1", "ada ben ada")) == ("ada", "ben")
    assert relations.named(fact("a", "S1E1", "ada ada")) == ("ada",)
    assert relations.named(related_to("a", "spouse", "ada", "ben")) == ("ada", "ben")
    assert relations.named(related_to("a", "spouse", "ada")) == ("ada",)
    assert relations.named(fact("a", "S1E1", "ada", speaker="cleo")) == ("ada", "cleo")
    both = fact("a", "S1E1", "ada ben", kind="friend", value=Ref(id="ada"), speaker="cleo")
    assert relations.named(both) == ("ada", "ben", "cleo")


def test_facts_are_found_by_whom_they_name_those_mainly_about_them_first() -> None:
    facts = [fact("one", "S1E1", "ben ada"), fact("two", "S1E1", "ada"), fact("three", "S1E1", "cleo ada")]
    mainly = relations.mainly(facts)
    assert {id_: [f.id for f in about] for id_, about in mainly.items()} == {
        "ben": ["one"],
        "ada": ["two"],
        "cleo": ["three"],
    }
    assert {id_: [f.id for f in about] for id_, about in relations.naming(facts, mainly).items()} == {
        "ben": ["one"],
        "ada": ["two", "one", "three"],
        "cleo": ["three"],
    }
    assert list(relations.naming([fact("one", "S1E1", "ben dora")], {})) == ["dora"]


def test_relations_are_told_from_either_side() -> None:
    facts = [
        fact("met", "S1E1", "ada ben"),
        related_to("friend-in-words", "friend", "ada"),
        related_to("home", "home", "ada", "lighthouse"),
        related_to("parent", "parent", "ada", "ben"),
        related_to("child", "child", "ada", "cleo"),
        related_to("mentor", "mentor", "ada", "dora"),
        related_to("sibling", "sibling", "ada", "emil"),
    ]

    def found(id_: str) -> list[tuple[str, str, str]]:
        return [(r.kind, r.other, r.fact.id) for r in relations.relations(id_, facts)]

    assert found("ada") == [
        ("parent", "ben", "parent"),
        ("child", "cleo", "child"),
        ("mentor", "dora", "mentor"),
        ("sibling", "emil", "sibling"),
    ]
    assert found("ben") == [("child", "ada", "parent")]
    assert found("cleo") == [("parent", "ada", "child")]
    assert found("dora") == [("protege", "ada", "mentor")]
    assert found("emil") == [("sibling", "ada", "sibling")]
    assert found("lighthouse") == []


def test_relation_is_told_once_and_of_nobody_to_themselves() -> None:
    facts = [
        related_to("self", "friend", "ada", "ada"),
        related_to("one", "spouse", "ada", "ben"),
        related_to("other", "spouse", "ben", "ada"),
        related_to("more", "friend", "ada", "ben"),
    ]
    found = relations.relations("ada", facts)
    assert [(r.kind, r.other, r.fact.id) for r in found] == [("spouse", "ben", "one"), ("friend", "ben", "more")]


def test_fact_is_a_relation_by_whom_it_is_mainly_about() -> None:
    facts = [related_to("both", "friend", "ada cleo", "ben")]
    assert [r.other for r in relations.relations("ben", facts)] == ["ada"]
    assert relations.relations("cleo", facts) == ()


def test_related_are_those_who_share_most() -> None:
    facts = [fact("1", "S1E1", "ada cleo ben"), fact("2", "S1E1", "ben ada"), fact("3", "S1E1", "show ada dora")]
    order = {id_: number for number, id_ in enumerate(["dora", "cleo", "ben", "ada", "emil"])}
    assert relations.related("ada", facts, [], order) == ("ben", "dora", "cleo")
    assert relations.related("ada", facts, ["emil", "cleo", "hidden"], order) == ("cleo", "ben", "dora", "emil")
    assert relations.related("emil", [], ["ada"], order) == ("ada",)


def one(id_: str, *same_as: str) -> Character:
    return character(id_, "S0", name("S0", id_), same_as=tuple(SameAs(since=P("S0"), character=c) for c in same_as))


def test_same_joins_all_who_are_one_person() -> None:
    def same(*characters: Character) -> dict[str, tuple[str, ...]]:
        return relations.same({character.id: character for character in characters})

    assert same(one("a"), one("b")) == {}
    assert same(one("b", "a"), one("a")) == {"a": ("b",), "b": ("a",)}
    assert same(one("a", "b"), one("b", "c"), one("c")) == {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b")}
    assert same(one("a", "b"), one("b"), one("c", "d"), one("d", "b")) == {
        "a": ("b", "c", "d"),
        "b": ("a", "c", "d"),
        "c": ("a", "b", "d"),
        "d": ("a", "b", "c"),
    }
    assert same(one("a", "hidden", "b"), one("b")) == {"a": ("b",), "b": ("a",)}
    assert same(one("a", "hidden"), one("b", "hidden")) == {}
