"""Rows that are summed up level by level under their names, and the steps of a total apportioned downwards among the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, count, repeat
from operator import add, sub
from typing import Any

from figures.apportionment import largest_remainder, round_steps
from figures.lean import frozen


@frozen
class Tree:
    """What is summed up in what. Nodes are numbers: 0 is the total, the nodes of depth d are those from `starts[d]` up to `starts[d + 1]`.

    Of each node: `above`, the sum that it counts in (-1 for the total); `names`, what tells it from others there; and `below`, the first of
    the nodes that count in it, which go on up to the first of those of the next node. The nodes of a depth are in the order of their paths
    (the names from the top down). The rows follow the nodes of the deepest level: `order` are the rows so numbered.
    """

    starts: Sequence[int]
    above: Sequence[int]
    names: Sequence[Any]
    below: Sequence[int]
    order: Sequence[int]

    def nodes(self, depth: int) -> range:
        """The nodes of one depth."""
        return range(self.starts[depth], self.starts[depth + 1])

    def nodes_below(self, node: int) -> range:
        """The nodes that count in a node."""
        return range(self.below[node], self.below[node + 1])

    def rows(self, leaf: int) -> Sequence[int]:
        """The rows that count in a node of the deepest level."""
        first = len(self.above)
        return self.order[self.below[leaf] - first : self.below[leaf + 1] - first]

    def names_at(self, depth: int, of: int) -> list[Any]:
        """For each node of depth `of` the name that its path has at `depth`."""
        nodes: Sequence[int] = self.nodes(of)
        for _ in range(of - depth):
            nodes = [self.above[node] for node in nodes]
        return [self.names[node] for node in nodes]

    def path(self, node: int) -> tuple[Any, ...]:
        """The names from below the total down to a node."""
        names: list[Any] = []
        while node > 0:
            names.append(self.names[node])
            node = self.above[node]
        return tuple(reversed(names))

    def totals(self, values: Sequence[int]) -> list[int]:
        """The sum of the `values` of the rows in each node."""
        first, nodes = self.starts[-2], len(self.above)
        running = list(accumulate([values[row] for row in self.order], initial=0))
        running = [running[row - nodes] for row in self.below[first:]]
        sums = [0] * first
        sums += map(sub, running[1:], running)
        for above, amount in zip(self.above[:0:-1], reversed(sums), strict=False):  # each is complete when its turn comes
            sums[above] += amount
        return sums

    @cached_property
    def leaf_of(self) -> Sequence[int]:
        """The node of the deepest level in which each row counts."""
        found = [0] * len(self.order)
        first = self.starts[-2]
        sizes = map(sub, self.below[first + 1 :], self.below[first:])
        leaves = chain.from_iterable(map(repeat, self.nodes(len(self.starts) - 2), sizes))
        for row, leaf in zip(self.order, leaves, strict=True):
            found[row] = leaf
        return found

    @cached_property
    def forks(self) -> Sequence[Sequence[int]]:
        """By depth the nodes in which several nodes (of the deepest: rows) count."""
        sizes = list(map(sub, self.below[1:], self.below))
        levels = map(self.nodes, range(len(self.starts) - 1))
        return [[node for node in nodes if sizes[node] > 1] for nodes in levels]


@frozen(slots=True)
class _Level:
    """The different beginnings, down to one level, of the names in a column: the last name of each; its beginning without that one, as a
    number of the level above in the same column; and how many of those there are."""

    names: Sequence[Any]
    prefix: Sequence[int]
    wider: int


@frozen(slots=True)
class Column:
    """What rows are told apart by: the value of each, which is a name, or stands for `depth` names one below the other."""

    values: Sequence[Any]
    names: Callable[[Any], tuple[Any, ...]] | None = None
    depth: int = 1

    def ordered(self) -> tuple[Mapping[Any, int], list[_Level]]:
        """The place of each value in the order of their names, and the levels that they make."""
        values = set(self.values)
        if self.names is None:
            known = sorted(values)
            return dict(zip(known, count())), [_Level(known, [0] * len(known), 1)]
        paths = {value: self.names(value) for value in values}
        known = sorted(set(paths.values()))
        places = dict(zip(known, count()))
        return {value: places[path] for value, path in paths.items()}, _levels(known, self.depth)


def tree_of(columns: Sequence[Column]) -> Tree:
    """The tree in which each row counts under the names that it has in the `columns`, from the top down.

    Rows are put in order by one number each. From the different ones among them those of the level above follow by division.
    """
    levels: list[_Level] = []
    parts = []
    many = 1
    for column in reversed(columns):
        places, made = column.ordered()
        weights = {value: place * many for value, place in places.items()}
        parts.append(map(weights.__getitem__, column.values))
        many *= len(made[-1].names)
        levels = made + levels
    keys = list(map(sum, zip(*parts, strict=True)))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    keys = [keys[row] for row in order]
    names: list[Sequence[Any]] = []
    sizes: list[Sequence[int]] = []
    for level in reversed(levels):
        found, many, prefix, wider = Counter(keys), len(level.names), level.prefix, level.wider
        names.append([level.names[key % many] for key in found])
        sizes.append(list(found.values()))
        keys = [key // many * wider + prefix[key % many] for key in found] if wider > 1 else [key // many for key in found]
    upper = [1, *map(len, reversed(names))]
    inner = [len(keys), *chain.from_iterable(reversed(sizes[1:]))]
    return Tree(
        starts=list(accumulate(upper, initial=0)),
        above=[-1, *chain.from_iterable(map(repeat, range(len(inner)), inner))],
        names=[None, *chain.from_iterable(reversed(names))],
        below=list(accumulate(chain(inner, sizes[0]), initial=1)),
        order=order,
    )


def _levels(paths: Sequence[tuple[Any, ...]], depth: int) -> list[_Level]:
    """The levels of a column in which the names `paths` occur (in order)."""
    levels: list[_Level] = []
    for _ in range(depth):
        prefixes = [path[:-1] for path in paths]
        numbers = dict(zip(dict.fromkeys(prefixes), count()))
        levels.append(_Level([path[-1] for path in paths], [numbers[prefix] for prefix in prefixes], len(numbers)))
        paths = list(numbers)
    return levels[::-1]


@frozen(slots=True)
class Sums:
    """The exact amounts of the nodes of a tree: `unit` of them make one step, `floors` are the whole steps in each and `rests` what is over.

    A rounding of them is for each node 1 where it has one step more than its floor, and 0 where it has not.
    """

    tree: Tree
    unit: int
    amounts: Sequence[int]
    floors: Sequence[int]
    rests: Sequence[int]

    def steps(self, raised: Sequence[int]) -> list[int]:
        """The steps of the nodes of a rounding."""
        return list(map(add, self.floors, raised))


def sums_of(tree: Tree, amounts: Sequence[int], unit: int) -> Sums:
    """The sums of the `amounts` of a tree's rows."""
    totals = tree.totals(amounts)
    return Sums(tree, unit, totals, [amount // unit for amount in totals], [amount % unit for amount in totals])


def half_up_total(sums: Sums) -> list[int]:
    """The rounding of the total, halves away from zero."""
    return [round_steps(sums.amounts[0], sums.unit) - sums.floors[0]]


def spread(sums: Sums, raised: Sequence[int], depth: int) -> list[int]:
    """The rounding of all nodes down to `depth`, by that of the upper levels.

    Of the nodes below one those with the largest remainders are raised; of equal ones the first in the order of the names.
    """
    tree, floors, rests = sums.tree, sums.floors, sums.rests
    below = tree.below
    out = list(raised)
    for level in range(tree.starts.index(len(out)), depth + 1):
        out += [out[node] for node in tree.above[tree.starts[level] : tree.starts[level + 1]]]
        for node in tree.forks[level - 1]:
            start, end = below[node], below[node + 1]
            missing = out[node] + floors[node] - sum(floors[start:end])
            if missing:
                order = sorted(range(start, end), key=rests.__getitem__, reverse=True)
                for part in order[:missing]:
                    out[part] = 1
                for part in order[missing:]:
                    out[part] = 0
    return out


def to_rows(sums: Sums, raised: Sequence[int], amounts: Sequence[int]) -> list[int]:
    """The steps of each of the amounts that were summed up: where several count in one node, they divide its steps."""
    tree = sums.tree
    steps = sums.steps(raised)
    out = list(map(steps.__getitem__, tree.leaf_of))
    for leaf in tree.forks[-1]:
        rows = tree.rows(leaf)
        exact = [amounts[row] for row in rows]
        for row, share in zip(rows, largest_remainder(steps[leaf], exact, sums.unit, exact), strict=True):
            out[row] = share
    return out
