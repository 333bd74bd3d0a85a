"""What a host can set: defaults, where values come from, and one line for each that cannot be used."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.settings import SHIPPED_PACKS, Settings, SettingsError, load_settings, misspelt, read_dotenv

unhurried = hypothesis_settings(deadline=None)

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
SECRET = "swordfish"
LOOPBACK = {"DISCORD_API_URL": "http://127.0.0.1:8080/api", "DISCORD_GATEWAY_URL": "ws://127.0.0.1:8080"}
VARIABLES = [entry.name.upper() for entry in fields(Settings)]


def load(**environ: str) -> Settings:
    """Read settings from these variables alone."""
    return load_settings(environ)


def refused(**environ: str) -> str:
    """The line with which these variables are refused."""
    with pytest.raises(SettingsError) as error:
        load(**environ)
    return str(error.value)


def test_settings_have_defaults() -> None:
    assert load() == Settings()
    assert load().database_url == "sqlite+aiosqlite:///airlock.db"
    assert load().packs_dir == SHIPPED_PACKS
    assert (load().log_level, load().log_format) == ("INFO", "text")
    left = ("discord_token", "shard_count", "shard_ids", "discord_api_url", "discord_gateway_url", "random_seed")
    assert all(getattr(load(), name) is None for name in (*left, "metrics_port"))
    assert any(SHIPPED_PACKS.iterdir())


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"DISCORD_TOKEN": " abc.def "}, {"discord_token": "abc.def"}),
        ({"DATABASE_URL": "sqlite+aiosqlite:////data/a.db"}, {"database_url": "sqlite+aiosqlite:////data/a.db"}),
        (
            {"DATABASE_URL": "postgresql+asyncpg://u:p@db/airlock"},
            {"database_url": "postgresql+asyncpg://u:p@db/airlock"},
        ),
        ({"PACKS_DIR": str(ROOT)}, {"packs_dir": ROOT}),
        (
            {"SHARD_COUNT": "4", "SHARD_IDS": "3, 1,1", "DATABASE_URL": "postgresql+asyncpg://db/airlock"},
            {"shard_count": 4, "shard_ids": (1, 3), "database_url": "postgresql+asyncpg://db/airlock"},
        ),
        ({"SHARD_COUNT": "2", "SHARD_IDS": "1,0"}, {"shard_count": 2, "shard_ids": (0, 1)}),
        ({"SHARD_COUNT": "1", "SHARD_IDS": "0"}, {"shard_count": 1, "shard_ids": (0,)}),
        ({"DISCORD_API_URL": "https://proxy.example/api/"}, {"discord_api_url": "https://proxy.example/api"}),
        ({"DISCORD_GATEWAY_URL": "wss://proxy.example"}, {"discord_gateway_url": "wss://proxy.example"}),
        (
            {**LOOPBACK, "RANDOM_SEED": "0"},
            {
                "discord_api_url": LOOPBACK["DISCORD_API_URL"],
                "discord_gateway_url": LOOPBACK["DISCORD_GATEWAY_URL"],
                "random_seed": 0,
            },
        ),
        ({"MESSAGE_CONTENT": "On"}, {"message_content": True}),
        ({"MESSAGE_CONTENT": "off"}, {"message_content": False}),
        ({"METRICS_PORT": "9100"}, {"metrics_port": 9100}),
        ({"LOG_LEVEL": "debug"}, {"log_level": "DEBUG"}),
        ({"LOG_FORMAT": "JSON"}, {"log_format": "json"}),
    ],
)
def test_settings_are_read(environ: dict[str, str], expected: dict[str, object]) -> None:
    assert load(**environ) == Settings(**expected)  # type: ignore[arg-type]  # a table of fields


@pytest.mark.parametrize(
    ("variable", "environ"),
    [
        ("DISCORD_TOKEN", {"DISCORD_TOKEN": "Bot a.b"}),
        ("DISCORD_TOKEN", {"DISCORD_TOKEN": "a\nb"}),
        ("DISCORD_TOKEN", {"DISCORD_TOKEN": "a\0b"}),
        ("DISCORD_TOKEN", {"DISCORD_TOKEN": "“a.b”"}),
        ("DATABASE_URL", {"DATABASE_URL": "mysql://u:p@db/airlock"}),
        ("DATABASE_URL", {"DATABASE_URL": "sqlite:///airlock.db"}),
        ("DATABASE_URL", {"DATABASE_URL": "airlock.db"}),
        ("DATABASE_URL", {"DATABASE_URL": "sqlite+aiosqlite:///"}),
        ("DATABASE_URL", {"DATABASE_URL": "postgresql+asyncpg://db/airlock?sslmode=on"}),
        ("DATABASE_URL", {"DATABASE_URL": "sqlite+aiosqlite:///airlock.db?sslmode=require"}),
        ("PACKS_DIR", {"PACKS_DIR": "/no/such/folder"}),
        ("PACKS_DIR", {"PACKS_DIR": __file__}),
        ("PACKS_DIR", {"PACKS_DIR": "~nobody-of-that-name/packs"}),
        ("PACKS_DIR", {"PACKS_DIR": "x" * 5000}),
        ("SHARD_COUNT", {"SHARD_COUNT": "0", "SHARD_IDS": "0"}),
        ("SHARD_COUNT", {"SHARD_COUNT": "two", "SHARD_IDS": "0"}),
        ("SHARD_COUNT", {"SHARD_COUNT": "²", "SHARD_IDS": "0"}),
        ("SHARD_COUNT", {"SHARD_COUNT": "9" * 5000, "SHARD_IDS": "0"}),
        ("SHARD_COUNT", {"SHARD_COUNT": "2"}),
        ("SHARD_IDS", {"SHARD_IDS": "0"}),
        ("SHARD_IDS", {"SHARD_COUNT": "2", "SHARD_IDS": "0"}),
        ("SHARD_IDS", {"SHARD_COUNT": "2", "SHARD_IDS": "0,2"}),
        ("SHARD_IDS", {"SHARD_COUNT": "2", "SHARD_IDS": "0,,1"}),
        ("SHARD_IDS", {"SHARD_COUNT": "2", "SHARD_IDS": "-1"}),
        ("SHARD_IDS", {"SHARD_COUNT": "2", "SHARD_IDS": "0-1"}),
        ("DISCORD_API_URL", {"DISCORD_API_URL": "proxy.example"}),
        ("DISCORD_API_URL", {"DISCORD_API_URL": "https://"}),
        ("DISCORD_API_URL", {"DISCORD_API_URL": "ftp://proxy.example"}),
        ("DISCORD_API_URL", {"DISCORD_API_URL": "http://[::1"}),
        ("DISCORD_API_URL", {"DISCORD_API_URL": "http://proxy.example:99999"}),
        ("DISCORD_API_URL", {"DISCORD_GATEWAY_URL": "ws://localhost:1"}),
        ("DISCORD_GATEWAY_URL", {"DISCORD_GATEWAY_URL": "https://proxy.example"}),
        ("DISCORD_GATEWAY_URL", {"DISCORD_API_URL": "http://127.0.0.1:1"}),
        ("MESSAGE_CONTENT", {"MESSAGE_CONTENT": "1"}),
        ("RANDOM_SEED", {"RANDOM_SEED": "1"}),
        ("RANDOM_SEED", {"RANDOM_SEED": "1", "DISCORD_API_URL": "https://proxy.example"}),
        ("RANDOM_SEED", {"RANDOM_SEED": "1", "DISCORD_API_URL": "https://127.0.0.1.proxy.example"}),
        ("RANDOM_SEED", {**LOOPBACK, "RANDOM_SEED": "-1"}),
        ("RANDOM_SEED", {**LOOPBACK, "RANDOM_SEED": "1.5"}),
        ("METRICS_PORT", {"METRICS_PORT": "0"}),
        ("METRICS_PORT", {"METRICS_PORT": "65536"}),
        ("METRICS_PORT", {"METRICS_PORT": "http"}),
        ("LOG_LEVEL", {"LOG_LEVEL": "loud"}),
        ("LOG_FORMAT", {"LOG_FORMAT": "xml"}),
        ("LOG_FORMAT", {"LOG_FORMAT": "two\nlines"}),
    ],
)
def test_settings_refuse_a_wrong_value_in_one_line_that_names_it(variable: str, environ: dict[str, str]) -> None:
    line = refused(**environ)
    assert variable in line
    assert len(line.splitlines()) == 1
    assert len(line) <= 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.10", "[::1]"])
def test_settings_honour_a_seed_on_loopback(host: str) -> None:
    urls = {"DISCORD_API_URL": f"http://{host}:8080", "DISCORD_GATEWAY_URL": f"ws://{host}:8080"}
    assert load(**urls, RANDOM_SEED="7").random_seed == 7


@pytest.mark.parametrize(
    "environ",
    [
        {"DISCORD_TOKEN": SECRET, "LOG_LEVEL": "loud"},
        {"DISCORD_TOKEN": f"Bot {SECRET}"},
        {"DATABASE_URL": f"postgresql://airlock:{SECRET}@db/airlock"},
        {"DATABASE_URL": SECRET},
        {"DATABASE_URL": f"postgresql+asyncpg://airlock:p@{SECRET}/w@db/airlock"},
        {"DATABASE_URL": f"postgresql+asyncpg://airlock:{SECRET}@db/airlock?what={SECRET}"},
        {"DISCORD_API_URL": f"htp://user:{SECRET}@proxy.example"},
        {"DISCORD_GATEWAY_URL": f"user:{SECRET}@proxy.example"},
        {"DISCORD_API_URL": f"https://user:{SECRET}@proxy.example", "RANDOM_SEED": "1"},
    ],
)
def test_settings_errors_hold_no_secret(environ: dict[str, str]) -> None:
    assert SECRET not in refused(**environ)


def test_settings_never_print_a_secret() -> None:
    settings = load(
        DISCORD_TOKEN=SECRET,
        DATABASE_URL=f"postgresql+asyncpg://airlock:{SECRET}@db/airlock",
        DISCORD_API_URL=f"https://user:{SECRET}@proxy.example",
        DISCORD_GATEWAY_URL=f"wss://user:{SECRET}@proxy.example",
    )
    assert settings.discord_token == SECRET
    assert SECRET not in f"{settings!r} {settings}"


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        load().log_level = "DEBUG"  # type: ignore[misc]  # what is tested


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("empty", ["", "  ", "\t"])
def test_settings_take_an_empty_value_as_not_set(variable: str, empty: str) -> None:
    assert load(**{variable: empty}) == Settings()


# The .env file


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("DISCORD_TOKEN=filed\nLOG_LEVEL=ERROR\nLOG_FORMAT=json\n")
    settings = load_settings({"LOG_LEVEL": "DEBUG", "LOG_FORMAT": ""}, read_dotenv(dotenv))
    assert settings == Settings(discord_token="filed", log_level="DEBUG", log_format="json")


def test_file_is_taken_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAME", "expanded")
    dotenv = tmp_path / ".env"
    dotenv.write_text(
        '# a comment\nexport DISCORD_TOKEN="a.b"\nLOG_LEVEL=\nOTHER=1\nDATABASE_URL=sqlite+aiosqlite:///${NAME}\n'
    )
    assert load_settings({}, read_dotenv(dotenv)) == Settings(
        discord_token="a.b", database_url="sqlite+aiosqlite:///${NAME}"
    )


def test_file_that_is_missing_is_no_error(tmp_path: Path) -> None:
    assert load_settings({}, read_dotenv(tmp_path / ".env")) == Settings()
    assert load_settings({}, read_dotenv(tmp_path)) == Settings()


def test_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"DISCORD_TOKEN=\xff\xfe\n")
    with pytest.raises(SettingsError, match=re.escape(str(dotenv))):
        read_dotenv(dotenv)


def test_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("LOG_LEVEL=INFO\n")

    def refuse(_path: Path, **_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(SettingsError, match=re.escape(f"{dotenv} may not be read by this user")):
        read_dotenv(dotenv)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"LOG_LEVEL=INFO\n{SECRET}\n", 2),
        ("# LOG_LEVEL\n\n\nLOG_LEVEL\n", 4),
        ("LOG_LEVEL\r\n", 1),
        (f'LOG_LEVEL=INFO\n\nDISCORD_TOKEN="{SECRET}\nLOG_FORMAT=json\n', 3),
        (f"DISCORD_TOKEN='{SECRET}\n", 1),
        (f'DISCORD_TOKEN="a" {SECRET}\n', 1),
    ],
)
def test_line_of_the_file_that_cannot_be_read_is_named(text: str, line: int, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(text.encode())
    with pytest.raises(SettingsError) as caught:
        read_dotenv(dotenv)
    assert str(caught.value).startswith(f"{dotenv}, line {line}: expected NAME=value")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        *(("DISCORD_TOKN", "DISCORD_TOKEN"), ("SHARDCOUNT", "SHARD_COUNT"), ("discord_token", "DISCORD_TOKEN")),
        *(("DISCORD_BOT_TOKEN", "DISCORD_TOKEN"), ("LOGLEVEL", "LOG_LEVEL"), ("DATABASE_URI", "DATABASE_URL")),
        *(("PACK_DIR", "PACKS_DIR"), ("DISCORD_TOKEN_FILES", "DISCORD_TOKEN_FILE")),
    ],
)
def test_name_in_the_file_that_is_nearly_a_setting_is_noticed(name: str, near: str, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"LOG_LEVEL=INFO\n{name}={SECRET}\n")
    assert misspelt(read_dotenv(dotenv)) == [f".env: there is no setting '{name}'; did you mean {near}?"]


def test_names_of_other_programs_in_the_file_are_no_mistakes(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    others = ("POSTGRES_PASSWORD", "POSTGRES_USER", "COMPOSE_PROJECT_NAME", "PGSSLROOTCERT", "TZ", "PATH", "DISCORD")
    dotenv.write_text("".join(f"{name}=1\n" for name in (*VARIABLES, "DISCORD_TOKEN_FILE", *others)))
    assert misspelt(read_dotenv(dotenv)) == []
    assert misspelt(read_dotenv(EXAMPLE)) == []
    assert misspelt(read_dotenv(tmp_path / "none")) == []


def test_wrong_value_in_the_file_is_refused_too(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("LOG_FORMAT=xml\n")
    with pytest.raises(SettingsError, match="LOG_FORMAT"):
        load_settings({}, read_dotenv(dotenv))


def test_settings_are_read_from_the_process_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    assert load_settings() == Settings(log_level="WARNING")


@unhurried
@given(st.dictionaries(st.sampled_from(VARIABLES), st.text(max_size=40)))
def test_settings_are_read_or_refused_in_one_line(environ: dict[str, str]) -> None:
    line = None
    try:
        load(**environ)
    except SettingsError as error:
        line = str(error)
    assert line is None or (len(line.splitlines()) == 1 and any(variable in line for variable in environ))


# .env.example


def test_example_names_every_setting_once_and_no_other() -> None:
    written = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)
    assert sorted(written) == sorted(VARIABLES)


def test_example_gives_the_defaults() -> None:
    given = {name: value for name, value in dotenv_values(EXAMPLE).items() if value}
    defaults = {"MESSAGE_CONTENT": "off", "LOG_LEVEL": "INFO", "LOG_FORMAT": "text"}
    assert given == {"DATABASE_URL": Settings().database_url, **defaults}
    assert load_settings({}, read_dotenv(EXAMPLE)) == Settings()


def test_example_explains_every_setting() -> None:
    for block in EXAMPLE.read_text().strip().split("\n\n")[1:]:
        comments = [line for line in block.splitlines() if line.startswith("#")]
        assert comments
        assert block.splitlines()[: len(comments)] == comments


def test_secrets_are_read_from_files_too(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{SECRET}\n")
    assert load(DISCORD_TOKEN_FILE=str(file)).discord_token == SECRET
    assert "set one of them" in refused(DISCORD_TOKEN_FILE=str(file), DISCORD_TOKEN="x")
    assert "DISCORD_TOKEN_FILE" in refused(DISCORD_TOKEN_FILE=str(tmp_path / "none"))
    file.write_text(f"# the bot's\n{SECRET}\n")
    assert refused(DISCORD_TOKEN_FILE=str(file)).startswith("DISCORD_TOKEN (from DISCORD_TOKEN_FILE) holds a space")
    assert SECRET not in refused(DISCORD_TOKEN_FILE=str(file))
    file.write_text("mysql://u:swordfish@h/d")
    assert SECRET not in refused(DATABASE_URL_FILE=str(file))
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN_FILE={file}\n")
    assert load_settings({}, read_dotenv(dotenv)).discord_token == file.read_text()
