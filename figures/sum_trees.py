"""Amounts summed up level by level, and the rounding of a total apportioned downwards among the sums by largest remainder."""

from __future__ import annotations

from collections.abc import Sequence

from figures.apportionment import largest_remainder, round_steps
from figures.lean import frozen
from figures.name_trees import Tree


@frozen(slots=True)
class Sums:
    """The exact amounts of the nodes of a tree, of which `unit` make one step, and `rests`, what is over in each above the whole steps.

    A rounding of them is for each node 1 where it is raised by one step from its floor, and 0 where it is not.
    """

    tree: Tree
    unit: int
    amounts: Sequence[int]
    rests: Sequence[int]

    def steps(self, node: int, raised: int) -> int:
        """The steps of a node that is raised or not."""
        return self.amounts[node] // self.unit + raised


def sums_of(tree: Tree, amounts: Sequence[int], unit: int) -> Sums:
    """The sums of the `amounts` of a tree's rows."""
    totals = tree.totals(amounts)
    return Sums(tree, unit, totals, [amount % unit for amount in totals])


def half_up_total(sums: Sums) -> list[int]:
    """The rounding of the total, halves away from zero."""
    return [round_steps(sums.amounts[0], sums.unit) - sums.steps(0, 0)]


def spread(sums: Sums, raised: Sequence[int], depth: int) -> list[int]:
    """The rounding of all nodes down to `depth`, by that of the upper levels.

    Of the nodes below one those with the largest remainders are raised; of equal ones the first in the order of the names.
    """
    tree, unit, rests = sums.tree, sums.unit, sums.rests
    below = tree.below
    out = list(raised)
    for level in range(tree.starts.index(len(out)), depth + 1):
        out += [out[node] for node in tree.above[tree.starts[level] : tree.starts[level + 1]]]
        for node in tree.forks[level - 1]:
            start, end = below[node], below[node + 1]
            missing = out[node] + (sum(rests[start:end]) - rests[node]) // unit
            if missing:
                out[start:end] = [0] * (end - start)
                for part in sorted(range(start, end), key=rests.__getitem__, reverse=True)[:missing]:
                    out[part] = 1
    return out


def to_rows(sums: Sums, raised: Sequence[int], amounts: Sequence[int]) -> list[int]:
    """The steps of each of the amounts that were summed up: where several count in one node, they divide its steps."""
    tree, unit = sums.tree, sums.unit
    out = [amount // unit + raised[leaf] for amount, leaf in zip(amounts, tree.leaf_of, strict=True)]
    for leaf in tree.forks[-1]:
        rows = tree.rows(leaf)
        exact = [amounts[row] for row in rows]
        for row, share in zip(rows, largest_remainder(sums.steps(leaf, raised[leaf]), exact, unit, exact), strict=True):
            out[row] = share
    return out
