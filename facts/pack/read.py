"""Read a pack's folder: every file of it, every problem of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from facts.model import FORMAT_VERSION, Pack
from facts.pack.digest import pack_files, pack_folders
from facts.pack.problem import PackErrors, Problem, did_you_mean, shown
from facts.pack.references import check_references
from facts.pack.shape import Path as DataPath
from facts.pack.shape import keys_at, node_at, validate
from facts.pack.tree import Node, parse
from facts.seasons import Seasons

MAX_EPISODES: Final = 200
"""How long a season may be, as in the model."""

MAX_BYTES: Final = 50_000_000
"""How large a file may be: far more than a person writes."""

_ID_LINE: Final = re.compile(r"\bid:\s*[\"']?([a-z0-9-]+)")


class Places:
    """Where the items of a pack are written, though broken ones were left out of it."""

    def __init__(self, root: Node, kept: Mapping[str, list[int]]) -> None:
        self.root = root
        self.kept = kept

    def __call__(self, *path: str | int) -> Node:
        """Find the node at ``path`` in the pack, or the nearest around it."""
        steps = list(path)
        if len(steps) > 1 and steps[0] in self.kept and isinstance(steps[1], int):
            steps[1] = self.kept[str(steps[0])][steps[1]]
        return node_at(self.root, steps)[0]


@dataclass(slots=True)
class Reading:
    """What became of reading a folder; with problems ``pack`` holds only what is sound, if it has a show at all."""

    pack: Pack | None
    at: Places
    """Finds what the model says in the files."""
    files: dict[str, Node] = field(default_factory=dict)
    """The parsed files by name."""
    problems: list[Problem] = field(default_factory=list)


def read_pack(folder: Path) -> Pack:
    """Read the pack in ``folder``; raise ``PackErrors`` with everything that is wrong in it."""
    return usable(read(folder))


def usable(reading: Reading) -> Pack:
    """Take the pack out of a reading; raise ``PackErrors`` where there are errors."""
    errors = [problem for problem in reading.problems if not problem.warning]
    if errors or reading.pack is None:
        raise PackErrors(errors)
    return reading.pack


def read(folder: Path) -> Reading:
    """Read as much of the pack in ``folder`` as can be read; never raises because of what is in it."""
    reading = Reading(None, Places(Node(str(folder), 1, 1, {}, parts={}, keys={}), {}))
    unread = _read_files(folder, reading)
    if not reading.files and reading.problems:
        return reading
    root = _join(folder, reading, complete=not unread)
    reading.at = Places(root, {})
    pack, problems, blamed = validate(root)
    if problems or pack is None:
        reading.problems += [
            problem for problem in problems if not (unread and problem.message.startswith("the pack has no"))
        ]
        pack = _sound(root, reading, blamed)
    if (seasons := _seasons(root)) is not None:
        reading.problems += check_references(root, seasons, unread_ids(unread))
    reading.pack = pack
    return reading


def unread_ids(texts: list[str]) -> frozenset[str]:
    """Find what may be ids in files whose YAML is broken: nobody can say that they are unknown."""
    return frozenset(id_ for text in texts for id_ in _ID_LINE.findall(text))


def _read_files(folder: Path, reading: Reading) -> list[str]:
    """Parse every file; return the texts of those that could not be read to the end."""
    unread: list[str] = []
    try:
        paths = pack_files(folder)
    except OSError as error:
        reason = "no such folder" if isinstance(error, FileNotFoundError) else str(error.strerror or error).lower()
        reading.problems.append(Problem(str(folder), 1, 1, f"cannot be read: {reason}"))
        return unread
    if not paths:
        packs = [inner.name for inner in pack_folders(folder) if pack_files(inner)]
        hint = f" (did you mean its folder {packs[0]}?)" if packs else ""
        reading.problems.append(Problem(str(folder), 1, 1, f"holds no *.yaml file, expected the files of a pack{hint}"))
    for path in paths:
        try:
            if (size := path.stat().st_size) > MAX_BYTES:
                raise OSError(0, f"found {size:,} bytes, expected at most {MAX_BYTES:,}")
            content = path.read_bytes()
        except OSError as error:
            problem = Problem(str(path), 1, 1, f"cannot be read: {str(error.strerror or error).lower()}")
            reading.problems.append(problem)
            unread.append("")
            continue
        parsed = parse(str(path), content)
        reading.problems += parsed.problems
        if parsed.rest:
            unread.append(parsed.rest)
        if parsed.root is not None and isinstance(parsed.root.parts, dict):
            reading.files[path.name] = parsed.root
        elif parsed.root is not None and parsed.root.plain is not None:
            reading.problems.append(
                parsed.root.problem("found no keys, expected such as “facts:” with a list under it")
            )
    return unread


def _join(folder: Path, reading: Reading, *, complete: bool) -> Node:
    """Join the files: lists under the same key one after the other, ``show`` and ``pack`` once."""
    plain: dict[str, Any] = {}
    parts: dict[str, Node] = {}
    root = Node(str(folder), 1, 1, plain, parts=parts, keys={})
    valid = keys_at(())
    for document in reading.files.values():
        for key, node in document.parts.items():
            place = document.key(key)
            if key not in valid:
                message = f"found the unknown key {shown(key)}, expected one of {', '.join(valid)}"
                reading.problems.append(place.problem(message, did_you_mean(key, valid)))
            elif key == "pack":
                if node.plain != FORMAT_VERSION or isinstance(node.plain, bool):
                    message = f"pack: found {shown(str(node.written))}, expected {FORMAT_VERSION}, the format's version"
                    reading.problems.append(node.problem(message))
                parts.setdefault(key, node)
                plain[key] = FORMAT_VERSION
            elif key == "show":
                if key in parts:
                    first = parts[key]
                    message = f"found a second “show”, expected one a pack; the first is in {first.file}:{first.line}"
                    reading.problems.append(place.problem(message))
                else:
                    plain[key], parts[key] = node.plain, node
            elif isinstance(node.parts, list):
                whole = parts.setdefault(key, Node(node.file, node.line, node.column, [], parts=[]))
                whole.plain.extend(node.plain)
                whole.parts.extend(node.parts)
                plain[key] = whole.plain
            else:
                found = (
                    "a mapping"
                    if node.parts is not None
                    else "nothing"
                    if node.plain is None
                    else shown(str(node.written))
                )
                hint = (
                    "take the key out, or put items under it"
                    if node.plain is None
                    else "each item begins with a hyphen"
                )
                reading.problems.append(place.problem(f"{key}: found {found}, expected a list", hint))
    if not complete:
        plain.setdefault("pack", FORMAT_VERSION)
    return root


def _sound(root: Node, reading: Reading, blamed: set[DataPath]) -> Pack | None:
    """Make a pack of what is left without the broken items."""
    kept: dict[str, list[int]] = {}
    plain: dict[str, Any] = {"pack": FORMAT_VERSION}
    for key, value in root.plain.items():
        if isinstance(value, list):
            kept[key] = [index for index in range(len(value)) if (key, index) not in blamed]
            plain[key] = [value[index] for index in kept[key]]
        elif key == "show":
            plain[key] = value
    if ("show",) in blamed:
        plain["show"] = _sound_show(root)
    reading.at = Places(root, kept)
    pack, _problems, _blamed = validate(Node(root.file, 1, 1, plain, parts={}, keys={}))
    return pack


def _sound_show(root: Node) -> dict[str, Any]:
    """Keep of a broken ``show`` what the other checks need: how long its seasons are."""
    lengths = _seasons(root)
    return {"id": "unknown", "title": "Unknown", "premise": "Unknown.", "episodes": list(lengths or ())}


def _seasons(root: Node) -> Seasons | None:
    """Take the seasons out of a ``show`` that may be broken; ``None`` where they are."""
    show = root.plain.get("show")
    lengths = show.get("episodes") if isinstance(show, dict) else None
    sound = isinstance(lengths, list) and lengths and all(type(n) is int and 1 <= n <= MAX_EPISODES for n in lengths)
    return Seasons(lengths) if sound and isinstance(lengths, list) else None
