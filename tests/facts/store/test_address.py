"""What the address of a database may say."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from facts.errors import StoreError, StoreSetupError
from facts.store import open_engine, upgrade
from facts.store.address import parsed
from tests.support.proxy import Proxy

SERVER = "postgresql+asyncpg://airlock:secret@127.0.0.1"


@pytest.mark.parametrize("words", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"])
@pytest.mark.parametrize("name", ["sslmode", "ssl"])
def test_address_takes_both_names_of_how_the_connection_is_secured(name: str, words: str) -> None:
    address = parsed(f"{SERVER}/airlock?{name}={words}&target_session_attrs=any")
    assert dict(address.query) == {"ssl": words, "target_session_attrs": "any"}
    assert (address.password, address.host, address.database) == ("secret", "127.0.0.1", "airlock")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg:///airlock?host=/run/postgresql",
        "postgresql+asyncpg:///airlock?host=one:5432&host=two:5432",
        f"{SERVER}:65535/airlock?prepared_statement_cache_size=0",
        "postgresql+asyncpg://airlock:se/cret@127.0.0.1/airlock",
        "sqlite+aiosqlite:////srv/one@home/air lock.db?timeout=5",
        "sqlite+aiosqlite:///file:airlock.db?uri=true&mode=ro",
    ],
)
def test_address_is_taken_as_it_is(url: str) -> None:
    assert parsed(url).render_as_string(hide_password=False).count("?") == url.count("?")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"{SERVER}/airlock?sslmode=yes", "sslmode is none of disable, allow"),
        (f"{SERVER}/airlock?ssl=on", "ssl is none of"),
        (f"{SERVER}/airlock?ssl=require&sslmode=require", "both sslmode and ssl"),
        (f"{SERVER}/airlock?sslmode=require&sslmode=allow", "'sslmode' more than once"),
        (f"{SERVER}/airlock?sslmode=require&channel_binding=secret", "'channel_binding' behind its ?"),
        (f"{SERVER}/airlock?password=secret", "'password' behind its ?"),
        (f"{SERVER}/airlock?{'x' * 500}=1", "'xxxx"),
        (f"{SERVER}:0/airlock", "a port"),
        (f"{SERVER}:65536/airlock", "a port"),
        ("postgresql+asyncpg://airlock:sec@ret/wo@127.0.0.1/airlock", "%40"),
        ("postgresql+asyncpg://airlock:secret/airlock", "%40"),
        (f"{SERVER}/airlock\n# secret", "cannot be read"),
        *((f"sqlite+aiosqlite:///{place}", "names no file") for place in ("", ":memory:", "file::memory:?uri=true")),
        ("sqlite+aiosqlite:///file:x?mode=memory&uri=true", "names no file"),
        ("sqlite+aiosqlite:///~nobody-of-that-name/airlock.db", "the home of a user that there is not"),
        ("sqlite+aiosqlite:///airlock.db?sslmode=require", "'sslmode' behind its ?"),
        ("sqlite+aiosqlite:///airlock.db?mode=ro", "'mode' behind its ?"),
        ("sqlite+aiosqlite:///file:airlock.db?uri=true&mod=ro", "'mod' behind its ?"),
    ],
)
def test_address_that_cannot_be_right_is_refused_in_one_line_without_its_password(url: str, words: str) -> None:
    with pytest.raises(StoreSetupError) as caught:
        parsed(url, "DATABASE_URL")
    line = str(caught.value)
    assert line.startswith("DATABASE_URL")
    assert words in line
    assert len(line.splitlines()) == 1
    assert len(line) <= 200
    assert not any(part in line for part in ("secret", "sec@", "ret/", "wo@"))


def test_address_names_files_in_ones_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert parsed("sqlite+aiosqlite:///~/air/lock.db").database == "/home/ann/air/lock.db"
    assert parsed("sqlite+aiosqlite:////srv/~/airlock.db").database == "/srv/~/airlock.db"


async def test_connections_are_secured_as_the_address_says(postgres_url: str) -> None:
    async with Proxy.to(postgres_url) as proxy:
        for words in ("disable", "allow", "prefer"):
            engine = open_engine(f"{proxy.url(postgres_url)}?sslmode={words}")
            async with engine.connect() as connection:
                assert await connection.scalar(text("SELECT 1")) == 1
            await engine.dispose()
        engine = open_engine(f"{proxy.url(postgres_url)}?sslmode=require")
        with pytest.raises(StoreError, match="SSL"):
            await upgrade(engine)
        await engine.dispose()
