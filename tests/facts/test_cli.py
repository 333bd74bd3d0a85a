"""``python -m facts``: what it prints, and its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from facts.__main__ import WRONG_USAGE, main
from tests.support.packs import small_pack, write_pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "harbour", small_pack())


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    data = small_pack()
    data["facts"][0] |= {"kind": "roll", "sources": ["nothing"]}
    return write_pack(tmp_path / "broken", data)


def test_lint_says_nothing_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: 0 errors, 0 warnings\n"


def test_lint_prints_every_problem_of_every_pack(
    folder: Path, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lint", str(broken), str(folder)]) == 1
    first, second, *summaries = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{broken}/pack.yaml:")
    assert "did you mean role?" in first
    assert "unknown id “nothing”" in second
    assert summaries == [f"{broken}: 2 errors, 0 warnings", f"{folder}: 0 errors, 0 warnings"]


def test_lint_fails_for_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(tmp_path / "nowhere")]) == 1
    assert "cannot be read: no such folder" in capsys.readouterr().out


def test_truncate_writes_a_pack_that_lints(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "out"
    assert main(["truncate", str(folder), "--as", "S1E1", "--to", str(out)]) == 0
    assert main(["lint", str(out)]) == 0
    assert "Wilson" not in (out / "pack.yaml").read_text(encoding="utf-8")
    assert "1 file, harbour as known at S1E1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "COMMAND"),
        (["lnt"], "invalid choice"),
        (["truncate", "--to", "x"], "--as"),
        (["truncate", "--as", "S1", "--to", "OUT", "--from", "x"], "--from"),
        (["truncate", "FOLDER", "--as", "S2E", "--to", "OUT"], "'S2E' is not a position such as S0, S3 or S3E4"),
        (["truncate", "FOLDER", "--as", "S9E99", "--to", "OUT"], "S9E99"),
        (["truncate", "FOLDER", "--as", "S1", "--to", "FOLDER"], "not an empty folder"),
        (["show", "Karen", "--pack", "FOLDER", "--as", "S9"], "the show has no S9: it goes from S0 to S2E2"),
    ],
)
def test_wrong_usage_is_one_clear_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    given = [{"FOLDER": str(folder), "OUT": str(tmp_path / "out")}.get(word, word) for word in arguments]
    try:
        status: object = main(given)
    except SystemExit as stopped:
        status = stopped.code
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [["truncate", "--as", "S1", "--to", "OUT"], ["show", "x", "--pack"]])
def test_commands_refuse_a_broken_pack(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    given = [str(tmp_path / "out") if word == "OUT" else word for word in command]
    assert main([given[0], str(broken), *given[1:]] if given[0] == "truncate" else [*given, str(broken)]) == 1
    assert "did you mean role?" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_schema_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert "$schema" in json.loads(capsys.readouterr().out)


def test_show_prints_what_is_known_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ellen waverly", "--pack", str(folder), "--as", "S1E2"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "Ellen Wilson (character ellen-waverly, known from S0)",
        "  also called Ellen Waverly",
        "  played by Joel Park",
        "  main cast",
        "  spouse: Karen Stevens",
        "  [S0] role pilot. Ellen Waverly flies the mail in 1969.",
        "  [S1E2] spouse Ellen Wilson. 1970: Karen Stevens marries Ellen Wilson.",
    ]


def test_show_takes_a_missing_position_for_nothing_watched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "Ellen Waverly", "--pack", str(folder)]) == 0
    assert "Wilson" not in capsys.readouterr().out


def test_show_answers_hidden_and_nonexistent_alike(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for name in ("Dev Ayesa", "Dev Azesa"):
        assert main(["show", name, "--pack", str(folder), "--as", "S1"]) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        said.append(captured.err.replace(name, "NAME"))
    assert said[0] == said[1] == "nothing called 'NAME' is known at S1\n"


def test_show_suggests_what_is_known_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "Ellen Wilso", "--pack", str(folder), "--as", "S0"]) == 1
    assert "Ellen Wilson" not in capsys.readouterr().err
    assert main(["show", "Ellen Wilso", "--pack", str(folder), "--as", "S2"]) == 1
    assert "did you mean Ellen Wilson?" in capsys.readouterr().err


def test_load_writes_a_pack_once(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["load", str(folder), "--database", f"sqlite+aiosqlite:///{tmp_path}/x.db"]
    assert main(command) == 0
    assert main(command) == 0
    assert capsys.readouterr().out == f"{folder}: loaded\n{folder}: unchanged\n"


def test_load_leaves_out_a_broken_pack_only(
    folder: Path, broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite+aiosqlite:///{tmp_path}/x.db"
    assert main(["load", str(broken), str(folder), "--database", database]) == 1
    captured = capsys.readouterr()
    assert captured.out == f"{folder}: loaded\n"
    assert f"{broken}: not loaded" in captured.err


@pytest.mark.parametrize("url", ["nonsense", "mysql://x", "sqlite+aiosqlite:////no/such/folder/x.db"])
def test_load_says_in_a_line_that_the_database_cannot_be_used(
    folder: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert main(["load", str(folder), "--database", url]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_load_takes_the_database_from_the_environment(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/environment.db")
    assert main(["load", str(folder)]) == 0
    assert (tmp_path / "environment.db").exists()


def test_load_takes_the_database_that_the_bot_uses(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "DATABASE_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text("DISCORD_TOKEN=x\nDATABASE_URL=sqlite+aiosqlite:///dotenv.db\n")
    assert main(["load", str(folder)]) == 0
    (tmp_path / "secret").write_text("sqlite+aiosqlite:///secret.db\n")
    (tmp_path / ".env").write_text("DATABASE_URL=\nDATABASE_URL_FILE=secret\n")
    assert main(["load", str(folder)]) == 0
    (tmp_path / "secret").unlink()
    assert main(["load", str(folder)]) == WRONG_USAGE
    assert "DATABASE_URL_FILE: secret cannot be read: No such file" in capsys.readouterr().err
    (tmp_path / ".env").unlink()
    assert main(["load", str(folder)]) == 0
    assert {path.name for path in tmp_path.glob("*.db")} == {"dotenv.db", "secret.db", "airlock.db"}


def test_python_m_facts_starts_and_survives_a_reader_that_leaves() -> None:
    command = f"{sys.executable} -m facts schema | head -c 1"
    result = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert result.stdout == "{"
    assert result.stderr == ""
