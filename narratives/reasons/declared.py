"""What a template declares of reasons: thresholds, trees along which changes are attributed, and the words for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from figures.attributes import attribute_names
from figures.datasets import Condition
from figures.declared import Entries, Node
from figures.findings import NOWHERE, Place
from figures.lean import frozen


class Verb(StrEnum):
    """What happened to something named as a reason; the values are the names that templates use."""

    NEW = "新增"
    ENDED = "不再安排"
    GROWN = "增加"
    CUT = "减少"
    ALL_CUT = "统一压减"
    ALL_GROWN = "统一增加"
    MOVED_IN = "调入"
    MOVED_OUT = "调出"


WORDS: Mapping[Verb, str] = {
    Verb.NEW: "新增{名}{额}",
    Verb.ENDED: "不再安排{名}{额}",
    Verb.GROWN: "{名}增加{额}",
    Verb.CUT: "{名}减少{额}",
    Verb.ALL_CUT: "统一压减{率}，共{额}",
    Verb.ALL_GROWN: "统一增加{率}，共{额}",
    Verb.MOVED_IN: "由{处}调整列支{名}{额}",
    Verb.MOVED_OUT: "{名}{额}调整至{处}列支",
}
"""The words of a template that says nothing else."""

SLOTS: Mapping[Verb, frozenset[str]] = {
    verb: frozenset(s for s in ("名", "额", "率", "处") if f"{{{s}}}" in WORDS[verb]) for verb in Verb
}


@frozen(slots=True)
class Level:
    """One level of a tree: what its nodes differ by, what they are called ({值} is the value's name), and what stands below them.

    `branches` by value, `below` under every other value; a value without either is a leaf.
    """

    attribute: str
    pattern: str = "{值}"
    branches: Mapping[str, Level] = field(default_factory=dict)
    below: Level | None = None

    def under(self, value: str) -> Level | None:
        """The level below the node of `value`."""
        return self.branches.get(value, self.below)

    def attributes(self) -> Iterable[str]:
        """The attributes of this level and all below."""
        yield self.attribute
        for level in (*self.branches.values(), self.below):
            if level is not None:
                yield from level.attributes()


@frozen(slots=True)
class Tree:
    """A tree for sentences: the records it stands on, its first level, how deep nodes are made.

    `condition` is the scope where the measure explained is no sum of such records itself (income explained by expenditure).
    """

    name: str
    source: str
    top: Level
    depth: int
    condition: Condition = ()


@frozen(slots=True)
class Thresholds:
    """How much a found reason has to explain.

    `explained`: what share of the gross movement in the change's direction is named at least; `net`: by what share of the change the
    net of all that is named may differ from it; `most`: how many are named at most, unless more are needed for `explained`; `common`:
    how many lines a common rate needs.
    """

    explained: Decimal = Decimal("0.8")
    net: Decimal = Decimal("0.2")
    most: int = 12
    common: int = 3


@frozen(slots=True)
class ReasonStyle:
    """A template's 原因: thresholds, trees in the order tried for each measure (by key), and words.

    `because` surrounds a remark ({备注}), `meanwhile` stands before what offsets, `scopes` are said where scopes move differently,
    `plain` are remarks that say no more than the words already do.
    """

    thresholds: Thresholds = Thresholds()
    trees: Mapping[str, tuple[Tree, ...]] = field(default_factory=dict)
    words: Mapping[Verb, str] = field(default_factory=lambda: WORDS)
    because: str = "（因{备注}）"
    meanwhile: str = "；同时"
    other: str = "其他{名}"
    scopes: Mapping[str, str] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    place: Place = NOWHERE


KEYS = ("门槛", "树", "对象", "词句", "因由", "同时", "其余", "口径", "不述备注")
"""The entries of 原因 that are read here."""

ALL_FUNDS, APPROPRIATION = "全部资金", "财政拨款"


def read_reason_style(entries: Entries, measures: Iterable[str] | None = None) -> ReasonStyle:
    """The ReasonStyle in 原因; DeclarationError names file and line of what is wrong. 对象 must be among `measures`, if given."""
    thresholds, depth = _thresholds(entries.get("门槛"))
    trees = {name: _tree(name, node, depth) for name, node in _mapping(entries, "树")}
    known = None if measures is None else tuple(measures)
    objects = entries.get("对象")
    chosen = {} if objects is None else {k: _trees(n, trees) for k, n in objects.mapping(known).items()}
    words = dict(WORDS) | {Verb(v): _word(Verb(v), n) for v, n in _mapping(entries, "词句", [str(v) for v in Verb])}
    default = ReasonStyle()
    scopes = {name: node.text() for name, node in _mapping(entries, "口径")}
    return ReasonStyle(
        thresholds,
        chosen,
        words,
        _with_slot(entries.get("因由"), "备注", default.because),
        entries.text("同时", default.meanwhile),
        _with_slot(entries.get("其余"), "名", default.other),
        scopes,
        frozenset(node.text() for node in entries.list("不述备注")),
        entries.node.place,
    )


def _mapping(entries: Entries, key: str, known: Iterable[str] | None = None) -> Iterable[tuple[str, Node]]:
    node = entries.get(key)
    return () if node is None else node.mapping(known).items()


def _thresholds(node: Node | None) -> tuple[Thresholds, int]:
    default = Thresholds()
    if node is None:
        return default, 2
    entries = Entries(node, ("解释", "净额", "最多", "深度", "统一"))
    most, common = _whole(entries, "最多", default.most, 1), _whole(entries, "统一", default.common, 2)
    explained = _percent(entries, "解释", default.explained)
    return Thresholds(explained, _percent(entries, "净额", default.net), most, common), _whole(entries, "深度", 2, 1)


def _percent(entries: Entries, key: str, default: Decimal) -> Decimal:
    node = entries.get(key)
    if node is None:
        return default
    value = node.number()
    if not 0 < value <= 100:
        raise node.fail(f"“{key}”应为大于0、不超过100的百分数，现为“{node.text()}”")
    return value / 100


def _whole(entries: Entries, key: str, default: int, least: int) -> int:
    node = entries.get(key)
    if node is None:
        return default
    value = node.number()
    if value != int(value) or value < least:
        raise node.fail(f"“{key}”应为不小于{least}的整数，现为“{node.text()}”")
    return int(value)


def _tree(name: str, node: Node, depth: int) -> Tree:
    from figures.view_reading import read_condition, read_source

    entries = Entries(node, ("来源", "筛选", "深度", *_LEVEL))
    source = read_source(entries.need("来源"), "")
    top = _level(entries, source)
    return Tree(name, source, top, _whole(entries, "深度", depth, 1), read_condition(entries.get("筛选"), source))


_LEVEL = ("按", "名", "分", "再分")


def _level(entries: Entries, source: str) -> Level:
    attribute = entries.need("按").choice(attribute_names(source))
    branches = {value: _level(Entries(n, _LEVEL), source) for value, n in _mapping(entries, "分")}
    below = entries.get("再分")
    pattern = _with_slot(entries.get("名"), "值", "{值}")
    return Level(attribute, pattern, branches, None if below is None else _level(Entries(below, _LEVEL), source))


def _trees(node: Node, trees: Mapping[str, Tree]) -> tuple[Tree, ...]:
    return tuple(trees[n.choice(trees)] for n in node.list())


def _word(verb: Verb, node: Node) -> str:
    for slot in sorted(SLOTS[verb] - {"额"}):  # published reasons often say what moved, not by how much
        _with_slot(node, slot, "")
    return node.text()


def _with_slot(node: Node | None, slot: str, default: str) -> str:
    if node is None:
        return default
    if f"{{{slot}}}" not in node.text():
        raise node.fail(f"“{node.text()}”中缺少{{{slot}}}")
    return node.text()
