"""Which nodes of an attribution are named: the fewest that explain enough, none inside another, and what offsets them.

| step | rule |
|---|---|
| gross | the sum of what leaves moved in the change's direction, without money that only moved inside the scope |
| direct | the fewest nodes that explain the threshold of the gross; among as few, those that explain most; among equals, the deeper, then the earlier in the table |
| nearer | a node of which one child is nearly all (the same threshold) gives way to that child, as long as the threshold holds |
| offsetting | against the change's direction, largest first (none that would overshoot, while another will do), until the net of all that is named is within the tolerance of the change; where it overshot, further direct ones |
| maximum | stops offsetting ones and further direct ones; the threshold of the gross goes before it |

Fewest is exact for up to `EXACT` nodes; where more are needed, nodes are taken largest first, a node for its children wherever that
loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.amounts import ZERO
from figures.lean import frozen
from narratives.reasons.attribution import Attribution, Node
from narratives.reasons.declared import Thresholds

EXACT = 60
"""Up to how many named nodes the fewest are searched for exactly."""


def choose(found: Attribution, thresholds: Thresholds) -> Attribution:
    """The attribution with the nodes that a sentence names; none where no leaf moved in the change's direction."""
    if not found.change:
        return found
    chooser = _Chooser(found, thresholds)
    direct = chooser.direct()
    if not direct:
        return found
    direct, offsetting = chooser.balanced(direct)
    return replace(found, direct=_ordered(direct), offsetting=_ordered(offsetting))


def _ordered(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(sorted(nodes, key=_by_size))


def _by_size(node: Node) -> tuple[Decimal, int]:
    return -abs(node.contribution), node.number


@frozen(slots=True)
class _Picked:
    """Named nodes as a tree of choices, so that trying many combinations copies none."""

    node: Node | None = None
    left: _Picked | None = None
    right: _Picked | None = None

    def nodes(self) -> list[Node]:
        found, waiting = [], [self]
        while waiting:
            one = waiting.pop()
            if one.node is not None:
                found.append(one.node)
            waiting += [side for side in (one.left, one.right) if side is not None]
        return found


_NONE = _Picked()
Options = list[tuple[Decimal, _Picked]]
"""At position k: the most that k nodes explain, and which."""


class _Chooser:
    def __init__(self, found: Attribution, thresholds: Thresholds) -> None:
        self.root = found.root
        self.change = found.change
        self.sign = 1 if found.change > 0 else -1
        self.thresholds = thresholds
        self.gross = sum((max(self._size(n), ZERO) for n in found.nodes() if n.leaf and not n.moved), ZERO)
        self.wanted = self.gross * thresholds.explained

    def _size(self, node: Node) -> Decimal:
        return node.contribution * self.sign

    def direct(self) -> list[Node]:
        """The nodes in the change's direction."""
        if self.gross <= 0:
            return []
        largest = self._largest_first(self._pool(1, frozenset()))
        if len(largest) > EXACT:
            return largest
        options = self._options(self.root, max(len(largest), 1))
        for explained, picked in options:
            if explained >= self.wanted:
                return self._nearer(picked.nodes())
        return largest

    def _largest_first(self, pool: Sequence[Node]) -> list[Node]:
        taken, explained = [], ZERO
        for node in sorted(pool, key=_by_size):
            if explained >= self.wanted:
                break
            taken.append(node)
            explained += self._size(node)
        return taken

    def _pool(self, sign: int, named: frozenset[int]) -> list[Node]:
        """Nodes that may be named on one side, none inside another: a node for its children where none of them moved otherwise."""
        return [node for child in self.root.children for node in self._pooled(child, sign, named)]

    def _pooled(self, node: Node, sign: int, named: frozenset[int]) -> list[Node]:
        if node.number in named:
            return []
        if node.leaf:
            return [node] if node.nameable and self._size(node) * sign > 0 else []
        below = [n for child in node.children for n in self._pooled(child, sign, named)]
        pure = node.nameable and self._size(node) * sign > 0 and len(below) > 1
        if pure and sum((n.contribution for n in below), ZERO) == node.contribution:
            return [node]
        return below

    def _options(self, node: Node, limit: int) -> Options:
        leaves = sorted((c for c in node.children if c.leaf and c.nameable and self._size(c) > 0), key=_by_size)[:limit]
        options: Options = [(ZERO, _NONE)]
        for leaf in leaves:
            explained, picked = options[-1]
            options.append((explained + self._size(leaf), _Picked(leaf, picked)))
        for child in node.children:
            if not child.leaf:
                options = _combined(options, self._options(child, limit), limit)
        if node.nameable and node is not self.root and (len(options) == 1 or self._size(node) > options[1][0]):
            options[1:2] = [(self._size(node), _Picked(node))]
        return options

    def _nearer(self, nodes: list[Node]) -> list[Node]:
        spare = sum((self._size(n) for n in nodes), ZERO) - self.wanted
        nearer = []
        for node in sorted(nodes, key=_by_size):
            while True:
                child = max((c for c in node.children if c.nameable), key=lambda c: (self._size(c), -c.number), default=None)
                if child is None or self._size(child) < self.thresholds.explained * self._size(node):
                    break
                lost = self._size(node) - self._size(child)
                if lost > spare:
                    break
                spare -= lost
                node = child
            nearer.append(node)
        return nearer

    def balanced(self, direct: list[Node]) -> tuple[list[Node], list[Node]]:
        """The direct nodes and those that offset them, so that the net comes near the change."""
        size = abs(self.change)
        least, most = size * (1 - self.thresholds.net), size * (1 + self.thresholds.net)
        net = sum((self._size(n) for n in direct), ZERO)
        inside = frozenset(n.number for named in direct for n in named.walk())
        against = sorted(self._pool(-1, inside), key=_by_size)
        further = sorted(self._pool(1, inside), key=_by_size)
        offsetting: list[Node] = []
        while len(direct) + len(offsetting) < self.thresholds.most and not least <= net <= most:
            pool, into = (against, offsetting) if net > most else (further, direct)
            node = self._next(pool, net, least, most)
            if node is None:
                break
            pool.remove(node)
            into.append(node)
            net += self._size(node)
        return direct, offsetting

    def _next(self, pool: Sequence[Node], net: Decimal, least: Decimal, most: Decimal) -> Node | None:
        """The largest that does not carry the net beyond the tolerance; where each would, the smallest."""
        fitting = (n for n in pool if (net + self._size(n) >= least if net > most else net + self._size(n) <= most))
        return next(fitting, pool[-1] if pool else None)


def _combined(one: Options, other: Options, limit: int) -> Options:
    """The most that k nodes out of two disjoint parts of the tree explain, for each k up to `limit`."""
    length = min(len(one) + len(other) - 1, limit + 1)
    combined: list[tuple[Decimal, _Picked] | None] = [None] * length
    for i, (explained, picked) in enumerate(one[:length]):
        for k, (more, others) in enumerate(other[: length - i], i):
            known = combined[k]
            if known is None or explained + more > known[0]:
                combined[k] = (explained + more, _Picked(None, picked, others))
    options: Options = []
    for option in combined:
        if option is not None:
            options.append(option if not options or option[0] > options[-1][0] else options[-1])
    return options
