"""Settings: the environment and ``.env``, read once into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from dotenv.parser import parse_stream

from facts.errors import StoreSetupError
from facts.store.address import parsed

DOTENV: Final = Path(".env")
NOTHING_WRITTEN: Final[Mapping[str, str]] = MappingProxyType({})
"""What a ``.env`` holds that is not there."""
SHIPPED_PACKS: Final = Path(__file__).parent.parent / "facts" / "packs"

_DIGITS: Final = 18
_SHOWN: Final = 60
_PORTS: Final = 65535
_MOST_SHARDS: Final = 32767
_NEAR: Final = 0.8
"""How like a setting's name another must be to be taken for a mistake."""

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
    discord_api_url: str | None = field(default=None, repr=False)
    discord_gateway_url: str | None = field(default=None, repr=False)
    message_content: bool = False
    random_seed: int | None = None
    metrics_port: int | None = None
    log_level: LogLevel = "INFO"
    log_format: LogFormat = "text"


def load_settings(environ: Mapping[str, str] | None = None, dotenv: Mapping[str, str] = NOTHING_WRITTEN) -> Settings:
    """Read the settings; the environment wins over ``dotenv``, and an empty value counts as not set.

    Raises ``SettingsError`` for the first value that cannot be used.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for name in (entry.name for entry in fields(Settings)):
        text = _given(name.upper(), environ, dotenv)
        called = name.upper()
        if name in _SECRETS:
            called, text = _of_file(called, text, environ, dotenv)
        if text:
            values[name] = _READERS[name](called, text)
    settings = Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type
    _check(settings)
    return settings


def log_format() -> LogFormat:
    """Read how the log is written, also where something else cannot be read."""
    try:
        dotenv = read_dotenv()
    except SettingsError:
        dotenv = NOTHING_WRITTEN
    said = _given("LOG_FORMAT", os.environ, dotenv)
    return "json" if said.lower() == "json" else "text"


def misspelt(dotenv: Mapping[str, str]) -> list[str]:
    """Say which names in ``.env`` are nearly those of settings; others are of other programs."""
    known = [entry.name.upper() for entry in fields(Settings)] + [f"{name.upper()}_FILE" for name in sorted(_SECRETS)]
    found = []
    for name in [name for name in dotenv if name not in known]:
        near = get_close_matches(name.upper(), known, n=1, cutoff=_NEAR)
        if near:
            found.append(f"{DOTENV}: there is no setting {_shown(name)}; did you mean {near[0]}?")
    return found


def _given(name: str, environ: Mapping[str, str], dotenv: Mapping[str, str]) -> str:
    values = (environ.get(name), dotenv.get(name))
    return next((value.strip() for value in values if value and not value.isspace()), "")


def read_dotenv(file: Path = DOTENV) -> Mapping[str, str]:
    """Read what is written in a file; nothing where there is none. Raises ``SettingsError`` where it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
    except PermissionError as error:
        raise SettingsError(f"{file} may not be read by this user") from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} cannot be read as text in UTF-8") from error
    values = {}
    for binding in parse_stream(StringIO(text)):
        if binding.error or (binding.key is not None and binding.value is None):
            # The line itself may be a token.
            before = binding.original.string.partition(binding.original.string.strip())[0]
            line = binding.original.line + before.count("\n")
            raise SettingsError(f"{file}, line {line}: expected NAME=value, with a quote at both ends or at none")
        if binding.key is not None:
            values[binding.key] = binding.value or ""
    return values


def _of_file(name: str, text: str, environ: Mapping[str, str], dotenv: Mapping[str, str]) -> tuple[str, str]:
    """Read a secret from the file that a variable names, as containers and systemd hand secrets over.

    Return what it is to be called, and the secret.
    """
    path = environ.get(f"{name}_FILE") or dotenv.get(f"{name}_FILE")
    if not path:
        return name, text
    if text:
        raise SettingsError(f"{name} and {name}_FILE are both set: set one of them")
    try:
        return f"{name} (from {name}_FILE)", Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}_FILE is {_shown(path)}; expected a file that can be read") from error


def _check(settings: Settings) -> None:
    if (settings.shard_ids is None) != (settings.shard_count is None):
        raise SettingsError("SHARD_IDS and SHARD_COUNT belong together: set both or neither")
    if settings.shard_ids and settings.shard_count and max(settings.shard_ids) >= settings.shard_count:
        raise SettingsError(
            f"SHARD_IDS goes up to {settings.shard_count - 1} where SHARD_COUNT is {settings.shard_count}"
        )
    if (
        settings.shard_count is not None
        and len(settings.shard_ids or ()) < settings.shard_count
        and settings.database_url.startswith("sqlite")
    ):
        raise SettingsError("SHARD_IDS leaves shards to other processes: DATABASE_URL must be a PostgreSQL for all")
    if settings.random_seed is not None and not _on_loopback(settings.discord_api_url):
        raise SettingsError("RANDOM_SEED is for tests: it is honoured only where DISCORD_API_URL is on loopback")
    if (settings.discord_api_url is None) != (settings.discord_gateway_url is None) and _on_loopback(
        settings.discord_api_url or settings.discord_gateway_url
    ):
        raise SettingsError("DISCORD_API_URL and DISCORD_GATEWAY_URL belong together where one of them is on loopback")


def _on_loopback(url: str | None) -> bool:
    host = urlsplit(url).hostname if url else None
    if host is None or host == "localhost":
        return host is not None
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _token(name: str, text: str) -> str:
    # The error does not repeat it.
    if not all("!" <= character <= "~" for character in text):
        raise SettingsError(
            f"{name} holds a space, a line break or another character that no token has: it must be the token alone"
        )
    return text


def _shard_count(name: str, text: str) -> int:
    count = _whole_number(1)(name, text)
    if count > _MOST_SHARDS:
        raise SettingsError(f"{name} is {count}; expected at most {_MOST_SHARDS}")
    return count


def _whole_number(least: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        if not _is_number(text) or int(text) < least:
            raise SettingsError(f"{name} is {_shown(text)}; expected a whole number of {least} or more")
        return int(text)

    return read


def _port(name: str, text: str) -> int:
    if not _is_number(text) or not 1 <= int(text) <= _PORTS:
        raise SettingsError(f"{name} is {_shown(text)}; expected a port, 1 to {_PORTS}")
    return int(text)


def _shard_ids(name: str, text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(_is_number(part) for part in parts):
        raise SettingsError(f"{name} is {_shown(text)}; expected shard numbers such as 0,1,2")
    return tuple(sorted({int(part) for part in parts}))


def _folder(name: str, text: str) -> Path:
    try:
        path = Path(text).expanduser()
        if path.is_dir():
            return path
    except PermissionError:
        raise SettingsError(f"{name} is {_shown(text)}, which this user may not reach") from None
    except (OSError, RuntimeError):
        pass  # of a name that is too long, or of a home that nobody has: as good as not there
    raise SettingsError(f"{name} is {_shown(text)}; expected a folder that exists")


def _url(*schemes: str, is_base: bool = True) -> Callable[[str, str], str]:
    """Read an address; a base has no slash at its end, since paths are put behind it."""

    def read(name: str, text: str) -> str:
        # The value may hold a password, so the error never repeats it.
        try:
            parts = urlsplit(text)
            usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise SettingsError(f"{name} must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}")
        return text.rstrip("/") if is_base else text

    return read


def _database(name: str, text: str) -> str:
    # The value may hold a password, so the error never repeats it.
    if not text.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise SettingsError(f"{name} must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    try:
        parsed(text, name)
    except StoreSetupError as error:
        raise SettingsError(str(error)) from None
    return text


def _one_of(*allowed: str, fold: Callable[[str], str]) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if fold(text) not in allowed:
            raise SettingsError(f"{name} is {_shown(text)}; expected one of {', '.join(allowed)}")
        return fold(text)

    return read


def _switch(name: str, text: str) -> bool:
    if text.lower() not in ("on", "off"):
        raise SettingsError(f"{name} is {_shown(text)}; expected on or off")
    return text.lower() == "on"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


_SECRETS: Final = frozenset({"discord_token", "database_url"})
_READERS: Final[Mapping[str, Callable[[str, str], object]]] = {
    "discord_token": _token,
    "database_url": _database,
    "packs_dir": _folder,
    "shard_count": _shard_count,
    "shard_ids": _shard_ids,
    "discord_api_url": _url("https", "http"),
    "discord_gateway_url": _url("wss", "ws", is_base=False),
    "message_content": _switch,
    "random_seed": _whole_number(0),
    "metrics_port": _port,
    "log_level": _one_of(*get_args(LogLevel), fold=str.upper),
    "log_format": _one_of(*get_args(LogFormat), fold=str.lower),
}
