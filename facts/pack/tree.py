"""One YAML file as plain data of which every part knows its place.

YAML's conveniences that surprise people or cost memory are refused: anchors, aliases, tags, several documents. Plain
scalars are numbers, ``true``, ``false``, ``null`` or text: ``no``, ``on`` and ``12:30`` are text, as in YAML 1.2, and
dates stay text until something asks for a date.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from facts.pack.problem import Problem, shown

MAX_DEPTH: Final = 12
"""How deep mappings and lists may nest; the format needs six."""

_WORDS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?")

_SYNTAX_HINTS: Final = (
    ("mapping values are not allowed", "a text with a colon and a space in it needs quotes around it"),
    ("cannot start any token", "use spaces, not tabs; a text that begins with @, % or ` needs quotes around it"),
    ("did not find expected key", "check the indentation, and quotes inside quotes"),
    ("could not find expected ':'", "a key needs a colon and a space after it, a quoted text its closing quote"),
    ("did not find expected '-' indicator", "all items of a list begin in the same column"),
    ("did not find expected ',' or", "a list or mapping in brackets is not closed"),
    ("unexpected end of stream", "a quoted text is not closed"),
)


@dataclass(slots=True)
class Node:
    """A part of a file: its plain data, where it begins (from 1), and the nodes of which it is made."""

    file: str
    line: int
    column: int
    plain: Any
    written: str | None = None
    """What the file says, for scalars; ``None`` for lists and mappings."""
    parts: Any = None
    """The nodes of a list as a list, of a mapping as a dict."""
    keys: dict[str, tuple[int, int]] | None = None
    """Where the keys of a mapping are: line and column, by key."""

    def key(self, name: str) -> Node:
        """Return the node of a mapping's key; the mapping itself where it has no such key."""
        return Node(self.file, *self.keys[name], name) if self.keys and name in self.keys else self

    def problem(self, message: str, hint: str = "", *, warning: bool = False) -> Problem:
        """Say that something is wrong here."""
        return Problem(self.file, self.line, self.column, message, hint, warning)


@dataclass(slots=True)
class Parsed:
    """A parsed file; where its YAML is broken, ``root`` is what came before, and ``rest`` the text of the file."""

    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    rest: str = ""


class _Open:
    """A list or mapping whose end has not come; a mapping waits for a key or for the ``key``'s value."""

    __slots__ = ("key", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.key: tuple[str | None, int, int] | None = None


def parse(file: str, content: bytes) -> Parsed:
    """Parse one file; never raises, whatever the bytes are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        found = f"found the byte 0x{content[error.start]:02x}, which is not UTF-8"
        problem = Problem(file, line, column, found, "save the file in the encoding UTF-8")
        return Parsed(problems=[problem], rest=content.decode("latin-1"))
    parsed = Parsed()
    stack: list[_Open] = []
    try:
        _build(file, text, parsed, stack)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = ", ".join(part for part in (error.problem, error.context) if part)
        hint = next((hint for part, hint in _SYNTAX_HINTS if part in said), "")
        _broken(parsed, stack, text, Problem(file, line, column, f"not readable as YAML: {said}", hint))
    except yaml.reader.ReaderError as error:
        at = text.find(error.character) if isinstance(error.character, str) else error.position
        before = text[: max(at, 0)]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        _broken(parsed, stack, text, Problem(file, line, column, f"not readable as YAML: {error.reason}"))
    return parsed


def _build(file: str, text: str, parsed: Parsed, stack: list[_Open]) -> None:
    # Every scalar of a pack passes here: hence the order of the branches, and no more calls than needed.
    scalar, list_start, mapping_start = yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent
    ends = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
    documents = 0
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    while (event := loader.get_event()) is not None:
        kind = type(event)
        if kind is scalar:
            if event.anchor is not None or event.tag is not None:
                _refuse(file, event, parsed)
            mark = event.start_mark
            if stack and (top := stack[-1]).key is None and top.node.keys is not None:
                top.key = (event.value, mark.line + 1, mark.column + 1)
                continue
            value = event.value
            plain = _text(value) if event.style else _plain(value)
            _attach(stack, Node(file, mark.line + 1, mark.column + 1, plain, value), parsed)
        elif kind is list_start or kind is mapping_start:
            _refuse(file, event, parsed)
            mark = event.start_mark
            node = Node(file, mark.line + 1, mark.column + 1, [], None, [])
            if kind is mapping_start:
                node.plain, node.parts, node.keys = {}, {}, {}
            _attach(stack, node, parsed)
            stack.append(_Open(node))
            if len(stack) > MAX_DEPTH:
                _broken(parsed, stack, text, node.problem(f"found more than {MAX_DEPTH} levels of nesting"))
                return
        elif kind in ends:
            stack.pop()
        elif kind is yaml.AliasEvent:
            _refuse(file, event, parsed)
            _attach(stack, _here(file, event), parsed)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents == 2:
                parsed.problems.append(_here(file, event).problem("found a second document, expected one a file"))
                return


def _here(file: str, event: Any) -> Node:
    return Node(file, event.start_mark.line + 1, event.start_mark.column + 1, None)


def _refuse(file: str, event: Any, parsed: Parsed) -> None:
    """Refuse what YAML would do beyond plain data."""
    if event.anchor is not None:
        if type(event) is yaml.AliasEvent:
            message, hint = f"found the YAML alias *{event.anchor}", "packs use none: write it out"
        else:
            message, hint = f"found the YAML anchor &{event.anchor}", "a text that begins with & needs quotes around it"
        parsed.problems.append(_here(file, event).problem(message, hint))
    if getattr(event, "tag", None) is not None:
        hint = "a text that begins with ! needs quotes around it"
        parsed.problems.append(_here(file, event).problem(f"found the YAML tag {event.tag}, expected none", hint))


def _plain(written: str) -> Any:
    if written in _WORDS:
        return _WORDS[written]
    if written[0] in "+-.0123456789":
        if _INTEGER.fullmatch(written):
            return int(written)
        if _NUMBER.fullmatch(written):
            return float(written)
    return _text(written)


def _text(written: str) -> str:
    """Take a text that shows nothing, such as zero-width spaces, as the empty text that it looks like."""
    if written.isascii() or any(unicodedata.category(letter)[0] in "LNPS" for letter in written):
        return written
    return ""


def _attach(stack: list[_Open], node: Node, parsed: Parsed) -> None:
    if not stack:
        parsed.root = parsed.root or node
        return
    opened = stack[-1]
    parent = opened.node
    if parent.keys is None:
        parent.plain.append(node.plain)
        parent.parts.append(node)
    elif opened.key is None:
        opened.key = (None, node.line, node.column)
        parsed.problems.append(node.problem("found a list, mapping or alias as a key, expected a word"))
    else:
        (name, line, column), opened.key = opened.key, None
        if name in parent.keys:
            first = parent.keys[name][0]
            message = f"found the key {shown(name)} a second time in one mapping; it is in line {first} too"
            parsed.problems.append(Problem(node.file, line, column, message))
        elif name is not None:
            parent.plain[name] = node.plain
            parent.parts[name] = node
            parent.keys[name] = (line, column)


def _broken(parsed: Parsed, stack: list[_Open], text: str, problem: Problem) -> None:
    """Keep what came before the break, but not the item in the middle of which it is."""
    parsed.problems.append(problem)
    parsed.rest = text
    if len(stack) > 1:
        root, top = stack[0].node, stack[1].node
        if top.keys is None and len(stack) > 2:
            top.plain.pop()
            top.parts.pop()
        elif root.keys is not None and top.keys is not None:
            for name in [name for name, part in root.parts.items() if part is top]:
                del root.plain[name], root.parts[name], root.keys[name]
