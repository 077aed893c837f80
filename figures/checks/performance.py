"""Checks of performance targets and indicators against the projects and their money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from figures.amounts import ZERO
from figures.checks.rule import Rule, named, place_of, yuan
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.project_targets import Key
from figures.records import Category, Indicator, PerformanceTarget, Timing

AMOUNT = Rule(
    "绩效金额不符",
    Severity.ERROR,
    "绩效目标的年度资金总额（元）等于支出明细中该项目的当年支出（或含上年结转的支出）",
    "请核对绩效目标的年度资金与支出明细",
)
TWICE = Rule("绩效目标重复", Severity.ERROR, "一个项目只有一张绩效目标表", "请删去重复的一行，或改正项目名称")
UNIT = Rule(
    "绩效单位未写明",
    Severity.ERROR,
    "不同单位有同名项目时，绩效目标、绩效指标逐行写明是哪个单位的",
    "请在“单位名称”一列写明单位，或改项目名称使之不同",
)
NO_PROJECT = Rule("绩效项目不存在", Severity.ERROR, "绩效目标、绩效指标的项目在支出明细或“项目”表中", "请改正项目名称")
NO_TARGET = Rule(
    "绩效指标无目标", Severity.WARNING, "有绩效指标的项目都有绩效目标", "请在“绩效目标”中增加该项目，否则其指标不会印出"
)
NO_INDICATOR = Rule("绩效目标无指标", Severity.WARNING, "有绩效目标的项目都有绩效指标", "请在“绩效指标”中填写")
UNCOVERED = Rule("项目无绩效目标", Severity.NOTE, "有当年支出的项目都有绩效目标", "请补编绩效目标；不需编报的不必处理")
TERM = Rule("实施期少于年度", Severity.WARNING, "实施期的每一项资金不少于年度的", "请核对实施期和年度的资金")
RULES = (AMOUNT, TWICE, UNIT, NO_PROJECT, NO_TARGET, NO_INDICATOR, UNCOVERED, TERM)

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
    joined = figures.context.targets
    current: dict[Key | None, Decimal] = {}
    carried: dict[Key | None, Decimal] = {}
    project, carried_over = str(Category.PROJECT), str(Timing.CARRIED_OVER)
    targeted = {target.project for target in figures.budget.targets}
    for line in figures.budget.expenditure:
        if line.category == project and line.project in targeted:
            sums = carried if line.timing == carried_over else current
            key = joined.key_of_line(line.unit, line.project)
            sums[key] = sums.get(key, ZERO) + line.amount
    for target in figures.budget.targets:
        key = joined.key(target)
        found, of_year = annual_amount(target), current.get(key, ZERO)
        if found not in (of_year, of_year + carried.get(key, ZERO)):
            message = f"{_called(key)}绩效目标的年度资金与支出明细不符，相差{yuan(abs(found - of_year))}"
            yield AMOUNT.finding(message, place_of(target, "project"), yuan(found), yuan(of_year))


def _called(key: Key) -> str:
    unit, name = key
    return f"{unit}的“{name}”" if unit else f"“{name}”"


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
    joined = figures.context.targets
    exists = _existing(figures)
    seen: dict[Key, Place] = {}
    for target in figures.budget.targets:
        key, place = joined.key(target), place_of(target, "project")
        if key in seen:
            yield _twice(figures, key, seen[key], place)
        elif key not in exists:
            yield NO_PROJECT.finding(f"绩效目标的项目{_called(key)}不在支出明细和“项目”表中", place, target.project)
        elif not joined.indicators(target) and not _unplaced(figures, target.project):
            yield NO_INDICATOR.finding(f"项目{_called(key)}有绩效目标，没有绩效指标", place, target.project)
        seen.setdefault(key, place)
    uncovered = list(_uncovered(figures))
    if uncovered:
        yield UNCOVERED.finding(f"{len(uncovered)}个项目没有绩效目标：{named(uncovered)}", Place("绩效目标"))


def _existing(figures: Figures) -> set[Key]:
    """The projects of lines and of the list, each by its unit and by its name alone."""
    budget, only = figures.budget, figures.context.only_unit
    pairs = {(x.unit, x.project) for x in budget.expenditure} | {(p.unit, p.name) for p in budget.projects}
    return {key for unit, name in pairs for key in (("", name), (unit or only, name))}


def _twice(figures: Figures, key: Key, first: Place, place: Place) -> Finding:
    """Two targets of one project; where several units have a project of that name, it must be said whose each is."""
    units = figures.context.targets.units_of(key[1])
    both = "、".join(str(p) for p in (first, place) if str(p))
    where = f"（{both}）" if both else ""
    if len(units) > 1 and not key[0]:
        message = f"{named(units)}都有项目“{key[1]}”，绩效目标{where}没有写明各是哪个单位的"
        return UNIT.finding(message, place, key[1], named(units))
    return TWICE.finding(f"项目{_called(key)}的绩效目标列了不止一次{where}", place, key[1])


def _uncovered(figures: Figures) -> Iterator[str]:
    """The projects with money of this year that have no target, by name, with the unit where the name alone would not do."""
    joined = figures.context.targets
    targeted = {target.project for target in figures.budget.targets}
    project, current = str(Category.PROJECT), str(Timing.CURRENT)
    lines = figures.budget.expenditure
    spending = dict.fromkeys([(x.unit, x.project) for x in lines if x.category == project and x.timing == current and x.project])
    missing = [(unit, name) for unit, name in spending if joined.key_of_line(unit, name) is None]
    return iter(dict.fromkeys(f"{name}（{unit}）" if name in targeted and unit else name for unit, name in missing))


def _unplaced(figures: Figures, project: str) -> list[Indicator]:
    """The indicators of a project of this name that name no unit though several targets have the name."""
    joined = figures.context.targets
    owners = {joined.key(t) for t in figures.budget.targets if t.project == project}
    if len(owners) < 2:
        return []
    mine = (i for i in figures.budget.indicators if i.project == project and not i.owner)
    return [i for i in mine if joined.key_of_indicator(i) is None]


def check_indicator_projects(figures: Figures) -> Iterator[Finding]:
    """Each indicator is of a project that exists and has a target, and says of which unit; one finding for each project."""
    joined, exists = figures.context.targets, _existing(figures)
    told: set[Key] = set()
    for indicator in figures.budget.indicators:
        key = indicator.owner, indicator.project
        if joined.key_of_indicator(indicator) is not None or key in told:
            continue
        told.add(key)
        place = place_of(indicator, "project")
        if unplaced := _unplaced(figures, indicator.project) if not indicator.owner else []:
            yield _whose(figures, unplaced, place)
        elif key not in exists:
            yield NO_PROJECT.finding(f"绩效指标的项目{_called(key)}不在支出明细和“项目”表中", place, indicator.project)
        else:
            yield NO_TARGET.finding(f"项目{_called(key)}有绩效指标，没有绩效目标", place, indicator.project)


def _whose(figures: Figures, unplaced: Sequence[Indicator], place: Place) -> Finding:
    name = unplaced[0].project
    targets = [t for t in figures.budget.targets if t.project == name]
    rows = "、".join(str(p) for t in targets if str(p := place_of(t, "project")))
    owners = named(dict.fromkeys(figures.context.targets.key(t)[0] for t in targets))
    message = f"项目“{name}”的{len(unplaced)}个绩效指标没有写明单位，没有印出：同名的绩效目标有{len(targets)}个{f'（{rows}）' if rows else ''}"
    return UNIT.finding(message, place, name, owners)
