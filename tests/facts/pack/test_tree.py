"""One file's YAML: plain data with places, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.pack.tree import MAX_DEPTH, parse


def said(content: str | bytes) -> list[str]:
    problems = parse("f.yaml", content.encode() if isinstance(content, str) else content).problems
    return [str(problem) for problem in problems]


def plain(content: str) -> object:
    parsed = parse("f.yaml", content.encode())
    assert parsed.problems == []
    assert parsed.root is not None
    return parsed.root.plain


def test_parse_reads_plain_data() -> None:
    assert plain("a: [1, -2, 1.5, true, null, ~]\nb: {c: word, d: '1', e: \"x\"}\nf:\n") == {
        "a": [1, -2, 1.5, True, None, None],
        "b": {"c": "word", "d": "1", "e": "x"},
        "f": None,
    }


@pytest.mark.parametrize(
    "word", ["no", "No", "on", "OFF", "yes", "12:30", "2019-11-01", "0x1F", "1_000", "=", "S3E4", "+", "."]
)
def test_parse_takes_words_of_yaml_1_1_as_text(word: str) -> None:
    assert plain(f"a: {word}") == {"a": word}


def test_parse_knows_places() -> None:
    root = parse("f.yaml", b"a:\n- {b: 1,  c: [x,  y]}\n").root
    assert root is not None
    inner = root.parts["a"].parts[0]
    assert (inner.line, inner.column) == (2, 3)
    assert (inner.parts["c"].parts[1].line, inner.parts["c"].parts[1].column) == (2, 19)
    assert (inner.key("c").line, inner.key("c").column) == (2, 11)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a: \xff", "f.yaml:1:4: found the byte 0xff, which is not UTF-8"),
        ("ä: 1\nü: é".encode("latin-1"), "f.yaml:1:1: found the byte 0xe4, which is not UTF-8"),
        ("a: 1".encode("utf-16"), "f.yaml:1:1: found the byte 0xff, which is not UTF-8"),
        ("a: b: c", "f.yaml:1:5: not readable as YAML: mapping values are not allowed"),
        ("a: 'x", "f.yaml:1:6: not readable as YAML: found unexpected end of stream"),
        ("a:\n\t- x", "f.yaml:2:1: not readable as YAML: found character that cannot start any token"),
        ("a: \x07", "f.yaml:1:4: not readable as YAML: control characters are not allowed"),
        ("a: 1\na: 2", "f.yaml:2:1: found the key “a” a second time in one mapping; it is in line 1 too"),
        ("a: &x 1", "f.yaml:1:4: found the YAML anchor &x"),
        ("a: !!python/object:os.system ls", "f.yaml:1:4: found the YAML tag tag:yaml.org,2002:python/object:os.system"),
        ("a: !x b", "f.yaml:1:4: found the YAML tag !x"),
        ("a: 1\n---\nb: 1", "f.yaml:2:1: found a second document"),
        ("? [a]\n: 1", "f.yaml:1:3: found a list, mapping or alias as a key, expected a word"),
    ],
)
def test_parse_refuses_with_the_place(content: str | bytes, expected: str) -> None:
    (problem,) = said(content)
    assert problem.startswith(expected)


def test_parse_refuses_aliases_without_following_them() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    parsed = parse("f.yaml", bomb.encode())
    assert sum("alias" in problem.message for problem in parsed.problems) == 2 * 59
    assert parsed.root is not None
    assert parsed.root.plain["a59"] == [None, None]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_parse_stops_at_deep_nesting(opening: str) -> None:
    (problem,) = said(f"a:\n  {opening * 50_000}")
    assert f"more than {MAX_DEPTH} levels" in problem


def test_parse_keeps_whole_items_before_a_break() -> None:
    parsed = parse("f.yaml", b"facts:\n- id: a\n- id: b\n  text: x: y\n- id: c\n")
    assert parsed.root is not None
    assert parsed.root.plain == {"facts": [{"id": "a"}]}
    assert parsed.rest


@pytest.mark.parametrize("content", ["", "# only a comment\n", "\ufeffa: 1", "---\na: 1\n...\n"])
def test_parse_takes_what_is_harmless(content: str) -> None:
    assert said(content) == []


@pytest.mark.parametrize("shown", ["\u200b", "\u00a0", "\u202e\u2060"])
def test_parse_takes_text_that_shows_nothing_as_empty(shown: str) -> None:
    assert plain(f'a: "{shown}"') == {"a": ""}


@settings(deadline=None)
@given(st.binary(max_size=80) | st.text(alphabet="a:-[]{}&*!|>'\"# \n\t,?%@1", max_size=80).map(str.encode))
def test_parse_never_raises(content: bytes) -> None:
    parsed = parse("f.yaml", content)
    for problem in parsed.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert "\n" not in str(problem)
