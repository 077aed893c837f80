"""Records of one kind as columns of values: what table views filter, group and add up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from figures.amounts import ZERO, AmountFormat, Shown
from figures.attributes import FUNDED, Context, attribute_of, cost_kind, kind_of, unit_kinds
from figures.budget import Budget
from figures.findings import Place
from figures.funding import funded_lines
from figures.groups import Groups, follows_from_values, groups_of
from figures.records import (
    APPROPRIATIONS,
    KINDS,
    Fund,
    IncomeItem,
    IncomeKind,
    OperatingItem,
    Timing,
    UnitKind,
)
from figures.rounding import round_budget
from figures.shapes import Columns, Shape, follows_from_amounts

SOURCES: Mapping[str, str] = {
    "支出": "expenditure",
    "收入": "income",
    "功能收入": "funded",
    **{kind.sheet: kind.name for kind in KINDS if kind.name not in ("expenditure", "income")},
}
"""What a view may draw on (来源), by the name used in templates."""


class Term(NamedTuple):
    """One condition on an attribute: its value is one of `values`, or (negated) none of them."""

    attribute: str
    values: frozenset[str]
    negated: bool = False


@lru_cache(maxsize=1 << 14)
def term(attribute: str, value: str) -> Term:
    """The condition that an attribute has one value."""
    return Term(attribute, frozenset((value,)))


COUNT = "个数"
"""The field of every record that counts it once."""

Condition = tuple[Term, ...]
"""Terms that must all hold; the empty condition holds always."""

Levels = tuple[tuple[str, ...], ...]
"""Attributes by which records are grouped, one or more a level."""

Path = tuple[tuple[str, ...], ...]
"""The values of such attributes, by level."""


class Gathering:
    """Which records are added up, by position, and into which sum each of all records goes (None: into the only one).

    Compared by identity: a dataset has one for the same levels and records, and datasets of one shape share it.
    """

    __slots__ = ("count", "positions", "sum_of")

    def __init__(self, positions: Sequence[int], sum_of: Sequence[int] | None, count: int) -> None:
        self.positions, self.sum_of, self.count = positions, sum_of, count

    def found(self) -> Iterable[int]:
        """The sums into which any record goes, in the order of the records."""
        sum_of = self.sum_of
        return (0,) if sum_of is None else dict.fromkeys([sum_of[i] for i in self.positions])

    def sums(self, amounts: Sequence[Decimal]) -> list[Decimal]:
        """The sums of the amounts of the records."""
        sum_of = self.sum_of
        if sum_of is None:
            return [sum([amounts[i] for i in self.positions], ZERO)]
        found = [ZERO] * self.count
        for i in self.positions:
            found[sum_of[i]] += amounts[i]
        return found


class Sums(ABC):
    """Numbers of records by field, and what they add up to: each column is made and added up when first asked for, and once."""

    def __init__(self) -> None:
        self._amounts: dict[str, list[Decimal]] = {}
        self._sums: dict[str, dict[Gathering, list[Decimal]]] = {}

    @abstractmethod
    def _made(self, field: str) -> list[Decimal]:
        """The numbers in `field` for each record."""

    def amounts(self, field: str = "amount") -> list[Decimal]:
        """The numbers in `field` (元, or a count) for each record."""
        column = self._amounts.get(field)
        if column is None:
            column = self._amounts[field] = self._made(field)
        return column

    def sums(self, gathering: Gathering, field: str = "amount") -> list[Decimal]:
        """The sums of `field` that the records are gathered into."""
        known = self._sums.get(field)
        if known is None:
            known = self._sums[field] = {}
        found = known.get(gathering)
        if found is None:
            found = known[gathering] = gathering.sums(self.amounts(field))
        return found


class Dataset(Sums):
    """The records of one source, column by column. Values of attributes are text; records and columns are made when first asked for."""

    def __init__(self, name: str, records: Callable[[], Sequence[Any]], context: Context, columns: Columns | None = None) -> None:
        super().__init__()
        self.name = name
        self._make_records = records
        self.context = context
        self._columns = Columns() if columns is None else columns
        self._own = Columns()
        """What follows from the numbers of these records, and is not shared with others of their shape."""

    @cached_property
    def records(self) -> Sequence[Any]:
        """The records in their order."""
        return self._make_records()

    def _of(self, attributes: Iterable[str]) -> Columns:
        return self._own if follows_from_amounts(self.name, attributes) else self._columns

    def __len__(self) -> int:
        return len(self.records)

    def values(self, attribute: str) -> list[str]:
        """The value of `attribute` for each record; KeyError names an attribute that records of this source do not have."""
        column = self._columns.values.get(attribute)
        if column is None:
            known = self._of((attribute,)).values
            column = known.get(attribute)
            if column is None:
                column = known[attribute] = attribute_of(self.name, attribute)(self.records, self.context)
        return column

    def _made(self, field: str) -> list[Decimal]:
        one = Decimal(1)
        return [one if field == COUNT else getattr(r, field) for r in self.records]

    def _occurring(self, attribute: str) -> frozenset[str]:
        """The different values of an attribute."""
        known = self._of((attribute,)).occurring
        found = known.get(attribute)
        if found is None:
            found = known[attribute] = frozenset(self.values(attribute))
        return found

    def matching(self, condition: Condition) -> Sequence[int]:
        """The positions of the records for which `condition` holds; the very same for conditions of which some hold for all records."""
        found = self._columns.masks.get(condition)
        if found is None:
            known = self._of([term.attribute for term in condition]).masks
            found = known.get(condition)
            if found is None:
                found = known[condition] = self._matching(condition)
        return found

    def _matching(self, condition: Condition) -> Sequence[int]:
        if not condition:
            return range(len(self.records))
        before, (attribute, wanted, negated) = self.matching(condition[:-1]), condition[-1]
        occurring = self._occurring(attribute)
        if occurring.isdisjoint(wanted):
            return before if negated else ()
        if occurring <= wanted:
            return () if negated else before
        values = self.values(attribute)
        return [i for i in before if (values[i] in wanted) is not negated]

    def leaves(self, levels: Levels) -> tuple[list[Path], list[int]]:
        """The different values of attributes nested by level, in the order of the records; and for each record which of them it has."""
        found = self._columns.leaves.get(levels)
        if found is None:
            known = self._of([attribute for level in levels for attribute in level]).leaves
            found = known.get(levels)
            if found is None:
                found = known[levels] = self._leaves(levels)
        return found

    def _leaves(self, levels: Levels) -> tuple[list[Path], list[int]]:
        if len(levels) == 1 and len(levels[0]) == 1:
            values = self.values(levels[0][0])
            of_value = {value: number for number, value in enumerate(dict.fromkeys(values))}
            return [((value,),) for value in of_value], [of_value[value] for value in values]
        by_level = [zip(*[self.values(attribute) for attribute in level], strict=True) for level in levels]
        numbers: dict[Path, int] = {}
        leaf_of = [numbers.setdefault(path, len(numbers)) for path in zip(*by_level, strict=True)]
        return list(numbers), leaf_of

    def groups(self, levels: Levels) -> Groups | None:
        """The groups of `leaves`; None where their order follows from which records are looked at, and not from values alone."""
        known = self._of([attribute for level in levels for attribute in level]).groups
        if levels not in known:
            paths, order = self.leaves(levels)[0], self.context.order
            known[levels] = groups_of(levels, paths, order) if follows_from_values(levels, paths, order) else None
        return known[levels]

    def gathering(self, levels: Levels, condition: Condition) -> Gathering:
        """The records for which `condition` holds, added up by `leaves` of these levels; without levels all into one sum."""
        key = levels, condition
        found = self._columns.gatherings.get(key)
        if found is None:
            of = self._of([*[a for level in levels for a in level], *[term.attribute for term in condition]])
            found = of.gatherings.get(key)
            if found is None:
                positions = self.matching(condition)
                found = of.gatherings[key] = of.alike.setdefault((levels, id(positions)), self._gathering(levels, positions))
        return found

    def _gathering(self, levels: Levels, positions: Sequence[int]) -> Gathering:
        leaves, sum_of = self.leaves(levels) if levels else ((None,), None)
        return Gathering(positions, sum_of, len(leaves))

    def total(self, condition: Condition = (), field: str = "amount") -> Decimal:
        """The sum of `field` over the records for which `condition` holds."""
        amounts = self.amounts(field)
        return sum([amounts[i] for i in self.matching(condition)], ZERO)

    def places(self, condition: Condition, field: str = "amount") -> tuple[Place, ...]:
        """The cells behind such a total; for one without records, the range searched."""
        found = tuple(r.source.place(field) for i in self.matching(condition) if (r := self.records[i]).source is not None)
        return found or self.searched(field)

    def searched(self, field: str = "amount") -> tuple[Place, ...]:
        """The range of cells of `field` over all records; the sheet as a whole where there are none."""
        sources = [r.source for r in self.records if r.source is not None]
        if not sources:
            return (Place(kind_of(self.name).sheet),)
        first, last = sources[0].place(field), sources[-1].place(field)
        return (first if first == last else Place(first.sheet, f"{first.cell}:{last.cell}"),)


class DerivedIncome(Dataset):
    """Income as `derived_income` has it, an item for each line: of their amounts no items need be made."""

    def __init__(self, lines: Dataset, budget: Budget, columns: Columns) -> None:
        super().__init__("income", lambda: derived_income(budget), lines.context, columns)
        self._lines = lines

    def _made(self, field: str) -> list[Decimal]:
        return self._lines.amounts(field) if field == "amount" else super()._made(field)


def derived_income(budget: Budget) -> tuple[IncomeItem, ...]:
    """Income as it follows from the expenditure lines by fund: what is spent must have come in (one item a line, with the line's source).

    Appropriations of the year are 财政拨款收入; special-account money (教育收费) is 事业收入; other money of the unit is 其他收入.
    """
    kinds = {str(fund): str(IncomeKind.APPROPRIATION) for fund in APPROPRIATIONS}
    kinds[str(Fund.SPECIAL_ACCOUNT)] = str(IncomeKind.BUSINESS)
    carried_over, other, before = str(IncomeKind.CARRIED_OVER), str(IncomeKind.OTHER), str(Timing.CARRIED_OVER)
    items = []
    for line in budget.expenditure:
        kind = carried_over if line.timing == before else kinds.get(line.fund, other)
        items.append(IncomeItem(unit=line.unit, fund=line.fund, kind=kind, amount=line.amount, source=line.source))
    return tuple(items)


def derived_operating(budget: Budget, context: Context) -> tuple[OperatingItem, ...]:
    """机关运行经费 as it follows from the lines: running costs in the basic expenditure of administrative and quasi-civil-service units
    out of fiscal appropriations of this year (the published definition: 名词解释“机关运行经费”)."""
    units = {str(UnitKind.ADMINISTRATIVE), str(UnitKind.QUASI_CIVIL_SERVICE)}
    funds = {str(f) for f in APPROPRIATIONS}
    kinds = unit_kinds(budget.expenditure, context)
    return tuple(
        OperatingItem(unit=line.unit, fund=line.fund, amount=line.amount, source=line.source)
        for line, kind in zip(budget.expenditure, kinds, strict=True)
        if kind in units and line.fund in funds and line.timing == Timing.CURRENT and cost_kind(line) == "公用经费"
    )


def _with_units(records: Sequence[Any], context: Context) -> Sequence[Any]:
    """The records, each with the name of its unit."""
    return [r if r.unit else replace(r, unit=context.only_unit) for r in records]


class Figures:
    """A budget ready for tables: its records rounded to each quantum asked for, and last year's beside it.

    `quantum` is the print unit in 元 (万元 with two places: 100). Income and operating costs are derived where the workbook has none.
    `finest` is the smallest quantum that is printed, None before that is known: what is coarser is rounded from what it shows, so that
    a table in 万元 agrees with those in 元. `shape` is that of another budget whose tables are made alike (`drawing.SHAPING`).
    """

    def __init__(self, budget: Budget, finest: Decimal | None = None, shape: Shape | None = None) -> None:
        self.budget = budget
        self.finest = finest
        self.shape = Shape() if shape is None else shape
        self.context = Context(budget)
        self._rounded: dict[Decimal, Budget] = {}
        self._datasets: dict[tuple[str, Decimal], Dataset] = {}
        self._shown: dict[AmountFormat, Shown] = {}

    @cached_property
    def last_year(self) -> Figures | None:
        """Last year's figures where its records are known."""
        return Figures(self.budget.last_year, self.finest) if self.budget.last_year is not None else None

    def settled(self, finest: Decimal | None) -> Figures:
        """The same figures with `finest` as the smallest quantum that is printed."""
        return self if finest == self.finest else Figures(self.budget, finest, self.shape)

    def shown(self, format: AmountFormat) -> Shown:
        """The texts of amounts in a format, which all tables share."""
        return self._shown.setdefault(format, Shown(format))

    def rounded(self, quantum: Decimal) -> Budget:
        """The budget with amounts rounded to `quantum`, without last year's (`last_year` rounds those)."""
        if quantum not in self._rounded:
            exact = replace(self.budget, last_year=None) if self._is_finest(quantum) else self.rounded(self.finest or quantum)
            self._rounded[quantum] = round_budget(exact, quantum, self.shape).printed
        return self._rounded[quantum]

    def _is_finest(self, quantum: Decimal) -> bool:
        return self.finest is None or quantum <= self.finest

    def dataset(self, source: str, quantum: Decimal) -> Dataset:
        """The records of the kind named `source`, amounts rounded to `quantum`."""
        key = (source, quantum)
        if key not in self._datasets:
            self._datasets[key] = self._dataset(source, quantum)
        return self._datasets[key]

    def _dataset(self, source: str, quantum: Decimal) -> Dataset:
        if source == "income" and not self.budget.income:
            return DerivedIncome(self.dataset("expenditure", quantum), self.rounded(quantum), self.shape.columns(source))
        # Which income pays for a line depends on amounts: its records are of a shape of their own.
        columns = None if source == FUNDED else self.shape.columns(source)
        return Dataset(source, lambda: self._records(source, quantum), self.context, columns)

    def _records(self, source: str, quantum: Decimal) -> Sequence[Any]:
        budget = self.rounded(quantum)
        if source == FUNDED:
            return funded_lines(_with_units(budget.expenditure, self.context), _with_units(budget.income, self.context))
        if source == "operating" and not budget.operating:
            if self._is_finest(quantum) or self.finest is None:
                return derived_operating(budget, self.context)
            derived = derived_operating(self.rounded(self.finest), self.context)
            return round_budget(Budget(operating=derived), quantum).printed.operating
        return budget.records(source)
