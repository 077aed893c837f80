"""Rounding two ways as plainly as it can be said: the whole graph of the flow, made before a step is moved; what the quick one is held against."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping

from figures.apportionment import largest_remainder

Path = tuple[str, ...]
"""Where a cell stands in a tree of sums: the names of its nodes from the top; its prefixes are the sums that it counts in."""


def spread(exact: Mapping[Path, int], unit: int, given: Mapping[Path, int]) -> dict[Path, int]:
    """Steps of the cells `exact`, apportioned level by level from the sums `given` (steps of all nodes of one depth)."""
    depth = len(next(iter(given), ()))
    sums, children = _tree(exact, depth)
    steps = dict(given)
    for parent, below in children:
        if len(below) == 1:
            steps[below[0]] = steps[parent]
        else:
            below.sort()
            shares = largest_remainder(steps[parent], [sums[child] for child in below], unit, below)
            steps.update(zip(below, shares, strict=True))
    return {path: steps[path] for path in exact}


def _tree(exact: Mapping[Path, int], depth: int) -> tuple[dict[Path, int], list[tuple[Path, list[Path]]]]:
    """Exact sums of all nodes from `depth` down, and each node's children, parents before children."""
    sums = dict(exact)
    level: Mapping[Path, int] = exact
    parents: list[dict[Path, list[Path]]] = []
    while level and len(next(iter(level))) > depth:
        above: dict[Path, list[Path]] = {}
        for path in level:
            above.setdefault(path[:-1], []).append(path)
        level = {parent: sum([level[child] for child in children]) for parent, children in above.items()}
        sums.update(level)
        parents.append(above)
    return sums, [pair for above in reversed(parents) for pair in above.items()]


def totals(cells: Mapping[Path, int], depth: int) -> dict[Path, int]:
    """Sums of `cells` by the first `depth` names of their paths."""
    found: dict[Path, int] = {}
    for path, amount in cells.items():
        found[path[:depth]] = found.get(path[:depth], 0) + amount
    return found


def mend(
    exact: Mapping[Path, int], steps: Mapping[Path, int], unit: int, across: Callable[[Path], Path], fixed: int = 0
) -> dict[Path, int]:
    """`steps` with single steps moved so that the sums along `across` are floor or ceiling of their exact values.

    Sums along the cells' own paths stay between floor and ceiling; those of the first `fixed` levels do not change at all. With
    nothing fixed but the total this always succeeds; otherwise a sum stays off where the fixed ones leave no room.
    """
    cells = [(path, amount, steps[path], across(path)) for path, amount in exact.items()]
    if not _is_off(((path, amount, step) for _, amount, step, path in cells), unit):
        return dict(steps)
    flow = _Flow(unit)
    down, _ = flow.add_tree(((path[:-1], amount, step) for path, amount, step, _ in cells), fixed, inwards=False)
    ways, sums_across = flow.add_tree(((way, amount, step) for _, amount, step, way in cells), 0, inwards=True)
    edges = {}
    for path, amount, step, way in sorted(cells):
        if amount % unit:
            edges[path] = flow.add(down[path[:-1]], ways[way], amount, step)
    for edge in sums_across:
        flow.settle(edge)
    return {path: flow.steps[edges[path]] if path in edges else step for path, _, step, _ in cells}


def _is_off(cells: Iterable[tuple[Path, int, int]], unit: int) -> bool:
    """Whether any sum along the cells' paths is a whole step or more from its exact value."""
    errors: dict[Path, int] = {}
    for path, amount, step in cells:
        error = step * unit - amount
        for depth in range(1, len(path) + 1):
            errors[path[:depth]] = errors.get(path[:depth], 0) + error
    return any(abs(error) >= unit for error in errors.values())


class _Flow:
    """Steps that run through edges, each between the floor and ceiling of an exact amount."""

    def __init__(self, unit: int) -> None:
        self.unit = unit
        self.low: list[int] = []
        self.high: list[int] = []
        self.steps: list[int] = []
        self.ends: list[tuple[int, int]] = []
        self.leaving: list[list[tuple[int, int]]] = []
        self.entering: list[list[tuple[int, int]]] = []

    def add_tree(self, cells: Iterable[tuple[Path, int, int]], fixed: int, *, inwards: bool) -> tuple[dict[Path, int], list[int]]:
        """The nodes of a tree of sums by path, and the edges below its first `fixed` levels, away from the root or towards it."""
        sums: dict[Path, list[int]] = {}
        for path, amount, step in cells:
            for depth in range(fixed, len(path) + 1):
                both = sums.setdefault(path[:depth], [0, 0])
                both[0] += amount
                both[1] += step
        nodes = {path: len(self.leaving) + i for i, path in enumerate(sorted(sums))}
        self.leaving.extend([] for _ in nodes)
        self.entering.extend([] for _ in nodes)
        edges = []
        for path, node in nodes.items():
            if len(path) > fixed:
                above = nodes[path[:-1]]
                edges.append(self.add(node, above, *sums[path]) if inwards else self.add(above, node, *sums[path]))
        return nodes, edges

    def add(self, tail: int, head: int, amount: int, step: int) -> int:
        """The number of a new edge that carries `step` of the exact `amount`."""
        edge = len(self.steps)
        self.low.append(amount // self.unit)
        self.high.append(-(-amount // self.unit))
        self.steps.append(step)
        self.ends.append((tail, head))
        self.leaving[tail].append((edge, head))
        self.entering[head].append((edge, tail))
        return edge

    def settle(self, edge: int) -> None:
        """Brings an edge between its bounds, as far as there are ways round it."""
        tail, head = self.ends[edge]
        while self.steps[edge] > self.high[edge] and self._push(tail, head, edge):
            self.steps[edge] -= 1
        while self.steps[edge] < self.low[edge] and self._push(head, tail, edge):
            self.steps[edge] += 1

    def _push(self, start: int, end: int, barred: int) -> bool:
        """Moves one step from `start` to `end` over the shortest way that has room, other than the edge `barred`."""
        steps, low, high = self.steps, self.low, self.high
        came = {start: (barred, start)}
        queue = deque([start])
        while queue and end not in came:
            node = queue.popleft()
            found = [(edge, other) for edge, other in self.leaving[node] if steps[edge] < high[edge] and other not in came]
            found += [(edge, other) for edge, other in self.entering[node] if steps[edge] > low[edge] and other not in came]
            for edge, other in found:
                if edge != barred:
                    came[other] = (edge, node)
                    queue.append(other)
        if end not in came:
            return False
        node = end
        while node != start:
            edge, node = came[node]
            steps[edge] += 1 if self.ends[edge][0] == node else -1
        return True
