"""Settings: the environment and ``.env``, read once into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values

SHIPPED_PACKS: Final = Path(__file__).parent.parent / "facts" / "packs"

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["text", "json"]


class SettingsError(Exception):
    """A setting has a value that cannot be used; the text names it and says what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a host can set. Field names are the variables' names in lower case."""

    discord_token: str | None = field(default=None, repr=False)
    database_url: str = field(default="sqlite+aiosqlite:///airlock.db", repr=False)
    packs_dir: Path = SHIPPED_PACKS
    shard_count: int | None = None
    shard_ids: tuple[int, ...] | None = None
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None
    random_seed: int | None = None
    log_level: LogLevel = "INFO"
    log_format: LogFormat = "text"


def load_settings(environ: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")) -> Settings:
    """Read the settings; the environment wins over ``dotenv``, and an empty value counts as not set.

    Raises ``SettingsError`` for the first value that cannot be used.
    """
    given = {
        **(dotenv_values(dotenv) if dotenv is not None and dotenv.is_file() else {}),
        **(os.environ if environ is None else environ),
    }
    values: dict[str, object] = {}
    for name in (entry.name for entry in fields(Settings)):
        text = (given.get(name.upper()) or "").strip()
        if text:
            values[name] = _READERS[name](name.upper(), text)
    settings = Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if (settings.shard_ids is None) != (settings.shard_count is None):
        raise SettingsError("SHARD_IDS and SHARD_COUNT belong together: set both or neither")
    if settings.shard_ids and settings.shard_count and max(settings.shard_ids) >= settings.shard_count:
        raise SettingsError(
            f"SHARD_IDS goes up to {settings.shard_count - 1} where SHARD_COUNT is {settings.shard_count}"
        )
    if settings.random_seed is not None and not _on_loopback(settings.discord_api_url):
        raise SettingsError("RANDOM_SEED is for tests: it is honoured only where DISCORD_API_URL is on loopback")
    if (settings.discord_api_url is None) != (settings.discord_gateway_url is None) and _on_loopback(
        settings.discord_api_url or settings.discord_gateway_url
    ):
        raise SettingsError("DISCORD_API_URL and DISCORD_GATEWAY_URL belong together where one of them is on loopback")


def _on_loopback(url: str | None) -> bool:
    host = urlsplit(url).hostname if url else None
    return host is not None and (host in {"localhost", "::1"} or host.startswith("127."))


def _text(_name: str, text: str) -> str:
    return text


def _whole_number(least: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise SettingsError(f"{name} is {text!r}; expected a whole number of {least} or more")
        return int(text)

    return read


def _shard_ids(name: str, text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise SettingsError(f"{name} is {text!r}; expected shard numbers such as 0,1,2")
    return tuple(sorted({int(part) for part in parts}))


def _folder(name: str, text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_dir():
        raise SettingsError(f"{name} is {text!r}; expected a folder that exists")
    return path


def _url(*schemes: str) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not parts.hostname:
            raise SettingsError(f"{name} is {text!r}; expected an address that begins with {schemes[0]}://")
        return text.rstrip("/")

    return read


def _database(name: str, text: str) -> str:
    # The value may hold a password, so the error never repeats it.
    if not text.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise SettingsError(f"{name} must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    return text


def _one_of(*allowed: str, fold: Callable[[str], str]) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if fold(text) not in allowed:
            raise SettingsError(f"{name} is {text!r}; expected one of {', '.join(allowed)}")
        return fold(text)

    return read


_READERS: Final[Mapping[str, Callable[[str, str], object]]] = {
    "discord_token": _text,
    "database_url": _database,
    "packs_dir": _folder,
    "shard_count": _whole_number(1),
    "shard_ids": _shard_ids,
    "discord_api_url": _url("https", "http"),
    "discord_gateway_url": _url("wss", "ws"),
    "random_seed": _whole_number(0),
    "log_level": _one_of(*get_args(LogLevel), fold=str.upper),
    "log_format": _one_of(*get_args(LogFormat), fold=str.lower),
}
