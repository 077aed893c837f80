"""An attribution shown: as data for programs, as a table for the officer, with the reason why each node is named or not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from figures.amounts import EXACT, UNITS, ZERO, half_up
from figures.lean import frozen
from narratives.reasons.attribution import Attribution, Node

_WAN = UNITS["万元"]
HEAD = ("项目", "上年", "本年", "增减", "占变动", "是否点名")


def as_data(found: Attribution) -> dict[str, Any]:
    """The attribution as explanations publish it: amounts in 万元 as text, with two places, or as many as they take.

    Leaves and remainder add up to the change.
    """
    named = found.named
    return {
        "change": _shown(found.change),
        "contributions": [
            {
                "name": node.name,
                "before": _shown(node.before),
                "now": _shown(node.now),
                "contribution": _shown(node.contribution),
                "named": node.number in named,
                "leaf": node.leaf,
                "moved": node.moved,
            }
            for node in found.nodes()
        ],
        "remainder": _shown(found.remainder),
    }


def _shown(amount: Decimal) -> str:
    value = EXACT.divide(amount, _WAN) + ZERO
    return format(value, f".{max(2, -int(value.normalize().as_tuple().exponent))}f")


@frozen(slots=True)
class Row:
    """A node of an attribution's table. `share` is its contribution in percent of the change (of no change: 0); `depth` counts from 0; `why` is Chinese."""

    node: Node
    depth: int
    share: Decimal
    why: str


def rows(found: Attribution) -> Iterator[Row]:
    """Every node in the tree's order, with the reason why it is named or not."""
    net = sum((n.contribution for n in (*found.direct, *found.offsetting)), ZERO)
    for child in found.root.children:
        yield from _rows(found, child, 0, "", net)


def _rows(found: Attribution, node: Node, depth: int, inside: str, net: Decimal) -> Iterator[Row]:
    share = half_up(EXACT.divide(node.contribution * 100, found.change), Decimal("0.01")) if found.change else ZERO
    yield Row(node, depth, share, _why(found, node, inside, net))
    within = inside or (node.name if node.number in found.named else "")
    for child in node.children:
        yield from _rows(found, child, depth + 1, within, net)


def _why(found: Attribution, node: Node, inside: str, net: Decimal) -> str:
    named = found.named
    if node.number in named:
        return "点名" if node in found.direct else "点名（同时）"
    if node.moved:
        return "不点名：只是调整列支，没有增减"
    if not node.contribution or node.steady:
        return "不点名：没有变化" if node.before == node.now else "不点名：只是四舍五入之差"
    if inside:
        return f"不点名：已含在“{inside}”中"
    if any(below.number in named for below in node.walk()):
        return "不点名：由其下的项目说明"
    if node.unmoved != node.contribution:
        return "不点名：含有只是调整列支的资金"
    if (node.contribution > 0) == (found.change > 0):
        return "不点名：已点名的足以说明"
    return (
        "不点名：净额已接近变动额" if abs(net - found.change) * 5 <= abs(found.change) else "不点名：已达最多项数，或下级另有说明"
    )


def table(found: Attribution) -> Iterator[str]:
    """The table as lines of text, columns aligned for a terminal; the last line is what neither year's records explain."""
    cells = [HEAD, *(_cells(row) for row in rows(found))]
    cells.append(("两年明细之外", "", "", _signed(found.remainder), "", ""))
    cells.append(("合计", "", "", _signed(found.change), "100.00%", ""))
    widths = [max(_width(line[i]) for line in cells) for i in range(len(HEAD))]
    for line in cells:
        yield "  ".join(
            _padded(text, width, right=0 < i < 5) for i, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    node = row.node
    name = "　" * row.depth + node.name
    return name, _shown(node.before), _shown(node.now), _signed(node.contribution), f"{row.share:.2f}%", row.why


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else ''}{_shown(amount)}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
