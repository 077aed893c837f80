"""Checks of the budget units: listed once, and named by every record where there are several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from figures.checks.rule import Rule, named, place_of
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.records import KIND_BY_NAME, UnitKind

UNITS = Rule("单位未填", Severity.WARNING, "“单位”表至少列出一个单位", "请填写“单位”：单位性质决定公用经费是否属于机关运行经费")
TWICE = Rule("单位重复", Severity.ERROR, "一个单位在“单位”表中只列一次", "请删去重复的一行，或改正单位名称")
UNLISTED = Rule("单位未列", Severity.ERROR, "各表中的单位名称都在“单位”表中", "请改成“单位”表中的名称，或在“单位”表中增加该单位")
NOT_NAMED = Rule("未写明单位", Severity.ERROR, "有几个单位时，收支、“三公”经费、机关运行经费逐行写明单位", "请填写单位名称")
IDLE = Rule("单位没有支出", Severity.NOTE, "“单位”表中的单位都有支出", "单位没有预算时可以删去这一行")
DEPARTMENT = Rule(
    "单位与部门名称不符", Severity.NOTE, "只有一个单位时其名称即部门名称，有几个时其中有部门本级", "请核对“单位”表和部门名称"
)
KIND = Rule(
    "单位性质不明",
    Severity.ERROR,
    "“单位”表写明每个单位的性质（行政、参公或事业）",
    "请从下拉列表中选择单位性质：它决定公用经费是否属于机关运行经费",
)
RULES = (UNITS, TWICE, UNLISTED, NOT_NAMED, IDLE, DEPARTMENT, KIND)

BY_UNIT = ("expenditure", "income", "three_public", "operating")
"""Kinds of records that tables show by unit."""
WITH_UNIT = (*BY_UNIT, "procurement", "assets", "projects")


def check_units(figures: Figures) -> Iterator[Finding]:
    """There are units, none twice, each with expenditure; the department is among them."""
    budget = figures.budget
    if not budget.units:
        yield UNITS.finding("没有填写“单位”", Place("单位"))
        return
    counts = Counter(u.name for u in budget.units)
    seen: set[str] = set()
    spending = set(figures.context.unit_kinds) if len(budget.units) == 1 else {line.unit for line in budget.expenditure}
    for unit in budget.units:
        if unit.name in seen:
            yield TWICE.finding(f"单位“{unit.name}”列了{counts[unit.name]}次", place_of(unit, "name"), unit.name)
        elif unit.name not in spending:
            yield IDLE.finding(f"单位“{unit.name}”没有支出", place_of(unit, "name"), unit.name)
        seen.add(unit.name)
    department = budget.basics.department
    if len(seen) == 1 and department not in seen:
        message = f"唯一的单位“{budget.units[0].name}”与部门名称“{department}”不同"
        yield DEPARTMENT.finding(message, place_of(budget.units[0], "name"), budget.units[0].name, department)
    elif len(seen) > 1 and not any(name.startswith(department) for name in seen):
        message = f"“单位”表中没有部门本级（名称以“{department}”开头的单位）"
        yield DEPARTMENT.finding(message, Place("单位"), named(counts), department)


def check_unit_kinds(figures: Figures) -> Iterator[Finding]:
    """The kind of every unit is known: what it spends on running costs is left out of 机关运行经费 otherwise."""
    budget = figures.budget
    for unit in budget.units:
        if unit.kind not in [str(kind) for kind in UnitKind]:
            what = "按所填的“机关运行经费”表说明" if budget.operating else "其公用经费没有计入机关运行经费"
            message = f"单位“{unit.name}”的单位性质不明，{what}"
            yield KIND.finding(message, place_of(unit, "kind"), unit.kind, "、".join(UnitKind))


def check_units_named(figures: Figures) -> Iterator[Finding]:
    """Every unit that a record names is listed, and where there are several units the records that tables show by unit name one."""
    listed = {u.name for u in figures.budget.units}
    if not listed:
        return
    if len(listed) == 1:
        listed.add(figures.budget.basics.department)
    reported: set[tuple[str, str]] = set()
    for kind in WITH_UNIT:
        sheet = KIND_BY_NAME[kind].sheet
        required = len(figures.budget.units) > 1 and kind in BY_UNIT
        for record in figures.budget.records(kind):
            name = record.unit
            if name and name not in listed and (kind, name) not in reported:
                reported.add((kind, name))
                yield UNLISTED.finding(
                    f"{sheet}中的单位“{name}”不在“单位”表中", place_of(record, "unit"), name, named(sorted(listed), 5)
                )
            elif not name and required:
                yield NOT_NAMED.finding(f"{sheet}的这一行没有写明单位", place_of(record, "unit"), "", named(sorted(listed), 5))
