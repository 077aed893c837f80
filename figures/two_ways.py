"""Sums that run two ways through the same figures, each printed within one step of its exact value.

Figures printed by fund are also printed by function, over all funds. Each of the two is a tree of sums; a cell belongs to one leaf of
either. Rounding the cells is then a flow of whole steps from the root of the one tree through the cells to the root of the other, and
the exact amounts are a fractional flow between the floors and ceilings of all sums. So a whole one exists too (Hoffman's circulation
theorem): every sum of both trees can stand within one step of its exact value at the same time. Largest remainder down the first tree
is the start; only where a sum of the second is a whole step off, single steps are moved along a way that keeps all others within their
bounds. Most sums are right from the start, and ways are short: the edges at a node are looked for when a way comes by it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from figures.sum_trees import SumTree, sum_tree


def mend(tree: SumTree, steps: Sequence[int], across: Sequence[Sequence[Any]], fixed: int = 0) -> list[int]:
    """`steps` (of the upper levels of `tree`; the deepest of them are the cells) with single ones moved, so that sums across add up.

    Across, a cell counts under its names in the columns `across` (no two cells of one sum under the same); those sums become floor or ceiling of their exact values. Sums down the
    tree stay so; those of the first `fixed` levels do not change at all. With nothing fixed but the total this always succeeds; otherwise
    a sum across stays off where the fixed ones leave no room.
    """
    unit, count = tree.unit, len(steps)
    first = tree.starts[bisect_right(tree.starts, count) - 2]
    ways = sum_tree(across, tree.amounts[first:count], unit)
    printed = list(steps[first:])
    across_steps = [0] * len(ways.above)
    for way, step in zip(ways.leaf_of, printed, strict=True):
        across_steps[way] += step
    for way in range(len(across_steps) - 1, 0, -1):
        across_steps[ways.above[way]] += across_steps[way]
    errors = [step * unit - amount for step, amount in zip(across_steps, ways.amounts, strict=True)]
    off = [way for way in range(1, len(errors)) if abs(errors[way]) >= unit]
    if not off:
        return list(steps)
    down = [step * unit - amount for step, amount in zip(steps, tree.amounts[:count], strict=True)]
    flow = _Flow(tree, ways, fixed, first, [*down, *errors])
    for way in sorted(off, key=ways.path):
        flow.settle(count + way)
    return [(error + amount) // unit for error, amount in zip(flow.errors, tree.amounts[:count], strict=False)]


_Move = tuple[int, int, int]
"""A step moved from a node: what it adds to the error of an edge, the edge, the node at its other end."""


class _Flow:
    """Steps that run down one tree, through its cells, and up the tree of the sums across.

    A node's number stands for an edge too, the one from the node above it or (across) to it; the nodes across follow those of the tree
    down. Of each edge the error is known, what it carries too much: it has room for a step where that is negative, and can give one up
    where it is positive, so that one within its bounds stays there.
    """

    def __init__(self, tree: SumTree, ways: SumTree, fixed: int, first: int, errors: list[int]) -> None:
        self.errors = errors
        self._tree, self._ways = tree, ways
        self._count = count = len(errors) - len(ways.above)
        self._top, self._first = tree.starts[fixed + 1], first
        self._below: list[list[int]] = [[] for _ in errors]
        for node in range(self._top, count):
            self._below[tree.above[node]].append(node)
        for way in range(1, len(ways.above)):
            self._below[count + ways.above[way]].append(count + way)
        for cell, way in enumerate(ways.leaf_of, first):
            self._below[count + way].append(cell)
        self._known: dict[int, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}

    def settle(self, edge: int) -> None:
        """Brings an edge of the sums across between its bounds, as far as there are ways round it."""
        unit, errors = self._tree.unit, self.errors
        part, whole = edge, self._count + self._ways.above[edge - self._count]
        while errors[edge] >= unit and self._moved(self._way_from(part, whole, edge)):
            errors[edge] -= unit
        while errors[edge] <= -unit and self._moved(self._way_to(part, whole, edge)):
            errors[edge] += unit

    def _moved(self, way: Sequence[_Move]) -> bool:
        """Moves a step along a way; False where there is none."""
        for more, edge, _ in way:
            self.errors[edge] += more
        return bool(way)

    def _way_from(self, start: int, end: int, barred: int) -> list[_Move]:
        """The shortest way that has room for a step from `start` to `end`, other than the edge `barred`; of several the first in order."""
        errors, unit = self.errors, self._tree.unit
        came: dict[int, _Move] = {start: (0, barred, start)}
        queue = deque([start])
        while queue and end not in came:
            node = queue.popleft()
            leaving, entering = self._known.get(node) or self._edges(node)
            for edge, other in leaving:
                if errors[edge] < 0 and other not in came and edge != barred:
                    came[other] = (unit, edge, node)
                    queue.append(other)
            for edge, other in entering:
                if errors[edge] > 0 and other not in came and edge != barred:
                    came[other] = (-unit, edge, node)
                    queue.append(other)
        way = []
        node = end
        while node != start and node in came:
            way.append(came[node])
            node = came[node][2]
        return way

    def _way_to(self, end: int, start: int, barred: int) -> list[_Move]:
        """The same way for a step from `start` to `end`, looked for from its end: a sum of many leads to all of them, a part to few."""
        errors, unit = self.errors, self._tree.unit
        far = {end: 0}
        queue = deque([end])
        while queue and start not in far:
            node = queue.popleft()
            leaving, entering = self._known.get(node) or self._edges(node)
            near = [other for edge, other in entering if errors[edge] < 0 and other not in far and edge != barred]
            near += [other for edge, other in leaving if errors[edge] > 0 and other not in far and edge != barred]
            far.update(dict.fromkeys(near, far[node] + 1))
            queue += near
        way: list[_Move] = []
        node = start
        while node != end and node in far:
            nearer = far[node] - 1
            leaving, entering = self._edges(node)
            moves = [(unit, edge, other) for edge, other in leaving if errors[edge] < 0 and edge != barred]
            moves += [(-unit, edge, other) for edge, other in entering if errors[edge] > 0 and edge != barred]
            way.append(next(move for move in moves if far.get(move[2]) == nearer))
            node = way[-1][2]
        return way

    def _edges(self, node: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The edges that leave a node and those that enter it, each with its other end, in the order of the names."""
        count, tree, ways = self._count, self._tree, self._ways
        below = self._below[node]
        if node < count:
            below.sort(key=tree.names.__getitem__)
            ends = [(n, n if n < self._first else count + ways.leaf_of[n - self._first]) for n in below]
            found = ends, [(node, tree.above[node])] if node >= self._top else []
        else:
            below.sort(key=self._cell_path if below[0] < count else lambda n: ways.names[n - count])
            ends = [(n, tree.above[n] if n < count else n) for n in below]
            found = [(node, count + ways.above[node - count])] if node > count else [], ends
        self._known[node] = found
        return found

    def _cell_path(self, cell: int) -> tuple[Any, ...]:
        return self._cell_paths[cell - self._first]

    @cached_property
    def _cell_paths(self) -> list[tuple[Any, ...]]:
        tree, depth = self._tree, self._tree.starts.index(self._first)
        return list(zip(*[tree.names_at(d, of=depth) for d in range(1, depth + 1)], strict=True))
