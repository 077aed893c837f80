"""A change attributed exactly: a tree of nodes whose leaves, with what neither year's records explain, add up to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from typing import Any

from figures.amounts import ZERO
from figures.findings import Place
from figures.lean import frozen
from figures.records import Category, IncomeKind, ThreePublic
from narratives.reasons.declared import Level, ReasonStyle, Tree
from narratives.reasons.lines import Line, Lines
from narratives.reasons.moves import Move, Part, parts_of
from narratives.reasons.rates import common_rates


class Kind(StrEnum):
    """What a node is: records under one value; a common rate; money that only moved inside the scope, into it, or out of it."""

    PART = "各项"
    RATE = "统一"
    MOVED = "调整"
    MOVED_IN = "调入"
    MOVED_OUT = "调出"


@frozen(eq=False)
class Node:
    """A node of an attribution: what it was and is (元, as printed), and the lines behind it.

    `number` tells it from all others. `steady`: the exact amounts are equal, whatever rounding did. `unmoved` is its contribution without
    money that only moved inside the scope. `rate` is a common rate in percent, `elsewhere` what money moved from or to.
    `restates`: all that changed lies in one node below, so that naming this one would only repeat the change.
    `contribution` is now minus before. `nameable` tells whether it may be a reason: it changed exactly, holds no money that only
    moved, and does not merely restate the change.
    """

    number: int
    name: str
    kind: Kind
    before: Decimal
    now: Decimal
    steady: bool
    unmoved: Decimal
    moved: bool = False
    children: tuple[Node, ...] = ()
    lines: tuple[Line, ...] = ()
    rate: int = 0
    elsewhere: str = ""
    restates: bool = False
    contribution: Decimal = field(init=False)
    nameable: bool = field(init=False)

    def __post_init__(self) -> None:
        contribution = self.now - self.before
        barred = self.moved or self.steady or self.restates or self.unmoved != contribution
        object.__setattr__(self, "contribution", contribution)
        object.__setattr__(self, "nameable", bool(contribution) and not barred)

    @property
    def leaf(self) -> bool:
        """Whether nothing lies below."""
        return not self.children

    def walk(self) -> Iterator[Node]:
        """This node and all below, each before those below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen(eq=False)
class Attribution:
    """Why a measure changed: the tree, which nodes are named, what remains.

    `change` is the measure's, as printed (元); the leaves and `remainder` add up to it. `direct` are the named nodes in the change's
    direction, `offsetting` the others, both in the order of naming. `scope` is the words for the funds meant, where they need saying.
    """

    name: str
    change: Decimal
    root: Node
    remainder: Decimal
    lines: Lines
    direct: tuple[Node, ...] = ()
    offsetting: tuple[Node, ...] = ()
    scope: str = ""

    def nodes(self) -> Iterator[Node]:
        """All nodes but the whole, each before those below it."""
        for child in self.root.children:
            yield from child.walk()

    @property
    def named(self) -> frozenset[int]:
        """The numbers of the nodes that the sentence names."""
        return frozenset(node.number for node in (*self.direct, *self.offsetting))

    def places(self, node: Node) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """The cells behind a node: last year's, this year's; a range searched where there are none."""
        return self.lines.places(line for below in node.walk() for line in below.lines)


Path = tuple[str, ...]
Group = tuple[Kind, str, str, int]
"""What the parts at one end of the tree differ by: kind, what moved, from or to where, common rate."""
_OWN: Group = (Kind.PART, "", "", 0)


@dataclass
class _Branch:
    name: str = ""
    level: Level | None = None
    children: dict[str, _Branch] = field(default_factory=dict)
    groups: dict[Group, list[Part]] = field(default_factory=dict)
    rest: bool = False


def attribute(tree: Tree, lines: Lines, change: Decimal, name: str, style: ReasonStyle) -> Attribution:
    """The attribution of `change` (元) to the lines inside the scope along `tree`; nothing is named yet."""
    parts = tuple(parts_of(lines))
    root = _Grower(tree, lines, style).grow(parts)
    return Attribution(name, change, root, change - root.contribution, lines)


class _Grower:
    def __init__(self, tree: Tree, lines: Lines, style: ReasonStyle) -> None:
        self.tree = tree
        self.lines = lines
        self.style = style
        self.number = -1
        self.paths: dict[Any, tuple[Path, tuple[Level, ...]]] = {}
        self.ends: dict[int, _Branch] = {}
        self.at = {a: lines.position(a) for a in tree.top.attributes()}
        self.used = itemgetter(*sorted(self.at.values()))

    def grow(self, parts: Sequence[Part]) -> Node:
        rates = common_rates(self.lines, parts, self.style.thresholds.common)
        root = _Branch()
        together = self._places_of_rates(parts, rates)
        for i, part in enumerate(parts):
            path, levels = self._path(part.line)
            if i in rates:
                end = together[rates[i]]
                group: Group = (Kind.RATE, "", "", rates[i])
                self._branch(root, end, levels).groups.setdefault(group, []).append(part)
            else:
                branch = self.ends.get(id(path))
                if branch is None:
                    branch = self.ends[id(path)] = self._branch(root, path, levels)
                branch.groups.setdefault(self._group(part, path), []).append(part)
        self._mark_rests(root, [self._path(parts[i].line)[0] for i in rates], together, list(rates.values()))
        return _restating(self._node(root))

    def _path(self, line: Line) -> tuple[Path, tuple[Level, ...]]:
        """The values that lead to the line's leaf, and their levels."""
        key = self.used(line.key)
        known = self.paths.get(key)
        if known is not None:
            return known
        values: list[str] = []
        levels: list[Level] = []
        level: Level | None = self.tree.top
        while level is not None and len(values) < self.tree.depth:
            value = line.key[self.at[level.attribute]]
            if not value:
                break
            values.append(value)
            levels.append(level)
            level = level.under(value)
        self.paths[key] = tuple(values), tuple(levels)
        return self.paths[key]

    def _places_of_rates(self, parts: Sequence[Part], rates: Mapping[int, int]) -> dict[int, Path]:
        """Where in the tree each common rate stands: at the end of what its lines' paths have in common."""
        common: dict[int, Path] = {}
        for i, rate in rates.items():
            path = self._path(parts[i].line)[0]
            known = common.get(rate)
            common[rate] = path if known is None else _shared(known, path)
        return common

    def _group(self, part: Part, path: Path) -> Group:
        move = part.move
        if move is None or part.partner is None:
            return _OWN
        name = self._called(move)
        if part.partner_inside:
            return _OWN if self._path(part.partner)[0] == path else (Kind.MOVED, name, "", 0)
        gone = part.now < part.before
        elsewhere = self._value_name(move.across, move.come_to if gone else move.gone_from)
        return (Kind.MOVED_OUT if gone else Kind.MOVED_IN, name, elsewhere, 0)

    def _called(self, move: Move) -> str:
        return self._value_name(move.attribute, move.value)

    def _value_name(self, attribute: str, value: str) -> str:
        now = self.lines.now.context.name_of(attribute, value)
        return now if now != value else self.lines.last.context.name_of(attribute, value)

    def _branch(self, root: _Branch, path: Path, levels: Sequence[Level]) -> _Branch:
        branch = root
        for value, level in zip(path, levels, strict=False):
            child = branch.children.get(value)
            if child is None:
                name = level.pattern.replace("{值}", self._value_name(level.attribute, value))
                child = branch.children[value] = _Branch(name, level)
            branch = child
        return branch

    def _mark_rests(self, root: _Branch, paths: Sequence[Path], ends: Mapping[int, Path], rates: Sequence[int]) -> None:
        """Branches that lines were taken out of are only the rest of what they are called after."""
        for path, rate in zip(paths, rates, strict=True):
            branch: _Branch | None = root
            for depth, value in enumerate(path, 1):
                branch = branch.children.get(value) if branch else None
                if branch is not None and depth > len(ends[rate]):
                    branch.rest = True

    def _node(self, branch: _Branch) -> Node:
        self.number += 1
        number = self.number
        name = self.style.other.replace("{名}", branch.name) if branch.rest else branch.name
        (only, parts), *more = branch.groups.items() or [(_OWN, [])]
        if not branch.children and not more and only[0] is not Kind.RATE:
            return self._leaf(number, name, only, parts)
        ordered = sorted(branch.children.items(), key=lambda item: self._order(item[1], item[0]))
        children = [self._node(child) for _, child in ordered]
        children += [self._group_leaf(branch, group, some) for group, some in sorted(branch.groups.items())]
        return _sum(number, name, tuple(children))

    def _group_leaf(self, branch: _Branch, group: Group, parts: Sequence[Part]) -> Node:
        self.number += 1
        return self._leaf(self.number, self.style.other.replace("{名}", branch.name), group, parts)

    def _leaf(self, number: int, name: str, group: Group, parts: Sequence[Part]) -> Node:
        kind, moved_name, elsewhere, rate = group
        before = now = exact = ZERO
        inside = False
        for part in parts:
            before += part.before
            now += part.now
            exact += part.exact_now - part.exact_before
            inside = inside or (part.move is not None and part.partner_inside)
        steady = not exact
        moved = kind is Kind.MOVED or (inside and steady and before == now)
        if rate:
            name = f"统一{'压减' if rate < 0 else '增加'}{abs(rate)}%"
        unmoved = ZERO if kind is Kind.MOVED else now - before
        lines = (parts[0].line,) if len(parts) == 1 else tuple(dict.fromkeys([p.line for p in parts]))
        return Node(number, moved_name or name, kind, before, now, steady, unmoved, moved, (), lines, rate, elsewhere)

    def _order(self, branch: _Branch, value: str) -> tuple[float, float, str]:
        attribute = branch.level.attribute if branch.level else ""
        own = _ORDERS.get(attribute)
        if own is not None:
            return (own.get(value, len(own)), 0, value)
        now, last = (data.context.order.get(attribute, {}) for data in (self.lines.now, self.lines.last))
        return (now.get(value, float("inf")), last.get(value, float("inf")), value)


_ORDERS: Mapping[str, Mapping[str, int]] = {
    "支出类别": {str(c): i for i, c in enumerate(Category)},
    "收入类别": {str(k): i for i, k in enumerate(IncomeKind)},
    "项目": {str(p): i for i, p in enumerate(ThreePublic)},
    "经费类别": {"人员经费": 0, "公用经费": 1},
}


def _shared(one: Path, other: Path) -> Path:
    length = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:length]


def _sum(number: int, name: str, children: tuple[Node, ...]) -> Node:
    before, now = sum((c.before for c in children), ZERO), sum((c.now for c in children), ZERO)
    unmoved = sum((c.unmoved for c in children), ZERO)
    return Node(number, name, Kind.PART, before, now, all(c.steady for c in children), unmoved, children=children)


def _restating(root: Node) -> Node:
    """The tree with those nodes marked that all that changed lies in, as long as there is something below to name instead."""
    changed = [i for i, child in enumerate(root.children) if not child.steady]
    if len(changed) != 1 or root.children[changed[0]].leaf:
        return _replaced(root, root.children, True)
    only = changed[0]
    below = _restating(root.children[only])
    return _replaced(root, (*root.children[:only], below, *root.children[only + 1 :]), True)


def _replaced(node: Node, children: tuple[Node, ...], restates: bool) -> Node:
    return Node(
        node.number,
        node.name,
        node.kind,
        node.before,
        node.now,
        node.steady,
        node.unmoved,
        node.moved,
        children,
        node.lines,
        node.rate,
        node.elsewhere,
        restates,
    )
