"""Which packs there are, and whether one has changed; cheap, without reading them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

SHIPPED: Final = Path(__file__).parent.parent / "packs"
"""The folder of the packs that ship."""


def pack_folders(root: Path = SHIPPED) -> tuple[Path, ...]:
    """List the pack folders in ``root``, by name; ``OSError`` where it cannot be read."""
    return tuple(sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))))


def pack_files(folder: Path) -> tuple[Path, ...]:
    """List the files that make up the pack in ``folder``, by name; ``OSError`` where it cannot be read."""
    return tuple(sorted(path for path in folder.iterdir() if path.suffix == ".yaml" and not path.name.startswith(".")))


def pack_digest(folder: Path) -> str:
    """Digest the names and bytes of a pack's files: equal for equal packs; ``OSError`` where they cannot be read."""
    digest = hashlib.sha256()
    for path in pack_files(folder):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()
