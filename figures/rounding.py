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
* each 类, 款 and 项 over all funds (`figures.apportionment` says why that is always possible together);
* each record with a key of its own. Records that share a key divide their merged value, and are less than two steps off.

本年合计, 上年结转合计 and the totals of 支出类别 (over all and by fund × timing) are held within one step too, unless the sums
above leave no room for it. All other sums (a unit, an economic item, a project over several 项) are off by less than one step
for each of the figures above that they are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from math import lcm
from operator import attrgetter
from typing import Any

from figures.amounts import EXACT, half_up
from figures.apportionment import Path, largest_remainder, mend, round_steps, round_two_ways, spread, totals
from figures.budget import Budget
from figures.lean import frozen
from figures.records import (
    Category,
    ExpenditureLine,
    IncomeItem,
    IncomeKind,
    ProcurementItem,
    ThreePublic,
    ThreePublicItem,
    Timing,
)


@frozen(slots=True)
class RoundedBudget:
    """A budget as it is printed, beside the exact one; amounts of `printed` are multiples of `quantum` (元)."""

    exact: Budget
    printed: Budget
    quantum: Decimal


def round_budget(budget: Budget, quantum: Decimal) -> RoundedBudget:
    """`budget` and its last year with all amounts that tables print made multiples of `quantum` (元).

    Records keep their order and number. What is a multiple already is not touched: such records, kinds and whole budgets come
    back as the same objects. Time is linear in the number of records.
    """
    return RoundedBudget(budget, _printed(budget, quantum), quantum)


def _printed(budget: Budget, quantum: Decimal) -> Budget:
    changed: dict[str, Any] = {}
    lines = _Amounts(budget.expenditure, quantum, ("amount",))
    income = _Amounts(budget.income, quantum, ("amount",))
    if lines.uneven or income.uneven:
        rounded, sums = _round_lines(lines)
        changed["expenditure"] = lines.replaced(rounded)
        changed["income"] = income.replaced(_round_income(income, sums))
    public = _Amounts(budget.three_public, quantum, ("amount",))
    if public.uneven:
        changed["three_public"] = public.replaced(_round_cells(public, _public_path, _public_across, _unit))
    operating = _Amounts(budget.operating, quantum, ("amount",))
    if operating.uneven:
        rounded = _round_cells(operating, attrgetter("unit", "fund"), _operating_across, _nothing)
        changed["operating"] = operating.replaced(rounded)
    procurement = _Amounts(budget.procurement, quantum, ("amount", "small_enterprises", "micro_enterprises"))
    if procurement.uneven:
        changed["procurement"] = procurement.replaced(*_round_procurement(procurement))
    known_totals = budget.last_year_totals
    if _Amounts(known_totals, quantum, ("amount",)).uneven:
        changed["last_year_totals"] = tuple(replace(known, amount=half_up(known.amount, quantum)) for known in known_totals)
    if budget.last_year is not None and (last := _printed(budget.last_year, quantum)) is not budget.last_year:
        changed["last_year"] = last
    return replace(budget, **changed) if changed else budget


class _Amounts:
    """The amounts of records as whole numbers of a unit so small that nothing is lost; `unit` of it make one quantum."""

    def __init__(self, records: tuple[Any, ...], quantum: Decimal, names: tuple[str, ...]) -> None:
        self.records = records
        self.quantum = quantum
        self.names = names
        ratios = [[getattr(record, name).as_integer_ratio() for record in records] for name in names]
        above, below = quantum.as_integer_ratio()
        scale = lcm(below, *{part for column in ratios for _, part in column})
        self.unit = above * (scale // below)
        self.columns = [[number * (scale // part) for number, part in column] for column in ratios]

    @property
    def uneven(self) -> bool:
        """Whether any amount is not a multiple of the quantum."""
        unit = self.unit
        return any(amount % unit for column in self.columns for amount in column)

    def replaced(self, *steps: Sequence[int]) -> tuple[Any, ...]:
        """The records with as many steps of the quantum (a sequence for each name); what was so already keeps its object."""
        wanted = [[step * self.unit for step in column] for column in steps]
        changed = [i for new, old in zip(wanted, self.columns, strict=True) for i in range(len(old)) if new[i] != old[i]]
        if not changed:
            return self.records
        out = list(self.records)
        make = _maker(type(out[0]), self.names)
        for i in changed:
            out[i] = make(out[i], [EXACT.multiply(Decimal(column[i]), self.quantum) for column in steps])
        return tuple(out)


def _maker(kind: type[Any], names: tuple[str, ...]) -> Callable[[Any, list[Decimal]], Any]:
    """`dataclasses.replace` for some fields of one kind of record, at a third of its time."""
    given = [f.name for f in fields(kind) if not f.kw_only]
    positions = [given.index(name) for name in names]
    values_of = attrgetter(*given)

    def make(record: Any, amounts: list[Decimal]) -> Any:
        values = list(values_of(record))
        for position, amount in zip(positions, amounts, strict=True):
            values[position] = amount
        return kind(*values, source=record.source)

    return make


Groups = dict[Path, dict[Path, list[int]]]
"""Row numbers of records by cell, and within a cell by the rest of their key: what is printed as one figure."""


def _groups(records: Sequence[Any], cell_of: Callable[[Any], Path], rest_of: Callable[[Any], Path]) -> Groups:
    groups: Groups = {}
    for i, record in enumerate(records):
        groups.setdefault(cell_of(record), {}).setdefault(rest_of(record), []).append(i)
    return groups


def _sums(groups: Groups, amounts: Sequence[int]) -> dict[Path, int]:
    return {cell: sum([amounts[i] for rows in merged.values() for i in rows]) for cell, merged in groups.items()}


def _to_records(groups: Groups, cells: Mapping[Path, int], amounts: Sequence[int], unit: int) -> list[int]:
    """Steps of each record: a cell's are apportioned among merged records, these among the records of one key."""
    out = [0] * len(amounts)
    for cell, merged in groups.items():
        keys = list(merged)
        parts = [sum([amounts[i] for i in merged[key]]) for key in keys]
        for key, steps in zip(keys, largest_remainder(cells[cell], parts, unit, keys), strict=True):
            rows = merged[key]
            if len(rows) == 1:
                out[rows[0]] = steps
            else:
                exact = [amounts[i] for i in rows]
                for i, share in zip(rows, largest_remainder(steps, exact, unit, exact), strict=True):
                    out[i] = share
    return out


def _round_lines(lines: _Amounts) -> tuple[list[int], dict[Path, tuple[int, int]]]:
    """Steps of each expenditure line, and exact amount and steps of every fund and every fund × timing."""
    amounts, unit = lines.columns[0], lines.unit
    groups = _groups(lines.records, _line_path, _line_rest)
    exact = _sums(groups, amounts)
    by_timing = totals(exact, 2)
    top = round_two_ways(by_timing, unit, lambda path: path[1:])
    subjects = totals(exact, 5)
    steps = spread(subjects, unit, top)
    for fixed in (2, 0):  # timing totals move only where the functional ones cannot be had otherwise
        steps = mend(subjects, steps, unit, lambda path: path[2:], fixed)
    by_category = totals(exact, 6)
    cells = mend(by_category, spread(by_category, unit, steps), unit, lambda path: (path[5], *path[:2]), fixed=5)
    rounded = _to_records(groups, spread(exact, unit, cells), amounts, unit)
    top = totals(steps, 2)
    printed = {**totals(top, 1), **top}
    return rounded, {path: (amount, printed[path]) for path, amount in {**totals(by_timing, 1), **by_timing}.items()}


def _line_path(line: ExpenditureLine) -> Path:
    code = line.function
    if line.category == Category.CARRY_FORWARD:  # no expenditure: it must not count in the sums of a subject
        return (line.fund, line.timing, "", "", code, line.category, line.project)
    return (line.fund, line.timing, code[:3], code[:5], code, line.category, line.project)


_line_rest: Callable[[Any], Path] = attrgetter("unit", "economic", "government_economic", "project_kind")


def _round_income(income: _Amounts, spent: Mapping[Path, tuple[int, int]]) -> list[int]:
    """Steps of each income item; funds and timings of which as much comes in as goes out take the steps of the expenditure."""
    amounts, unit = income.columns[0], income.unit
    groups = _groups(income.records, _income_path, _income_rest)
    exact = _sums(groups, amounts)
    top: dict[Path, int] = {(): round_steps(sum(exact.values()), unit)}
    for depth in (1, 2):
        sums = totals(exact, depth)
        level: dict[Path, int] = {}
        for parent, steps in top.items():
            level |= _shared({path: sums[path] for path in sums if path[:-1] == parent}, steps, unit, spent)
        top = level
    cells = mend(exact, spread(exact, unit, top), unit, lambda path: path[2:], fixed=2) if exact else {}
    return _to_records(groups, cells, amounts, unit)


def _shared(parts: Mapping[Path, int], total: int, unit: int, spent: Mapping[Path, tuple[int, int]]) -> dict[Path, int]:
    """`total` among `parts`: what equals the expenditure of its name takes its steps, the rest by largest remainder."""
    taken = {path: spent[path][1] for path, amount in parts.items() if path in spent and spent[path][0] == amount}
    rest = {path: amount for path, amount in parts.items() if path not in taken}
    missing = total - sum(taken.values()) - sum([amount // unit for amount in rest.values()])
    if not 0 <= missing <= sum([amount % unit > 0 for amount in rest.values()]):
        taken, rest = {}, dict(parts)
    shares = largest_remainder(total - sum(taken.values()), list(rest.values()), unit, list(rest))
    return {**taken, **dict(zip(rest, shares, strict=True))}


def _income_path(item: IncomeItem) -> Path:
    timing = Timing.CARRIED_OVER if item.kind == IncomeKind.CARRIED_OVER else Timing.CURRENT
    return (item.fund, timing.value, item.kind)


_income_rest: Callable[[Any], Path] = attrgetter("unit", "subject")


def _round_cells(
    kind: _Amounts, path_of: Callable[[Any], Path], across: Callable[[Path], Path], rest_of: Callable[[Any], Path]
) -> list[int]:
    groups = _groups(kind.records, path_of, rest_of)
    cells = round_two_ways(_sums(groups, kind.columns[0]), kind.unit, across)
    return _to_records(groups, cells, kind.columns[0], kind.unit)


def _unit(record: Any) -> Path:
    return (record.unit,)


def _nothing(_: Any) -> Path:
    return ()


def _operating_across(path: Path) -> Path:
    return path[1:]


def _public_path(item: ThreePublicItem) -> Path:
    return (item.fund, item.item)


def _public_across(path: Path) -> Path:
    vehicles = path[1] in {ThreePublic.VEHICLE_PURCHASE, ThreePublic.VEHICLE_RUNNING}
    return ("公务用车购置及运行费" if vehicles else path[1], path[1])


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
    groups = _groups(procurement.records, lambda item: (item.category,), _procurement_rest)
    exact: dict[Path, int] = {}
    for (category,), merged in groups.items():
        for rest, rows in merged.items():
            for part, column in parts.items():
                reserved = "" if part == OPEN else "预留"
                exact[(category, *rest, reserved, part)] = sum([column[i] for i in rows])
    cells = round_two_ways(exact, unit, lambda path: path[-2:])
    out = {}
    for part, column in parts.items():
        reserved = "" if part == OPEN else "预留"
        by_item: Groups = {(*c, *rest): {(): rows} for c, merged in groups.items() for rest, rows in merged.items()}
        out[part] = _to_records(by_item, {path: cells[(*path, reserved, part)] for path in by_item}, column, unit)
    reserved_steps = [s + m for s, m in zip(out[SMALL], out[MICRO], strict=True)]
    return [o + r for o, r in zip(out[OPEN], reserved_steps, strict=True)], reserved_steps, out[MICRO]


def _procurement_rest(item: ProcurementItem) -> Path:
    return (item.unit, item.organisation, item.fund, item.name)
