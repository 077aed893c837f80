"""What follows from records apart from their amounts, so that budgets that differ in amounts only share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from figures.attributes import kind_of
from figures.columns import Type
from figures.line_sums import LineSums, line_sums

if TYPE_CHECKING:
    from figures.datasets import Condition, Gathering, Levels, Path
    from figures.groups import Groups
    from figures.outlines import BlockOutline
    from figures.records import ExpenditureLine
    from figures.views import Stack


class Columns:
    """The attributes of the records of one source, and what is found with them: see `datasets.Dataset`."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.occurring: dict[str, frozenset[str]] = {}
        self.masks: dict[Condition, Sequence[int]] = {}
        self.leaves: dict[Levels, tuple[list[Path], list[int]]] = {}
        self.groups: dict[Levels, Groups | None] = {}
        self.gatherings: dict[tuple[Levels, Condition], Gathering] = {}
        self.alike: dict[tuple[Levels, int], Gathering] = {}
        """By the identity of the positions, which it keeps: conditions that hold for the same records are often found to have the same."""


class Shape:
    """The columns of a budget's records by source, the outlines of the stacks filled from them, and what its lines are summed up in."""

    def __init__(self) -> None:
        self._columns: dict[str, Columns] = {}
        self._stacks: dict[int, tuple[Stack, tuple[BlockOutline, ...]]] = {}
        """By the identity of the stack, which is kept with it: to hash one takes as long as to outline it."""
        self._line_sums: LineSums | None = None

    def columns(self, source: str) -> Columns:
        """The columns of a source, filled as they are asked for."""
        return self._columns.setdefault(source, Columns())

    def line_sums(self, lines: Sequence[ExpenditureLine]) -> LineSums:
        """What the lines of expenditure are summed up in while they are rounded."""
        if self._line_sums is None:
            self._line_sums = line_sums(lines)
        return self._line_sums

    def outline(self, stack: Stack) -> tuple[BlockOutline, ...] | None:
        """The outline of a stack where it is known."""
        found = self._stacks.get(id(stack))
        return None if found is None else found[1]

    def keep(self, stack: Stack, outline: tuple[BlockOutline, ...]) -> None:
        """Keeps the outline of a stack."""
        self._stacks[id(stack)] = stack, outline


@cache
def _numbers(source: str) -> frozenset[str]:
    return frozenset(c.label for c in kind_of(source).columns if c.type in (Type.AMOUNT, Type.COUNT))


def follows_from_amounts(source: str, attributes: Iterable[str]) -> bool:
    """Whether any of the attributes is a number of the records itself, which another budget of the same shape has otherwise."""
    numbers = _numbers(source)
    return any(attribute in numbers for attribute in attributes)
