"""Checks of performance targets and indicators against the projects and their money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from figures.amounts import ZERO
from figures.checks.rule import Rule, named, place_of, yuan
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.records import Category, PerformanceTarget, Timing

AMOUNT = Rule(
    "绩效金额不符",
    Severity.ERROR,
    "绩效目标的年度资金总额（元）等于支出明细中该项目的当年支出（或含上年结转的支出）",
    "请核对绩效目标的年度资金与支出明细",
)
TWICE = Rule("绩效目标重复", Severity.ERROR, "一个项目只有一张绩效目标表", "请删去重复的一行，或改正项目名称")
NO_PROJECT = Rule("绩效项目不存在", Severity.ERROR, "绩效目标、绩效指标的项目在支出明细或“项目”表中", "请改正项目名称")
NO_TARGET = Rule(
    "绩效指标无目标", Severity.WARNING, "有绩效指标的项目都有绩效目标", "请在“绩效目标”中增加该项目，否则其指标不会印出"
)
NO_INDICATOR = Rule("绩效目标无指标", Severity.WARNING, "有绩效目标的项目都有绩效指标", "请在“绩效指标”中填写")
UNCOVERED = Rule("项目无绩效目标", Severity.NOTE, "有当年支出的项目都有绩效目标", "请补编绩效目标；不需编报的不必处理")
TERM = Rule("实施期少于年度", Severity.WARNING, "实施期的每一项资金不少于年度的", "请核对实施期和年度的资金")
RULES = (AMOUNT, TWICE, NO_PROJECT, NO_TARGET, NO_INDICATOR, UNCOVERED, TERM)

SOURCES = {
    "central": "中央财政资金",
    "provincial": "省级财政资金",
    "local": "市县（区）财政资金",
    "own": "单位自筹",
    "other": "其他资金",
}
"""The sources of money of a target, by the end of their fields' names."""


def annual_amount(target: PerformanceTarget) -> Decimal:
    """年度资金总额 in 元, exact."""
    return sum((getattr(target, f"annual_{source}") for source in SOURCES), ZERO)


def check_target_amounts(figures: Figures) -> Iterator[Finding]:
    """The money of the year in a target is exactly what the project's lines have, this year's alone or with what was carried over."""
    current: dict[str, Decimal] = {}
    carried: dict[str, Decimal] = {}
    for line in figures.budget.expenditure:
        if line.category == Category.PROJECT:
            sums = carried if line.timing == Timing.CARRIED_OVER else current
            sums[line.project] = sums.get(line.project, ZERO) + line.amount
    for target in figures.budget.targets:
        found, of_year = annual_amount(target), current.get(target.project, ZERO)
        if found not in (of_year, of_year + carried.get(target.project, ZERO)):
            message = f"“{target.project}”绩效目标的年度资金与支出明细不符，相差{yuan(abs(found - of_year))}"
            yield AMOUNT.finding(message, place_of(target, "project"), yuan(found), yuan(of_year))


def check_target_terms(figures: Figures) -> Iterator[Finding]:
    """What a target has for the whole term is no less than what it has for the year, source by source."""
    for target in figures.budget.targets:
        for source, label in SOURCES.items():
            whole, year = getattr(target, f"total_{source}"), getattr(target, f"annual_{source}")
            if whole < year:
                message = f"“{target.project}”实施期的{label}少于年度的"
                yield TERM.finding(message, place_of(target, f"total_{source}"), yuan(whole), f"不少于{yuan(year)}")


def check_target_projects(figures: Figures) -> Iterator[Finding]:
    """Each target is of a project that exists, none is there twice, each has indicators; projects without a target are named in one note."""
    budget = figures.budget
    spending = dict.fromkeys(
        x.project for x in budget.expenditure if x.category == Category.PROJECT and x.timing == Timing.CURRENT and x.project
    )
    existing = {line.project for line in budget.expenditure} | {project.name for project in budget.projects}
    measured = {indicator.project for indicator in budget.indicators}
    seen: set[str] = set()
    for target in budget.targets:
        name, place = target.project, place_of(target, "project")
        if name in seen:
            yield TWICE.finding(f"项目“{name}”的绩效目标列了不止一次", place, name)
        elif name not in existing:
            yield NO_PROJECT.finding(f"绩效目标的项目“{name}”不在支出明细和“项目”表中", place, name)
        elif name not in measured:
            yield NO_INDICATOR.finding(f"项目“{name}”有绩效目标，没有绩效指标", place, name)
        seen.add(name)
    uncovered = [name for name in spending if name not in seen]
    if uncovered:
        yield UNCOVERED.finding(f"{len(uncovered)}个项目没有绩效目标：{named(uncovered)}", Place("绩效目标"))


def check_indicator_projects(figures: Figures) -> Iterator[Finding]:
    """Each indicator is of a project that exists and has a target; one finding for each project."""
    budget = figures.budget
    targeted = {target.project for target in budget.targets}
    existing = {line.project for line in budget.expenditure} | {project.name for project in budget.projects}
    for indicator in budget.indicators:
        name = indicator.project
        if name in targeted:
            continue
        targeted.add(name)
        if name not in existing:
            yield NO_PROJECT.finding(f"绩效指标的项目“{name}”不在支出明细和“项目”表中", place_of(indicator, "project"), name)
        else:
            yield NO_TARGET.finding(f"项目“{name}”有绩效指标，没有绩效目标", place_of(indicator, "project"), name)
