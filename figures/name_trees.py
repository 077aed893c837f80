"""Rows told apart by names nested in names: which of them count together, level by level, in the order of the names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, count
from operator import ne
from typing import Any

from figures.lean import frozen


@frozen
class Tree:
    """What is summed up in what. Nodes are numbers: 0 is the total, the nodes of depth d are those from `starts[d]` up to `starts[d + 1]`.

    Of each node: `names`, what tells it from others in the same sum; and `below`, the first of the nodes that count in it, which go on up
    to the first of those of the next node. The nodes of a depth are in the order of their paths (the names from the top down). After those of
    the deepest level the rows are numbered on, in the `order` given. `above` is the node in which each node or row counts (-1 of the
    total). `forks` are by depth the nodes in which several nodes (of the deepest: rows) count.
    """

    starts: Sequence[int]
    above: Sequence[int]
    names: Sequence[Any]
    below: Sequence[int]
    forks: Sequence[Sequence[int]]
    order: Sequence[int]

    def nodes(self, depth: int) -> range:
        """The nodes of one depth."""
        return range(self.starts[depth], self.starts[depth + 1])

    def nodes_below(self, node: int) -> range:
        """The nodes that count in a node."""
        return range(self.below[node], self.below[node + 1])

    def rows(self, leaf: int) -> Sequence[int]:
        """The rows that count in a node of the deepest level."""
        first = self.starts[-1]
        return self.order[self.below[leaf] - first : self.below[leaf + 1] - first]

    def names_at(self, depths: Sequence[int], of: int) -> list[list[Any]]:
        """For each of the `depths` the names that the paths of the nodes of depth `of` have there."""
        nodes: Sequence[int] = self.nodes(of)
        found = {}
        for depth in range(of, min(depths) - 1, -1):
            if depth in depths:
                found[depth] = [self.names[node] for node in nodes]
            nodes = [self.above[node] for node in nodes]
        return [found[depth] for depth in depths]

    def path(self, node: int) -> tuple[Any, ...]:
        """The names from below the total down to a node."""
        names: list[Any] = []
        while node > 0:
            names.append(self.names[node])
            node = self.above[node]
        return tuple(reversed(names))

    def totals(self, values: Sequence[int]) -> list[int]:
        """The sum of the `values` of the rows in each node."""
        starts, below, count = self.starts, self.below, self.starts[-1]
        sums = [0] * count
        sums += [values[row] for row in self.order]
        sums.append(0)  # the total where there are no rows
        for depth in reversed(range(len(self.forks))):
            start, end = starts[depth], starts[depth + 1]
            sums[start:end] = [sums[first] for first in below[start:end]]
            for node in self.forks[depth]:
                sums[node] = sum(sums[below[node] : below[node + 1]])
        return sums[:count]

    @cached_property
    def leaf_of(self) -> Sequence[int]:
        """The node of the deepest level in which each row counts."""
        found = [0] * len(self.order)
        for row, leaf in zip(self.order, self.above[self.starts[-1] :], strict=True):
            found[row] = leaf
        return found


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
        known = sorted(values, key=paths.__getitem__)
        in_order = [paths[value] for value in known]
        return dict(zip(known, _numbers(0, in_order), strict=True)), _levels(list(dict.fromkeys(in_order)), self.depth)


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
    sums = [keys]
    names: list[Sequence[Any]] = []
    sizes: list[Sequence[int]] = []
    for level in reversed(levels):
        found, many, prefix, wider = Counter(sums[-1]), len(level.names), level.prefix, level.wider
        names.append([level.names[key % many] for key in found])
        sizes.append(list(found.values()))
        sums.append([key // many * wider + prefix[key % many] for key in found] if wider > 1 else [key // many for key in found])
    sizes.append([len(sums[-1])])
    starts = list(accumulate([1, *map(len, reversed(names))], initial=0))
    return Tree(
        starts=starts,
        above=[-1, *chain.from_iterable(map(_numbers, starts, reversed(sums)))],
        names=[None, *chain.from_iterable(reversed(names))],
        below=list(accumulate(chain.from_iterable(reversed(sizes)), initial=1)),
        forks=[
            [n for n, size in enumerate(level, start) if size > 1]
            for start, level in zip(starts[:-1], reversed(sizes), strict=True)
        ],
        order=order,
    )


def _levels(paths: Sequence[tuple[Any, ...]], depth: int) -> list[_Level]:
    """The levels of a column in which the names `paths` occur (in order)."""
    levels: list[_Level] = []
    for _ in range(depth):
        prefixes = [path[:-1] for path in paths]
        wider = list(dict.fromkeys(prefixes))
        levels.append(_Level([path[-1] for path in paths], list(_numbers(0, prefixes)), len(wider)))
        paths = wider
    return levels[::-1]


def _numbers(first: int, keys: Sequence[Any]) -> Iterable[int]:
    """For keys in order numbers from `first` on, the same for the same."""
    return accumulate(map(ne, keys[1:], keys), initial=first) if keys else ()
