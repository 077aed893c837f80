"""Which income pays for which expenditure line: what a table of income by functional subject shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from figures.amounts import ZERO
from figures.lean import frozen
from figures.records import ExpenditureLine, Fund, IncomeItem, IncomeKind

INCOME_CLASSES = (IncomeKind.APPROPRIATION, IncomeKind.BUSINESS, IncomeKind.OPERATIONS, IncomeKind.OTHER)
"""收入归类: the four classes under which forms show income."""

_OF_FUND = {
    str(Fund.GENERAL): IncomeKind.APPROPRIATION,
    str(Fund.GOVERNMENT_FUND): IncomeKind.APPROPRIATION,
    str(Fund.STATE_CAPITAL): IncomeKind.APPROPRIATION,
    str(Fund.SPECIAL_ACCOUNT): IncomeKind.BUSINESS,
    str(Fund.OWN): IncomeKind.OTHER,
}


@frozen(slots=True)
class FundedLine(ExpenditureLine):
    """An expenditure line, or the part of it that one class of income pays for (`income`)."""

    income: str = ""


def income_class(kind: str, fund: str) -> str:
    """The class of an income item: 其他收入 is all that is not one of the first three; money carried over counts by its fund.

    "" where the kind (of money carried over: the fund) is not known: such an item is in no class.
    """
    if kind in INCOME_CLASSES or not kind:
        return str(kind)
    return str(_OF_FUND.get(fund, "")) if kind == IncomeKind.CARRIED_OVER else str(IncomeKind.OTHER)


def funded_lines(lines: Iterable[ExpenditureLine], income: Iterable[IncomeItem]) -> tuple[FundedLine, ...]:
    """The lines, each with the class of income that pays for it.

    A line's fund decides; only other money of the unit (单位资金) can be of several classes. It pays in their order: each unit's lines
    out of the unit's own income, then what is left out of what is left. So the totals by class are those of the income items. A line
    that two classes pay for becomes two.
    """
    left: dict[tuple[str, str], Decimal] = {}
    for item in income:
        if item.fund == Fund.OWN and item.kind:
            key = (item.unit, income_class(item.kind, item.fund))
            left[key] = left.get(key, ZERO) + item.amount
    paid: list[list[FundedLine]] = []
    open_lines: list[tuple[int, ExpenditureLine, Decimal]] = []
    for line in lines:
        if line.fund != Fund.OWN:
            paid.append([_funded(line, income_class(IncomeKind.CARRIED_OVER, line.fund), line.amount)])
            continue
        parts, rest = _pay(line, line.amount, [(line.unit, str(c)) for c in INCOME_CLASSES], left)
        paid.append(parts)
        if rest or not parts:
            open_lines.append((len(paid) - 1, line, rest))
    for position, line, amount in open_lines:
        parts, rest = _pay(line, amount, sorted(left, key=lambda key: _rank(key[1])), left)
        paid[position] += parts
        if rest or not paid[position]:
            paid[position].append(_funded(line, str(IncomeKind.OTHER), rest))
    return tuple(part for parts in paid for part in parts)


def _rank(name: str) -> int:
    return [str(c) for c in INCOME_CLASSES].index(name)


def _pay(
    line: ExpenditureLine, amount: Decimal, keys: Sequence[tuple[str, str]], left: dict[tuple[str, str], Decimal]
) -> tuple[list[FundedLine], Decimal]:
    """What the income under `keys` pays of `amount`, which is taken from `left`, and what remains to be paid."""
    parts = []
    for key in keys:
        taken = min(amount, left.get(key, ZERO))
        if taken > 0:
            left[key] -= taken
            amount -= taken
            parts.append(_funded(line, key[1], taken))
    return parts, amount


def _funded(line: ExpenditureLine, income: str, amount: Decimal) -> FundedLine:
    values: dict[str, Any] = {f.name: getattr(line, f.name) for f in fields(ExpenditureLine)}
    return FundedLine(**values | {"amount": amount, "income": income})
