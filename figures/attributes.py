"""What records are filtered and grouped by: their columns, and what follows from them, from the budget and from the edition of its year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from figures.budget import Budget
from figures.codes import ECONOMIC_LEVELS, FUNCTION_LEVELS, PERSONNEL_CLASSES, Edition, edition
from figures.columns import Kind
from figures.funding import income_class
from figures.patterns import late
from figures.project_targets import ProjectTargets
from figures.records import (
    APPROPRIATIONS,
    KIND_BY_NAME,
    Category,
    ExpenditureLine,
    Fund,
    IncomeKind,
    Timing,
)

FUNDED = "funded"
"""The source of expenditure lines with the income that pays for them: a line that two classes of income pay for is two there."""

_OWN_UNIT = late(r"[（(]?本[级部][）)]?$")


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


def unit_kinds(records: Sequence[Any], context: Context) -> list[str]:
    """The kind of the unit of each record."""
    kinds = context.unit_kinds
    return [kinds.get(unit, "") for unit in _unit(records, context)]


def _appropriation(records: Sequence[Any], _: Context) -> list[str]:
    funds = {str(f) for f in APPROPRIATIONS}
    return ["是" if r.fund in funds else "否" for r in records]


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
    carried_over, current, kind = str(Timing.CARRIED_OVER), str(Timing.CURRENT), str(IncomeKind.CARRIED_OVER)
    return [carried_over if r.kind == kind else current for r in records]


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
_WITH_UNIT: Mapping[str, Attribute] = {"单位名称": _unit, "单位性质": unit_kinds}


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
