"""The groups that records fall into, nested by level, in the order in which tables show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figures.datasets import Condition, Levels, Path
    from figures.outlines import RowOutline

Order = Mapping[str, Mapping[str, int]]
"""The order of the values of attributes that have one, by attribute."""


class Groups:
    """The groups of records, each before those below it: `upper` is the one above each (-1 for none), `values` are its own, of which any is
    not empty where it is `coded`.

    `of_leaf` is the group at the last level of each leaf. Records without any code get one row at their first level, not one at each:
    `shown` is for each group the one whose row shows it, mostly itself. `rows` are the rows made so far, by condition of the block and by
    group.
    """

    __slots__ = ("coded", "depths", "of_leaf", "rows", "shown", "upper", "values")

    def __init__(self, leaves: int) -> None:
        self.upper: list[int] = []
        self.values: list[tuple[str, ...]] = []
        self.coded: list[bool] = []
        self.depths: list[int] = []
        self.shown: list[int] = []
        self.of_leaf = [-1] * leaves
        self.rows: dict[Condition, dict[int, RowOutline]] = {}

    def add(self, upper: int, depth: int, values: tuple[str, ...]) -> int:
        """The number of a new group, below `upper` and behind all others."""
        number = len(self.upper)
        self.upper.append(upper)
        self.values.append(values)
        self.depths.append(depth)
        self.coded.append(any(values))
        self.shown.append(number if not depth or self.coded[number] or self.coded[upper] else self.shown[upper])
        return number

    def with_above(self, groups: Iterable[int]) -> list[int]:
        """Groups and those above them, in order."""
        upper = self.upper
        held = bytearray(len(upper))
        for group in groups:
            while group >= 0 and not held[group]:
                held[group] = 1
                group = upper[group]
        return [group for group, holds in enumerate(held) if holds]


def follows_from_values(levels: Levels, paths: Sequence[Path], order: Order) -> bool:
    """Whether the values alone say in which order groups stand: else it follows from which record is the first of them."""
    for depth, level in enumerate(levels):
        for place, attribute in enumerate(level):
            ranks = order.get(attribute)
            if ranks is not None:
                lone = {""} if len(level) == 1 else set()
                if not {path[depth][place] for path in paths} <= ranks.keys() | lone:
                    return False
    return True


def groups_of(levels: Levels, paths: Sequence[Path], order: Order) -> Groups:
    """The groups of leaves: values in the order that they have, else that of their first leaf or of their codes; none last."""
    positions = _positions(levels, paths, order)
    groups = Groups(len(paths))
    current = [-1] * len(levels)
    before: Path = ()
    for leaf in sorted(range(len(paths)), key=list(zip(*positions, strict=True)).__getitem__):
        path, upper, same = paths[leaf], -1, bool(before)
        for depth, values in enumerate(path):
            same = same and before[depth] == values
            if not same:
                current[depth] = groups.add(upper, depth, values)
            upper = current[depth]
        groups.of_leaf[leaf] = upper
        before = path
    return groups


def _positions(levels: Levels, paths: Sequence[Path], order: Order) -> list[list[Any]]:
    """For each level where each leaf stands among those with the same values above."""
    found: list[list[Any]] = []
    for depth, level in enumerate(levels):
        ranked = [order.get(attribute) for attribute in level]
        if any(ranks is not None for ranks in ranked):
            firsts: dict[Path, int] = {}
            upto = [firsts.setdefault(path[: depth + 1], leaf) for leaf, path in enumerate(paths)]
            found.append([_position(path[depth], ranked, first) for path, first in zip(paths, upto, strict=True)])
        else:
            known = {values: [(value == "", value) for value in values] for values in {path[depth] for path in paths}}
            numbers = {values: number for number, values in enumerate(sorted(known, key=known.__getitem__))}
            found.append([numbers[path[depth]] for path in paths])
    return found


def _position(values: tuple[str, ...], ranked: Sequence[Mapping[str, int] | None], first: int) -> list[tuple[bool, int, str]]:
    """Where a group stands; `first` is its first leaf."""
    return [
        (value == "", 0 if ranks is None else ranks.get(value, len(ranks) + first), value)
        for value, ranks in zip(values, ranked, strict=True)
    ]
