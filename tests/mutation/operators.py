"""What is changed in a mutant: operators of Cosmic Ray, and some of our own for slips that would show too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cosmic_ray.ast import get_ast
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

Place = tuple[tuple[int, int], tuple[int, int]]

_COMPARISONS: Final = (
    *("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
    *("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is"),
)
_BINARY: Final = ("Add_Sub", "Sub_Add", "Mul_FloorDiv", "FloorDiv_Mul", "Mod_Mul", "BitOr_BitAnd", "BitAnd_BitOr")
_CORE: Final = (
    *(f"ReplaceComparisonOperator_{pair}" for pair in _COMPARISONS),
    *(f"ReplaceBinaryOperator_{pair}" for pair in _BINARY),
    *("ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub"),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "NumberReplacer"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer", "RemoveDecorator"),
    "ZeroIterationForLoop",
)


class _Own(Operator):  # type: ignore[misc]  # untyped
    """An operator that says with what each place that it finds is replaced."""

    def mutation_positions(self, node: Any) -> Iterator[Place]:
        for at, _ in self.changes(node):
            yield node.children[at].start_pos, node.children[at].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        at, becomes = list(self.changes(node))[index]
        # The new part keeps the space before the old one.
        prefix = node.children[at].get_first_leaf().prefix
        node.children[at : at + 1] = [get_ast(prefix + becomes)] if becomes else []
        return node

    def changes(self, node: Any) -> Iterator[tuple[int, str]]:
        """Yield which child of ``node`` is replaced by what, nothing for one that is left out."""
        raise NotImplementedError

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class ForceCondition(_Own):
    """Take one side of an ``if``, whatever holds: a guard that is gone, a case that is never reached."""

    def changes(self, node: Any) -> Iterator[tuple[int, str]]:
        if node.type in ("if_stmt", "while_stmt", "test", "ternary", "comp_if"):
            for at, child in enumerate(node.children[:-1]):
                if getattr(child, "value", None) in ("if", "elif", "while"):
                    if getattr(node.children[at + 1], "value", None) == "TYPE_CHECKING":
                        continue
                    if node.type != "while_stmt":
                        yield at + 1, "True"
                    yield at + 1, "False"


class SwapMembership(_Own):
    """Take what is in for what is not."""

    def changes(self, node: Any) -> Iterator[tuple[int, str]]:
        if node.type == "comparison":
            for at, child in enumerate(node.children):
                words = " ".join(child.get_code().split())
                if words in ("in", "not in"):
                    yield at, "not in" if words == "in" else "in"


class SwapExtreme(_Own):
    """Take the latest for the earliest."""

    def changes(self, node: Any) -> Iterator[tuple[int, str]]:
        if node.type in ("atom_expr", "power") and getattr(node.children[0], "value", None) in ("min", "max"):
            yield 0, "max" if node.children[0].value == "min" else "min"


class LeaveOutStatement(_Own):
    """Leave out a call, or a change of something."""

    def changes(self, node: Any) -> Iterator[tuple[int, str]]:
        if node.type != "simple_stmt":
            return
        statement = node.children[0]
        if statement.type in ("atom_expr", "power", "await", "del_stmt"):
            yield 0, "pass"
        elif statement.type == "expr_stmt" and len(statement.children) > 2:
            target, how = statement.children[:2]
            if getattr(how, "value", "=") != "=" or target.get_code().endswith("]"):
                yield 0, "pass"


class LeaveOutOption(_Own):
    """Leave out what is given by its name: a key to sort by, a default, a limit."""

    def changes(self, node: Any) -> Iterator[tuple[int, str]]:
        if node.type in ("arglist", "trailer", "decorator"):
            yield from ((at, "") for at, child in enumerate(node.children) if self._named(child))

    def mutate(self, node: Any, index: int) -> Any:
        at, _ = list(self.changes(node))[index]
        if node.type == "arglist":
            # With the comma after it, or before it where it is the last.
            start = at if at + 1 < len(node.children) else at - 1
            del node.children[start : start + 2]
        else:
            del node.children[at]
        return node

    @staticmethod
    def _named(node: Any) -> bool:
        return bool(node.type == "argument" and getattr(node.children[1], "value", None) == "=")


OPERATORS: Final[dict[str, Any]] = {
    **{name: get_operator(f"core/{name}")() for name in _CORE},
    **{
        type_.__name__: type_()
        for type_ in (ForceCondition, SwapMembership, SwapExtreme, LeaveOutStatement, LeaveOutOption)
    },
}
"""What is tried wherever it fits."""
