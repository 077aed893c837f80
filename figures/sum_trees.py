"""Amounts and their sums, level by level from the total down, and the steps of a total apportioned downwards among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from figures.apportionment import largest_remainder, out_of_reach
from figures.lean import frozen


@frozen(slots=True)
class SumTree:
    """A tree of sums. Its nodes are numbers: 0 is the total, the nodes of depth d are those from `starts[d]` up to `starts[d + 1]`.

    Of each node: `above`, the sum that it counts in (-1 for the total), `names`, what tells it from others there, and `amounts`, its exact
    value, of which `unit` make one step. `leaf_of` is the node of the deepest level in which each of the amounts given counts.
    """

    unit: int
    starts: Sequence[int]
    above: Sequence[int]
    names: Sequence[Any]
    amounts: Sequence[int]
    leaf_of: Sequence[int]

    def nodes(self, depth: int) -> range:
        """The nodes of one depth."""
        return range(self.starts[depth], self.starts[depth + 1])

    def names_at(self, depth: int, of: int) -> list[Any]:
        """For each node of depth `of` the name that its path has at `depth`."""
        nodes: Sequence[int] = self.nodes(of)
        for _ in range(of - depth):
            nodes = [self.above[node] for node in nodes]
        return [self.names[node] for node in nodes]

    def path(self, node: int) -> tuple[Any, ...]:
        """The names from below the total down to a node: nodes are put in order by it."""
        names: list[Any] = []
        while node > 0:
            names.append(self.names[node])
            node = self.above[node]
        return tuple(reversed(names))


def sum_tree(columns: Sequence[Sequence[Any]], amounts: Sequence[int], unit: int) -> SumTree:
    """The tree in which each amount counts under the names that it has in the `columns`, from the top down."""
    starts, above, names = [0, 1], [-1], [None]
    leaf_of = [0] * len(amounts)
    for column in columns:
        first = len(above)
        numbers: dict[tuple[int, Any], int] = {}
        leaf_of = [numbers.setdefault(pair, first + len(numbers)) for pair in zip(leaf_of, column, strict=True)]
        above += [parent for parent, _ in numbers]
        names += [name for _, name in numbers]
        starts.append(len(above))
    sums = [0] * len(above)
    for leaf, amount in zip(leaf_of, amounts, strict=True):
        sums[leaf] += amount
    for node in range(len(above) - 1, 0, -1):
        sums[above[node]] += sums[node]
    return SumTree(unit, starts, above, names, sums, leaf_of)


def spread(tree: SumTree, steps: Sequence[int], depth: int) -> list[int]:
    """The steps of all nodes down to `depth`, apportioned from `steps`, those of the upper levels."""
    out = list(steps)
    for level in range(tree.starts.index(len(out)), depth + 1):
        out += _level(tree, out, level)
    return out


def _level(tree: SumTree, steps: Sequence[int], depth: int) -> list[int]:
    """The steps of one level from those above it: each a floor, and one more for the largest remainders below a node."""
    unit, nodes, amounts = tree.unit, tree.nodes(depth), tree.amounts
    above = tree.above[nodes.start : nodes.stop]
    out = [amount // unit for amount in amounts[nodes.start : nodes.stop]]
    missing = list(steps)
    for parent, floor in zip(above, out, strict=True):
        missing[parent] -= floor
    fractional: dict[int, list[int]] = {}
    for node, parent in zip(nodes, above, strict=True):
        if missing[parent] and amounts[node] % unit:
            found = fractional.get(parent)
            if found is None:
                fractional[parent] = [node]
            else:
                found.append(node)
    for parent in tree.nodes(depth - 1):
        if missing[parent]:
            found = fractional.get(parent, [])
            if not 0 < missing[parent] <= len(found):
                raise out_of_reach(steps[parent], amounts[parent], unit)
            if missing[parent] < len(found):
                found.sort(key=lambda node: (-(amounts[node] % unit), tree.names[node]))
            for node in found[: missing[parent]]:
                out[node - nodes.start] += 1
    return out


def to_rows(tree: SumTree, steps: Sequence[int], amounts: Sequence[int]) -> list[int]:
    """The steps of each of the amounts that the tree was made of: where several count in one node, they divide its steps."""
    out = [steps[leaf] for leaf in tree.leaf_of]
    for leaf, rows in _shared(tree):
        exact = [amounts[row] for row in rows]
        for row, share in zip(rows, largest_remainder(steps[leaf], exact, tree.unit, exact), strict=True):
            out[row] = share
    return out


def _shared(tree: SumTree) -> Iterator[tuple[int, list[int]]]:
    """The leaves in which several amounts count, and which."""
    if len(tree.above) - tree.starts[-2] == len(tree.leaf_of):
        return
    rows_of: dict[int, list[int]] = {}
    for row, leaf in enumerate(tree.leaf_of):
        rows_of.setdefault(leaf, []).append(row)
    yield from ((leaf, rows) for leaf, rows in rows_of.items() if len(rows) > 1)
