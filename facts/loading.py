"""From pack folders into the store: what has changed is read and written, what is broken changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from facts.pack.digest import pack_digest
from facts.store import digests, load_pack
from facts.store.engine import plainly


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a folder: ``changed`` says whether it was written, ``problems`` are lines for its authors."""

    folder: Path
    changed: bool = False
    problems: tuple[str, ...] = ()


async def load_folders(engine: AsyncEngine, folders: Iterable[Path]) -> list[Loaded]:
    """Load every pack that is not served yet as it is; with a problem, its earlier version stays served.

    Raises ``StoreError`` where the database cannot be used.
    """
    with plainly(engine):
        served = set((await digests(engine)).values())
        return [await _load(engine, folder, served) for folder in folders]


async def _load(engine: AsyncEngine, folder: Path, served: set[str]) -> Loaded:
    try:
        digest = await asyncio.to_thread(pack_digest, folder)
    except OSError as error:
        return Loaded(folder, problems=(f"{folder}: {error.strerror}",))
    if digest in served:
        return Loaded(folder)
    # Imported here: a start with packs that are loaded already needs none of what reading takes.
    from facts.pack.problem import PackErrors
    from facts.pack.read import read_pack

    try:
        pack = await asyncio.to_thread(read_pack, folder)
    except PackErrors as errors:
        return Loaded(folder, problems=tuple(str(problem) for problem in errors.problems))
    return Loaded(folder, changed=await load_pack(engine, pack, digest))
