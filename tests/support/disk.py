"""What SQLite writes and syncs, recorded, and the disk as a power cut at any moment may leave it.

A process that is killed loses nothing that it has written, synced or not. A machine that loses its power does: what
was written after the last sync of a file may be there, or parts of it, or none. The SQLite of Python is recorded, by
a layer between it and the files (a VFS in SQLite's words) that hands everything on but notes writes, cuts and syncs.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import sqlite3
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, ClassVar, NamedTuple

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""

_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_CLOSE = CFUNCTYPE(c_int, c_void_p)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)


class _Vfs(Structure):
    _fields_: ClassVar = [
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("others", c_void_p * 14),
    ]


class _Methods(Structure):
    _fields_: ClassVar = [
        ("version", c_int),
        ("close", _CLOSE),
        ("read", c_void_p),
        ("write", _WRITE),
        ("truncate", _TRUNCATE),
        ("sync", _SYNC),
        ("others", c_void_p * 13),
    ]


class Wrote(NamedTuple):
    """Bytes at a place of a file."""

    file: str
    offset: int
    data: bytes


class Cut(NamedTuple):
    """A file was cut to a size."""

    file: str
    size: int


class Synced(NamedTuple):
    """All that was done to a file before is on the disk."""

    file: str


class Deleted(NamedTuple):
    """A file is gone."""

    file: str


class Noted(NamedTuple):
    """Something that was acknowledged now."""

    what: Hashable


@dataclass
class Disk:
    """What was on the disk at first, and what was done since, in its order."""

    before: dict[str, bytes] = field(default_factory=dict)
    log: list[Wrote | Cut | Synced | Deleted | Noted] = field(default_factory=list)

    def note(self, what: Hashable) -> None:
        """Note that something is acknowledged from now on."""
        self.log.append(Noted(what))

    def after_cut(self, moment: int, chance: Random) -> tuple[dict[str, bytes], set[Hashable]]:
        """The files after a power cut before the ``moment``-th entry, and all that had been acknowledged."""
        kept = chance.choice((0.0, chance.random()))
        safe = {file: bytearray(content) for file, content in self.before.items()}
        unsafe: dict[str, list[Wrote | Cut]] = {}
        noted: set[Hashable] = set()
        for entry in self.log[:moment]:
            match entry:
                case Wrote(file) | Cut(file):
                    unsafe.setdefault(file, []).append(entry)
                case Synced(file):
                    _do(safe.setdefault(file, bytearray()), unsafe.pop(file, []))
                case Deleted(file):
                    safe.pop(file, None)
                    unsafe.pop(file, None)
                case Noted(what):
                    noted.add(what)
        for file, entries in unsafe.items():
            lucky = [part for entry in entries for part in _parts(entry) if chance.random() < kept]
            _do(safe.setdefault(file, bytearray()), lucky)
        return {file: bytes(content) for file, content in safe.items()}, noted


def _parts(entry: Wrote | Cut) -> Iterator[Wrote | Cut]:
    """The pieces of a write that reach the disk each by itself."""
    if isinstance(entry, Cut):
        yield entry
        return
    start = 0
    while start < len(entry.data):
        end = min(len(entry.data), (entry.offset + start) // SECTOR * SECTOR + SECTOR - entry.offset)
        yield Wrote(entry.file, entry.offset + start, entry.data[start:end])
        start = end


def _do(content: bytearray, entries: list[Wrote | Cut]) -> None:
    for entry in entries:
        if isinstance(entry, Cut):
            content.extend(bytes(max(0, entry.size - len(content))))
            del content[entry.size :]
        else:
            content.extend(bytes(max(0, entry.offset - len(content))))
            content[entry.offset : entry.offset + len(entry.data)] = entry.data


@contextmanager
def recorded(folder: Path) -> Iterator[Disk]:
    """Record what this process's SQLite does to the files of a folder; raise ``LookupError`` where it cannot be told.

    Syncs are noted and not done, which is quicker. Connections must be closed before the end.
    """
    library = ctypes.CDLL(_sqlite3.__file__)
    if not hasattr(library, "sqlite3_vfs_register"):
        raise LookupError("this Python's SQLite cannot be reached")
    library.sqlite3_vfs_find.restype = c_void_p
    library.sqlite3_vfs_find.argtypes = [c_char_p]
    library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
    library.sqlite3_vfs_unregister.argtypes = [c_void_p]
    disk = Disk({path.name: path.read_bytes() for path in folder.iterdir()})
    layer = _Layer(library.sqlite3_vfs_find(None), folder, disk)
    library.sqlite3_vfs_register(ctypes.addressof(layer.vfs), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(ctypes.addressof(layer.vfs))


class _Layer:
    """Between SQLite and the files; it must outlive all connections that were opened through it."""

    def __init__(self, usual: int, folder: Path, disk: Disk) -> None:
        self._usual = usual
        self._folder = str(folder)
        self._disk = disk
        self._real = cast(usual, POINTER(_Vfs)).contents
        self._names: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self.vfs = _Vfs.from_buffer_copy(self._real)
        self.vfs.name = b"recorded"
        self.vfs.open = _OPEN(self._open)
        self.vfs.delete = _DELETE(self._delete)

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, flags_out: int | None) -> int:
        result: int = self._real.open(self._usual, name, file, flags, flags_out)
        path = ctypes.string_at(name).decode() if name else ""
        if result == 0 and path.startswith(self._folder):
            self._names[file] = Path(path).name
            pointer = cast(file, POINTER(c_void_p))
            pointer[0] = ctypes.addressof(self._recording(pointer[0]))
        return result

    def _recording(self, methods: int) -> _Methods:
        """The methods of a file, those that write replaced."""
        if methods not in self._methods:
            real = cast(methods, POINTER(_Methods)).contents
            made = _Methods.from_buffer_copy(real)

            def write(file: int, data: int, size: int, offset: int) -> int:
                self._disk.log.append(Wrote(self._names[file], offset, ctypes.string_at(data, size)))
                return int(real.write(file, data, size, offset))

            def truncate(file: int, size: int) -> int:
                self._disk.log.append(Cut(self._names[file], size))
                return int(real.truncate(file, size))

            def sync(file: int, _flags: int) -> int:
                self._disk.log.append(Synced(self._names[file]))
                return 0

            def close(file: int) -> int:
                self._names.pop(file)
                return int(real.close(file))

            made.write, made.truncate = _WRITE(write), _TRUNCATE(truncate)
            made.sync, made.close = _SYNC(sync), _CLOSE(close)
            self._methods[methods] = made
        return self._methods[methods]

    def _delete(self, _vfs: int, name: bytes, sync: int) -> int:
        self._disk.log.append(Deleted(Path(name.decode()).name))
        return int(self._real.delete(self._usual, name, sync))


def is_sound(file: Path) -> bool:
    """Whether SQLite finds nothing wrong with a database."""
    connection = sqlite3.connect(file)
    try:
        found: list[Any] = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return found == [("ok",)]
