"""Trying mutants out quickly: tests are collected once, and each mutant is a fork in which functions are swapped.

What a module does while it is imported cannot be swapped, and what survives here is tried again by ``running``: tests
may have called a function before it was swapped.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import inspect
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.running import CPU_SECONDS, FORK, OPTIONS, OURS, PATIENCE, enter

_NOT_SWAPPED: Final = 77


class _Forks:
    """A plugin that forks where tests would be run: the child goes on with a mutant, the parent with the next one."""

    def __init__(self, root: Path, mutants: Sequence[Mutant], results: Connection) -> None:
        self._root = root
        self._mutants = mutants
        self._results = results

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed or not session.items:
            return True
        sources = {
            file: (self._root / file).read_text(encoding="utf-8") for file in {m.change.file for m in self._mutants}
        }
        unchanged = os.fork()
        if not unchanged:
            return None
        used = os.wait4(unchanged, 0)[2]
        # Many mutants never end: they are given up well before CPU_SECONDS, but not before tests could have passed.
        limit = min(CPU_SECONDS, 3 + 3 * round(used.ru_utime + used.ru_stime))
        for number, mutant in enumerate(self._mutants):
            started = time.monotonic()
            child = os.fork()
            if not child:
                os.setpgid(0, 0)
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
                if not swap(self._root / mutant.change.file, sources[mutant.change.file], mutant.code):
                    os._exit(_NOT_SWAPPED)
                return None
            self._results.send((number, _noticed(child), time.monotonic() - started))
        return True


def killed(root: Path, mutants: Sequence[Mutant], tests: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Yield the places of the mutants that tests notice, and in how many seconds."""
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_collect, args=(root, mutants, tests, theirs))
    process.start()
    theirs.close()
    try:
        while True:
            number, noticed, seconds = ours.recv()
            if noticed:
                yield number, seconds
    except EOFError:
        process.join()


def _collect(root: Path, mutants: Sequence[Mutant], tests: Sequence[str], results: Connection) -> None:
    enter(root)
    code = pytest.main([*OPTIONS, *tests], plugins=[_Forks(root, mutants, results)])
    sys.stdout.flush()
    os._exit(int(code))


def _noticed(child: int) -> bool:
    """Wait for a child, but not for ever; return whether its tests failed, or did not end."""
    ended = os.pidfd_open(child)
    hangs = not select.select([ended], [], [], PATIENCE)[0]
    os.close(ended)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # also what the tests have started and left
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return hangs or code in (1, 2, 3, -signal.SIGXCPU)


def swap(file: Path, before: str, after: str) -> bool:
    """Give the functions of a loaded module the code of its mutant; return whether that is all there is to it."""
    changed = _changed(compile(before, str(file), "exec"), compile(after, str(file), "exec"))
    if not changed:
        return False
    gc.unfreeze()
    loaded = gc.get_objects()
    for old, new in changed:
        functions = [
            function
            for function in loaded
            if isinstance(function, FunctionType)
            and function.__code__.co_filename == str(file)
            and (function.__code__.co_qualname, function.__code__.co_firstlineno)
            == (old.co_qualname, old.co_firstlineno)
        ]
        if not functions or any(len(f.__code__.co_freevars) != len(new.co_freevars) for f in functions):
            return False
        for function in functions:
            function.__code__ = new
    for kept in loaded:
        if isinstance(kept, functools._lru_cache_wrapper) and str(kept.__module__).partition(".")[0] in OURS:
            kept.cache_clear()
    return True


def _changed(old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """The functions that differ, within code that is run when a module is imported; ``None`` if that code differs."""
    if _own(old) != _own(new):
        return None
    found: list[tuple[CodeType, CodeType]] = []
    for one, other in zip(_nested(old), _nested(new), strict=True):
        if one.co_flags & inspect.CO_OPTIMIZED:
            if not _same(one, other):
                found.append((one, other))
        else:
            within = _changed(one, other)
            if within is None:
                return None
            found += within
    return found


def _same(one: CodeType | None, other: CodeType | None) -> bool:
    if one is None or other is None or _own(one) != _own(other):
        return False
    return all(_same(*pair) for pair in zip_longest(_nested(one), _nested(other)))


def _nested(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]


def _own(code: CodeType) -> tuple[Any, ...]:
    """What code is, but for its lines and the code within it."""
    consts = [(type(const), None if isinstance(const, CodeType) else repr(const)) for const in code.co_consts]
    names = (
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_argcount,
        code.co_kwonlyargcount,
    )
    return code.co_code, code.co_flags, code.co_exceptiontable, names, consts
