"""Whether a pack has changed, without reading it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from facts.pack.digest import SHIPPED, pack_digest, pack_folders
from tests.support.packs import small_pack, write_pack


def test_pack_digest_depends_on_the_files_alone(tmp_path: Path) -> None:
    one, other = write_pack(tmp_path / "one", small_pack()), write_pack(tmp_path / "other", small_pack())
    (one / "notes.txt").touch()
    assert pack_digest(one) == pack_digest(other)


def test_pack_digest_changes_with_a_byte_or_a_name(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", small_pack(), split=True)
    seen = {pack_digest(folder)}
    (folder / "facts.yaml").rename(folder / "fact.yaml")
    seen.add(pack_digest(folder))
    (folder / "fact.yaml").write_bytes((folder / "fact.yaml").read_bytes() + b"\n")
    seen.add(pack_digest(folder))
    assert len(seen) == 3


def test_pack_folders_lists_the_packs_that_ship() -> None:
    assert [folder.name for folder in pack_folders(SHIPPED)] == ["for-all-mankind"]


def test_pack_digest_needs_neither_yaml_nor_pydantic() -> None:
    code = (
        "import sys, facts.pack.digest; print({'yaml', 'pydantic', 'rapidfuzz', 'ahocorasick_rs'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert result.stdout.strip() == "set()"
