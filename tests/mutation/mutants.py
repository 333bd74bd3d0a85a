"""The mutants of a module: every change that the operators make to it, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutation.operators import OPERATORS

_FOR_TYPES: Final = ("TYPE_CHECKING", "Protocol")
_NOT_SEEN: Final = ("slots", "bound")
"""Options that save memory, or are for type checkers."""
_LONGEST: Final = 3
"""Lines of a statement among which the changed one is looked for."""


class Change(NamedTuple):
    """What names a mutant: its file, the function or class, and the lines before and after, with single spaces."""

    file: str
    within: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Mutant:
    """A file with one change, which begins in ``line``."""

    change: Change
    line: int
    code: str = field(repr=False)

    def __str__(self) -> str:
        file, within, was, becomes = self.change
        return f"{file}:{self.line} in {within or 'the module'}\n    - {was}\n    + {becomes}"


def mutants(file: str, source: str, lines: Container[int] | None = None) -> Iterator[Mutant]:
    """Yield each mutant of ``source``, or of some of its lines, that is Python and means something else."""
    tree = get_ast(source)
    seen = {_meaning(source)}
    for operator in OPERATORS.values():
        places = [place for node in ast_nodes(tree) for place in operator.mutation_positions(node)]
        for occurrence, ((line, _), _) in enumerate(places):
            if lines is not None and line not in lines:
                continue
            code = mutate_code(source, operator, occurrence)
            meaning = _meaning(code)
            if meaning is not None and meaning not in seen:
                seen.add(meaning)
                yield _mutant(file, source, code)


def existing(changes: Iterable[Change], source: str) -> set[Change]:
    """Return those of ``changes`` that a mutant of ``source`` is, all of them being of one file."""
    wanted = set(changes)
    beginnings = {number: _words([line]) for number, line in enumerate(source.splitlines(), start=1) if line.strip()}
    lines = {
        later
        for number, words in beginnings.items()
        if any(change.was.startswith(words) for change in wanted)
        for later in range(number, number + _LONGEST)
    }
    return {
        mutant.change for file in {change.file for change in wanted} for mutant in mutants(file, source, lines)
    } & wanted


def _mutant(file: str, source: str, code: str) -> Mutant:
    one, other = source.splitlines(), code.splitlines()
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    was, becomes = one[start : len(one) - end], other[start : len(other) - end]
    line = start + 1 + next((at for at, text in enumerate(was) if text.strip()), 0)
    return Mutant(Change(file, _within(source, line), _words(was), _words(becomes)), line, code)


def _alike(one: list[str], other: list[str]) -> int:
    """How many lines the two have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _words(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).split())


@lru_cache(maxsize=1024)
def _within(source: str, line: int) -> str:
    """The dotted name of the innermost function or class around a line."""
    found: list[str] = []
    body = ast.parse(source).body
    while body:
        around = next((node for node in body if _first(node) <= line <= (node.end_lineno or 0)), None)
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(around.name)
        body = getattr(around, "body", [])
    return ".".join(found)


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _meaning(code: str | None) -> str | None:
    """What code means without annotations, types and the saving of slots; ``None`` if it is not Python."""
    try:
        return ast.dump(_Plain().visit(ast.parse(code or "(")))
    except SyntaxError:
        return None


class _Plain(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Name("Any")
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST | None:
        return None if any(ast.unparse(base) in _FOR_TYPES for base in node.bases) else self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> ast.AST | None:
        return None if node.arg in _NOT_SEEN else self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if ast.unparse(node.test) in _FOR_TYPES else self.generic_visit(node)
