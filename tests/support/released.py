"""Databases as released versions left them: ``python -m tests.support.released > tests/bot/database/released/REV.sql``.

Made once by the version of that revision, and never again: what they hold must be remembered by every later version.
Run it when a version is released, and let ``REV`` be its newest revision.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support.airlock import stand_in, started
from tests.support.databases import file_in
from tests.support.fans import Fans
from tests.support.life import lived

RELEASED: Final = Path(__file__).parents[1] / "bot" / "database" / "released"
_LEFT_OUT: Final = ("show", "item", "registered_commands")
"""The packs, which every version brings along, and what a Discord was told that is not there any more."""


def people(fans: Fans) -> dict[str, int]:
    """Whoever and whatever a database names by an id."""
    assert fans.lounge.guild is not None
    actors = {name: getattr(fans, name).user.id for name in ("ann", "bob", "mod")}
    return {**actors, "guild": fans.lounge.guild.id, "lounge": fans.lounge.id, "log": fans.log.id}


def lines(database: Path, fans: Fans) -> Iterator[str]:
    """A database as SQL, headed by who is who in it."""
    yield f"-- {json.dumps(people(fans))}"
    connection = sqlite3.connect(database)
    for table in _LEFT_OUT:
        connection.execute(f"DELETE FROM {table}")  # a constant
    yield from connection.iterdump()
    connection.close()


def script(revision: str, fans: Fans) -> str:
    """The SQL that makes the database which a version left, with these fans for those who were there then."""
    head, _, sql = (RELEASED / f"{revision}.sql").read_text(encoding="utf-8").partition("\n")
    now = people(fans)
    then = {str(id_): str(now[name]) for name, id_ in json.loads(head.removeprefix("-- ")).items()}
    return re.sub("|".join(then), lambda found: then[found[0]], sql)


async def _main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with stand_in() as discord:
            fans = Fans.of(discord)
            async with started(discord, folder, database="sqlite") as fans.bot:
                await lived(fans)
            sys.stdout.writelines(f"{line}\n" for line in lines(file_in(folder), fans))


if __name__ == "__main__":
    asyncio.run(_main())
