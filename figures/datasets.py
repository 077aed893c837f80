"""Records of one kind as columns of values: what table views filter, group and add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from figures.amounts import ZERO, AmountFormat, Shown
from figures.budget import Budget
from figures.codes import ECONOMIC_LEVELS, FUNCTION_LEVELS, PERSONNEL_CLASSES, Edition, edition
from figures.columns import Kind
from figures.findings import Place
from figures.funding import funded_lines, income_class
from figures.project_targets import ProjectTargets
from figures.records import (
    APPROPRIATIONS,
    KIND_BY_NAME,
    KINDS,
    Category,
    ExpenditureLine,
    Fund,
    IncomeItem,
    IncomeKind,
    OperatingItem,
    Timing,
    UnitKind,
)
from figures.rounding import round_budget

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


FUNDED = "funded"
"""The source of expenditure lines with the income that pays for them: a line that two classes of income pay for is two there."""

_OWN_UNIT = re.compile(r"[（(]?本[级部][）)]?$")

COUNT = "个数"
"""The field of every record that counts it once."""

Condition = tuple[Term, ...]
"""Terms that must all hold; the empty condition holds always."""

Levels = tuple[tuple[str, ...], ...]
"""Attributes by which records are grouped, one or more a level."""

Path = tuple[tuple[str, ...], ...]
"""The values of such attributes, by level."""


class Dataset:
    """The records of one source, column by column. Values of attributes are text; the columns are made when first asked for."""

    def __init__(self, name: str, records: Sequence[Any], context: Context) -> None:
        self.name = name
        self.records = records
        self.context = context
        self._values: dict[str, list[str]] = {}
        self._amounts: dict[str, list[Decimal]] = {}
        self._masks: dict[Condition, list[int]] = {}
        self._leaves: dict[Levels, tuple[list[Path], list[int]]] = {}

    def __len__(self) -> int:
        return len(self.records)

    def values(self, attribute: str) -> list[str]:
        """The value of `attribute` for each record; KeyError names an attribute that records of this source do not have."""
        column = self._values.get(attribute)
        if column is None:
            column = self._values[attribute] = attribute_of(self.name, attribute)(self.records, self.context)
        return column

    def amounts(self, field: str = "amount") -> list[Decimal]:
        """The numbers in `field` (元, or a count) for each record."""
        column = self._amounts.get(field)
        if column is None:
            one = Decimal(1)
            column = self._amounts[field] = [one if field == COUNT else getattr(r, field) for r in self.records]
        return column

    def matching(self, condition: Condition) -> Sequence[int]:
        """The positions of the records for which `condition` holds."""
        if not condition:
            return range(len(self.records))
        found = self._masks.get(condition)
        if found is None:
            last = condition[-1]
            values, wanted, negated = self.values(last.attribute), last.values, last.negated
            found = [i for i in self.matching(condition[:-1]) if (values[i] in wanted) is not negated]
            self._masks[condition] = found
        return found

    def leaves(self, levels: Levels) -> tuple[list[Path], list[int]]:
        """The different values of attributes nested by level, in the order of the records; and for each record which of them it has."""
        found = self._leaves.get(levels)
        if found is None:
            by_level = [zip(*[self.values(attribute) for attribute in level], strict=True) for level in levels]
            numbers: dict[Path, int] = {}
            leaf_of = [numbers.setdefault(path, len(numbers)) for path in zip(*by_level, strict=True)]
            found = self._leaves[levels] = list(numbers), leaf_of
        return found

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


class Context:
    """What the attributes of records are derived from: the budget's units and projects, and the edition of its year."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.edition: Edition = edition(budget.basics.year)

    @cached_property
    def only_unit(self) -> str:
        """The unit of records that name none: the only one, or the department itself."""
        units = self.budget.units
        return units[0].name if len(units) == 1 else self.budget.basics.department

    @cached_property
    def unit_kinds(self) -> Mapping[str, str]:
        """The kind of each unit by name; the department itself counts as its only unit."""
        kinds = {u.name: u.kind for u in self.budget.units}
        if len(self.budget.units) == 1:
            kinds.setdefault(self.budget.basics.department, self.budget.units[0].kind)
        return kinds

    @cached_property
    def project_kinds(self) -> Mapping[tuple[str, str], str]:
        """The kind of each project by unit and name (unit "": in any), as the list of projects says, and above it the lines.

        Of several kinds of one project the first by name counts, so that the order of lines does not matter.
        """
        listed = [(p.unit, p.name, p.kind) for p in self.budget.projects if p.kind]
        lines = [(x.unit, x.project, x.project_kind) for x in self.budget.expenditure if x.project_kind]
        told = [*sorted(listed, reverse=True), *sorted(lines, reverse=True)]
        return {key: kind for unit, name, kind in told for key in (("", name), (unit or self.only_unit, name))}

    @cached_property
    def targets(self) -> ProjectTargets:
        """The performance targets by project."""
        return ProjectTargets(self.budget, self.only_unit)

    @cached_property
    def order(self) -> Mapping[str, Mapping[str, int]]:
        """The order of the values of attributes that have one of their own: units, projects, funds."""
        return {
            "单位名称": {u.name: i for i, u in enumerate(self.budget.units)},
            "项目名称": {p.name: i for i, p in enumerate(self.budget.projects)},
            "资金来源": {str(f): i for i, f in enumerate(Fund)},
        }

    @cached_property
    def own_names(self) -> Mapping[str, str]:
        """The names that the workbook itself gives to functional codes: they are printed, and held against the edition by a check."""
        return {line.function: line.function_name for line in self.budget.expenditure if line.function and line.function_name}

    def name_of(self, attribute: str, value: str) -> str:
        """What a value of `attribute` is called: the name of a code, else the value itself."""
        if attribute in ("功能类", "功能款", "功能项"):
            return self.own_names.get(value) or self.edition.functional.get(value, value)
        if attribute in ("部门经济类", "部门经济款"):
            return self.edition.department_economic.get(value, value)
        if attribute in ("政府经济类", "政府经济款"):
            return self.edition.government_economic.get(value, value)
        return value


Attribute = Callable[[Sequence[Any], Context], list[str]]


def _digits(field: str, digits: int) -> Attribute:
    return lambda records, _: [getattr(r, field)[:digits] for r in records]


def _unit(records: Sequence[Any], context: Context) -> list[str]:
    only = context.only_unit
    return [r.unit or only for r in records]


def _unit_kind(records: Sequence[Any], context: Context) -> list[str]:
    kinds = context.unit_kinds
    return [kinds.get(unit, "") for unit in _unit(records, context)]


def _appropriation(records: Sequence[Any], _: Context) -> list[str]:
    funds = {str(f) for f in APPROPRIATIONS}
    return [_yes_no(r.fund in funds) for r in records]


def cost_kind(line: ExpenditureLine) -> str:
    """人员经费 or 公用经费 for basic expenditure, by its economic class; "" for other lines and where no economic code is known."""
    if line.category != Category.BASIC or not (line.economic or line.government_economic):
        return ""
    if line.economic:
        return "人员经费" if line.economic[:3] in PERSONNEL_CLASSES else "公用经费"
    return "人员经费" if line.government_economic[:3] in ("501", "509") or line.government_economic == "50501" else "公用经费"


def _cost_kind(records: Sequence[Any], _: Context) -> list[str]:
    return [cost_kind(r) for r in records]


def _income_class(records: Sequence[Any], _: Context) -> list[str]:
    return [income_class(r.kind, r.fund) for r in records]


def _paying_income(records: Sequence[Any], _: Context) -> list[str]:
    return [r.income for r in records]


def _leading_unit(records: Sequence[Any], context: Context) -> list[str]:
    """Whether a unit is the department's own (本级): it bears the department's name, with 本级 or 本部 after it or not."""
    own = context.budget.basics.department
    return [_yes_no(own == "".join(_OWN_UNIT.split(r.name)).strip()) for r in records]


def _income_timing(records: Sequence[Any], _: Context) -> list[str]:
    return [str(Timing.CARRIED_OVER if r.kind == IncomeKind.CARRIED_OVER else Timing.CURRENT) for r in records]


def _project_kind(records: Sequence[Any], context: Context) -> list[str]:
    """Of lines: their own, that of the project in their unit, that of the project anywhere."""
    kinds, only = context.project_kinds, context.only_unit
    return [r.project_kind or kinds.get((r.unit or only, r.project)) or kinds.get(("", r.project), "") for r in records]


def _target_kind(records: Sequence[Any], context: Context) -> list[str]:
    """Of performance targets: that of the project in its unit, that of the project anywhere."""
    kinds, only = context.project_kinds, context.only_unit
    units = [context.targets.key(r)[0] or r.unit or only for r in records]
    return [kinds.get((unit, r.project)) or kinds.get(("", r.project), "") for unit, r in zip(units, records, strict=True)]


def _yes_no(value: bool) -> str:
    return "是" if value else "否"


def _has_target(records: Sequence[Any], context: Context) -> list[str]:
    return [_yes_no(target is not None) for target in context.targets.of_lines(records)]


def _target_disclosed(records: Sequence[Any], context: Context) -> list[str]:
    return [_yes_no(target is not None and target.disclosed) for target in context.targets.of_lines(records)]


def _disclosed(records: Sequence[Any], _: Context) -> list[str]:
    return [_yes_no(r.disclosed) for r in records]


def _line_attributes() -> dict[str, Attribute]:
    functional = {f"功能{level}": _digits("function", n) for level, n in zip("类款项", FUNCTION_LEVELS, strict=True)}
    department = {f"部门经济{level}": _digits("economic", n) for level, n in zip("类款", ECONOMIC_LEVELS, strict=True)}
    government = {f"政府经济{level}": _digits("government_economic", n) for level, n in zip("类款", ECONOMIC_LEVELS, strict=True)}
    return {**functional, **department, **government, "经费类别": _cost_kind, "项目类别": _project_kind} | {
        "有绩效目标": _has_target,
        "绩效目标公开": _target_disclosed,
    }


_DERIVED: Mapping[str, Mapping[str, Attribute]] = {
    "expenditure": _line_attributes(),
    "funded": _line_attributes() | {"收入归类": _paying_income},
    "income": {"资金时间": _income_timing, "收入归类": _income_class},
    "units": {"本级": _leading_unit},
    "targets": {"项目类别": _target_kind, "是否公开": _disclosed},
}
_WITH_UNIT: Mapping[str, Attribute] = {"单位名称": _unit, "单位性质": _unit_kind}


def kind_of(source: str) -> Kind:
    """The kind of the records of a source."""
    return KIND_BY_NAME["expenditure" if source == FUNDED else source]


def attribute_names(source: str) -> tuple[str, ...]:
    """The attributes of records of the kind named `source`: their columns and what is derived from them."""
    kind = kind_of(source)
    names = [*kind.by_label, *_DERIVED.get(source, {})]
    if any(c.name == "unit" for c in kind.columns):
        names += _WITH_UNIT
    if any(c.name == "fund" for c in kind.columns):
        names.append("财政拨款")
    return tuple(dict.fromkeys(names))


def attribute_of(source: str, attribute: str) -> Attribute:
    """How the attribute's values come from records of the kind named `source`; KeyError where it has no such attribute."""
    kind = kind_of(source)
    names = {c.name for c in kind.columns}
    if attribute in _DERIVED.get(source, {}):
        return _DERIVED[source][attribute]
    if attribute in _WITH_UNIT and "unit" in names and source != "targets":
        return _WITH_UNIT[attribute]
    if attribute == "财政拨款" and "fund" in names:
        return _appropriation
    field = kind.by_label[attribute].name
    return lambda records, _: [str(getattr(r, field)) for r in records]


def derived_income(budget: Budget) -> tuple[IncomeItem, ...]:
    """Income as it follows from the expenditure lines by fund: what is spent must have come in (one item a line, with the line's source).

    Appropriations of the year are 财政拨款收入; special-account money (教育收费) is 事业收入; other money of the unit is 其他收入.
    """
    kinds = {str(f): IncomeKind.APPROPRIATION for f in APPROPRIATIONS}
    kinds[Fund.SPECIAL_ACCOUNT] = IncomeKind.BUSINESS
    return tuple(
        IncomeItem(
            unit=line.unit,
            fund=line.fund,
            kind=str(IncomeKind.CARRIED_OVER if line.timing == Timing.CARRIED_OVER else kinds.get(line.fund, IncomeKind.OTHER)),
            amount=line.amount,
            source=line.source,
        )
        for line in budget.expenditure
    )


def derived_operating(budget: Budget, context: Context) -> tuple[OperatingItem, ...]:
    """机关运行经费 as it follows from the lines: running costs in the basic expenditure of administrative and quasi-civil-service units
    out of fiscal appropriations of this year (the published definition: 名词解释“机关运行经费”)."""
    units = {str(UnitKind.ADMINISTRATIVE), str(UnitKind.QUASI_CIVIL_SERVICE)}
    funds = {str(f) for f in APPROPRIATIONS}
    kinds = _unit_kind(budget.expenditure, context)
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
    a table in 万元 agrees with those in 元.
    """

    def __init__(self, budget: Budget, finest: Decimal | None = None) -> None:
        self.budget = budget
        self.finest = finest
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
        return self if finest == self.finest else Figures(self.budget, finest)

    def shown(self, format: AmountFormat) -> Shown:
        """The texts of amounts in a format, which all tables share."""
        return self._shown.setdefault(format, Shown(format))

    def rounded(self, quantum: Decimal) -> Budget:
        """The budget with amounts rounded to `quantum`, without last year's (`last_year` rounds those)."""
        if quantum not in self._rounded:
            exact = replace(self.budget, last_year=None) if self._is_finest(quantum) else self.rounded(self.finest or quantum)
            self._rounded[quantum] = round_budget(exact, quantum).printed
        return self._rounded[quantum]

    def _is_finest(self, quantum: Decimal) -> bool:
        return self.finest is None or quantum <= self.finest

    def dataset(self, source: str, quantum: Decimal) -> Dataset:
        """The records of the kind named `source`, amounts rounded to `quantum`."""
        key = (source, quantum)
        if key not in self._datasets:
            self._datasets[key] = Dataset(source, self._records(source, quantum), self.context)
        return self._datasets[key]

    def _records(self, source: str, quantum: Decimal) -> Sequence[Any]:
        budget = self.rounded(quantum)
        if source == FUNDED:
            return funded_lines(_with_units(budget.expenditure, self.context), _with_units(budget.income, self.context))
        if source == "income" and not budget.income:
            return derived_income(budget)
        if source == "operating" and not budget.operating:
            if self._is_finest(quantum) or self.finest is None:
                return derived_operating(budget, self.context)
            derived = derived_operating(self.rounded(self.finest), self.context)
            return round_budget(Budget(operating=derived), quantum).printed.operating
        return budget.records(source)
