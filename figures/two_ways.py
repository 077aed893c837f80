"""Sums that run two ways through the same figures, each printed within one step of its exact value.

Figures printed by fund are also printed by function, over all funds. Each of the two is a tree of sums; a cell belongs to one leaf of
either. Rounding the cells is then a flow of whole steps from the root of the one tree through the cells to the root of the other, and
the exact amounts are a fractional flow between the floors and ceilings of all sums. So a whole one exists too (Hoffman's circulation
theorem): every sum of both trees can stand within one step of its exact value at the same time. Largest remainder down the first tree
is the start; only where a sum of the second is a whole step off, single steps are moved along a way that keeps all others within their
bounds. Most sums are right from the start, and ways are short: the edges at a node are looked for when a way comes by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from figures.name_trees import Tree
from figures.sum_trees import Sums


def mend(sums: Sums, raised: Sequence[int], ways: Tree, fixed: int = 0) -> list[int]:
    """A rounding (of the upper levels of a tree; the deepest of them are the cells) with single steps moved, so that sums across add up.

    Across, the cells are the rows of the tree `ways` (no two cells of one sum count in the same leaf); its sums become floor or ceiling of
    their exact values. Sums down the tree stay so; those of the first `fixed` levels do not change at all. With nothing fixed but the total
    this always succeeds; otherwise a sum across stays off where the fixed ones leave no room.
    """
    unit, first = sums.unit, len(raised) - len(ways.order)
    rests = sums.rests[: len(raised)]
    errors = [unit * more - rest for more, rest in zip(raised, rests, strict=True)]
    across = ways.totals(errors[first:])
    off = [way for way, error in enumerate(across) if way and not -unit < error < unit]
    if not off:
        return list(raised)
    flow = _Flow(sums, ways, fixed, [*errors, *across])
    for way in sorted(off, key=ways.path):
        flow.settle(way)
    return [int(error + rest > 0) for error, rest in zip(flow.errors, rests, strict=False)]


_Edge = tuple[int, int]
"""An edge at a node, and the node at its other end."""

_Move = tuple[int, int, int]
"""What a step along an edge adds to its error, the edge, and the node where it leads."""


class _Flow:
    """Steps that run down one tree, through its cells, and up the tree of the sums across.

    A node's number stands for an edge too, the one from the node above it or (across) to it; the nodes across follow those of the tree
    down. Of each edge the error is known, what it carries too much: it has room for a step where that is negative, and can give one up
    where it is positive, so that one within its bounds stays there.
    """

    def __init__(self, sums: Sums, ways: Tree, fixed: int, errors: list[int]) -> None:
        self._unit, self._tree, self._ways, self.errors = sums.unit, sums.tree, ways, errors
        self._count = len(errors) - ways.starts[-1]
        self._first = self._count - len(ways.order)
        self._top = sums.tree.starts[fixed + 1]
        self._known: dict[int, tuple[list[_Edge], list[_Edge]]] = {}

    def settle(self, way: int) -> None:
        """Brings a sum across between its bounds, as far as there are ways round the edge that carries it."""
        edge, whole = self._count + way, self._count + self._ways.above[way]
        errors, unit = self.errors, self._unit
        while errors[edge] >= unit and self._moves_one(edge, whole, edge):
            errors[edge] -= unit
        while errors[edge] <= -unit and self._moves_one(whole, edge, edge):
            errors[edge] += unit

    def _moves_one(self, start: int, end: int, barred: int) -> bool:
        """Moves a step from `start` to `end` over the shortest way that has room, other than the edge `barred`; False where there is none.

        Of several it is the first in the order of the edges: at each node those that leave it, then those that enter it, by their names.
        """
        error, self.errors[barred] = self.errors[barred], 0
        far = self._distances(start, end)
        node = start
        while far and node != end:
            more, edge, node = next(move for move in self._moves(node) if far.get(move[2]) == far[node] - 1)
            self.errors[edge] += more
        self.errors[barred] = error
        return bool(far)

    def _distances(self, start: int, end: int) -> dict[int, int]:
        """How far it is to `end` from the nodes that the shortest ways from `start` come by, and from some others; empty where there are none.

        The search goes on from both ends, always where fewer nodes are waiting: a sum of many parts leads to all of them, a part to few.
        """
        ahead, behind = [{start}], [{end}]
        seen, found = {start}, {end}
        while ahead[-1] and behind[-1] and ahead[-1].isdisjoint(behind[-1]):
            if len(ahead[-1]) <= len(behind[-1]):
                ahead.append(self._nodes(ahead[-1]) - seen)
                seen |= ahead[-1]
            else:
                behind.append(self._nodes(behind[-1], backwards=True) - found)
                found |= behind[-1]
        behind[-1] &= ahead[-1]
        if not behind[-1]:
            return {}
        far = {node: distance for distance, layer in enumerate(behind) for node in layer}
        near = behind[-1]
        for distance, layer in enumerate(reversed(ahead[:-1]), len(behind)):
            near = {node for node in layer if any(other in near for _, _, other in self._moves(node))}
            far.update(dict.fromkeys(near, distance))
        return far

    def _nodes(self, nodes: Iterable[int], *, backwards: bool = False) -> set[int]:
        """The nodes to which a step can be moved from `nodes`; backwards, those from which it can be moved to them."""
        errors, known = self.errors, self._known
        found: set[int] = set()
        for node in nodes:
            out, into = known.get(node) or self._edges(node)
            if backwards:
                out, into = into, out
            for edge, other in out:
                if errors[edge] < 0:
                    found.add(other)
            for edge, other in into:
                if errors[edge] > 0:
                    found.add(other)
        return found

    def _moves(self, node: int) -> Iterator[_Move]:
        """The moves that there is room for from a node, in order."""
        errors, unit = self.errors, self._unit
        leaving, entering = self._known.get(node) or self._edges(node)
        yield from ((unit, edge, other) for edge, other in leaving if errors[edge] < 0)
        yield from ((-unit, edge, other) for edge, other in entering if errors[edge] > 0)

    def _edges(self, node: int) -> tuple[list[_Edge], list[_Edge]]:
        """The edges that leave a node and those that enter it, each with its other end, in the order of the names."""
        count, first, tree, ways = self._count, self._first, self._tree, self._ways
        leaving: list[_Edge] = []
        entering: list[_Edge] = []
        if node < count:
            leaving = [(n, n if n < first else count + ways.leaf_of[n - first]) for n in tree.nodes_below(node)]
            entering = [(node, tree.above[node])] if node >= self._top else []
        else:
            way = node - count
            leaving = [(node, count + ways.above[way])] if way else []
            if way < ways.starts[-2]:
                entering = [(count + n, count + n) for n in ways.nodes_below(way)]
            else:
                entering = [(first + row, tree.above[first + row]) for row in ways.rows(way)]
        self._known[node] = leaving, entering
        return leaving, entering
