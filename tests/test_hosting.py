"""The files for hosts: what they name is there, and what they promise is in them."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import main
from bot.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "docs" / "hosting" / "airlock.service"
SETTINGS = {entry.name.upper() for entry in fields(Settings)}
GUIDE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def service() -> configparser.SectionProxy:
    """Give the service's section of the unit."""
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # options keep their case
    parser.read(UNIT, encoding="utf-8")
    assert parser["Install"]["WantedBy"] == "multi-user.target"
    # Whatever passes is tried for as long as it takes; what does not pass ends with a status of its own.
    assert parser["Unit"]["StartLimitIntervalSec"] == "0"
    return parser["Service"]


def test_unit_is_hardened(service: configparser.SectionProxy) -> None:
    for option in (
        *("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectKernelTunables", "LockPersonality"),
        *("ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "ProtectClock", "ProtectHostname"),
        *("RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "PrivateUsers", "RemoveIPC"),
    ):
        assert service[option] == "yes", option
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    filters = re.findall(r"^SystemCallFilter=(.+)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    assert filters == ["@system-service", "~@privileged @resources"]
    assert service["UMask"] == "0077"
    assert service["User"] == "airlock"


def test_unit_starts_and_stops_the_bot_as_it_is_meant(service: configparser.SectionProxy) -> None:
    assert service["ExecStart"].endswith("python -m bot run --service")
    assert service["KillSignal"] == "SIGTERM"
    assert int(service["TimeoutStopSec"]) > 10
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == "2"
    assert int(service["RestartSec"]) >= 10  # a thousand starts a day are all that Discord allows
    assert "MemoryDenyWriteExecute" not in service  # what makes native code at run time would not start


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_unit_is_as_systemd_wants_it(tmp_path: Path) -> None:
    unit = tmp_path / "airlock.service"
    text = UNIT.read_text(encoding="utf-8").replace("/opt/airlock/.venv/bin/python", sys.executable)
    unit.write_text(text.replace("file:///opt/airlock", f"file://{ROOT}"), encoding="utf-8")
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=60)
    assert (verified.returncode, verified.stderr) == (0, "")
    rated = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=15", str(unit)]
    secured = subprocess.run(rated, capture_output=True, text=True, timeout=60)
    assert secured.returncode == 0, secured.stdout.splitlines()[-1:]


def test_environment_that_could_not_be_made_is_made_anew_the_next_time(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    broken = tmp_path / "python-without-venv"
    broken.write_text("#!/bin/sh\nmkdir -p .venv/bin && touch .venv/bin/python\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    made = subprocess.run(
        ["make", ".venv/bin/python", f"PYTHON={broken}"], cwd=tmp_path, capture_output=True, timeout=60
    )
    assert made.returncode == 2
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_compose_gives_no_secret_from_the_environment_to_what_is_read_only(service: str) -> None:
    # Such a secret is written into the container, and Compose refuses where nothing can be written.
    wanted = COMPOSE["services"][service]
    if wanted.get("read_only"):
        names = {each if isinstance(each, str) else each["source"] for each in wanted.get("secrets", ())}
        assert all("file" in COMPOSE["secrets"][name] for name in names)


def test_compose_uses_settings_that_there_are() -> None:
    bot, database = COMPOSE["services"]["airlock"], COMPOSE["services"]["database"]
    assert set(bot["environment"]) <= SETTINGS
    for service, name in ((bot, "DISCORD_TOKEN"), (database, "POSTGRES_PASSWORD")):
        # What .env does not give is refused before anything is started.
        assert service["environment"][name] == f"${{{name}:?set {name} in .env}}"
    # Containers are restarted whatever their status, so what no restart mends must not end.
    assert bot["restart"] == "unless-stopped"
    assert bot["command"] == ["run", "--hold"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["depends_on"]["database"]["condition"] == "service_healthy"
    assert "healthcheck" in database
    assert database["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    url = bot["environment"]["DATABASE_URL"].replace(database["environment"]["POSTGRES_PASSWORD"], "swordfish")
    assert load_settings({"DATABASE_URL": url}).database_url == url
    assert f"@{'database'}/{database['environment']['POSTGRES_DB']}" in url
    assert f"//{database['environment']['POSTGRES_USER']}:" in url
    assert (ROOT / bot["build"]["dockerfile"]).is_file()
    assert bot["environment"]["METRICS_PORT"] in bot["healthcheck"]["test"][-1]
    assert "ports" not in bot
    assert "ports" not in database
    assert int(bot["stop_grace_period"].removesuffix("s")) > 10
    named = {volume.split(":")[0] for each in COMPOSE["services"].values() for volume in each["volumes"]}
    assert named == set(COMPOSE["volumes"])


def test_container_copies_what_there_is_and_is_not_root() -> None:
    for line in re.findall(r"^COPY (.+)$", CONTAINER, re.MULTILINE):
        if line.startswith("--from"):
            continue
        for path in line.split()[:-1]:
            assert (ROOT / path).exists(), path
    before, _, after = CONTAINER.partition("USER airlock")
    first, _, last = before.rpartition("\nFROM ")
    assert "pip --python" in first
    assert "pip uninstall" in last
    assert "install" not in last.replace("pip uninstall", "").replace("install further", "")
    assert "RUN" not in after
    assert "HEALTHCHECK" in after
    assert 'CMD ["run", "--hold"]' in after
    for assignment in re.findall(r"^ENV (.+)$", CONTAINER, re.MULTILINE):
        names = {pair.split("=")[0] for pair in assignment.split()}
        assert names - {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PATH"} <= SETTINGS


_COMMANDS = re.findall(
    r"(?:python -m bot|sudo (?:\S+=\S+ )?airlock|sbin/airlock|run --rm (?:-e \S+ )?airlock)"
    r" ((?:db )?[a-z]+(?:-[a-z]+)*)",
    GUIDE,
)


@pytest.mark.parametrize("command", sorted(set(_COMMANDS)))
def test_guide_names_commands_that_there_are(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m bot {command}")


def test_guide_names_settings_and_files_that_there_are() -> None:
    named = set(re.findall(r"\b([A-Z]+_[A-Z_]+)\b", GUIDE)) - {"POSTGRES_PASSWORD"}
    assert named
    assert named <= SETTINGS
    for path in (
        "docs/hosting/airlock.service",
        "docs/hosting/airlock.sh",
        ".env.example",
        "constraints.txt",
        "CHANGELOG.md",
    ):
        assert path in GUIDE
        assert (ROOT / path).exists()


def test_guide_names_places_that_containers_and_service_have(service: configparser.SectionProxy) -> None:
    assert "backups:/data" in COMPOSE["services"]["airlock"]["volumes"]
    assert any(mounted.startswith("/tmp") for mounted in COMPOSE["services"]["airlock"]["tmpfs"])
    in_containers = [line for line in GUIDE.splitlines() if "docker compose" in line and ".backup" in line]
    assert len(in_containers) >= 4
    assert all(re.search(r"[ :]/data[/ ]", line) for line in in_containers)
    # The bot is stopped where a database is filled: nothing is executed in its container then.
    assert not re.search(r"compose exec.* db (?:restore|copy)", GUIDE)
    assert f"DATABASE_URL=sqlite+aiosqlite:////var/lib/{service['StateDirectory']}/" in GUIDE
    assert service["WorkingDirectory"] in GUIDE
    assert f"-o {service['User']} -g {service['Group']} -m 700 /var/backups/airlock" in GUIDE


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_command_of_the_service_is_run_as_the_service_is(tmp_path: Path, service: configparser.SectionProxy) -> None:
    runner = tmp_path / "systemd-run"
    runner.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    runner.chmod(0o755)

    def given(**environ: str) -> tuple[list[str], list[str]]:
        command = ["sh", str(ROOT / "docs" / "hosting" / "airlock.sh"), "db", "backup", "/a b"]
        path = f"{tmp_path}:{os.environ['PATH']}"
        ran = subprocess.run(command, env={"PATH": path, **environ}, capture_output=True, text=True, check=True)
        words = ran.stdout.splitlines()
        at = words.index("/usr/bin/env")
        return words[:at], words[at + 1 :]

    options, command = given()
    assert command == [*service["ExecStart"].removesuffix("run --service").split(), "db", "backup", "/a b"]
    assert Path(command[0]).is_absolute()
    assert {f"--uid={service['User']}", f"--gid={service['Group']}", "--wait", "--pipe"} <= set(options)
    assert f"--working-directory={service['WorkingDirectory']}" in options
    for name in ("EnvironmentFile", "UMask", "StateDirectory", "StateDirectoryMode"):
        assert f"--property={name}={service[name]}" in options
    _, other = given(DATABASE_URL="sqlite+aiosqlite:////tmp/trial.db")
    assert other == ["DATABASE_URL=sqlite+aiosqlite:////tmp/trial.db", *command]
