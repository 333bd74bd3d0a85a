"""The JSON Schema that editors use: up to date, and saying what the reader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from facts.pack.digest import SHIPPED, pack_files, pack_folders
from facts.pack.schema import COMMITTED, schema, written
from facts.pack.tree import parse
from tests.support.packs import LISTS, small_pack


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads(COMMITTED.read_text(encoding="utf-8")), validate_formats=True)


def test_schema_that_is_committed_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == written(), "run: python -m facts schema > facts/pack/schema.json"


@pytest.mark.parametrize(
    "file", [file for folder in pack_folders(SHIPPED) for file in pack_files(folder)], ids=lambda file: file.stem
)
def test_schema_accepts_the_files_that_ship(validator: jsonschema_rs.Validator, file: Path) -> None:
    root = parse(str(file), file.read_bytes()).root
    assert root is not None
    assert [error.message for error in validator.iter_errors(root.plain)] == []


def test_schema_accepts_a_pack_whole_and_in_parts(validator: jsonschema_rs.Validator) -> None:
    pack = small_pack()
    assert validator.is_valid(pack)
    assert all(validator.is_valid({key: value}) for key, value in pack.items())
    assert set(schema()["properties"]) == {"pack", "show", *LISTS}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("since", "S1E"),
        ("since", "s1"),
        ("since", None),
        ("id", "Bad_Id"),
        ("kind", "roll"),
        ("text", ""),
        ("text", "x" * 1001),
        ("about", []),
        ("date", "1969-13-01"),
        ("year", "1969"),
        ("value", None),
        ("until", "S2"),
    ],
)
def test_schema_refuses_what_the_reader_refuses(validator: jsonschema_rs.Validator, key: str, value: Any) -> None:
    fact = small_pack()["facts"][0] | {key: value}
    if key == "value":
        del fact["value"]
    assert not validator.is_valid({"facts": [fact]})
