"""What hosts get wrong, and what they read then: one line that says what to do, and a status that restarts mind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.test_process import loaded, one_line, ran
from tests.support.postgres import postgres_server, postgres_url
from tests.support.proxy import Proxy

__all__ = ["loaded", "postgres_server", "postgres_url"]

COMMANDS = [("run", "--service"), ("check",), ("db", "check")]


def made_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_what_no_driver_knows_of_an_address_is_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    url = "postgresql+asyncpg://airlock:hunter2@127.0.0.1:9/airlock?sslmode=require&channel_binding=require"
    found = await ran(tmp_path, *command, DATABASE_URL=url)
    one_line(found, 2, "DATABASE_URL", "'channel_binding'")
    found = await ran(tmp_path, *command, DATABASE_URL="postgresql+asyncpg://airlock:hun@ter/2@127.0.0.1:9/airlock")
    one_line(found, 2, "DATABASE_URL", "%40")
    assert not any(part in found.err for part in ("hun@", "ter/", "ter%2F", "2@127"))
    found = await ran(tmp_path, *command, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/airlock.db?sslmode=require")
    one_line(found, 2, "DATABASE_URL", "'sslmode'")
    assert made_in(tmp_path) == []


async def test_copy_to_an_address_with_what_no_driver_knows_is_one_line(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://airlock:hunter2@127.0.0.1:9/airlock?chanel=x"
    found = await ran(tmp_path, "db", "copy", "--to", url)
    one_line(found, 2, "'chanel'")
    assert "hunter2" not in found.err
    assert made_in(tmp_path) == []


async def test_address_as_providers_print_it_reaches_the_server(postgres_url: str, tmp_path: Path) -> None:
    async with Proxy.to(postgres_url) as proxy:
        url = f"{proxy.url(postgres_url)}?sslmode=prefer"
        found = await ran(tmp_path, "db", "upgrade", DATABASE_URL=url)
        assert (found.status, found.out, found.err) == (0, "the tables are up to date\n", "")
        found = await ran(tmp_path, "run", "--service", DATABASE_URL=url.replace("prefer", "require"))
        one_line(found, 1, "SSL")
