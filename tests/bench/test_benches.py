"""Every bench runs, with the smallest numbers; what it measures then says nothing."""

from __future__ import annotations

from pathlib import Path

from tests.bench import answers, databases, flat, guilds, ledger, lookups, rounds, start
from tests.bench.figures import Figure, table


async def test_lookups_are_measured(tmp_path: Path) -> None:
    figures = await lookups.measure(tmp_path, times=32, rounds=1)
    assert len(figures) == 9
    assert all(figure.measured > 0 for figure in figures)


async def test_databases_are_measured(tmp_path: Path) -> None:
    figures = await databases.measure(tmp_path, times=32, rounds=1)
    assert len(figures) == 3
    assert all(figure.measured >= 0 for figure in figures)


async def test_servers_are_measured(tmp_path: Path) -> None:
    (figure,) = await guilds.measure(tmp_path, servers=60, rounds=1)
    assert "kB each" in figure.beside


async def test_flatness_is_measured(tmp_path: Path) -> None:
    figures = await flat.measure(tmp_path, large=1_000, users=200, active=40, times=32, rounds=1)
    assert len(figures) == 4
    assert all(figure.measured > 0 for figure in figures)


async def test_start_is_measured(tmp_path: Path) -> None:
    figures = await start.measure(tmp_path, rounds=1, lookups=10)
    assert len(figures) == 2
    assert all(figure.measured > 0 for figure in figures)


async def test_answers_are_measured(tmp_path: Path) -> None:
    figures = await answers.measure(tmp_path, players=20, rounds=1)
    assert len(figures) == 2
    assert all(figure.measured > 0 for figure in figures)


async def test_rounds_are_measured() -> None:
    figures = await rounds.measure((5,), seconds=8)
    assert len(figures) == 5
    assert all(figure.measured >= 0 for figure in figures)


async def test_ledger_is_measured(tmp_path: Path) -> None:
    (figure,) = await ledger.measure(tmp_path, rounds=1, times=2)
    assert figure.measured > 0


def test_table_marks_what_misses_its_target() -> None:
    figures = [Figure("cost", 1.2, 1.25), Figure("wait", 300, 250, "ms"), Figure("gain", 9, 10, at_least=True)]
    _, _, *rows = table(figures).splitlines()
    assert ["miss" in row for row in rows] == [False, True, True]
