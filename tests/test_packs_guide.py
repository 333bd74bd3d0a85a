"""The guide for those who write packs: its example is a pack to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from facts.model import FactKind, ThingType
from facts.pack.lint import lint

GUIDE = (Path(__file__).parents[1] / "docs" / "packs.md").read_text(encoding="utf-8")


def test_example_is_a_whole_pack_in_which_nothing_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(GUIDE.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    assert list(map(str, lint(tmp_path).problems)) == []


def test_guide_names_every_kind_of_fact_and_type_of_thing() -> None:
    for word in (*get_args(FactKind), *get_args(ThingType)):
        assert word in GUIDE, word
