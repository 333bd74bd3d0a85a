"""Labels are names, told apart where they are the same."""

from __future__ import annotations

from facts.view.labels import LONGEST, labels


def test_label_is_the_name_where_no_other_has_it() -> None:
    assert labels({"a": "Ada", "b": "Ben"}, {"a": "x", "b": "y"}) == {"a": "Ada", "b": "Ben"}
    assert labels({"a": "Tom " * 40}, {"a": "x"}) == {"a": ("Tom " * 40)[:100]}


def test_label_tells_what_an_entry_is_where_another_has_its_name() -> None:
    names = {"a": "Tom", "b": "TOM", "c": "Tom Thumb"}
    assert labels(names, {"a": "Ann Actor", "b": "vessel", "c": "x"}) == {
        "a": "Tom (Ann Actor)",
        "b": "TOM (vessel)",
        "c": "Tom Thumb",
    }


def test_label_is_numbered_where_that_is_the_same_too() -> None:
    names = dict.fromkeys("abc", "Tom")
    assert list(labels(names, dict.fromkeys("abc", "crew")).values()) == [
        "Tom (crew)",
        "Tom (crew, 2)",
        "Tom (crew, 3)",
    ]
    names = {"a": "Tom", "b": "tom", "c": "Tom (Crew)"}
    assert list(labels(names, dict.fromkeys("abc", "crew")).values()) == [
        "Tom (crew, 2)",
        "tom (crew, 3)",
        "Tom (Crew)",
    ]


def test_label_fits_what_discord_shows() -> None:
    long = "T" * 200
    found = labels({"a": long, "b": long}, {"a": "h" * 200, "b": "short"})
    assert LONGEST == 100
    assert found["a"] == "T" * 17 + " (" + "h" * 80 + ")"
    assert found["b"] == "T" * 92 + " (short)"
