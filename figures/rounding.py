"""The one rounding: where exact records enter the tables, their amounts become multiples of what the tables print.

What is apportioned from what, top down, each figure floor or ceiling of its own exact value, chosen by largest remainder; and the
sums of the same figures that run across:

| records | from the total (half up) down to the record | across |
|---|---|---|
| 支出明细 with 结转下年 | fund → timing → 类 → 款 → 项 → 支出类别 → project → record | timing; 类 → 款 → 项; 支出类别 |
| 收入项目 | fund → timing (both as expenditure where equal) → 收入类别 → record | 收入类别 |
| 三公经费 | fund → item → record | 公务用车 → item |
| 机关运行经费 | unit → fund → record | fund |
| 政府采购 | 采购类别 → record → reserved or not | reserved → for micro enterprises |
| 上年总数 | each half up by itself | |

Records of one key are merged first; what falls to them is apportioned among them the same way. Timing is 本年 or 上年结转.
绩效目标 and 批复数 stay exact: they are shown, or held against ours, in 元. Negative amounts (冲减) follow the same rule: the
remainder is taken from the floor.

The bound. Only records are rounded and every sum is made of them, so all tables foot and agree. The total is half up: within half
a step. Less than one step from their exact values are

* each fund, fund × timing, and the 类, 款, 项, 项 × 支出类别 and projects of a 项 within these;
* each 类, 款 and 项 over all funds (`figures.two_ways` says why that is always possible together);
* each record with a key of its own. Records that share a key divide their merged value, and are less than two steps off.

本年合计, 上年结转合计 and the totals of 支出类别 (over all and by fund × timing) are held within one step too, unless the sums
above leave no room for it. All other sums (a unit, an economic item, a project over several 项) are off by less than one step
for each of the figures above that they are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import chain, repeat
from math import lcm
from operator import attrgetter
from typing import Any

from figures.amounts import EXACT, half_up
from figures.apportionment import largest_remainder
from figures.budget import Budget
from figures.lean import frozen, replacing
from figures.line_sums import LineSums
from figures.name_trees import Column, Tree, tree_of
from figures.records import IncomeItem, IncomeKind, ThreePublic, Timing
from figures.shapes import Shape
from figures.sum_trees import Sums, half_up_total, spread, sums_of, to_rows
from figures.two_ways import mend


@frozen(slots=True)
class RoundedBudget:
    """A budget as it is printed, beside the exact one; amounts of `printed` are multiples of `quantum` (元)."""

    exact: Budget
    printed: Budget
    quantum: Decimal


def round_budget(budget: Budget, quantum: Decimal, shape: Shape | None = None) -> RoundedBudget:
    """`budget` and its last year with all amounts that tables print made multiples of `quantum` (元).

    `shape` is that of the budget where it is known; last year's is another.

    Records keep their order and number. What is a multiple already is not touched: such records, kinds and whole budgets come
    back as the same objects. Time is linear in the number of records.
    """
    return RoundedBudget(budget, _printed(budget, quantum, shape or Shape()), quantum)


def _printed(budget: Budget, quantum: Decimal, shape: Shape) -> Budget:
    changed: dict[str, Any] = {}
    lines = _Amounts(budget.expenditure, quantum, ("amount",))
    income = _Amounts(budget.income, quantum, ("amount",))
    if lines.uneven or income.uneven:
        rounded, sums = _round_lines(lines, shape.line_sums(budget.expenditure))
        changed["expenditure"] = lines.replaced(rounded)
        changed["income"] = income.replaced(_round_income(income, sums))
    public = _Amounts(budget.three_public, quantum, ("amount",))
    if public.uneven:
        changed["three_public"] = public.replaced(_round_three_public(public))
    operating = _Amounts(budget.operating, quantum, ("amount",))
    if operating.uneven:
        changed["operating"] = operating.replaced(_round_operating(operating))
    procurement = _Amounts(budget.procurement, quantum, ("amount", "small_enterprises", "micro_enterprises"))
    if procurement.uneven:
        changed["procurement"] = procurement.replaced(*_round_procurement(procurement))
    known_totals = budget.last_year_totals
    if _Amounts(known_totals, quantum, ("amount",)).uneven:
        changed["last_year_totals"] = tuple(replace(known, amount=half_up(known.amount, quantum)) for known in known_totals)
    if budget.last_year is not None and (last := _printed(budget.last_year, quantum, Shape())) is not budget.last_year:
        changed["last_year"] = last
    return replace(budget, **changed) if changed else budget


class _Amounts:
    """The amounts of records, by name of the field."""

    def __init__(self, records: tuple[Any, ...], quantum: Decimal, names: tuple[str, ...]) -> None:
        self.records = records
        self.quantum = quantum
        self.names = names

    @cached_property
    def uneven(self) -> bool:
        """Whether any amount is not a multiple of the quantum."""
        amounts = chain.from_iterable(map(attrgetter(name), self.records) for name in self.names)
        return any(map(EXACT.remainder, amounts, repeat(self.quantum)))

    @cached_property
    def _whole(self) -> tuple[list[list[int]], int]:
        ratios = [[getattr(record, name).as_integer_ratio() for record in self.records] for name in self.names]
        above, below = self.quantum.as_integer_ratio()
        scale = lcm(below, *{part for column in ratios for _, part in column})
        return [[number * (scale // part) for number, part in column] for column in ratios], above * (scale // below)

    @property
    def columns(self) -> list[list[int]]:
        """For each field the amounts as whole numbers of a unit so small that nothing is lost."""
        return self._whole[0]

    @property
    def unit(self) -> int:
        """How many of that unit make one quantum."""
        return self._whole[1]

    def replaced(self, *steps: Sequence[int]) -> tuple[Any, ...]:
        """The records with as many steps of the quantum (a sequence for each name); what was so already keeps its object."""
        unit, both = self.unit, [zip(new, old, strict=True) for new, old in zip(steps, self.columns, strict=True)]
        changed = list({i for column in both for i, (step, amount) in enumerate(column) if step * unit != amount})
        if not changed:
            return self.records
        out = list(self.records)
        kind: Any = type(out[0])
        values = [map(EXACT.multiply, map(new.__getitem__, changed), repeat(self.quantum)) for new in steps]
        for i, record in zip(changed, map(_replacing(kind, *self.names), map(out.__getitem__, changed), *values), strict=True):
            out[i] = record
        return tuple(out)


_replacing = cache(replacing)


Spent = Mapping[tuple[str, ...], tuple[Fraction, int]]
"""The exact expenditure (in steps) of each fund and each fund × timing, and the steps that are printed of it."""


def _round_lines(lines: _Amounts, known: LineSums) -> tuple[list[int], Spent]:
    """Steps of each expenditure line, and what is spent by fund and timing."""
    amounts = lines.columns[0]
    sums = sums_of(known.tree, amounts, lines.unit)
    raised = mend(sums, spread(sums, half_up_total(sums), 2), known.timings)
    raised = spread(sums, raised, 5)
    for fixed in (2, 0):  # timing totals move only where the functional ones cannot be had otherwise
        raised = mend(sums, raised, known.subjects, fixed)
    upper = range(1, known.tree.starts[3])
    spent = {known.tree.path(n): (Fraction(sums.amounts[n], sums.unit), sums.steps(n, raised[n])) for n in upper}
    raised = mend(sums, spread(sums, raised, 6), known.uses, fixed=5)
    return to_rows(sums, spread(sums, raised, 8), amounts), spent


def _round_income(income: _Amounts, spent: Spent) -> list[int]:
    """Steps of each income item; funds and timings of which as much comes in as goes out take the steps of the expenditure."""
    items, amounts = income.records, income.columns[0]
    columns: list[list[Any]] = [
        [item.fund for item in items],
        [_timing_of(item) for item in items],
        [item.kind for item in items],
        [(item.unit, item.subject) for item in items],
    ]
    tree = tree_of(list(map(Column, columns)))
    sums = sums_of(tree, amounts, income.unit)
    raised = half_up_total(sums)
    for depth in (1, 2):
        for parent in tree.nodes(depth - 1):
            raised += _shared(sums, tree.nodes_below(parent), sums.steps(parent, raised[parent]), spent)
    raised = mend(sums, spread(sums, raised, 3), tree_of(list(map(Column, tree.names_at((3,), of=3)))), fixed=2)
    return to_rows(sums, spread(sums, raised, 4), amounts)


def _shared(sums: Sums, parts: Sequence[int], total: int, spent: Spent) -> list[int]:
    """The rounding of the nodes `parts`: what equals the expenditure of its name takes its steps, the rest of `total` is by largest remainder."""
    unit, amounts = sums.unit, sums.amounts
    taken = {}
    for n in parts:
        amount, steps = spent.get(sums.tree.path(n), (None, 0))
        if amount == Fraction(amounts[n], unit):
            taken[n] = steps
    rest = [n for n in parts if n not in taken]
    missing = total - sum(taken.values()) - sum([amounts[n] // unit for n in rest])
    if not 0 <= missing <= sum([amounts[n] % unit > 0 for n in rest]):
        taken, rest = {}, list(parts)
    shares = largest_remainder(total - sum(taken.values()), [amounts[n] for n in rest], unit, rest)
    taken.update(zip(rest, shares, strict=True))
    return [taken[n] - sums.steps(n, 0) for n in parts]


def _timing_of(item: IncomeItem) -> str:
    return str(Timing.CARRIED_OVER if item.kind == IncomeKind.CARRIED_OVER else Timing.CURRENT)


def _round_cells(
    columns: Sequence[Sequence[Any]], amounts: Sequence[int], unit: int, across: Callable[[Tree, int], list[list[Any]]]
) -> list[int]:
    """Steps of each of `amounts`: the total half up, apportioned by all `columns` but the last; sums `across` those cells add up too."""
    tree = tree_of(list(map(Column, columns)))
    sums = sums_of(tree, amounts, unit)
    cells = len(columns) - 1
    raised = mend(sums, spread(sums, half_up_total(sums), cells), tree_of(list(map(Column, across(tree, cells)))))
    return to_rows(sums, spread(sums, raised, cells + 1), amounts)


def _round_three_public(public: _Amounts) -> list[int]:
    vehicles = {ThreePublic.VEHICLE_PURCHASE, ThreePublic.VEHICLE_RUNNING}

    def across(tree: Tree, depth: int) -> list[list[Any]]:
        (items,) = tree.names_at((depth,), of=depth)
        return [["公务用车购置及运行费" if item in vehicles else item for item in items], items]

    columns = [[getattr(item, name) for item in public.records] for name in ("fund", "item", "unit")]
    return _round_cells(columns, public.columns[0], public.unit, across)


def _round_operating(operating: _Amounts) -> list[int]:
    columns = [[getattr(item, name) for item in operating.records] for name in ("unit", "fund")]
    columns.append([""] * len(operating.records))
    return _round_cells(columns, operating.columns[0], operating.unit, lambda tree, depth: tree.names_at((depth,), of=depth))


OPEN, SMALL, MICRO = "不预留", "预留中小企业", "预留小微企业"


def _round_procurement(procurement: _Amounts) -> tuple[list[int], list[int], list[int]]:
    """Steps of amount, reserved amount and that for micro enterprises of each item.

    What is rounded is what the three consist of (not reserved; reserved for small but not for micro enterprises; for micro
    enterprises), so that a reserved amount can never exceed the amount it is part of.
    """
    unit = procurement.unit
    amount, small, micro = procurement.columns
    parts = {
        OPEN: [a - s for a, s in zip(amount, small, strict=True)],
        SMALL: [s - m for s, m in zip(small, micro, strict=True)],
        MICRO: micro,
    }
    records, names = procurement.records, ("category", "unit", "organisation", "fund", "name")
    count = len(records)
    columns: list[list[Any]] = [[getattr(item, name) for item in records] * len(parts) for name in names]
    columns.append([reserved for part in parts for reserved in ["" if part == OPEN else "预留"] * count])
    columns.append([part for part in parts for _ in records])
    columns.append([""] * len(columns[0]))
    rows = [amount for column in parts.values() for amount in column]
    steps = _round_cells(columns, rows, unit, lambda tree, depth: tree.names_at((depth - 1, depth), of=depth))
    out = {part: steps[n * count : (n + 1) * count] for n, part in enumerate(parts)}
    reserved_steps = [s + m for s, m in zip(out[SMALL], out[MICRO], strict=True)]
    return [o + r for o, r in zip(out[OPEN], reserved_steps, strict=True)], reserved_steps, out[MICRO]
