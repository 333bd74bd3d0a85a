"""The address of a database, as a URL: what it may say. No error repeats it, since it may hold a password."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from facts.errors import StoreSetupError

DRIVERS: Final = ("sqlite+aiosqlite", "postgresql+asyncpg")

_LOOKS: Final = {
    "sqlite": "sqlite+aiosqlite:///airlock.db",
    "postgresql": (
        "postgresql+asyncpg://user:password@host/database; in a password, write %40 for @, %2F for / and %25 for %"
    ),
}
_TAKEN: Final = {
    "sqlite": frozenset({"cached_statements", "check_same_thread", "timeout", "uri"}),
    "postgresql": frozenset(
        {
            *("host", "port", "ssl", "passfile", "service", "servicefile", "target_session_attrs", "command_timeout"),
            *("gsslib", "krbsrvname", "prepared_statement_cache_size"),
        }
    ),
}
"""What the drivers take behind a question mark."""
_OF_FILE_URIS: Final = frozenset({"cache", "immutable", "mode", "nolock", "vfs"})
_MORE_THAN_ONCE: Final = frozenset({"host", "port"})
"""Of several servers one that answers is used."""
_SSL: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_PORTS: Final = 65535
_SHOWN: Final = 40


def parsed(url: str, called: str = "the database URL") -> URL:
    """Read an address; raise ``StoreSetupError``, which calls it so, for one that cannot be right."""
    kind = "postgresql" if url.startswith("postgres") else "sqlite"
    unread = StoreSetupError(f"{called} cannot be read: it looks like {_LOOKS[kind]}")
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise unread from None
    if address.drivername not in DRIVERS:
        raise StoreSetupError(f"{called} begins with {address.drivername}: use {' or '.join(DRIVERS)}")
    # With a second @, part of a password would be taken for a host, and be told.
    if any(character < " " for character in url) or (kind == "postgresql" and url.count("@") > 1):
        raise unread
    if address.port is not None and not 1 <= address.port <= _PORTS:
        raise StoreSetupError(f"{called} names a port that there cannot be: 1 to {_PORTS}")
    address = _checked(address, called)
    return _with_ssl(address, called) if kind == "postgresql" else _with_file(address, called)


def _checked(address: URL, called: str) -> URL:
    """Refuse what no driver knows, which would be an error of its own at every connection."""
    kind = address.get_backend_name()
    taken = _TAKEN[kind] | (_OF_FILE_URIS if "uri" in address.query else frozenset())
    for name, value in address.query.items():
        if name not in taken and not (name == "sslmode" and kind == "postgresql"):
            raise StoreSetupError(f"{called} holds {_shown(name)} behind its ?, which is not known: leave it out")
        if not isinstance(value, str) and name not in _MORE_THAN_ONCE:
            raise StoreSetupError(f"{called} holds {_shown(name)} more than once")
    return address


def _with_file(address: URL, called: str) -> URL:
    """Have a file named, also one behind ``~``, which SQLite takes for a name like any other."""
    path = address.database or ""
    if path in ("", ":memory:") or path.startswith("file::memory:") or address.query.get("mode") == "memory":
        raise StoreSetupError(f"{called} names no file, so nothing would be kept: it looks like {_LOOKS['sqlite']}")
    if not path.startswith("~"):
        return address
    try:
        return address.set(database=str(Path(path).expanduser()))
    except RuntimeError:
        raise StoreSetupError(f"{called} names the home of a user that there is not") from None


def _with_ssl(address: URL, called: str) -> URL:
    """Give ``sslmode``, as everybody else calls it, the name by which the driver knows it."""
    given = {name: address.query[name] for name in ("sslmode", "ssl") if name in address.query}
    for name, value in given.items():
        if value not in _SSL:
            raise StoreSetupError(f"{called}: {name} is none of {', '.join(_SSL)}")
    if len(given) > 1:
        raise StoreSetupError(f"{called} holds both sslmode and ssl: leave one out")
    if "sslmode" not in given:
        return address
    return address.difference_update_query(["sslmode"]).update_query_dict({"ssl": given["sslmode"]})


def _shown(name: str) -> str:
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…")
